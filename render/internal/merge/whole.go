package merge

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// Whole reports what in a package would make Word call the file damaged, although it is
// well-formed: cells that do not end with a paragraph, tables without rows or directly one
// after another, IDs used twice, bookmarks and fields that begin or end only, relationships
// that lead nowhere, lists and notes that do not exist, notes and comments referred to twice. It looks at the parts that text stands in. Nil
// means that the package is whole; all findings come joined.
func Whole(pkg *docx.Package) error {
	w := &wholeness{pkg: pkg, ids: map[string]string{}, lists: map[string]bool{}, notes: map[string]bool{}}
	names := []string{pkg.Main()}
	for _, r := range pkg.Relationships(pkg.Main()) {
		if r.External {
			continue
		}
		if _, ok := pkg.Part(r.Target); !ok {
			w.add(pkg.Main(), "relationship %s leads to %s, which is missing", r.ID, r.Target)
			continue
		}
		switch r.Type {
		case "header", "footer", "footnotes", "endnotes", "comments", "numbering":
			names = append(names, r.Target)
		}
	}
	if name := pkg.Related(pkg.Main(), "numbering"); name != "" {
		if root := w.parse(name); root != nil {
			for n := range root.Children() {
				if n.Name == "w:num" {
					w.lists[n.Get("w:numId")] = true
				}
			}
		}
	}
	for _, kind := range []string{"footnotes", "endnotes"} {
		if name := pkg.Related(pkg.Main(), kind); name != "" {
			if root := w.parse(name); root != nil {
				for n := range root.Children() {
					w.notes[n.Name+" "+n.Get("w:id")] = true
				}
			}
		}
	}
	for _, name := range names {
		if pkg.ContentType(name) == "" {
			w.add(name, "no content type")
		}
		if root := w.parse(name); root != nil {
			w.part = name
			w.relations = map[string]bool{}
			for _, r := range pkg.Relationships(name) {
				if w.relations[r.ID] {
					w.add(name, "relationship %s stands twice", r.ID)
				}
				w.relations[r.ID] = true
			}
			w.bookmarks, w.field = map[string]int{}, 0
			w.element(root, 0)
			for _, id := range slices.Sorted(maps.Keys(w.bookmarks)) {
				if w.bookmarks[id] != 0 {
					w.add(name, "bookmark %s does not begin and end once", id)
				}
			}
			if w.field != 0 {
				w.add(name, "fields are not balanced (%+d)", w.field)
			}
		}
	}
	return errors.Join(w.errs...)
}

type wholeness struct {
	pkg       *docx.Package
	errs      []error
	part      string
	ids       map[string]string // kind, world and value to the part
	lists     map[string]bool
	notes     map[string]bool // "w:footnote 2"
	relations map[string]bool
	bookmarks map[string]int
	field     int
}

func (w *wholeness) add(part, format string, args ...any) {
	w.errs = append(w.errs, fmt.Errorf("%s: %s", part, fmt.Sprintf(format, args...)))
}

func (w *wholeness) parse(name string) *xml.Node {
	data, _ := w.pkg.Part(name)
	src, err := xml.UTF8(data)
	if err == nil {
		var root *xml.Node
		if root, err = xml.Parse(src, limit.Default.XML()); err == nil {
			return root
		}
	}
	w.add(name, "%v", err)
	return nil
}

func (w *wholeness) unique(kind, value string, fallback int) {
	if value == "" {
		return
	}
	k := fmt.Sprint(kind, " ", fallback, " ", strings.ToLower(value))
	if _, ok := w.ids[k]; ok {
		w.add(w.part, "%s %s is used twice", kind, value)
	}
	w.ids[k] = w.part
}

// blocksOf are the paragraphs and tables of a container, those in content controls included.
func blocksOf(n *xml.Node, list []*xml.Node) []*xml.Node {
	for c := range n.Children() {
		switch {
		case c.Name == "w:p" || c.Name == "w:tbl":
			list = append(list, c)
		case transparent(c.Name):
			list = blocksOf(c, list)
		}
	}
	return list
}

func (w *wholeness) element(n *xml.Node, fallback int) {
	if endsWithParagraph[n.Name] {
		blocks := blocksOf(n, nil)
		if len(blocks) == 0 || blocks[len(blocks)-1].Name != "w:p" {
			w.add(w.part, "%s does not end with a paragraph", n.Name)
		}
		for i := range blocks {
			if i > 0 && blocks[i].Name == "w:tbl" && blocks[i-1].Name == "w:tbl" {
				w.add(w.part, "two tables are neighbours in %s", n.Name)
			}
		}
	}
	switch n.Name {
	case "w:tbl":
		rows := 0
		for range n.All("w:tr") {
			rows++
		}
		if rows == 0 {
			w.add(w.part, "a table has no rows")
		}
	case "w:tr":
		if n.Child("w:tc") == nil && n.Child("w:sdt") == nil && n.Child("w:customXml") == nil {
			w.add(w.part, "a row has no cells")
		}
	case "wp:docPr":
		w.unique("drawing", n.Get("id"), fallback)
	case "w:bookmarkStart":
		if n.Get("w:id") == "" {
			w.add(w.part, "a bookmark has no ID")
		}
		w.unique("bookmark of "+w.part, n.Get("w:id"), fallback)
		w.unique("bookmark named", n.Get("w:name"), fallback)
		w.bookmarks[fmt.Sprint(fallback, n.Get("w:id"))]++
	case "w:bookmarkEnd":
		w.bookmarks[fmt.Sprint(fallback, n.Get("w:id"))]--
	case "w:footnote", "w:endnote":
		w.unique(n.Name, n.Get("w:id"), fallback)
	case "w:footnoteReference", "w:endnoteReference":
		w.unique(n.Name, n.Get("w:id"), fallback)
		if note := strings.TrimSuffix(n.Name, "Reference") + " " + n.Get("w:id"); !w.notes[note] {
			w.add(w.part, "%s does not exist", note)
		}
	case "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference":
		w.unique(n.Name, n.Get("w:id"), fallback)
	case "w:sdtPr":
		w.unique("content control", n.Child("w:id").Get("w:val"), fallback)
	case "w:fldChar":
		switch n.Get("w:fldCharType") {
		case "begin":
			w.field++
		case "end":
			w.field--
			if w.field < 0 {
				w.add(w.part, "a field ends that has not begun")
				w.field = 0
			}
		}
	case "w:numId":
		if n.Parent.Name == "w:numPr" && n.Get("w:val") != "0" && !w.lists[n.Get("w:val")] {
			w.add(w.part, "list %s does not exist", n.Get("w:val"))
		}
	case "mc:Fallback":
		fallback = 1
	}
	w.unique("paragraph", n.Get("w14:paraId"), fallback)
	for _, a := range n.Attrs {
		if strings.HasPrefix(a.Name, "r:") && a.Value != "" && !w.relations[a.Value] {
			w.add(w.part, "%s=%q in %s leads nowhere", a.Name, a.Value, n.Name)
		}
	}
	for c := range n.Children() {
		w.element(c, fallback)
	}
}
