package render_test

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/bienban/bienban/render"
	examples "github.com/bienban/bienban/samples"
)

// What a Word document says of itself, its PDF says too, in both places that a PDF has
// for that.
func TestSamePropertiesInBothFiles(t *testing.T) {
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files, _ := fs.Glob(examples.FS, "*.yaml")
	details := 0
	for _, name := range files {
		data, err := fs.ReadFile(examples.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		documents, faults := r.Documents(name, data, examples.FS)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		for _, d := range documents {
			var word, print bytes.Buffer
			if err := d.DOCX(t.Context(), &word); err != nil {
				t.Fatal(err)
			}
			if err := d.PDF(t.Context(), &print); err != nil {
				t.Fatal(err)
			}
			core, custom := part(t, word.Bytes(), "docProps/core.xml"), part(t, word.Bytes(), "docProps/custom.xml")
			wanted := map[string]string{}
			for key, element := range map[string]string{"Title": "title", "Author": "creator", "Subject": "subject", "Keywords": "keywords"} {
				if v := elementText(core, element); v != "" {
					wanted[key] = v
				}
			}
			if wanted["Title"] == "" || wanted["Title"] != wanted["Subject"] || elementText(core, "language") != "vi-VN" {
				t.Errorf("%s: %s", d.Name, core)
			}
			for _, m := range regexp.MustCompile(`name="(\w+)"><vt:lpwstr[^>]*>([^<]*)<`).FindAllStringSubmatch(custom, -1) {
				wanted[m[1]] = unescape(t, m[2])
				details++
			}
			if wanted["Language"] != "Tiếng Việt" || wanted["TypeName"] == "" {
				t.Errorf("%s: custom properties %s", d.Name, custom)
			}
			file := print.String()
			for key, want := range wanted {
				if got := infoEntry(file, key); got != want {
					t.Errorf("%s: /%s is %q, the Word document says %q", d.Name, key, got, want)
				}
				element := map[string]string{"Title": "dc:title", "Author": "dc:creator", "Subject": "dc:description", "Keywords": "pdf:Keywords"}[key]
				if element == "" {
					element = "pdfx:" + key
				}
				m := regexp.MustCompile(`<` + element + `>(?:<rdf:\w+><rdf:li[^>]*>)?([^<]*)<`).FindStringSubmatch(file)
				if m == nil || unescape(t, m[1]) != want {
					t.Errorf("%s: XMP %s is %q, the Word document says %q", d.Name, element, m, want)
				}
			}
			if !strings.Contains(file, "/Lang (vi-VN)") || !strings.Contains(file, "/PrintScaling /None") {
				t.Errorf("%s: language or print scaling missing", d.Name)
			}
		}
	}
	if details < 5*len(files) {
		t.Errorf("only %d details were compared", details)
	}
}

func part(t *testing.T, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// elementText is the text of the first element with this local name.
func elementText(src, local string) string {
	d := xml.NewDecoder(strings.NewReader(src))
	for {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		if s, ok := token.(xml.StartElement); ok && s.Name.Local == local {
			var text string
			if d.DecodeElement(&text, &s) != nil {
				return ""
			}
			return text
		}
	}
}

func unescape(t *testing.T, s string) string {
	t.Helper()
	var text string
	if err := xml.Unmarshal([]byte("<x>"+s+"</x>"), &text); err != nil {
		t.Fatal(err)
	}
	return text
}

// infoEntry is an entry of the PDF's document information.
func infoEntry(file, key string) string {
	if m := regexp.MustCompile(`/` + key + ` <FEFF([0-9A-F]*)>\n`).FindStringSubmatch(file); m != nil {
		b, _ := hex.DecodeString(m[1])
		u := make([]uint16, len(b)/2)
		for i := range u {
			u[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
		}
		return string(utf16.Decode(u))
	}
	if m := regexp.MustCompile(`/` + key + ` \(([^\n]*)\)\n`).FindStringSubmatch(file); m != nil {
		return strings.NewReplacer(`\(`, "(", `\)`, ")", `\\`, `\`).Replace(m[1])
	}
	return ""
}
