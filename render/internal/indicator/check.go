package indicator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// Contradiction is the code of the findings about figures that cannot all be right.
const Contradiction = "contradiction"

// maxFindings bounds what is told of one table: more would be more of the same.
const maxFindings = 200

// Check finds what is wrong with the tables of a meeting and of its documents: columns and
// formulas that cannot be, which are errors; what a sum leaves out; and the figures that
// the table itself contradicts, which print as they are stated all the same.
//
// A figure stands for all that round to it, so only what no rounding explains is told;
// figures with a qualifier ("trên 56,3") are no basis for it.
func Check(m *meeting.Meeting) fault.List {
	faults := check(m, m, "")
	for _, d := range m.Documents {
		if !d.Meeting.SharesIndicators(m) {
			faults = append(faults, check(m, d.Meeting, d.Template)...)
		}
	}
	return faults
}

// check checks the tables of of, a document of m that has its own or m itself.
func check(m, of *meeting.Meeting, document string) fault.List {
	var faults fault.List
	var source *meeting.Source
	told := map[fault.Fault]bool{}
	for i := range of.Indicators {
		g := newGrid(&of.Indicators[i], fmt.Sprintf("Indicators[%d]", i))
		g.checkAll()
		for _, p := range g.faults {
			f := *p.Fault
			switch {
			case p.place.File != "":
				f.File = p.place.File
				f.Place = fault.T("ô %s", "cell %s", p.place.Cell)
			case p.place.Line > 0:
				f.Line, f.Column = p.place.Line, p.place.Column
			default:
				if source == nil {
					source = m.Source()
				}
				if source != nil {
					f.Line, f.Column = source.At(document, p.path)
				}
			}
			if !told[f] {
				told[f] = true
				faults = append(faults, &f)
			}
		}
	}
	return faults
}

// checkAll looks for everything in a table.
func (g *grid) checkAll() {
	most := len(g.faults) + maxFindings
	for c := range g.columns {
		for r := range g.rows {
			g.checkCell(r, c)
			if len(g.faults) > most {
				break
			}
		}
	}
	for r := range g.rows {
		g.checkStructure(r)
		g.checkVerdict(r)
		if l := g.left[r]; l != nil {
			g.at(r, ".Formula", &fault.Fault{
				Severity: fault.Warning, Code: "left-out-of-sum",
				Message: fault.T("Dòng “%s” không cộng %d ô không phải số cùng đơn vị: %s.", "The row %q does not add %d cells that are no numbers of its unit: %s.",
					excerpt(g.rows[r].in.Name), l.count, ending(l)),
				Hint: fault.T("Ghi số cụ thể vào những ô ấy, hoặc ghi thẳng số tổng.", "Write plain numbers in these cells, or state the sum itself."),
			})
		}
		if len(g.faults) > most {
			break
		}
	}
	if len(g.faults) > most {
		g.faults = append(g.faults[:most], pending{path: g.path, Fault: &fault.Fault{
			Severity: fault.Note, Code: "more",
			Message: fault.T("Biểu này còn lỗi khác; hãy sửa những chỗ trên trước.", "This table has more faults; mend those above first."),
			Hint:    fault.T("Sửa xong, chạy lại để xem phần còn lại.", "Then run again to see the rest."),
		}})
	}
}

// checkCell looks at one cell: at what is stated there, or else for what its formula meets,
// such as circles and what sums leave out.
func (g *grid) checkCell(r, c int) {
	f := g.stated(r, c)
	if f == nil {
		g.computed(r, c, false)
		return
	}
	if g.columns[c].textual() {
		return
	}
	g.checkFormula(r, c, f)
	g.checkFraction(r, c, f)
	if g.amounts(c) {
		g.checkPart(r, c, f)
		g.checkTotal(r, c, f)
	}
}

func ending(l *leftOut) string {
	s := strings.Join(l.first, "; ")
	if l.count > len(l.first) {
		s += "; …"
	}
	return s
}

func (g *grid) contradiction(f *meeting.Figure, path string, message fault.Text) {
	g.faults = append(g.faults, pending{path: path, place: f.Place, Fault: &fault.Fault{
		Severity: fault.Warning, Code: Contradiction, Message: message,
		Hint: fault.T("Kiểm tra lại các số; văn bản in đúng như tệp đã ghi.", "Check the figures; the document prints what the file states."),
	}})
}

func (g *grid) cellPath(r, c int) string {
	if k := g.columns[c].known; k != nil && k.figure != nil && k.figure(g.rows[r].in) != nil {
		return g.rowPath(r)
	}
	return g.rowPath(r) + ".Values." + g.columns[c].id
}

