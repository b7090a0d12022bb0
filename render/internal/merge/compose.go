package merge

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// {{template "NAME" .}} is replaced when a template is compiled: the blocks of the other one
// stand in its paragraph's place, so that tags, types and places are those of one template.
// {{include "FILE"}} is replaced when all else is merged: a finished document has no tags.

var (
	templateTag = lazy.Compile(`^\{\{\s*(?i:template)\s+"([^"]*)"\s*(.*?)\s*\}\}$`)
	partName    = lazy.Compile(`^[^/\\:*?"<>|\x00-\x1f]+$`)
)

// How deep templates may stand in each other, and how many may stand in one.
const (
	deepestTemplate = 8
	mostTemplates   = 100

	// mostSpliced is how many bytes the main parts of all of them may have: each is put into what
	// is there already, which is read anew.
	mostSpliced = 2 << 20
)

// An origin is a piece of the main part that came from another template.
type origin struct {
	from, to int
	name     string
	extra    int // how many paragraphs more the template around it counts for the call than there are
}

// compose puts the templates that others name in their places, and says where they are.
func compose(pkg *docx.Package, c Config) (*docx.Package, []origin, fault.List) {
	if !Calls(pkg) {
		return pkg, nil, nil
	}
	var origins []origin
	var faults fault.List
	count, done := 0, 0 // done is the offset in the main part behind what is settled
	spliced := 0
	for first := true; ; first = false {
		s, err := sheetOf(pkg, pkg.Main(), c.Limits)
		if err != nil {
			return pkg, nil, faults // told when it is read
		}
		call := nextCall(s, origins, done)
		if call == nil {
			return pkg, origins, faults
		}
		if first { // offsets are to stay what they are
			var told fault.List
			if pkg, told = mergeFieldsOf(pkg, c.Limits); true {
				faults = append(faults, told...)
				if s, err = sheetOf(pkg, pkg.Main(), c.Limits); err != nil {
					return pkg, nil, faults
				}
				call = nextCall(s, origins, done)
			}
		}
		count++
		other, wrong := opened(call, origins, c, count)
		if wrong == nil {
			main, _ := other.Part(other.Main())
			if spliced += len(main); spliced > mostSpliced {
				wrong = &fault.Fault{Message: fault.T("các mẫu trong mẫu cộng lại vượt quá giới hạn %s (đã giải nén)", "the templates in it together exceed the limit of %s (unpacked)", limit.Bytes(mostSpliced)),
					Hint: fault.T("Bớt thẻ {{template}}, hoặc dùng {{include}} cho một văn bản đã xong.", "Name fewer templates, or use {{include}} for a finished document.")}
			}
		}
		if wrong == nil {
			var told fault.List
			if other, told = other.AsDocument(); !told.Failed() {
				var more, fields fault.List
				other, more = other.WithoutExternal(c.Limits.XML())
				other, fields = mergeFieldsOf(other, c.Limits)
				told = slices.Concat(told, more, fields)
			}
			faults = append(faults, inTemplate(call.name, told)...)
			var now *docx.Package
			if now, origins, wrong = splice(pkg, s, call, other, origins, &faults, c.Limits); wrong == nil {
				pkg, done = now, origins[len(origins)-1].from
				continue
			}
		}
		wrong.Code, wrong.Place = "template", call.place
		wrong.Message = fault.T("%s: %s", "%s: %s", call.raw, wrong.Message)
		if faults = append(faults, wrong); spliced > mostSpliced {
			return pkg, origins, faults // once for all that follow
		}
		done = call.node.End
	}
}

// Calls reports whether other templates may stand in a package's text.
func Calls(pkg *docx.Package) bool {
	data, _ := pkg.Part(pkg.Main())
	return bytes.Contains(data, []byte("{{")) && bytes.Contains(bytes.ToLower(data), []byte("template"))
}

