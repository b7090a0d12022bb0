package render_test

import (
	"bytes"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/plot"
	"github.com/bienban/bienban/render/internal/sheet"
)

const chartMeeting = `title: Họp
indicators:
  - id: kinh-te
    title: MỘT SỐ CHỈ TIÊU
    unit: tỷ đồng
    total: Tổng cộng
    rows:
      - {name: Công nghiệp, plan: "2.547", actual: "2.351,5"}
      - {name: Thu ngân sách, plan: "460,3", actual: trên 563, rows: [{name: Thu nội địa, actual: "41,2"}]}
      - {name: NHÓM, rows: [{name: Đầu tư công, plan: "1.200", actual: 6-7}]}
  - id: trong
    rows: [{name: Chưa có}]
extra:
  xa:
    - {ten: Tân Mẫu, dan_so: "12.345", ty_le: "12,5%"}
    - {ten: An Phú, dan_so: "9.870", ty_le: "7%"}
`

// drawnChart is a template with a chart that its author drew.
func drawnChart(t *testing.T, file, title string) ownTemplate {
	t.Helper()
	data, err := os.ReadFile("testdata/charts/" + file)
	if err != nil {
		t.Fatal(err)
	}
	done := false
	src := regexp.MustCompile(`<a:t>[^<]*</a:t>`).ReplaceAllStringFunc(string(data), func(s string) string {
		if done {
			return s
		}
		done = true
		return "<a:t>" + title + "</a:t>"
	})
	src = strings.Replace(src, "</c:chartSpace>", `<c:externalData r:id="rId9"/></c:chartSpace>`, 1)
	return ownTemplate{
		body: paragraphOf("{{.title}}") + `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="4800000" cy="2700000"/><wp:docPr id="1" name="C"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="rId8"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		parts: map[string]string{"word/charts/chart1.xml": src, "word/embeddings/old.xlsx": "sample figures",
			"word/charts/_rels/chart1.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="` + relationshipsOf + `package" Target="../embeddings/old.xlsx"/></Relationships>`},
		rels: []string{"rId8 chart charts/chart1.xml"},
	}
}

func valuesOf(t *testing.T, src, element string) (list []string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`(?s)<`+element+`>.*?</`+element+`>`).FindAllString(src, -1) {
		var values []string
		for _, v := range regexp.MustCompile(`<c:v>([^<]*)</c:v>`).FindAllStringSubmatch(m, -1) {
			values = append(values, v[1])
		}
		list = append(list, strings.Join(values, "; "))
	}
	return list
}

