package indicator

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// flatten puts the rows of a tree under each other, with the row of the total at the end,
// and numbers them.
func (g *grid) flatten() {
	n := g.numbering()
	g.top = g.append(n, g.in.Rows, -1, 0, 0, "")
	if g.in.Total != "" {
		bold := true
		g.top = append(g.top, len(g.rows))
		g.rows = append(g.rows, &row{in: &meeting.IndicatorRow{Name: g.in.Total, Formula: "sum()", Bold: &bold}, parent: -1, index: len(g.in.Rows), unit: g.in.Unit})
	}
}

// append appends the rows below a parent; level is how many groups they stand in, part how
// deep below an item. above is the number of the parent.
func (g *grid) append(n *numbering, rows []meeting.IndicatorRow, parent, level, part int, above string) []int {
	indexes := make([]int, 0, len(rows))
	groups := 0
	for i := range rows {
		if len(g.rows) == maxRows {
			if !g.full {
				g.full = true
				g.exceeded(fault.T("Số dòng của một biểu", "the number of rows of a table"), maxRows)
			}
			break
		}
		r := &row{in: &rows[i], parent: parent, index: i, part: part, unit: rows[i].Unit}
		if r.unit == "" {
			r.unit = g.in.Unit
		}
		at := len(g.rows)
		indexes = append(indexes, at)
		g.rows = append(g.rows, r)
		number := ""
		switch {
		case r.named(): // the sums of offices have no number
		case part > 0:
			r.ordinal, number = n.part(r.in, level, part, i+1, above)
		case level < n.groups && isGroup(r.in):
			r.group = true
			groups++
			n.restart()
			r.ordinal, number = n.next(level, groups, above)
		default:
			r.ordinal, number = n.item(level, above)
		}
		if r.in.Ordinal != "" {
			r.ordinal = strings.TrimSpace(r.in.Ordinal)
		}
		below, deeper := level, part+1
		if r.group {
			below, deeper = level+1, 0
		}
		r.children = g.append(n, r.in.Rows, at, below, deeper, number)
	}
	return indexes
}

// isGroup reports whether a row only heads those below it: it states no figures of its
// own, though it may add them up.
func isGroup(r *meeting.IndicatorRow) bool {
	if len(r.Rows) == 0 {
		return false
	}
	for i := range known {
		if f := known[i].figure; f != nil && f(r) != nil {
			return false
		}
	}
	for _, v := range r.Values {
		if v.Figure != nil {
			return false
		}
	}
	return true
}

// groupLevels is how many levels of groups rows have: 2 for groups of groups.
func groupLevels(rows []meeting.IndicatorRow, depth int) int {
	if depth == maxGroupLevels {
		return depth
	}
	levels := depth
	for i := range rows {
		if isGroup(&rows[i]) {
			levels = max(levels, groupLevels(rows[i].Rows, depth+1))
		}
	}
	return levels
}

// maxGroupLevels is how many levels of groups are numbered as such.
const maxGroupLevels = 3

// customary are the patterns of offices, by the levels of groups that a table has.
var customary = [maxGroupLevels + 1][]string{{"1", "-"}, {"I", "1", "-"}, {"A", "I", "1", "-"}, {"A", "I", "1", "a)", "-"}}

// A numbering gives the rows their ordinals.
type numbering struct {
	patterns   []string // by level, the last for all below; groups come first
	groups     int      // levels of groups
	continuous bool
	items      int  // so far, of the group at hand
	own        bool // the file says the patterns
}

// numbering is how a table numbers its rows: groups that only hold other rows I, II, …;
// rows 1, 2, …, beginning again in each group; what a row consists of with a dash.
func (g *grid) numbering() *numbering {
	n := &numbering{continuous: g.in.Continuous, groups: groupLevels(g.in.Rows, 0)}
	for _, p := range g.in.Numbering {
		p = strings.TrimSpace(p)
		switch viet.Lower(p) {
		case "none", "khong", "không":
			g.unnumbered = true
			continue
		}
		if !validPattern(p) {
			g.fault(g.path+".Numbering", "bad-numbering", fault.T("Không hiểu cách đánh số “%s”.", "The numbering %q is not understood.", excerpt(p)),
				fault.T("Mỗi cấp một kiểu: A, I, 1, 1.1, a) hoặc -; khong: bỏ cột STT.", "One pattern for each level: A, I, 1, 1.1, a) or -; none: no such column."))
			continue
		}
		n.patterns = append(n.patterns, p)
	}
	n.own = len(n.patterns) > 0
	if !n.own {
		n.patterns = customary[n.groups]
	}
	return n
}