// mergeFieldsOf is a package whose main part has tags for fields of a mail merge.
func mergeFieldsOf(pkg *docx.Package, limits limit.Limits) (*docx.Package, fault.List) {
	data, _ := pkg.Part(pkg.Main())
	src, err := xml.UTF8(data)
	if err != nil {
		return pkg, nil
	}
	now, told := withMergeFields(src, limits.XML())
	if now == src {
		return pkg, told
	}
	return pkg.With(docx.Change{Parts: map[string][]byte{pkg.Main(): []byte(asUTF8(now))}}), told
}

// opened is the template that a call names, or why there is none.
func opened(c *call, origins []origin, config Config, count int) (*docx.Package, *fault.Fault) {
	var within []string
	for _, o := range origins {
		if o.from <= c.node.Start && c.node.Start < o.to {
			within = append(within, o.name)
		}
	}
	switch {
	case !partName.MatchString(c.name) || strings.Trim(c.name, ". ") == "":
		return nil, &fault.Fault{Message: fault.T("tên mẫu là tên một tệp cùng thư mục, không có đường dẫn", "a template's name is that of a file in the same folder, without a path"),
			Hint: fault.T("Ví dụ: {{template \"dau-van-ban\" .}}.", "Such as: {{template \"head\" .}}.")}
	case slices.Contains(within, c.name):
		return nil, &fault.Fault{Message: fault.T("các mẫu gọi nhau thành vòng: %s", "templates name each other in a circle: %s", strings.Join(append(within[slices.Index(within, c.name):], c.name), " → ")),
			Hint: fault.T("Bỏ một thẻ {{template}} trong vòng ấy.", "Take one {{template}} of that circle away.")}
	case len(within) >= deepestTemplate || count > mostTemplates:
		return nil, &fault.Fault{Message: fault.T("quá nhiều mẫu trong một mẫu (nhiều nhất %d cấp, %d mẫu)", "too many templates in one (%d levels and %d templates at most)", deepestTemplate, mostTemplates),
			Hint: fault.T("Gộp bớt các mẫu.", "Make fewer templates of them.")}
	case config.Open == nil:
		return nil, &fault.Fault{Message: fault.T("không có thư mục nào để tìm mẫu “%s”", "there is no folder to look for the template %q", c.name),
			Hint: fault.T("Đặt mẫu ấy cùng thư mục với mẫu này.", "Put it into this template's folder.")}
	}
	pkg, err := config.Open(c.name)
	if err != nil {
		return nil, asFault(err)
	}
	return pkg, nil
}

// inTemplate tells of what is wrong in a template within another.
func inTemplate(name string, faults fault.List) fault.List {
	for _, f := range faults {
		f.Place = join(fault.T("mẫu “%s”", "template %q", name), f.Place)
	}
	return faults
}

// A call is a paragraph that names another template.
type call struct {
	node           *xml.Node
	raw, name, dot string // as written, and what it names and hands on
	place          fault.Text
}

// nextCall is the first call from an offset on.
func nextCall(s sheet, origins []origin, from int) *call {
	var found *call
	next := 0
	sc := &scanner{part: &part{src: s.src, root: s.root}, faults: &fault.List{}, next: &next, origins: origins}
	sc.visit = func(place fault.Text, n *xml.Node, _ []*text, all string) {
		if n.Start < from || found != nil && n.Start > found.node.Start {
			return
		}
		if m := templateTag.FindStringSubmatch(healed(strings.TrimSpace(all))); m != nil {
			found = &call{n, strings.TrimSpace(all), m[1], m[2], place}
		}
	}
	sc.blocks(s.root, &where{story: s.root})
	return found
}

// healed is a text that is one tag, without what Word's autocorrection did to it.
func healed(s string) string {
	if !strings.HasPrefix(s, "{{") || !strings.HasSuffix(s, "}}") || len(s) < 4 {
		return s
	}
	return "{{" + heal(s[2:len(s)-2]) + "}}"
}

