package render_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

// sampleFiles are what the samples name: pictures, spreadsheets.
var sampleFiles = os.DirFS("../samples")

// samples are all files of samples/, each with its bytes.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := fs.Glob(sampleFiles, "*.yaml")
	if err != nil || len(names) < 2 {
		t.Fatalf("samples: %v, %v", names, err)
	}
	all := map[string][]byte{}
	for _, name := range names {
		if all[name], err = fs.ReadFile(sampleFiles, name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func newRenderer(t testing.TB) *render.Renderer {
	t.Helper()
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// both makes both files of a document.
func both(t testing.TB, d *render.Document) (word, pdf []byte) {
	t.Helper()
	var w, p bytes.Buffer
	if err := d.DOCX(t.Context(), &w); err != nil {
		t.Fatalf("%s: docx: %v", d.Name, err)
	}
	if err := d.PDF(t.Context(), &p); err != nil {
		t.Fatalf("%s: pdf: %v", d.Name, err)
	}
	return w.Bytes(), p.Bytes()
}

// eachPair runs a test on every sample with every template, also with the templates that
// it does not name: the documents are several where it asks for one for each invitee.
func eachPair(t *testing.T, test func(t *testing.T, documents []*render.Document, yaml []byte)) {
	r := newRenderer(t)
	for name, yaml := range samples(t) {
		for _, template := range r.TemplateNames() {
			t.Run(render.Stem(name)+"/"+template, func(t *testing.T) {
				documents, faults := r.Documents(name, yaml, sampleFiles, template)
				for _, f := range faults {
					t.Errorf("%v", f)
				}
				if len(documents) == 0 {
					t.Fatal("no documents")
				}
				test(t, documents, yaml)
			})
		}
	}
}

// eachDocument runs a test on each document of eachPair.
func eachDocument(t *testing.T, test func(t *testing.T, d *render.Document, yaml []byte)) {
	eachPair(t, func(t *testing.T, documents []*render.Document, yaml []byte) {
		for _, d := range documents {
			test(t, d, yaml)
		}
	})
}

func TestSamplesHaveNoFindings(t *testing.T) {
	eachDocument(t, func(t *testing.T, d *render.Document, _ []byte) {
		both(t, d)
		for _, f := range d.Faults() {
			if f.Code != render.NotPrinted || f.Severity != render.Note { // what a template is not for is told
				t.Errorf("%v", f)
			}
		}
	})
}

// No figure of a sample contradicts another, in its tables or its prose.
func TestSamplesAgree(t *testing.T) {
	r := newRenderer(t)
	for name, yaml := range samples(t) {
		for _, f := range r.CheckFigures(name, yaml, sampleFiles) {
			t.Errorf("%v", f)
		}
	}
}

// What the prose states otherwise than a table whose rows come from a spreadsheet is told,
// and refused where that is asked for.
func TestFiguresOfSpreadsheets(t *testing.T) {
	files := fstest.MapFS{"v.csv": {Data: []byte("Chỉ tiêu;Đơn vị;Kế hoạch;Thực hiện\nSản lượng lúa;tấn;2.547;2.351\n")}}
	yaml := []byte("title: Họp\nsections:\n  - text: Sản lượng lúa đạt 2.531 tấn.\nindicators:\n  - rows_from: v.csv\n")
	told := newRenderer(t).CheckFigures("hop.yaml", yaml, files)
	if len(told) != 1 || told[0].Code != "contradiction" || told[0].Line != 3 || told[0].Column != 29 {
		t.Errorf("%v", told)
	}
	strict, err := render.New(render.Options{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	if documents, faults := strict.Documents("hop.yaml", yaml, files); documents != nil || !faults.Failed() {
		t.Errorf("it is made: %v", faults)
	}
	if documents, faults := newRenderer(t).Documents("hop.yaml", yaml, files); len(documents) != 1 || len(faults) > 0 {
		t.Errorf("%v", faults)
	}
}

// The PDF says what the Word document says, in its order, and nothing else but list
// numbers, page numbers and the header rows that it repeats.
func TestSameText(t *testing.T) {
	eachDocument(t, func(t *testing.T, d *render.Document, _ []byte) {
		word, pdf := both(t, d)
		sameText(t, word, pdf)
	})
}

// bodyParagraphs gives the text of a document's paragraphs in order, each with its list
// number before it, and the rows that tables repeat.
func bodyParagraphs(t testing.TB, word []byte) (labels, texts, repeated []string) {
	t.Helper()
	pkg, err := docx.Open(word, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	doc, faults := wml.Parse(pkg, limit.Default)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var blocks func([]wml.Block)
	blocks = func(list []wml.Block) {
		for _, b := range list {
			switch b := b.(type) {
			case *wml.Paragraph:
				label := ""
				if b.Label != nil {
					label = squeeze(b.Label.Text)
				}
				labels = append(labels, label)
			case *wml.Table:
				first, head := len(labels), 0
				for _, row := range b.Rows {
					for _, c := range row.Cells {
						blocks(c.Blocks)
					}
					if row.Header {
						head = len(labels)
					}
				}
				if head > 0 { // a header's rows are repeated together
					repeated = append(repeated, fmt.Sprintf("%d:%d", first, head))
				}
			}
		}
	}
	for _, s := range doc.Sections {
		blocks(s.Body)
	}
	texts = docxParagraphs(t, docxParts(t, word)[pkg.Main()])
	if len(texts) != len(labels) {
		t.Fatalf("%d paragraphs in the file, %d in the tree", len(texts), len(labels))
	}
	for i, span := range repeated {
		var from, to int
		fmt.Sscanf(span, "%d:%d", &from, &to)
		repeated[i] = squeeze(strings.Join(texts[from:to], ""))
	}
	return labels, texts, repeated
}

func sameText(t *testing.T, word, pdf []byte) {
	t.Helper()
	labels, texts, repeated := bodyParagraphs(t, word)
	rest := squeeze(strings.Join(pdfText(t, pdf), ""))
	for name, part := range docxParts(t, word) { // the first page's header, such as a mark of circulation
		if strings.HasPrefix(name, "word/header") {
			if head := squeeze(strings.Join(docxParagraphs(t, part), "")); head != "2" {
				rest = strings.TrimPrefix(rest, head)
			}
		}
	}
	for i, text := range texts {
		want := squeeze(text)
		if want == "" {
			continue
		}
		for _, prefix := range append([]string{labels[i] + want, bulletOf(rest) + want, want}, prefixed(repeated, labels[i]+want)...) {
			if strings.HasPrefix(rest, prefix) {
				rest = rest[len(prefix):]
				want = ""
				break
			}
		}
		if want == "" {
			continue
		}
		// A page break inside the paragraph: a header row cannot stand there, so what is
		// missing is missing.
		t.Fatalf("paragraph %d %q does not follow in the PDF; there is %.80q", i+1, text, rest)
	}
	if rest != "" {
		t.Errorf("the PDF says more: %.80q", rest)
	}
}

// bulletOf is the mark that stands first, if one does: a bullet of a symbol font is
// printed as its Unicode character.
func bulletOf(s string) string {
	if r, size := utf8.DecodeRuneInString(s); strings.ContainsRune("•▪◦○–-−+*■●□➢✔", r) {
		return s[:size]
	}
	return ""
}

func prefixed(prefixes []string, s string) []string {
	out := make([]string, len(prefixes))
	for i, p := range prefixes {
		out[i] = p + s
	}
	return out
}

// Equal input gives equal bytes: again, in another renderer, and from many goroutines.
func TestDeterminism(t *testing.T) {
	shared := newRenderer(t)
	for name, yaml := range samples(t) {
		t.Run(name, func(t *testing.T) {
			make := func(r *render.Renderer) (all []byte, err error) {
				documents, faults := r.Documents(name, yaml, sampleFiles)
				if err := faults.Err(); err != nil {
					return nil, err
				}
				var b bytes.Buffer
				for _, d := range documents {
					if err := d.DOCX(t.Context(), &b); err != nil {
						return nil, err
					}
					if err := d.PDF(t.Context(), &b); err != nil {
						return nil, err
					}
				}
				return b.Bytes(), nil
			}
			want, err := make(newRenderer(t))
			if err != nil {
				t.Fatal(err)
			}
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					got, err := make(shared)
					if err != nil {
						t.Error(err)
					}
					if !bytes.Equal(got, want) {
						t.Error("a run gave other bytes")
					}
				})
			}
			wg.Wait()
		})
	}
}

// One document asked for by many goroutines is made once, and is the same for all.
func TestDocumentIsShared(t *testing.T) {
	documents, faults := newRenderer(t).Documents("hop.yaml", []byte("title: Họp\n"), nil)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	word, pdf := both(t, documents[0])
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			var w, p bytes.Buffer
			if err := documents[0].DOCX(t.Context(), &w); err != nil || !bytes.Equal(w.Bytes(), word) {
				t.Errorf("docx: %v", err)
			}
			if err := documents[0].PDF(t.Context(), &p); err != nil || !bytes.Equal(p.Bytes(), pdf) {
				t.Errorf("pdf: %v", err)
			}
		})
	}
	wg.Wait()
}

