//go:build linux && !race

package main

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// What the server may take of the machine, in bytes.
const (
	mostForOne = 256 << 20
	mostForAll = 1 << 30
)

// However much a request promises, the server stays below a bound for it, and below another
// for any number of requests. Each case is small where it comes in and large where it is
// read: in its XML, its styles, its text, its pixels, or among the files of a batch.
func TestServerMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("minutes")
	}
	const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	body := func(xml string) map[string][]byte {
		return map[string][]byte{"word/document.xml": []byte(`<w:document ` + w + `><w:body>` + xml + `</w:body></w:document>`)}
	}
	styles := body(`<w:p/>`)
	styles["word/styles.xml"] = []byte(`<w:styles ` + w + `>` + strings.Repeat(`<w:style w:type="paragraph"/>`, 700_000) + `</w:styles>`)
	beside := body(`<w:p/>`)
	beside["word/a.bin"], beside["word/b.bin"] = make([]byte, 20<<20), make([]byte, 20<<20)
	for _, tt := range []struct {
		name  string
		count int
		ask   func(url string) (*http.Request, error)
	}{
		{"empty paragraphs", 1, converted(t, body(strings.Repeat(`<w:p/>`, 9_000_000)))},
		{"paragraphs within the sizes", 1, converted(t, body(strings.Repeat(`<w:p/>`, 350_000)))},
		{"more within the sizes", 1, converted(t, body(strings.Repeat(`<w:p/>`, 3_000_000)))},
		{"text", 1, converted(t, body(`<w:p><w:r><w:t>`+strings.Repeat("chữ ", 3<<20)+`</w:t></w:r></w:p>`))},
		{"runs", 1, converted(t, body(`<w:p>`+strings.Repeat(`<w:r><w:t>a</w:t></w:r>`, 900_000)+`</w:p>`))},
		{"attributes", 1, converted(t, body(`<w:p`+strings.Repeat(` w:a=""`, 3_000_000)+`/>`))},
		{"cells", 1, converted(t, body(`<w:tbl>`+strings.Repeat(`<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>`, 400_000)+`</w:tbl>`))},
		{"styles", 1, converted(t, styles)},
		{"parts that nobody reads", 1, converted(t, beside)},
		{"pixels of 16 bits", 1, converted(t, pictured(t, 7_000, 7_000, 16, 6))},
		{"pixels that shine through", 1, converted(t, pictured(t, 4_900, 4_900, 8, 6))},
		{"opaque pixels", 1, converted(t, pictured(t, 7_000, 7_000, 8, 2))},
		{"a batch", 1, batched(t)},
		{"a batch of one large file", 1, sent(zipped(t, map[string][]byte{"a.yaml": []byte("title: Họp\n"), "so-lieu.bin": make([]byte, 200<<20)}))},
		{"24 batches", 24, batched(t)},
		{"24 documents", 24, converted(t, body(strings.Repeat(`<w:p><w:r><w:t>a</w:t></w:r></w:p>`, 25_000)))},
		{"24 pictures", 24, converted(t, pictured(t, 2_500, 2_500, 16, 6))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			most := mostForOne
			if tt.count > 1 {
				most = mostForAll
			}
			if peak := peakOf(t, tt.count, tt.ask); peak > most {
				t.Errorf("the server took %d MB", peak>>20)
			} else {
				t.Logf("the server took %d MB", peak>>20)
			}
		})
	}
}