// splice puts the blocks of a template in a call's place, and adds where they are to the origins.
func splice(pkg *docx.Package, s sheet, c *call, other *docx.Package, origins []origin, faults *fault.List, limits limit.Limits) (*docx.Package, []origin, *fault.Fault) {
	h, err := newHost(pkg, limits)
	if err != nil {
		return nil, origins, asFault(err)
	}
	before := len(h.src)
	g, err := h.guest(other, false)
	if err != nil {
		return nil, origins, asFault(err)
	}
	shift := len(h.src) - before
	var blocks []*xml.Node
	for n := range g.root.Child("w:body").Children() {
		if n.Name == "w:sectPr" {
			continue
		}
		blocks = append(blocks, n)
		for range n.All("w:sectPr") {
			return nil, origins, &fault.Fault{Message: fault.T("mẫu ấy có ngắt phần (section)", "that template has section breaks"), Hint: fault.T("Bỏ ngắt phần trong mẫu ấy, hoặc dùng {{include}} cho một văn bản đã xong.", "Take its section breaks away, or use {{include}} for a finished document.")}
		}
	}
	x := g.rewrite(g.src, blocks, g.rels)
	start, end := c.node.Start+shift, c.node.End+shift
	open, close, extra := "", "", 1
	if c.dot != "" && c.dot != "." {
		tag := func(s string) string {
			return "<w:p><w:r><w:t>" + xml.Escape(s) + "</w:t></w:r></w:p>"
		}
		open, close, extra = tag("{{with "+c.dot+"}}"), tag("{{end}}"), -1
	}
	if len(blocks) > 0 && blocks[len(blocks)-1].Name == "w:tbl" && close == "" && needsParagraph(c.node) {
		close, extra = "<w:p/>", 0
	}
	if sect := c.node.Path("w:pPr", "w:sectPr"); sect != nil { // a section that ends with the tag
		close += "<w:p><w:pPr>" + s.src[sect.Start:sect.End] + "</w:pPr></w:p>"
		extra--
	}
	h.src = h.src[:start] + open + x + close + h.src[end:]
	h.change.Parts[pkg.Main()] = []byte(asUTF8(h.src))
	if err := cmp.Or(g.err, g.sheets()); err != nil {
		return nil, origins, asFault(err)
	}
	grown := len(open) + len(x) + len(close) - (end - start)
	for i := range origins {
		o := &origins[i]
		o.from += shift
		if o.to += shift; start < o.to {
			o.to += grown
		}
	}
	from := start + len(open)
	*faults = append(*faults, g.told(c.name)...)
	return pkg.With(h.change), append(origins, origin{from, from + len(x), c.name, extra}), nil
}

func asFault(err error) *fault.Fault {
	why, hint := inner(err)
	return &fault.Fault{Message: why, Hint: hint}
}

// needsParagraph reports whether a table may not take a paragraph's place without another one.
func needsParagraph(n *xml.Node) bool {
	for c := n.Next; c != nil; c = c.Next {
		switch c.Name {
		case "w:p":
			return false
		case "w:tbl", "w:sdt":
			return true
		}
	}
	return n.Parent.Name != "w:body"
}

// Included is what a document may include: see [Env.Include].
func Included(pkg *docx.Package, limits limit.Limits) *fault.Fault {
	for _, name := range pkg.Parts() {
		if !strings.HasSuffix(name, ".xml") || !strings.HasPrefix(name, path.Dir(pkg.Main())+"/") {
			continue
		}
		data, _ := pkg.Part(name)
		if !strings.Contains(string(data), "{") {
			continue
		}
		s, err := sheetOf(pkg, name, limits)
		if err != nil {
			return asFault(err)
		}
		var tag string
		for p := range s.root.All("w:p") {
			var b strings.Builder
			for t := range p.All("w:t") {
				b.WriteString(t.Content())
			}
			if all := b.String(); strings.Contains(all, "{{") {
				tag = snippet(all)
				break
			}
		}
		if tag != "" {
			return &fault.Fault{Code: "include-tags", Message: fault.T("tệp còn thẻ: “%s”", "the file still has tags: “%s”", tag),
				Hint: fault.T("{{include}} dành cho văn bản đã xong; mẫu có thẻ thì dùng {{template \"TÊN\" .}}.", "{{include}} is for finished documents; a template is put in by {{template \"NAME\" .}}.")}
		}
	}
	return nil
}
