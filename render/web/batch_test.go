package web_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
	"github.com/bienban/bienban/render/web"
	"github.com/bienban/bienban/samples"
)

const typeZip = "application/zip"

// zipped is a zip of files, in the order of their names.
func zipped(t testing.TB, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// unzipped are the files of a zip.
func unzipped(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatalf("%v: %.200q", err, data)
	}
	files := map[string]string{}
	for _, f := range z.File {
		data, err := fs.ReadFile(z, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(data)
	}
	return files
}

func names(files map[string]string) string {
	return strings.Join(slices.Sorted(maps.Keys(files)), " ")
}

type batchReport struct {
	Summary   web.BatchSummary
	Documents []struct {
		Source, Template, Status string
		Files                    []string
		Warnings                 int
		Findings                 []finding
	}
}

// reportOf is the report in a batch's zip.
func reportOf(t testing.TB, files map[string]string) (r batchReport) {
	t.Helper()
	if err := json.Unmarshal([]byte(files["report.json"]), &r); err != nil {
		t.Fatalf("%v: %s", err, files["report.json"])
	}
	return r
}

func TestBatch(t *testing.T) {
	own, _, _ := shared().TemplateData("bien-ban")
	picture, err := fs.ReadFile(samples.FS, "chi-tieu-quy-3.xlsx") // not shown: only looked for
	if err != nil {
		t.Fatal(err)
	}
	body := zipped(t, map[string]string{
		"họp.yaml":                  "title: Họp\ndocuments: [bien-ban, giay-moi]\n",
		"a/b/quý.yml":               "title: Quý\nindicators: [{rows_from: 'số liệu/q.xlsx#Quy3!A4:H21'}]\n",
		"a/b/số liệu/q.xlsx":        string(picture),
		"a/sai.yaml":                wrong,
		"a/riêng.json":              `{"title": "Riêng", "documents": ["mau"]}`,
		"a/mau.docx":                string(own),
		"c/riêng.yaml":              "title: Riêng\ndocuments: [mau]\n", // the template is elsewhere
		"c/ngoài.yaml":              "title: Ngoài\nindicators: [{rows_from: '../a/b/số liệu/q.xlsx'}]\n",
		"d/trùng.yaml":              meeting,
		"d/trùng.yml":               meeting,
		"__MACOSX/a/._họp.yaml":     "x",
		"a/.git/x.yaml":             meeting,
		"a/~$mau.docx":              "x",
		"a/ghi chép.txt":            "x",
		"e/COM1/x.yaml":             meeting,
		"e/a:b?/x.yaml":             meeting,
		"e/f/bảng.json":             "[1, 2]",
		"d/Trùng.yaml":              meeting,
		"e/mâu thuẫn/tham dự.yaml":  "title: Họp\nattendance: {summoned: 10, present: 8}\nconclusion: Có mặt 9 đại biểu.\n",
		"e/mâu thuẫn/tham dự2.json": `{"title": "A", "title": `,
	})
	w := post(t, "/api/v1/batch?to=docx&strict=true", typeZip, body)
	if w.Code != 200 || w.Header().Get("Content-Type") != typeZip || w.Header().Get("Bienban-Failed") != "6" || w.Header().Get("Bienban-Findings") == "" {
		t.Fatalf("status %d, %v: %.500s", w.Code, w.Header(), w.Body)
	}
	files := unzipped(t, w.Body.Bytes())
	want := "a/b/quý-tom-tat.docx a/riêng-mau.docx d/Trùng-tom-tat.docx d/trùng-tom-tat (2).docx d/trùng-tom-tat (3).docx " +
		"e/COM1_/x-tom-tat.docx e/a-b-/x-tom-tat.docx họp-bien-ban.docx họp-giay-moi.docx report.csv report.json"
	if got := names(files); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	r := reportOf(t, files)
	failed := map[string]string{}
	for _, d := range r.Documents {
		if d.Status == "failed" {
			failed[d.Source] = d.Findings[0].Code
			if d.Findings[0].File != d.Source || d.Files != nil {
				t.Errorf("%+v", d)
			}
		}
		for _, f := range d.Files {
			if files[f] == "" {
				t.Errorf("the report has %s, the zip has not", f)
			}
		}
	}
	if got := fmt.Sprint(failed); got != "map[a/sai.yaml:unknown-key c/ngoài.yaml:spreadsheet-outside c/riêng.yaml:unknown-template e/f/bảng.json:wrong-type e/mâu thuẫn/tham dự.yaml:contradiction e/mâu thuẫn/tham dự2.json:bad-json]" {
		t.Errorf("failed: %s", got)
	}
	if r.Summary.Made != 9 || r.Summary.Failed != 6 {
		t.Errorf("%+v", r.Summary)
	}
	if again := post(t, "/api/v1/batch?to=docx&strict=true", typeZip, body); again.Body.String() != w.Body.String() {
		t.Error("the same zip gives another")
	}
	one := post(t, "/api/v1/render?to=docx&name=trùng.yaml", typeYAML, meeting)
	if one.Body.String() != files["d/Trùng-tom-tat.docx"] {
		t.Error("a document is otherwise than when it is made alone")
	}
	if !strings.HasPrefix(files["report.csv"], "\ufeffsource,template,status,reason,files,warnings,findings\r\n") || !strings.Contains(files["report.csv"], "a/sai.yaml,,failed,,,0,") {
		t.Errorf("%s", files["report.csv"])
	}
}

// A batch is told of as one on the disk is.
func TestBatchReport(t *testing.T) {
	files := unzipped(t, post(t, "/api/v1/batch?to=docx&template=bien-ban", typeZip, zipped(t, map[string]string{"a.yaml": "title: Họp\nnumber: 5\n", "b.yaml": wrong})).Body.Bytes())
	theirs := (&batch.Report{Rows: []*batch.Row{{Source: "a.yaml", Template: "bien-ban", Status: batch.Made, Reason: batch.New, Findings: render.FaultList{{Code: "x"}}}}})
	members := func(data string) (list []string) {
		var v map[string]any
		if err := json.Unmarshal([]byte(data), &v); err != nil {
			t.Fatal(err)
		}
		list = slices.Collect(maps.Keys(v))
		for _, d := range v["documents"].([]any) {
			list = slices.AppendSeq(list, maps.Keys(d.(map[string]any)))
		}
		return list
	}
	known := append(members(string(theirs.JSON(render.Vietnamese))), "files", "warnings")
	for _, m := range members(files["report.json"]) {
		if !slices.Contains(known, m) {
			t.Errorf("a report on the disk has no member %q", m)
		}
	}
	head, _, _ := strings.Cut(string(theirs.CSV(render.Vietnamese)), "\r\n")
	if got, _, _ := strings.Cut(files["report.csv"], "\r\n"); got != head {
		t.Errorf("the table's header is %q, on the disk %q", got, head)
	}
}

func TestBatchForm(t *testing.T) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, f := range [][2]string{{"a/x.yaml", meeting}, {`b\y.yaml`, meeting}, {"họp.yaml", meeting}} {
		w, err := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="files"; filename="` + f[0] + `"`}})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, f[1])
	}
	_ = form.WriteField("template", "bien-ban")
	_ = form.WriteField("to", "docx")
	_ = form.WriteField("strict", "false")
	form.Close()
	w := post(t, "/api/v1/batch", form.FormDataContentType(), b.String())
	if w.Code != 200 {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if got := names(unzipped(t, w.Body.Bytes())); got != "a/x-bien-ban.docx b/y-bien-ban.docx họp-bien-ban.docx report.csv report.json" {
		t.Error(got)
	}
	wrong := strings.Replace(b.String(), `name="strict"`, `name="stritc"`, 1)
	refused(t, post(t, "/api/v1/batch", form.FormDataContentType(), wrong), 400, "bad-request")
	refused(t, post(t, "/api/v1/batch", "multipart/form-data; boundary=x", "--y"), 400, "bad-request")
}

// The names of files in zips are in many encodings.
func TestBatchNames(t *testing.T) {
	unicodePath := func(raw, name string) []byte {
		field := binary.LittleEndian.AppendUint32([]byte{1}, crc32.ChecksumIEEE([]byte(raw)))
		field = append(field, name...)
		return append([]byte{0x75, 0x70, byte(len(field)), 0}, field...)
	}
	for _, tt := range []struct {
		name, want string
		header     zip.FileHeader
	}{
		{"UTF-8", "họp.yaml", zip.FileHeader{Name: "họp.yaml"}},
		{"UTF-8 that no flag tells", "họp.yaml", zip.FileHeader{Name: "họp.yaml", NonUTF8: true}},
		{"letters with their marks apart", "họp.yaml", zip.FileHeader{Name: "ho\u0323p.yaml"}},
		{"the code page of old", "café.yaml", zip.FileHeader{Name: "caf\x82.yaml", NonUTF8: true}},
		{"a name beside the name", "họp.yaml", zip.FileHeader{Name: "h?p.yaml", NonUTF8: true, Extra: unicodePath("h?p.yaml", "họp.yaml")}},
		{"one that is of another name", "h_p.yaml", zip.FileHeader{Name: "h_p.yaml", NonUTF8: true, Extra: unicodePath("x", "họp.yaml")}},
		{"Windows", "a/b/họp.yaml", zip.FileHeader{Name: `a\b\họp.yaml`}},
		{"a dot", "a/họp.yaml", zip.FileHeader{Name: `./a/./họp.yaml`}},
	} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.CreateHeader(&tt.header)
		if err == nil {
			_, err = io.WriteString(w, meeting)
		}
		if err != nil {
			t.Fatal(err)
		}
		z.Close()
		answer := post(t, "/api/v1/batch?to=docx", typeZip, b.String())
		if answer.Code != 200 {
			t.Errorf("%s: status %d: %s", tt.name, answer.Code, answer.Body)
			continue
		}
		if r := reportOf(t, unzipped(t, answer.Body.Bytes())); r.Documents[0].Source != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, r.Documents[0].Source, tt.want)
		}
	}
}

func TestWrongBatch(t *testing.T) {
	raw := func(headers ...zip.FileHeader) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, h := range headers {
			w, err := z.CreateHeader(&h)
			if err == nil {
				_, err = io.WriteString(w, meeting)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		z.Close()
		return b.String()
	}
	link := zip.FileHeader{Name: "a.yaml"}
	link.SetMode(fs.ModeSymlink | 0o777)
	many := map[string]string{}
	for i := range 5_001 {
		many[fmt.Sprintf("%d.txt", i)] = ""
	}
	locked := []byte(raw(zip.FileHeader{Name: "a.yaml"}))
	for _, signature := range []struct {
		of string
		at int
	}{{"PK\x01\x02", 8}, {"PK\x03\x04", 6}} {
		locked[bytes.Index(locked, []byte(signature.of))+signature.at] |= 1
	}
	damaged := []byte(raw(zip.FileHeader{Name: "a.yaml", Method: zip.Store}))
	damaged[bytes.Index(damaged, []byte("title"))] ^= 1
	for _, tt := range []struct {
		name, body   string
		status       int
		kind, answer string // answer: what the detail has
	}{
		{"no zip", "title: A", 400, "bad-request", ""},
		{"nothing", "", 400, "bad-request", ""},
		{"broken off", zipped(t, map[string]string{"a.yaml": meeting})[:60], 400, "bad-request", ""},
		{"damaged", string(damaged), 400, "bad-request", "a.yaml"},
		{"no meeting", zipped(t, map[string]string{"a.txt": meeting}), 422, "findings", ""},
		{"upwards", raw(zip.FileHeader{Name: "a/../../b.yaml"}), 400, "bad-request", "b.yaml"},
		{"upwards, on Windows", raw(zip.FileHeader{Name: `..\b.yaml`}), 400, "bad-request", "b.yaml"},
		{"absolute", raw(zip.FileHeader{Name: "/etc/b.yaml"}), 400, "bad-request", "b.yaml"},
		{"absolute, on Windows", raw(zip.FileHeader{Name: `C:\b.yaml`}), 400, "bad-request", "b.yaml"},
		{"a share", raw(zip.FileHeader{Name: `\\server\b.yaml`}), 400, "bad-request", "b.yaml"},
		{"control characters", raw(zip.FileHeader{Name: "a\x00.yaml"}), 400, "bad-request", ""},
		{"a long name", raw(zip.FileHeader{Name: strings.Repeat("a/", 600) + "b.yaml"}), 400, "bad-request", ""},
		{"twice", raw(zip.FileHeader{Name: "a.yaml"}, zip.FileHeader{Name: "a.yaml"}), 400, "bad-request", "a.yaml"},
		{"twice, to a reader", raw(zip.FileHeader{Name: "họp.yaml"}, zip.FileHeader{Name: "ho\u0323p.yaml"}), 400, "bad-request", "họp.yaml"},
		{"a link", raw(link), 400, "bad-request", "a.yaml"},
		{"a password", string(locked), 400, "bad-request", "a.yaml"},
		{"too many files", zipped(t, many), 413, "too-large", "5000"},
		{"endless records", strings.Repeat("PK\x01\x02", 100_001), 413, "too-large", ""},
	} {
		if p := refused(t, post(t, "/api/v1/batch", typeZip, tt.body), tt.status, tt.kind); !strings.Contains(p.Detail, tt.answer) {
			t.Errorf("%s: %s", tt.name, p.Detail)
		}
	}
	refused(t, post(t, "/api/v1/batch", typeYAML, meeting), 415, "media-type")
	refused(t, post(t, "/api/v1/batch?to=odt", typeZip, zipped(t, map[string]string{"a.yaml": meeting})), 400, "bad-request")
	refused(t, post(t, "/api/v1/batch?strict=x", typeZip, zipped(t, map[string]string{"a.yaml": meeting})), 400, "bad-request")
	refused(t, get(t, "/api/v1/batch/unknown"), 404, "unknown-batch")
}

// What a zip unpacks to is bounded, and counted with all bodies; 100 MB are not even read.
func TestBatchBombs(t *testing.T) {
	bomb := zipped(t, map[string]string{"a.yaml": meeting, "b.txt": strings.Repeat("0", 8<<20)})
	h := web.Handler(shared(), web.Options{BodyBytes: 1 << 20})
	refused(t, do(t, h, request(http.MethodPost, "/api/v1/batch", typeZip, bomb)), 413, "too-large")
	h = web.Handler(shared(), web.Options{TotalBytes: 2 << 20})
	for range 2 {
		refused(t, do(t, h, request(http.MethodPost, "/api/v1/batch", typeZip, bomb)), 503, "busy")
	}
	if w := do(t, h, request(http.MethodPost, "/api/v1/batch?to=docx", typeZip, zipped(t, map[string]string{"a.yaml": meeting}))); w.Code != 200 {
		t.Errorf("what was held is not given back: status %d: %s", w.Code, w.Body)
	}
	body := &zeros{n: 100 << 20}
	r := httptest.NewRequest(http.MethodPost, "/api/v1/batch", body)
	r.Host, r.ContentLength = "localhost", -1
	r.Header.Set("Content-Type", typeZip)
	refused(t, do(t, web.Handler(shared(), web.Options{BodyBytes: 1 << 20}), r), 413, "too-large")
	if body.read > 1<<20+1 {
		t.Errorf("%d bytes are read", body.read)
	}
	size := int64(post(t, "/api/v1/render?to=docx", typeYAML, meeting).Body.Len())
	small := web.Handler(shared(), web.Options{AnswerBytes: 2*size + size/2})
	w := do(t, small, request(http.MethodPost, "/api/v1/batch?to=docx", typeZip, zipped(t, map[string]string{"a.yaml": meeting, "b.yaml": meeting, "c.yaml": meeting})))
	if r := reportOf(t, unzipped(t, w.Body.Bytes())); r.Summary.Made != 2 || r.Summary.Failed != 1 || r.Documents[2].Findings[0].Code != "limit" {
		t.Errorf("%+v", r)
	}
}

// An event is one of a stream.
type event struct {
	name string
	data map[string]any
}

// eventsOf are the events of a stream, and how many comments it has.
func eventsOf(t testing.TB, stream string) (list []event, comments int) {
	t.Helper()
	for block := range strings.SplitSeq(strings.TrimSuffix(stream, "\n\n"), "\n\n") {
		if strings.HasPrefix(block, ":") {
			comments++
			continue
		}
		var e event
		name, data, ok := strings.Cut(block, "\ndata: ")
		e.name = strings.TrimPrefix(name, "event: ")
		if err := json.Unmarshal([]byte(data), &e.data); err != nil || !ok {
			t.Fatalf("%q: %v", block, err)
		}
		list = append(list, e)
	}
	return list, comments
}

func TestBatchEvents(t *testing.T) {
	h := web.Handler(shared(), web.Options{})
	body := zipped(t, map[string]string{"a/x.yaml": meeting, "b.yaml": wrong, "c.yaml": meeting})
	ask := func(accept string) *httptest.ResponseRecorder {
		r := request(http.MethodPost, "/api/v1/batch?to=docx", typeZip, body)
		r.Header.Set("Accept", accept)
		r.Header.Set("Accept-Language", "en")
		return do(t, h, r)
	}
	w := ask("text/event-stream")
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/event-stream" {
		t.Fatalf("status %d, %v: %s", w.Code, w.Header(), w.Body)
	}
	list, _ := eventsOf(t, w.Body.String())
	if len(list) != 4 {
		t.Fatalf("%d events: %s", len(list), w.Body)
	}
	for i, want := range []string{
		`1 of 3 a/x.yaml made [a/x-tom-tat.docx]`, `2 of 3 b.yaml failed []`, `3 of 3 c.yaml made [c-tom-tat.docx]`,
	} {
		d := list[i].data
		if got := fmt.Sprint(d["done"], " of ", d["total"], " ", d["file"], " ", d["status"], " ", d["documents"]); list[i].name != "progress" || got != want {
			t.Errorf("%s: %s, want %s", list[i].name, got, want)
		}
	}
	if f := list[1].data["findings"].([]any); len(f) != 1 || !strings.HasPrefix(f[0].(map[string]any)["message"].(string), "There is no key") {
		t.Errorf("findings: %v", f)
	}
	done := list[3].data
	if list[3].name != "done" || fmt.Sprint(done["summary"]) != "map[failed:1 made:2 warned:0]" {
		t.Errorf("%+v", list[3])
	}
	result := "/api/v1/" + done["result"].(string)
	if len(result) < len("/api/v1/batch/")+26 {
		t.Errorf("%s can be guessed", result)
	}
	fetched := do(t, h, request(http.MethodGet, result, "", ""))
	if direct := ask("application/zip, text/event-stream;q=0.5"); fetched.Code != 200 || fetched.Body.String() != direct.Body.String() || fetched.Header().Get("Bienban-Failed") != "1" {
		t.Errorf("status %d; what is fetched is not what is answered", fetched.Code)
	}
	refused(t, do(t, h, request(http.MethodGet, result, "", "")), 404, "unknown-batch")
	metrics := do(t, h, request(http.MethodGet, "/metrics", "", "")).Body.String()
	for _, line := range []string{`bienban_batch_meetings_total{status="made"} 4`, `bienban_batch_meetings_total{status="failed"} 2`, `bienban_documents_total{format="docx"} 4`} {
		if !strings.Contains(metrics, line+"\n") {
			t.Errorf("the metrics have no line %q", line)
		}
	}
	// What is wrong with the request is told before there are events.
	r := request(http.MethodPost, "/api/v1/batch", typeZip, "x")
	r.Header.Set("Accept", "text/event-stream")
	refused(t, do(t, h, r), 400, "bad-request")
}

// Results that nobody fetches are bounded.
func TestBatchResults(t *testing.T) {
	body := zipped(t, map[string]string{"a.yaml": meeting})
	size := int64(post(t, "/api/v1/batch?to=docx", typeZip, body).Body.Len())
	h := web.Handler(shared(), web.Options{AnswerBytes: 3*size + size/2})
	var results []string
	for range 6 {
		r := request(http.MethodPost, "/api/v1/batch?to=docx", typeZip, body)
		r.Header.Set("Accept", "text/event-stream")
		list, _ := eventsOf(t, do(t, h, r).Body.String())
		results = append(results, "/api/v1/"+list[1].data["result"].(string))
	}
	there := 0
	for i, r := range results {
		if w := do(t, h, request(http.MethodGet, r, "", "")); w.Code == 200 {
			there++
		} else if i >= 3 {
			t.Errorf("the result %d is not there", i)
		}
	}
	if there != 3 {
		t.Errorf("%d of %d are there", there, len(results))
	}
}

// While a meeting takes its time the client is told that we live.
func TestBatchHeartbeat(t *testing.T) {
	heard := make(chan struct{})
	h := hook(func() { <-heard }, web.Options{Heartbeat: time.Millisecond})
	s := httptest.NewServer(h)
	defer s.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/api/v1/batch?to=docx", strings.NewReader(zipped(t, map[string]string{"a.yaml": meeting})))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", typeZip)
	r.Header.Set("Accept", "text/event-stream")
	w, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	release := sync.OnceFunc(func() { close(heard) })
	defer release()
	beats, done := 0, false
	for lines := bufio.NewScanner(w.Body); lines.Scan(); {
		if lines.Text() == ": " {
			if beats++; beats == 3 {
				release()
			}
		}
		done = done || lines.Text() == "event: done"
	}
	if beats < 3 || !done {
		t.Errorf("%d heartbeats, done %v", beats, done)
	}
}

// When the client goes in the middle, the rest is not made.
func TestBatchDisconnect(t *testing.T) {
	for _, accept := range []string{typeZip, "text/event-stream"} {
		ctx, leave := context.WithCancel(t.Context())
		var server context.Context
		opened := 0
		inner := hook(func() {
			if opened++; opened == 1 {
				leave()
				<-server.Done()
			}
		}, web.Options{})
		served := make(chan struct{})
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			server = r.Context()
			inner.ServeHTTP(w, r)
			close(served)
		}))
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/api/v1/batch", strings.NewReader(zipped(t, map[string]string{"a.yaml": meeting, "b.yaml": meeting, "c.yaml": meeting})))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", typeZip)
		r.Header.Set("Accept", accept)
		w, err := s.Client().Do(r)
		if err == nil {
			_, err = io.Copy(io.Discard, w.Body)
			w.Body.Close()
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the client got %v", err)
		}
		<-served
		metrics := do(t, inner, request(http.MethodGet, "/metrics", "", "")).Body.String()
		for _, line := range []string{`bienban_requests_total{route="/api/v1/batch",status="499"} 1`, `bienban_documents_total{format="docx"} 0`, "bienban_requests_working 0"} {
			if !strings.Contains(metrics, line+"\n") {
				t.Errorf("%s: the metrics have no line %q:\n%s", accept, line, metrics)
			}
		}
		leave()
		s.Close()
	}
}

// A batch takes a worker for each meeting: who waits comes between two of them.
func TestBatchLetsOthersIn(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	h := hook(func() { entered <- struct{}{}; <-release }, web.Options{Workers: 1})
	ask := func(r *http.Request) chan *httptest.ResponseRecorder {
		done := make(chan *httptest.ResponseRecorder, 1)
		go func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			done <- w
		}()
		return done
	}
	many := ask(request(http.MethodPost, "/api/v1/batch?to=docx", typeZip, zipped(t, map[string]string{"a.yaml": meeting, "b.yaml": meeting})))
	<-entered // at work with the first meeting
	one := ask(request(http.MethodPost, "/api/v1/render?to=docx", typeYAML, meeting))
	for !strings.Contains(do(t, h, request(http.MethodGet, "/metrics", "", "")).Body.String(), "bienban_requests_waiting 1\n") {
		runtime.Gosched() // until the other one waits
	}
	release <- struct{}{}
	<-entered
	release <- struct{}{}
	<-entered // the batch's second meeting, which is not let go on
	select {
	case w := <-one:
		if w.Code != 200 {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	case <-time.After(20 * time.Second):
		t.Error("the other one has to wait for the whole batch")
	}
	release <- struct{}{}
	select {
	case w := <-many:
		if r := reportOf(t, unzipped(t, w.Body.Bytes())); r.Summary.Made != 2 {
			t.Errorf("%+v", r)
		}
	case <-entered:
		t.Error("the other one came last")
		release <- struct{}{}
	}
}

// Two clients at once get what each would get alone.
func TestTwoBatches(t *testing.T) {
	h := web.Handler(shared(), web.Options{Workers: 2})
	bodies := []string{zipped(t, map[string]string{"a.yaml": meeting, "b.yaml": wrong}), zipped(t, map[string]string{"a.yaml": meeting, "c/d.yaml": meeting})}
	var wait sync.WaitGroup
	answers := make([]*httptest.ResponseRecorder, len(bodies))
	for i, body := range bodies {
		wait.Go(func() {
			answers[i] = httptest.NewRecorder()
			h.ServeHTTP(answers[i], request(http.MethodPost, "/api/v1/batch", typeZip, body))
		})
	}
	wait.Wait()
	for i, body := range bodies {
		if alone := post(t, "/api/v1/batch", typeZip, body); answers[i].Code != 200 || answers[i].Body.String() != alone.Body.String() {
			t.Errorf("%d: status %d; it is otherwise than alone", i, answers[i].Code)
		}
	}
}

// A meeting that takes too long does not stop the others.
func TestBatchTime(t *testing.T) {
	const limit = 300 * time.Millisecond
	opened := 0
	h := hook(func() {
		if opened++; opened == 1 {
			<-time.After(2 * limit)
		}
	}, web.Options{Time: limit})
	w := do(t, h, request(http.MethodPost, "/api/v1/batch?to=docx", typeZip, zipped(t, map[string]string{"a.yaml": meeting, "b.yaml": meeting})))
	if w.Code != 200 {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if r := reportOf(t, unzipped(t, w.Body.Bytes())); r.Documents[0].Status != "failed" || r.Documents[0].Findings[0].Code != "limit" || r.Documents[1].Status != "made" {
		t.Errorf("%+v", r)
	}
}

// Whatever zip is sent: an answer, and nothing of it outside its folders.
func FuzzBatch(f *testing.F) {
	f.Add(zipped(f, map[string]string{"a/x.yaml": meeting, "b.yaml": wrong}))
	f.Add(zipped(f, map[string]string{"../x.yaml": "title: A", `C:\b.json`: "{}"}))
	f.Add(zipped(f, map[string]string{"ho\u0323p.yaml": "title: A", "a.docx": "PK\x03\x04"}))
	f.Add("PK\x05\x06" + strings.Repeat("\x00", 18))
	h := web.Handler(shared(), web.Options{BodyBytes: 1 << 16, Time: 5 * time.Second})
	f.Fuzz(func(t *testing.T, body string) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, request(http.MethodPost, "/api/v1/batch?to=docx", typeZip, body))
		if !slices.Contains([]int{200, 400, 413, 422, 503}, w.Code) {
			t.Errorf("status %d: %.300s", w.Code, w.Body)
		}
		if w.Code != 200 {
			return
		}
		for name := range unzipped(t, w.Body.Bytes()) {
			if !fs.ValidPath(name) || strings.ContainsAny(name, "\\:\x00") {
				t.Errorf("the answer has %q", name)
			}
		}
	})
}

// Whatever a file in a zip is called: the answer is a zip whose names stand below its top on
// every system.
func FuzzBatchNames(f *testing.F) {
	for _, name := range []string{"a/x.yaml", "../x.yaml", `C:\b.json`, "caf\x82.yaml", "a/CON/ .yaml", "a./b .YAML", "~$a/b.yml", "<>/|.yaml"} {
		f.Add(name, meeting)
	}
	h := web.Handler(shared(), web.Options{BodyBytes: 1 << 16, Time: 5 * time.Second})
	f.Fuzz(func(t *testing.T, name, data string) {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true})
		if err != nil {
			t.Skip()
		}
		if _, err := io.WriteString(w, data); err != nil {
			t.Skip() // a folder
		}
		z.Close()
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, request(http.MethodPost, "/api/v1/batch?to=docx", typeZip, b.String()))
		if !slices.Contains([]int{200, 400, 413, 422}, answer.Code) {
			t.Fatalf("status %d: %.300s", answer.Code, answer.Body)
		}
		if answer.Code != 200 {
			return
		}
		for name := range unzipped(t, answer.Body.Bytes()) {
			for part := range strings.SplitSeq(name, "/") {
				if part != render.FileName(strings.TrimSuffix(part, ".docx"))+".docx" && part != render.FileName(part) {
					t.Errorf("the answer has %q", name)
				}
			}
		}
	})
}
