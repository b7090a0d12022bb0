package wml

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/fieldcode"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/internal/xml"
)

// An evaluator works out the fields that depend on what a document says, and not on its
// pages (§17.16.5). A field's value is asked for by the fields that refer to it, so that each
// is worked out once, whatever their order is.
type evaluator struct {
	pkg    *docx.Package
	limits limit.Limits
	now    time.Time
	parts  []*fieldPart

	spans      map[*xml.Node]*fieldSpan // by the node that they begin with
	marks      map[string]bookmark      // by name in small letters
	values     map[*fieldSpan]*fieldValue
	outlined   *outline
	properties map[string]string // of the document, by name in small letters
	noteMarks  map[string]string // numbers of notes, by kind and ID
	notes      map[*fieldPart][]*xml.Node
	styles     map[string][]int // of the outline's paragraphs, by style name in small letters
	tables     map[*xml.Node]*grid
	figures    map[*xml.Node]figure // of cells
	circles    int                  // how often a field was asked for while it was worked out
	depth      int                  // how many fields are being worked out
	spent      int                  // bytes of text that were put together
	faults     fault.List
	told       map[string]bool
}

// What fields may cost: a value may hold two that hold two more each, and so on.
const (
	maxFieldText  = 1 << 20  // of one value
	maxFieldTexts = 64 << 20 // of all
)

// A bookmark is what stands between its edges.
type bookmark struct {
	part     *fieldPart
	from, to int // in the part's source
	start    *xml.Node
}

// A fieldValue is what a field says; not ok: what is stored.
type fieldValue struct {
	text     string
	ok       bool
	circular bool // it asks for itself, or for one that does
}

func newEvaluator(pkg *docx.Package, limits limit.Limits, now time.Time, parts []*fieldPart, o *outline) *evaluator {
	e := &evaluator{pkg: pkg, limits: limits, now: now, parts: parts, outlined: o,
		spans: map[*xml.Node]*fieldSpan{}, marks: map[string]bookmark{}, values: map[*fieldSpan]*fieldValue{}, told: map[string]bool{},
		notes: map[*fieldPart][]*xml.Node{}, tables: map[*xml.Node]*grid{}, figures: map[*xml.Node]figure{}}
	if !slices.ContainsFunc(parts, func(p *fieldPart) bool { return p.name == pkg.Main() }) {
		if p := readFieldPart(pkg, pkg.Main(), limits, true); p != nil {
			e.parts = append([]*fieldPart{p}, parts...)
		}
	}
	for _, p := range e.parts {
		for _, f := range p.fields {
			f.part = p
			e.spans[f.begin] = f
		}
		open := map[string]*xml.Node{}
		for n := range p.root.All("w:bookmarkStart") {
			open[n.Get("w:id")] = n
		}
		for n := range p.root.All("w:bookmarkEnd") {
			s := open[n.Get("w:id")]
			if s == nil || s.Start > n.Start {
				continue
			}
			delete(open, n.Get("w:id"))
			if name := strings.ToLower(s.Get("w:name")); e.marks[name].part == nil {
				e.marks[name] = bookmark{p, s.End, n.Start, s}
			}
		}
	}
	return e
}

// run stores what the fields say; those that ctx leaves no time for stay as they are.
func (e *evaluator) run(ctx context.Context) {
	for _, p := range e.parts {
		for _, f := range p.fields {
			if ctx.Err() != nil {
				return
			}
			switch name := f.name(); {
			case f.asked:
			case name == "", !computed[name] && !e.isMark(name, f):
				e.stale(f)
			default:
				v := e.value(f)
				if v == nil || !v.ok || strings.Contains(v.text, "\n") || f.first != f.last {
					e.stored(f)
					continue
				}
				p.setResult(f, v.text)
			}
		}
	}
}

// computed are the fields that an evaluator works out. SEQ is counted before.
var computed = map[string]bool{
	"REF": true, "NOTEREF": true, "STYLEREF": true, "=": true, "IF": true, "COMPARE": true, "QUOTE": true, "SET": true, "DOCPROPERTY": true, "DOCVARIABLE": true, "INFO": true,
	"TITLE": true, "SUBJECT": true, "AUTHOR": true, "KEYWORDS": true, "COMMENTS": true, "LASTSAVEDBY": true, "CREATEDATE": true, "SAVEDATE": true, "SECTION": true,
	"DATE": true, "TIME": true,
}

