package merge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// A cellSetter sets what tags about columns and cells ask for, in the text of a part in which
// everything else is merged: it reads it once, and holds two rows of each open table.
type cellSetter struct {
	src    string
	edits  []edit
	tables []*setTable
	paras  []*setText // open paragraphs
	span   string     // the mark before the next cell
	count  int        // tables that were begun
	wrong  *fault.Fault
}

// A setTable is an open table.
type setTable struct {
	grid   []setColumn
	asked  bool // it has marks of its columns
	total  int  // of the widths of the template's columns
	of     int  // the mark before the next column of the grid
	widths []int
	start  int        // of the row that is being read
	rows   int        // that stay
	row    []*setCell // that is being read
	last   []*setCell // the one before, still to be written
	at     int        // column where the next cell begins
	depth  int        // of open paragraphs where it begins
}

// A setColumn is a column of the grid: which it was of the template's, and where its width stands.
type setColumn struct{ of, width, from, to int }

// A setCell is a cell.
type setCell struct {
	start, inner, end int // of the element, its content, and behind it
	bodyEnd           int
	props             []property
	propsFrom         int
	propsTo           int // 0: it has no w:tcPr
	text              strings.Builder
	para              string // the properties of its first paragraph
	paras             int
	at, span          int
	down, across      bool
	restarts          bool // the next row goes on with it
	continues         bool // it goes on with one of the row before
	joined            bool // it took its neighbours in
	gone              bool
	shade             string
	setText
}

// A setText is what {{color}} may colour: the runs of a cell, or of a paragraph outside of tables.
type setText struct {
	color string
	runs  []setRun
}

// A setRun is a run: where its content begins, and its properties.
type setRun struct {
	inner, from, to int
	props           []property
}

// The order that the schema wants the properties of a cell in (ECMA-376 Part 1 §17.4.70).
var cellOrder = order("w:cnfStyle w:tcW w:gridSpan w:hMerge w:vMerge w:tcBorders w:shd w:noWrap w:tcMar w:textDirection w:tcFitText w:vAlign w:hideMark")

// setCells sets the marks of a part and takes them away.
func setCells(src string) (string, error) {
	s := &cellSetter{src: src}
	tokens := xml.NewTokenizer(src)
	var path []xml.Token
	for {
		tok, err := tokens.Next()
		if err != nil {
			return "", err
		}
		switch tok.Kind {
		case xml.EOF:
			if s.wrong != nil {
				return "", s.wrong
			}
			r := &repair{src: src, edits: s.edits}
			return r.apply(), nil
		case xml.Start:
			s.start(tok, path, tokens.Attrs())
			if tok.Empty {
				s.close(tok, tok, path)
			} else {
				path = append(path, tok)
			}
		case xml.End:
			if len(path) == 0 {
				return src, nil
			}
			open := path[len(path)-1]
			path = path[:len(path)-1]
			s.close(open, tok, path)
		case xml.Text:
			if c := s.cell(); c != nil && len(path) > 0 && path[len(path)-1].Name == "w:t" {
				c.text.WriteString(src[tok.Start:tok.End])
			}
		case xml.Comment:
			s.mark(tok)
		}
	}
}

// cell is the innermost open cell.
func (s *cellSetter) cell() *setCell {
	if len(s.tables) == 0 {
		return nil
	}
	t := s.tables[len(s.tables)-1]
	if n := len(t.row); n > 0 && t.row[n-1].end == 0 {
		return t.row[n-1]
	}
	return nil
}

// colored is what a mark of colour would colour here.
func (s *cellSetter) colored() *setText {
	if c := s.cell(); c != nil {
		return &c.setText
	}
	if len(s.paras) > 0 {
		return s.paras[len(s.paras)-1]
	}
	return nil
}