// A writer's error comes out, wherever in the file it happens.
func TestWriterErrors(t *testing.T) {
	r := newRenderer(t)
	documents, faults := r.Documents("hop.yaml", []byte("title: Họp\n"), nil)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	word, pdf := both(t, documents[0])
	for _, tt := range []struct {
		name  string
		size  int
		write func(io.Writer) error
	}{
		{"docx", len(word), func(w io.Writer) error { return documents[0].DOCX(t.Context(), w) }},
		{"pdf", len(pdf), func(w io.Writer) error { return documents[0].PDF(t.Context(), w) }},
	} {
		for n := 0; n < tt.size; n += 1 + tt.size/40 {
			if err := tt.write(&shortWriter{n}); !errors.Is(err, errShort) {
				t.Fatalf("%s: after %d bytes the error is %v", tt.name, n, err)
			}
		}
	}
}

var errShort = errors.New("no room")

type shortWriter struct{ left int }

func (w *shortWriter) Write(p []byte) (int, error) {
	if len(p) > w.left {
		n := w.left
		w.left = 0
		return n, errShort
	}
	w.left -= len(p)
	return len(p), nil
}

// The Word document is described by the meeting, not by the template.
func TestProperties(t *testing.T) {
	documents, faults := newRenderer(t).Documents("hop.yaml", []byte("title: Họp A & B\nauthors: [An, Bình]\n"), nil)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	word, pdf := both(t, documents[0])
	core := string(docxParts(t, word)["docProps/core.xml"])
	for _, want := range []string{"<dc:title[^>]*>Họp A &amp; B</dc:title>", "<dc:creator[^>]*>An, Bình</dc:creator>"} {
		if !regexp.MustCompile(want).MatchString(core) {
			t.Errorf("no %s in %s", want, core)
		}
	}
	if strings.Contains(core, "dcterms:created") {
		t.Error("a date stands in a document that was given none")
	}
	if bytes.Contains(pdf, []byte("/CreationDate")) && !regexp.MustCompile(`/CreationDate ?\(D:(0001|19700101|2000)`).Match(pdf) {
		again, _ := newRenderer(t).Documents("hop.yaml", []byte("title: Họp A & B\nauthors: [An, Bình]\n"), nil)
		if _, second := both(t, again[0]); !bytes.Equal(pdf, second) {
			t.Error("the clock reaches the PDF")
		}
	}
}

