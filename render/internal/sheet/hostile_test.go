package sheet_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/sheet"
)

const tiny = `<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="str"><v>Thu</v></c><c><v>5</v></c></row></sheetData>`

func with(name, content string) map[string]string {
	p := parts(tiny)
	p[name] = content
	return p
}

func compound(stream string) []byte {
	b := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for _, c := range []byte(stream) {
		b = append(b, c, 0)
	}
	return b
}

func TestNotSpreadsheets(t *testing.T) {
	whole := pack(t, parts(tiny))
	without := func(name string) []byte {
		p := parts(tiny)
		delete(p, name)
		return pack(t, p)
	}
	for _, tt := range []struct {
		name string
		data []byte
		code string
		says string
	}{
		{"empty", nil, "sheet-format", "empty"},
		{"old Excel", compound("Workbook"), "sheet-format", "(.xls)"},
		{"old Word", compound("WordDocument"), "sheet-format", "(.doc)"},
		{"encrypted", compound("EncryptedPackage"), "sheet-encrypted", "password"},
		{"PDF", []byte("%PDF-1.7"), "sheet-format", "PDF"},
		{"web page", []byte("\ufeff <html><table>"), "sheet-format", "HTML"},
		{"XML of 2003", []byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`), "sheet-format", "(.xml)"},
		{"text", []byte("a;b"), "sheet-format", "something else"},
		{"cut short", whole[:len(whole)-30], "sheet-damaged", ""},
		{"Word", pack(t, map[string]string{"word/document.xml": "<a/>"}), "sheet-format", "(.docx)"},
		{"LibreOffice", pack(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "sheet-format", "OpenDocument"},
		{"binary workbook", pack(t, map[string]string{"xl/workbook.bin": "x"}), "sheet-format", "(.xlsb)"},
		{"no sheet", without("xl/worksheets/sheet1.xml"), "sheet-damaged", "sheet1.xml"},
		{"no texts", without("xl/sharedStrings.xml"), "sheet-damaged", "sharedStrings.xml"},
		{"no workbook", without("xl/workbook.xml"), "sheet-damaged", "workbook.xml"},
		{"no links", without("_rels/.rels"), "sheet-format", "something else"},
		{"no links of the workbook", without("xl/_rels/workbook.xml.rels"), "sheet-damaged", ""},
		{"a chart", pack(t, with("xl/worksheets/sheet1.xml", `<?xml version="1.0"?><chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`)), "sheet-not-found", "no sheet of cells"},
		{"a sheet that ends early", pack(t, with("xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)), "sheet-damaged", "ends inside"},
		{"a document type", pack(t, with("xl/worksheets/sheet1.xml", `<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>`)), "sheet-damaged", "document type"},
		{"texts that are no XML", pack(t, with("xl/sharedStrings.xml", `<sst><si`)), "sheet-damaged", "sharedStrings"},
		{"no workbook inside the part", pack(t, with("xl/workbook.xml", `<a/>`)), "sheet-damaged", "workbook.xml"},
		{"a workbook that is no XML", pack(t, with("xl/workbook.xml", `<workbook`)), "sheet-damaged", "workbook.xml"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := fails(t, "a.xlsx", tt.data, limit.Limits{})[0]
			if f.Code != tt.code || !strings.Contains(f.Error(), tt.says) {
				t.Errorf("%s %v", f.Code, f)
			}
		})
	}
}

func TestDamagedSheets(t *testing.T) {
	for name, xml := range map[string]string{
		"rows going up":       `<sheetData><row r="2"/><row r="1"/></sheetData>`,
		"a row twice":         `<sheetData><row r="2"/><row r="2"/></sheetData>`,
		"no row":              `<sheetData><row r="x"/></sheetData>`,
		"a row too far":       `<sheetData><row r="1048577"/></sheetData>`,
		"a cell elsewhere":    `<sheetData><row r="2"><c r="A3"><v>1</v></c></row></sheetData>`,
		"no cell":             `<sheetData><row r="2"><c r="2"><v>1</v></c></row></sheetData>`,
		"a cell too far":      `<sheetData><row r="2"><c r="XFD2"/><c><v>1</v></c></row></sheetData>`,
		"texts that are none": `<sheetData><row r="2"><c t="s"><v>99</v></c></row></sheetData>`,
		"text below nought":   `<sheetData><row r="2"><c t="s"><v>-1</v></c></row></sheetData>`,
		"too deep":            strings.Repeat("<a>", 5000) + strings.Repeat("</a>", 5000),
		"too deep in a cell":  "<sheetData><row><c>" + strings.Repeat("<a>", 5000) + strings.Repeat("</a>", 5000) + "</c></row></sheetData>",
	} {
		f := fails(t, "a.xlsx", pack(t, parts(xml)), limit.Limits{})[0]
		if f.Code != "sheet-damaged" && name != "too deep in a cell" {
			t.Errorf("%s: %s %v", name, f.Code, f)
		}
	}
}

func TestLimits(t *testing.T) {
	row := `<row><c t="str"><v>x</v></c><c><v>5</v></c></row>`
	long := pack(t, parts("<sheetData>"+strings.Repeat(row, 200)+"</sheetData>"))
	far := pack(t, parts(`<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="GS1"><v>1</v></c></row></sheetData>`))
	for _, tt := range []struct {
		name   string
		data   []byte
		limits limit.Limits
		says   string
	}{
		{"bytes", long, limit.Limits{SheetBytes: 1 << 10}, "the spreadsheet exceeds the limit of 1 KB"},
		{"unpacked bytes", long, limit.Limits{UnpackedBytes: 1 << 13}, "unpacked content of the spreadsheet exceeds the limit of 8 KB"},
		{"bytes of a part", long, limit.Limits{PartBytes: 1 << 12}, `part "xl/worksheets/sheet1.xml" of the spreadsheet`},
		{"parts", long, limit.Limits{Parts: 3}, "number of parts"},
		{"rows", long, limit.Limits{SheetRows: 100}, "number of rows of the table exceeds the limit of 100"},
		{"columns", far, limit.Limits{}, "number of columns of the table (cell GS1) exceeds the limit of 200"},
		{"cells", long, limit.Limits{SheetCells: 300}, "number of cells of the table exceeds the limit of 300"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := fails(t, "a.xlsx", tt.data, tt.limits)[0]
			if f.Code != "limit" || !strings.Contains(f.Error(), tt.says) {
				t.Errorf("%s %v", f.Code, f)
			}
		})
	}
	check(t, "a.xlsx#A:B", far, sheet.Options{}, "A=\n1:1\n")
	// A sheet that is formatted to its end is not long.
	check(t, "a.xlsx", pack(t, parts(tiny[:len(tiny)-len("</sheetData>")]+strings.Repeat(`<row ht="20"><c s="1"/><c s="1"/></row>`, 150_000)+"</sheetData>")), sheet.Options{},
		"A=Chỉ tiêu(name) | B=Thực hiện\n2:Thu|5\n")
}

// spent is what a function allocates, and how long it takes.
func spent(do func()) (int64, time.Duration) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	do()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc), took
}

// bomb is a workbook one part of which is size bytes, deflated.
func bomb(t *testing.T, part string, deflated []byte, size uint64) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts(tiny) {
		if name == part {
			w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(len(deflated)), UncompressedSize64: size})
			if err == nil {
				_, err = w.Write(deflated)
			}
			if err != nil {
				t.Fatal(err)
			}
			continue
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, content)
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

// A small file that unpacks to a big one is refused before it is unpacked, whatever sizes
// it claims.
func TestZipBomb(t *testing.T) {
	const size = 200 << 20
	var deflated bytes.Buffer
	w, err := flate.NewWriter(&deflated, flate.BestSpeed)
	if err == nil {
		_, err = w.Write(bytes.Repeat([]byte(" "), size))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	refused := func(part string, claimed uint64, code string) {
		data := bomb(t, part, deflated.Bytes(), claimed)
		bytes, took := spent(func() {
			if f := fails(t, "a.xlsx", data, limit.Limits{})[0]; f.Code != code {
				t.Errorf("%s: %s %v", part, f.Code, f)
			}
		})
		if bytes > 16<<20 || took > 5*time.Second {
			t.Errorf("%s: %d bytes, %v", part, bytes, took)
		}
	}
	for _, part := range []string{"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"} {
		refused(part, size, "limit")
		refused(part, 1<<20, "sheet-damaged") // what is unpacked does not agree
	}
}

// What is quick to write must be quick to read.
func TestHostileSheets(t *testing.T) {
	var areas, columns strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&areas, `<mergeCell ref="A%d:XFD1048576"/>`, i+1)
		fmt.Fprintf(&columns, `<col min="1" max="16384" hidden="%d"/>`, i%2)
	}
	rows := strings.Repeat(`<row><c><v>1</v></c></row>`, 90_000)
	wide := `<row><c r="A1"><v>1</v></c><c r="GR1"><v>1</v></c></row>`
	for name, xml := range map[string]string{
		"merged areas":        `<sheetData>` + wide + rows + `</sheetData><mergeCells>` + areas.String() + `</mergeCells>`,
		"hidden columns":      `<cols>` + columns.String() + `</cols><sheetData>` + wide + rows + `</sheetData>`,
		"one wide row":        `<sheetData>` + wide + rows + `</sheetData>`,
		"a tall merged cell":  `<sheetData>` + strings.Repeat(`<row><c t="str"><v>x</v></c><c><v>1</v></c></row>`, 90_000) + `</sheetData><mergeCells><mergeCell ref="A1:A90000"/></mergeCells>`,
		"tall merged cells":   `<sheetData>` + strings.Repeat(`<row><c t="str"><v>x</v></c><c><v>1</v></c></row>`, 90_000) + `</sheetData><mergeCells><mergeCell ref="A2:A90000"/><mergeCell ref="B2:B90000"/></mergeCells>`,
		"one text many times": `<sheetData>` + strings.Repeat(`<row><c t="s"><v>1</v></c></row>`, 90_000) + `</sheetData>`,
		"a long number":       `<sheetData><row><c><v>` + strings.Repeat("9", 1<<20) + `</v></c></row></sheetData>`,
		"a big exponent":      `<sheetData><row><c><v>1E999999999</v></c></row></sheetData>`,
		"deep marks":          `<sheetData>` + strings.Repeat(`<row><c t="str"><v>1.1.1.1.1.1</v></c><c t="str"><v>x</v></c></row>`, 50_000) + `</sheetData>`,
	} {
		t.Run(name, func(t *testing.T) {
			data := pack(t, parts(xml))
			ref := sheet.Reference{File: "a.xlsx"}
			bytes, took := spent(func() { sheet.Read(ref, data, limit.Limits{}, sheet.Options{}) })
			if bytes > 1<<30 || took > 5*time.Second {
				t.Errorf("%d MB, %v", bytes>>20, took)
			}
			t.Logf("%d MB, %v", bytes>>20, took)
		})
	}
}

// A short tag becomes a big value in excelize.
func TestManyStyles(t *testing.T) {
	styles := func(n int) []byte {
		return pack(t, with("xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>`+strings.Repeat("<xf/>", n)+`</cellXfs></styleSheet>`))
	}
	check(t, "a.xlsx", styles(65_000), sheet.Options{}, "A=Chỉ tiêu(name) | B=Thực hiện\n2:Thu|5\n")
	bytes, _ := spent(func() {
		if f := fails(t, "a.xlsx", styles(3_000_000), limit.Limits{})[0]; f.Code != "limit" {
			t.Error(f)
		}
	})
	if bytes > 100<<20 {
		t.Errorf("%d MB", bytes>>20)
	}
}

