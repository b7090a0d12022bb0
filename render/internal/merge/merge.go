// Package merge makes a document from a Word template: it finds the tags, checks them
// when the template is compiled, and executes them with text/template, whose literal text
// is the template's own XML.
//
// What a loop repeats gets IDs of its own: drawings, content controls, paragraphs, bookmarks
// (fields and links of the same pass follow their bookmark's new name, those outside of the
// loop lead to the first pass's) and notes. A comment stays with the first pass. Comments, pictures
// and other parts that only what was taken away named are not in the document. The tags of
// a footnote or an endnote are executed where its reference stands, with the values of the loop
// around it; what they name of the whole data is found too. A note goes with its reference.
//
// A table that is too wide for an upright page has its section turned to landscape, which
// is upright again behind it: see [Table].
package merge

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/plot"
	"github.com/bienban/bienban/render/internal/xml"
)

// Config is what the tags of a template may use.
type Config struct {
	Data reflect.Type // of the value that Execute takes

	// Vocabulary gives the other spellings of a struct's fields, by what a tag may write
	// ("chair", "chu_tri") to the field ("Chair"). Nil: the fields' own names only.
	Vocabulary func(reflect.Type) map[string]string

	// Functions give text, by name, besides text/template's own. A function whose argument
	// is absent, and whose parameter cannot say so, is not called: it gives nothing.
	Functions map[string]any

	// Shows says what the result of a function, or of a method of a value that prints, shows of
	// each argument where that is not all of it: the part that it gives, or nothing if it is
	// nil, as of what counts, compares or adds up. An argument is no pointer; a method's is
	// its receiver.
	Shows map[string]func(reflect.Value) reflect.Value

	// Uses are how functions are called, for hints: `{{upper .Title}}`.
	Uses map[string]string

	// Typed checks the arguments of functions before there is data, and says what they give of
	// the data where their Go types do not. It is called with as many arguments as the Go type
	// allows, one at least.
	Typed map[string]func(args []Argument) (Result, error)

	// Texts are the fields that the text of a struct shows; of others it shows all.
	Texts map[reflect.Type]string

	// Accepts reports whether a function's parameter, of a named interface type, takes values
	// of a type of the data. Nil: it takes all.
	Accepts func(parameter, t reflect.Type) bool

	// Literals is the error of a function's arguments, of which only those that the tag itself
	// states are known; others are nil. Nil: it has none.
	Literals func(function string, args []any) error

	// Order compares two values of the data that are more than Go sees in them: numbers and
	// dates, written as texts too. ok is false for all others. Nil: there are none.
	Order func(a, b any) (order int, ok bool)

	// Whole is a number of the functions' own as an int, for the index of an element and the
	// count of passes; ok is false for all else. Nil: there are none.
	Whole func(v any) (n int, ok bool)

	// Ordered is what Order takes a type of the data for: "number", "date"; "" for others.
	// Nil: it takes none. Texts may be all of these.
	Ordered func(t reflect.Type) string

	// Open is the template that {{template "NAME" .}} names: one of the same folder. Nil: there
	// is no folder.
	Open func(name string) (*docx.Package, error)

	Limits limit.Limits
}

// An Argument is what is known of a function's argument before there is data.
type Argument struct {
	Type    reflect.Type // nil: unknown
	Literal any          // a string, an int or a float64 that the tag states; nil: it states none
}

// A Result is what is known of a function's result before there is data.
type Result struct {
	Type reflect.Type // nil: unknown
	Of   int          // the argument that it is a part or a choice of

	List    bool     // it has elements of that one
	Element bool     // it is one of its elements
	From    string   // the path of what it was made of, behind that one's: "[].Due"
	Notes   []string // other paths that it has read there
}

