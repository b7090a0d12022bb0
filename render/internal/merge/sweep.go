package merge

import (
	"bytes"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/xml"
)

// What a template has and a document has not any more must not be handed out with it: comments
// that nothing refers to, and pictures, charts and headers that stood in what was taken away.

// carried are the relationships that the text of a part names by their IDs.
var carried = []string{"image", "hyperlink", "chart", "chartEx", "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing", "header", "footer",
	"oleObject", "package", "control", "video", "audio", "media", "aFChunk", "subDocument"}

// sweep takes out of the change what the parts do not name any more.
func (r *run) sweep(fix *repair) {
	if err := r.sweepComments(fix); err != nil {
		r.faults = append(r.faults, syntaxFault("comments", err))
	}
	before := map[string][]byte{}
	links := map[string]map[string]string{}
	for _, p := range r.t.parts {
		if p.kind != "bare" {
			before[p.name], links[p.name] = []byte(p.src), p.links
		}
	}
	if name := r.t.pkg.Related(r.t.pkg.Main(), "comments"); name != "" && before[name] == nil {
		before[name], _ = r.t.pkg.Part(name)
	}
	for name, was := range before {
		now, changed := r.change.Parts[name]
		if !changed {
			continue
		}
		for _, x := range r.t.pkg.Relationships(name) {
			if slices.Contains(carried, x.Type) && names(was, x.ID) && !names(now, x.ID) && links[name][x.ID] == "" {
				r.change.RemoveRelationships[name] = append(r.change.RemoveRelationships[name], x.ID)
			}
		}
	}
	r.sweepDrawings()
}

// names reports whether an attribute of a part is a relationship's ID.
func names(part []byte, id string) bool {
	return bytes.Contains(part, []byte(`"`+id+`"`)) || bytes.Contains(part, []byte(`'`+id+`'`))
}

// sweepDrawings takes out the drawings that Word keeps of SmartArt that has gone: only its data
// names them, by a relationship of the part that the SmartArt stood in.
func (r *run) sweepDrawings() {
	for _, p := range r.t.parts {
		gone := r.change.RemoveRelationships[p.name]
		var data [][]byte // of the SmartArt that stays
		var drawings []string
		for _, x := range r.t.pkg.Relationships(p.name) {
			switch {
			case x.Type == "diagramDrawing":
				drawings = append(drawings, x.ID)
			case x.Type == "diagramData" && !slices.Contains(gone, x.ID):
				b, _ := r.t.pkg.Part(x.Target)
				data = append(data, b)
			}
		}
		for _, id := range drawings {
			if len(gone) > 0 && !slices.Contains(gone, id) && !slices.ContainsFunc(data, func(b []byte) bool { return names(b, id) }) {
				r.change.RemoveRelationships[p.name] = append(r.change.RemoveRelationships[p.name], id)
			}
		}
	}
}

// sweepComments takes the comments out that nothing refers to, with what other parts say of them.
func (r *run) sweepComments(fix *repair) error {
	main := r.t.pkg.Main()
	name := r.t.pkg.Related(main, "comments")
	if _, changed := r.change.Parts[main]; name == "" || !changed {
		return nil
	}
	gone := map[string]bool{} // the IDs that other parts know comments by
	kept, err := r.without(name, func(n *xml.Node) bool {
		if n.Name != "w:comment" || fix.commented[n.Get("w:id")] {
			return false
		}
		for p := range n.All("w:p") {
			if id := p.Get("w14:paraId"); id != "" {
				gone[strings.ToUpper(id)] = true
			}
		}
		return true
	})
	if err != nil || len(kept) == 0 {
		r.change.Remove = append(r.change.Remove, name)
	}
	for _, kind := range []string{"commentsExtended", "commentsIds", "commentsExtensible"} {
		other := r.t.pkg.Related(main, kind)
		if other == "" || err != nil {
			continue
		}
		left, err := r.without(other, func(n *xml.Node) bool {
			for _, a := range n.Attrs {
				if local := xml.Local(a.Name); (local == "paraId" || local == "durableId") && gone[strings.ToUpper(a.Value)] {
					if durable := attribute(n.Attrs, prefixed(a.Name, "durableId")); kind == "commentsIds" && durable != "" {
						gone[strings.ToUpper(durable)] = true // by which commentsExtensible knows it
					}
					return true
				}
			}
			return false
		})
		if err != nil || len(left) == 0 {
			r.change.Remove = append(r.change.Remove, other)
		}
	}
	return err
}

// prefixed is a local name with the prefix of another name.
func prefixed(like, local string) string { return strings.TrimSuffix(like, xml.Local(like)) + local }

// without takes children of a part's root out; it gives those that stay.
func (r *run) without(name string, goes func(*xml.Node) bool) (left []*xml.Node, err error) {
	data, changed := r.change.Parts[name]
	if !changed {
		data, _ = r.t.pkg.Part(name)
	}
	src, err := xml.UTF8(data)
	if err != nil {
		return nil, err
	}
	root, err := xml.Parse(src, r.t.config.Limits.XML())
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	at := 0
	for n := range root.Children() {
		if !goes(n) {
			left = append(left, n)
			continue
		}
		b.WriteString(src[at:n.Start])
		at = n.End
	}
	if at > 0 {
		r.change.Parts[name] = []byte(asUTF8(b.String() + src[at:]))
	}
	return left, nil
}

// A commentAt is where a comment stands in a part.
type commentAt struct {
	start, end edit // that remove the edges of its range
	referred   bool
}

// comment notes one of the three elements of a comment; what a loop repeats goes.
func (r *repair) comment(tok xml.Token, id string, seen map[string]bool) {
	whole := edit{tok.Start, r.elementEnd(tok), ""}
	k := tok.Name + " " + id
	if seen[k] {
		r.edits = append(r.edits, whole)
		return
	}
	seen[k] = true
	if r.comments == nil {
		r.comments = map[string]*commentAt{}
	}
	world := id
	if r.fallback > 0 {
		world += " in a Fallback"
	}
	c := r.comments[world]
	if c == nil {
		c = &commentAt{}
		r.comments[world] = c
	}
	switch tok.Name {
	case "w:commentRangeStart":
		c.start = whole
	case "w:commentRangeEnd":
		c.end = whole
	default:
		c.referred = true
		if r.commented == nil {
			r.commented = map[string]bool{}
		}
		r.commented[id] = true
	}
}

// unreferred takes the edges of comments' ranges out that no comment has any more, or that
// have lost the other one.
func (r *repair) unreferred() {
	for _, c := range r.comments {
		whole := c.start.to > 0 && c.end.to > 0 && c.start.from < c.end.from
		if c.referred && whole {
			continue
		}
		for _, e := range []edit{c.start, c.end} {
			if e.to > 0 {
				r.edits = append(r.edits, e)
			}
		}
	}
}
