package render_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// docxParts unpacks a document.
func docxParts(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatalf("the document does not open: %v", err)
	}
	parts := map[string][]byte{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(in)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if _, twice := parts[f.Name]; twice {
			t.Errorf("%s stands in the package twice", f.Name)
		}
		parts[f.Name] = part
	}
	return parts
}

// docxParagraphs gives the text of each paragraph of a part, in order, as Word shows it,
// without asking the packages under test.
func docxParagraphs(t testing.TB, part []byte) []string {
	t.Helper()
	var out []string
	var open []*strings.Builder // a paragraph may hold others, in a text box
	skip := 0
	inText := false
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "Fallback" || skip > 0 {
				skip++
				continue
			}
			switch e.Name.Local {
			case "p":
				if strings.Contains(e.Name.Space, "wordprocessingml") {
					open = append(open, &strings.Builder{})
				}
			case "t":
				inText = true
			case "br", "tab", "cr":
				if len(open) > 0 {
					open[len(open)-1].WriteByte(' ')
				}
			case "noBreakHyphen":
				if len(open) > 0 {
					open[len(open)-1].WriteByte('-')
				}
			}
		case xml.EndElement:
			if skip > 0 {
				skip--
				continue
			}
			switch {
			case e.Name.Local == "t":
				inText = false
			case e.Name.Local == "p" && strings.Contains(e.Name.Space, "wordprocessingml"):
				out = append(out, open[len(open)-1].String())
				open = open[:len(open)-1]
			}
		case xml.CharData:
			if inText && skip == 0 && len(open) > 0 {
				open[len(open)-1].Write(e)
			}
		}
	}
}

// squeeze makes texts comparable that were broken into lines: no spaces, NFC.
func squeeze(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(strings.ReplaceAll(s, "\u00ad", ""))), "")
}

// A pdfFile is a PDF taken apart: classic objects, as fpdf writes them.
type pdfFile struct {
	objects map[int][]byte // without their streams
	streams map[int][]byte // inflated
}

var (
	objectStart   = regexp.MustCompile(`(?:^|[\r\n])(\d+) 0 obj\b`)
	streamLength  = regexp.MustCompile(`/Length (\d+)(?: 0 R)?`)
	pageType      = regexp.MustCompile(`/Type\s*/Page(?:[^s\w]|$)`)
	mediaBox      = regexp.MustCompile(`/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]`)
	contentsEntry = regexp.MustCompile(`/Contents\s+(\d+) 0 R`)
	resourcesRef  = regexp.MustCompile(`/Resources\s+(\d+) 0 R`)
	fontEntry     = regexp.MustCompile(`/(F[0-9A-Za-z]*)\s+(\d+) 0 R`)
	toUnicodeRef  = regexp.MustCompile(`/ToUnicode\s+(\d+) 0 R`)
	bfBlock       = regexp.MustCompile(`(?s)beginbf(char|range)(.*?)endbf`)
	hexString     = regexp.MustCompile(`<([0-9A-Fa-f]+)>`)
)

func parsePDF(t testing.TB, data []byte) *pdfFile {
	t.Helper()
	if !bytes.HasPrefix(data, []byte("%PDF-1.")) || !bytes.Contains(data[max(0, len(data)-32):], []byte("%%EOF")) {
		t.Fatalf("not a whole PDF")
	}
	f := &pdfFile{objects: map[int][]byte{}, streams: map[int][]byte{}}
	for at := 0; ; {
		m := objectStart.FindSubmatchIndex(data[at:])
		if m == nil {
			return f
		}
		number, _ := strconv.Atoi(string(data[at+m[2] : at+m[3]]))
		start := at + m[1]
		end := bytes.Index(data[start:], []byte("endobj"))
		if end < 0 {
			t.Fatalf("object %d has no end", number)
		}
		body := data[start : start+end]
		at = start + end
		if i := bytes.Index(body, []byte("stream\n")); i >= 0 || bytes.Contains(body, []byte("stream\r\n")) {
			if i < 0 {
				i = bytes.Index(body, []byte("stream\r\n")) + 1
			}
			head := body[:i]
			length := streamLength.FindSubmatch(head)
			if length == nil {
				t.Fatalf("object %d has no length", number)
			}
			n, _ := strconv.Atoi(string(length[1]))
			from := start + i + len("stream\n")
			if from+n > len(data) {
				t.Fatalf("object %d is longer than the file", number)
			}
			stream := data[from : from+n]
			at = from + n
			if bytes.Contains(head, []byte("/FlateDecode")) && !bytes.Contains(head, []byte("/Subtype /Image")) {
				z, err := zlib.NewReader(bytes.NewReader(stream))
				if err != nil {
					t.Fatalf("object %d: %v", number, err)
				}
				if stream, err = io.ReadAll(z); err != nil {
					t.Fatalf("object %d: %v", number, err)
				}
			}
			body = head
			f.streams[number] = stream
		}
		f.objects[number] = body
	}
}

