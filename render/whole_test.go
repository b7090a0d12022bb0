package render_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
)

// assertWhole asserts what Word refuses a document for, although validators let it pass:
// cells that do not end with a paragraph, tables without rows, tables that have become
// neighbours, IDs that stand twice, fields that are not balanced, relationships that lead
// nowhere.
func assertWhole(t testing.TB, word []byte) {
	t.Helper()
	pkg, err := docx.Open(word, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	if err := merge.Whole(pkg); err != nil {
		t.Errorf("not whole: %v", err)
	}
	parts := docxParts(t, word)
	if parts["word/document.xml"] == nil || parts["[Content_Types].xml"] == nil {
		t.Fatal("a part that every document has is missing")
	}
	for name, part := range parts {
		if strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml") {
			assertPart(t, name, part)
		}
		if strings.HasSuffix(name, ".rels") {
			assertRelationships(t, name, part, parts)
		}
	}
}

type openElement struct {
	name     string
	last     string // name of the last child so far
	children map[string]int
}

func assertPart(t testing.TB, name string, part []byte) {
	t.Helper()
	ids, fallback := map[string]bool{}, false
	unique := func(kind, id string) {
		k := fmt.Sprint(kind, " ", id, " ", fallback) // a Fallback says the same once more
		if id != "" && ids[k] {
			t.Errorf("%s: two %s have the ID %s", name, kind, id)
		}
		ids[k] = true
	}
	attribute := func(e xml.StartElement, local string) string {
		for _, a := range e.Attr {
			if a.Name.Local == local {
				return a.Value
			}
		}
		return ""
	}
	open := []*openElement{{children: map[string]int{}}}
	fields := 0
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s is not well-formed: %v", name, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			parent := open[len(open)-1]
			local := e.Name.Local
			fallback = fallback || local == "Fallback"
			if local == "tbl" && parent.last == "tbl" {
				t.Errorf("%s: two tables are neighbours", name)
			}
			parent.last = local
			parent.children[local]++
			open = append(open, &openElement{name: local, children: map[string]int{}})
			switch local {
			case "docPr":
				unique("drawings", attribute(e, "id"))
			case "bookmarkStart":
				unique("bookmarks", attribute(e, "id"))
				unique("bookmark names", attribute(e, "name"))
			case "fldChar":
				switch attribute(e, "fldCharType") {
				case "begin":
					fields++
				case "end":
					fields--
				}
				if fields < 0 {
					t.Errorf("%s: a field ends that did not begin", name)
				}
			}
			if local == "p" {
				unique("paragraphs", attribute(e, "paraId"))
			}
		case xml.EndElement:
			closed := open[len(open)-1]
			open = open[:len(open)-1]
			switch closed.name {
			case "Fallback":
				fallback = false
			case "tc":
				if closed.last != "p" {
					t.Errorf("%s: a cell ends with %q", name, closed.last)
				}
			case "tbl":
				if closed.children["tr"]+closed.children["sdt"] == 0 {
					t.Errorf("%s: a table has no rows", name)
				}
			case "tr":
				if closed.children["tc"]+closed.children["sdt"] == 0 {
					t.Errorf("%s: a row has no cells", name)
				}
			case "hdr", "ftr", "txbxContent":
				if closed.children["p"]+closed.children["tbl"]+closed.children["sdt"] == 0 {
					t.Errorf("%s: %s is empty", name, closed.name)
				}
			}
		}
	}
	if fields != 0 {
		t.Errorf("%s: %d fields do not end", name, fields)
	}
	if bytes.Contains(part, []byte("{{")) || bytes.Contains(part, []byte("}}")) || bytes.Contains(part, []byte("no value")) {
		t.Errorf("%s: a tag is left", name)
	}
}

func assertRelationships(t testing.TB, name string, part []byte, parts map[string][]byte) {
	t.Helper()
	var rels struct {
		Relationship []struct {
			ID         string `xml:"Id,attr"`
			Target     string `xml:"Target,attr"`
			TargetMode string `xml:"TargetMode,attr"`
		}
	}
	if err := xml.Unmarshal(part, &rels); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	folder := path.Dir(path.Dir(name))
	seen := map[string]bool{}
	for _, r := range rels.Relationship {
		if seen[r.ID] {
			t.Errorf("%s: two relationships are %s", name, r.ID)
		}
		seen[r.ID] = true
		target := strings.TrimPrefix(r.Target, "/")
		if target == r.Target {
			target = path.Join(folder, r.Target)
		}
		if r.TargetMode != "External" && parts[target] == nil {
			t.Errorf("%s: %s leads to %s, which is not there", name, r.ID, target)
		}
	}
	source := parts[path.Join(folder, strings.TrimSuffix(path.Base(name), ".rels"))]
	d := xml.NewDecoder(bytes.NewReader(source))
	for {
		token, err := d.Token()
		if err != nil {
			return
		}
		if e, ok := token.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if strings.HasSuffix(a.Name.Space, "officeDocument/2006/relationships") && !seen[a.Value] {
					t.Errorf("%s has no %s, which a %s asks for", name, a.Value, e.Name.Local)
				}
			}
		}
	}
}