// A chart by tag: the figures of the table in the part, in the workbook and in the PDF.
func TestChartByTag(t *testing.T) {
	body := paragraphOf("{{.title}}")
	for _, tag := range []string{`"kinh-te"`, `"kinh-te" "thanh" "120mm" "70mm"`, `"kinh-te" "cột chồng"`, `"kinh-te" "line"`, `"kinh-te" "tron" "thuc_hien"`, `.extra.xa "ten" "Dân số=dan_so" "ty_le"`} {
		body += paragraphOf(`{{chart ` + tag + `}}`)
	}
	o := ownTemplate{body: body}
	parts, pdf, d := o.make(t, chartMeeting)
	again, _, _ := o.make(t, chartMeeting)
	if !maps.Equal(parts, again) {
		t.Error("made twice, the document differs")
	}
	first := parts["word/charts/bienban1.xml"]
	if got := valuesOf(t, first, "c:val"); strings.Join(got, " | ") != "2547; 460.3; 1200 | 2351.5; 563" {
		t.Errorf("the figures are %q", got)
	}
	if got := valuesOf(t, first, "c:cat"); got[0] != "Công nghiệp; Thu ngân sách; Đầu tư công" {
		t.Errorf("the rows are %q", got[0])
	}
	want, err := sheet.Workbook(sheet.Figures{Sheet: plot.Sheet, Categories: []string{"Công nghiệp", "Thu ngân sách", "Đầu tư công"}, Names: []string{"Kế hoạch", "Thực hiện"},
		Values: [][]string{{"2547", "460.3", "1200"}, {"2351.5", "563", ""}}, Formats: []string{"[$-42A]#,##0.0", "[$-42A]#,##0.0"}})
	if err != nil || parts["word/embeddings/bienban1.xlsx"] != string(want) {
		t.Errorf("the workbook is another (%v)", err)
	}
	for i, kind := range []string{`<c:barDir val="col"/><c:grouping val="clustered"/>`, `<c:barDir val="bar"/>`, `<c:grouping val="stacked"/>`, `<c:lineChart>`, `<c:pieChart>`, `<c:barDir val="col"/>`} {
		if part := parts["word/charts/bienban"+string(rune('1'+i))+".xml"]; !strings.Contains(part, kind) {
			t.Errorf("chart %d is no %s", i+1, kind)
		}
	}
	if got := valuesOf(t, parts["word/charts/bienban6.xml"], "c:val"); strings.Join(got, " | ") != "12345; 9870 | 12.5; 7" {
		t.Errorf("the figures of the list are %q", got)
	}
	text := strings.Join(pdfText(t, pdf), "\n")
	for _, want := range []string{"MỘT SỐ CHỈ TIÊU", "2.351,5", "460,3", "Thu ngân sách", "tỷ đồng", "12.345", "12,5%", "Dân số", "Ty le"} {
		if !strings.Contains(text, want) {
			t.Errorf("the PDF has no %q", want)
		}
	}
	gap := false
	for _, f := range d.Faults() {
		gap = gap || f.Code == "chart-gaps" && strings.Contains(f.Message.Vi, "6-7")
	}
	if !gap {
		t.Errorf("6-7 is not drawn and nothing tells: %v", d.Faults())
	}
}

// What a chart shows is printed: its rows, its columns and the unit of all its figures. A column
// that it leaves out is not.
func TestChartPrints(t *testing.T) {
	const meeting = `title: Giao ban
indicators:
  - id: thu
    columns: [plan, {id: actual, header: Kết quả}]
    rows:
      - {name: Thu ngân sách, unit: tỷ đồng, plan: 100, actual: 92}
      - {name: Đầu tư công, unit: tỷ đồng, plan: 40, actual: 21}
`
	for _, c := range []struct {
		tag  string
		want string
	}{
		{`{{chart "thu"}}`, ""},
		{`{{chart "thu" "tròn" "actual"}}`, "indicators.columns, indicators.rows.plan"},
	} {
		_, _, d := ownTemplate{body: paragraphOf("{{.title}}") + paragraphOf(c.tag)}.make(t, meeting)
		var got []string
		for _, f := range d.Faults() {
			if f.Code == render.NotPrinted {
				got = append(got, f.Place.En)
			}
		}
		slices.Sort(got)
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s leaves out %q, want %q", c.tag, got, c.want)
		}
	}
}

// Percentages beside other figures are told of a list too, which has no units; percentages alone,
// or figures alone, are not.
func TestUnitsOfListCharts(t *testing.T) {
	for fields, want := range map[string]bool{`"dan_so" "ty_le"`: true, `"ty_le" "dan_so"`: true, `"dan_so"`: false, `"ty_le"`: false, `"ty_le" "Lại=ty_le"`: false} {
		o := ownTemplate{body: paragraphOf("{{.title}}") + paragraphOf(`{{chart .extra.xa "ten" `+fields+`}}`)}
		_, _, d := o.make(t, chartMeeting)
		got := slices.ContainsFunc(d.Faults(), func(f *render.Fault) bool {
			return f.Code == "chart-units" && strings.Contains(f.Place.En, "paragraph 2")
		})
		if got != want {
			t.Errorf("%s: told %v: %v", fields, got, d.Faults())
		}
	}
}