// peakOf starts the server, asks it so many times at once, and gives the most memory that it
// had.
func peakOf(t *testing.T, count int, ask func(url string) (*http.Request, error)) int {
	t.Helper()
	program, err := exec.LookPath("bienban") // as testscript calls this test
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, program, "serve", "--listen", "127.0.0.1:0", "--no-open", "--quiet", "--json")
	cmd.Env = append(os.Environ(), "GOGC=", "GOMEMLIMIT=")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { stop(); _ = cmd.Wait() }() // it is killed
	said := make([]byte, 1<<12)
	n, err := out.Read(said)
	if err != nil {
		t.Fatal(err)
	}
	url := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(string(said[:n]))
	var wait sync.WaitGroup
	for range count {
		wait.Go(func() {
			r, err := ask(url)
			if err != nil {
				t.Error(err)
				return
			}
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode >= 500 && answer.StatusCode != http.StatusServiceUnavailable {
				t.Errorf("status %d, %v", answer.StatusCode, err)
			}
		})
	}
	wait.Wait()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		t.Fatal("the system tells no peak")
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}

// converted asks for the print of a Word document of these parts.
func converted(t *testing.T, parts map[string][]byte) func(string) (*http.Request, error) {
	t.Helper()
	const relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	all := map[string][]byte{
		"[Content_Types].xml": []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="png" ContentType="image/png"/><Default Extension="bin" ContentType="application/octet-stream"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`),
		"_rels/.rels": []byte(`<Relationships xmlns="` + relationships + `"><Relationship Id="a" Type="` + office + `officeDocument" Target="word/document.xml"/></Relationships>`),
		"word/_rels/document.xml.rels": []byte(`<Relationships xmlns="` + relationships + `"><Relationship Id="s" Type="` + office + `styles" Target="styles.xml"/>` +
			`<Relationship Id="p" Type="` + office + `image" Target="media/a.png"/></Relationships>`),
	}
	for name, data := range parts {
		all[name] = data
	}
	data := zipped(t, all)
	return func(url string) (*http.Request, error) {
		r, err := http.NewRequest(http.MethodPost, url+"/api/v1/convert", bytes.NewReader(data))
		if err == nil {
			r.Header.Set("Content-Type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
		}
		return r, err
	}
}

// pictured are the parts of a document with a PNG picture of these pixels, all of them 0.
func pictured(t *testing.T, width, height, bits, kind int) map[string][]byte {
	t.Helper()
	channels := map[int]int{2: 3, 6: 4}[kind]
	var pixels, file bytes.Buffer
	z := zlib.NewWriter(&pixels)
	row := make([]byte, 1+width*channels*bits/8)
	for range height {
		if _, err := z.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	chunk := func(kind string, data []byte) {
		sum := crc32.NewIEEE()
		for _, b := range [][]byte{binary.BigEndian.AppendUint32(nil, uint32(len(data))), []byte(kind), data} {
			file.Write(b)
		}
		_, _ = sum.Write(append([]byte(kind), data...))
		file.Write(sum.Sum(nil))
	}
	file.WriteString("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(width)), uint32(height))
	chunk("IHDR", append(head, byte(bits), byte(kind), 0, 0, 0))
	chunk("IDAT", pixels.Bytes())
	chunk("IEND", nil)
	return map[string][]byte{"word/media/a.png": file.Bytes(), "word/document.xml": []byte(
		`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
			`<w:body><w:p><w:r><w:drawing><wp:inline><wp:extent cx="3000000" cy="3000000"/><wp:docPr id="1" name="a"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="p"/></pic:blipFill>` +
			`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="3000000"/></a:xfrm></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>`)}
}

// batched asks for a batch whose zip is sixty kilobytes and unpacks to sixty megabytes, as
// much as one may.
func batched(t *testing.T) func(string) (*http.Request, error) {
	t.Helper()
	data := zipped(t, map[string][]byte{"a.yaml": []byte("title: Họp\n"), "so-lieu.bin": make([]byte, 30<<20), "them.bin": make([]byte, 30<<20)})
	return sent(data)
}

func sent(data []byte) func(string) (*http.Request, error) {
	return func(url string) (*http.Request, error) {
		r, err := http.NewRequest(http.MethodPost, url+"/api/v1/batch", bytes.NewReader(data))
		if err == nil {
			r.Header.Set("Content-Type", "application/zip")
		}
		return r, err
	}
}

func zipped(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
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
