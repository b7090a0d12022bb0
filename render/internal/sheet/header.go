package sheet

import (
	"strconv"
	"strings"
	"unicode"
)

// A header is where the parts of a table stand, in rows and columns of its grid.
type header struct {
	first, rows int // the header itself; rows is 0 where there is none
	body        int // the first row after it and the column codes

	ordinal, name, unit int // -1: none
}

// isUnitNote tells "Đơn vị tính: triệu đồng" above a table.
func isUnitNote(s string) bool {
	s = key(s)
	return strings.HasPrefix(s, "đơn vị") || strings.HasPrefix(s, "đvt")
}

// filled are the columns of a row in which something stands, without the hidden ones.
func (g *grid) filled(row int) []int {
	var out []int
	for c := range g.rows[row].cells {
		if g.rows[row].cells[c].filled() && g.visible(c) {
			out = append(out, c)
		}
	}
	return out
}

// maxHeaderRows is how far down a header is looked for and how high it can be.
const maxHeaderRows = 50

// findHeader finds the header and the columns that it names.
func (g *grid) findHeader(want int) header {
	h := header{ordinal: -1, name: -1, unit: -1}
	for h.first < len(g.rows) && g.isTitle(h.first) {
		h.first++
	}
	switch named := g.namingRow(h.first); {
	case want > 0:
		h.rows = min(want, len(g.rows)-h.first, maxHeaderRows)
	case want < 0:
	case named >= 0:
		h.rows = g.headerEnd(named) - named
		h.first = named
		for h.first > 0 && g.isGroupRow(h.first-1, named) {
			h.first--
			h.rows++
		}
	case g.looksLikeHeader(h.first):
		h.rows = g.headerEnd(h.first) - h.first
	}
	if h.rows == 0 {
		h.first = 0 // what looks like a title heads a group, then
	}
	h.body = h.first + h.rows
	if h.rows > 0 {
		g.nameColumns(&h)
	}
	g.guessColumns(&h)
	for h.rows > 0 && h.body < len(g.rows) && g.isCodeRow(h.body, h.name) {
		h.body++
	}
	return h
}

// isTitle tells a row above the table: one text, over several columns or alone.
func (g *grid) isTitle(row int) bool {
	filled := g.filled(row)
	if len(filled) > 1 || len(filled) == 1 && g.cell(row, filled[0]).numeric() {
		return false
	}
	if len(filled) == 0 {
		return true
	}
	_, left, _, right := g.span(row, filled[0])
	return left < right || g.width > 1
}

// namingRow is the row of the header that has STT or Chỉ tiêu, -1 if none has before the
// figures begin.
func (g *grid) namingRow(from int) int {
	for r := from; r < min(len(g.rows), from+maxHeaderRows); r++ {
		filled := g.filled(r)
		if len(filled) < 2 {
			continue
		}
		figures := false
		for _, c := range filled {
			says := g.says(r, c)
			if k := key(says); among(k, ordinalHeads) || isNameHead(k) {
				return r
			}
			figures = figures || len(filled) > 2 && g.cell(r, c).numeric() && !isYear(says)
		}
		if figures {
			break
		}
	}
	return -1
}

// headerEnd is the row after a header that begins in a row: as far as cells of the row are
// merged downwards from the columns before the figures, else one more row under each group.
func (g *grid) headerEnd(row int) int {
	end := row + 1
	for _, c := range g.filled(row) {
		k := key(g.says(row, c))
		if _, _, bottom, _ := g.span(row, c); among(k, ordinalHeads) || isNameHead(k) || among(k, unitHeads) {
			end = max(end, bottom+1)
		}
	}
	if end > row+1 {
		return end
	}
	for end < len(g.rows) && end-row < maxHeaderRows && (g.hasGroup(end-1) || g.goesOn(row, end)) {
		end++
	}
	for _, c := range g.filled(row) {
		_, _, bottom, _ := g.span(row, c)
		end = max(end, min(bottom+1, row+maxHeaderRows))
	}
	return end
}

// hasGroup reports whether a row has a head over several columns, and texts under it.
func (g *grid) hasGroup(row int) bool {
	for _, c := range g.filled(row) {
		_, left, bottom, right := g.span(row, c)
		if left == right || bottom+1 >= len(g.rows) || bottom != row {
			continue
		}
		for under := left; under <= right; under++ {
			if g.cell(row+1, under).filled() {
				return true
			}
		}
	}
	return false
}

