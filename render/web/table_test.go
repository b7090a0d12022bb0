package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/web"
	"github.com/bienban/bienban/samples"
)

const typeTSV = "text/tab-separated-values"

type tableRead struct {
	Table    json.RawMessage
	Above    []string
	Findings []finding
}

// What is copied from a spreadsheet stands in a meeting as it comes, and prints as it would
// with rows_from.
func TestTable(t *testing.T) {
	book, err := samples.FS.ReadFile("chi-tieu-quy-3.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	const typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	const paste = "BIỂU SỐ 1\t\t\nSTT\tChỉ tiêu\tKế hoạch\tThực hiện\r\nI\tKinh tế\t\t\r\n1\t\"Thu\nngân sách\"\t20\t19,5\r\n"
	for _, tt := range []struct{ name, query, kind, body, file, from string }{
		{"a paste", "", typeTSV, paste, "a.tsv", "a.tsv"},
		{"as text", "?name=a.txt", "text/plain; charset=utf-8", paste, "a.tsv", "a.tsv"},
		{"a .csv", "", "text/csv", strings.ReplaceAll(paste, "\t", ";"), "a.csv", "a.csv"},
		{"a workbook", "?cells=Quy3!A4:H21", typeXLSX, string(book), "a.xlsx", "a.xlsx#Quy3!A4:H21"},
		{"bytes", "?cells=Quy3!A4:H21", "application/octet-stream", string(book), "a.xlsx", "a.xlsx#Quy3!A4:H21"},
		{"rows of the header", "?header=1&cells=A2:D4", typeTSV, paste, "a.tsv", "a.tsv#A2:D4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := post(t, "/api/v1/table"+tt.query, tt.kind, tt.body)
			if w.Code != 200 {
				t.Fatalf("status %d: %s", w.Code, w.Body)
			}
			read := decode[tableRead](t, w)
			ask := func(table any, files map[string][]byte) string {
				m := map[string]any{"title": "Họp", "indicators": []any{table}}
				w := post(t, "/api/v1/render?", typeJSON, marshal(t, map[string]any{"meeting": m, "files": files, "template": "bien-ban", "to": []string{"docx"}}))
				if w.Code != 200 {
					t.Fatalf("status %d: %s", w.Code, w.Body)
				}
				return w.Body.String()
			}
			if ask(read.Table, nil) != ask(map[string]any{"rows_from": tt.from}, map[string][]byte{tt.file: []byte(tt.body)}) {
				t.Errorf("it prints otherwise than by rows_from: %s", read.Table)
			}
		})
	}
	if read := decode[tableRead](t, post(t, "/api/v1/table", typeTSV, paste)); len(read.Above) != 1 || read.Above[0] != "BIỂU SỐ 1" {
		t.Errorf("above the table: %q", read.Above)
	}
	read := decode[tableRead](t, post(t, "/api/v1/table?header=false", typeTSV, "Chỉ tiêu\t5\n", "Accept-Language", "en"))
	if len(read.Findings) != 1 || read.Findings[0].Code != "no-header" || !strings.HasPrefix(read.Findings[0].Message, "there is no header") || string(read.Table) != `{"rows":[{"name":"Chỉ tiêu","actual":"5"}]}` {
		t.Errorf("%+v, %s", read.Findings, read.Table)
	}
}

func TestWrongTable(t *testing.T) {
	refused(t, post(t, "/api/v1/table", "image/png", "a"), 415, "media-type")
	refused(t, post(t, "/api/v1/table?header=99", typeTSV, "a\t1\n"), 400, "bad-request")
	for _, tt := range []struct{ name, query, body, code, file string }{
		{"nothing", "?name=biểu.xls", "", "sheet-empty", "biểu.tsv"},
		{"cells that are none", "?cells=A1:", "a\t1\n", "sheet-reference", "bang.tsv"},
		{"too many columns", "", strings.Repeat("a\t", 300) + "\n", "limit", "bang.tsv"},
		{"too many rows", "", strings.Repeat("a\t5\n", 100_001), "limit", "bang.tsv"},
		{"one quote, then everything", "", "\"" + strings.Repeat("a\t", 1000), "limit", "bang.tsv"},
	} {
		w := post(t, "/api/v1/table"+tt.query, typeTSV, tt.body)
		if p := refused(t, w, 422, "findings"); len(p.Findings) == 0 || p.Findings[0].Code != tt.code || p.Findings[0].File != tt.file {
			t.Errorf("%s: %+v", tt.name, p.Findings)
		}
	}
	h := web.Handler(shared(), web.Options{BodyBytes: 10})
	refused(t, do(t, h, request(http.MethodPost, "/api/v1/table", typeTSV, strings.Repeat("a\t5\n", 10))), 413, "too-large")
}
