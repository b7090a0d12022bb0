package indicator

import (
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/times"
)

// A Room is what the place of a table offers it.
type Room struct {
	Width  int // of the text, in twips
	Turned int // of the text on a landscape page, in twips; 0: the page cannot be turned
	Size   int // font size of the cells in half-points
	Margin int // what a cell's left and right margins take of its width together, in twips
}

// Sizes of the font that a table with many columns may come down to, in half-points: 11
// and 10 pt. Offices print tables in 10 to 12 pt.
var smallerSizes = []int{22, 20}

// headLines is how many lines a column's header may take before it makes its column wider.
const headLines = 3

// tallLines is how many lines it may take before names are broken for it: it stands once in
// a table, and they in each row.
const tallLines = 5

// A measure is what a column needs, in thousandths of an em.
type measure struct {
	least int // its widest figure or word
	tall  int // its header in more lines than is beautiful
	good  int // its widest cell in one line, its header in a few
}

// Fit gives the columns of a table that somebody else has made their widths, by the rules of
// those of indicators: it sets their Width, Size, Turned and Crowded. The header has one row
// and each row a cell for each column. A column's Kind says what it holds: [Name] words,
// [Own] figures, [Ordinal] and [Unit] what is short and centred.
func (t *Table) Fit(room Room) {
	columns := make([]*column, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = &column{kind: c.Kind, header: t.Header[0].Cells[i].Text}
	}
	t.fit(columns, room, nil)
}

// fit gives the columns their widths: in portrait if they fit there, else on a turned page,
// each in the template's font size and then in smaller ones. turned says what the file
// wants; nil leaves it to the widths.
func (t *Table) fit(columns []*column, room Room, turned *bool) {
	needs := t.measures(columns)
	type place struct {
		width, size int
		turned      bool
	}
	var places []place
	sizes := []int{room.Size}
	for _, s := range smallerSizes {
		if s < room.Size {
			sizes = append(sizes, s)
		}
	}
	if turned == nil || !*turned || room.Turned == 0 {
		for i, s := range sizes {
			// A smaller font before a landscape page, but not the smallest.
			if i < 2 || room.Turned == 0 || turned != nil {
				places = append(places, place{room.Width, s, false})
			}
		}
	}
	if room.Turned > 0 && (turned == nil || *turned) {
		for _, s := range sizes {
			places = append(places, place{room.Turned, s, true})
		}
	}
	for i, p := range places {
		name := leastName
		if p.turned && i < len(places)-1 {
			name = leastTurned
		}
		widths, ok := divide(columns, needs, p.width, p.size, room.Margin, name)
		if !ok && i < len(places)-1 {
			continue
		}
		if ok {
			t.settle(columns, widths, p.size, room.Margin)
		}
		for j := range t.Columns {
			t.Columns[j].Width = widths[j]
		}
		t.Turned, t.Crowded = p.turned, !ok
		if p.size != room.Size {
			t.Size = p.size
		}
		return
	}
}

// measures looks through the table's cells.
func (t *Table) measures(columns []*column) []measure {
	needs := make([]measure, len(columns))
	for i, c := range columns {
		line, piece := times.Widths(c.head(), true)
		needs[i] = measure{piece, max(piece, line/tallLines+piece/2), max(piece, line/headLines+piece/2)}
	}
	for _, h := range t.Header {
		if len(h.Cells) == len(columns) && h.Cells[0].Align == Code {
			for i, c := range h.Cells {
				needs[i].least = max(needs[i].least, times.Width(c.Text, false))
			}
		}
	}
	for r := range t.Rows {
		row := &t.Rows[r]
		for i := range row.Cells {
			c := &row.Cells[i]
			if c.Text == "" {
				continue
			}
			line, piece := times.Widths(c.Text, row.Bold)
			if c.Align == Right && line <= wholeFigure || columns[i].kind == Unit && line <= wholeUnit {
				piece = line // a figure stands in one line, and so does "tỷ đồng"
			}
			needs[i].least = max(needs[i].least, piece+c.Left+c.Right)
			needs[i].good = max(needs[i].good, line+c.Left+c.Right)
		}
	}
	return needs
}