// goesOn reports whether a row goes on with the header that begins at row first, of which
// nothing is merged, as in a .csv: texts, some of them under the empty places beside a head,
// and nothing under the ordinals and the names.
func (g *grid) goesOn(first, row int) bool {
	beside := false
	for _, c := range g.filled(row) {
		if g.cell(row, c).numeric() && !isYear(g.says(row, c)) {
			return false
		}
		k := key(g.says(first, c))
		if among(k, ordinalHeads) || isNameHead(k) || among(k, unitHeads) {
			return false
		}
		beside = beside || c > 0 && g.besideGroup(row-1, c) >= 0
	}
	return beside
}

// besideGroup is the column of the head to which an empty place at its right belongs: there
// are texts under both. It is -1 if there is none.
func (g *grid) besideGroup(row, column int) int {
	under := func(c int) bool { return row+1 < len(g.rows) && g.cell(row+1, c).filled() }
	for c := column; c >= 0 && under(c); c-- {
		switch at := g.cell(row, c); {
		case at.merge > 0, c == column && at.filled():
			return -1
		case at.filled():
			return c
		}
	}
	return -1
}

// isGroupRow reports whether a row above the naming one belongs to the header: groups of
// columns, with nothing over the ordinals and the names.
func (g *grid) isGroupRow(row, named int) bool {
	first := -1 // column of the figures
	for _, c := range g.filled(named) {
		if k := key(g.says(named, c)); !among(k, ordinalHeads) && !isNameHead(k) && !among(k, unitHeads) {
			first = c
			break
		}
	}
	groups := 0
	for _, c := range g.filled(row) {
		_, left, _, right := g.span(row, c)
		if first < 0 || left < first || isUnitNote(g.says(row, c)) {
			return false
		}
		if left < right {
			groups++
		}
	}
	return groups > 0
}

// looksLikeHeader tells a header that none of our words gives away: texts over figures.
func (g *grid) looksLikeHeader(row int) bool {
	if row >= len(g.rows) {
		return false
	}
	filled := g.filled(row)
	if len(filled) == 0 || row+1 >= len(g.rows) {
		return false
	}
	if kind, _ := ordinalOf(g.says(row, filled[0])); kind != noOrdinal {
		return false
	}
	bold, over := true, false
	for _, c := range filled {
		says := g.says(row, c)
		if g.cell(row, c).numeric() && !isYear(says) {
			return false
		}
		bold = bold && g.isBold(row, c)
		for r := row + 1; r < min(len(g.rows), row+4); r++ {
			over = over || g.cell(r, c).numeric()
		}
	}
	return over || len(filled) > 1 && (bold || g.hasGroup(row))
}

func isYear(s string) bool {
	return len(s) == 4 && s >= "1900" && s <= "2100" && strings.Trim(s, "0123456789") == ""
}

func (g *grid) isBold(row, column int) bool {
	c := g.cell(row, column)
	return c.bold || g.style(c).bold
}

// isCodeRow tells the row of column codes under a header: A, B, 1, 2, 3=2/1. Letters come
// first; both go up.
func (g *grid) isCodeRow(row, name int) bool {
	filled := g.filled(row)
	if len(filled) < 2 || name >= 0 && !g.cell(row, name).filled() {
		return false
	}
	letter, number := 0, 0
	for i, c := range filled {
		l, n, ok := columnCode(g.says(row, c))
		switch {
		case !ok,
			l > 0 && (number > 0 || l <= letter || letter == 0 && l > i+1),
			n > 0 && (n <= number || number == 0 && n > i+2):
			return false
		}
		letter, number = max(letter, l), max(number, n)
	}
	return true
}

// columnCode reads "A", "1", "(2)", "3=2/1", "(5)=(4)/(3)*100", "[1]": a letter or a number.
func columnCode(s string) (letter, number int, ok bool) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("()[]", r) {
			return -1
		}
		return r
	}, s)
	if len(s) == 1 && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z') {
		return int(s[0]|0x20-'a') + 1, 0, true
	}
	code, formula, _ := strings.Cut(s, "=")
	n, err := strconv.Atoi(code)
	if err != nil || n < 1 || n > 200 || strings.Trim(formula, "0123456789+-*/x×:%,.") != "" {
		return 0, 0, false
	}
	return 0, n, true
}
