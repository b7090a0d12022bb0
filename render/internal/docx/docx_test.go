package docx_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
)

const (
	typesXML = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/MAIN" ContentType="TYPE"/></Types>`
	documentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	office       = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	body         = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
		`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>BODY</w:body></w:document>`
)

func relationships(list ...string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + strings.Join(list, "") + `</Relationships>`
}

// files are the entries of a small document whose main part has the given name.
func files(main string) map[string]string {
	return map[string]string{
		"[Content_Types].xml": strings.NewReplacer("MAIN", main, "TYPE", documentType).Replace(typesXML),
		"_rels/.rels":         relationships(`<Relationship Id="rId1" Type="` + office + `officeDocument" Target="` + main + `"/>`),
		main:                  strings.Replace(body, "BODY", "<w:p/>", 1),
	}
}

func pack(t testing.TB, entries map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(entries[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t testing.TB, data []byte) *docx.Package {
	t.Helper()
	p, err := docx.Open(data, limit.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func write(t testing.TB, p *docx.Package) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := docx.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func with(m map[string]string, more ...string) map[string]string {
	m = maps.Clone(m)
	for i := 0; i < len(more); i += 2 {
		if more[i+1] == "" {
			delete(m, more[i])
		} else {
			m[more[i]] = more[i+1]
		}
	}
	return m
}

func wide(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.WriteByte(c)
		b.WriteByte(0)
	}
	return b.String()
}

func TestWhatIsNoWordDocumentIsNamed(t *testing.T) {
	const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	good := files("word/document.xml")
	whole := string(pack(t, good))
	types := good["[Content_Types].xml"]
	for _, tt := range []struct{ name, data, code, want string }{
		{"empty", "", "not-docx", "empty"},
		{"old Word", ole + wide("WordDocument"), "not-docx", ".doc)"},
		{"old Excel", ole + wide("Workbook"), "not-docx", ".xls"},
		{"password", ole + wide("EncryptedPackage"), "encrypted", "password"},
		{"RTF", `{\rtf1 x}`, "not-docx", "RTF"},
		{"PDF", "%PDF-1.7\n", "not-docx", "PDF"},
		{"HTML", "\ufeff<!DOCTYPE html><html>", "not-docx", "HTML"},
		{"flat XML", `<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">`, "not-docx", "one XML file"},
		{"anything", "Biên bản", "not-docx", "something else"},
		{"truncated", whole[:len(whole)/2], "damaged-package", "end"},
		{"ODT", string(pack(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text"})), "not-docx", ".odt"},
		{"no content types", string(pack(t, with(good, "[Content_Types].xml", ""))), "missing-part", "[Content_Types].xml"},
		{"no package relationships", string(pack(t, with(good, "_rels/.rels", ""))), "missing-part", "officeDocument"},
		{"no main part", string(pack(t, with(good, "word/document.xml", ""))), "missing-part", "word/document.xml"},
		{"bad content types", string(pack(t, with(good, "[Content_Types].xml", "<Types"))), "damaged-package", "[Content_Types].xml"},
		{"bad relationships", string(pack(t, with(good, "_rels/.rels", "<a><b></a>"))), "damaged-package", "_rels/.rels"},
		{"Excel", string(pack(t, with(good, "[Content_Types].xml", strings.Replace(types, "wordprocessingml.document", "spreadsheetml.sheet", 1)))), "not-docx", "Excel"},
		{"no type for the main part", string(pack(t, with(good, "[Content_Types].xml", strings.Replace(types, documentType, "text/plain", 1)))), "not-docx", "text/plain"},
		{"one name twice", string(pack(t, with(good, "WORD/Document.xml", "<a/>"))), "damaged-package", "twice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := docx.Open([]byte(tt.data), limit.Limits{})
			list, ok := errors.AsType[fault.List](err)
			if !ok || len(list) != 1 {
				t.Fatalf("%v, want one fault", err)
			}
			if f := list[0]; f.Code != tt.code || !strings.Contains(f.Message.En, tt.want) || f.Message.Vi == "" || f.Hint.Vi == "" {
				t.Errorf("%s: %v; want %s with %q", f.Code, f, tt.code, tt.want)
			}
		})
	}
}

func TestLimitsHoldBeforeUnpacking(t *testing.T) {
	good := files("word/document.xml")
	bomb := pack(t, with(good, "word/media/a.xml", strings.Repeat("a", 1<<20)))
	for _, tt := range []struct {
		name   string
		limits limit.Limits
		ok     bool
	}{
		{"default", limit.Limits{}, true},
		{"package", limit.Limits{PackageBytes: 100}, false},
		{"part", limit.Limits{PartBytes: 1 << 19}, false},
		{"all parts", limit.Limits{UnpackedBytes: 1 << 20}, false},
		{"number of parts", limit.Limits{Parts: 3}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := docx.Open(bomb, tt.limits)
			if tt.ok && err != nil || !tt.ok && (err == nil || !strings.Contains(err.Error(), "limit")) {
				t.Error(err)
			}
		})
	}
	t.Run("a size that lies", func(t *testing.T) {
		data := bytes.Clone(bomb)
		at := bytes.Index(data, []byte("PK\x01\x02")) // the directory's first entry: its unpacked size
		data[at+24], data[at+25], data[at+26], data[at+27] = 0, 0, 0, 7
		if _, err := docx.Open(data, limit.Limits{}); err == nil || !strings.Contains(err.Error(), "size") {
			t.Error(err)
		}
	})
}

func TestMainPartIsFoundByRelationship(t *testing.T) {
	for _, tt := range []struct{ main, target string }{
		{"word/document.xml", "word/document.xml"},
		{"word/document2.xml", "/word/document2.xml"},
		{"doc.xml", "doc.xml"},
		{"word/document.xml", "WORD/DOCUMENT.XML"},
		{"word/văn bản.xml", "word/v%C4%83n%20b%E1%BA%A3n.xml"},
	} {
		m := files(tt.main)
		m["_rels/.rels"] = relationships(`<Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="` + tt.target + `"/>`)
		p := open(t, pack(t, m))
		if p.Main() != tt.main {
			t.Errorf("%s: main part %q", tt.target, p.Main())
		}
		if b, ok := p.Part(strings.ToUpper(p.Main()[:1]) + p.Main()[1:]); !ok || string(b) != m[tt.main] {
			t.Errorf("%s: content %q", tt.target, b)
		}
		if p.ContentType(p.Main()) != documentType {
			t.Errorf("%s: content type %q", tt.target, p.ContentType(p.Main()))
		}
	}
}

func TestRelationshipsAreResolved(t *testing.T) {
	p := open(t, pack(t, with(files("word/document.xml"), "word/_rels/document.xml.rels", relationships(
		`<Relationship Id="a" Type="`+office+`styles" Target="styles.xml"/>`,
		`<Relationship Id="b" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/image" Target="../media/x.png"/>`,
		`<Relationship Id="c" Type="`+office+`image" Target="/word/Styles.xml"/>`,
		`<Relationship Id="d" Type="`+office+`hyperlink" Target="https://example.org/a#b" TargetMode="External"/>`,
	), "word/styles.xml", "<a/>")))
	want := []docx.Relationship{
		{ID: "a", Type: "styles", Target: "word/styles.xml"},
		{ID: "b", Type: "image", Target: "media/x.png"},
		{ID: "c", Type: "image", Target: "word/styles.xml"},
		{ID: "d", Type: "hyperlink", Target: "https://example.org/a#b", External: true},
	}
	got := p.Relationships("word/document.xml")
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, r := range got {
		if r.ID != want[i].ID || r.Type != want[i].Type || r.Target != want[i].Target || r.External != want[i].External {
			t.Errorf("got %+v, want %+v", r, want[i])
		}
	}
	if p.Related(p.Main(), "styles") != "word/styles.xml" || p.Related(p.Main(), "theme") != "" {
		t.Error("Related")
	}
}

func TestWithLeavesTheOriginalAlone(t *testing.T) {
	data := pack(t, with(files("word/document.xml"),
		"word/_rels/document.xml.rels", relationships(`<Relationship Id="a" Type="`+office+`comments" Target="comments.xml"/>`),
		"word/comments.xml", "<a/>"))
	p := open(t, data)
	before := write(t, p)
	q := p.With(docx.Change{
		Parts:         map[string][]byte{"word/document.xml": []byte(strings.Replace(body, "BODY", "new", 1)), "word/media/image1.png": []byte("png")},
		ContentTypes:  map[string]string{"word/media/image1.png": "image/png"},
		Relationships: map[string][]docx.Relationship{"word/document.xml": {{ID: "b", Type: "image", Target: "word/media/image1.png"}, {ID: "c", Type: "hyperlink", Target: "https://x/?a&b", External: true}}},
		Remove:        []string{"word/comments.xml"},
	})
	if !bytes.Equal(write(t, p), before) {
		t.Error("the original has changed")
	}
	out := write(t, q)
	if !bytes.Equal(out, write(t, q)) {
		t.Error("two writes differ")
	}
	r := open(t, out)
	if got := r.Parts(); !slices.Equal(got, []string{"word/document.xml", "word/media/image1.png"}) {
		t.Errorf("parts %q", got)
	}
	if b, _ := r.Part("word/document.xml"); !strings.Contains(string(b), "new") {
		t.Errorf("main part %s", b)
	}
	if r.ContentType("word/media/image1.png") != "image/png" {
		t.Error("content type of the picture")
	}
	var got []string
	for _, x := range r.Relationships("word/document.xml") {
		got = append(got, x.ID+" "+x.Type+" "+x.Target)
	}
	if !slices.Equal(got, []string{"b image word/media/image1.png", "c hyperlink https://x/?a&b"}) {
		t.Errorf("relationships %q", got)
	}
}

func TestTemplatesAndMacrosBecomeDocuments(t *testing.T) {
	m := with(files("word/document.xml"),
		"word/_rels/document.xml.rels", relationships(`<Relationship Id="a" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>`),
		"word/vbaProject.bin", "vba")
	m["[Content_Types].xml"] = strings.Replace(m["[Content_Types].xml"], documentType, "application/vnd.ms-word.template.macroEnabledTemplate.main+xml", 1)
	p, faults := open(t, pack(t, m)).AsDocument()
	if p.ContentType(p.Main()) != documentType || slices.Contains(p.Parts(), "word/vbaProject.bin") || len(p.Relationships(p.Main())) != 0 {
		t.Error("still a template with macros")
	}
	if len(faults) != 1 || faults[0].Code != "macros-removed" || faults.Failed() {
		t.Error(faults)
	}
}

// A package may hold macros and still call itself a plain document, in any of its parts.
func TestMacrosOfPlainDocuments(t *testing.T) {
	const vba = `<Relationship Id="a" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>`
	data := `<Relationship Id="a" Type="http://schemas.microsoft.com/office/2006/relationships/wordVbaData" Target="vbaData.xml"/>`
	for name, extra := range map[string][]string{
		"of the main part": {"word/_rels/document.xml.rels", relationships(vba), "word/vbaProject.bin", "vba", "word/_rels/vbaProject.bin.rels", relationships(data), "word/vbaData.xml", "<a/>"},
		"of the package":   {"_rels/extra.rels", "", "word/_rels/styles.xml.rels", relationships(vba), "word/styles.xml", "<a/>", "word/vbaProject.bin", "vba"},
	} {
		p, faults := open(t, pack(t, with(files("word/document.xml"), extra...))).AsDocument()
		for _, part := range p.Parts() {
			if strings.Contains(part, "vba") {
				t.Errorf("%s: %s is carried over", name, part)
			}
		}
		if len(faults) != 1 || faults[0].Code != "macros-removed" || faults.Failed() {
			t.Errorf("%s: %v", name, faults)
		}
	}
	// By its content type alone.
	m := with(files("word/document.xml"), "word/other.bin", "vba")
	m["[Content_Types].xml"] = strings.Replace(m["[Content_Types].xml"], "</Types>", `<Override PartName="/word/other.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`, 1)
	if p, faults := open(t, pack(t, m)).AsDocument(); slices.Contains(p.Parts(), "word/other.bin") || len(faults) != 1 {
		t.Errorf("%v %v", p.Parts(), faults)
	}
	if p := open(t, pack(t, files("word/document.xml"))); true {
		if q, faults := p.AsDocument(); p != q || faults != nil {
			t.Error("a plain document is changed")
		}
	}
}

// What a field or an object would fetch or start goes; what it shows stays.
func TestFieldsAndObjectsThatRun(t *testing.T) {
	field := func(instruction string) string {
		return `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>` + instruction + `</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>shown</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	}
	for _, tt := range []struct{ instruction, code string }{
		{` HYPERLINK "file:///C:/a.exe" `, "link-removed"},
		{` hyperlink &quot;javascript:alert(1)&quot; \o &quot;tip&quot; `, "link-removed"},
		{` HYPERLINK \o "tip" "ms-word:ofe|u|http://a" `, "link-removed"},
		{` HYPERLINK a.docx \l "b" `, "link-removed"},
		{"HYPERLINK\tfile:///C:/a.exe", "link-removed"}, {`HYPERLINK"file:///C:/a.exe"`, "link-removed"}, {"HYPERLINK\u00a0file:///C:/a.exe", "link-removed"},
		{` HYPERLINK "\\\\server\\share" `, "link-removed"},
		{` HYPERLINK "https://a.vn/b?c=d" `, ""},
		{` HYPERLINK "mailto:a@b.vn" \o "file:///x" `, ""},
		{` HYPERLINK \l "file" `, ""},
		{` HYPERLINK "{{.extra.link}}" `, ""},
		{` DDEAUTO c:\\windows\\cmd.exe "/c calc" `, "field-removed"},
		{` IncludeText "http://a/b.docx" `, "field-removed"},
		{` PAGE `, ""},
	} {
		for form, xml := range map[string]string{"complex": field(tt.instruction), "simple": `<w:p><w:fldSimple w:instr="` + strings.ReplaceAll(tt.instruction, `"`, "&quot;") + `"><w:r><w:t>shown</w:t></w:r></w:fldSimple></w:p>`} {
			p := open(t, pack(t, with(files("word/document.xml"), "word/document.xml", strings.Replace(body, "BODY", xml, 1))))
			q, faults := p.WithoutExternal(limit.Default.XML())
			b, _ := q.Part("word/document.xml")
			switch {
			case !strings.Contains(string(b), "shown"):
				t.Errorf("%s, %s: what it shows is gone: %s", form, tt.instruction, b)
			case tt.code == "" && (q != p || faults != nil):
				t.Errorf("%s, %s: %v", form, tt.instruction, faults)
			case tt.code != "" && (len(faults) != 1 || faults[0].Code != tt.code || faults.Failed() || strings.Contains(string(b), strings.Fields(strings.ReplaceAll(tt.instruction, `"`, " "))[1])):
				t.Errorf("%s, %s: %v %s", form, tt.instruction, faults, b)
			}
			if strays := p.Strays(); tt.code == "link-removed" && form == "complex" && !strays && !strings.Contains(tt.instruction, "hyperlink") || tt.code == "" && strays && !strings.Contains(tt.instruction, "{{") {
				t.Errorf("%s, %s: strays %t", form, tt.instruction, strays)
			}
		}
	}
	// An instruction in pieces.
	pieces := strings.Replace(field("X"), "<w:instrText>X</w:instrText>", `<w:instrText>HYPER</w:instrText><w:instrText>LINK "smb:</w:instrText><w:instrText>//a"</w:instrText>`, 1)
	p := open(t, pack(t, with(files("word/document.xml"), "word/document.xml", strings.Replace(body, "BODY", pieces, 1))))
	if q, faults := p.WithoutExternal(limit.Default.XML()); q == p || len(faults) != 1 || faults[0].Code != "link-removed" {
		t.Errorf("in pieces: %v", faults)
	}

	for _, kind := range []string{"oleObject", "control", "package"} {
		p := open(t, pack(t, with(files("word/document.xml"),
			"word/document.xml", strings.Replace(body, "BODY", `<w:p><w:r><w:object><v:shape><v:imagedata r:id="i"/></v:shape><o:OLEObject r:id="o"/></w:object></w:r></w:p>`, 1),
			"word/_rels/document.xml.rels", relationships(`<Relationship Id="o" Type="`+office+kind+`" Target="embeddings/o.bin"/>`, `<Relationship Id="i" Type="`+office+`image" Target="media/i.png"/>`),
			"word/embeddings/o.bin", "runs", "word/media/i.png", "png")))
		q, faults := p.WithoutExternal(limit.Default.XML())
		b, _ := q.Part("word/document.xml")
		if len(faults) != 1 || faults[0].Code != "object-removed" || faults.Failed() || slices.Contains(q.Parts(), "word/embeddings/o.bin") ||
			strings.Contains(string(b), "OLEObject") || !strings.Contains(string(b), `<v:imagedata r:id="i"/>`) || !slices.Contains(q.Parts(), "word/media/i.png") {
			t.Errorf("%s: %v %q %s", kind, faults, q.Parts(), b)
		}
	}
}

func TestNothingOutsideIsFetched(t *testing.T) {
	p := open(t, pack(t, with(files("word/document.xml"),
		"word/document.xml", strings.Replace(body, "BODY", `<a:blip r:link="p" r:embed="q"/><a:blip r:link='p' r:embed="p"/><w:hyperlink r:id="h"/><w:mailMerge><w:dataSource r:id="m"/></w:mailMerge>`, 1),
		"word/_rels/document.xml.rels", relationships(
			`<Relationship Id="p" Type="`+office+`image" Target="http://x/p.png" TargetMode="External"/>`,
			`<Relationship Id="q" Type="`+office+`image" Target="media/q.png"/>`,
			`<Relationship Id="m" Type="`+office+`mailMergeSource" Target="file:///x" TargetMode="External"/>`,
			`<Relationship Id="h" Type="`+office+`hyperlink" Target="http://x" TargetMode="External"/>`),
		"word/media/q.png", "png")))
	q, faults := p.WithoutExternal(limit.Default.XML())
	b, _ := q.Part("word/document.xml")
	if want := `<a:blip r:embed="q"/><a:blip/><w:hyperlink r:id="h"/></w:body>`; !strings.Contains(string(b), want) {
		t.Errorf("got %s, want %s", b, want)
	}
	if len(q.Relationships(q.Main())) != 2 || len(faults) != 2 || faults.Failed() {
		t.Errorf("%v %v", q.Relationships(q.Main()), faults)
	}
	if r, faults := q.WithoutExternal(limit.Default.XML()); r != q || faults != nil {
		t.Error("nothing more to remove, and still a change")
	}
}

type fullDisk struct{ left int }

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.left -= len(b); d.left < 0 {
		return 0, errors.New("disk full")
	}
	return len(b), nil
}

func TestWriteErrorsAreNotLost(t *testing.T) {
	p := open(t, pack(t, files("word/document.xml"))).With(docx.Change{Parts: map[string][]byte{"word/a.xml": []byte("<a/>")}})
	n := len(write(t, p))
	for left := range n {
		if err := docx.Write(&fullDisk{left}, p); err == nil {
			t.Fatalf("%d of %d bytes written, and no error", left, n)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(pack(f, files("word/document.xml")))
	f.Add(pack(f, with(files("a.xml"), "_rels/a.xml.rels", relationships(`<Relationship Id="a" Type="x" Target="../../b" TargetMode="External"/>`))))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := docx.Open(data, limit.Limits{UnpackedBytes: 1 << 20})
		if err != nil {
			return
		}
		p, _ = p.WithoutExternal(limit.Default.XML())
		p, _ = p.AsDocument()
		q, err := docx.Open(write(t, p), limit.Limits{})
		if err != nil {
			t.Fatalf("what we wrote cannot be opened: %v", err)
		}
		if !slices.Equal(p.Parts(), q.Parts()) || p.Main() != q.Main() {
			t.Errorf("%q %q came back as %q %q", p.Main(), p.Parts(), q.Main(), q.Parts())
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	p := open(b, pack(b, with(files("word/document.xml"), "word/styles.xml", strings.Repeat("<a/>", 1<<16)))).
		With(docx.Change{Parts: map[string][]byte{"word/document.xml": []byte(strings.Repeat("<a/>", 1<<12))}})
	b.ReportAllocs()
	for b.Loop() {
		if err := docx.Write(&fullDisk{1 << 30}, p); err != nil {
			b.Fatal(err)
		}
	}
}