// Env is what one execution's rich functions reach, and what the document says of itself.
type Env struct {
	Image func(name string) ([]byte, error) // {{image .Image}}: the picture's bytes

	// {{table "kinh-te"}}, for the place where the tag stands; nil, nil: nothing to print
	Table func(id string, room Room) (*Table, error)

	// Chart gives the figures of a {{chart}}, nil if there are none, and warnings about them.
	// Workbook writes the workbook of a chart.
	Chart    func(of Charted) (*plot.Chart, fault.List, error)
	Workbook func(c *plot.Chart) ([]byte, error)

	// Fit gives the columns of a table in Markdown their widths, and the table a Size where a
	// smaller one is needed; nil: columns of equal width.
	Fit func(t *Table, room Room)

	// Shown is told each value of the data that has reached the output, and what the branches
	// of conditions choose between that are about a yes or no; not what {{table}} prints. Nil:
	// nobody asks.
	Shown func(Shown)

	// Include is the finished document that {{include "FILE"}} names; nil, nil: a name in its place.
	Include func(name string) (*docx.Package, error)

	// Keys are the keys of a map of the data in the order that {{range}} goes through it. Nil:
	// sorted.
	Keys func(m any) []string

	// NoEndMark lets no paragraph of the document end in "./."; otherwise the last one that does
	// keeps it.
	NoEndMark bool

	Properties Properties
}

// Properties are the document's own title and the like (docProps/core.xml). What is zero
// stays as the template has it.
type Properties struct {
	Title, Subject, Author, Keywords, Language string
	Created                                    time.Time
}

// A Template is a compiled template. Goroutines share it.
type Template struct {
	config  Config
	pkg     *docx.Package
	parts   []*part
	tags    []*tag
	paths   []chain
	types   map[member]accessor
	exec    *template.Template // one template for each part with tags, by the part's name
	lists   *numbering
	styles  *styles
	highest ids
	columns []column // of the main part's sections, in order
	fields  []string
	prints  []string
	origins []origin
	printed map[string][]fault.Text // by path, the places of the tags
}

// Compile finds and checks the tags of every part that may hold them. All faults come at
// once; the template is nil if one of them is an error.
func Compile(pkg *docx.Package, c Config) (*Template, fault.List) {
	c.Limits = c.Limits.OrDefault()
	pkg, faults := pkg.AsDocument()
	pkg, external := pkg.WithoutExternal(c.Limits.XML())
	faults = append(faults, external...)
	pkg, origins, composing := compose(pkg, c)
	faults = append(faults, composing...)
	t := &Template{config: c, pkg: pkg, origins: origins, types: map[member]accessor{}}
	t.scan(&faults)
	if faults.Failed() && len(t.parts) == 0 {
		return nil, faults
	}
	if err := t.prepare(); err != nil {
		return nil, append(faults, err)
	}
	k := newChecker(t, &faults)
	t.exec = template.New("")
	notes, noteFaults := t.notes()
	for _, p := range t.parts {
		if noteKind(p) >= 0 {
			continue
		}
		if p == t.parts[0] {
			faults = append(faults, noteFaults...)
		}
		if p.executed = p.executed || len(p.tags) > 0 || p == t.parts[0] && tagged(notes); !p.executed {
			continue
		}
		if f := tooDeep(p.tags); f != nil {
			faults = append(faults, f)
			continue
		}
		before := len(faults)
		anchors := p.cover(&faults)
		matched := len(faults) == before
		e := &emitter{part: p, anchors: anchors, lists: t.lists, faults: &faults}
		if p == t.parts[0] {
			e.notes = notes
		}
		e.document()
		tree, ok := assemble(e.items, matched, &faults)
		if !ok {
			k.loose(p.tags)
			continue
		}
		decideRestarts(tree, nil)
		list := k.part(tree)
		if _, err := t.exec.AddParseTree(p.name, &parse.Tree{Name: p.name, ParseName: p.name, Root: list}); err != nil {
			faults = append(faults, syntaxFault(p.name, err))
		}
	}
	for _, p := range t.parts {
		if kind := noteKind(p); kind >= 0 {
			k.unused(notes[kind])
		}
	}
	t.fields = slices.Sorted(maps.Keys(k.fields))
	t.prints, t.printed = slices.Sorted(maps.Keys(k.prints)), k.prints
	if faults.Failed() {
		sortByPlace(faults)
		return nil, faults
	}
	return t, faults
}

// notes are the notes of the template, by kind and ID.
func (t *Template) notes() (notes [2]map[string]*noteText, faults fault.List) {
	for _, p := range t.parts {
		if kind := noteKind(p); kind >= 0 {
			if f := tooDeep(p.tags); f != nil {
				faults = append(faults, f)
				continue
			}
			notes[kind] = t.notesOf(p, p.cover(&faults), t.parts[0])
		}
	}
	return notes, faults
}

