package geometry

import (
	"compress/gzip"
	_ "embed"
	"io"
	"strconv"
	"strings"
	"sync"
)

//go:embed presets.txt.gz
var packed string

// presets are the lines of the file, unpacked when a document has a shape.
var presets = sync.OnceValue(func() string {
	r, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		panic("geometry: presets.txt.gz: " + err.Error())
	}
	var b strings.Builder
	if _, err := io.Copy(&b, r); err != nil {
		panic("geometry: presets.txt.gz: " + err.Error())
	}
	return b.String()
})

// Preset is the shape or text warp of a name as a:prstGeom and a:prstTxWarp have it; nil if
// the standard has none.
func Preset(name string) *Definition {
	if name == "" || strings.ContainsAny(name, "|\n") {
		return nil
	}
	text := presets()
	i := strings.Index(text, "\n"+name+"|")
	if i < 0 {
		return nil
	}
	line, _, _ := strings.Cut(text[i+len(name)+2:], "\n")
	d := &Definition{}
	for part := range strings.SplitSeq(line, "|") {
		kind, rest, _ := strings.Cut(part, " ")
		fields := strings.Fields(rest)
		switch kind {
		case "a":
			d.Adjusts = guides(fields)
		case "g":
			d.Guides = guides(fields)
		case "r":
			for i := range d.Text {
				d.Text[i] = ParseOperand(fields[i])
			}
		case "p":
			d.Paths = append(d.Paths, path(fields))
		}
	}
	return d
}

func guides(fields []string) []Guide {
	out := make([]Guide, len(fields))
	for i, f := range fields {
		name, formula, _ := strings.Cut(f, "=")
		out[i] = NewGuide(name, strings.Split(formula, ","))
	}
	return out
}

// NewGuide makes a guide of a formula's words, its operator first.
func NewGuide(name string, words []string) Guide {
	g := Guide{Name: name}
	if len(words) > 0 {
		g.Operator = words[0]
		for i := 0; i < len(g.Operands) && i+1 < len(words); i++ {
			g.Operands[i] = ParseOperand(words[i+1])
		}
	}
	return g
}

// ParseOperand reads a number or a name.
func ParseOperand(s string) Operand {
	if v, err := strconv.ParseFloat(s, 64); err == nil && s != "" && (s[0] == '-' || s[0] == '+' || s[0] == '.' || s[0] >= '0' && s[0] <= '9') {
		return Number(bound(v))
	}
	return Operand{Name: s}
}

// commandOperands is how many operands a command of a path has.
var commandOperands = map[string]int{"M": 2, "L": 2, "C": 6, "Q": 4, "A": 4, "Z": 0}

func path(fields []string) (p Path) {
	for len(fields) > 0 {
		f := fields[0]
		fields = fields[1:]
		if n, ok := commandOperands[f]; ok {
			c := Command{Op: f[0]}
			for _, s := range fields[:n] {
				c.Operands = append(c.Operands, ParseOperand(s))
			}
			fields = fields[n:]
			p.Commands = append(p.Commands, c)
			continue
		}
		switch key, value, _ := strings.Cut(f, "="); key {
		case "w":
			p.W = ParseOperand(value).Value
		case "h":
			p.H = ParseOperand(value).Value
		case "fill":
			p.Fill = ParseFill(value)
		case "stroke":
			p.NoStroke = true
		}
	}
	return p
}

// ParseFill reads how a path is filled as the attribute fill of a:path says it.
func ParseFill(s string) Fill {
	switch s {
	case "none":
		return FillNone
	case "lighten":
		return FillLighten
	case "lightenLess":
		return FillLightenLess
	case "darken":
		return FillDarken
	case "darkenLess":
		return FillDarkenLess
	}
	return FillNormal
}

// Names are the names of all preset shapes, in the standard's order.
func Names() (list []string) {
	for line := range strings.SplitSeq(strings.TrimSpace(presets()), "\n") {
		if name, _, _ := strings.Cut(line, "|"); !strings.HasPrefix(name, "text") {
			list = append(list, name)
		}
	}
	return list
}
