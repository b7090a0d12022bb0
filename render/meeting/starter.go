package meeting

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// A Starter is a meeting file to start from, with made-up content that shows what goes
// where: texts stand in «…», dates and counts are examples.
type Starter struct {
	// Fields are those to write, as [Vocabulary] leads to them, in paths: "Title",
	// "Tasks[].Due". Nil: every field. The title is always there.
	Fields []string

	// Extra is free data to write, by its path below extra: "kinh_phi", "muc[].ten".
	Extra map[string]ExtraKind

	Template string     // a template's name for documents; "": none
	Tables   []string   // the ids of the indicator tables that the template names
	Regime   Regime     // what regime says, if it is written at all
	Items    int        // entries of each list; 0: one
	Lang     fault.Lang // of the comments
	Comments bool       // a comment above each key, and how to go on at the top
	Stamps   bool       // draft, urgency, secrecy, circulation and numbers of ballots are written; else only as comments
}

// An ExtraKind is what stands in a value of free data.
type ExtraKind int

// Kinds of free data; the zero value is text.
const (
	ExtraText ExtraKind = iota
	ExtraNumber
	ExtraDate
	ExtraList
	ExtraTable   // the id of an indicator table
	ExtraPicture // a file's name
	ExtraCode    // what a bar code of any kind can hold
)

// starterDepth bounds sections in sections, and rows in rows.
const starterDepth = 3

// A wanted is the tree of the fields to write; nil stands for all of them.
type wanted map[string]wanted

// YAML is the file. It is read without an error.
func (s Starter) YAML() []byte {
	s.Items = max(1, s.Items)
	w := &starter{Starter: s}
	var root wanted
	if s.Fields != nil {
		root = wanted{}
		for _, path := range s.Fields {
			root.add(path)
		}
	}
	for path := range s.Extra {
		if root != nil {
			root.child("Extra").addFree(path)
		}
	}
	if s.Comments {
		w.comment(0, fault.T("Thay những gì trong «…» bằng nội dung thật, sửa lại ngày và số; mục nào không có thì xóa đi, văn bản không in mục ấy.",
			"Put the real content in place of «…», and the right dates and figures; delete what you do not need: it is not printed."))
		w.comment(0, fault.T("Chỉ title là bắt buộc. Khóa viết được bằng tiếng Việt không dấu, ghi trong ngoặc.",
			"Only title is required. Keys may be written in Vietnamese too, as shown in brackets."))
	}
	w.record(reflect.TypeFor[Meeting](), root, 0, "", 0)
	return []byte(strings.Join(w.lines, "\n") + "\n")
}

// add takes a path apart. What the file implies stands for what it is made from.
func (w wanted) add(path string) {
	t := reflect.TypeFor[Meeting]()
	for _, name := range strings.Split(path, ".") {
		name = strings.TrimSuffix(name, "[]")
		if t == nil {
			w = w.child(name) // free data
			continue
		}
		switch {
		case name == "UnplacedIndicators":
			name = "Indicators"
		case name == "DueText":
			name = "Due"
		case t == reflect.TypeFor[Vote]() && (name == "Total" || name == "Base"):
			name = "For"
		case t == reflect.TypeFor[Vote]() && strings.HasPrefix(name, "Share"):
			name = strings.TrimPrefix(name, "Share")
		}
		f, ok := t.FieldByName(name)
		if !ok {
			return
		}
		w = w.child(name)
		t = f.Type
		for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		switch {
		case t == reflect.TypeFor[Extra]():
			t = nil
		case t.Kind() != reflect.Struct || keys[t] == nil || t == reflect.TypeFor[Date]() || t == reflect.TypeFor[Moment]():
			return
		}
	}
}

// addFree takes a path of free data apart.
func (w wanted) addFree(path string) {
	for name := range strings.SplitSeq(path, ".") {
		w = w.child(strings.TrimSuffix(name, "[]"))
	}
}

func (w wanted) child(name string) wanted {
	if w[name] == nil {
		w[name] = wanted{}
	}
	return w[name]
}

// A starter writes the lines of a [Starter].
type starter struct {
	Starter
	lines []string
}

func (w *starter) line(indent int, format string, args ...any) {
	w.lines = append(w.lines, strings.Repeat(" ", indent)+fmt.Sprintf(format, args...))
}

func (w *starter) comment(indent int, t fault.Text) { w.line(indent, "# %s", t.In(w.Lang)) }

// has reports whether a field is to be written, and what of it.
func (w wanted) has(field string) (wanted, bool) {
	if w == nil {
		return nil, true
	}
	sub, ok := w[field]
	return sub, ok
}

// tables reports whether a table of indicators is asked for anywhere.
func (w wanted) tables() bool {
	if w == nil {
		return true
	}
	if _, ok := w["Indicators"]; ok {
		return true
	}
	sub, ok := w["Sections"]
	return ok && sub.tables()
}

// stamps are the marks of a document that few have.
var stamps = map[string]string{"Draft": "Dự thảo lần 1", "Urgency": "Khẩn", "Secrecy": "Mật", "Circulation": "Lưu hành nội bộ"}