// amounts reports whether a column states amounts, which parts and sums can be compared in.
func (g *grid) amounts(c int) bool {
	column := g.columns[c]
	return !column.textual() && column.formula == nil && (column.known == nil || column.known.Formula == "") && !column.format.percent &&
		!strings.Contains(column.header+column.unit+strings.Join(column.groups, " "), "%")
}

// claim is all that a stated figure may stand for; ok is false for what is no plain number.
func (g *grid) claim(r, c int, f *meeting.Figure) (span, bool) { return g.figure(r, c, f, true) }

// checkFormula compares a stated figure with what its column's or its row's formula gives.
func (g *grid) checkFormula(r, c int, f *meeting.Figure) {
	claim, ok := g.claim(r, c, f)
	if !ok {
		return
	}
	column := g.columns[c]
	formula, byRow := column.formula, false
	if formula == nil {
		if formula, byRow = g.computes(r, c); formula == nil {
			return
		}
	}
	if column.id == "share" && !g.totalled() {
		return
	}
	if divides(formula.root) && !g.basis(formula, r, byRow) {
		return
	}
	e := evaluation{g, r, c, byRow, true}
	v, ok := e.node(formula.root)
	if !ok || v.tooLong() {
		return
	}
	if column.format.percent {
		claim = claim.mul(point(whole(decimal.New(1, -2))))
	}
	if v.meets(claim) {
		return
	}
	if column.kind == Growth && rate(g.rows[r].unit, "") && g.differs(r, claim) {
		return
	}
	e.wide = false
	exact, ok := e.node(formula.root)
	if !ok {
		return
	}
	format := g.format(r, c)
	format.decimals, format.optional = max(format.decimals, 1, viet.Decimals(f.Text)), max(format.decimals, 1, viet.Decimals(f.Text))
	g.contradiction(f, g.cellPath(r, c), fault.T("“%s”, cột “%s” ghi %s, nhưng %s tính ra %s.", "%q, column %q: %s is stated, but %s give %s.",
		excerpt(g.rows[r].in.Name), excerpt(column.label()), f.Text, g.operands(formula, r, c, byRow), format.print(exact.lo)))
}

// basis reports whether the figures that a percentage is made of can be one: plain numbers,
// none of them a percentage itself, none negative or zero.
func (g *grid) basis(f *formula, r int, byRow bool) bool {
	for _, ref := range f.refs {
		if byRow || ref.row >= 0 || ref.column < 0 {
			continue
		}
		stated := g.stated(r, ref.column)
		if stated != nil && stated.Percent {
			return false
		}
		if v, ok := g.value(r, ref.column, false); !ok || v.lo.sign() < 0 {
			return false
		}
	}
	return true
}

// differs reports whether a growth is stated as the difference of two percentages.
func (g *grid) differs(r int, claim span) bool {
	actual, previous := g.byKind(Actual), g.byKind(Previous)
	if actual < 0 || previous < 0 {
		return false
	}
	a, ok := g.value(r, actual, true)
	if !ok {
		return false
	}
	p, ok := g.value(r, previous, true)
	return ok && a.add(p.neg()).meets(claim)
}

// totalled reports whether the table has a row that adds up the others.
func (g *grid) totalled() bool {
	for _, i := range g.top {
		if g.rows[i].isSum() || totalNames[foldName(g.rows[i].in.Name)] {
			return true
		}
	}
	return false
}

