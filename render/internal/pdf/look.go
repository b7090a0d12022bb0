package pdf

import (
	"fmt"

	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/wml"
)

// A lookSet is what fills beside plain colours: transparency as states of the graphics
// (ISO 32000-1, 8.4.5), gradients and tiles as patterns (8.7). Each is in the file once.
type lookSet struct {
	states   []string // "/A7f <</ca 0.5>>"
	patterns []string // objects, "P1" the first
	known    map[string]string
}

// name is the resource that stands for an object, which is added the first time.
func (s *lookSet) name(object string, add func() string) string {
	if s.known == nil {
		s.known = map[string]string{}
	}
	n, ok := s.known[object]
	if !ok {
		n = add()
		s.known[object] = n
	}
	return n
}

func (s *lookSet) pattern(object string) string {
	return s.name(object, func() string {
		s.patterns = append(s.patterns, object)
		return fmt.Sprintf("P%d", len(s.patterns))
	})
}

// state is the graphics state in which a key, "ca" or "CA", has the opacity.
func (s *lookSet) state(key string, clear uint8) string {
	name := fmt.Sprintf("%s%d", key, clear)
	return s.name(name, func() string {
		opacity := appendMilli(nil, divide(int64(255-clear)*1000, 255))
		s.states = append(s.states, fmt.Sprintf("/%s <</%s %s>>", name, key, opacity))
		return name
	})
}

// gradient is the pattern of a gradient on a page of a height.
func (s *lookSet) gradient(g *layout.Gradient, height wml.EMU) string {
	var b []byte
	at := func(x, y wml.EMU) {
		b = append(appendMilli(b, milli(x)), ' ')
		b = append(appendMilli(b, milli(height-y)), ' ')
	}
	b = append(b, "<</PatternType 2/Shading<</ShadingType "...)
	if g.Radial {
		b = append(b, "3/ColorSpace/DeviceRGB/Coords["...)
		at(g.X1, g.Y1)
		b = append(b, "0 "...)
		at(g.X1, g.Y1)
		b = appendMilli(b, milli(g.Radius()))
	} else {
		b = append(b, "2/ColorSpace/DeviceRGB/Coords["...)
		at(g.X1, g.Y1)
		at(g.X2, g.Y2)
	}
	b = append(b, "]/Extend[true true]/Function<</FunctionType 3/Domain[0 1]/Functions["...)
	channel := func(v uint8) { b = append(appendMilli(b, divide(int64(v)*1000, 255)), ' ') }
	var bounds, encode []byte
	for i := 1; i < len(g.Stops); i++ {
		b = append(b, "<</FunctionType 2/Domain[0 1]/N 1"...)
		for j, key := range [...]string{"/C0[", "/C1["} {
			col := g.Stops[i-1+j].Color
			b = append(b, key...)
			channel(col.R)
			channel(col.G)
			channel(col.B)
			b = append(b, ']')
		}
		b = append(b, ">>"...)
		encode = append(encode, "0 1 "...)
		if i+1 < len(g.Stops) {
			bounds = append(appendMilli(bounds, divide(int64(g.Stops[i].At), 100)), ' ')
		}
	}
	return s.pattern(fmt.Sprintf("%s]/Bounds[%s]/Encode[%s]>>>>>>", b, bounds, encode))
}

// tile is the pattern of a tile on a page of a height.
func (s *lookSet) tile(t *layout.Tile, height wml.EMU) string {
	var b []byte
	color := func(col wml.Color) {
		for _, v := range [...]uint8{col.R, col.G, col.B} {
			b = append(appendMilli(b, divide(int64(v)*1000, 255)), ' ')
		}
		b = append(b, "rg\n"...)
	}
	color(t.Back)
	b = append(b, "0 0 8 8 re f\n"...)
	color(t.Fore)
	for y, row := range t.Rows {
		for x := 0; x < 8; x++ {
			n := 0
			for x+n < 8 && row>>(7-x-n)&1 != 0 {
				n++
			}
			if n > 0 {
				b = fmt.Appendf(b, "%d %d %d 1 re\n", x, 7-y, n)
				x += n
			}
		}
	}
	b = append(b, 'f')
	size := appendMilli(nil, milli(t.Size/8))
	return s.pattern(string(stream(fmt.Sprintf("/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 8 8]/XStep 8/YStep 8/Resources<<>>/Matrix[%s 0 0 %s %s %s]",
		size, size, appendMilli(nil, milli(t.X)), appendMilli(nil, milli(height-t.Y-t.Size))), b)))
}

// patternFill fills what comes next with a pattern.
func (c *canvas) patternFill(name string) {
	c.clear(0, &c.fillClear, "ca")
	c.fill = wml.Color{Auto: true} // no colour is equal to it
	c.b = append(c.b, "/Pattern cs /"...)
	c.b = append(c.b, name...)
	c.op(" scn")
}

// clear sets the transparency of what is filled or stroked.
func (c *canvas) clear(v uint8, current *uint8, key string) {
	if v == *current {
		return
	}
	*current = v
	c.b = append(c.b, '/')
	c.b = append(c.b, c.looks.state(key, v)...)
	c.op(" gs")
}
