package equation

import (
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/wml"
)

// matrix sets cells in rows and columns (m:m), or equations one below the other (m:eqArr).
func (s *setter) matrix(n *wml.MathMatrix, st style) *Box {
	size := s.size(n.Props, st)
	boxes := make([][]*Box, len(n.Rows))
	var widths []wml.EMU
	for i, row := range n.Rows {
		if n.Equations {
			boxes[i] = s.aligned(row, n, st)
		} else {
			for _, c := range row {
				boxes[i] = append(boxes[i], s.cell(c, n, st.inline()))
			}
		}
		for j, c := range boxes[i] {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			widths[j] = max(widths[j], c.Width)
		}
	}
	gap := spaced(n.GapRule, n.Gap, size, size)
	if n.Equations {
		gap = 0
	}
	places := s.rows(n, boxes, size)
	b := &Box{}
	for i, row := range boxes {
		x := wml.EMU(0)
		for j, c := range row {
			at := x
			switch alignOf(n, j, len(widths)) {
			case wml.AlignCenter:
				at += (widths[j] - c.Width) / 2
			case wml.AlignRight:
				at += widths[j] - c.Width
			}
			b.add(c, at, places[i])
			x += widths[j] + gap
		}
	}
	for j, w := range widths {
		if b.Width += w; j > 0 {
			b.Width += gap
		}
	}
	return b
}

// alignOf is how the cells of a column stand: equations end and begin at their &.
func alignOf(n *wml.MathMatrix, column, columns int) wml.Align {
	switch {
	case n.Equations && columns > 1 && column%2 == 0:
		return wml.AlignRight
	case n.Equations && columns > 1:
		return wml.AlignLeft
	case column < len(n.Columns):
		return n.Columns[column]
	}
	return wml.AlignCenter
}

// maxAligned bounds the columns of equations below each other.
const maxAligned = 64

// aligned sets a line of equations, cut at each &.
func (s *setter) aligned(row []wml.MathRow, n *wml.MathMatrix, st style) []*Box {
	var out []*Box
	for _, c := range row {
		atoms := s.atoms(c, st)
		resolve(atoms)
		from := 0
		for i := range atoms {
			for k := 0; k < atoms[i].column && len(out) < maxAligned; k++ {
				out = append(out, s.join(atoms, from, i, st))
				from = i
			}
		}
		out = append(out, s.join(atoms, from, len(atoms), st))
	}
	return out
}

// cell sets one cell; an empty one has a place holder unless it is hidden.
func (s *setter) cell(c wml.MathRow, n *wml.MathMatrix, st style) *Box {
	if len(c) == 0 && !n.Hide {
		return s.character('□', n.Props, false, st).box
	}
	return s.row(c, st)
}

// rows is where the baselines of rows stand, the one on the baseline of the whole being 0 up. Rows are a line apart
// (m:rSpRule), and further where they are high.
func (s *setter) rows(n *wml.MathMatrix, boxes [][]*Box, size wml.EMU) []wml.EMU {
	pitch := spaced(n.RowRule, n.RowGap, size*6/5, size)
	least := s.constant(font.FractionNumeratorGapMin, size) * 2
	places := make([]wml.EMU, len(boxes))
	var up, down, before wml.EMU // before: the depth of the row above
	for i, row := range boxes {
		ascent, descent := wml.EMU(0), wml.EMU(0)
		for _, c := range row {
			ascent, descent = max(ascent, c.Ascent), max(descent, c.Descent)
		}
		if i == 0 {
			up = ascent
		} else {
			places[i] = places[i-1] - max(pitch, before+least+ascent)
		}
		before, down = descent, descent-places[i]
	}
	shift := wml.EMU(0)
	switch n.Base {
	case wml.AlignMiddle:
		shift = s.constant(font.AxisHeight, size) - (up-down)/2
	case wml.AlignBottom:
		if len(places) > 0 {
			shift = -places[len(places)-1]
		}
	}
	for i := range places {
		places[i] += shift
	}
	return places
}

// spaced is a distance by its rule: single, one and a half, double, exactly so many points' twentieths,
// so many halves of a line or an em.
func spaced(rule, value int, single, em wml.EMU) wml.EMU {
	switch rule {
	case 1:
		return single * 3 / 2
	case 2:
		return single * 2
	case 3:
		return wml.EMU(value) * wml.PerTwip
	case 4:
		return em * wml.EMU(value) / 2
	}
	return single
}