// mark takes a mark.
func (s *cellSetter) mark(tok xml.Token) {
	said, ok := strings.CutPrefix(s.src[tok.Start:tok.End], "<?")
	if !ok {
		return
	}
	word, value, _ := strings.Cut(strings.TrimSuffix(said, "?>"), " ")
	c := s.cell()
	switch word {
	case "grid":
		if n := len(s.tables); n > 0 {
			of, _ := strconv.Atoi(value)
			t := s.tables[n-1]
			t.asked, t.of = true, of
		}
	case "width":
		if n := len(s.tables); n > 0 {
			s.tables[n-1].total, _ = strconv.Atoi(value)
		}
	case "span":
		s.span = value
	case "shade":
		if c != nil {
			c.shade = value
		}
	case "merge":
		if c != nil {
			c.down, c.across = c.down || value == "down", c.across || value == "across"
		}
	case "color":
		if t := s.colored(); t != nil {
			t.color = value
		}
	default:
		return
	}
	s.edits = append(s.edits, edit{from: tok.Start, to: tok.End})
}

func (s *cellSetter) start(tok xml.Token, path []xml.Token, attrs []xml.Attr) {
	parent := ""
	if len(path) > 0 {
		parent = path[len(path)-1].Name
	}
	get := func(name string) string {
		for _, a := range attrs {
			if a.Name == name {
				return a.Value
			}
		}
		return ""
	}
	switch tok.Name {
	case "w:tbl":
		s.tables = append(s.tables, &setTable{depth: len(s.paras)})
		s.count++
	case "w:p":
		s.paras = append(s.paras, &setText{})
		if c := s.cell(); c != nil {
			c.paras++
		}
	case "w:r":
		if t := s.colored(); t != nil {
			t.runs = append(t.runs, setRun{inner: tok.End})
		}
	}
	if len(s.tables) == 0 {
		return
	}
	t := s.tables[len(s.tables)-1]
	switch tok.Name {
	case "w:gridCol":
		if parent == "w:tblGrid" {
			g := setColumn{of: t.of}
			g.width, _ = strconv.Atoi(get("w:w"))
			defer func() { t.grid = append(t.grid, g) }()
			if _, from, to, ok := xml.Attribute(s.src[tok.Start:tok.End], "w", get("w:w")); ok {
				g.from, g.to = tok.Start+from, tok.Start+to
			}
		}
	case "w:gridBefore":
		if n, err := strconv.Atoi(get("w:val")); err == nil && parent == "w:trPr" {
			t.at += n
		}
	case "w:tr":
		t.row, t.at, t.start = nil, 0, tok.Start
	case "w:tc":
		t.row = append(t.row, &setCell{start: tok.Start, inner: tok.End, at: t.at, span: 1})
		c := t.row[len(t.row)-1]
		if from, to, ok := strings.Cut(s.span, " "); ok {
			a, _ := strconv.Atoi(from)
			b, _ := strconv.Atoi(to)
			c.span = 0
			for _, g := range t.grid {
				if a <= g.of && g.of < b {
					c.span++
				}
			}
			c.span = -c.span - 1 // decided: what the cell says itself counts no more
		}
		s.span = ""
	case "w:gridSpan":
		if c := s.cell(); c != nil && c.span > 0 && parent == "w:tcPr" {
			if n, err := strconv.Atoi(get("w:val")); err == nil && n > 0 && n <= 1000 {
				c.span = n
			}
		}
	}
}

