package render_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/meeting"
	examples "github.com/bienban/bienban/samples"
)

// tables is one renderer for the tests of tables.
var tables = sync.OnceValues(func() (*render.Renderer, error) { return render.New(render.Options{}) })

func shared(t *testing.T) *render.Renderer {
	t.Helper()
	r, err := tables()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// printedTable is the Word document of a meeting that has one table; table stands below
// indicators.
func printedTable(t *testing.T, table string, files fs.FS) []byte {
	t.Helper()
	r := shared(t)
	yaml := "title: Họp\nsections:\n  - text: Nhất trí.\nindicators:\n  - " + table + "\n"
	documents, faults := r.Documents("hop.yaml", []byte(yaml), files, "bien-ban")
	if err := faults.Err(); err != nil {
		t.Fatalf("%v\n%s", err, yaml)
	}
	var b bytes.Buffer
	if err := documents[0].DOCX(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// samePrint checks that a table prints as it does by rows_from.
func samePrint(t *testing.T, s render.Sheet) (table string, faults render.FaultList) {
	t.Helper()
	read, faults := shared(t).Table(s)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	table = string(meeting.IndicatorJSON(read.Indicator))
	from := fmt.Sprintf("{rows_from: %q", strings.TrimSuffix(s.Name+"#"+s.Cells, "#"))
	if s.HeaderRows != 0 {
		from += fmt.Sprintf(", header_rows: %d", max(0, s.HeaderRows))
	}
	want := printedTable(t, from+"}", fstest.MapFS{s.Name: {Data: s.Data}})
	if got := printedTable(t, table, nil); !bytes.Equal(got, want) {
		t.Errorf("it prints otherwise than by rows_from: %s", table)
	}
	return table, faults
}

func TestTable(t *testing.T) {
	book, err := examples.FS.ReadFile("chi-tieu-quy-3.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := f.GetRows("Quy3")
	if err != nil {
		t.Fatal(err)
	}
	clipboard := ""
	for _, l := range lines[3:21] {
		for i, cell := range l {
			if strings.ContainsAny(cell, "\t\n\"") {
				l[i] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
		}
		clipboard += strings.Join(l, "\t") + "\r\n"
	}
	for _, tt := range []struct {
		name  string
		sheet render.Sheet
		want  string // the table; "": any
	}{
		{"a workbook", render.Sheet{Name: "quy-3.xlsx", Data: book, Cells: "Quy3!A4:H21"}, ""},
		{"what Excel puts on the clipboard of it", render.Sheet{Name: "bang.tsv", Data: []byte(clipboard)}, ""},
		{"known columns", render.Sheet{Name: "bang.tsv", Data: []byte("STT\tChỉ tiêu\tĐơn vị tính\tKế hoạch\tThực hiện\tGhi chú\r\n1\tThu ngân sách\ttỷ đồng\t20\t19,5\t\r\n2\tLương thực\ttấn\t1.000\ttrên 950\tước\r\n")},
			`{"rows":[{"name":"Thu ngân sách","unit":"tỷ đồng","plan":"20","actual":"19,5"},{"name":"Lương thực","unit":"tấn","plan":"1.000","actual":"trên 950","note":"ước"}]}`},
		{"nesting by the ordinals", render.Sheet{Name: "bang.tsv", Data: []byte("STT\tChỉ tiêu\tKế hoạch\tThực hiện\nI\tKinh tế\t\t\n1\tThu\t20\t19\n-\tThuế\t12\t11\n2\tChi\t5\t6\n")},
			`{"rows":[{"name":"Kinh tế","rows":[{"name":"Thu","plan":"20","actual":"19","rows":[{"name":"Thuế","plan":"12","actual":"11"}]},{"name":"Chi","plan":"5","actual":"6"}]}]}`},
		{"ordinals of its own", render.Sheet{Name: "bang.tsv", Data: []byte("TT\tChỉ tiêu\tThực hiện\n5\tThu\t19\n7\tChi\t6\n")},
			`{"columns":[{"id":"ordinal","header":"TT"},{"id":"actual"}],"rows":[{"ordinal":"5","name":"Thu","actual":"19"},{"ordinal":"7","name":"Chi","actual":"6"}]}`},
		{"columns of its own, groups", render.Sheet{Name: "bang.tsv", Data: []byte("STT\tChỉ tiêu\tNăm 2025\t\tNăm 2026\t\n\t\tKế hoạch\tThực hiện\tKế hoạch\tThực hiện\n1\tThu\t5\t6\t7\t8\n")},
			`{"columns":[{"id":"cc","header":"Kế hoạch","group":["Năm 2025"]},{"id":"cd","header":"Thực hiện","group":["Năm 2025"]},{"id":"ce","header":"Kế hoạch","group":["Năm 2026"]},{"id":"cf","header":"Thực hiện","group":["Năm 2026"]}],"rows":[{"name":"Thu","values":{"cc":"5","cd":"6","ce":"7","cf":"8"}}]}`},
		{"nothing is computed that it leaves empty", render.Sheet{Name: "bang.tsv", Data: []byte("Chỉ tiêu\tKế hoạch năm 2026\tThực hiện\t% so với kế hoạch\tĐánh giá\nThu\t20\t19\t95,0\tGần đạt\nChi\t5\t6\t\t\n")},
			`{"columns":[{"id":"plan","header":"Kế hoạch năm 2026"},{"id":"actual"},{"id":"cd","header":"% so với kế hoạch"},{"id":"ce","header":"Đánh giá","format":"text","align":"center"}],` +
				`"rows":[{"name":"Thu","plan":"20","actual":"19","values":{"cd":"95,0","ce":"Gần đạt"}},{"name":"Chi","plan":"5","actual":"6"}]}`},
		{"numbers of two languages: a point would be read, and more computed", render.Sheet{Name: "bang.tsv", Data: []byte("Chỉ tiêu\tKế hoạch năm 2026\tThực hiện\t% so với kế hoạch\nThu\t20,5\t19.5\t\nChi\t2.5\t5.5\t95,0\n")},
			`{"columns":[{"id":"plan","header":"Kế hoạch năm 2026"},{"id":"actual"},{"id":"cd","header":"% so với kế hoạch"}],"rows":[{"name":"Thu","plan":"20,5","actual":"19.5"},{"name":"Chi","plan":"2.5","actual":"5.5","values":{"cd":"95,0"}}]}`},
		{"quotes, lines and tabs in cells", render.Sheet{Name: "bang.tsv", Data: []byte("Chỉ tiêu\tThực hiện\n\"Thu\nnội \"\"địa\"\"\t(ước)\"\t5\n\"Chi\" khác\t6\n\"Dư\t7\n")},
			`{"rows":[{"name":"Thu\nnội \"địa\"\t(ước)","actual":"5"},{"name":"\"Chi\" khác","actual":"6"},{"name":"\"Dư","actual":"7"}]}`},
		{"commas", render.Sheet{Name: "bang.csv", Data: []byte("Chỉ tiêu,Kế hoạch,Thực hiện\nThu,2351.5,99\n")}, `{"rows":[{"name":"Thu","plan":"2.351,5","actual":"99"}]}`},
		{"a note below", render.Sheet{Name: "bang.tsv", Data: []byte("Chỉ tiêu\tThực hiện\nThu\t5\nGhi chú: số ước\t\n")}, `{"rows":[{"name":"Thu","actual":"5"}],"notes":["Ghi chú: số ước"]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := samePrint(t, tt.sheet)
			if tt.want != "" && got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// Without a header the columns go by their order, and a note says so.
func TestTableWithoutHeader(t *testing.T) {
	for _, tt := range []struct{ name, data, want, told string }{
		{"ordinals, units, notes", "1\tThu\ttỷ đồng\t20\t19\tước\n2\tChi\ttấn\t5\t6\t\n",
			`{"rows":[{"name":"Thu","unit":"tỷ đồng","plan":"20","actual":"19","note":"ước"},{"name":"Chi","unit":"tấn","plan":"5","actual":"6"}]}`,
			"“STT”, “Chỉ tiêu”, “Đơn vị tính”, “Kế hoạch”, “Thực hiện”, “Ghi chú”"},
		{"one figure", "Thu\t19\nChi\t6\n", `{"rows":[{"name":"Thu","actual":"19"},{"name":"Chi","actual":"6"}]}`, "“Chỉ tiêu”, “Thực hiện”"},
		{"a header that is none", "Chỉ tiêu\tSố\nThu\t5\nChi\t6\n", `{"rows":[{"name":"Chỉ tiêu","actual":"Số"},{"name":"Thu","actual":"5"},{"name":"Chi","actual":"6"}]}`, "“Chỉ tiêu”, “Thực hiện”"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			read, faults := shared(t).Table(render.Sheet{Name: "bang.tsv", Data: []byte(tt.data), HeaderRows: -1})
			if err := faults.Err(); err != nil {
				t.Fatal(err)
			}
			if got := string(meeting.IndicatorJSON(read.Indicator)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if len(faults) == 0 || faults[0].Code != "no-header" || !strings.Contains(faults[0].Message.Vi, tt.told) {
				t.Errorf("it tells %v", faults)
			}
		})
	}
	auto, faults := shared(t).Table(render.Sheet{Name: "bang.tsv", Data: []byte("Thu\t20\t19\nChi\t5\t6\n")})
	if err := faults.Err(); err != nil || len(auto.Indicator.Rows) != 2 || auto.Indicator.Rows[0].Plan == nil {
		t.Errorf("%+v, %v", auto, faults)
	}
}

func TestWrongTable(t *testing.T) {
	for _, tt := range []struct {
		name, code string
		sheet      render.Sheet
	}{
		{"nothing", "sheet-empty", render.Sheet{Name: "bang.tsv"}},
		{"another encoding", "sheet-encoding", render.Sheet{Name: "bang.tsv", Data: []byte("Ch\xec ti\xeau\t5\n")}},
		{"no workbook", "sheet-format", render.Sheet{Name: "bang.xlsx", Data: []byte("a\tb\n")}},
		{"no such cells", "sheet-reference", render.Sheet{Name: "bang.tsv", Data: []byte("a\t5\n"), Cells: "A1:"}},
		{"a sheet of a text", "sheet-not-found", render.Sheet{Name: "bang.tsv", Data: []byte("a\t5\n"), Cells: "Quy3!A1:B2"}},
	} {
		read, faults := shared(t).Table(tt.sheet)
		if read != nil || !faults.Failed() || faults[0].Code != tt.code || faults[0].File != tt.sheet.Name {
			t.Errorf("%s: %+v, %v", tt.name, read, faults)
		}
	}
	_, faults := shared(t).Table(render.Sheet{Name: "bang.tsv", Data: []byte("Chỉ tiêu\tKế hoạch\tThực hiện\t% so với kế hoạch\nThu\t20\t19\t50\n")})
	if len(faults) != 1 || faults[0].Code != "contradiction" || faults[0].Place.En != "cell D2" {
		t.Errorf("a contradiction: %v", faults)
	}
}

// Whatever is copied: no panic, and what is read prints as by rows_from.
func FuzzTable(f *testing.F) {
	f.Add("STT\tChỉ tiêu\tKế hoạch\tThực hiện\nI\tKinh tế\t\t\n1\tThu\t20\t19\n-\tThuế\t12\t11\n", 0)
	f.Add("\"a\n\"\"b\"\t5\n\"c\" d\t6%\n", 0)
	f.Add("1;a;2.5\n2;b;3.5\n", -1)
	f.Add("Đánh giá\tGhi chú\t% kế hoạch\n\t\t\nx\ty\ttrên 5\n", 1)
	f.Add("Chỉ tiêu\tKế hoạch năm 2026\tThực hiện\t% so với kế hoạch\tĐánh giá\nThu\t20,5\t19.5\t\tĐạt\nChi\t2.5\t5.5\t95,0\t\n", 0)
	f.Add("TT\tChỉ tiêu\tĐVT\tLũy kế\tCùng kỳ\tSo với cùng kỳ (%)\n5\tThu\tđ\t1\t2\t\n\tTổng cộng\t\t3\t4\t5\nGhi chú: x\n", 0)
	f.Add("STT\tChỉ tiêu\tNăm 2025\t\tNăm 2026\t\n\t\tKế hoạch\tThực hiện\tKế hoạch\tThực hiện\n1\tThu\t5\t6\t7\tgiảm 8\n", 2)
	f.Fuzz(func(t *testing.T, data string, header int) {
		if len(data) > 1<<12 {
			t.Skip()
		}
		s := render.Sheet{Name: "bang.tsv", Data: []byte(data), HeaderRows: max(-1, min(header, 3))}
		read, faults := shared(t).Table(s)
		if read == nil {
			if !faults.Failed() {
				t.Error("neither a table nor an error")
			}
			return
		}
		table := string(meeting.IndicatorJSON(read.Indicator))
		yaml := "title: Họp\nindicators:\n  - " + table + "\n"
		if _, found := shared(t).Documents("hop.yaml", []byte(yaml), nil, "bien-ban"); found.Failed() {
			t.Fatalf("%v\n%s", found, yaml)
		}
		if len(faults) == 0 || faults[0].Code != "no-header" {
			samePrint(t, s)
		}
	})
}
