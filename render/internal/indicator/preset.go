package indicator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/meeting"
)

// A Preset is a set of columns that reports of a kind of period have.
type Preset struct {
	Name, Alias string
	About       fault.Text
	Columns     []PresetColumn
}

// A PresetColumn is a column of a [Preset]. In its header {năm}, {năm trước}, {năm sau},
// {tháng}, {tháng trước}, {tháng sau} and {kỳ} (the months from January on) stand for the
// period that the table states; without one it has the header of the known column.
type PresetColumn struct {
	ID, Header, Group string
	From              int // the first month that has the column; 0: all
}

// Presets are the sets of columns of provincial reporting systems and of national
// resolutions. January has no sums up to date; from June on these are compared with the
// year's plan too.
func Presets() []Preset {
	const compared = "So sánh (%)"
	return []Preset{
		{"year_plan", "ke_hoach_nam", fault.T("kế hoạch năm và thực hiện, có đánh giá", "the year's plan and what became of it, with a verdict"), []PresetColumn{
			{ID: "plan", Header: "Kế hoạch năm {năm}"}, {ID: "actual", Header: "Thực hiện năm {năm}"},
			{ID: "percent_of_plan", Header: "Thực hiện so với kế hoạch (%)"}, {ID: "assessment"},
		}},
		{"month", "thang", fault.T("báo cáo tháng", "monthly report"), []PresetColumn{
			{ID: "previous", Header: "Thực hiện tháng {tháng}/{năm trước}"},
			{ID: "previous_cumulative", Header: "Thực hiện {kỳ} năm {năm trước}", From: 2},
			{ID: "plan", Header: "Kế hoạch năm {năm}", From: 2},
			{ID: "last", Header: "Thực hiện tháng {tháng trước}"},
			{ID: "actual", Header: "Thực hiện tháng {tháng}/{năm}"},
			{ID: "cumulative", Header: "Lũy kế {kỳ} năm {năm}", From: 2},
			{ID: "ratio_last", Header: "Kỳ trước", Group: compared}, {ID: "ratio", Header: "Cùng kỳ", Group: compared},
			{ID: "cumulative_ratio", Header: "Lũy kế so với cùng kỳ", Group: compared, From: 2},
			{ID: "cumulative_of_plan", Header: "Lũy kế so với kế hoạch năm", Group: compared, From: 6},
		}},
		{"six_months", "sau_thang", fault.T("ước thực hiện sáu tháng", "estimate of the first six months"), []PresetColumn{
			{ID: "previous", Header: "Tháng {tháng}", Group: "Thực hiện năm {năm trước}"},
			{ID: "previous_cumulative", Header: "6 tháng", Group: "Thực hiện năm {năm trước}"},
			{ID: "plan", Header: "Kế hoạch năm {năm}"},
			{ID: "last", Header: "Thực hiện tháng {tháng trước}", Group: "Năm {năm}"}, {ID: "actual", Header: "Thực hiện tháng {tháng}", Group: "Năm {năm}"},
			{ID: "next", Header: "Ước thực hiện tháng {tháng sau}", Group: "Năm {năm}"}, {ID: "estimate", Header: "Ước thực hiện 6 tháng", Group: "Năm {năm}"},
			{ID: "ratio_last", Header: "Kỳ trước", Group: compared}, {ID: "estimate_ratio", Header: "Ước 6 tháng so với cùng kỳ", Group: compared},
			{ID: "estimate_of_plan", Header: "Ước 6 tháng so với kế hoạch năm", Group: compared},
		}},
		{"year_estimate", "uoc_nam", fault.T("ước thực hiện cả năm, kế hoạch năm sau", "estimate of the year, next year's plan"), []PresetColumn{
			{ID: "previous_year", Header: "Cả năm", Group: "Thực hiện năm {năm trước}"}, {ID: "previous", Header: "Tháng {tháng}", Group: "Thực hiện năm {năm trước}"},
			{ID: "previous_cumulative", Header: "{kỳ}", Group: "Thực hiện năm {năm trước}"},
			{ID: "plan", Header: "Kế hoạch", Group: "Năm {năm}"}, {ID: "last", Header: "Thực hiện tháng {tháng trước}", Group: "Năm {năm}"},
			{ID: "actual", Header: "Thực hiện tháng {tháng}", Group: "Năm {năm}"}, {ID: "cumulative", Header: "Lũy kế {kỳ}", Group: "Năm {năm}"},
			{ID: "estimate", Header: "Ước thực hiện cả năm", Group: "Năm {năm}"},
			{ID: "next_plan", Header: "Kế hoạch năm {năm sau}"},
			{ID: "cumulative_ratio", Header: "Lũy kế so với cùng kỳ", Group: compared}, {ID: "estimate_year", Header: "Ước năm so với năm trước", Group: compared},
			{ID: "estimate_of_plan", Header: "Ước năm so với kế hoạch", Group: compared}, {ID: "next_plan_ratio", Header: "Kế hoạch năm sau so với ước năm", Group: compared},
		}},
		{"year_end", "ca_nam", fault.T("thực hiện cả năm, kế hoạch năm sau", "the whole year, next year's plan"), []PresetColumn{
			{ID: "previous_year", Header: "Thực hiện năm {năm trước}"}, {ID: "plan", Header: "Kế hoạch năm {năm}"}, {ID: "actual", Header: "Thực hiện năm {năm}"},
			{ID: "next_plan", Header: "Kế hoạch năm {năm sau}"},
			{ID: "ratio_year", Header: "Năm trước", Group: compared}, {ID: "percent_of_plan", Header: "Kế hoạch", Group: compared},
			{ID: "next_plan_of_actual", Header: "Kế hoạch năm sau so với thực hiện", Group: compared},
		}},
	}
}