// operands tells what a formula is made of: "Thực hiện 2.351, Kế hoạch 2.547".
func (g *grid) operands(f *formula, r, c int, byRow bool) fault.Text {
	var parts []string
	for _, ref := range f.refs {
		row, column := r, c
		if ref.row >= 0 {
			row = ref.row
		}
		if ref.column >= 0 {
			column = ref.column
		}
		name := g.columns[column].label()
		if byRow {
			name = g.rows[row].in.Name
		}
		part := excerpt(name) + " " + g.text(row, column)
		if len(parts) < 4 && !strings.Contains(strings.Join(parts, ", "), part) {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return fault.T("các dòng cộng lại", "the rows added up")
	}
	s := strings.Join(parts, ", ")
	return fault.Same(s)
}

// checkFraction looks at a cell that is a range, or such as "13/18": a part of a whole, and
// the percentage of the plan beside it.
func (g *grid) checkFraction(r, c int, f *meeting.Figure) {
	column := g.columns[c]
	if f.Value != nil || !g.amounts(c) {
		return
	}
	if backwards(f.Text) {
		g.contradiction(f, g.cellPath(r, c), fault.T("“%s”, cột “%s”: trong khoảng %s, số sau nhỏ hơn số trước.", "%q, column %q: the range %s ends below its beginning.",
			excerpt(g.rows[r].in.Name), excerpt(column.label()), f.Text))
		return
	}
	part, all, ok := fraction(f.Text)
	if !ok {
		return
	}
	if part.GreaterThan(all) {
		g.contradiction(f, g.cellPath(r, c), fault.T("“%s”, cột “%s”: %s có tử số lớn hơn mẫu số.", "%q, column %q: in %s the part is more than the whole.",
			excerpt(g.rows[r].in.Name), excerpt(column.label()), f.Text))
		return
	}
	if column.kind != Actual {
		return
	}
	at := g.byKind(PercentOfPlan)
	if at < 0 || all.IsZero() {
		return
	}
	share := g.stated(r, at)
	if share == nil {
		return
	}
	claim, ok := g.claim(r, at, share)
	if !ok {
		return
	}
	exact, _ := whole(part.Mul(decimal.NewFromInt(100))).div(whole(all))
	if !point(exact).meets(claim) {
		g.contradiction(share, g.cellPath(r, at), fault.T("“%s” ghi %s, nhưng %s là %s.", "%q states %s, but %s makes %s.",
			excerpt(g.rows[r].in.Name), share.Text, f.Text, format{decimals: max(1, viet.Decimals(share.Text)), share: true}.print(exact)+"%"))
	}
}

// fraction reads "13/18".
func fraction(s string) (part, all decimal.Decimal, ok bool) {
	before, after, found := strings.Cut(s, "/")
	if !found {
		return part, all, false
	}
	p, ok1 := viet.ParseNumber(before)
	a, ok2 := viet.ParseNumber(after)
	return p.Value, a.Value, ok1 && ok2
}

// checkPart compares what a row consists of with the row: no part is more than the whole.
func (g *grid) checkPart(r, c int, f *meeting.Figure) {
	row := g.rows[r]
	if row.part == 0 {
		return
	}
	parent := g.rows[row.parent]
	if rate(row.unit, row.in.Name) || rate(parent.unit, parent.in.Name) || row.unit != parent.unit || parent.isSum() {
		return
	}
	part, ok := g.claim(r, c, f)
	if !ok || part.lo.sign() < 0 {
		return
	}
	all, ok := g.value(row.parent, c, true)
	if !ok || all.lo.sign() < 0 || part.lo.cmp(all.hi) <= 0 {
		return
	}
	g.contradiction(f, g.cellPath(r, c), fault.T("“%s”, cột “%s” ghi %s, nhiều hơn cả “%s” (%s).", "%q, column %q: %s is stated, more than the whole of %q (%s).",
		excerpt(row.in.Name), excerpt(g.columns[c].label()), f.Text, excerpt(parent.in.Name), g.text(row.parent, c)))
}

// totalNames are what rows are named that add up those beside them.
var totalNames = map[string]bool{"tổng cộng": true, "tổng số": true, "cộng": true, "tổng": true, "tổng cộng các nguồn": true}

// maxTotals is among how many rows that are named totals one can still be compared with
// what it may add.
const maxTotals = 20

// checkTotal compares a row that is named a total with the rows beside it, where it has no
// formula that says what it adds: it may be the sum of all, or of those that stand together
// before or behind it.
func (g *grid) checkTotal(r, c int, f *meeting.Figure) {
	row := g.rows[r]
	if row.in.Formula != "" || !totalNames[foldName(row.in.Name)] {
		return
	}
	claim, ok := g.claim(r, c, f)
	if !ok {
		return
	}
	siblings := g.childrenOf(row.parent)
	if len(row.children) > 0 {
		siblings = append([]int{r}, row.children...)
	}
	at := -1
	for i, s := range siblings {
		if s == r {
			at = i
		}
	}
	var exact quotient
	count, totals := 0, 0
	for _, step := range []int{-1, 1} {
		total, plain := point(zero), point(zero)
		added := 0
		for i := at + step; i >= 0 && i < len(siblings); i += step {
			other := g.rows[siblings[i]]
			if totalNames[foldName(other.in.Name)] {
				if totals++; totals > maxTotals { // who knows what each of them adds
					return
				}
				continue
			}
			v, has := g.value(siblings[i], c, true)
			if !has && g.stated(siblings[i], c) != nil && blank(g.stated(siblings[i], c).Text) {
				continue
			}
			if !has || other.unit != row.unit || rate(other.unit, other.in.Name) {
				added = -1 // not all can be added: nothing is known
				break
			}
			p, _ := g.value(siblings[i], c, false)
			total, plain = total.add(v), plain.add(p)
			if added++; added > 1 && total.meets(claim) {
				return
			}
		}
		if added < 0 {
			return
		}
		if added > 1 {
			exact = plain.lo
			count++
		}
	}
	if count != 1 { // rows on both sides: who knows which of them
		return
	}
	g.contradiction(f, g.cellPath(r, c), fault.T("“%s”, cột “%s” ghi %s, nhưng các dòng cộng lại là %s.", "%q, column %q: %s is stated, but the rows add up to %s.",
		excerpt(row.in.Name), excerpt(g.columns[c].label()), f.Text, exactFormat.print(exact)))
}

// checkStructure adds up the parts of a structure ("Cơ cấu kinh tế"), which make 100 %.
func (g *grid) checkStructure(r int) {
	row := g.rows[r]
	if len(row.children) < 2 || !strings.HasPrefix(foldName(row.in.Name), "cơ cấu") {
		return
	}
	for c := range g.columns {
		if !g.amounts(c) {
			continue
		}
		var total, plain span
		var last *meeting.Figure
		for i, child := range row.children {
			f := g.stated(child, c)
			if f == nil || !strings.Contains(g.rows[child].unit, "%") && !f.Percent {
				last = nil
				break
			}
			v, ok := g.claim(child, c, f)
			if !ok {
				last = nil
				break
			}
			p := point(whole(*f.Value))
			if i == 0 {
				total, plain = v, p
			} else {
				total, plain = total.add(v), plain.add(p)
			}
			last = f
		}
		if last != nil && !total.meets(point(whole(decimal.NewFromInt(100)))) {
			first := g.stated(row.children[0], c)
			g.contradiction(first, g.cellPath(row.children[0], c), fault.T("“%s”, cột “%s”: các phần cộng lại là %s%%, không phải 100%%.", "%q, column %q: the parts add up to %s%%, not 100%%.",
				excerpt(row.in.Name), excerpt(g.columns[c].label()), exactFormat.print(plain.lo)))
		}
	}
}

// fewer are words of indicators of which less may be better, though the file does not say so.
var fewer = strings.Split("nghèo,thất nghiệp,thiếu,tai nạn,suy dinh dưỡng,thứ 3,thứ ba,tội phạm,tử vong,chết,giảm,nợ,tồn,ô nhiễm,thâm hụt,bội chi,nhập siêu,mù chữ,vi phạm,chậm,"+
	"thất thoát,hao hụt,phát thải,mức sinh,tỷ suất sinh,lạm phát,giá tiêu dùng,chi phí,thiệt hại,bệnh,mắc,nghiện,khiếu,cháy,ly hôn,tảo hôn,bỏ học,vụ,quá hạn", ",")

// checkVerdict compares a stated verdict with the figures. Where less may be better and the
// file does not say so, a verdict is right that is so either way.
func (g *grid) checkVerdict(r int) {
	row := g.rows[r].in
	said := foldName(row.Assessment)
	plan, actual := g.byKind(Plan), g.byKind(Actual)
	if said == "" || plan < 0 || actual < 0 {
		return
	}
	p, ok := g.wideReach(r, plan)
	if !ok {
		return
	}
	a, ok := g.wideReach(r, actual)
	if !ok {
		return
	}
	wrong := func(lowerIsBetter bool) (is string, wrong bool) {
		is = judge(p, a, lowerIsBetter)
		switch said {
		case "vượt", "vượt kế hoạch":
			return is, is == missed || is == reached && p.exact() && a.exact()
		case "đạt", "hoàn thành", "đạt kế hoạch":
			return is, is == missed
		case "không đạt", "chưa đạt":
			return is, is == exceeded || is == reached
		}
		return is, false
	}
	is, bad := wrong(row.LowerIsBetter)
	if !bad {
		return
	}
	if slices.ContainsFunc(fewer, func(w string) bool { return strings.Contains(foldName(row.Name), w) }) {
		if _, also := wrong(true); !also {
			return
		}
	}
	f := g.stated(r, actual)
	if f == nil {
		f = &meeting.Figure{}
	}
	g.contradiction(f, g.rowPath(r)+".Assessment", fault.T("“%s” được đánh giá “%s”, nhưng kế hoạch %s, thực hiện %s là “%s”.", "%q is assessed as %q, but plan %s and actual %s make %q.",
		excerpt(row.Name), row.Assessment, g.text(r, plan), g.text(r, actual), is))
	g.faults[len(g.faults)-1].place = row.Place
}

// wideReach is the reach of a cell with all that rounding allows.
func (g *grid) wideReach(r, c int) (reach, bool) {
	at, ok := g.reach(r, c)
	if f := g.stated(r, c); ok && f != nil && f.Value != nil {
		if v, plain := g.claim(r, c, f); plain {
			at.span = v
		}
	}
	return at, ok
}
