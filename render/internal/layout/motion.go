package layout

import (
	"math"
	"slices"

	"github.com/bienban/bienban/render/internal/wml"
)

// quarter is a quarter of a turn in the unit of [wml.Picture.Rotation].
const quarter = 90 * 60000

// A motion turns what was painted around the origin and then moves it.
type motion struct {
	rotation int // clockwise, in 1/60000 degree, of one turn
	sin, cos float64
	dx, dy   float64
}

// turning is a motion by an angle.
func turning(rotation int) motion {
	rotation = (rotation%(4*quarter) + 4*quarter) % (4 * quarter)
	m := motion{rotation: rotation}
	if rotation%quarter == 0 { // exactly
		q := rotation / quarter
		m.sin, m.cos = [4]float64{0, 1, 0, -1}[q], [4]float64{1, 0, -1, 0}[q]
	} else {
		m.sin, m.cos = math.Sincos(float64(rotation) / 60000 * math.Pi / 180)
	}
	return m
}

// around is a motion by an angle around a point.
func around(x, y wml.EMU, rotation int) motion {
	m := turning(rotation)
	fx, fy := float64(x), float64(y)
	m.dx, m.dy = fx-float64(m.cos*fx)+float64(m.sin*fy), fy-float64(m.sin*fx)-float64(m.cos*fy)
	return m
}

// point is where a point comes to stand.
func (m motion) point(x, y wml.EMU) (wml.EMU, wml.EMU) {
	fx, fy := float64(x), float64(y)
	return emu(float64(m.cos*fx) - float64(m.sin*fy) + m.dx), emu(float64(m.sin*fx) + float64(m.cos*fy) + m.dy)
}

// rect is the rectangle around a rectangle that is moved.
func (m motion) rect(x, y, w, h wml.EMU) (wml.EMU, wml.EMU, wml.EMU, wml.EMU) {
	x1, y1 := m.point(x, y)
	x2, y2 := x1, y1
	for _, c := range [3][2]wml.EMU{{x + w, y}, {x + w, y + h}, {x, y + h}} {
		a, b := m.point(c[0], c[1])
		x1, y1, x2, y2 = min(x1, a), min(y1, b), max(x2, a), max(y2, b)
	}
	return x1, y1, x2 - x1, y2 - y1
}

func (m motion) segments(list []Segment) {
	for i := range list {
		s := &list[i]
		s.X, s.Y = m.point(s.X, s.Y)
		s.X1, s.Y1 = m.point(s.X1, s.Y1)
		s.X2, s.Y2 = m.point(s.X2, s.Y2)
	}
}

// items moves what was painted, in place where it can stay what it is.
func (m motion) items(items []Item) []Item {
	if m.rotation == 0 && m.dx == 0 && m.dy == 0 {
		return items
	}
	turned := map[*wml.Picture]*wml.Picture{} // one for each, however often it is shown
	for i, it := range items {
		switch it := it.(type) {
		case *Glyphs:
			it.X, it.Baseline = m.point(it.X, it.Baseline)
			angle := int(it.Tilt) + m.rotation
			it.Turns, it.Tilt = (it.Turns+4-uint8(angle/quarter%4))%4, int32(angle%quarter)
		case *Line:
			it.X1, it.Y1 = m.point(it.X1, it.Y1)
			it.X2, it.Y2 = m.point(it.X2, it.Y2)
		case *Fill:
			if m.rotation%quarter != 0 {
				p := &Path{Segments: rectangle(it.X, it.Y, it.W, it.H), Fill: &it.Color, Element: it.Element}
				m.segments(p.Segments)
				items[i] = p
				continue
			}
			it.X, it.Y, it.W, it.H = m.rect(it.X, it.Y, it.W, it.H)
		case *Path:
			m.segments(it.Segments)
			if g := it.Gradient; g != nil {
				moved := *g
				moved.X1, moved.Y1 = m.point(g.X1, g.Y1)
				moved.X2, moved.Y2 = m.point(g.X2, g.Y2)
				it.Gradient = &moved
			}
		case *Image: // turned around its centre
			cx, cy := m.point(it.X+it.W/2, it.Y+it.H/2)
			it.X, it.Y = cx-it.W/2, cy-it.H/2
			p := turned[it.Picture]
			if p == nil {
				moved := *it.Picture
				moved.Rotation = (moved.Rotation + m.rotation) % (4 * quarter)
				p = &moved
				turned[it.Picture] = p
			}
			it.Picture = p
			it.Clip = slices.Clone(it.Clip) // images of a tiled fill share it
			m.segments(it.Clip)
		case *LinkArea:
			it.X, it.Y, it.W, it.H = m.rect(it.X, it.Y, it.W, it.H)
		case *Destination:
			it.X, it.Y = m.point(it.X, it.Y)
		}
	}
	return items
}

// move adds what was painted apart to a canvas, moved.
func (c *canvas) move(apart *canvas, m motion) {
	c.main = append(c.main, m.items(apart.main)...)
	for _, f := range apart.back {
		c.back = append(c.back, floating{f.z, m.items(f.items)})
	}
	for _, f := range apart.front {
		c.front = append(c.front, floating{f.z, m.items(f.items)})
	}
}
