package sheet

import (
	"slices"
	"strings"
)

// Words that head the columns of a table, as [key] has them.
var (
	ordinalHeads = []string{"stt", "tt", "số tt", "số thứ tự", "thứ tự", "#"}
	nameHeads    = []string{
		"chỉ tiêu", "tên chỉ tiêu", "nội dung", "nội dung chỉ tiêu", "các chỉ tiêu", "tên", "danh mục", "hạng mục",
		"nhiệm vụ", "tên nhiệm vụ", "diễn giải", "khoản mục", "lĩnh vực", "tiêu chí", "tên đơn vị", "họ và tên", "họ tên",
	}
	nameBeginnings = []string{"chỉ tiêu chủ yếu", "chỉ tiêu kinh tế", "chỉ tiêu phát triển", "tên ", "nội dung ", "danh mục ", "các chỉ tiêu "}
	unitHeads      = []string{"đvt", "đơn vị", "đơn vị tính", "đv tính", "đơn vị đo"}
)

func among(s string, words []string) bool { return slices.Contains(words, s) }

func isNameHead(s string) bool {
	return among(s, nameHeads) || slices.ContainsFunc(nameBeginnings, func(b string) bool { return strings.HasPrefix(s, b) })
}

// heads is what the header says of a column, from the outermost group.
func (g *grid) heads(h *header, column int) []string {
	var out []string
	lastTop, lastLeft := -1, -1
	for r := h.first; r < h.first+h.rows; r++ {
		top, left, _, _ := g.span(r, column)
		if top == lastTop && left == lastLeft {
			continue
		}
		lastTop, lastLeft = top, left
		if r+1 < h.first+h.rows {
			if c := g.besideGroup(r, column); c >= 0 {
				left = c
			}
		}
		if s := strings.Join(strings.Fields(g.says(top, left)), " "); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// nameColumns finds the columns that the header names.
func (g *grid) nameColumns(h *header) {
	beginning := -1
	for c := range g.width {
		if !g.visible(c) {
			continue
		}
		heads := g.heads(h, c)
		if len(heads) == 0 {
			continue
		}
		switch k := key(heads[len(heads)-1]); {
		case h.ordinal < 0 && among(k, ordinalHeads):
			h.ordinal = c
		case h.name < 0 && among(k, nameHeads):
			h.name = c
		case h.unit < 0 && (among(k, unitHeads) || strings.HasPrefix(k, "đơn vị tính")):
			h.unit = c
		case beginning < 0 && isNameHead(k):
			beginning = c
		}
	}
	if h.name < 0 {
		h.name = beginning
	}
}

// guessColumns finds what the header does not name: ordinals by their look, if there is no
// header at all, and the names as the first column of texts. "Đơn vị" heads the names where there are no others.
func (g *grid) guessColumns(h *header) {
	for c := 0; c < g.width && (h.name < 0 || h.ordinal < 0 && h.rows == 0); c++ {
		if !g.visible(c) || c == h.ordinal || c == h.unit {
			continue
		}
		ordinals, texts, all := 0, 0, 0
		for r := h.body; r < min(len(g.rows), h.body+1000); r++ {
			cell := g.cell(r, c)
			if _, left, _, right := g.span(r, c); !cell.filled() || left < right {
				continue // a group's name over several columns says nothing of this one
			}
			all++
			if kind, _ := ordinalOf(g.says(r, c)); kind != noOrdinal {
				ordinals++
			}
			if cell.kind == text && !cell.numeric() {
				texts++
			}
		}
		switch {
		case all == 0:
		case h.ordinal < 0 && h.name < 0 && 4*ordinals >= 3*all && h.rows == 0 && g.beforeTexts(c, h.body):
			h.ordinal = c
		case h.name < 0 && 2*texts >= all && ordinals < all:
			h.name = c
		}
	}
	if h.unit >= 0 && (h.name < 0 || h.name > h.unit) {
		if h.unit == 0 || h.unit == h.ordinal+1 {
			h.name, h.unit = h.unit, -1
		}
	}
}

// beforeTexts reports whether the column after one holds texts: figures that look like
// ordinals have none after them.
func (g *grid) beforeTexts(column, body int) bool {
	texts, all := 0, 0
	for r := body; r < min(len(g.rows), body+1000); r++ {
		if c := g.cell(r, column+1); c.filled() {
			all++
			if c.kind == text && !c.numeric() {
				texts++
			}
		}
	}
	return all > 0 && 2*texts > all
}