// A pdfRun is one string that a page shows, and the height at which it stands.
type pdfRun struct {
	text string
	y    float64
}

// pages gives the runs of each page, in the order of the file.
func (f *pdfFile) pages(t testing.TB) [][]pdfRun {
	t.Helper()
	fonts := map[int]map[int]string{}
	var pages [][]pdfRun
	for number := range len(f.objects) + 1 { // in the order of their numbers: that is how fpdf writes pages
		object, ok := f.objects[number]
		if !ok || !pageType.Match(object) {
			continue
		}
		resources := object
		if m := resourcesRef.FindSubmatch(object); m != nil {
			n, _ := strconv.Atoi(string(m[1]))
			resources = f.objects[n]
		}
		names := map[string]map[int]string{}
		for _, m := range fontEntry.FindAllSubmatch(resources, -1) {
			n, _ := strconv.Atoi(string(m[2]))
			if _, read := fonts[n]; !read {
				fonts[n] = f.unicode(t, n)
			}
			names[string(m[1])] = fonts[n]
		}
		m := contentsEntry.FindSubmatch(object)
		if m == nil {
			t.Fatalf("page object %d has no contents", number)
		}
		contents, _ := strconv.Atoi(string(m[1]))
		pages = append(pages, shown(t, f.streams[contents], names))
	}
	return pages
}

// sizes are the width and the height of each page, in points, in the order of pages.
func (f *pdfFile) sizes(t testing.TB) [][2]float64 {
	t.Helper()
	var whole [2]float64 // of a page that does not say, inherited (ISO 32000-1 §7.7.3.4)
	var sizes [][2]float64
	for number := range len(f.objects) + 1 {
		object := f.objects[number]
		var size [2]float64
		if m := mediaBox.FindSubmatch(object); m != nil {
			for i := range size {
				size[i], _ = strconv.ParseFloat(string(m[i+1]), 64)
			}
		}
		if pageType.Match(object) {
			sizes = append(sizes, size)
		} else if size != whole && size != [2]float64{} {
			whole = size
		}
	}
	for i := range sizes {
		if sizes[i] == [2]float64{} {
			sizes[i] = whole
		}
	}
	return sizes
}

// unicode reads what the codes of a simple font stand for (ISO 32000-1 §9.10.3).
func (f *pdfFile) unicode(t testing.TB, font int) map[int]string {
	t.Helper()
	m := toUnicodeRef.FindSubmatch(f.objects[font])
	if m == nil {
		return nil // no font, or one without: found out when it shows text
	}
	n, _ := strconv.Atoi(string(m[1]))
	codes := map[int]string{}
	for _, block := range bfBlock.FindAllSubmatch(f.streams[n], -1) {
		values := hexString.FindAllSubmatch(block[2], -1)
		number := func(i int) int {
			v, _ := strconv.ParseInt(string(values[i][1]), 16, 32)
			return int(v)
		}
		text := func(i int) string {
			b, err := hex.DecodeString(string(values[i][1]))
			if err != nil || len(b)%2 != 0 {
				t.Fatalf("font %d: bad ToUnicode value %s", font, values[i][1])
			}
			units := make([]uint16, len(b)/2)
			for j := range units {
				units[j] = uint16(b[2*j])<<8 | uint16(b[2*j+1])
			}
			return string(utf16.Decode(units))
		}
		if string(block[1]) == "char" {
			for i := 0; i+1 < len(values); i += 2 {
				codes[number(i)] = text(i + 1)
			}
			continue
		}
		if bytes.Contains(block[2], []byte("[")) {
			t.Fatalf("font %d: ToUnicode has an array range", font)
		}
		for i := 0; i+2 < len(values); i += 3 {
			first := []rune(text(i + 2))
			for c := number(i); c <= number(i+1); c++ {
				codes[c] = string(append(first[:len(first)-1:len(first)-1], first[len(first)-1]+rune(c-number(i))))
			}
		}
	}
	return codes
}