// record writes the keys of a struct. first goes before the first line, as "- " does; n is
// the entry's number in its list, 0 outside of lists.
func (w *starter) record(t reflect.Type, want wanted, indent int, first string, n int) {
	begin := len(w.lines)
	depth := indent / 4 // of nested lists
	for _, e := range entriesOf(t) {
		sub, ok := want.has(e.field)
		top := t == reflect.TypeFor[Meeting]()
		switch {
		case e.from == derived:
			continue
		case top && e.field == "Title":
			ok = true
		case top && e.field == "Indicators":
			ok = want.tables() || len(w.Tables) > 0 || slices.Contains(slices.Collect(maps.Values(w.Extra)), ExtraTable)
			sub = nil
		case top && e.field == "Documents":
			ok = w.Template != ""
		case e.field == "Image", e.field == "LowerIsBetter", t == reflect.TypeFor[IndicatorRow]() && slices.Contains([]string{"ID", "Ordinal", "Unit", "Rows", "PercentOfPlan", "Growth", "Values", "Formula", "Assessment", "Footnote", "Bold"}, e.field),
			t == reflect.TypeFor[Indicator]() && !slices.Contains([]string{"ID", "Title", "Unit", "Rows", "Notes"}, e.field):
			ok = false // a file that is not there; what the table says, or its figures; what tables have on request
		case e.field == "Sections" && (depth >= starterDepth || depth > 1 && w.Comments):
			ok = false
		case t == reflect.TypeFor[Section]() && e.field == "Indicators":
			ok = ok && n == 1 && depth == 1
		case t == reflect.TypeFor[Section]() && e.field == "Sections":
			ok = ok && n == 1
		case top && e.field == "Extra":
			ok = len(sub) > 0
		case top && e.field == "Regime":
			ok = ok && w.Regime != ""
		}
		if !ok {
			continue
		}
		f, _ := t.FieldByName(e.field)
		if w.Comments && top {
			w.line(indent, "")
			alias, _, _ := strings.Cut(e.alias, " ")
			w.line(indent, "# %s (%s)", viet.Capitalize(Describe(t, e.field).In(w.Lang)), alias)
		}
		if example, ok := stamps[e.field]; ok && top {
			mark := "# "
			if w.Stamps {
				mark = ""
			}
			w.line(indent, "%s%s: %s", mark, e.key, example)
			continue
		}
		if t == reflect.TypeFor[Vote]() && slices.Contains(ballotCounts, e.field) && !w.Stamps {
			w.line(indent, "# %s: %s", e.key, w.votes())
			continue
		}
		w.field(t, f, e, sub, indent, n)
	}
	if len(w.lines) == begin { // nothing of it is asked for by name
		if f := plainField[t]; f != "" {
			w.line(indent, "%s", w.text(t, f, n))
		} else {
			w.line(indent, "{}")
		}
	}
	if first != "" {
		w.lines[begin] = w.lines[begin][:indent-len(first)] + first + w.lines[begin][indent:]
	}
}

// table is the id of the n-th indicator table, from 1.
func (w *starter) table(n int) string {
	if n <= len(w.Tables) {
		return quoteKey(w.Tables[n-1])
	}
	return "bang-" + strconv.Itoa(n)
}

func (w *starter) field(t reflect.Type, f reflect.StructField, e entry, sub wanted, indent, n int) {
	switch {
	case e.field == "Documents":
		w.line(indent, "%s:", e.key)
		w.line(indent+2, "%s:", quoteKey(w.Template))
	case t == reflect.TypeFor[Section]() && e.field == "Indicators":
		w.line(indent, "%s: [%s]", e.key, w.table(1))
	case t == reflect.TypeFor[Indicator]() && e.field == "ID":
		w.line(indent, "%s: %s", e.key, w.table(n))
	case f.Type == reflect.TypeFor[Extra]():
		w.line(indent, "%s:", e.key)
		for _, name := range sortedKeys(sub) {
			w.free(name, name, sub[name], indent+2, 0)
		}
	case f.Type.Kind() == reflect.Slice:
		w.list(t, f, e, sub, indent)
	case f.Type.Kind() == reflect.Struct, f.Type == reflect.TypeFor[*Attendance](), f.Type == reflect.TypeFor[*Capital]():
		target := f.Type
		if target.Kind() == reflect.Pointer {
			target = target.Elem()
		}
		if len(sub) == 0 && sub != nil && plainField[target] != "" {
			w.line(indent, "%s: %s", e.key, w.text(t, e.field, n))
			return
		}
		w.line(indent, "%s:", e.key)
		w.record(target, sub, indent+2, "", n)
	default:
		w.scalar(t, f, e, indent, n)
	}
}