// kept are the fields whose stored result needs no look: they print nothing, say what a
// person chose, or are worked out elsewhere.
var kept = map[string]bool{
	"PAGE": true, "NUMPAGES": true, "SECTIONPAGES": true, "PAGEREF": true, "SEQ": true, "TOC": true, "HYPERLINK": true, "SYMBOL": true, "EQ": true, "TC": true, "XE": true, "RD": true, "TA": true,
	"FORMTEXT": true, "FORMCHECKBOX": true, "FORMDROPDOWN": true, "MACROBUTTON": true, "GOTOBUTTON": true, "PRIVATE": true, "ADVANCE": true,
	"LISTNUM": true, "AUTONUM": true, "AUTONUMLGL": true, "AUTONUMOUT": true, "CITATION": true, "ADDIN": true, "SHAPE": true, "EMBED": true,
}

// isMark reports whether a field is nothing but the name of a bookmark, which is a REF.
func (e *evaluator) isMark(name string, f *fieldSpan) bool {
	return !kept[name] && e.marks[strings.ToLower(f.words[0])].part != nil
}

// stale tells of a field that nobody works out.
func (e *evaluator) stale(f *fieldSpan) {
	if name := f.name(); name != "" && !kept[name] && !docx.Fetches(name) {
		e.stored(f)
	}
}

// stored tells that a field prints what the file has stored of it, once for each field's text.
func (e *evaluator) stored(f *fieldSpan) {
	instruction := strings.Join(strings.Fields(f.instruction.String()), " ")
	if e.told[instruction] {
		return
	}
	e.told[instruction] = true
	place := fault.Same(f.part.name)
	if f.first != nil {
		s := strings.Join(strings.Fields(e.text(f.first, f.first.Start, f.first.End)), " ")
		place = fault.T("đoạn “%s”", "paragraph “%s”", excerptOf(s))
	}
	e.faults = append(e.faults, f.keep(place, e.shownStored(f)))
}

// keep leaves a field as it is stored, and tells so.
func (f *fieldSpan) keep(place fault.Text, stored string) *fault.Fault {
	f.kept = true
	instruction := strings.Join(strings.Fields(f.instruction.String()), " ")
	return &fault.Fault{
		Severity: fault.Warning, Code: "stored-field", Place: place,
		Message: fault.T("trường “%s” không tính được, nên giữ nguyên chữ đã lưu trong mẫu: “%s”", "the field %q cannot be worked out, so what the template has stored stays: %q", excerptOf(instruction), excerptOf(stored)),
		Hint:    fault.T("Dùng thẻ {{…}}, hoặc cập nhật trường trong Word (Ctrl+A, F9).", "Use a tag {{…}}, or update the field in Word (Ctrl+A, F9)."),
	}
}

// excerptOf is a text that is short enough for a message.
func excerptOf(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}

// outline is the document as it is read, for what asks for numbers and styles.
func (e *evaluator) outline() *outline {
	if e.outlined == nil {
		e.outlined = readOutline(e.pkg, e.limits)
	}
	return e.outlined
}

// value is what a field says; nil while it is being worked out: it refers to itself.
func (e *evaluator) value(f *fieldSpan) *fieldValue {
	if v, ok := e.values[f]; ok {
		if v == nil {
			e.circles++
		}
		return v
	}
	if e.depth >= maxFieldDepth || e.spent > maxFieldTexts {
		return &fieldValue{}
	}
	e.values[f] = nil
	e.depth++
	circles := e.circles
	v := &fieldValue{}
	if w, ok := e.words(f); ok && !f.deep && !depends(f) {
		v.text, v.ok = e.worked(f, w)
	}
	e.depth--
	e.spent += len(v.text)
	// What stands in a circle is not what it will be.
	v.circular = circles != e.circles
	v.ok = v.ok && !v.circular && len(v.text) <= maxFieldText && e.spent <= maxFieldTexts
	e.values[f] = v
	return v
}

