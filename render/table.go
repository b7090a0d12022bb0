package render

import (
	"cmp"
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
	var ids []string
	for in := range indicators(d.Meeting) {
		if in.ID == id {
			t := indicator.Build(in, indicator.Room{Width: room.Width, Turned: room.Turned, Size: room.Size, Margin: room.Margin})
			if t != nil && t.Crowded {
				d.faults = append(d.faults, crowded(d.source.name, in)) // merging holds the lock
			}
			return mergeTable(t), nil
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

// crowded is the warning that a table has more columns than any page takes.
func crowded(file string, in *meeting.Indicator) *Fault {
	return &Fault{
		Severity: Warning, Code: "crowded-table", File: file,
		Message: fault.T("biểu %q có nhiều cột quá: có chữ hoặc số phải ngắt giữa chừng", "the table %q has too many columns: words or figures are broken", cmp.Or(in.Title, in.ID)),
		Hint:    fault.T("Bớt cột, rút ngắn đầu cột, hoặc chia thành nhiều biểu.", "Take columns away, shorten their headers, or make several tables of it."),
	}
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

// roles names the paragraph style of each kind of cell.
var roles = map[indicator.Align]merge.Role{
	indicator.Left:   merge.RoleText,
	indicator.Center: merge.RoleCenter,
	indicator.Right:  merge.RoleNumber,
	indicator.Head:   merge.RoleHead,
	indicator.Code:   merge.RoleCode,
}