func (w *starter) list(t reflect.Type, f reflect.StructField, e entry, sub wanted, indent int) {
	item := f.Type.Elem()
	items := w.Items
	if t == reflect.TypeFor[Meeting]() && e.field == "Indicators" || e.field == "Chair" || e.field == "Secretary" || e.field == "Signatures" {
		items = 1
		if e.field == "Indicators" {
			items = max(1, len(w.Tables))
		}
	}
	w.line(indent, "%s:", e.key)
	for i := range items {
		number := i + 1
		if items == 1 && item != reflect.TypeFor[Section]() && item != reflect.TypeFor[Indicator]() {
			number = 0
		}
		if item.Kind() == reflect.String || len(sub) == 0 && sub != nil && plainField[item] != "" {
			w.line(indent+2, "- %s", w.text(t, e.field, number))
			continue
		}
		w.record(item, sub, indent+4, "- ", number)
	}
}

// examples are values of fields that take no free text, and of some that do. %d is the
// entry's number.
var examples = map[string]string{
	"Start": "2026-01-05 08:00", "End": "2026-01-05 11:30", "Date": "2026-01-05", "Due": "2026-01-31", "AsOf": "2025-12-31",
	"Number": "01", "Manner": "trực tuyến", "Method": "giơ tay", "Vote": "tán thành", "Excused": "true",
	"Represented": "3.000", "Total": "4.000", "Share": "75%", "Plan": "1.000", "Actual": "950", "Previous": "900",
	"Against": "0", "Abstain": "0", "Invalid": "0",
}

// ballotCounts are the numbers that only votes by ballot have, or shares of something else.
var ballotCounts = []string{"OutOf", "Issued", "Returned", "Cast", "Valid"}

// votes are all votes that there are: one for each person, or for each share that attends.
func (w *starter) votes() string {
	if w.Template == ShareholdersMinutes {
		return examples["Represented"]
	}
	return strconv.Itoa(w.Items)
}

func (w *starter) scalar(t reflect.Type, f reflect.StructField, e entry, indent, n int) {
	value, ok := examples[e.field]
	switch {
	case e.field == "Summoned", e.field == "Present", e.field == "Count":
		value = strconv.Itoa(w.Items)
	case e.field == "For", slices.Contains(ballotCounts, e.field):
		value = w.votes()
	case t == reflect.TypeFor[Capital]() && e.field == "Unit":
		value = "cổ phần"
	case e.field == "Regime":
		value = string(w.Regime)
	case e.field == "Conclusion", e.field == "Text":
		w.line(indent, "%s: |", e.key)
		w.line(indent+2, "%s", w.text(t, e.field, n))
		if w.Comments || t != reflect.TypeFor[Speech]() {
			w.line(indent+2, "")
			w.line(indent+2, "- «Ý thứ nhất»;")
			w.line(indent+2, "- «Ý thứ hai».")
		}
		return
	case !ok:
		value = w.text(t, e.field, n)
	}
	w.line(indent, "%s: %s", e.key, value)
}

// free writes what a template reads of extra. path is the value's own, n the number of the
// list's entry that it stands in, 0 outside of lists.
func (w *starter) free(path, name string, sub wanted, indent, n int) {
	kind, isList := w.Extra[path], w.Extra[path] == ExtraList
	sample := "«" + strings.ReplaceAll(name, "_", " ") + "»"
	if n > 0 {
		sample = "«" + strings.ReplaceAll(name, "_", " ") + " " + strconv.Itoa(n) + "»"
	}
	switch kind {
	case ExtraNumber:
		sample = "1.000"
	case ExtraDate:
		sample = "2026-01-05"
	case ExtraTable:
		sample = w.table(1)
	case ExtraPicture:
		sample = "anh.png"
	case ExtraCode:
		sample = "8934567"
	}
	switch {
	case isList:
		w.line(indent, "%s:", quoteKey(name))
		for i := range w.Items {
			if len(sub) == 0 {
				w.line(indent+2, "- «%s %d»", strings.ReplaceAll(name, "_", " "), i+1)
				continue
			}
			begin := len(w.lines)
			for _, k := range sortedKeys(sub) {
				w.free(path+"[]."+k, k, sub[k], indent+4, i+1)
			}
			w.lines[begin] = w.lines[begin][:indent+2] + "- " + w.lines[begin][indent+4:]
		}
	case len(sub) > 0:
		w.line(indent, "%s:", quoteKey(name))
		for _, k := range sortedKeys(sub) {
			w.free(path+"."+k, k, sub[k], indent+2, n)
		}
	default:
		w.line(indent, "%s: %s", quoteKey(name), sample)
	}
}

// text is made-up text for a field: its name in «…».
func (w *starter) text(t reflect.Type, field string, n int) string {
	name := Describe(t, field).Vi
	if i := strings.IndexAny(name, ":("); i >= 0 {
		name = name[:i]
	}
	name = viet.Capitalize(strings.TrimSpace(name))
	if n > 0 {
		name += " " + strconv.Itoa(n)
	}
	return "«" + name + "»"
}

func sortedKeys(w wanted) []string {
	var names []string
	for k := range w {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}

// quoteKey is a name as a YAML key.
func quoteKey(name string) string {
	for _, r := range name {
		if !(r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(name) + `"`
		}
	}
	return name
}