// A pie shows one column: those that it leaves out are told, at the place of its tag, and are not
// printed; so it is with a pie that somebody drew.
func TestPieOfSeveralColumns(t *testing.T) {
	for name, o := range map[string]ownTemplate{
		"by tag": {body: paragraphOf("{{.title}}") + paragraphOf(`{{chart "kinh-te" "tròn"}}`)},
		"drawn":  drawnChart(t, "pie-labels.xml", `{{chart &quot;kinh-te&quot;}}`),
	} {
		parts, _, d := o.make(t, chartMeeting)
		part := parts["word/charts/bienban1.xml"] + parts["word/charts/chart1.xml"]
		if got := strings.Join(valuesOf(t, part, "c:val"), " | "); got != "2547; 460.3; 1200" {
			t.Errorf("%s: the figures are %q", name, got)
		}
		told, unprinted := false, false
		for _, f := range d.Faults() {
			told = told || f.Code == "chart-columns" && f.Place.Vi != "" && strings.Contains(f.Message.Vi, "Thực hiện") && strings.Contains(f.Hint.Vi, `"tròn" "Thực hiện"`)
			unprinted = unprinted || f.Code == "not-printed" && strings.Contains(f.Place.En, "actual")
		}
		if !told || !unprinted {
			t.Errorf("%s: told %v, as not printed %v: %v", name, told, unprinted, d.Faults())
		}
	}
}

// A chart that its author drew takes the meeting's figures: as many series as there are, no
// sample figure left, the author's form kept.
func TestDrawnChart(t *testing.T) {
	for _, tt := range []struct{ file, title, want, says string }{
		{"columns.xml", `{{chart "kinh-te"}}`, "2547; 460.3; 1200 | 2351.5; 563", "MỘT SỐ CHỈ TIÊU"},
		{"columns.xml", `Thu, chi {{chart "kinh-te" "actual"}}`, "2351.5; 563", "Thu, chi "},
		{"lines-axis-titles.xml", `{{chart .extra.xa "ten" "dan_so" "ty_le" "dan_so" "dan_so"}}Dân số`, "12345; 9870 | 12.5; 7 | 12345; 9870 | 12345; 9870", "Dân số"},
		{"pie-labels.xml", `{{chart "kinh-te" "plan"}}`, "2547; 460.3; 1200", "MỘT SỐ CHỈ TIÊU"},
		{"columns.xml", `{{chart "trong"}}`, "", ""},
	} {
		t.Run(tt.file+" "+tt.title, func(t *testing.T) {
			o := drawnChart(t, tt.file, strings.ReplaceAll(tt.title, `"`, "&quot;"))
			parts, pdf, _ := o.make(t, chartMeeting)
			src := parts["word/charts/chart1.xml"]
			if got := strings.Join(valuesOf(t, src, "c:val"), " | "); got != tt.want {
				t.Errorf("the figures are %q, want %q", got, tt.want)
			}
			if !strings.Contains(src, "<a:t>"+tt.says+"</a:t>") || strings.Contains(src, "{{") {
				t.Errorf("the title is not %q: %s", tt.says, src)
			}
			if _, left := parts["word/embeddings/old.xlsx"]; left || strings.Contains(src, `"rId9"`) || parts["word/embeddings/bienban1.xlsx"] == "" {
				t.Error("the workbook is not the meeting's")
			}
			if seen := regexp.MustCompile(`<c:(idx|order) val="(\d+)"/>`).FindAllStringSubmatch(strings.Join(regexp.MustCompile(`(?s)<c:ser>.{0,80}`).FindAllString(src, -1), ""), -1); len(seen) > 0 {
				ids := map[string]bool{}
				for _, m := range seen {
					if ids[m[0]] {
						t.Errorf("%s stands twice", m[0])
					}
					ids[m[0]] = true
				}
			}
			if len(pdf) == 0 {
				t.Error("no PDF")
			}
		})
	}
}

