package indicator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// A Kind is what a column holds, as far as everybody knows it.
type Kind int

// Kinds of columns.
const (
	Own           Kind = iota // of the table's own making
	Ordinal                   // STT
	Name                      // chỉ tiêu
	Unit                      // đơn vị tính
	Plan                      // kế hoạch
	Actual                    // thực hiện
	Previous                  // cùng kỳ
	PercentOfPlan             // % so với kế hoạch
	Growth                    // tăng, giảm so với cùng kỳ, in percent
	Ratio                     // so với cùng kỳ, in percent
	Points                    // tăng, giảm so với cùng kỳ, in percentage points
	Assessment                // đánh giá
	Note                      // ghi chú
)

// A Known is a column that a table may name without saying what it is: its id, in both
// languages, its header and how it is computed where a row does not state it.
type Known struct {
	ID, Alias string
	Header    string
	Formula   string // "": it is never computed
	Format    string // of what is computed

	kind     Kind
	compares bool                                        // it says by how much two figures differ: see [ofHundred]
	figure   func(*meeting.IndicatorRow) *meeting.Figure // the row's own field; nil: its values only
	text     func(*meeting.IndicatorRow) string          // of a column of texts
}

// known are the columns that everybody knows, in the order that a table without columns of
// its own has them.
var known = []Known{
	{ID: "previous_year", Alias: "nam_truoc", Header: "Thực hiện năm trước"},
	{ID: "previous_cumulative", Alias: "luy_ke_cung_ky", Header: "Lũy kế cùng kỳ"},
	{ID: "plan", Alias: "ke_hoach", Header: "Kế hoạch", kind: Plan, figure: func(r *meeting.IndicatorRow) *meeting.Figure { return r.Plan }},
	{ID: "last", Alias: "ky_truoc", Header: "Thực hiện kỳ trước"},
	{ID: "actual", Alias: "thuc_hien", Header: "Thực hiện", kind: Actual, figure: func(r *meeting.IndicatorRow) *meeting.Figure { return r.Actual }},
	{ID: "cumulative", Alias: "luy_ke", Header: "Lũy kế"},
	{ID: "next", Alias: "uoc_ky_sau", Header: "Ước thực hiện kỳ sau"},
	{ID: "estimate", Alias: "uoc", Header: "Ước thực hiện"},
	{ID: "next_plan", Alias: "ke_hoach_nam_sau", Header: "Kế hoạch năm sau"},
	{ID: "previous", Alias: "cung_ky", Header: "Cùng kỳ", kind: Previous, figure: func(r *meeting.IndicatorRow) *meeting.Figure { return r.Previous }},
	{ID: "share", Alias: "ty_trong", Header: "Tỷ trọng (%)", Formula: "actual / total(actual) * 100", Format: "0,0"},
	{ID: "percent_of_plan", Alias: "so_ke_hoach", Header: "% so với kế hoạch, dự toán", Formula: "actual / plan * 100", Format: "0,0", compares: true, kind: PercentOfPlan,
		figure: func(r *meeting.IndicatorRow) *meeting.Figure { return r.PercentOfPlan }},
	{ID: "growth", Alias: "tang_truong", Header: "Tăng (+), giảm (-) so với cùng kỳ (%)", Formula: "(actual - previous) / previous * 100", Format: "+0,0", compares: true, kind: Growth,
		figure: func(r *meeting.IndicatorRow) *meeting.Figure { return r.Growth }},
	{ID: "ratio", Alias: "so_cung_ky", Header: "So với cùng kỳ (%)", Formula: "actual / previous * 100", Format: "0,0", compares: true, kind: Ratio},
	{ID: "ratio_last", Alias: "so_ky_truoc", Header: "So với kỳ trước (%)", Formula: "actual / last * 100", Format: "0,0", compares: true},
	{ID: "ratio_year", Alias: "so_nam_truoc", Header: "So với năm trước (%)", Formula: "actual / previous_year * 100", Format: "0,0", compares: true},
	{ID: "difference", Alias: "chenh_lech", Header: "Tăng (+), giảm (-) so với cùng kỳ", Formula: "actual - previous"},
	{ID: "points", Alias: "diem_phan_tram", Header: "Tăng (+), giảm (-) so với cùng kỳ (điểm phần trăm)", Formula: "actual - previous", Format: "+0,0#", compares: true, kind: Points},
	{ID: "cumulative_ratio", Alias: "luy_ke_so_cung_ky", Header: "Lũy kế so với cùng kỳ (%)", Formula: "cumulative / previous_cumulative * 100", Format: "0,0", compares: true},
	{ID: "cumulative_of_plan", Alias: "luy_ke_so_ke_hoach", Header: "Lũy kế so với kế hoạch (%)", Formula: "cumulative / plan * 100", Format: "0,0", compares: true},
	{ID: "estimate_ratio", Alias: "uoc_so_cung_ky", Header: "Ước thực hiện so với cùng kỳ (%)", Formula: "estimate / previous_cumulative * 100", Format: "0,0", compares: true},
	{ID: "estimate_year", Alias: "uoc_so_nam_truoc", Header: "Ước thực hiện so với năm trước (%)", Formula: "estimate / previous_year * 100", Format: "0,0", compares: true},
	{ID: "estimate_of_plan", Alias: "uoc_so_ke_hoach", Header: "Ước thực hiện so với kế hoạch (%)", Formula: "estimate / plan * 100", Format: "0,0", compares: true},
	{ID: "next_plan_ratio", Alias: "ke_hoach_nam_sau_so_uoc", Header: "Kế hoạch năm sau so với ước thực hiện (%)", Formula: "next_plan / estimate * 100", Format: "0,0", compares: true},
	{ID: "next_plan_of_actual", Alias: "ke_hoach_nam_sau_so_thuc_hien", Header: "Kế hoạch năm sau so với thực hiện (%)", Formula: "next_plan / actual * 100", Format: "0,0", compares: true},
	{ID: "assessment", Alias: "danh_gia", Header: "Đánh giá", kind: Assessment, text: func(r *meeting.IndicatorRow) string { return r.Assessment }},
	{ID: "note", Alias: "ghi_chu", Header: "Ghi chú", kind: Note, text: func(r *meeting.IndicatorRow) string { return r.Note }},
}