// What excelize reads may be anything.
func TestHostileWorkbooks(t *testing.T) {
	for name, p := range map[string]map[string]string{
		"styles of nothing":      with("xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="-1" fontId="-1"/></cellXfs></styleSheet>`),
		"styles that are no XML": with("xl/styles.xml", `<styleSheet`),
		"another sheet's name":   with("xl/workbook.xml", strings.Replace(parts("")["xl/workbook.xml"], "</sheets>", `</sheets><definedNames><definedName name="A" localSheetId="99">x</definedName><definedName/></definedNames>`, 1)),
		"many formats":           with("xl/styles.xml", strings.Replace(parts("")["xl/styles.xml"], "dd/mm/yyyy", strings.Repeat("0.#", 100_000), 1)),
	} {
		t.Run(name, func(t *testing.T) {
			ref := sheet.Reference{File: "a.xlsx"}
			if table, faults := sheet.Read(ref, pack(t, p), limit.Limits{}, sheet.Options{}); table == nil && !faults.Failed() {
				t.Error("neither a table nor a fault")
			}
		})
	}
}

// checkTable fails for a table that is not what its type promises.
func checkTable(t *testing.T, table *sheet.Table) {
	if len(table.Columns) == 0 || len(table.Rows) == 0 {
		t.Fatalf("%d columns, %d rows", len(table.Columns), len(table.Rows))
	}
	for _, i := range []int{table.Ordinal, table.Name, table.Unit} {
		if i < -1 || i >= len(table.Columns) {
			t.Fatalf("column %d of %d", i, len(table.Columns))
		}
	}
	level, number := -1, 0
	for i, r := range table.Rows {
		if len(r.Cells) != len(table.Columns) {
			t.Fatalf("row %d has %d cells of %d", i, len(r.Cells), len(table.Columns))
		}
		if r.Level < 0 || r.Level > level+1 || r.Number <= number {
			t.Fatalf("row %d: level %d after %d, number %d after %d", i, r.Level, level, r.Number, number)
		}
		level, number = r.Level, r.Number
		table.Cell(i, len(r.Cells)-1)
	}
}

func FuzzRead(f *testing.F) {
	whole := parts(tiny)
	for _, xml := range []string{
		tiny, dated,
		`<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="str"><v>Năm 2025</v></c></row><row hidden="1"><c/><c><f>1</f></c></row><row outlineLevel="2"><c t="inlineStr"><is><t>- a</t></is></c><c s="1"><v>40000</v></c></row></sheetData><mergeCells><mergeCell ref="B1:C2"/><mergeCell ref="A2:A3"/></mergeCells>`,
	} {
		f.Add("a.xlsx", xml, whole["xl/styles.xml"], 0)
		f.Add("a.xlsx#A1:B2", xml, whole["xl/styles.xml"], 1)
	}
	for _, code := range []string{`_(* #,##0_);_(* \(#,##0\);_(* "-"??_);_(@_)`, `[$-42A]dddd, dd "tháng" mm;[>=1]0.0%;@`, "yyyy[h]:ss"} {
		f.Add("a.xlsx", dated, strings.Replace(whole["xl/styles.xml"], "dd/mm/yyyy", code, 1), 0)
	}
	f.Add("a.csv", "STT;Chỉ tiêu;Số\n1;\"Thu\";56,3\n\n2;Chi", "", 0)
	f.Add("a.csv#B2:C", "a,b,c\n1,2.5,\"3\n", "", -1)
	f.Fuzz(func(t *testing.T, reference, content, styles string, header int) {
		ref, bad := sheet.ParseReference(reference)
		if bad != nil {
			return
		}
		data := []byte(content)
		if !strings.HasSuffix(ref.File, ".csv") {
			p := parts(content)
			p["xl/styles.xml"] = styles
			data = pack(t, p)
		}
		limits := limit.Limits{SheetRows: 1000, SheetCells: 10_000}
		for _, heads := range []func([]string) bool{nil, func(texts []string) bool { return len(texts) > 1 && header != 0 }} {
			list, faults := sheet.ReadList(ref, data, limits, heads)
			if (list == nil) != faults.Failed() {
				t.Fatalf("list %v, faults %v", list, faults)
			}
			if list != nil && (len(list.Columns) == 0 || len(list.Rows) == 0 || slices.ContainsFunc(list.Rows, func(r sheet.Row) bool { return len(r.Cells) != len(list.Columns) })) {
				t.Fatalf("a list of %d columns has the rows %v", len(list.Columns), list.Rows)
			}
		}
		table, faults := sheet.Read(ref, data, limits, sheet.Options{HeaderRows: header})
		if (table == nil) != faults.Failed() {
			t.Fatalf("table %v, faults %v", table, faults)
		}
		if table != nil {
			checkTable(t, table)
		}
	})
}

// The bytes of a package, changed at random.
func FuzzReadPackage(f *testing.F) {
	f.Add(pack(f, parts(tiny)))
	f.Add(newBook(f).rows([]any{"STT", "Chỉ tiêu", "Số"}, []any{1, "Thu", 2.5}).bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		table, faults := sheet.Read(sheet.Reference{File: "a.xlsx"}, data, limit.Limits{SheetRows: 1000, SheetCells: 10_000}, sheet.Options{})
		if (table == nil) != faults.Failed() {
			t.Fatalf("table %v, faults %v", table, faults)
		}
		if table != nil {
			checkTable(t, table)
		}
	})
}
