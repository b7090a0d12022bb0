package templates

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/diff"
	"golang.org/x/text/unicode/norm"
)

var update = flag.Bool("update", false, "write the outlines of the templates as they are now")

// TestOutline shows a change of a template, which is a zip file, as lines of text.
func TestOutline(t *testing.T) {
	if *update && os.Getenv("CI") != "" {
		t.Fatal("-update is for a person who reads the difference")
	}
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			got := []byte(open(t, name).outline(t))
			golden := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(golden, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := diff.Diff(golden, want, name+".docx", got); d != nil {
				t.Errorf("%s", d)
			}
		})
	}
	outlines, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range outlines {
		if !slices.Contains(Names(), strings.TrimSuffix(filepath.Base(path), ".txt")) {
			t.Errorf("%s is the outline of no template", path)
		}
	}
}

func TestNames(t *testing.T) {
	names := Names()
	if !slices.IsSorted(names) {
		t.Errorf("Names() = %q, not sorted", names)
	}
	found, err := fs.Glob(files, "*.docx")
	if err != nil {
		t.Fatal(err)
	}
	for i := range found {
		found[i] = strings.TrimSuffix(found[i], ".docx")
	}
	slices.Sort(found) // "bien-ban" comes before "bien-ban-dang", though "-" comes before "."
	if !slices.Equal(names, found) {
		t.Errorf("Names() = %q, but the files are %q", names, found)
	}
	for _, name := range names {
		vi, en := Description(name)
		if vi == "" || en == "" || vi == en {
			t.Errorf("Description(%q) = %q, %q", name, vi, en)
		}
	}
}

func TestUnknown(t *testing.T) {
	for _, name := range []string{"", "bien-ban.docx", "../fonts/fonts", "templates.go", "Bien-ban"} {
		if data, err := Open(name); data != nil || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Open(%q) = %d bytes, %v; want fs.ErrNotExist", name, len(data), err)
		}
		if vi, en := Description(name); vi != "" || en != "" {
			t.Errorf("Description(%q) = %q, %q", name, vi, en)
		}
	}
}

// TestOpenGivesACopy: what one caller does to its bytes must not reach the next one.
func TestOpenGivesACopy(t *testing.T) {
	first, err := Open("tom-tat")
	if err != nil {
		t.Fatal(err)
	}
	clear(first)
	second, err := Open("tom-tat")
	if err != nil || slices.Equal(first, second) {
		t.Errorf("the second Open gives what the caller of the first did to its bytes (%v)", err)
	}
}

// lookedUp are the styles that rich content takes on by their names.
var lookedUp = []string{
	"Biểu chỉ tiêu", "Biểu chữ", "Biểu đầu cột", "Biểu số", "Biểu giữa",
	"Biểu tiêu đề", "Biểu đơn vị", "Biểu ghi chú", "List Bullet", "List Number",
}

// TestStyles: the look of a template is in its styles, so that whoever changes a style
// changes every place, and every style that a paragraph or another style names is there.
func TestStyles(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			s := open(t, name)
			var defined []string
			for _, n := range s.names {
				if slices.Contains(defined, n) {
					t.Errorf("two styles are named %q", n)
				}
				defined = append(defined, n)
			}
			for _, n := range lookedUp {
				if !slices.Contains(defined, n) {
					t.Errorf("no style %q", n)
				}
			}
			for part := range s.parts {
				if !strings.HasPrefix(part, "word/") || !strings.HasSuffix(part, ".xml") {
					continue
				}
				s.part(t, part).walk(func(e *element) {
					switch e.tag() {
					case "pStyle", "rStyle", "tblStyle", "basedOn", "next", "link":
						if s.names[e.attr("val")] == "" {
							t.Errorf("%s: %s %q is not defined", part, e.tag(), e.attr("val"))
						}
					}
				})
			}
			for _, part := range []string{"word/document.xml", "word/header1.xml", "word/header2.xml"} {
				s.part(t, part).walk(func(e *element) {
					switch e.tag() {
					case "p":
						if len(e.child("pPr").Children) != 1 || e.child("pPr/pStyle") == nil {
							t.Errorf("%s: direct formatting of the paragraph %q", part, text(e))
						}
					case "r":
						if e.child("rPr") != nil {
							t.Errorf("%s: direct formatting of the run %q", part, text(e))
						}
					}
				})
			}
		})
	}
}

// TestText: rules are drawn and not typed, letters are composed, tags are whole.
func TestText(t *testing.T) {
	for _, name := range Names() {
		s := open(t, name)
		for _, part := range []string{"word/document.xml", "word/header1.xml", "word/header2.xml", "word/styles.xml"} {
			if !norm.NFC.IsNormal(s.parts[part]) {
				t.Errorf("%s: %s: not in NFC", name, part)
			}
			s.part(t, part).walk(func(e *element) {
				if e.tag() != "t" {
					return
				}
				if e.Text == "-----" { // Hướng dẫn 05-HD/VPTW has these five under the subject
					return
				}
				if strings.Contains(e.Text, "__") || strings.Contains(e.Text, "...") || strings.Contains(e.Text, "----") {
					t.Errorf("%s: a rule or a blank is typed: %q", name, e.Text)
				}
				if strings.Count(e.Text, "{{") != strings.Count(e.Text, "}}") {
					t.Errorf("%s: a tag is cut into runs: %q", name, e.Text)
				}
				if strings.ContainsFunc(e.Text, unicode.IsControl) {
					t.Errorf("%s: a control character in %q", name, e.Text)
				}
			})
		}
	}
}

// TestPage: the sheet of Nghị định 30/2020/NĐ-CP, Phụ lục I: A4; the margins that we take
// within its ranges; the page number in the top margin, from the second page on.
func TestPage(t *testing.T) {
	const page = "pgSz=w:11906,h:16838 pgMar=top:1134,right:851,bottom:1134,left:1701,header:567,footer:567,gutter:0 titlePg"
	for _, name := range Names() {
		s := open(t, name)
		var got []string
		for _, c := range s.part(t, "word/document.xml").child("body/sectPr").Children {
			if slices.Contains([]string{"pgSz", "pgMar", "titlePg"}, c.tag()) {
				got = append(got, properties(c))
			}
		}
		if got := strings.Join(got, " "); got != page {
			t.Errorf("%s: page is %s, want %s", name, got, page)
		}
		if !strings.Contains(text(s.part(t, "word/header1.xml")), "{PAGE}") {
			t.Errorf("%s: no page number in the header", name)
		}
		if strings.Contains(text(s.part(t, "word/header2.xml")), "{PAGE}") {
			t.Errorf("%s: a page number on the first page", name)
		}
	}
}
