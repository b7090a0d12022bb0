package wml

import (
	"context"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// Refresh brings the stored results of a merged document's fields up to date as far as
// they do not depend on the pages: SEQ fields are counted, references and formulas are worked
// out, and tables of contents are made anew of the headings and captions that the document has
// now (§17.16.5). What makes Word ask or work on opening (w:updateFields, w:dirty) is taken
// out, unless a field is left as it is stored: the faults name each. now is what DATE and TIME
// say; zero: nobody knows. paged tells whether a field depends on the pages: then
// [PageNumbers.Fill] is for it, once they are known.
//
// A document without fields is given back as it is, and costs next to nothing.
func Refresh(ctx context.Context, pkg *docx.Package, now time.Time, limits limit.Limits) (refreshed *docx.Package, paged bool, faults fault.List) {
	limits = limits.OrDefault()
	parts := fieldParts(pkg, limits, false)
	var evaluated, contents, outlines bool
	for _, p := range parts {
		for _, f := range p.fields {
			switch f.name() {
			case "TOC":
				contents, paged = true, true
			case "PAGEREF", "NUMPAGES", "SECTIONPAGES":
				paged = true
			case "SEQ":
				outlines = outlines || has(f.words, `\s`) && p.name == pkg.Main()
			default:
				evaluated = evaluated || !kept[f.name()]
			}
		}
	}
	if evaluated { // references lead anywhere
		parts = fieldParts(pkg, limits, true)
	}
	var outlined *outline // read when a field asks for the document's headings
	if outlines {
		outlined = readOutline(pkg, limits)
	}
	for _, p := range parts {
		p.count(outlined)
	}
	if evaluated {
		e := newEvaluator(pkg, limits, now, parts, outlined)
		e.run(ctx)
		faults = e.faults
	}
	if contents {
		faults = append(faults, storedContents(parts)...)
	}
	left := false
	for _, p := range parts {
		for _, f := range p.fields {
			if f.kept {
				left = true
				continue
			}
			p.clean(f.begin)
			if f.begin.Name == "w:fldChar" {
				p.clean(f.separate)
				p.clean(f.end)
			}
		}
	}
	more := docx.Change{Parts: map[string][]byte{}}
	if !left {
		withoutUpdates(pkg, limits, more.Parts)
	}
	if len(parts) == 0 && len(more.Parts) == 0 {
		return pkg, false, nil
	}
	counted := change(pkg, parts, more)
	if contents {
		counted = rebuildContents(counted, limits)
	}
	return counted, paged, faults
}

// storedContents tells of the tables of contents that stay as they are stored.
func storedContents(parts []*fieldPart) (faults fault.List) {
	told := map[string]bool{}
	for _, p := range parts {
		for _, f := range p.fields {
			if f.name() != "TOC" {
				continue
			}
			if _, ok := f.contents(); ok && p == parts[0] {
				continue
			}
			f.kept = true
			if s := f.instruction.String(); !told[s] {
				told[s] = true
				faults = append(faults, f.keep(fault.Same(p.name), f.begins()))
			}
		}
	}
	return faults
}

// begins is how the stored result of a field begins.
func (f *fieldSpan) begins() string {
	var b strings.Builder
	for _, t := range f.texts {
		if b.WriteString(saysText(t)); b.Len() > 200 {
			break
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// withoutUpdates takes w:updateFields out of the settings.
func withoutUpdates(pkg *docx.Package, limits limit.Limits, changed map[string][]byte) {
	name := pkg.Related(pkg.Main(), "settings")
	data, ok := pkg.Part(name)
	if !ok || !strings.Contains(string(data), "updateFields") {
		return
	}
	src, err := xml.UTF8(data)
	if err != nil {
		return
	}
	if root, err := xml.Parse(src, limits.XML()); err == nil {
		if u := root.Child("w:updateFields"); u != nil {
			changed[name] = []byte(apply(src, []edit{{u.Start, u.End, ""}}))
		}
	}
}

var dirty = lazy.Compile(`\s+(?:[^\s:="'<>]+:)?dirty\s*=\s*(?:"[^"]*"|'[^']*')`)

// clean takes w:dirty out of a field's tag.
func (p *fieldPart) clean(n *xml.Node) {
	if _, ok := n.Attr("w:dirty"); !ok { // n may be nil
		return
	}
	if at := dirty.FindStringIndex(p.src[n.Start:n.InnerStart]); at != nil {
		p.edits = append(p.edits, edit{n.Start + at[0], n.Start + at[1], ""})
	}
}

// count gives SEQ fields their numbers (§17.16.5.56). In the branches of an
// mc:AlternateContent each starts from the same count.
func (p *fieldPart) count(o *outline) {
	counts := map[string]int{}
	restart := map[string]int{} // by identifier: which heading it was last restarted at
	var before map[string]int
	branch := (*xml.Node)(nil)
	for _, f := range p.fields {
		if f.name() != "SEQ" || len(f.words) < 2 {
			continue
		}
		if b := branchOf(f.begin); f.inBranch && b != branch {
			if b.Parent != nil && (branch == nil || branch.Parent != b.Parent) {
				before = maps.Clone(counts)
			} else {
				counts = maps.Clone(before)
			}
			branch = b
		}
		id := strings.ToLower(f.words[1])
		hidden, again := false, false
		for i, w := range f.words[2:] {
			argument := ""
			if i+3 < len(f.words) {
				argument = f.words[i+3]
			}
			switch strings.ToLower(w) {
			case `\h`:
				hidden = true
			case `\c`:
				again = true
			case `\r`:
				if n, err := strconv.Atoi(argument); err == nil {
					counts[id], again = n, true
				}
			case `\s`:
				if level, err := strconv.Atoi(argument); err == nil && o != nil {
					if at := o.headingBefore(f.begin.Start, level); at != restart[id] {
						counts[id], restart[id] = 0, at
					}
				}
			}
		}
		if !again {
			counts[id]++
		}
		format := fieldFormat(f.words)
		f.value, f.counted = number(counts[id], format), true
		f.ordinal = f.value
		if hidden && format == FormatNone {
			f.value = ""
		}
		p.setResult(f, f.value)
	}
}

// branchOf is the branch of the outermost mc:AlternateContent around n; n's own root if
// there is none.
func branchOf(n *xml.Node) *xml.Node {
	found := n
	for ; n.Parent != nil; n = n.Parent {
		if n.Parent.Name == "mc:AlternateContent" {
			found = n
		}
	}
	return found
}

func number(n int, format NumberFormat) string {
	if format == FormatNone {
		return strconv.Itoa(n)
	}
	return format.Format(n)
}

// PageNumbers is what layout has found out about a document's pages.
type PageNumbers struct {
	Total     int            // of the document
	Sections  []int          // pages of each section
	Bookmarks map[string]int // the printed number of the page that a bookmark stands on
}

// Fill stores the page numbers as results of PAGEREF, NUMPAGES and SECTIONPAGES. A
// PAGEREF to a bookmark that is not there stays as it is.
func (n PageNumbers) Fill(pkg *docx.Package, limits limit.Limits) *docx.Package {
	parts := fieldParts(pkg, limits.OrDefault(), false)
	for _, p := range parts {
		for _, f := range p.fields {
			switch f.name() {
			case "NUMPAGES":
				p.setResult(f, number(n.Total, fieldFormat(f.words)))
			case "SECTIONPAGES":
				section := f.section
				if section < 0 {
					section = sectionOf(pkg, limits, p.name)
				}
				if section = min(section, len(n.Sections)-1); section >= 0 {
					p.setResult(f, number(n.Sections[section], fieldFormat(f.words)))
				}
			case "PAGEREF":
				if len(f.words) < 2 || has(f.words, `\p`) {
					continue
				}
				if page, ok := n.Bookmarks[f.words[1]]; ok {
					p.setResult(f, number(page, fieldFormat(f.words)))
				}
			}
		}
	}
	return change(pkg, parts, docx.Change{})
}

// sectionOf is the first section that has a header or footer, -1 if none has.
func sectionOf(pkg *docx.Package, limits limit.Limits, part string) int {
	data, _ := pkg.Part(pkg.Main())
	src, err := xml.UTF8(data)
	if err != nil {
		return -1
	}
	root, err := xml.Parse(src, limits.OrDefault().XML())
	if err != nil {
		return -1
	}
	ids := map[string]bool{}
	for _, r := range pkg.Relationships(pkg.Main()) {
		if r.Target == part {
			ids[r.ID] = true
		}
	}
	i := 0
	for s := range root.All("w:sectPr") {
		for c := range s.Children() {
			if ids[c.Get("r:id")] {
				return i
			}
		}
		i++
	}
	return -1
}