// KnownColumns is the list of [Known] columns. The caller may change it.
func KnownColumns() []Known { return slices.Clone(known) }

// knownColumn finds a known column by its id in either language; nil if there is none.
func knownColumn(id string) *Known {
	for i := range known {
		if known[i].ID == id || known[i].Alias == id {
			return &known[i]
		}
	}
	return nil
}

// A leadingColumn is one of [leading].
type leadingColumn struct {
	id, alias, header string
	kind              Kind
}

// leading are the columns that every table has before those of its own; a table that
// declares one gives it another header.
var leading = []leadingColumn{{"ordinal", "stt", "STT", Ordinal}, {"name", "ten", "Chỉ tiêu", Name}, {"unit", "don_vi", "Đơn vị tính", Unit}}

// A column is a column of a table that is being built.
type column struct {
	id      string // canonical: a known column's in English
	header  string
	groups  []string
	unit    string
	kind    Kind
	known   *Known
	format  format
	formula *formula
	align   string
	width   int // in twips; 0: balanced
	path    string
	byHead  bool // what is known of it its header says
	unasked bool // it is there because rows or a spreadsheet fill it
}

// textual reports whether a column holds texts, which nothing is computed with.
func (c *column) textual() bool {
	return c.format.text || c.known != nil && c.known.text != nil
}

// label is how a message names a column.
func (c *column) label() string {
	if c.header != "" {
		return strings.ReplaceAll(c.header, "\n", " ")
	}
	return c.id
}

