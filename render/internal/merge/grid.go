package merge

import (
	"strings"

	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/internal/xml"
)

// grid writes a Markdown table in the dress of indicator tables: their styles, and widths by
// what the columns hold. The body's indent and spacing have no place in a cell.
func (m *marked) grid(t *extast.Table) {
	table := m.gridTable(t)
	if len(table.Columns) == 0 {
		return
	}
	if fit := m.r.env.Fit; fit != nil {
		room := m.room()
		room.Turned = 0 // the text around it stays upright
		fit(table, room)
	}
	m.b.WriteString(m.air())
	m.rows(&m.b, table, m.width)
}

// gridTable is a Markdown table as one to build, without widths.
func (m *marked) gridTable(t *extast.Table) *Table {
	table := &Table{Columns: make([]Column, len(t.Alignments))}
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		_, head := row.(*extast.TableHeader)
		r := Row{Cells: make([]Cell, len(table.Columns))}
		i := 0
		for c := row.FirstChild(); c != nil && i < len(r.Cells); c = c.NextSibling() {
			r.Cells[i].runs = func(props []property) string { return m.inline(c, props) }
			r.Cells[i].Text = runsText(r.Cells[i].runs(nil))
			i++
		}
		if head {
			for i := range r.Cells {
				r.Cells[i].Role = RoleHead
			}
			table.Header = append(table.Header, r)
		} else {
			table.Rows = append(table.Rows, r)
		}
	}
	for i, a := range t.Alignments {
		role := columnRole(table, i, a)
		for _, r := range table.Rows {
			r.Cells[i].Role = role
		}
	}
	return table
}

// columnRole is what a column holds: ordinals by their header, else what its alignment
// says, else figures where nothing but figures stands in it.
func columnRole(t *Table, column int, a extast.Alignment) Role {
	if len(t.Header) > 0 {
		switch strings.Trim(viet.Lower(t.Header[0].Cells[column].Text), ". ") {
		case "tt", "stt", "số tt":
			return RoleCenter
		}
	}
	switch a {
	case extast.AlignLeft:
		return RoleText
	case extast.AlignRight:
		return RoleNumber
	case extast.AlignCenter:
		return RoleCenter
	}
	figures := 0
	for _, r := range t.Rows {
		s := strings.TrimSpace(strings.TrimSuffix(r.Cells[column].Text, "%"))
		if s == "" || s == "-" {
			continue
		}
		// "0805" is the number of a flat, not a figure.
		if _, ok := viet.ParseNumber(s); !ok || len(s) > 1 && s[0] == '0' && s[1] != ',' {
			return RoleText
		}
		figures++
	}
	if figures > 0 {
		return RoleNumber
	}
	return RoleText
}

// runsText is the text of runs, a line for each line break.
func runsText(runs string) string {
	var b strings.Builder
	t := xml.NewTokenizer("<w:p>" + runs + "</w:p>")
	for {
		tok, err := t.Next()
		if err != nil || tok.Kind == xml.EOF {
			return b.String()
		}
		switch {
		case tok.Kind == xml.Text:
			b.WriteString(tok.Text)
		case tok.Kind == xml.Start && tok.Name == "w:br":
			b.WriteByte('\n')
		case tok.Kind == xml.Start && tok.Name == "w:tab":
			b.WriteByte('\t')
		}
	}
}

// air is a paragraph of 6 pt that parts a table from the text above it: a table has no
// spacing of its own (ECMA-376 Part 1 §17.4), and text in exact lines touches it.
func (s *setting) air() string {
	return s.paragraph([]property{{xml: `<w:keepNext/><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/><w:ind w:left="0" w:right="0" w:firstLine="0"/><w:rPr><w:sz w:val="4"/><w:szCs w:val="4"/></w:rPr>`}}, "")
}