// What is kept in one line, in thousandths of an em: "trên 1.234.567,8", "triệu đồng".
const (
	wholeFigure = 8000
	wholeUnit   = 4500
)

// Names of indicators, and notes, are read best in lines of some words; on a landscape page
// a smaller font is better than short lines.
const (
	leastName   = 8000
	leastTurned = 14000
	bestName    = 20000
)

// divide divides a width, in twips, for a font size in half-points and names as wide as
// name, in thousandths of an em, at least. It reports whether every column has what it needs.
func divide(columns []*column, needs []measure, width, size, margin, name int) ([]int, bool) {
	em := func(thousandths int) int { return (thousandths*size*10 + 999) / 1000 }
	least := make([]int, len(columns))
	tall, good := make([]int, len(columns)), make([]int, len(columns))
	for i, c := range columns {
		n := needs[i]
		if c.natural() == Left {
			n.least = max(n.least, min(n.good, name))
			n.good = min(max(n.good, n.least), bestName)
		}
		// A little more than the text: no two programs measure quite alike.
		least[i] = em(n.least) + margin + 30
		tall[i], good[i] = em(n.tall)+margin+30, em(n.good)+margin+30
		if c.width > 0 {
			least[i], tall[i], good[i] = c.width, c.width, c.width
		}
	}
	underGroups(columns, least, em, margin)
	if total := added(least); total > width { // each narrower in proportion
		widths := make([]int, len(columns))
		for i := range widths {
			widths[i] = max(1, least[i]*width/total)
		}
		fill(columns, widths, width)
		return widths, false
	}
	widths := slices.Clone(least)
	names := func(c *column) bool { return c.natural() == Left }
	others := func(c *column) bool { return c.natural() != Left }
	grant(columns, widths, tall, width, others)
	grant(columns, widths, good, width, names)
	grant(columns, widths, good, width, others)
	share(columns, widths, width)
	alike(columns, widths, least)
	fill(columns, widths, width)
	return widths, true
}

// grant widens some of the columns to what they wish, as far as the width goes: the wishes
// in proportion.
func grant(columns []*column, widths, wishes []int, width int, some func(*column) bool) {
	left, extra := width-added(widths), 0
	for i, c := range columns {
		if some(c) {
			extra += max(0, wishes[i]-widths[i])
		}
	}
	for i, c := range columns {
		if some(c) && extra > 0 {
			widths[i] += min(left, extra) * max(0, wishes[i]-widths[i]) / extra
		}
	}
}

// share gives what is left of the width to all but the ordinals and units, by what they have.
func share(columns []*column, widths []int, width int) {
	takes := func(c *column) bool { return c.width == 0 && c.kind != Ordinal && c.kind != Unit }
	left, have := width-added(widths), 0
	for i, c := range columns {
		if takes(c) {
			have += widths[i]
		}
	}
	for i, c := range columns {
		if takes(c) {
			widths[i] += left * widths[i] / have
		}
	}
}

// fill gives what rounding has left of the width to the widest column.
func fill(columns []*column, widths []int, width int) {
	widest := 0
	for i, w := range widths {
		if w > widths[widest] {
			widest = i
		}
	}
	if rest := width - added(widths); rest > 0 && len(widths) > 0 && !allFixed(columns) {
		widths[widest] += rest
	}
}

func added(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}