// resolve makes the columns that a table declares.
func (g *grid) resolve() {
	list := make([]declared, len(g.in.Columns))
	for i, c := range g.in.Columns {
		list[i] = declared{c, fmt.Sprintf("%s.Columns[%d]", g.path, i)}
	}
	if g.in.Preset != "" {
		list = g.withPreset(list)
	}
	seen := map[string]bool{}
	for i := range list {
		c := g.column(&list[i])
		switch {
		case c == nil:
		case seen[c.id]:
			g.fault(c.path, "duplicate-column", fault.T("Hai cột cùng có mã “%s”.", "Two columns have the id %q.", excerpt(c.id)),
				fault.T("Đặt cho mỗi cột một mã riêng.", "Give each column an id of its own."))
		case c.kind >= Ordinal && c.kind <= Unit:
			g.leading[c.kind-Ordinal] = c
		case len(g.columns) == maxColumns:
			g.fault(c.path, "limit", fault.T("Một biểu có nhiều nhất %d cột.", "A table has %d columns at most.", maxColumns),
				fault.T("Chia thành nhiều biểu.", "Make several tables of it."))
			return
		default:
			g.columns = append(g.columns, c)
		}
		if c != nil {
			seen[c.id] = true
		}
	}
	g.byHeads()
}

// A declared column, and where.
type declared struct {
	meeting.Column
	path string
}

// canonical is the id of a column in the spelling that everything uses.
func canonical(id string) string {
	if k := knownColumn(id); k != nil {
		return k.ID
	}
	for _, l := range leading {
		if id == l.alias {
			return l.id
		}
	}
	return id
}

// alignments are the spellings of a column's alignment.
var alignments = map[string]string{"": "", "left": "left", "trai": "left", "trái": "left", "center": "center", "giua": "center", "giữa": "center", "right": "right", "phai": "right", "phải": "right"}

// column makes one column; nil if it has no id to go by.
func (g *grid) column(in *declared) *column {
	path := in.path
	c := &column{id: canonical(in.ID), header: in.Header, groups: in.Groups, unit: in.Unit, path: path, unasked: in.Place.File != ""}
	if c.id == "" {
		c.id = in.Header
	}
	if c.id == "" {
		g.fault(path, "column-without-id", fault.T("Cột chưa có mã (id) hoặc đầu cột (header).", "The column has neither an id nor a header."),
			fault.T("Thêm, ví dụ: id: ke_hoach", "Add such as: id: ke_hoach"))
		return nil
	}
	if len(in.Groups) > maxGroups {
		g.fault(path+".Groups", "bad-value", fault.T("Đầu cột có nhiều nhất %d cấp nhóm.", "A header has %d levels of groups at most.", maxGroups),
			fault.T("Bỏ bớt cấp nhóm.", "Take levels away."))
		c.groups = in.Groups[:maxGroups]
	}
	for _, l := range leading {
		if l.id == c.id {
			c.kind = l.kind
			if c.header == "" {
				c.header = l.header
			}
		}
	}
	formulaPath, source, own := path+".Formula", in.Formula, ""
	if k := knownColumn(c.id); k != nil {
		c.known, c.kind = k, k.kind
		if c.header == "" {
			c.header = k.Header
		}
		own = k.Format
		if source == "" {
			source = k.Formula
		}
	}
	if c.header == "" {
		c.header = in.ID
	}
	var ok bool
	if c.format, ok = parseFormat(in.Format); !ok {
		g.fault(path+".Format", "bad-format", fault.T("Không hiểu định dạng “%s”.", "The format %q is not understood.", excerpt(in.Format)),
			fault.T("Viết như: 0 (số nguyên), 0,0 (một chữ số thập phân), +0,0 (có dấu), 0,0% (phần trăm), 0,0# (chữ số 0 cuối bỏ đi), text (chữ).",
				"Write such as: 0 (whole), 0,0 (one decimal), +0,0 (signed), 0,0% (percent), 0,0# (without a zero at the end), text."))
	}
	if in.Format == "" {
		c.format, _ = parseFormat(own)
		c.format.given = false
		if own == "" {
			c.format = exactFormat
		}
	}
	if c.align, ok = alignments[strings.ToLower(in.Align)]; !ok {
		g.fault(path+".Align", "bad-value", fault.T("Không có cách căn lề “%s”.", "There is no alignment %q.", excerpt(in.Align)),
			fault.T("Một trong: left (trai), center (giua), right (phai).", "One of: left, center, right."))
	}
	if w := in.Width; w != nil {
		if w.Value == nil || !w.Value.IsPositive() || w.Value.IntPart() > 400 {
			g.fault(path+".Width", "bad-value", fault.T("Bề rộng “%s” không phải số milimét.", "The width %q is no number of millimetres.", excerpt(w.Text)),
				fault.T("Ví dụ: width: 25", "Such as: width: 25"))
		} else {
			c.width = int(w.Value.InexactFloat64() * twipsPerMM)
		}
	}
	if source != "" && !c.textual() && (c.kind < Ordinal || c.kind > Unit) {
		f, bad := parseFormula(source)
		if bad != nil {
			g.add(formulaPath, bad)
		} else {
			c.formula = f
			if in.Format == "" && own == "" && divides(f.root) {
				c.format, _ = parseFormat("0,0")
				c.format.given = false
			}
		}
	}
	c.format.share = c.percentage()
	return c
}