// Misuses of charts: each is found, those of the template before any data is there.
func TestChartsMisused(t *testing.T) {
	for _, tt := range []struct {
		name, code string
		o          ownTemplate
	}{
		{"among text", "rich-place", ownTemplate{body: paragraphOf(`Xem {{chart "kinh-te"}}`)}},
		{"no table", "unknown-table", ownTemplate{body: paragraphOf(`{{chart "kinhte"}}`)}},
		{"no column", "unknown-column", ownTemplate{body: paragraphOf(`{{chart "kinh-te" "actuall"}}`)}},
		{"no kind", "unknown-column", ownTemplate{body: paragraphOf(`{{chart "kinh-te" "vòng"}}`)}},
		{"a column of texts", "unknown-column", ownTemplate{body: paragraphOf(`{{chart "kinh-te" "note"}}`)}},
		{"a pie of two columns", "chart-columns", ownTemplate{body: paragraphOf(`{{chart "kinh-te" "tròn" "plan" "actual"}}`)}},
		{"a pie of two fields", "chart-columns", ownTemplate{body: paragraphOf(`{{chart .extra.xa "pie" "ten" "dan_so" "ty_le"}}`)}},
		{"a drawn pie of two columns", "chart-columns", drawnChart(t, "pie-labels.xml", `{{chart &quot;kinh-te&quot; &quot;plan&quot; &quot;actual&quot;}}`)},
		{"a list without fields", "chart-fields", ownTemplate{body: paragraphOf(`{{chart .votes}}`)}},
		{"a list of the file's own without fields", "chart-fields", ownTemplate{body: paragraphOf(`{{chart .extra.xa}}`)}},
		{"no field", "unknown-field", ownTemplate{body: paragraphOf(`{{chart .votes "matter" "foor"}}`)}},
		{"no number and no text", "arguments", ownTemplate{body: paragraphOf(`{{chart .date}}`)}},
		{"in an axis title", "rich-place", func() ownTemplate {
			o := drawnChart(t, "lines-axis-titles.xml", "Tên")
			src := o.parts["word/charts/chart1.xml"]
			at := strings.LastIndex(src, "<a:t>") + len("<a:t>")
			o.parts["word/charts/chart1.xml"] = src[:at] + `{{chart "kinh-te"}}` + src[at:]
			return o
		}()},
		{"points", "chart-kind", drawnChart(t, "scatter-trend.xml", `{{chart &quot;kinh-te&quot;}}`)},
		{"twice", "rich-place", drawnChart(t, "columns.xml", `{{chart &quot;kinh-te&quot;}}{{chart &quot;trong&quot;}}`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := tt.o.document(t, chartMeeting)
			if err == nil {
				err = d.DOCX(t.Context(), &bytes.Buffer{})
			}
			told(t, err, tt.code)
		})
	}
}

// A trial has the tables and the lists that the template's charts name.
func TestTrialOfCharts(t *testing.T) {
	o := ownTemplate{body: paragraphOf("{{.title}}") + paragraphOf(`{{chart "kinh-te" "tròn" "quy_1"}}`) + paragraphOf(`{{table “thu-chi”}}`) + paragraphOf(`{{chart .extra.xa "ten" "Dân số=dan_so"}}`) +
		tableOf([]int{1000, 1000}, cellsOf("a", "{{column range $q := .extra.quy}}{{$q.ten}} {{barcode $q.so}}"))}
	d, faults := newRenderer(t).Try(t.Context(), "mau.docx", o.bytes(t))
	if faults.Failed() || d == nil {
		t.Fatal(faults)
	}
	word, _ := both(t, d)
	parts := unzipped(t, word)
	if parts["word/charts/bienban1.xml"] == "" || parts["word/charts/bienban2.xml"] == "" || strings.Count(parts["word/document.xml"], "<w:gridCol ") < 6 {
		t.Error("the trial has not both charts, the table and the repeated column")
	}
}
