package docx

import (
	"bytes"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/fieldcode"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// fetching are the fields (ECMA-376 Part 1 §17.16.5) by which a reader's program takes content
// from another file or program.
var fetching = []string{"DDE", "DDEAUTO", "LINK", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "DATABASE", "RD"}

// Fetches reports whether a field's instruction asks for what is outside of the document.
func Fetches(instruction string) bool {
	words := fieldcode.Words(instruction)
	return len(words) > 0 && slices.Contains(fetching, strings.ToUpper(words[0]))
}

// leads gives the address of a HYPERLINK field; "" for other fields, and where it leads within
// the document.
func leads(instruction string) string {
	words := fieldcode.Words(instruction)
	if len(words) == 0 || !strings.EqualFold(words[0], "HYPERLINK") {
		return ""
	}
	for i := 1; i < len(words); i++ {
		switch word := words[i]; strings.ToLower(word) {
		case `\l`, `\o`, `\t`:
			i++
		default:
			if word != "" && (len(word) != 2 || word[0] != '\\') {
				return word
			}
		}
	}
	return ""
}

// forbidden reports whether a field's instruction may not stand in a document.
func forbidden(instruction string) bool {
	to := leads(instruction)
	return Fetches(instruction) || to != "" && !MayFollow(to) && !tagged(to)
}

// straysIn reports whether a HYPERLINK field in a part may lead where none may. It looks at
// the bytes, and an instruction in pieces counts as one that may: most parts have none.
func straysIn(data []byte) bool {
	for {
		at := bytes.Index(data, []byte("HYPERLINK"))
		if at < 0 {
			return false
		}
		data = data[at:]
		end := bytes.IndexAny(data, "<>")
		if end < 0 {
			return false
		}
		instruction := strings.NewReplacer("&quot;", `"`, "&#34;", `"`, "&amp;", "&").Replace(string(data[:end]))
		if to := leads(instruction); to != "" && !MayFollow(to) || strings.TrimSpace(instruction) == "HYPERLINK" {
			return true
		}
		data = data[end:]
	}
}

// withoutFetching takes the instructions of fields that fetch, and of links that may not be
// followed, out of a part; what is stored as their results stays. It gives those instructions.
func withoutFetching(data []byte, max limit.XML) (out []byte, found []string) {
	src, err := xml.UTF8(data)
	if err != nil || !strings.Contains(src, "instr") {
		return data, nil
	}
	root, err := xml.Parse(src, max)
	if err != nil {
		return data, nil
	}
	type field struct {
		texts     []*xml.Node // of the instruction
		separated bool
	}
	var open []*field
	var cuts []cut
	decide := func(f *field) {
		instruction := ""
		for _, n := range f.texts {
			instruction += n.Content()
		}
		if !f.separated && forbidden(instruction) {
			found = append(found, strings.TrimSpace(instruction))
			for _, n := range f.texts {
				cuts = append(cuts, cut{n.InnerStart, n.InnerEnd, ""})
			}
		}
		f.separated = true
	}
	var walk func(n *xml.Node)
	walk = func(n *xml.Node) {
		for c := range n.Children() {
			switch c.Name {
			case "w:fldChar":
				switch kind := c.Get("w:fldCharType"); {
				case kind == "begin":
					open = append(open, &field{})
				case len(open) > 0:
					decide(open[len(open)-1])
					if kind == "end" {
						open = open[:len(open)-1]
					}
				}
			case "w:instrText":
				if len(open) > 0 && !open[len(open)-1].separated {
					open[len(open)-1].texts = append(open[len(open)-1].texts, c)
				}
			case "w:fldSimple":
				if instruction := c.Get("w:instr"); forbidden(instruction) {
					if _, from, to, ok := xml.Attribute(src[c.Start:c.InnerStart], ":instr", instruction); ok {
						cuts = append(cuts, cut{c.Start + from, c.Start + to, ""})
						found = append(found, strings.TrimSpace(instruction))
					}
				}
			}
			walk(c)
		}
	}
	walk(root)
	if len(cuts) == 0 {
		return data, nil
	}
	slices.SortFunc(cuts, func(a, b cut) int { return a.from - b.from })
	var b strings.Builder
	at := 0
	for _, c := range cuts {
		b.WriteString(src[at:c.from] + c.with)
		at = c.to
	}
	b.WriteString(src[at:])
	return []byte(b.String()), found
}

// A cut replaces a piece of a part.
type cut struct {
	from, to int
	with     string
}

func fetchingFault(part, instruction string) *fault.Fault {
	if to := leads(instruction); to != "" {
		return linkFault(part, to)
	}
	return &fault.Fault{
		Severity: fault.Warning, Code: "field-removed", Place: fault.Same(part),
		Message: fault.T("trường “%s” lấy nội dung ở ngoài tệp hoặc chạy chương trình, nên thành chữ thường", "the field %q takes its content from elsewhere or starts a program, so it becomes text", instruction),
		Hint:    fault.T("Trong Word: bấm vào trường, nhấn Ctrl+Shift+F9.", "In Word: click on the field and press Ctrl+Shift+F9."),
	}
}

// isObject reports whether a relationship leads to an object of another program, or to a
// control: what it holds runs when a reader opens it. The workbook of a chart is none.
func isObject(part string, r Relationship) bool {
	return !r.External && (r.Type == "oleObject" || r.Type == "control" || r.Type == "package" && !strings.Contains(part, "/charts/"))
}

func objectFault(part string, r Relationship) *fault.Fault {
	return &fault.Fault{
		Severity: fault.Warning, Code: "object-removed", Place: fault.Same(part),
		Message: fault.T("đối tượng nhúng “%s” không được chép sang văn bản; chỉ còn hình của nó", "the embedded object %q is not carried over into the document; its picture stays", r.Target),
		Hint:    fault.T("Thay đối tượng bằng hình hoặc bảng trong tệp mẫu.", "Put a picture or a table in its place in the template."),
	}
}