// percentage reports whether a column's figures are percentages, or points of them.
func (c *column) percentage() bool {
	if c.kind == Points || c.formula != nil && isHundredfold(c.formula.root) {
		return true
	}
	return slices.ContainsFunc(append([]string{c.header, c.unit}, c.groups...), func(s string) bool {
		return strings.Contains(s, "%") || strings.Contains(viet.Lower(s), "phần trăm")
	})
}

// isHundredfold reports whether a formula ends with "* 100".
func isHundredfold(n node) bool {
	o, ok := n.(*operation)
	if !ok || o.op != '*' {
		return false
	}
	v, ok := o.r.(number)
	return ok && v.value.Equal(hundred)
}

// maxGroups is how many levels of merged headers stand above a column's own: headers have
// three rows at most.
const maxGroups = 2

const twipsPerMM = 1440 / 25.4

// divides reports whether a formula divides or averages, so that its exact result may have
// no end.
func divides(n node) bool {
	switch n := n.(type) {
	case *operation:
		return n.op == '/' || divides(n.l) || divides(n.r)
	case *negation:
		return divides(n.of)
	case *call:
		return n.function == average || slices.ContainsFunc(n.args, divides)
	}
	return false
}

// filled gives a table without columns of its own those that its rows fill.
func (g *grid) filled() {
	var ids []string
	for _, r := range g.rows {
		for _, v := range r.in.Values {
			if id := canonical(v.Column); v.Column != "" && knownColumn(id) == nil && !slices.Contains(ids, id) && len(ids) < maxColumns {
				ids = append(ids, id)
			}
		}
	}
	add := func(id string) {
		// Nothing is computed that no column asked for, but in rows of sums.
		c := g.column(&declared{meeting.Column{ID: id}, g.path + ".Rows"})
		c.unasked = true
		g.columns = append(g.columns, c)
	}
	for i := range known {
		k := &known[i]
		if k.text != nil { // behind those of the table's own
			continue
		}
		if slices.ContainsFunc(g.rows, func(r *row) bool { return r.fills(k) }) {
			add(k.ID)
		}
	}
	for _, id := range ids {
		add(id)
	}
	for i := range known {
		k := &known[i]
		if k.text != nil && slices.ContainsFunc(g.rows, func(r *row) bool { return r.fills(k) }) {
			add(k.ID)
		}
	}
}

// fills reports whether a row states something for a known column.
func (r *row) fills(k *Known) bool {
	if k.text != nil && k.text(r.in) != "" || k.figure != nil && k.figure(r.in) != nil {
		return true
	}
	return slices.ContainsFunc(r.in.Values, func(v meeting.Value) bool {
		return v.Figure != nil && (v.Column == k.ID || v.Column == k.Alias)
	})
}

// maxColumns bounds a table's columns; what a page can show ends far below.
const maxColumns = 60
