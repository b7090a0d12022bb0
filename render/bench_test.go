package render

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/pdf"
	"github.com/bienban/bienban/render/internal/wml"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/templates"
)

// long is a meeting whose briefing has about as many pages.
func long(pages int) []byte {
	var b strings.Builder
	b.WriteString("title: Hội nghị dài\nsections:\n")
	for i := range pages {
		fmt.Fprintf(&b, "  - heading: Nội dung thứ %d\n    text: |\n", i+1)
		for range 6 {
			b.WriteString("      Theo báo cáo tại hội nghị, ngay từ đầu năm, tập thể Ban Chấp hành Đảng bộ đã bám sát **nghị quyết, chương trình, kế hoạch** của Trung ương, của tỉnh; tình hình sản xuất công nghiệp, tiểu thủ công nghiệp ổn định; hoạt động thương mại và dịch vụ trên địa bàn được duy trì.\n\n")
		}
		b.WriteString("      - cấp ủy, chính quyền các cấp tăng cường nắm bắt tình hình;\n      - chú trọng xây dựng đội ngũ cán bộ.\n")
	}
	b.WriteString("indicators:\n  - id: dai\n    title: Biểu dài\n    rows:\n")
	for i := range pages * 5 {
		fmt.Fprintf(&b, "      - name: Chỉ tiêu thứ %d\n        unit: tấn\n        plan: %d\n        actual: %d,5\n", i+1, 1000+i, 900+i)
	}
	return []byte(b.String())
}

// A benchInput is one meeting, taken through every step once.
type benchInput struct {
	name     string
	yaml     []byte
	template []byte
	r        *Renderer
	document *Document
	tree     *wml.Document
	pages    []*layout.Page
}

func inputs(b *testing.B) []*benchInput {
	b.Helper()
	template, err := templates.Open(DefaultTemplate)
	if err != nil {
		b.Fatal(err)
	}
	all := []*benchInput{{name: "chi-lang", yaml: readSample(b).variation(0)}}
	for _, pages := range []int{1, 3, 30, 300} {
		all = append(all, &benchInput{name: fmt.Sprintf("%d pages", pages), yaml: long(pages * 5 / 4)})
	}
	for _, in := range all {
		in.template = template
		if in.r, err = New(Options{}); err != nil {
			b.Fatal(err)
		}
	}
	return all
}

// prepare takes the meeting through every step; once, and only if it is measured.
func (in *benchInput) prepare(b *testing.B) {
	b.Helper()
	if in.document != nil {
		return
	}
	in.document = in.open(b)
	var err error
	if in.pages, _, err = in.document.layOut(b.Context()); err != nil {
		b.Fatal(err)
	}
	in.tree, _ = wml.Parse(in.document.merged, limit.Default)
}

func (in *benchInput) open(b *testing.B) *Document {
	documents, faults := in.r.Documents("a.yaml", in.yaml, nil)
	if err := faults.Err(); err != nil {
		b.Fatal(err)
	}
	return documents[0]
}

// eachInput runs a step on each meeting, and tells how many pages it has.
func eachInput(b *testing.B, step func(b *testing.B, in *benchInput) error) {
	for _, in := range inputs(b) {
		b.Run(in.name, func(b *testing.B) {
			in.prepare(b)
			b.ReportAllocs()
			for b.Loop() {
				if err := step(b, in); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(in.pages)), "pages")
		})
	}
}

func BenchmarkParse(b *testing.B) {
	eachInput(b, func(_ *testing.B, in *benchInput) error {
		_, faults := meeting.Parse("a.yaml", in.yaml, limit.Default)
		return faults.Err()
	})
}

func BenchmarkCompile(b *testing.B) {
	eachInput(b, func(_ *testing.B, in *benchInput) error {
		_, _, faults := compileTemplate(in.template, limit.Default, nil, nil)
		return faults.Err()
	})
}

func BenchmarkMerge(b *testing.B) {
	eachInput(b, func(b *testing.B, in *benchInput) error {
		d := in.document
		_, faults := d.template.merge.Execute(b.Context(), d.Meeting, d.env())
		return faults.Err()
	})
}

