package render_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/render"
)

// workbook is an .xlsx with one sheet of texts; a cell that begins with "=" has the number
// behind it.
func workbook(t *testing.T, sheet string, merges string, rows ...[]string) []byte {
	t.Helper()
	var cells strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&cells, `<row r="%d">`, i+1)
		for j, s := range row {
			ref := fmt.Sprintf("%c%d", 'A'+j, i+1)
			if n, ok := strings.CutPrefix(s, "="); ok {
				fmt.Fprintf(&cells, `<c r="%s"><v>%s</v></c>`, ref, n)
			} else if s != "" {
				fmt.Fprintf(&cells, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, s)
			}
		}
		cells.WriteString(`</row>`)
	}
	if merges != "" {
		merges = `<mergeCells><mergeCell ref="` + merges + `"/></mergeCells>`
	}
	const relationships = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relationships + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + main + ` xmlns:r="` + relationships + `"><sheets><sheet name="` + sheet + `" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relationships + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet ` + main + `><sheetData>` + cells.String() + `</sheetData>` + merges + `</worksheet>`},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
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

func listFiles(t *testing.T) fstest.MapFS {
	guests := workbook(t, "Khách mời", "A4:D4",
		[]string{"DANH SÁCH KHÁCH MỜI"},
		[]string{"STT", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Điện thoại"},
		[]string{"=1", "Nguyễn Văn An", "Trưởng phòng", "Sở Mẫu", "=912345678"},
		[]string{"KHỐI DOANH NGHIỆP"},
		[]string{"=2", "Trần Thị Bình", "", "Công ty Mẫu"})
	return fstest.MapFS{
		"khach.xlsx": {Data: guests},
		"khach.csv":  {Data: []byte("name;position\nAn;Chủ tịch\nBình;\n")},
		"viec.csv":   {Data: []byte("Nội dung,Đơn vị chủ trì,Thời hạn\nRà soát,Phòng A,31/12/2026\nBáo cáo,Phòng B,31/13/2026\n")},
		"nhan.csv":   {Data: []byte("Nơi nhận\nNhư trên\nLưu: VT\n")},
		"hai.csv":    {Data: []byte("Tên,Họ tên\nA,B\n")},
		"khong.csv":  {Data: []byte("Màu,Giá\nđỏ,5\n")},
	}
}

func TestListsFromSpreadsheets(t *testing.T) {
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := listFiles(t)
	for _, tt := range []struct {
		name, yaml string
		documents  string // the names that they end with
		faults     string // file, place and code of each
	}{
		{"a workbook", "invitees: khach.xlsx#Khách mời\ndocuments: {tom-tat: {for_each: invitees}}\n", "nguyen-van-an tran-thi-binh",
			"khach.xlsx sheet \"Khách mời\", cell A4 sheet-group; khach.xlsx sheet \"Khách mời\", cell E2 unused-column"},
		{"English heads", "invitees: khach.csv\ndocuments: {tom-tat: {for_each: khach_moi}}\n", "an binh", ""},
		{"a spreadsheet for for_each", "documents: {tom-tat: {for_each: khach.csv}}\n", "an binh", ""},
		{"free data", "extra: {ho: {rows_from: khach.xlsx}}\ndocuments: {tom-tat: {for_each: extra.ho}}\n", "nguyen-van-an tran-thi-binh",
			"khach.xlsx sheet \"Khách mời\", cell A4 sheet-group"},
		{"free data by a cell's name", "them: {ho: 'khach.csv#A1:B3'}\ndocuments: {tom-tat: {for_each: them.ho}}\n", "an binh", ""},
		{"free data that for_each makes a list", "extra: {ho: khach.csv}\ndocuments: {tom-tat: {for_each: extra.ho}}\n", "an binh", ""},
		{"a list of a group", "attendance: {absent: khach.csv}\ndocuments: {tom-tat: {for_each: attendance.absent}}\n", "an binh", ""},
		{"texts", "recipients: nhan.csv\ndocuments: {tom-tat: {for_each: noi_nhan}}\n", "nhu-tren luu-vt", ""},
		{"a wrong cell", "tasks: viec.csv\n", "", "viec.csv cell C3 bad-date"},
		{"two columns for one field", "invitees: hai.csv\n", "", "hai.csv cell B1 ambiguous-column"},
		{"no column that is known", "invitees: khong.csv\n", "", "khong.csv cell A1 unknown-column"},
		{"no file", "title2: x\ninvitees: thieu.xlsx\n", "", " unknown-key; hop.yaml  spreadsheet-missing"},
		{"a table's rows for texts", "recipients: khach.csv\n", "", "khach.csv cell B1 list-columns"},
	} {
		documents, faults := r.Documents("hop.yaml", []byte("title: Họp\n"+tt.yaml), files)
		var ends, told []string
		for _, d := range documents {
			ends = append(ends, strings.TrimPrefix(strings.TrimPrefix(d.Name, "hop-tom-tat"), "-"))
		}
		for _, f := range faults {
			told = append(told, f.File+" "+f.Place.En+" "+f.Code)
		}
		if got := strings.Join(ends, " "); got != tt.documents {
			t.Errorf("%s: documents %q, want %q (%v)", tt.name, got, tt.documents, faults)
		}
		if got := strings.Join(told, "; "); got != tt.faults && !(strings.HasPrefix(tt.faults, " unknown-key") && strings.Contains(got, "spreadsheet-missing")) {
			t.Errorf("%s: told of %q, want %q", tt.name, got, tt.faults)
		}
	}
}

// The entries are what the same YAML would give, each paper has its own and the meeting all.
func TestListsAreAsWritten(t *testing.T) {
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	documents, faults := r.Documents("hop.yaml", []byte("title: Họp\ninvitees: khach.xlsx\nextra: {ho: 'khach.xlsx#Khách mời'}\ndocuments:\n  bien-ban:\n  giay-moi: {for_each: invitees}\n  tom-tat: {for_each: extra.ho}\n"), listFiles(t))
	if faults.Failed() || len(documents) != 5 {
		t.Fatalf("%d documents, %v", len(documents), faults)
	}
	if all := documents[0].Meeting.Invitees; len(all) != 2 || all[0].Name != "Nguyễn Văn An" || all[0].Position != "Trưởng phòng" || all[0].Unit != "Sở Mẫu" || all[1].Unit != "Công ty Mẫu" || all[1].Position != "" {
		t.Errorf("invited are %+v", all)
	}
	if one := documents[2].Meeting.Invitees; len(one) != 1 || one[0].Name != "Trần Thị Bình" {
		t.Errorf("the second invitation is for %+v", one)
	}
	if got := fmt.Sprint(documents[3].Meeting.Extra["ho"]); got != "[map[chuc_vu:Trưởng phòng dien_thoai:912345678 don_vi_cong_tac:Sở Mẫu ho_va_ten:Nguyễn Văn An]]" {
		t.Errorf("a paper's free data is %s", got)
	}
	if all := documents[1].Meeting.Extra["ho"].([]any); len(all) != 2 {
		t.Errorf("the other papers have %d entries", len(all))
	}
}

// for_each takes every list of a meeting that its papers can be told apart by.
func TestForEachOfAnyList(t *testing.T) {
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for list, yaml := range map[string]string{
		"agenda": "agenda: [A, B]", "sections": "sections: [A, B]", "signatures": "signatures: [A, B]", "bases": "bases: [A, B]", "authors": "authors: [A, B]",
		"attendance.groups": "attendance: {groups: [{name: A}, {name: B}]}", "attendance.absent": "attendance: {absent: [A, B]}", "votes": "votes: [A, B]",
		"extra.a.b": "extra: {a: {b: [A, B]}}", "extra.ho": "extra: {ho: [{ten: A}, {ten: B}]}", "indicators": "indicators: [{title: A, rows: [{name: x}]}, {title: B, rows: [{name: x}]}]",
	} {
		documents, faults := r.Documents("hop.yaml", []byte("title: Họp\n"+yaml+"\ndocuments: {tom-tat: {for_each: "+list+"}}\n"), nil)
		if len(documents) != 2 || documents[0].Name != "hop-tom-tat-a" && documents[0].Name != "hop-tom-tat-1" {
			t.Errorf("%s: %d documents, %v", list, len(documents), faults)
		}
	}
}

// Whatever a spreadsheet says, its faults name it and a place, and nothing panics.
func FuzzLists(f *testing.F) {
	f.Add("Họ và tên,Chức vụ\nAn,Chủ tịch\n")
	f.Add("Nội dung;Chủ trì;Thời hạn;STT\nA;B;31/13/2026;1\n")
	f.Add("Nơi nhận\nLưu: VT\n")
	f.Add("name,ten,Tên\n1,2,3\nfor,against\n")
	f.Add("van_de,tan_thanh,khong_tan_thanh\nA,9,x\n")
	r, err := render.New(render.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, csv string) {
		yaml := "title: Họp\ninvitees: a.csv\ntasks: a.csv\nvotes: a.csv\nspeeches: a.csv\nsections: a.csv\nrecipients: a.csv\nsignatures: a.csv\n" +
			"attendance: {present: 3, groups: a.csv, absent: a.csv}\nextra: {a: {rows_from: a.csv}}\ndocuments: {tom-tat: {for_each: extra.a}, giay-moi: {for_each: a.csv}}\n"
		_, faults := r.Documents("hop.yaml", []byte(yaml), fstest.MapFS{"a.csv": {Data: []byte(csv)}})
		for _, fault := range faults {
			if fault.File == "a.csv" && fault.Line != 0 || fault.File == "hop.yaml" && fault.Line > 12 {
				t.Fatalf("a fault of the spreadsheet stands at %v", fault)
			}
		}
	})
}
