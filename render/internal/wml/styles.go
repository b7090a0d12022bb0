package wml

import "github.com/bienban/bienban/render/internal/xml"

// A style is a w:style (§17.7.4.17), of a paragraph, a character or a table.
type style struct {
	id, name, kind, basedOn string

	par parLayer // its own
	run runLayer
	tbl *tableFormat // its own, of a table style

	state int // 0: not resolved yet; 1: being resolved; 2: resolved

	// With what it is based on; document defaults are not in them.
	full       parLayer // the numbering's indents under the style's own
	fullNoList parLayer // the same without numbering
	fullRun    runLayer
	fullTable  *tableFormat
	numID      int // 0: no list
	numLevel   int
}

// readStyles reads word/styles.xml. The last style of an ID counts (Word 365, measured: one
// document, whose Normal and Heading1 stand there twice).
func (p *parser) readStyles(root *xml.Node) {
	defaults := root.Child("w:docDefaults")
	p.docRun.over(p.readRun(defaults.Path("w:rPrDefault", "w:rPr")))
	p.docPar.over(p.readPar(defaults.Path("w:pPrDefault", "w:pPr")))
	for n := range root.Children() {
		if n.Name != "w:style" {
			continue
		}
		s := &style{id: n.Get("w:styleId"), name: val(n, "w:name"), kind: n.Get("w:type"), basedOn: val(n, "w:basedOn")}
		if s.kind == "" {
			s.kind = "paragraph"
		}
		old := p.styles[s.id]
		if old != nil && (s.id == "" || s.kind != old.kind) {
			continue
		}
		s.par = *p.readPar(n.Child("w:pPr"))
		s.run = *p.readRun(n.Child("w:rPr"))
		s.run.style = ""
		if s.kind == "table" {
			s.tbl = p.readTableFormat(n)
		}
		p.styles[s.id] = s
		if onAttr(n, "w:default", false) || old != nil && (old == p.defaultPar || old == p.defaultTable) {
			switch s.kind {
			case "paragraph":
				p.defaultPar = s
			case "table":
				p.defaultTable = s
			}
		}
	}
}

// styleOf is the resolved style of an ID and a kind, or nil.
func (p *parser) styleOf(id, kind string) *style {
	s := p.styles[id]
	if s == nil || s.kind != kind {
		return nil
	}
	p.resolve(s)
	return s
}

// parStyle is the style of a paragraph: the default one where the ID leads nowhere.
// Never nil.
func (p *parser) parStyle(id string) *style {
	if id != "" {
		if s := p.styleOf(id, "paragraph"); s != nil {
			return s
		}
	}
	p.resolve(p.defaultPar)
	return p.defaultPar
}

// resolve puts a style over what it is based on (§17.7.2). Styles that are based on
// each other in a circle lose the link that closes it.
func (p *parser) resolve(s *style) {
	// Without recursion: a file may chain any number of styles.
	var chain []*style
	for c := s; c != nil && c.state == 0; {
		c.state = 1
		chain = append(chain, c)
		if c.basedOn == "" {
			break
		}
		next := p.styles[c.basedOn]
		if next == nil || next.kind != c.kind || next.state == 1 {
			p.circular = p.circular || next != nil && next.state == 1
			c.basedOn = ""
			break
		}
		c = next
	}
	for i := len(chain) - 1; i >= 0; i-- {
		c := chain[i]
		var base *style
		if c.basedOn != "" {
			base = p.styles[c.basedOn]
		}
		p.resolveOver(c, base)
		c.state = 2
	}
}

func (p *parser) resolveOver(s, base *style) {
	if base != nil {
		s.full, s.fullNoList, s.fullRun, s.fullTable = base.full, base.fullNoList, base.fullRun, base.fullTable
		s.numID, s.numLevel = base.numID, base.numLevel
	}
	if s.par.set&(parNumID|parNumLevel) != 0 {
		if s.par.set&parNumID != 0 {
			s.numID = s.par.numID
		}
		if s.par.set&parNumLevel != 0 {
			s.numLevel = s.par.numLevel
		} else if lvl, ok := p.levelOfStyle(s.numID, s.id); ok {
			s.numLevel = lvl
		}
		if lvl := p.level(s.numID, s.numLevel); lvl != nil {
			s.full.over(lvl.par)
		} else if s.numID == 0 {
			s.full = s.fullNoList
		}
	}
	s.full.over(&s.par)
	s.fullNoList.over(&s.par)
	s.fullRun.over(&s.run)
	if s.tbl != nil {
		s.fullTable = s.tbl.based(s.fullTable)
	}
}
