package plot_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/plot"
	"github.com/bienban/bienban/render/internal/xml"
)

func figures(series int) *plot.Chart {
	c := &plot.Chart{Title: "A <&> B", Unit: "tỷ đồng", Categories: []string{"Một", "Hai & <ba>"}}
	for i := range series {
		c.Series = append(c.Series, plot.Series{Name: string(rune('A' + i)), Values: []string{"1.5", ""}, Format: "#,##0.0"})
	}
	return c
}

// Every kind is well-formed, and each series names its own cells.
func TestWrite(t *testing.T) {
	for kind := plot.Columns; kind <= plot.Pie; kind++ {
		c := figures(3)
		c.Kind = kind
		for _, strict := range []bool{false, true} {
			src := c.Write("rId1", strict)
			d, err := plot.Read(src, limit.Default.XML())
			if err != nil {
				t.Fatalf("kind %d: %v", kind, err)
			}
			want := 3
			if kind == plot.Pie {
				want = 1
			}
			if got := len(d.Names()); got != want || d.Workbook() != "rId1" {
				t.Errorf("kind %d has %d series, workbook %q", kind, got, d.Workbook())
			}
			if !strings.Contains(src, "Sheet1!$B$2:$B$3") || want == 3 && !strings.Contains(src, "Sheet1!$D$1") || strict == strings.Contains(src, "schemas.openxmlformats.org/drawingml") {
				t.Errorf("kind %d: %s", kind, src)
			}
		}
	}
}

// The figures of each series are written in its own format, beside the columns and in the cells:
// a program that takes the axis's instead would round them.
func TestLabelFormats(t *testing.T) {
	formats := []string{"#,##0", "#,##0.00", `#,##0.0"%"`}
	for kind := plot.Columns; kind < plot.Pie; kind++ {
		c := figures(len(formats))
		c.Kind = kind
		for i, f := range formats {
			c.Series[i].Format = f
		}
		root, err := xml.Parse(c.Write("rId1", false), limit.Default.XML())
		if err != nil {
			t.Fatal(err)
		}
		var labels, cells []string
		for s := range root.All("c:ser") {
			labels = append(labels, s.Path("c:dLbls", "c:numFmt").Get("formatCode"))
			cells = append(cells, s.Path("c:val", "c:numRef", "c:numCache", "c:formatCode").Content())
		}
		if !slices.Equal(labels, formats) || !slices.Equal(cells, formats) {
			t.Errorf("kind %d: labels %q, cells %q", kind, labels, cells)
		}
	}
}

func TestParseKind(t *testing.T) {
	for name, want := range map[string]plot.Kind{"Cột": plot.Columns, "cot-chong": plot.StackedColumns, "thanh": plot.Bars, "stacked bars": plot.StackedBars, " line ": plot.Lines, "tròn": plot.Pie} {
		if k, ok := plot.ParseKind(name); !ok || k != want {
			t.Errorf("%q is %v, %v", name, k, ok)
		}
	}
	if _, ok := plot.ParseKind("plan"); ok {
		t.Error("a column is a kind")
	}
}

// Whatever was drawn, the filled chart has as many series as there are, each with its own number
// and cells, under any prefix.
func TestFill(t *testing.T) {
	files, err := filepath.Glob("../../testdata/charts/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatal("no charts", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		other := regexp.MustCompile(`(</?)c:`).ReplaceAllString(string(data), "${1}q:")
		other = strings.ReplaceAll(other, "xmlns:c=", "xmlns:q=")
		for _, src := range []string{string(data), other} {
			d, err := plot.Read(src, limit.Default.XML())
			if err != nil || d.Other != "" || len(d.Names()) == 0 {
				continue
			}
			for _, series := range []int{1, 2, 5} {
				out, err := plot.Read(d.Fill(figures(series), "rId5"), limit.Default.XML())
				if err != nil {
					t.Fatalf("%s with %d series: %v", file, series, err)
				}
				names := out.Names()
				if !strings.HasPrefix("ABCDE", strings.Join(names, "")) || len(names) > series || len(names) < min(series, len(d.Names())) || out.Workbook() != "rId5" {
					t.Errorf("%s with %d series has %q, workbook %q", file, series, names, out.Workbook())
				}
			}
		}
	}
}

// FuzzFill: a stranger's chart is filled or refused, and what is filled is still XML.
func FuzzFill(f *testing.F) {
	files, _ := filepath.Glob("../../testdata/charts/*.xml")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add(`<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea><c:barChart><c:ser><c:order val="1"/></c:ser><c:ser/></c:barChart></c:plotArea></c:chart></c:chartSpace>`)
	f.Fuzz(func(t *testing.T, src string) {
		d, err := plot.Read(src, limit.Default.XML())
		if err != nil {
			return
		}
		d.Names()
		if _, err := xml.Parse(d.Fill(figures(3), "rId1"), limit.Default.XML()); err != nil {
			t.Errorf("filled it is no XML: %v", err)
		}
	})
}
