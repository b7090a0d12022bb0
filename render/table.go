package render

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/meeting"
)

// table builds the table of the indicator with an ID, for {{table .ID}} in a room; nil if it
// has no rows. The error is a [FaultList].
func (d *Document) table(id string, room merge.Room) (*merge.Table, error) {
	in, err := d.indicator(id)
	if err != nil {
		return nil, err
	}
	t := indicator.Build(in, indicator.Room{Width: room.Width, Turned: room.Turned, Size: room.Size, Margin: room.Margin}, d.shows())
	if t != nil && t.Crowded {
		d.faults = append(d.faults, crowded(d.source.name, cmp.Or(in.Title, in.ID))) // merging holds the lock
	}
	return mergeTable(t), nil
}

// indicator is the indicator with an ID. The error is a [FaultList].
func (d *Document) indicator(id string) (*meeting.Indicator, error) {
	var ids []string
	for in := range indicators(d.Meeting) {
		if in.ID == id {
			return in, nil
		}
		ids = append(ids, in.ID)
	}
	f := &Fault{
		Code:    "unknown-table",
		Message: fault.T("không có biểu chỉ tiêu nào có mã %q", "there is no indicator table with the id %q", id),
	}
	if near := fault.Nearest(id, ids); near != "" {
		f.Hint = fault.T("Có phải là %q?", "Did you mean %q?", near)
	} else if len(ids) > 0 {
		f.Hint = fault.T("Các mã có trong tệp: %s.", "The ids of the file are: %s.", strings.Join(ids, ", "))
	}
	return nil, FaultList{f}
}

// shows tells what of a table is printed; nil: nobody asks.
func (d *Document) shows() func(pointer any) {
	if d.printed == nil {
		return nil
	}
	return func(pointer any) { d.printed.Value(reflect.ValueOf(pointer)) }
}

// crowded is the warning that a table has more columns than any page takes.
func crowded(file, name string) *Fault {
	return &Fault{
		Severity: Warning, Code: "crowded-table", File: file,
		Message: fault.T("biểu %q có nhiều cột quá: có chữ hoặc số phải ngắt giữa chừng", "the table %q has too many columns: words or figures are broken", name),
		Hint:    fault.T("Bớt cột, rút ngắn đầu cột, hoặc chia thành nhiều biểu.", "Take columns away, shorten their headers, or make several tables of it."),
	}
}

// fit gives the columns of a table in Markdown the widths that those of an indicator table
// would have.
func (d *Document) fit(t *merge.Table, room merge.Room) {
	table := &indicator.Table{Header: indicatorRows(t.Header), Rows: indicatorRows(t.Rows)}
	for i := range t.Columns {
		kind := indicator.Name
		if len(t.Rows) > 0 {
			kind = kinds[t.Rows[0].Cells[i].Role]
		}
		table.Columns = append(table.Columns, indicator.Column{Kind: kind})
	}
	table.Fit(indicator.Room{Width: room.Width, Turned: room.Turned, Size: room.Size, Margin: room.Margin})
	for i, c := range table.Columns {
		t.Columns[i].Width = c.Width
	}
	t.Size = table.Size
	if table.Crowded {
		var heads []string
		for _, c := range t.Header[0].Cells {
			heads = append(heads, oneLine(c.Text))
		}
		f := crowded(d.source.name, strings.Join(heads, " | "))
		f.Line = d.source.findRow(heads)
		d.faults = append(d.faults, f) // merging holds the lock
	}
}

// findRow is the line of a row of a table in Markdown, 0 if it cannot be found: see [source.find].
func (s source) findRow(cells []string) int {
	marks := strings.NewReplacer("*", "", "_", "", "`", "", `\`, "", "~", "")
	for i, text := range bytes.Split(s.yaml, []byte("\n")) {
		rest, found := marks.Replace(string(text)), i+1 >= s.line && bytes.Count(text, []byte("|")) >= len(cells)-1
		for _, c := range cells {
			if found {
				_, rest, found = strings.Cut(rest, marks.Replace(c))
			}
		}
		if found {
			return i + 1
		}
	}
	return 0
}

// kinds are what the columns of a table in Markdown hold, by the role of their cells.
var kinds = map[merge.Role]indicator.Kind{merge.RoleText: indicator.Name, merge.RoleNumber: indicator.Own, merge.RoleCenter: indicator.Unit}

func indicatorRows(rows []merge.Row) []indicator.Row {
	out := make([]indicator.Row, len(rows))
	for i, r := range rows {
		out[i].Cells = make([]indicator.Cell, len(r.Cells))
		for j, c := range r.Cells {
			out[i].Cells[j] = indicator.Cell{Text: c.Text, Align: aligns[c.Role]}
		}
	}
	return out
}

// withIDs is the meeting with an ID for each of its tables, so that {{table .ID}} finds
// those too that the file gives none. "#" cannot begin a plain value in YAML.
func withIDs(m *meeting.Meeting) *meeting.Meeting {
	own := slices.Clone(m.Indicators)
	for i := range own {
		if own[i].ID == "" {
			own[i].ID = "#" + strconv.Itoa(i+1)
		}
	}
	named := *m
	named.Indicators = own
	return &named
}

// indicators are the tables of a meeting: its own, then those that a section prints.
func indicators(m *meeting.Meeting) func(yield func(*meeting.Indicator) bool) {
	return func(yield func(*meeting.Indicator) bool) {
		for i := range m.Indicators {
			if !yield(&m.Indicators[i]) {
				return
			}
		}
		var inSections func([]meeting.Section) bool
		inSections = func(sections []meeting.Section) bool {
			for i := range sections {
				for j := range sections[i].Indicators {
					if !yield(&sections[i].Indicators[j]) {
						return false
					}
				}
				if !inSections(sections[i].Sections) {
					return false
				}
			}
			return true
		}
		inSections(m.Sections)
	}
}

// mergeTable says what an indicator table looks like in Word.
func mergeTable(t *indicator.Table) *merge.Table {
	if t == nil {
		return nil
	}
	out := &merge.Table{Caption: t.Caption, Title: t.Title, Unit: t.Unit, Notes: t.Notes, Size: t.Size, Turned: t.Turned}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, merge.Column{Width: c.Width})
	}
	out.Header = mergeRows(t.Header)
	out.Rows = mergeRows(t.Rows)
	return out
}

func mergeRows(rows []indicator.Row) []merge.Row {
	out := make([]merge.Row, len(rows))
	for i, r := range rows {
		out[i] = merge.Row{Bold: r.Bold, Keep: r.Keep, Cells: make([]merge.Cell, len(r.Cells))}
		for j, c := range r.Cells {
			out[i].Cells[j] = merge.Cell{Text: c.Text, Role: roles[c.Align], Span: c.Span, RowSpan: c.RowSpan, Indent: c.Left, IndentRight: c.Right}
		}
	}
	return out
}

// aligns are the alignments of the roles that tables in Markdown have.
var aligns = map[merge.Role]indicator.Align{merge.RoleText: indicator.Left, merge.RoleNumber: indicator.Right, merge.RoleCenter: indicator.Center, merge.RoleHead: indicator.Head}

// roles names the paragraph style of each kind of cell.
var roles = map[indicator.Align]merge.Role{
	indicator.Left:   merge.RoleText,
	indicator.Center: merge.RoleCenter,
	indicator.Right:  merge.RoleNumber,
	indicator.Head:   merge.RoleHead,
	indicator.Code:   merge.RoleCode,
}
