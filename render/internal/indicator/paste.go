package indicator

import (
	"reflect"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/sheet"
	"github.com/bienban/bienban/render/meeting"
)

// Paste makes a table of a spreadsheet's: as [Fill] does, but where there is no header the
// columns are taken by their order, which a note tells. from is changed then. The faults are
// also those that [Check] finds; the table is nil if one is an error.
func Paste(from *sheet.Table) (*meeting.Indicator, fault.List) {
	var faults fault.List
	if !slices.ContainsFunc(from.Columns, func(c sheet.Column) bool { return len(c.Head) > 0 }) {
		faults = append(faults, headByOrder(from))
	}
	in := &meeting.Indicator{}
	faults = append(faults, Fill(in, from)...)
	if !faults.Failed() {
		faults = append(faults, Check(&meeting.Meeting{Indicators: []meeting.Indicator{*in}})...)
	}
	if faults.Failed() {
		return nil, faults
	}
	return in, faults
}

// headByOrder heads the columns of a table that has no header: a column of words behind the
// names holds the units, the figures come in the order that offices have, and words behind
// them are notes. It gives the note about that.
func headByOrder(from *sheet.Table) *fault.Fault {
	f := &filler{from: from}
	if i := from.Name + 1; from.Name >= 0 && from.Unit < 0 && i < len(from.Columns) && f.words(i) {
		from.Unit = i
	}
	var figures []int
	note := -1
	for i := range from.Columns {
		switch {
		case f.lead(i):
		case f.words(i):
			note = i
		default:
			figures = append(figures, i)
		}
	}
	order := []string{"plan", "actual", "previous", "percent_of_plan", "growth"}
	if len(figures) == 1 {
		order = order[1:]
	}
	for i, id := range order[:min(len(figures), len(order))] {
		from.Columns[figures[i]].Head = []string{knownColumn(id).Header}
	}
	if note >= 0 {
		from.Columns[note].Head = []string{knownColumn("note").Header}
	}
	var told []string
	for i, c := range from.Columns {
		says := c.Letter
		for j, at := range []int{from.Ordinal, from.Name, from.Unit} {
			if at == i {
				says = leading[j].header
			}
		}
		if len(c.Head) > 0 {
			says = c.Head[0]
		}
		told = append(told, "“"+says+"”")
	}
	return &fault.Fault{
		Severity: fault.Note, Code: "no-header", File: from.File, Place: f.sheetPlace(),
		Message: fault.T("không thấy dòng đầu cột; các cột được hiểu lần lượt là: %s", "there is no header; the columns are taken to be: %s", strings.Join(told, ", ")),
		Hint:    fault.T("Chép cả dòng đầu cột, hoặc sửa tên các cột trong kết quả.", "Copy the header too, or change the columns in the result."),
	}
}

// Plain is a table that [Fill] made as a person would write it: without what everybody knows
// and what the table counts by itself. It prints the same and says nothing of spreadsheets.
func Plain(in *meeting.Indicator) *meeting.Indicator {
	room := Room{Width: 9354, Turned: 14286, Size: 24, Margin: 170} // of the usual page: any room shows a difference
	want := Build(in, room, nil)
	same := func(other *meeting.Indicator) bool {
		got := Build(other, room, nil)
		if (got == nil) != (want == nil) || got == nil {
			return got == nil && want == nil
		}
		a, b := *got, *want
		a.Columns, b.Columns = nil, nil // of the same widths, else the rows differ
		return reflect.DeepEqual(a, b) && slices.EqualFunc(got.Columns, want.Columns, func(a, b Column) bool { return a.Width == b.Width })
	}
	bare := *in
	bare.Columns = nil
	bare.Rows = plainRows(in.Rows, nil)
	if !same(&bare) {
		bare.Columns, _ = plainColumns(in.Columns, false)
		if !same(&bare) { // something would be computed that the spreadsheet leaves empty
			var renamed map[string]string
			bare.Columns, renamed = plainColumns(in.Columns, true)
			bare.Rows = plainRows(in.Rows, renamed)
		}
	}
	counted := bare
	counted.Rows = slices.Clone(bare.Rows)
	uncounted(counted.Rows)
	if same(&counted) {
		return &counted
	}
	return &bare
}

// uncounted takes the rows' own ordinals away.
func uncounted(rows []meeting.IndicatorRow) {
	for i := range rows {
		rows[i].Ordinal = ""
		rows[i].Rows = slices.Clone(rows[i].Rows)
		uncounted(rows[i].Rows)
	}
}

// plainColumns are the columns without their places, and without headers that they have
// anyway. Those that a table computes, or finds a verdict for, get ids of their own if they
// are not to be: renamed has these by the known ones.
func plainColumns(columns []meeting.Column, own bool) (list []meeting.Column, renamed map[string]string) {
	renamed = map[string]string{}
	for _, c := range columns {
		letter := c.Place.Cell[strings.LastIndexByte(c.Place.Cell, '!')+1:]
		c.Place = meeting.Place{}
		k := knownColumn(c.ID)
		if own && k != nil && (k.Formula != "" || k.kind == Assessment) {
			renamed[c.ID] = "c" + strings.ToLower(letter)
			c.ID = renamed[c.ID]
			if k.text != nil {
				c.Format, c.Align = "text", "center"
			}
			list = append(list, c)
			continue
		}
		if k != nil && c.Header == k.Header {
			c.Header = ""
		}
		if slices.ContainsFunc(leading, func(l leadingColumn) bool { return l.id == c.ID && l.header == c.Header && len(c.Groups) == 0 }) {
			continue
		}
		list = append(list, c)
	}
	return list, renamed
}

// plainRows are the rows without their places, their figures in the fields that rows have
// for them.
func plainRows(rows []meeting.IndicatorRow, renamed map[string]string) []meeting.IndicatorRow {
	var list []meeting.IndicatorRow
	for _, r := range rows {
		values := r.Values
		r.Place, r.Values = meeting.Place{}, nil
		for _, v := range values {
			figure := meeting.ReadFigure(v.Figure.Text) // what is computed of it, then
			id := v.Column
			if to := renamed[id]; to != "" {
				id = to
			}
			switch id {
			case "plan":
				r.Plan = &figure
			case "actual":
				r.Actual = &figure
			case "previous":
				r.Previous = &figure
			case "percent_of_plan":
				r.PercentOfPlan = &figure
			case "growth":
				r.Growth = &figure
			default:
				r.Values = append(r.Values, meeting.Value{Column: id, Figure: &figure})
			}
		}
		if to := renamed["assessment"]; to != "" && r.Assessment != "" {
			r.Values = append(r.Values, meeting.Value{Column: to, Figure: &meeting.Figure{Text: r.Assessment}})
			r.Assessment = ""
		}
		r.Rows = plainRows(r.Rows, renamed)
		list = append(list, r)
	}
	return list
}