// alike gives all columns of figures the same width, where what the widest of them needs
// can be taken from the columns of words.
func alike(columns []*column, widths, least []int) {
	count, total, most := 0, 0, 0
	for i, c := range columns {
		if c.natural() == Right && c.width == 0 {
			count++
			total += widths[i]
			most = max(most, least[i])
		}
	}
	if count == 0 {
		return
	}
	most = max(most, total/count)
	lack := most*count - total
	for i, c := range columns {
		if c.natural() == Left && c.width == 0 && widths[i]-lack >= least[i] {
			widths[i] -= lack
			lack = 0
			break
		}
	}
	if lack > 0 {
		return
	}
	for i, c := range columns {
		if c.natural() == Right && c.width == 0 {
			widths[i] = most
		}
	}
}

// underGroups makes columns wide enough together for the words of their groups.
func underGroups(columns []*column, least []int, em func(int) int, margin int) {
	for level := maxGroups - 1; level >= 0; level-- {
		for i := 0; i < len(columns); i++ {
			if len(columns[i].groups) <= level {
				continue
			}
			span := groupSpan(columns, i, level)
			_, piece := times.Widths(columns[i].groups[level], true)
			lack := em(piece) + margin + 30
			for _, w := range least[i : i+span] {
				lack -= w
			}
			for j := i; j < i+span && lack > 0; j++ {
				more := (lack + i + span - j - 1) / (i + span - j)
				least[j] += more
				lack -= more
			}
			i += span - 1
		}
	}
}

func allFixed(columns []*column) bool {
	for _, c := range columns {
		if c.width == 0 {
			return false
		}
	}
	return true
}

// A line that fits by less than this, in twips, fits in one program and not in another.
const doubtful = 12

// maxSettled is how many rows are looked through for doubtful lines; among more there are
// always some.
const maxSettled = 500

// settle moves the columns' edges a little, until no line of the table ends in doubt: Word,
// LibreOffice and the PDF then break them alike.
func (t *Table) settle(columns []*column, widths []int, size, margin int) {
	if len(t.Rows) > maxSettled {
		return
	}
	donor := -1
	var others []int
	for i, c := range columns {
		switch {
		case c.width > 0:
		case c.natural() == Left && (donor < 0 || widths[i] > widths[donor]):
			if donor >= 0 {
				others = append(others, donor)
			}
			donor = i
		default:
			others = append(others, i)
		}
	}
	if donor < 0 || len(others) == 0 {
		return
	}
	for try := range 60 {
		moved := false
		for _, i := range others {
			if t.doubtful(columns, i, widths[i]-margin, size) {
				widths[i] += 2 * doubtful
				widths[donor] -= 2 * doubtful
				moved = true
			}
		}
		if moved {
			continue
		}
		if !t.doubtful(columns, donor, widths[donor]-margin, size) {
			return
		}
		widths[donor] -= 2 * doubtful
		widths[others[try%len(others)]] += 2 * doubtful
	}
}

// doubtful reports whether a line of a column's header or cells nearly fits a width.
func (t *Table) doubtful(columns []*column, i, width, size int) bool {
	thousandths := func(twips int) int { return twips * 100 / size }
	avail := thousandths(width)
	if nearlyFits(columns[i].head(), true, avail, thousandths(doubtful)) {
		return true
	}
	for r := range t.Rows {
		c := &t.Rows[r].Cells[i]
		if nearlyFits(c.Text, t.Rows[r].Bold, avail-c.Left-c.Right, thousandths(doubtful)) {
			return true
		}
	}
	return false
}

// nearlyFits fills lines of a width greedily and reports whether one is full to within a
// tolerance, all in thousandths of an em.
func nearlyFits(s string, bold bool, width, tolerance int) bool {
	for l := range strings.SplitSeq(s, "\n") {
		used := 0
		for word := range strings.FieldsFuncSeq(l, func(r rune) bool { return r == ' ' || r == '\t' }) {
			space := spaceWidth
			for piece := range times.Pieces(word) {
				w := times.Width(piece, bold)
				if used > 0 {
					w += used + space
				}
				if w > width-tolerance && w < width+tolerance {
					return true
				}
				if used > 0 && w > width {
					w -= used + space
				}
				used, space = w, 0
			}
		}
	}
	return false
}
