package metafile

import (
	"math"

	"github.com/bienban/bienban/render/internal/geometry"
)

// near is how much of the frame nobody misses.
const near = 0.003

// extent is the rectangle around a path's points.
func extent(list []geometry.Segment) (x1, y1, x2, y2 float64) {
	x1, y1, x2, y2 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range list {
		if s.Op == 'Z' {
			continue
		}
		from := 2
		if s.Op == 'C' {
			from = 0
		}
		for _, q := range s.P[from:] {
			x1, y1, x2, y2 = min(x1, q.X), min(y1, q.Y), max(x2, q.X), max(y2, q.Y)
		}
	}
	return x1, y1, x2, y2
}

// outside reports whether nothing of a rectangle is in the clip. One that the clip cuts is drawn
// whole, which is told where it is seen.
func (p *player) outside(x1, y1, x2, y2 float64) bool {
	c := p.clip
	if x2 < c[0] || y2 < c[1] || x1 > c[2] || y1 > c[3] {
		return true
	}
	cut := func(low, high, from, to float64) bool {
		return max(low, 0) < from-near && from > 0 || min(high, 1) > to+near && to < 1
	}
	if cut(x1, x2, c[0], c[2]) || cut(y1, y2, c[1], c[3]) {
		p.out.Undrawn |= Clips
	}
	return false
}

// unclipped is the clip that cuts nothing.
var unclipped = [4]float64{-1e9, -1e9, 1e9, 1e9}

// intersect makes the clip smaller, by a rectangle in logical coordinates.
func (p *player) intersect(l, t, r, b float64) {
	a, c := p.point(l, t), p.point(r, b)
	p.clip[0], p.clip[1] = max(p.clip[0], min(a.X, c.X)), max(p.clip[1], min(a.Y, c.Y))
	p.clip[2], p.clip[3] = min(p.clip[2], max(a.X, c.X)), min(p.clip[3], max(a.Y, c.Y))
}

// exclude would take a rectangle out of the clip, which only tells.
func (p *player) exclude(l, t, r, b float64) {
	a, c := p.point(l, t), p.point(r, b)
	if max(a.X, c.X) > near && min(a.X, c.X) < 1-near && max(a.Y, c.Y) > near && min(a.Y, c.Y) < 1-near {
		p.out.Undrawn |= Clips
	}
}

// clipTo makes the clip smaller, by the rectangle around the open path, or puts that in its
// place; mode is how they go together ([MS-EMF] 2.1.29).
func (p *player) clipTo(mode uint32) {
	if len(p.path) == 0 {
		return
	}
	switch mode {
	case 5: // in its place
		p.clip = unclipped
	case 0, 1: // what both have
	default:
		p.out.Undrawn |= Clips
		return
	}
	corners := 0
	for i, s := range p.path {
		if s.Op != 'Z' {
			corners++
		}
		if straight := s.Op == 'L' && i > 0 && (s.P[2].X == p.path[i-1].P[2].X || s.P[2].Y == p.path[i-1].P[2].Y); !straight && (i > 0 || s.Op != 'M') && s.Op != 'Z' {
			corners = 6
		}
	}
	if corners > 5 {
		p.out.Undrawn |= Clips
	}
	x1, y1, x2, y2 := extent(p.path)
	p.clip = [4]float64{max(p.clip[0], x1), max(p.clip[1], y1), min(p.clip[2], x2), min(p.clip[3], y2)}
}

// emfRegion plays the records of regions, which are rectangles, and of clips that are none.
func (p *player) emfRegion(kind uint32, r record) {
	switch kind {
	case 26: // moves the clip
		if p.clip != unclipped {
			p.out.Undrawn |= Clips
		}
	case 29:
		p.exclude(r.i32(0), r.i32(4), r.i32(8), r.i32(12))
	case 71: // with a brush
		i, state := r.u32(20), p.state
		if p.objects[i].kind != 'b' && i&0x80000000 == 0 {
			p.out.Undrawn |= Records
			return
		}
		p.choose(i)
		p.region(r, 24)
		p.state = state
	case 74:
		p.region(r, 20)
	case 75: // a clip of a region, whose coordinates are of the device or not, as it comes
		if r.u32(4) == 5 {
			p.clip = unclipped
		}
		if r.u32(0) > 0 && !p.covers(r, 24) && !(&player{frame: p.frame, state: state{world: identity}}).covers(r, 24) {
			p.out.Undrawn |= Clips
		}
	}
}

// covers reports whether a region is one rectangle, whose place stands at a place of the record,
// that has all of the frame.
func (p *player) covers(r record, at int) bool {
	a, b := p.point(r.i32(at), r.i32(at+4)), p.point(r.i32(at+8), r.i32(at+12))
	return r.u32(at-8) <= 1 && min(a.X, b.X) < near && min(a.Y, b.Y) < near && max(a.X, b.X) > 1-near && max(a.Y, b.Y) > 1-near
}

// region fills the rectangles of a region ([MS-EMF] 2.2.24) with the brush.
func (p *player) region(r record, at int) {
	if count := r.u32(at + 8); r.u32(at) >= 32 && count < maxPoints {
		at += int(min(r.u32(at), 64))
		for range count {
			if at+16 > len(r) || p.err != nil {
				return
			}
			x1, y1, x2, y2 := r.i32(at), r.i32(at+4), r.i32(at+8), r.i32(at+12)
			t := p.trace()
			t.lines([][2]float64{{x1, y1}, {x2, y1}, {x2, y2}, {x1, y2}}, true)
			p.paint(t.out, true, false)
			at += 16
		}
	}
}

// polyDraw plays EMR_POLYDRAW: n points, each with what leads to it ([MS-EMF] 2.1.26).
func (p *player) polyDraw(points [][2]float64, kinds []byte) {
	t := p.trace()
	if !p.inPath {
		t.add('M', [2]float64{p.atX, p.atY})
	}
	for i := 0; i < len(points) && i < len(kinds); i++ {
		switch kinds[i] &^ 1 {
		case 6:
			t.add('M', points[i])
		case 2:
			t.add('L', points[i])
		case 4:
			if i+2 >= min(len(points), len(kinds)) {
				p.out.Undrawn |= Truncated
				p.draw(t, false, true)
				return
			}
			t.add('C', points[i], points[i+1], points[i+2])
			i += 2
		}
		if p.atX, p.atY = points[i][0], points[i][1]; kinds[i]&1 != 0 {
			t.add('Z')
		}
	}
	p.draw(t, false, true)
}
