package render

import (
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
			return mergeTable(indicator.Build(in), room.Width), nil
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

// mergeTable says what an indicator table looks like in Word, in a text of a width in twips.
func mergeTable(t *indicator.Table, width int) *merge.Table {
	if t == nil {
		return nil
	}
	out := &merge.Table{Title: t.Title, Unit: t.Unit, Notes: t.Notes}
	head := merge.Row{}
	total := 0
	for _, c := range t.Columns {
		total += max(c.Weight, 1)
	}
	rest := width
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, merge.Column{Width: width * max(c.Weight, 1) / total})
		rest -= out.Columns[len(out.Columns)-1].Width
		head.Cells = append(head.Cells, merge.Cell{Text: c.Head, Role: merge.RoleHead})
	}
	out.Columns[len(out.Columns)-1].Width += rest // what rounding leaves
	out.Header = []merge.Row{head}
	for _, r := range t.Rows {
		row := merge.Row{Bold: r.Bold}
		for i, c := range r.Cells {
			row.Cells = append(row.Cells, merge.Cell{Text: c.Text, Role: roles[t.Columns[i].Kind], Indent: c.Left, IndentRight: c.Right})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// roles names the paragraph style of each kind of column.
var roles = map[indicator.Kind]merge.Role{
	indicator.Ordinal:    merge.RoleCenter,
	indicator.Name:       merge.RoleText,
	indicator.Unit:       merge.RoleCenter,
	indicator.Plan:       merge.RoleNumber,
	indicator.Actual:     merge.RoleNumber,
	indicator.Previous:   merge.RoleNumber,
	indicator.Percent:    merge.RoleNumber,
	indicator.Growth:     merge.RoleNumber,
	indicator.Assessment: merge.RoleCenter,
	indicator.Note:       merge.RoleText,
}
