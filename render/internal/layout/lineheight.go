package layout

import (
	"strings"

	"github.com/bienban/bienban/render/internal/wml"
)

// A lineExtent is how far what stands in a line reaches above and below its baseline.
type lineExtent struct {
	ascent, descent wml.EMU   // of text
	label           wml.EMU   // ascent of the list label
	drawing         wml.EMU   // ascent of pictures
	below           wml.EMU   // descent of equations
	strut           wml.EMU   // the height of text beside a picture: what a factor counts
	blank           *runStyle // of the tallest space or tab
	any             bool      // something else than spaces and tabs stands in the line
}

// measureLine works out a line's height and baseline (§17.3.1.33).
//
// Word puts a factor's extra space under the line, where it may hang over the foot of the
// page (hang), and the baseline of an exact line at four fifths of it. A single line is a
// whole number of twips high; what a factor gives is not rounded, before or after (Word 2010
// to 365, measured: 22.426 for 13 pt × 1.5, 412 lines of 13 documents; 19 lines of Calibri 11
// × 1.15 after each other stand within 0.05, and 0.4 lower if rounded before).
func (t *text) measureLine(l *line, spacing wml.LineSpacing) {
	x := t.extent(l)
	// What a factor counts for: a picture's own height does not grow, nor does a label's.
	text := max(x.ascent+x.descent, x.strut)
	ascent := max(x.ascent, x.drawing, x.label)
	descent := max(x.descent, x.below)
	natural := ascent + descent
	l.hang = 0
	if spacing.Rule != wml.LineAuto || spacing.Factor <= 0 || spacing.Factor == 240 {
		ascent, natural = toTwip(ascent), toTwip(natural)
		descent = natural - ascent
	}
	switch spacing.Rule {
	case wml.LineExact:
		l.height, l.baseline = spacing.Height, spacing.Height*4/5
	case wml.LineAtLeast:
		l.height = max(natural, spacing.Height)
		l.baseline = l.height - descent
	default:
		factor := wml.EMU(spacing.Factor)
		if factor <= 0 {
			factor = 240
		}
		l.height, l.baseline = natural+text*(factor-240)/240, ascent
		l.hang = max(l.height-natural, 0)
		if factor < 240 {
			l.baseline = max(ascent-(natural-l.height), 0)
		}
	}
}

// extent is what the glyphs of a line ask of its height.
func (t *text) extent(l *line) lineExtent {
	var x lineExtent
	for i := l.start; i < l.end; i++ {
		g := &t.glyphs[i]
		switch o := g.object().(type) {
		case nil:
			x.character(g)
			continue
		case *wml.Bookmark:
			continue
		case *wml.Drawing:
			if g.label { // the picture of a bullet
				x.label = max(x.label, o.Height)
			} else if o.Anchor == nil {
				x.picture(g, o)
			}
			continue
		case *wml.Math:
			x.equation(g)
			continue
		case *wml.Tab:
			x.space(g)
			continue
		case *wml.Break:
			if l.visible > l.start {
				continue
			}
		}
		x.text(g.style.ascent, g.style.descent)
	}
	switch {
	case !x.any && x.blank != nil && l.ends != endParagraph:
		x.ascent, x.descent = x.blank.ascent, x.blank.descent
	case !x.any:
		x.ascent, x.descent = t.empty.ascent, t.empty.descent
	}
	return x
}

func (x *lineExtent) text(ascent, descent wml.EMU) {
	x.ascent, x.descent, x.any = max(x.ascent, ascent), max(x.descent, descent), true
}

func (x *lineExtent) character(g *glyph) {
	if g.of != nil && g.of.ruby != nil {
		x.text(g.of.ruby.above(), 0)
	}
	if g.style.room > 0 && g.r != ' ' {
		x.text(g.style.ascent+g.style.room, 0)
	}
	switch {
	case g.label:
		x.label = max(x.label, labelAscent(g))
	case g.r == ' ':
		x.space(g)
	case g.style.props.VertAlign == wml.Baseline:
		x.text(g.font.ascent+g.style.raise, g.font.descent-g.style.raise)
	default:
		x.text(g.style.ascent, g.style.descent)
	}
}

// space is a space or tab: it counts where nothing else stands in the line (Word, measured: a
// space of 16 pt before text of 13, 2.8 pt less in 3 documents; beside pictures 370 places in
// 30 documents), nor the paragraph's mark (Word 365, measured: the last of four lines of tabs at
// 14 pt, whose mark has 13, 0.84 higher than the others; headers of two documents, 6.7 and 19.5).
func (x *lineExtent) space(g *glyph) {
	if !g.label && (x.blank == nil || g.style.ascent > x.blank.ascent) {
		x.blank = g.style
	}
}

// picture is a drawing that stands in the line, with the room of its effects. A horizontal
// rule, and what is no higher than the letters, stands in a line of text (Word 365, measured:
// rules of 1.5 pt, their lines 13.8; a line drawn as a shape of 1.6 pt, at 13 pt × 1.5 22.4).
func (x *lineExtent) picture(g *glyph, d *wml.Drawing) {
	height := d.Effects.Top + d.Height + d.Effects.Bottom
	x.drawing = max(x.drawing, height+g.style.raise)
	x.strut = max(x.strut, g.style.lineAscent+g.style.lineDescent)
	x.any = true
	if d.Rule || height < g.style.ascent {
		x.text(g.style.ascent, g.style.descent)
	}
}

// labelAscent is how far a list's label raises its line: its descent does not count, nor
// does the factor of the line spacing (Word, measured on 664 lines of 13 documents).
func labelAscent(g *glyph) wml.EMU {
	switch {
	case strings.EqualFold(g.style.props.ASCII, "Symbol"): // its own ascent of 2059/2048 em
		return toTwip(g.style.size*2059/2048) + g.style.raise
	case g.style.symbol: // lower than any text
		return g.style.raise
	}
	return g.font.ascent + g.style.raise
}

// snap puts a line onto the section's grid of lines (§17.6.5): it takes as many rows of the
// grid as it needs, its text in their middle (Word 365, measured: pitch 15.6 for 312 twips).
// Tables have no grid.
func (e *engine) snap(l *line, p *wml.Paragraph) {
	if e.page == nil || e.cells > 0 || !p.Props.SnapToGrid || p.Props.Line.Rule == wml.LineExact {
		return
	}
	pitch := e.page.section.GridPitch
	if pitch <= 0 {
		return
	}
	natural := l.height - l.hang
	rows := (natural + pitch - 1) / pitch * pitch
	if natural > 0 {
		l.hang = rows * l.hang / natural
	}
	l.baseline += (rows - natural) / 2
	l.height = rows + l.hang
}