func BenchmarkTree(b *testing.B) {
	eachInput(b, func(_ *testing.B, in *benchInput) error {
		_, faults := in.document.template.static().Parse(in.document.merged, limit.Default)
		return faults.Err()
	})
}

func BenchmarkLayout(b *testing.B) {
	eachInput(b, func(b *testing.B, in *benchInput) error {
		faces, err := in.r.faces()
		if err != nil {
			return err
		}
		_, err = layout.Pages(b.Context(), in.tree, faces, layout.Options{Limits: limit.Default, Scratch: in.r.scratch})
		return err
	})
}

func BenchmarkWriteDOCX(b *testing.B) {
	eachInput(b, func(_ *testing.B, in *benchInput) error { return docx.Write(io.Discard, in.document.merged) })
}

func BenchmarkWritePDF(b *testing.B) {
	eachInput(b, func(_ *testing.B, in *benchInput) error {
		return pdf.Write(io.Discard, in.pages, pdf.Options{Title: "a", Lang: "vi-VN"})
	})
}

// BenchmarkWhole is what one more document costs a renderer that is at work.
func BenchmarkWhole(b *testing.B) {
	eachInput(b, func(b *testing.B, in *benchInput) error {
		var out bytes.Buffer
		return makeBoth(b.Context(), in.r, in.yaml, &out)
	})
}

// BenchmarkWorkers is the same for meetings of which no two are alike, made by several
// goroutines that share the renderer.
func BenchmarkWorkers(b *testing.B) {
	chiLang := readSample(b)
	r, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	for workers := 1; workers <= 8; workers++ {
		b.Run(strconv.Itoa(workers), func(b *testing.B) {
			b.ReportAllocs()
			var next atomic.Int64
			var wait sync.WaitGroup
			work := make(chan int)
			for range workers {
				wait.Go(func() {
					var out bytes.Buffer
					for range work {
						out.Reset()
						if err := makeBoth(b.Context(), r, chiLang.variation(int(next.Add(1))), &out); err != nil {
							b.Error(err)
						}
					}
				})
			}
			for b.Loop() {
				work <- 0
			}
			close(work)
			wait.Wait()
		})
	}
}

// makeBoth writes the only document of a meeting in both formats.
func makeBoth(ctx context.Context, r *Renderer, yaml []byte, out io.Writer) error {
	documents, faults := r.Documents("a.yaml", yaml, nil)
	if err := faults.Err(); err != nil {
		return err
	}
	if err := documents[0].DOCX(ctx, out); err != nil {
		return err
	}
	return documents[0].PDF(ctx, out)
}

// wide is a meeting with one table of 8 columns.
func wide(rows int) []byte {
	var b strings.Builder
	b.WriteString("title: Hội nghị tổng kết\nindicators:\n  - id: chi-tieu\n    title: Kết quả thực hiện\n    unit: tỷ đồng\n    rows:\n")
	for i := range rows {
		n := 1000 + i
		fmt.Fprintf(&b, "      - name: Chỉ tiêu thứ %d của các xã, phường\n        plan: %d\n        actual: %d\n        previous: %d\n        percent_of_plan: 110\n        growth: 10\n        note: ghi chú %d\n",
			i+1, 10*n, 11*n, 10*n, i+1)
	}
	return []byte(b.String())
}

// BenchmarkTable is a large table from its file to both documents. Its memory is .ci/largetable's
// to judge: a benchmark tells what is allocated, not what is held at once.
func BenchmarkTable(b *testing.B) {
	r, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, rows := range []int{1_000, 10_000} {
		yaml := wide(rows)
		b.Run(fmt.Sprintf("%d rows", rows), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				documents, faults := r.Documents("a.yaml", yaml, nil)
				if len(faults) > 0 {
					b.Fatal(faults)
				}
				if err := documents[0].DOCX(b.Context(), io.Discard); err != nil {
					b.Fatal(err)
				}
				if err := documents[0].PDF(b.Context(), io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