// A converted document prints as the one that it came from.
func TestConvert(t *testing.T) {
	eachDocument(t, func(t *testing.T, d *render.Document, _ []byte) {
		word, pdf := both(t, d)
		var out bytes.Buffer
		faults, err := newRenderer(t).Convert(t.Context(), &out, "a.docx", word)
		if err != nil || len(faults) > 0 {
			t.Fatalf("%v, %v", err, faults)
		}
		if !slices.Equal(pdfText(t, out.Bytes()), pdfText(t, pdf)) {
			t.Error("the converted document prints another text")
		}
	})
}

func TestConvertRefuses(t *testing.T) {
	for name, data := range map[string][]byte{"nothing": nil, "text": []byte("Họp"), "a zip's beginning": []byte("PK\x03\x04abc")} {
		var out bytes.Buffer
		faults, err := newRenderer(t).Convert(t.Context(), &out, "a.docx", data)
		if err == nil || out.Len() > 0 {
			t.Errorf("%s: %v, %v, %d bytes", name, faults, err, out.Len())
		} else if !strings.HasPrefix(err.Error(), "a.docx: ") {
			t.Errorf("%s: %v does not name the file", name, err)
		}
	}
}

func TestStem(t *testing.T) {
	for name, want := range map[string]string{
		"-": "bienban", "": "bienban", "a/hop.giao-ban.yaml": "hop.giao-ban", `C:\tài liệu\họp.yaml`: "họp", "hop": "hop", ".yaml": "bienban",
	} {
		if got := render.Stem(name); got != want {
			t.Errorf("Stem(%q) = %q, want %q", name, got, want)
		}
	}
}

// The samples are in the folder that the README names.
func TestReadmeCommand(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`go run \./cmd/bienban render (\S+)`).FindAllSubmatch(readme, -1)
	if len(found) == 0 {
		t.Fatal("README.md shows no command")
	}
	for _, m := range found {
		if _, err := os.Stat(filepath.Join("..", string(m[1]))); err != nil {
			t.Errorf("README.md names %s: %v", m[1], err)
		}
	}
}