// shown gives the strings that a content stream shows.
func shown(t testing.TB, stream []byte, fonts map[string]map[int]string) []pdfRun {
	t.Helper()
	var runs []pdfRun
	var operands []string
	var font map[int]string
	var fontName string
	y := 0.0
	for i := 0; i < len(stream); {
		c := stream[i]
		switch {
		case c == '(':
			s, next := literal(stream, i)
			operands, i = append(operands, s), next
		case c == '<' && i+1 < len(stream) && stream[i+1] != '<':
			end := i + bytes.IndexByte(stream[i:], '>')
			b, err := hex.DecodeString(strings.Join(strings.Fields(string(stream[i+1:end])), ""))
			if err != nil {
				t.Fatal(err)
			}
			operands, i = append(operands, "("+string(b)), end+1
		case strings.IndexByte(" \t\r\n[]<>", c) >= 0:
			i++
		default:
			end := i + 1
			for end < len(stream) && strings.IndexByte(" \t\r\n()<>[]/", stream[end]) < 0 {
				end++
			}
			word := string(stream[i:end])
			i = end
			if strings.IndexByte("/+-.0123456789", word[0]) >= 0 {
				operands = append(operands, word)
				continue
			}
			switch word {
			case "Tf":
				if len(operands) >= 2 {
					fontName = strings.TrimPrefix(operands[len(operands)-2], "/")
					font = fonts[fontName]
				}
			case "Td", "Tm":
				if len(operands) > 0 {
					y, _ = strconv.ParseFloat(operands[len(operands)-1], 64)
				}
			case "Tj", "TJ":
				var b strings.Builder
				for _, o := range operands {
					s, isString := strings.CutPrefix(o, "(")
					if !isString {
						continue
					}
					for _, code := range []byte(s) {
						text, ok := font[int(code)]
						if !ok {
							t.Fatalf("font %s: code %d has no Unicode value", fontName, code)
						}
						b.WriteString(text)
					}
				}
				runs = append(runs, pdfRun{b.String(), y})
			}
			operands = operands[:0]
		}
	}
	return runs
}

// literal reads a string in parentheses, from i, and gives it with a "(" before it.
func literal(stream []byte, i int) (s string, next int) {
	out := []byte{'('}
	depth := 0
	for ; i < len(stream); i++ {
		switch c := stream[i]; {
		case c == '\\' && i+1 < len(stream):
			i++
			switch e := stream[i]; {
			case e >= '0' && e <= '7':
				v := 0
				end := i
				for end < len(stream) && end < i+3 && stream[end] >= '0' && stream[end] <= '7' {
					v = v*8 + int(stream[end]-'0')
					end++
				}
				out = append(out, byte(v))
				i = end - 1
			case strings.IndexByte("nrtbf", e) >= 0:
				out = append(out, "\n\r\t\b\f"[strings.IndexByte("nrtbf", e)])
			case e == '\n':
			default:
				out = append(out, e)
			}
		case c == '(':
			if depth++; depth > 1 {
				out = append(out, c)
			}
		case c == ')':
			if depth--; depth == 0 {
				return string(out), i + 1
			}
			out = append(out, c)
		default:
			out = append(out, c)
		}
	}
	return string(out), i
}

// pdfText is the text of each page without what repeats: the page number in the top
// margin, of 20 mm at least.
func pdfText(t testing.TB, data []byte) []string {
	t.Helper()
	var out []string
	f := parsePDF(t, data)
	sizes := f.sizes(t)
	for i, runs := range f.pages(t) {
		var b strings.Builder
		for _, r := range runs {
			if strings.TrimSpace(r.text) == fmt.Sprint(i+1) && r.y > sizes[i][1]-57 {
				continue
			}
			b.WriteString(r.text)
		}
		out = append(out, b.String())
	}
	return out
}
