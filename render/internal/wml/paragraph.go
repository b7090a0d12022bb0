package wml

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// A propsKey is everything that the properties of a run depend on, or those of a paragraph:
// equal keys share one RunProps, one ParagraphProps.
type propsKey struct {
	table    *tableContext
	par      *style
	part     *part // the same source means the same only under the same prefixes
	source   string
	unlinked bool // without the style of links
}

// A parContext is what the runs of a paragraph inherit.
type parContext struct {
	table *tableContext
	style *style
}

// runProps are the effective properties of a run with the given w:rPr, which may be nil.
// Links in a table of contents print like its other text, without the style of links (Word,
// measured: 20 of 20 documents).
func (p *parser) runProps(ctx parContext, rpr *xml.Node) *RunProps {
	key := propsKey{table: ctx.table, par: ctx.style}
	if rpr != nil && rpr.First != nil {
		key.part, key.source = p.part, p.part.src[rpr.Start:rpr.End]
		key.unlinked = p.inContents() && p.isHyperlink(val(rpr, "w:rStyle"))
	}
	if props, ok := p.runs[key]; ok {
		return props
	}
	direct := p.readRun(rpr)
	if key.unlinked {
		plain := *direct
		plain.style, direct = "", &plain
	}
	props := p.composeRun(ctx, direct, nil)
	p.runs[key] = props
	return props
}

// inContents reports whether what is read stands in a table of contents.
func (p *parser) inContents() bool {
	if p.story == nil {
		return false
	}
	f := p.field()
	return f != nil && f.contents
}

func (p *parser) isHyperlink(id string) bool {
	s := p.styleOf(id, "character")
	return s != nil && strings.EqualFold(s.name, "hyperlink")
}

func (p *parser) composeRun(ctx parContext, direct, label *runLayer) *RunProps {
	styles := [3]*runLayer{nil, &ctx.style.fullRun, nil}
	if ctx.table != nil {
		styles[0] = &ctx.table.run
	}
	if char := p.styleOf(direct.style, "character"); char != nil {
		styles[2] = &char.fullRun
	}
	return composeRun(&p.docRun, styles, direct, label)
}

// paragraph reads a w:p. Nil: its mark is deleted by a tracked change, and what it
// holds stands in the next one.
func (p *parser) paragraph(n *xml.Node, table *tableContext) *Paragraph {
	p.story.place.paragraphs++
	ppr := n.Child("w:pPr")
	style := p.parStyle(val(ppr, "w:pStyle"))
	ctx := parContext{table, style}
	par := new(Paragraph)
	par.Place = p.story.place.Place

	format := p.parFormat(ctx, ppr)
	par.Props = format.props

	rpr := ppr.Child("w:rPr")
	par.Mark = p.runProps(ctx, rpr)

	if n.End-n.Start > p.limits.Paragraph {
		f := limit.Exceeded(fault.T("Một đoạn văn", "a paragraph"), limit.Bytes(int64(p.limits.Paragraph)))
		f.Place = par.Place.Text()
		p.faults = append(p.faults, f)
		return par
	}
	b := &inlines{parser: p, ctx: ctx}
	b.out, p.story.held = p.story.held, nil
	// The empty paragraph that ends a section has no number and does not count (Word 2010 to
	// 365, measured: 6 documents, one to the contrary).
	if format.numID != 0 && !(ppr.Child("w:sectPr") != nil && runless(n)) {
		par.Label = p.label(format.numID, format.numLevel, func(own *runLayer) *RunProps {
			return p.labelProps(ctx, rpr, own)
		})
	}
	b.content(n)
	par.Inlines = b.done()
	if p.each != nil {
		p.each(n, par)
	}
	if rpr != nil && (rpr.Child("w:del") != nil || rpr.Child("w:moveFrom") != nil) && ppr.Child("w:sectPr") == nil {
		p.story.held = par.Inlines
		return nil
	}
	return par
}

// runless reports whether a w:p has nothing but properties and marks of places.
func runless(n *xml.Node) bool {
	for c := range n.Children() {
		switch c.Name {
		case "w:pPr", "w:bookmarkStart", "w:bookmarkEnd", "w:proofErr":
		default:
			return false
		}
	}
	return true
}

// A parFormat is what a w:pPr comes to where it stands: properties and place in a list.
type parFormat struct {
	props           *ParagraphProps
	numID, numLevel int
}

// parFormat is the effective format of a paragraph with the given w:pPr, which may be nil.
// Equal ones are worked out once.
func (p *parser) parFormat(ctx parContext, ppr *xml.Node) parFormat {
	key := propsKey{table: ctx.table, par: ctx.style}
	if ppr != nil && ppr.First != nil {
		key.part, key.source = p.part, p.part.src[ppr.Start:ppr.End]
	}
	if f, ok := p.pars[key]; ok {
		return f
	}
	f := p.composePar(ctx, ppr)
	p.pars[key] = f
	return f
}

func (p *parser) composePar(ctx parContext, ppr *xml.Node) parFormat {
	style := ctx.style
	var direct *parLayer
	if ppr != nil {
		direct = p.readPar(ppr)
	}
	numID, numLevel := style.numID, style.numLevel
	listed := &style.full
	ownList := false
	if direct != nil && direct.set&(parNumID|parNumLevel) != 0 {
		if direct.set&parNumID != 0 {
			numID, ownList = direct.numID, true
			numLevel = 0
			if direct.numID == style.numID {
				numLevel = style.numLevel
			}
		}
		if direct.set&parNumLevel != 0 {
			numLevel, ownList = direct.numLevel, true
		}
		if numID == 0 || ownList {
			listed = &style.fullNoList
		}
	}
	acc := parDefaults()
	acc.over(&p.docPar)
	if ctx.table != nil {
		acc.over(&ctx.table.par)
	}
	if ownList && numID != 0 {
		// The list's indents go over those of the style; the style's own stay where the
		// list has none.
		acc.over(listed)
		if lvl := p.level(numID, numLevel); lvl != nil {
			acc.over(lvl.par)
		}
	} else {
		acc.over(listed)
	}
	if direct != nil {
		acc.over(direct)
	}
	return parFormat{acc.props(style), numID, numLevel}
}

// labelProps are the properties of a list label: the paragraph mark's, with the level's
// over them (§17.9.24). Equal ones are shared.
func (p *parser) labelProps(ctx parContext, rpr *xml.Node, own *runLayer) *RunProps {
	key := labelKey{ctx.table, ctx.style, own, nil, ""}
	if rpr != nil && rpr.First != nil {
		key.part, key.source = p.part, p.part.src[rpr.Start:rpr.End]
	}
	if props, ok := p.labels[key]; ok {
		return props
	}
	props := p.composeRun(ctx, p.readRun(rpr), own)
	p.labels[key] = props
	return props
}

type labelKey struct {
	table  *tableContext
	par    *style
	own    *runLayer
	part   *part
	source string
}
