// Package docx reads and writes Word documents as Open Packaging Convention packages
// (ECMA-376 Part 2): parts, their content types and relationships, within limits.
package docx

import (
	"archive/zip"
	"maps"
	"slices"
	"strings"
)

// A Package is an opened .docx. It is never changed once opened, so goroutines share
// it; [Package.With] gives a changed one.
type Package struct {
	entries   []*entry          // everything in the zip, in the file's order
	index     map[string]*entry // by folded name
	main      string
	types     contentTypes
	relations map[string][]Relationship // by folded name of the part that they lead from
	strict    bool                      // relationship types are those of ISO/IEC 29500 Strict
}

// An entry is one file of the zip: a part, a relationships part or the content types.
type entry struct {
	name   string
	data   []byte
	raw    *zip.File // where the same bytes stand compressed; nil if the entry is ours
	packed []byte    // the compressed bytes of raw
}

const contentTypesName = "[Content_Types].xml"

// fold makes names equal that OPC holds equal: letter case of ASCII does not count
// (ECMA-376 Part 2 §6.2.2.3).
func fold(name string) string {
	return strings.ToLower(strings.TrimPrefix(name, "/"))
}

// Main is the name of the main document part, without a leading slash: "word/document.xml".
func (p *Package) Main() string { return p.main }

// Part is the content of a part, unpacked, and whether it exists. The bytes are shared:
// never write to them.
func (p *Package) Part(name string) ([]byte, bool) {
	e, ok := p.index[fold(name)]
	if !ok || !isPart(e.name) {
		return nil, false
	}
	return e.data, true
}

// Parts are the names of all parts, in the order of the file. Relationships parts and the
// content types are not among them: Relationships and ContentType tell what they say.
func (p *Package) Parts() []string {
	names := make([]string, 0, len(p.entries))
	for _, e := range p.entries {
		if isPart(e.name) {
			names = append(names, e.name)
		}
	}
	return names
}

func isPart(name string) bool {
	return fold(name) != fold(contentTypesName) && !isRelationships(name)
}

// ContentType is a part's content type, or "".
func (p *Package) ContentType(name string) string { return p.types.of(name) }

// Relationships are those of a part ("" for the package's own), in the file's order.
func (p *Package) Relationships(part string) []Relationship {
	return slices.Clip(p.relations[fold(part)])
}

// Related is the name of the first part that a relationship of this type leads to, or "".
func (p *Package) Related(part, kind string) string {
	for _, r := range p.relations[fold(part)] {
		if r.Type == kind && !r.External {
			return r.Target
		}
	}
	return ""
}

// A Change is what a new package has otherwise than the one it comes from.
type Change struct {
	Parts               map[string][]byte         // by name: replaced, or added
	ContentTypes        map[string]string         // of the added parts, and of those that change theirs
	Relationships       map[string][]Relationship // by part: added to those it has
	RemoveRelationships map[string][]string       // by part: the IDs of those that go
	Remove              []string                  // parts that go, with the relationships that lead to them
}

// With is the package with a change made to it; p itself stays as it is. The bytes given
// belong to the new package from then on. What is added comes in the order of names.
func (p *Package) With(c Change) *Package {
	q := &Package{
		main: p.main, strict: p.strict,
		entries:   slices.Clone(p.entries),
		index:     maps.Clone(p.index),
		types:     p.types.clone(),
		relations: maps.Clone(p.relations),
	}
	for _, name := range slices.Sorted(maps.Keys(c.Parts)) {
		q.set(name, c.Parts[name])
	}
	typesChanged := false
	for _, name := range slices.Sorted(maps.Keys(c.ContentTypes)) {
		if q.types.of(name) != c.ContentTypes[name] {
			q.types.set(name, c.ContentTypes[name])
			typesChanged = true
		}
	}
	changed := map[string]bool{} // parts whose relationships are no longer as they were
	for _, part := range slices.Sorted(maps.Keys(c.Relationships)) {
		if added := c.Relationships[part]; len(added) > 0 {
			q.relations[fold(part)] = slices.Concat(q.relations[fold(part)], added)
			changed[fold(part)] = true
		}
	}
	drop := func(part string, gone func(Relationship) bool) {
		if have := q.relations[part]; slices.ContainsFunc(have, gone) {
			q.relations[part] = slices.DeleteFunc(slices.Clone(have), gone)
			changed[part] = true
		}
	}
	for part, ids := range c.RemoveRelationships {
		drop(fold(part), func(r Relationship) bool { return slices.Contains(ids, r.ID) })
	}
	if len(c.Remove) > 0 {
		gone := map[string]bool{}
		for _, name := range c.Remove {
			gone[fold(name)] = true
			gone[fold(relationshipsOf(name))] = true
			delete(q.relations, fold(name))
			typesChanged = q.types.remove(name) || typesChanged
		}
		for part := range q.relations {
			drop(part, func(r Relationship) bool { return !r.External && gone[fold(r.Target)] })
		}
		q.entries = slices.DeleteFunc(q.entries, func(e *entry) bool { return gone[fold(e.name)] })
		for name := range gone {
			delete(q.index, name)
			delete(changed, name)
		}
	}
	for _, part := range slices.Sorted(maps.Keys(changed)) {
		name := part
		if e, ok := q.index[part]; ok {
			name = e.name
		}
		q.set(relationshipsOf(name), writeRelationships(name, q.relations[part], q.strict))
	}
	if typesChanged {
		q.set(contentTypesName, q.types.write())
	}
	return q
}

// set replaces an entry, or adds it at the end.
func (p *Package) set(name string, data []byte) {
	name = strings.TrimPrefix(name, "/")
	e := &entry{name: name, data: data}
	if old, ok := p.index[fold(name)]; ok {
		e.name = old.name
		p.entries[slices.Index(p.entries, old)] = e
	} else {
		p.entries = append(p.entries, e)
	}
	p.index[fold(name)] = e
}