// validPattern reports whether a pattern is one that [ordinal] knows.
func validPattern(p string) bool {
	if p == "1.1" || p == "1.1." {
		return true
	}
	if p == "" {
		return false
	}
	switch p[0] {
	case 'A', 'a', 'I', 'i', '1':
		return p[1:] == "" || p[1:] == "." || p[1:] == ")"
	}
	return p == "-" || p == "+" || p == "*" || p == "•" || p == "–"
}

func (n *numbering) pattern(level int) string { return n.patterns[min(level, len(n.patterns)-1)] }

// restart begins the numbers of items again, as a group begins.
func (n *numbering) restart() {
	if !n.continuous {
		n.items = 0
	}
}

func (n *numbering) next(level, number int, above string) (text, bare string) {
	return ordinal(n.pattern(level), number, above)
}

// item is the ordinal of a row that is neither a group nor a part of one.
func (n *numbering) item(level int, above string) (text, bare string) {
	n.items++
	at := n.groups
	if n.own {
		at = level
	}
	return ordinal(n.pattern(at), n.items, above)
}

// part is the ordinal of a row that another one consists of. The words "Trong đó" and a
// name with a dash of its own have none.
func (n *numbering) part(r *meeting.IndicatorRow, level, part, number int, above string) (text, bare string) {
	name := strings.TrimSpace(r.Name)
	if foldName(name) == "trong đó" || strings.HasPrefix(name, "-") || strings.HasPrefix(name, "+") {
		return "", above
	}
	at := n.groups + part
	if n.own {
		at = level + part
	}
	return ordinal(n.pattern(at), number, above)
}

// ordinal writes a number in a pattern, and the bare number for "1.1" below it.
func ordinal(pattern string, number int, above string) (text, bare string) {
	switch pattern[0] {
	case 'A':
		bare = viet.Upper(viet.Letter(number))
	case 'a':
		bare = viet.Letter(number)
	case 'I':
		bare = viet.Roman(number)
	case 'i':
		bare = viet.Lower(viet.Roman(number))
	case '1':
		bare = strconv.Itoa(number)
		if strings.HasPrefix(pattern, "1.1") {
			if above != "" {
				bare = above + "." + bare
			}
			return bare + pattern[len("1.1"):], bare
		}
	default:
		return pattern, above
	}
	return bare + pattern[1:], bare
}

// name is a row's name as it prints: groups in capitals, with the day that the figures are
// of and the mark of a footnote.
func (r *row) name(mark string) string {
	name := r.in.Name
	if r.group {
		name = viet.Upper(name)
	}
	if r.in.AsOf != nil {
		name += " (tính đến ngày " + r.in.AsOf.String() + ")"
	}
	if mark != "" {
		name += " " + mark
	}
	return name
}

// bold reports whether a row prints in bold: groups and sums, unless it says otherwise.
func (r *row) bold() bool {
	if r.in.Bold != nil {
		return *r.in.Bold
	}
	return r.group || r.part == 0 && (r.isSum() || r.named())
}

// named reports whether a row's name says that it adds up those beside it.
func (r *row) named() bool { return len(r.in.Rows) == 0 && totalNames[foldName(r.in.Name)] }

// indent of the name, in thousandths of an em: parts carry a dash in the STT column, the
// deeper ones step in.
func (r *row) indent() int { return max(0, r.part-1) * 1000 }

// footnoteMark is the mark of a table's nth footnote, from 1: (*), (**), (***), (4).
func footnoteMark(n int) string {
	if n <= 3 {
		return "(" + strings.Repeat("*", n) + ")"
	}
	return "(" + strconv.Itoa(n) + ")"
}
