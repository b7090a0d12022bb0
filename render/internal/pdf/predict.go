package pdf

import "fmt"

// predict writes rows as differences, in the way of PNG (ISO 32000-1, 7.4.4.4): each row
// after the number of its filter, the one whose differences are smallest. Pictures then
// pack as well at the fastest level as they do slowly without.
func predict(pixels []byte, row, step int) []byte {
	if row == 0 {
		return nil
	}
	out := make([]byte, 0, len(pixels)+len(pixels)/row)
	above := make([]byte, row)
	for ; len(pixels) >= row; pixels = pixels[row:] {
		line := pixels[:row]
		var none, left, up int
		for i, v := range line {
			none += size(v)
			up += size(v - above[i])
			if i >= step {
				left += size(v - line[i-step])
			} else {
				left += size(v)
			}
		}
		switch {
		case up <= left && up < none:
			out = append(out, 2)
			for i, v := range line {
				out = append(out, v-above[i])
			}
		case left < none:
			out = append(out, 1)
			out = append(out, line[:min(step, row)]...)
			for i := step; i < row; i++ {
				out = append(out, line[i]-line[i-step])
			}
		default:
			out = append(out, 0)
			out = append(out, line...)
		}
		above = line
	}
	return out
}

// size is how far a difference is from 0.
func size(v byte) int {
	d := int(int8(v))
	return max(d, -d)
}

func predictor(colors, columns int) string {
	return fmt.Sprintf("/DecodeParms <</Predictor 15 /Colors %d /BitsPerComponent 8 /Columns %d>> ", colors, columns)
}