// close ends an element; path is what stands around it.
func (s *cellSetter) close(open, tok xml.Token, path []xml.Token) {
	parent := ""
	if len(path) > 0 {
		parent = path[len(path)-1].Name
	}
	c := s.cell()
	switch {
	case open.Name == "w:p":
		p := s.paras[len(s.paras)-1]
		s.paras = s.paras[:len(s.paras)-1]
		s.color(p)
	case parent == "w:rPr" && len(path) > 1 && path[len(path)-2].Name == "w:r":
		if t := s.colored(); t != nil && len(t.runs) > 0 {
			r := &t.runs[len(t.runs)-1]
			r.props = append(r.props, property{open.Name, s.src[open.Start:tok.End]})
		}
	case open.Name == "w:rPr" && parent == "w:r":
		if t := s.colored(); t != nil && len(t.runs) > 0 {
			r := &t.runs[len(t.runs)-1]
			r.from, r.to = open.Start, tok.End
		}
	case open.Name == "w:pPr" && parent == "w:p" && c != nil && c.paras == 1:
		c.para = s.src[open.Start:tok.End]
	case parent == "w:tcPr" && c != nil:
		c.props = append(c.props, property{open.Name, s.src[open.Start:tok.End]})
	case open.Name == "w:tcPr" && c != nil:
		c.propsFrom, c.propsTo = open.Start, tok.End
	case open.Name == "w:tblGrid" && len(s.tables) > 0:
		t := s.tables[len(s.tables)-1]
		if n := len(t.grid); t.asked && n > mostColumns && s.wrong == nil {
			s.wrong = tooManyColumns(fault.T("bảng thứ %d của văn bản đã trộn", "table %d of the merged document", s.count), n)
		}
		t.balance(s)
	case open.Name == "w:tc" && c != nil:
		c.bodyEnd, c.end = tok.Start, tok.End
		if c.span < 0 {
			c.span = -c.span - 1
			c.gone = c.span == 0
		}
		s.color(&c.setText)
		s.tables[len(s.tables)-1].at += c.span
	case open.Name == "w:tr" && len(s.tables) > 0:
		t := s.tables[len(s.tables)-1]
		if t.across(); len(t.row) == 0 || t.row[0].gone && !hasCells(t.row) {
			s.edits = append(s.edits, edit{from: t.start, to: tok.End})
			t.row = nil
			break
		}
		t.rows++
		t.down()
		s.write(t, t.last)
		t.last, t.row = t.row, nil
	case open.Name == "w:tbl" && len(s.tables) > 0:
		t := s.tables[len(s.tables)-1]
		s.write(t, t.last)
		if t.rows == 0 { // Word opens no table without rows
			s.edits = append(s.edits, edit{from: open.Start, to: tok.End})
		}
		s.tables = s.tables[:len(s.tables)-1]
	}
}

// color colours runs.
func (s *cellSetter) color(t *setText) {
	if t.color == "" {
		return
	}
	color := `<w:color w:val="` + t.color + `"/>`
	for _, r := range t.runs {
		if r.to == 0 {
			s.edits = append(s.edits, edit{r.inner, r.inner, "<w:rPr>" + color + "</w:rPr>"})
			continue
		}
		s.edits = append(s.edits, edit{r.from, r.to, "<w:rPr>" + joined(set(r.props, runOrder, "w:color", color)) + "</w:rPr>"})
	}
}

func joined(list []property) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString(p.xml)
	}
	return b.String()
}

// leastColumn is how narrow a repeated column gets before the others give way, in twips: 15 mm.
const leastColumn = 850

// balance gives the columns of the grid their widths: the table stays as wide as it was. Those
// that are repeated share what the others leave, unless that is too little for each.
func (t *setTable) balance(s *cellSetter) {
	if !t.asked {
		return
	}
	times, first := map[int]int{}, map[int]int{}
	for _, g := range t.grid {
		times[g.of]++
		first[g.of] = g.width
	}
	total := t.total
	if total == 0 || len(t.grid) == 0 {
		return
	}
	fixed, copies, wanted := 0, 0, 0
	for of, n := range times {
		if n == 1 {
			fixed += first[of]
		} else {
			copies, wanted = copies+n, wanted+first[of]*n
		}
	}
	t.widths = make([]int, len(t.grid))
	sum := 0
	for i, g := range t.grid {
		w := g.width
		if n := times[g.of]; n > 1 {
			if w = w * (total - fixed) / max(wanted, 1); (total-fixed)/copies < min(leastColumn, g.width) {
				w = min(leastColumn, g.width)
			}
		}
		t.widths[i] = max(w, 1)
		sum += t.widths[i]
	}
	left := total
	for i := range t.widths {
		t.widths[i] = max(1, t.widths[i]*total/sum)
		left -= t.widths[i]
	}
	t.widths[len(t.widths)-1] = max(1, t.widths[len(t.widths)-1]+left)
	for i, g := range t.grid {
		if g.to > 0 {
			s.edits = append(s.edits, edit{g.from, g.to, strconv.Itoa(t.widths[i])})
		}
	}
}

