package pdf

import (
	"fmt"
	"io"
)

// A predictor writes rows as differences, in the way of PNG (ISO 32000-1, 7.4.4.4): each row
// after the number of its filter, the one whose differences are smallest. Pictures then
// pack as well at the fastest level as they do slowly without.
type rowPredictor struct {
	w     io.Writer
	step  int    // bytes of a pixel
	above []byte // the row before
	out   []byte
}

func newRowPredictor(w io.Writer, row, step int) *rowPredictor {
	return &rowPredictor{w: w, step: step, above: make([]byte, row), out: make([]byte, 0, row+1)}
}

// row writes the next row.
func (p *rowPredictor) row(line []byte) {
	var none, left, up int
	for i, v := range line {
		none += size(v)
		up += size(v - p.above[i])
		if i >= p.step {
			left += size(v - line[i-p.step])
		} else {
			left += size(v)
		}
	}
	out := p.out[:0]
	switch {
	case up <= left && up < none:
		out = append(out, 2)
		for i, v := range line {
			out = append(out, v-p.above[i])
		}
	case left < none:
		out = append(out, 1)
		out = append(out, line[:min(p.step, len(line))]...)
		for i := p.step; i < len(line); i++ {
			out = append(out, line[i]-line[i-p.step])
		}
	default:
		out = append(out, 0)
		out = append(out, line...)
	}
	_, _ = p.w.Write(out) // into memory
	copy(p.above, line)
}

// size is how far a difference is from 0.
func size(v byte) int {
	d := int(int8(v))
	return max(d, -d)
}

func predictor(colors, columns int) string {
	return fmt.Sprintf("/DecodeParms <</Predictor 15 /Colors %d /BitsPerComponent 8 /Columns %d>> ", colors, columns)
}