// tagged reports whether a note holds a tag.
func tagged(notes [2]map[string]*noteText) bool {
	for _, list := range notes {
		for _, n := range list {
			if n.tags {
				return true
			}
		}
	}
	return false
}

// unused checks the tags of notes that nothing refers to, each by itself.
func (k *checker) unused(notes map[string]*noteText) {
	for _, id := range slices.Sorted(maps.Keys(notes)) {
		n := notes[id]
		if n.used || !n.tags {
			continue
		}
		var tags []*tag
		for _, it := range n.items {
			if it.tag != nil {
				tags = append(tags, it.tag)
			}
		}
		k.loose(tags)
	}
}

// sortByPlace leaves the parts' order alone and puts errors before warnings.
func sortByPlace(l fault.List) {
	slices.SortStableFunc(l, func(a, b *fault.Fault) int { return cmp.Compare(a.Severity, b.Severity) })
}

// scan reads the parts that may hold tags: the main part, headers, footers and notes.
func (t *Template) scan(faults *fault.List) {
	next := 0
	count := map[string]int{}
	read := func(name, kind string) {
		data, ok := t.pkg.Part(name)
		if !ok || slices.ContainsFunc(t.parts, func(p *part) bool { return p.name == name }) {
			return
		}
		p := &part{name: name, kind: kind}
		var err error
		var told fault.List
		if p.src, err = xml.UTF8(data); err == nil {
			p.src, told = withMergeFields(p.src, t.config.Limits.XML())
			p.root, err = xml.Parse(p.src, t.config.Limits.XML())
		}
		if err != nil {
			*faults = append(*faults, syntaxFault(name, err))
			return
		}
		if strings.HasPrefix(p.src, "\ufeff") {
			p.src = strings.Replace(p.src, "\ufeff", "   ", 1)
		}
		count[kind]++
		p.links = taggedLinks(t.pkg, name)
		s := &scanner{part: p, faults: faults, next: &next, place: p.label(count[kind])}
		if kind == "" {
			s.origins = t.origins
		}
		for _, f := range told {
			f.Place = join(s.place, f.Place)
		}
		*faults = append(*faults, told...)
		s.blocks(p.root, &where{place: s.place, story: p.root})
		s.bares(p.links)
		t.parts = append(t.parts, p)
		t.tags = append(t.tags, p.tags...)
	}
	read(t.pkg.Main(), "")
	for _, kind := range []string{"header", "footer", "footnotes", "endnotes"} {
		for _, r := range t.pkg.Relationships(t.pkg.Main()) {
			if r.Type == kind && !r.External {
				read(r.Target, kind)
			}
		}
	}
	if name := t.pkg.Related(t.pkg.Main(), "comments"); name != "" {
		if data, _ := t.pkg.Part(name); mayHoldTags(string(data)) || len(taggedLinks(t.pkg, name)) > 0 {
			read(name, "comments")
		}
	}
	t.others(faults, &next)
}

// Package is the template itself: what no tag changes, documents have of it.
func (t *Template) Package() *docx.Package { return t.pkg }

// Fields are the data that the template's tags name, each once and in order: "Title",
// "Tasks[].Due". A path through a list has [] behind the list.
func (t *Template) Fields() []string { return t.fields }

// Prints are the data that the template's tags may print, as [Template.Fields] writes them,
// each once and in order: what conditions alone ask for is none. A list in a list of its own
// kind, however deep, is that list: "Sections[].Heading". What {{table}} prints whole ends with
// []: "Indicators[]".
func (t *Template) Prints() []string { return t.prints }

// Places are where the tags stand that may print what is at a path of [Template.Prints], in the
// order of the parts and of the text.
func (t *Template) Places(path string) []fault.Text { return t.printed[path] }

// Varies reports whether what the template prints can depend on the meeting: a tag names a field
// of it, one of its tables, or a file that stands beside it.
func (t *Template) Varies() bool {
	return len(t.fields) > 0 || slices.ContainsFunc(t.tags, func(g *tag) bool {
		return slices.Contains([]string{"table", "chart", "include", "image"}, g.word)
	})
}

// Tags are the tags as written, in the order of the parts and of the text.
func (t *Template) Tags() []string {
	var list []string
	for _, g := range t.tags {
		list = append(list, g.raw)
	}
	return list
}