// worked is what a field of some words says.
func (e *evaluator) worked(f *fieldSpan, w []string) (text string, ok bool) {
	switch name := f.name(); name {
	case "SEQ":
		text, ok = f.value, f.counted
	case "REF":
		if len(w) > 1 {
			text, ok = e.reference(f, w[1:])
		}
	case "NOTEREF":
		if len(w) > 1 {
			text, ok = e.noteReference(f, w[1:])
		}
	case "STYLEREF":
		if len(w) > 1 {
			text, ok = e.styleReference(f, w[1:])
		}
	case "=":
		text, ok = e.formula(f)
	case "IF":
		text, ok = e.choose(f)
	case "COMPARE":
		yes, _, compared := e.condition(operands(e.asked(f)))
		text, ok = map[bool]string{true: "1", false: "0"}[yes], compared
	case "QUOTE":
		var texts []string
		for i := 1; i < len(w) && !strings.HasPrefix(w[i], `\`); i++ {
			texts = append(texts, w[i])
		}
		text, ok = strings.Join(texts, " "), true
	case "SET":
		ok = true
	case "SECTION":
		if f.section >= 0 {
			text, ok = number(f.section+1, fieldFormat(w)), true
		}
	case "DATE", "TIME", "CREATEDATE", "SAVEDATE":
		text, ok = e.moment(name, w)
	default:
		if e.isMark(name, f) {
			text, ok = e.reference(f, w)
			break
		}
		text, ok = e.property(name, w)
	}
	if ok {
		text, ok = formatted(text, w)
	}
	return text, ok
}

// asked is the instruction of a field that can be worked out.
func (e *evaluator) asked(f *fieldSpan) string {
	s, _ := e.instruction(f)
	return s
}

// instruction is a field's instruction, with the values of the fields inside it, in quotes
// where they stand in none. Not ok if one of them has none.
func (e *evaluator) instruction(f *fieldSpan) (filled string, ok bool) {
	s := f.instruction.String()
	if len(f.nested) == 0 {
		return s, true
	}
	in := instructionText{formula: strings.HasPrefix(strings.TrimSpace(s), "=")}
	at := 0
	for _, n := range f.nested {
		in.literal(s[at:n.at])
		at = n.at
		text, ok := e.shown(n.field)
		if !ok && !kept[n.field.name()] {
			return "", false
		}
		in.value(text)
	}
	in.literal(s[at:])
	in.close()
	return string(in.b), true
}

// An instructionText puts an instruction together of what stands in it and of the values of the
// fields in it, which are pieces of words: two beside each other, or beside letters, make one.
type instructionText struct {
	b       []byte
	formula bool // it has no words
	quoted  bool // what follows stands in quotes of the instruction
	open    bool // what follows may belong to a value's word, whose quotes are ours
}

const endsWord = " \t\r\n\"<>="

var inQuotes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func (t *instructionText) literal(s string) {
	if t.open {
		end := strings.IndexAny(s, endsWord)
		if end < 0 {
			end = len(s)
		}
		t.b = append(t.b, inQuotes.Replace(s[:end])...)
		if s = s[end:]; s == "" {
			return
		}
		t.close()
	}
	t.b = append(t.b, s...)
	t.quoted = fieldcode.Quoted(s, t.quoted)
}

func (t *instructionText) close() {
	if t.open {
		t.b = append(t.b, `" `...)
		t.open = false
	}
}

func (t *instructionText) value(s string) {
	switch {
	case t.formula:
		t.b = append(t.b, " "+s+" "...)
		return
	case !t.quoted && !t.open:
		begins := bytes.LastIndexAny(t.b, endsWord) + 1
		word := string(t.b[begins:])
		if strings.HasPrefix(word, `\`) || len(bytes.TrimSpace(t.b[:begins])) == 0 { // a switch, or the field's name
			begins, word = len(t.b), ""
		}
		t.b = append(t.b[:begins], ` "`+inQuotes.Replace(word)...)
		t.open = true
	}
	t.b = append(t.b, inQuotes.Replace(s)...)
}

func (e *evaluator) words(f *fieldSpan) ([]string, bool) {
	if len(f.nested) == 0 {
		return f.words, true
	}
	s, ok := e.instruction(f)
	return fieldcode.Words(s), ok
}

// shown is what a field prints: its value, or, not ok, what is stored.
func (e *evaluator) shown(f *fieldSpan) (text string, ok bool) {
	if name := f.name(); name == "SEQ" || computed[name] || name != "" && e.isMark(name, f) {
		v := e.value(f)
		if v != nil && v.ok {
			return v.text, true
		}
		if v != nil && v.circular {
			e.circles++
		}
	}
	return e.shownStored(f), false
}

func (e *evaluator) shownStored(f *fieldSpan) string {
	switch {
	case f.begin.Name == "w:fldSimple":
		return e.text(f.begin, f.begin.InnerStart, f.begin.InnerEnd)
	case f.separate != nil && f.end != nil:
		return e.text(f.separate, f.separate.End, f.end.Start)
	}
	return ""
}

// text is what stands in a part from one place to another, as a reference to it prints it:
// a tab is \t, a line break \v, a paragraph ends with \n. Fields give their values. It begins in
// start, or behind it.
func (e *evaluator) text(start *xml.Node, from, to int) string {
	for start.Parent != nil && start.Parent.InnerEnd < to {
		start = start.Parent
	}
	t := textReader{e: e, from: from, to: to, skip: from}
	for n := start; n != nil && n.Start < to; n = n.Next {
		t.read(n)
	}
	e.spent += t.b.Len()
	return t.b.String()
}

// A textReader puts together the text from one place of a part to another.
type textReader struct {
	e              *evaluator
	b              strings.Builder
	from, to, skip int // up to skip, all has been read
}

func (t *textReader) read(n *xml.Node) {
	if n.End <= t.skip || n.Start >= t.to || t.b.Len() > maxFieldText {
		return
	}
	switch n.Name {
	case "w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:delText", "w:drawing", "w:pict", "w:object", "w:sdtPr", "mc:AlternateContent", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr":
		return
	case "w:fldSimple", "w:fldChar":
		if f := t.e.spans[n]; f != nil && n.Start >= t.from && f.end != nil && f.end.End <= t.to {
			s, _ := t.e.shown(f)
			t.b.WriteString(s)
			t.skip = f.end.End
			return
		}
	case "w:t":
		t.b.WriteString(n.Content())
		return
	case "w:tab":
		t.b.WriteByte('\t')
		return
	case "w:br", "w:cr":
		t.b.WriteByte('\v')
		return
	case "w:noBreakHyphen":
		t.b.WriteRune('\u2011')
		return
	}
	for c := range n.Children() {
		t.read(c)
	}
	if n.Name == "w:p" && n.End <= t.to {
		t.b.WriteByte('\n')
	}
}

// argument is what stands behind a switch, also where no space does.
func argument(words []string, name string) (string, bool) {
	for i, w := range words {
		if len(w) >= len(name) && strings.EqualFold(w[:len(name)], name) {
			if w = w[len(name):]; w != "" {
				return w, true
			}
			if i+1 < len(words) {
				return words[i+1], true
			}
		}
	}
	return "", false
}

// formatted makes of a value what the general switches \*, \# and \@ ask for (§17.16.4).
func formatted(s string, words []string) (string, bool) {
	if picture, ok := argument(words, `\#`); ok {
		n, isNumber := viet.ParseNumber(s)
		if !isNumber {
			return s, true // of a text, Word shows the text
		}
		return viet.NumberPicture(n.Value, picture)
	}
	for i, w := range words {
		name, ok := strings.CutPrefix(w, `\*`)
		if !ok {
			continue
		}
		if name == "" && i+1 < len(words) {
			name = words[i+1]
		}
		switch strings.ToLower(name) {
		case "upper":
			s = viet.Upper(s)
		case "lower":
			s = viet.Lower(s)
		case "firstcap":
			s = viet.Capitalize(s)
		case "caps":
			s = viet.CapitalizeWords(s)
		case "mergeformat", "charformat", "mergeformatinet", "":
		case "cardtext":
			n, ok := viet.ParseNumber(s)
			if !ok {
				return s, false
			}
			s = viet.WordsDecimal(n.Value, viet.Northern)
		default:
			format := fieldFormat(words)
			if format == FormatNone {
				return s, false
			}
			if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
				s = format.Format(n)
			}
		}
	}
	return s, true
}