// columns gives the preset's columns for a table.
func (p Preset) columns(end *meeting.Date) []meeting.Column {
	var list []meeting.Column
	for _, c := range p.Columns {
		if end != nil && c.From > end.Month {
			continue
		}
		column := meeting.Column{ID: c.ID, Header: inPeriod(c.Header, end)}
		group := inPeriod(c.Group, end)
		if group == "" {
			group = strings.NewReplacer("{năm}", "nay", "{năm trước}", "trước").Replace(c.Group)
		}
		if group != "" {
			column.Groups = []string{group}
		}
		list = append(list, column)
	}
	return list
}

// inPeriod is a header with its period; "" where it names one that is not known.
func inPeriod(header string, end *meeting.Date) string {
	if end == nil {
		if strings.Contains(header, "{") {
			return ""
		}
		return header
	}
	before, after := end.Month-1, end.Month+1
	lastYear, nextYear := end.Year, end.Year
	if before == 0 {
		before, lastYear = 12, end.Year-1
	}
	if after == 13 {
		after, nextYear = 1, end.Year+1
	}
	month := func(m, year int) string { // the year only where it is another
		if year == end.Year {
			return strconv.Itoa(m)
		}
		return fmt.Sprintf("%d/%d", m, year)
	}
	return strings.NewReplacer("{năm}", strconv.Itoa(end.Year), "{năm trước}", strconv.Itoa(end.Year-1), "{năm sau}", strconv.Itoa(end.Year+1),
		"{tháng}", strconv.Itoa(end.Month), "{tháng trước}", month(before, lastYear), "{tháng sau}", month(after, nextYear),
		"{kỳ}", strconv.Itoa(end.Month)+" tháng").Replace(header)
}

// withPreset is the preset's columns, changed by those of the same id that the table
// declares and followed by the others.
func (g *grid) withPreset(own []declared) []declared {
	all := Presets()
	at := slices.IndexFunc(all, func(p Preset) bool { return p.Name == g.in.Preset || p.Alias == g.in.Preset })
	if at < 0 {
		var names []string
		for _, p := range all {
			names = append(names, p.Name, p.Alias)
		}
		hint := fault.T("Các bộ cột: %s.", "The sets of columns are: %s.", strings.Join(names, ", "))
		if near := fault.Nearest(g.in.Preset, names); near != "" {
			hint = fault.T("Có phải là “%s”?", "Did you mean %q?", near)
		}
		g.fault(g.path+".Preset", "unknown-preset", fault.T("Không có bộ cột “%s”.", "There is no set of columns %q.", excerpt(g.in.Preset)), hint)
		return own
	}
	var list []declared
	for _, c := range all[at].columns(g.in.PeriodEnd) {
		list = append(list, declared{c, g.path + ".Preset"})
	}
	for _, c := range own {
		j := slices.IndexFunc(list, func(d declared) bool { return canonical(d.ID) == canonical(c.ID) })
		if j < 0 {
			list = append(list, c)
			continue
		}
		if c.Header == "" {
			c.Header = list[j].Header
		}
		if c.Groups == nil {
			c.Groups = list[j].Groups
		}
		list[j] = c
	}
	return list
}
