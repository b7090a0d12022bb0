package indicator

import (
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/sheet"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// Fill gives a table the rows of a spreadsheet, before its own, and where it declares no
// columns those of the spreadsheet with their headers. Columns that it declares are found
// there by their source, their header or their id; the faults name those that are not.
func Fill(in *meeting.Indicator, from *sheet.Table) fault.List {
	f := &filler{in: in, from: from}
	if len(in.Columns) == 0 && in.Preset == "" {
		f.take()
	} else {
		f.match()
	}
	if f.faults.Failed() {
		return f.faults
	}
	rows, _ := f.rows(0, 0)
	in.Rows = append(rows, in.Rows...)
	in.Notes = append(slices.Clone(from.Notes), in.Notes...)
	return f.faults
}

// A filler takes a table from a spreadsheet.
type filler struct {
	in     *meeting.Indicator
	from   *sheet.Table
	to     []target // of each column of the spreadsheet
	faults fault.List
}

// A target is where a spreadsheet's column goes.
type target struct {
	column string // id; "": nowhere
	text   *Known // a column of texts that rows have a field for
}

// lead reports whether a column of the spreadsheet is one that every table begins with.
func (f *filler) lead(i int) bool {
	return i == f.from.Ordinal || i == f.from.Name || i == f.from.Unit
}

func (f *filler) place(cell string) meeting.Place {
	if f.from.Sheet != "" {
		cell = f.from.Sheet + "!" + cell
	}
	return meeting.Place{File: f.from.File, Cell: cell}
}

// header is a spreadsheet's column as a header of ours: its own text, and the groups above.
func header(head []string) (own string, groups []string) {
	if len(head) == 0 {
		return "", nil
	}
	own, groups = head[len(head)-1], head[:len(head)-1]
	if len(groups) > maxGroups { // the innermost come together
		groups = append(slices.Clone(groups[:maxGroups-1]), strings.Join(groups[maxGroups-1:], ", "))
	}
	return own, groups
}

// take makes the table's columns from the spreadsheet's.
func (f *filler) take() {
	f.to = make([]target, len(f.from.Columns))
	used := map[string]bool{}
	for i, c := range f.from.Columns {
		own, groups := header(c.Head)
		column := meeting.Column{Header: own, Groups: groups, Place: f.place(c.Letter)}
		switch {
		case i == f.from.Ordinal:
			column.ID = "ordinal"
		case i == f.from.Name:
			column.ID = "name"
		case i == f.from.Unit:
			column.ID = "unit"
		default:
			column.ID = "c" + strings.ToLower(c.Letter)
			// Under a group, "Kế hoạch" may be of any year.
			if k := knownByHead(own); k != nil && !used[k.ID] && (len(groups) == 0 || k.text != nil) {
				column.ID = k.ID
				if k.text != nil {
					f.to[i].text = k
				}
			} else if upToDate(own, groups) && !used["cumulative"] {
				column.ID = "cumulative"
			} else if f.words(i) {
				column.Format = "text"
			}
			used[column.ID] = true
			f.to[i].column = column.ID
		}
		if own == "" && f.lead(i) {
			continue // the customary header
		}
		if own == "" {
			column.Header = c.Letter
		}
		f.in.Columns = append(f.in.Columns, column)
	}
}

// upToDate reports whether a header is that of sums up to date, of this year's figures.
func upToDate(own string, groups []string) bool {
	if !strings.HasPrefix(foldName(own), "lũy kế") && !strings.HasPrefix(foldName(own), "luỹ kế") {
		return false
	}
	all := foldName(own + " " + strings.Join(groups, " "))
	return !slices.ContainsFunc([]string{"%", "so với", "so sánh", "cùng kỳ", "năm trước", "kế hoạch"}, func(w string) bool { return strings.Contains(all, w) })
}

// words reports whether most cells of a column are words rather than figures.
func (f *filler) words(i int) bool {
	words, figures := 0, 0
	for _, r := range f.from.Rows {
		s := strings.TrimSpace(r.Cells[i])
		switch {
		case blank(s):
		case strings.ContainsAny(s, "0123456789"):
			figures++
		default:
			words++
		}
	}
	return words > figures
}

// match finds the columns that the table declares.
func (f *filler) match() {
	f.to = make([]target, len(f.from.Columns))
	g := newGrid(&meeting.Indicator{Preset: f.in.Preset, PeriodEnd: f.in.PeriodEnd, Columns: f.in.Columns}, "")
	source := map[string]string{}
	for _, c := range f.in.Columns {
		source[canonical(c.ID)] = c.Source
	}
	for _, c := range g.columns {
		at := f.find(c, source[c.id])
		if at < 0 {
			continue
		}
		f.to[at].column = c.id
		if c.known != nil && c.known.text != nil {
			f.to[at].text = c.known
		}
	}
	var unused []string
	for i, c := range f.from.Columns {
		if f.to[i].column == "" && !f.lead(i) && len(c.Head) > 0 {
			unused = append(unused, "“"+strings.Join(c.Head, " / ")+"”")
		}
	}
	if len(unused) > 0 && !f.faults.Failed() {
		f.faults = append(f.faults, &fault.Fault{
			Severity: fault.Note, Code: "unused-column", File: f.from.File, Place: f.sheetPlace(),
			Message: fault.T("biểu không dùng các cột: %s", "the table does not use the columns: %s", strings.Join(unused, ", ")),
			Hint:    fault.T("Cần in thì thêm vào columns của biểu, với source là đầu cột.", "To print them add them to the table's columns, with the header as source."),
		})
	}
}

func (f *filler) sheetPlace() fault.Text {
	if f.from.Sheet == "" {
		return fault.Text{}
	}
	return fault.T("trang tính “%s”", "sheet %q", f.from.Sheet)
}

// find is the index of the spreadsheet's column for one of the table's, -1 if there is
// none and it can do without.
func (f *filler) find(c *column, source string) int {
	names := []string{source}
	if source == "" {
		names = []string{c.header, c.id}
		if c.known != nil {
			names = append(names, c.known.Header, c.known.Alias)
		}
	}
	for _, name := range names {
		if name == "" {
			continue
		}
		switch found := f.named(name); len(found) {
		case 0:
		case 1:
			return found[0]
		default:
			if under := f.under(found, c.groups); len(under) == 1 {
				return under[0]
			}
			f.faults = append(f.faults, f.missing(c, "ambiguous-column",
				fault.T("nhiều cột có đầu cột “%s”", "several columns have the header %q", excerpt(name)),
				fault.T("Ghi source của cột %s là cả nhóm, ví dụ “%s”, hoặc chữ cái của cột, ví dụ %s.", "Give the column %s a source with its groups, such as %q, or the column's letter, such as %s.",
					c.id, strings.Join(f.from.Columns[found[0]].Head, " / "), f.from.Columns[found[0]].Letter)))
			return -1
		}
	}
	if source == "" && c.known != nil {
		for i, from := range f.from.Columns {
			if own, groups := header(from.Head); !f.lead(i) && len(groups) == 0 && knownByHead(own) == c.known {
				return i
			}
		}
	}
	if source == "" && (c.formula != nil || c.known != nil && c.known.text != nil) {
		return -1 // computed, or empty
	}
	var all []string
	for i, from := range f.from.Columns {
		if !f.lead(i) && len(from.Head) > 0 {
			all = append(all, strings.Join(from.Head, " / "))
		}
	}
	want := source
	if want == "" {
		want = c.label()
	}
	f.faults = append(f.faults, f.missing(c, "unknown-column",
		fault.T("bảng tính không có cột “%s”", "the spreadsheet has no column %q", excerpt(want)),
		nameHint(want, all, fault.T("Sửa header hoặc ghi source của cột; các đầu cột có", "Mend the header or give the column a source; the headers are"))))
	return -1
}

func (f *filler) missing(c *column, code string, message, hint fault.Text) *fault.Fault {
	return &fault.Fault{Code: code, File: f.from.File, Place: f.sheetPlace(), Message: message, Hint: hint}
}

// named are the columns that a name leads to: the letter, the header, or all of the header
// with its groups.
func (f *filler) named(name string) []int {
	folded := foldName(name)
	var found []int
	for i, c := range f.from.Columns {
		if c.Letter == name {
			return []int{i}
		}
		if f.lead(i) || f.to[i].column != "" || len(c.Head) == 0 {
			continue
		}
		if foldName(c.Head[len(c.Head)-1]) == folded || foldName(strings.Join(c.Head, " / ")) == folded {
			found = append(found, i)
		}
	}
	return found
}

// under are those of the columns that stand under the same groups.
func (f *filler) under(list []int, groups []string) []int {
	var found []int
	for _, i := range list {
		_, own := header(f.from.Columns[i].Head)
		if slices.EqualFunc(own, groups, func(a, b string) bool { return foldName(a) == foldName(b) }) {
			found = append(found, i)
		}
	}
	return found
}

// rows gives the rows from one on that nest at a level or deeper, as a tree, and the index
// behind them.
func (f *filler) rows(from, level int) ([]meeting.IndicatorRow, int) {
	var list []meeting.IndicatorRow
	for from < len(f.from.Rows) && f.from.Rows[from].Level >= level {
		r := f.row(from)
		from++
		if from < len(f.from.Rows) && f.from.Rows[from].Level > level {
			r.Rows, from = f.rows(from, level+1)
		}
		list = append(list, r)
	}
	return list, from
}

func (f *filler) row(i int) meeting.IndicatorRow {
	from := &f.from.Rows[i]
	cell := func(column int) string {
		if column < 0 {
			return ""
		}
		return strings.TrimSpace(from.Cells[column])
	}
	r := meeting.IndicatorRow{Name: viet.NFC(cell(f.from.Name)), Unit: cell(f.from.Unit), Place: f.place(f.from.Cell(i, max(f.from.Name, 0)))}
	if f.from.Ordinal >= 0 { // as the spreadsheet counts, which may leave rows without a number
		if r.Ordinal = cell(f.from.Ordinal); r.Ordinal == "" {
			r.Ordinal = " "
		}
	}
	for j, to := range f.to {
		s := cell(j)
		switch {
		case s == "" || to.column == "":
		case to.text != nil && to.text.kind == Note:
			r.Note = s
		case to.text != nil:
			r.Assessment = s
		default:
			figure := meeting.ParseFigure(s)
			figure.Place = f.place(f.from.Cell(i, j))
			r.Values = append(r.Values, meeting.Value{Column: to.column, Figure: &figure, Place: figure.Place})
		}
	}
	return r
}