func hasCells(row []*setCell) bool {
	return slices.ContainsFunc(row, func(c *setCell) bool { return !c.gone })
}

// said is what a cell says, to be compared.
func (c *setCell) said() string { return strings.Join(strings.Fields(c.text.String()), " ") }

func (c *setCell) has(name string) bool {
	return slices.ContainsFunc(c.props, func(p property) bool { return p.name == name })
}

// across makes one cell of neighbours of a row that ask for it and say the same.
func (t *setTable) across() {
	t.row = slices.DeleteFunc(t.row, func(c *setCell) bool { return c.end == 0 }) // one in another, which no schema has
	var into *setCell
	for _, c := range t.row {
		switch {
		case c.gone:
		case into != nil && c.across && c.said() == into.said() && !c.has("w:vMerge"):
			into.span += c.span
			into.joined, c.gone = true, true
		case c.across && c.said() != "" && !c.has("w:vMerge"):
			into = c
		default:
			into = nil
		}
	}
}

// down lets the cells of a row go on with those above that say the same. Where a column is not
// merged those on its right are not either: what belongs to another group stands apart.
func (t *setTable) down() {
	for _, c := range t.row {
		if c.gone || !c.down {
			continue
		}
		var above *setCell
		for _, p := range t.last {
			if !p.gone && p.at == c.at && p.span == c.span && p.down {
				above = p
			}
		}
		switch {
		case above == nil || above.said() != c.said():
			return
		case c.said() == "" || c.has("w:vMerge") || above.has("w:vMerge"):
		default:
			c.continues = true
			above.restarts = !above.continues
		}
	}
}

// width is that of columns of the grid.
func (t *setTable) width(at, span int) (sum int) {
	for i := max(at, 0); i < min(at+span, len(t.grid)); i++ {
		if t.widths != nil {
			sum += t.widths[i]
		} else {
			sum += t.grid[i].width
		}
	}
	return sum
}

// write writes the properties of a row's cells.
func (s *cellSetter) write(t *setTable, row []*setCell) {
	for _, c := range row {
		if c.gone {
			s.edits = append(s.edits, edit{from: c.start, to: c.end})
			continue
		}
		props, changed := c.props, false
		put := func(name, xml string) { props, changed = set(props, cellOrder, name, xml), true }
		if t.widths != nil || c.joined {
			if w := t.width(c.at, c.span); w > 0 {
				put("w:tcW", fmt.Sprintf(`<w:tcW w:w="%d" w:type="dxa"/>`, w))
			}
			span := ""
			if c.span > 1 {
				span = fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, c.span)
			}
			put("w:gridSpan", span)
		}
		switch {
		case c.restarts:
			put("w:vMerge", `<w:vMerge w:val="restart"/>`)
		case c.continues:
			put("w:vMerge", `<w:vMerge/>`)
			s.edits = append(s.edits, edit{max(c.inner, c.propsTo), c.bodyEnd, "<w:p>" + c.para + "</w:p>"})
		}
		if c.shade != "" {
			put("w:shd", `<w:shd w:val="clear" w:color="auto" w:fill="`+c.shade+`"/>`)
		}
		switch {
		case !changed:
		case c.propsTo > 0:
			s.edits = append(s.edits, edit{c.propsFrom, c.propsTo, "<w:tcPr>" + joined(props) + "</w:tcPr>"})
		default:
			s.edits = append(s.edits, edit{c.inner, c.inner, "<w:tcPr>" + joined(props) + "</w:tcPr>"})
		}
	}
}
