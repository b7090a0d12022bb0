package layout

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/wml"
)

// A small document is built by hand: what these tests say is about layout alone.

var plain = &wml.RunProps{ASCII: "Times New Roman", HAnsi: "Times New Roman", Size: 28, Scale: 100, Color: wml.Color{Auto: true}}

const prose = "Theo báo cáo tại hội nghị, ngay từ đầu năm 2023, tập thể Ban Chấp hành Đảng bộ huyện đã bám sát nghị quyết. "

func para(s string, change ...func(*wml.Paragraph)) *wml.Paragraph {
	p := &wml.Paragraph{Mark: plain, Props: &wml.ParagraphProps{OutlineLevel: -1, WidowControl: true}}
	for i, part := range strings.Split(s, "\t") {
		if i > 0 {
			p.Inlines = append(p.Inlines, &wml.Tab{Props: plain})
		}
		if part != "" {
			p.Inlines = append(p.Inlines, &wml.Text{Text: part, Props: plain})
		}
	}
	for _, f := range change {
		f(p)
	}
	return p
}

func section(body ...wml.Block) *wml.Section {
	const mm = wml.PerMM
	return &wml.Section{
		Body: body, PageWidth: 210 * mm, PageHeight: 297 * mm, Top: 20 * mm, Bottom: 20 * mm, Left: 30 * mm, Right: 15 * mm,
		Header: 10 * mm, Footer: 10 * mm, PageStart: -1, Columns: []wml.Column{{Width: 165 * mm}},
	}
}

func document(sections ...*wml.Section) *wml.Document {
	return &wml.Document{Sections: sections, Settings: wml.Settings{DefaultTab: 720 * wml.PerTwip, Compatibility: 15}}
}

func faces(t testing.TB) *font.Faces {
	t.Helper()
	f, err := font.Load(fonts.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func set(t testing.TB, doc *wml.Document) []*Page {
	t.Helper()
	r, err := Pages(context.Background(), doc, faces(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range r.Pages {
		for _, it := range p.Items {
			if g, ok := it.(*Glyphs); ok && len(g.Advances) != len([]rune(g.Text)) {
				t.Errorf("page %d: %d advances for %q", i+1, len(g.Advances), g.Text)
			}
		}
	}
	return r.Pages
}

// placed is the text of a page by lines: what stands on one baseline, from left to right.
type placed struct {
	text     string
	x, y, to wml.EMU // left edge, baseline, right edge
}

func lines(p *Page) []placed {
	var out []placed
	for _, it := range p.Items {
		g, ok := it.(*Glyphs)
		if !ok {
			continue
		}
		end := g.X
		for _, a := range g.Advances {
			end += a
		}
		if n := len(out); n > 0 && out[n-1].y == g.Baseline && g.X >= out[n-1].to {
			if g.X > out[n-1].to {
				out[n-1].text += "|"
			}
			out[n-1].text += g.Text
			out[n-1].to = end
			continue
		}
		out = append(out, placed{g.Text, g.X, g.Baseline, end})
	}
	return out
}

func texts(p *Page) []string {
	var s []string
	for _, l := range lines(p) {
		s = append(s, l.text)
	}
	return s
}

const left, right = 30 * wml.PerMM, 195 * wml.PerMM // of the text of section

func TestAlignment(t *testing.T) {
	aligned := func(a wml.Align) func(*wml.Paragraph) { return func(p *wml.Paragraph) { p.Props.Align = a } }
	pages := set(t, document(section(
		para("trái"), para("giữa", aligned(wml.AlignCenter)), para("phải", aligned(wml.AlignRight)),
		para(strings.Repeat(prose, 3)+" Họp xong.", aligned(wml.AlignJustify)),
	)))
	got := lines(pages[0])
	if got[0].x != left {
		t.Errorf("left: %d", got[0].x)
	}
	if d := (got[1].x - left) - (right - got[1].to); d < -1 || d > 1 {
		t.Errorf("centre: off by %d", d)
	}
	if got[2].to != right {
		t.Errorf("right: ends at %d, want %d", got[2].to, right)
	}
	all := got[3:]
	for i, l := range all {
		if last := i == len(all)-1; l.x != left || (l.to == right) == last {
			t.Errorf("justified line %d of %d: %d to %d", i, len(all), l.x, l.to)
		}
	}
}

// A justified line that ends in a w:br is stretched, unless the document says otherwise
// (w:doNotExpandShiftReturn); one that is full is stretched either way.
func TestBrokenLinesOfJustifiedText(t *testing.T) {
	body := func() *wml.Section {
		return section(para("một hai ba", func(p *wml.Paragraph) {
			p.Props.Align = wml.AlignJustify
			p.Inlines = append(p.Inlines, &wml.Break{Kind: wml.BreakLine, Props: plain}, &wml.Text{Text: strings.Repeat(prose, 3), Props: plain})
		}))
	}
	for _, keep := range []bool{false, true} {
		doc := document(body())
		doc.Settings.KeepBrokenLines = keep
		got := lines(set(t, doc)[0])
		if stretched := got[0].to == right; stretched == keep {
			t.Errorf("KeepBrokenLines %v: the broken line ends at %d of %d", keep, got[0].to, right)
		}
		if got[1].to != right {
			t.Errorf("KeepBrokenLines %v: the full line ends at %d of %d", keep, got[1].to, right)
		}
	}
}

func TestLineSpacing(t *testing.T) {
	// Liberation Serif at 14 pt is 16.1 pt high: ascent 0.891, leading 0.042, descent 0.216.
	for _, tt := range []struct {
		name    string
		spacing wml.LineSpacing
		pitch   float64 // from line to line
		first   float64 // of the first baseline below the margin
	}{
		{"single", wml.LineSpacing{Factor: 240}, 16.1, 13.07},
		{"one and a half: extra below", wml.LineSpacing{Factor: 360}, 24.15, 13.07},
		{"exactly: baseline at four fifths", wml.LineSpacing{Rule: wml.LineExact, Height: 24 * wml.PerPoint}, 24, 19.2},
		{"at least, more than needed: extra above", wml.LineSpacing{Rule: wml.LineAtLeast, Height: 24 * wml.PerPoint}, 24, 20.97},
		{"at least, less than needed", wml.LineSpacing{Rule: wml.LineAtLeast, Height: 10 * wml.PerPoint}, 16.1, 13.07},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pages := set(t, document(section(para(strings.Repeat(prose, 2), func(p *wml.Paragraph) { p.Props.Line = tt.spacing }))))
			l := lines(pages[0])
			if got := (l[1].y - l[0].y).Points(); got < tt.pitch-0.05 || got > tt.pitch+0.05 {
				t.Errorf("pitch %.2f, want %.2f", got, tt.pitch)
			}
			if got := (l[0].y - 20*wml.PerMM).Points(); got < tt.first-0.05 || got > tt.first+0.05 {
				t.Errorf("first baseline %.2f, want %.2f", got, tt.first)
			}
		})
	}
}

func TestSpaceBetweenParagraphs(t *testing.T) {
	const pt = wml.PerPoint
	spaced := func(before, after wml.EMU, style string, contextual bool) func(*wml.Paragraph) {
		return func(p *wml.Paragraph) {
			p.Props.SpaceBefore, p.Props.SpaceAfter, p.Props.StyleID, p.Props.ContextualSpacing = before, after, style, contextual
		}
	}
	for _, tt := range []struct {
		name string
		sum  bool
		a, b func(*wml.Paragraph)
		want wml.EMU
	}{
		{"the larger counts", false, spaced(0, 10*pt, "a", false), spaced(12*pt, 0, "a", false), 12 * pt},
		{"their sum, if the document wants it", true, spaced(0, 10*pt, "a", false), spaced(12*pt, 0, "a", false), 22 * pt},
		{"contextual: none in one style", true, spaced(0, 10*pt, "a", true), spaced(12*pt, 0, "a", true), 0},
		{"contextual: all between two styles", true, spaced(0, 10*pt, "a", true), spaced(12*pt, 0, "b", true), 22 * pt},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := document(section(para("a", tt.a), para("b", tt.b)))
			doc.Settings.SumSpacing = tt.sum
			l := lines(set(t, doc)[0])
			single := lines(set(t, document(section(para("a"), para("b"))))[0])
			if got := (l[1].y - l[0].y) - (single[1].y - single[0].y); got != tt.want {
				t.Errorf("space %d, want %d", got, tt.want)
			}
		})
	}
}

func TestTabs(t *testing.T) {
	stops := func(s ...wml.TabStop) func(*wml.Paragraph) { return func(p *wml.Paragraph) { p.Props.Tabs = s } }
	at := func(mm wml.EMU, a wml.TabAlign, leader rune) wml.TabStop {
		return wml.TabStop{Pos: mm * wml.PerMM, Align: a, Leader: leader}
	}
	pages := set(t, document(section(
		para("a\tb", stops(at(50, wml.TabLeft, 0))),
		para("a\tb", stops(at(165, wml.TabRight, '.'))),
		para("a\tbb", stops(at(80, wml.TabCenter, 0))),
		para("a\t12,5", stops(at(80, wml.TabDecimal, 0))),
		para("a\t7", stops(at(80, wml.TabDecimal, 0))),
		para("a\tb"),
	)))
	var leaders int
	var tabbed []*Glyphs
	for _, it := range pages[0].Items {
		if g, ok := it.(*Glyphs); ok {
			if strings.Trim(g.Text, ". ") == "" {
				leaders++
				if dot := g.X + g.Advances[0]; dot%g.Advances[1] != 0 {
					t.Errorf("the first dot stands at %d, no multiple of its width %d", dot, g.Advances[1])
				}
			} else if g.Text != "a" {
				tabbed = append(tabbed, g)
			}
		}
	}
	width := func(g *Glyphs) (w wml.EMU) {
		for _, a := range g.Advances {
			w += a
		}
		return w
	}
	if leaders != 1 {
		t.Errorf("%d leaders, want 1", leaders)
	}
	if got := tabbed[0].X; got != left+50*wml.PerMM {
		t.Errorf("left stop: %d", got)
	}
	if got := tabbed[1].X + width(tabbed[1]); got != right {
		t.Errorf("right stop: ends at %d, want %d", got, right)
	}
	if d := tabbed[2].X + width(tabbed[2])/2 - left - 80*wml.PerMM; d < -2 || d > 2 {
		t.Errorf("centred stop: off by %d", d)
	}
	comma := tabbed[3].X + tabbed[3].Advances[0] + tabbed[3].Advances[1]
	if comma != left+80*wml.PerMM || tabbed[4].X+width(tabbed[4]) != comma {
		t.Errorf("decimal stop: comma at %d, whole number ends at %d, want %d", comma, tabbed[4].X+width(tabbed[4]), left+80*wml.PerMM)
	}
	if got := tabbed[5].X; got != left+720*wml.PerTwip {
		t.Errorf("default stop: %d", got)
	}
}

func TestHangingLabel(t *testing.T) {
	pages := set(t, document(section(para(strings.Repeat(prose, 2), func(p *wml.Paragraph) {
		p.Props.IndentLeft, p.Props.FirstLine = 720*wml.PerTwip, -360*wml.PerTwip
		p.Label = &wml.Label{Text: "1.", Props: plain, Suffix: wml.SuffixTab}
	}))))
	l := lines(pages[0])
	if l[0].x != left+360*wml.PerTwip || !strings.HasPrefix(l[0].text, "1.|Theo") {
		t.Errorf("first line %q at %d", l[0].text, l[0].x)
	}
	if l[1].x != left+720*wml.PerTwip {
		t.Errorf("second line at %d", l[1].x)
	}
}

func TestPagesBreak(t *testing.T) {
	fill := func(n int) []wml.Block { // a page holds 45 lines
		var b []wml.Block
		for i := range n {
			b = append(b, para(fmt.Sprint("dòng ", i+1)))
		}
		return b
	}
	three := strings.Repeat(prose, 3) // four lines
	for _, tt := range []struct {
		name  string
		body  []wml.Block
		first []string // how the pages after the first begin
	}{
		{"where a page is full", fill(46), []string{"dòng 46"}},
		{"no orphan", append(fill(44), para(three)), []string{"Theo báo cáo"}},
		{"no widow", append(fill(42), para(three)), []string{"Đảng bộ huyện"}},
		{"keep lines", append(fill(43), para(three, func(p *wml.Paragraph) { p.Props.KeepLines = true })), []string{"Theo báo cáo"}},
		{"keep with next", append(fill(44), para("đầu đề", func(p *wml.Paragraph) { p.Props.KeepNext = true }), para("thân")), []string{"đầu đề"}},
		{"page break before", []wml.Block{para("một"), para("hai", func(p *wml.Paragraph) { p.Props.PageBreakBefore = true })}, []string{"hai"}},
		{"page break in a line", []wml.Block{para("một", func(p *wml.Paragraph) {
			p.Inlines = append(p.Inlines, &wml.Break{Kind: wml.BreakPage, Props: plain}, &wml.Text{Text: "hai", Props: plain})
		})}, []string{"hai"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pages := set(t, document(section(tt.body...)))
			if len(pages) != len(tt.first)+1 {
				t.Fatalf("%d pages, want %d\n%s", len(pages), len(tt.first)+1, Dump(pages))
			}
			for i, want := range tt.first {
				if got := texts(pages[i+1])[0]; !strings.Contains(got, want) {
					t.Errorf("page %d begins with %q, want %q", i+2, got, want)
				}
			}
		})
	}
}

func cell(s string, change ...func(*wml.Cell)) *wml.Cell {
	c := &wml.Cell{Blocks: []wml.Block{para(s)}, CellFormat: &wml.CellFormat{GridSpan: 1}}
	for _, f := range change {
		f(c)
	}
	return c
}

func table(rows ...*wml.Row) *wml.Table {
	b := &wml.Border{Style: wml.BorderSingle, Width: wml.PerPoint / 2, Color: wml.Color{Auto: true}}
	return &wml.Table{
		Grid: []wml.EMU{40 * wml.PerMM, 80 * wml.PerMM}, Fixed: true, Rows: rows,
		Borders: wml.TableBorders{Top: b, Bottom: b, Left: b, Right: b, InsideH: b, InsideV: b},
	}
}

func TestTableRepeatsItsHead(t *testing.T) {
	rows := []*wml.Row{{Header: true, CantSplit: true, Cells: []*wml.Cell{cell("STT"), cell("Chỉ tiêu")}}}
	for i := range 60 {
		rows = append(rows, &wml.Row{CantSplit: true, Cells: []*wml.Cell{cell(fmt.Sprint(i + 1)), cell("hàng")}})
	}
	pages := set(t, document(section(table(rows...))))
	if len(pages) != 2 {
		t.Fatalf("%d pages", len(pages))
	}
	seen := map[string]int{}
	for _, p := range pages {
		l := texts(p)
		if l[0] != "STT|Chỉ tiêu" {
			t.Errorf("a page begins with %q", l[0])
		}
		for _, s := range l[1:] {
			seen[s]++
		}
	}
	for i := range 60 {
		if s := fmt.Sprintf("%d|hàng", i+1); seen[s] != 1 {
			t.Errorf("row %q printed %d times", s, seen[s])
		}
	}
}

func TestRowsSplitBetweenLines(t *testing.T) {
	for _, tt := range []struct {
		name  string
		whole bool
	}{{"a row may split", false}, {"a row stays whole", true}} {
		t.Run(tt.name, func(t *testing.T) {
			var body []wml.Block
			for range 43 {
				body = append(body, para("dòng"))
			}
			row := &wml.Row{CantSplit: tt.whole, Cells: []*wml.Cell{cell("x"), cell(strings.Repeat(prose, 2))}}
			pages := set(t, document(section(append(body, table(row), para("hết"))...)))
			onFirst := len(lines(pages[0])) > 43
			if onFirst == tt.whole {
				t.Errorf("on the first page: %v\n%s", onFirst, Dump(pages))
			}
			var words []string
			for _, p := range pages {
				for _, s := range texts(p) {
					words = append(words, strings.Fields(strings.NewReplacer("|", " ", "dòng", "", "hết", "").Replace(s))...)
				}
			}
			if got, want := strings.Join(words, " "), "x "+strings.TrimSpace(strings.Repeat(prose, 2)); got != want {
				t.Errorf("text %q\nwant %q", got, want)
			}
		})
	}
}

func TestMergedCellGoesOverPages(t *testing.T) {
	start := func(c *wml.Cell) { c.VMerge = wml.MergeStart }
	more := func(c *wml.Cell) { c.VMerge = wml.MergeContinue }
	var rows []*wml.Row
	for i := range 60 {
		left := cell("", more)
		if i == 0 {
			left = cell(strings.Repeat(prose, 12), start)
		}
		rows = append(rows, &wml.Row{CantSplit: true, Cells: []*wml.Cell{left, cell(fmt.Sprint("hàng ", i+1))}})
	}
	pages := set(t, document(section(table(rows...))))
	var words []string
	for _, p := range pages {
		for _, it := range p.Items {
			if g, ok := it.(*Glyphs); ok && !strings.HasPrefix(g.Text, "hàng") {
				words = append(words, strings.Fields(g.Text)...)
			}
		}
	}
	if got, want := strings.Join(words, " "), strings.TrimSpace(strings.Repeat(prose, 12)); len(pages) != 2 || got != want {
		t.Errorf("%d pages, text of the merged cell:\n%s\nwant\n%s", len(pages), got, want)
	}
}

func TestHeadersKnowTheirPage(t *testing.T) {
	number := func(k wml.FieldKind) wml.Inline { return &wml.Field{Kind: k, Props: plain} }
	s := section(para("một"), para("hai", func(p *wml.Paragraph) { p.Props.PageBreakBefore = true }),
		para("ba", func(p *wml.Paragraph) { p.Props.PageBreakBefore = true }))
	s.TitlePage = true
	s.Headers.Default = []wml.Block{&wml.Paragraph{Mark: plain, Props: &wml.ParagraphProps{OutlineLevel: -1},
		Inlines: []wml.Inline{number(wml.FieldPage), &wml.Text{Text: "/", Props: plain}, number(wml.FieldNumPages)}}}
	pages := set(t, document(s))
	for i, want := range [][]string{{"một"}, {"2/3", "hai"}, {"3/3", "ba"}} {
		if got := texts(pages[i]); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("page %d: %q, want %q", i+1, got, want)
		}
	}
}

func TestFieldsInTheTextAreSetUntilTheyAreRight(t *testing.T) {
	p := para("Tổng số trang: ")
	p.Inlines = append(p.Inlines, &wml.Field{Kind: wml.FieldNumPages, Stored: "1", Props: plain}, &wml.Text{Text: ", xem trang ", Props: plain},
		&wml.Field{Kind: wml.FieldPageRef, Target: "cuoi", Stored: "?", Props: plain})
	last := para("cuối", func(p *wml.Paragraph) { p.Props.PageBreakBefore = true })
	last.Inlines = append([]wml.Inline{&wml.Bookmark{Name: "cuoi"}}, last.Inlines...)
	pages := set(t, document(section(p, last)))
	if got := texts(pages[0])[0]; got != "Tổng số trang: 2, xem trang 2" {
		t.Errorf("%q", got)
	}
}

func TestSectionsTurnThePage(t *testing.T) {
	a, b := section(para("dọc")), section(para("ngang"))
	b.PageWidth, b.PageHeight = a.PageHeight, a.PageWidth
	c := section(para("số một"))
	c.PageStart = 1
	c.Start = wml.OddPage
	pages := set(t, document(a, b, c))
	if len(pages) != 3 || pages[1].Width != a.PageHeight || pages[2].Number != 1 {
		t.Errorf("%s", Dump(pages))
	}
}

func TestBordersOfTablesMeetOnce(t *testing.T) {
	pages := set(t, document(section(table(
		&wml.Row{Cells: []*wml.Cell{cell("a"), cell("b")}},
		&wml.Row{Cells: []*wml.Cell{cell("c", func(c *wml.Cell) { c.GridSpan = 2 })}},
	))))
	var h, v int
	for _, it := range pages[0].Items {
		if l, ok := it.(*Line); ok {
			if l.Y1 == l.Y2 {
				h++
			} else {
				v++
			}
		}
	}
	if h != 3 || v != 3 { // the line between a and b ends above c
		t.Errorf("%d horizontal and %d vertical strokes, want 3 and 3\n%s", h, v, Dump(pages))
	}
}

func TestLimits(t *testing.T) {
	var body []wml.Block
	for range 200 {
		body = append(body, para("x", func(p *wml.Paragraph) { p.Props.PageBreakBefore = true }))
	}
	opts := Options{}
	opts.Limits.Pages = 10
	if _, err := Pages(context.Background(), document(section(body...)), faces(t), opts); err == nil {
		t.Error("more pages than allowed, and no error")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Pages(ctx, document(section(body...)), faces(t), Options{}); err == nil {
		t.Error("cancelled, and no error")
	}
}

// No glyph is lost or printed twice, whatever the text and the measure; no line that has
// a choice is wider than its measure.
func FuzzBreakLines(f *testing.F) {
	f.Add(prose, uint16(500), int16(0))
	f.Add("a\tb\t\tc 12,5", uint16(80), int16(-300))
	f.Add("Nghị\u00a0quyết 77-NQ/TU\u00ad  của", uint16(20), int16(40))
	f.Add("", uint16(0), int16(0))
	fs := faces(f)
	f.Fuzz(func(t *testing.T, s string, points uint16, first int16) {
		doc := document(section())
		e := newEngine(doc, fs, Options{}, numbers{})
		p := para(strings.ToValidUTF8(s, "?"), func(p *wml.Paragraph) {
			p.Props.FirstLine = wml.EMU(first) * wml.PerTwip
			p.Props.IndentLeft = max(-p.Props.FirstLine, 0)
			p.Props.Tabs = []wml.TabStop{{Pos: 40 * wml.PerPoint, Align: wml.TabRight}, {Pos: 200 * wml.PerPoint, Align: wml.TabDecimal}}
		})
		text := e.shape(p)
		end := 0
		for _, l := range e.breakLines(text, p, wml.EMU(points)*wml.PerPoint) {
			if l.start != end || l.visible > l.end || l.visible < l.start {
				t.Fatalf("line %+v does not follow glyph %d", l, end)
			}
			end = l.end
		}
		if end != len(text.glyphs) {
			t.Fatalf("%d glyphs of %d are in lines", end, len(text.glyphs))
		}
	})
}

func BenchmarkPages(b *testing.B) {
	for _, n := range []int{1, 100} {
		b.Run(fmt.Sprint(n, " pages"), func(b *testing.B) {
			var body []wml.Block
			for range n * 11 {
				body = append(body, para(strings.Repeat(prose, 3), func(p *wml.Paragraph) { p.Props.Align = wml.AlignJustify }))
			}
			doc, fs := document(section(body...)), faces(b)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Pages(context.Background(), doc, fs, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestColumnsOfAContinuousSectionAreLevel(t *testing.T) {
	two := section()
	for i := range 10 {
		two.Body = append(two.Body, para(fmt.Sprint("dòng ", i+1)))
	}
	two.Columns = []wml.Column{{Width: 80 * wml.PerMM, Space: 5 * wml.PerMM}, {Width: 80 * wml.PerMM}}
	after := section(para("sau"))
	after.Start = wml.Continuous
	pages := set(t, document(two, after))
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	at := map[string]placed{}
	for _, it := range pages[0].Items {
		if g, ok := it.(*Glyphs); ok {
			at[g.Text] = placed{x: g.X, y: g.Baseline}
		}
	}
	if at["dòng 6"].y != at["dòng 1"].y || at["dòng 6"].x <= at["dòng 1"].x {
		t.Errorf("line 6 does not begin the second column\n%s", Dump(pages))
	}
	if at["sau"].y <= at["dòng 10"].y || at["sau"].x != left {
		t.Errorf("what follows stands beside the columns\n%s", Dump(pages))
	}
}

// TestRubyIsPaintedOnce: whatever fonts the text below it is of, and however many lines.
func TestRubyIsPaintedOnce(t *testing.T) {
	for _, base := range []string{"A☐B☐C", strings.Repeat("rộng", 400), "☐"} {
		for _, align := range []string{"", "distributeSpace", "distributeLetter", "right"} {
			for _, over := range []string{"rb", "", strings.Repeat("rb", 40)} {
				p := para("")
				p.Inlines = append(p.Inlines, &wml.Ruby{Base: base, Over: over, Props: plain, OverProps: plain, Raise: 20 * wml.PerPoint, Align: align})
				got := ""
				for _, page := range set(t, document(section(p))) {
					for _, it := range page.Items {
						if g, ok := it.(*Glyphs); ok && strings.Trim(g.Text, "rb") == "" {
							got += g.Text
						}
					}
				}
				if got != over {
					t.Errorf("%.10q under %.10q (%s): painted %.200q", base, over, align, got)
				}
			}
		}
	}
}

func TestTextOfACellRunsUpOrDown(t *testing.T) {
	for _, tt := range []struct {
		direction wml.TextDirection
		turns     uint8
	}{{wml.BottomToTop, 1}, {wml.TopToBottom, 3}} {
		row := &wml.Row{Height: 60 * wml.PerMM, HeightRule: wml.HeightExact, Cells: []*wml.Cell{
			cell(strings.Repeat("chữ đứng ", 4), func(c *wml.Cell) { c.Direction = tt.direction }), cell("ngang")}}
		pages := set(t, document(section(table(row))))
		found := 0
		for _, it := range pages[0].Items {
			g, ok := it.(*Glyphs)
			if !ok || g.Turns == 0 {
				continue
			}
			found++
			if g.Turns != tt.turns || g.X < left || g.X > left+40*wml.PerMM || g.Baseline < 20*wml.PerMM || g.Baseline > 80*wml.PerMM {
				t.Errorf("%q with %d turns at %d, %d mm", g.Text, g.Turns, g.X/wml.PerMM, g.Baseline/wml.PerMM)
			}
		}
		if found == 0 {
			t.Errorf("no turned text\n%s", Dump(pages))
		}
	}
}

// An empty header of the default style leaves the text where it is; one of a style of its own
// pushes it.
func TestEmptyHeaderPushesByItsStyle(t *testing.T) {
	top := func(style string) wml.EMU {
		s := section(para("một"))
		s.Top, s.Header = 40*wml.PerPoint, 36*wml.PerPoint
		s.Headers.Default = []wml.Block{para("", func(p *wml.Paragraph) { p.Props.StyleName = style })}
		return lines(set(t, document(s))[0])[0].y
	}
	normal, header := top("Normal"), top("header") // the header's line of 16.1 ends at 52.1, the margin is 40
	if d := float64(header-normal) / float64(wml.PerPoint); d < 12 || d > 12.2 {
		t.Errorf("an empty header of its style pushes the text by %.2f pt, want 12.1", d)
	}
}

func TestSmallCapitalsAreHalvesOfPoints(t *testing.T) {
	for size, want := range map[wml.HalfPoint]wml.EMU{28: 22, 36: 29, 52: 42} {
		props := *plain
		props.SmallCaps, props.Size = true, size
		p := para("")
		p.Inlines = []wml.Inline{&wml.Text{Text: "nhỏ", Props: &props}}
		found := false
		for _, it := range set(t, document(section(p)))[0].Items {
			if g, ok := it.(*Glyphs); ok {
				found = true
				if g.Size != want*wml.PerPoint/2 {
					t.Errorf("small capitals of %d half-points are %d EMU, want %d half-points", size, g.Size, want)
				}
			}
		}
		if !found {
			t.Error("nothing is printed")
		}
	}
}

// A row that is higher than a page is cut at the top of one, whatever it says, also in a cell: what
// stands below the foot would be lost.
func TestRowsHigherThanAPageLoseNothing(t *testing.T) {
	long := func() *wml.Cell {
		return cell("", func(c *wml.Cell) {
			c.Blocks = nil
			for i := range 90 {
				c.Blocks = append(c.Blocks, para(fmt.Sprintf("dòng %d.", i)))
			}
		})
	}
	nested := func(r *wml.Row) []wml.Block {
		return []wml.Block{table(&wml.Row{Cells: []*wml.Cell{cell("x"), cell("", func(c *wml.Cell) { c.Blocks = []wml.Block{para("trước"), table(r), para("trong")} })}}), para("sau")}
	}
	for name, body := range map[string][]wml.Block{
		"may not be cut": {table(&wml.Row{CantSplit: true, Cells: []*wml.Cell{cell("x"), long()}}), para("trong"), para("sau")},
		"in a cell":      nested(&wml.Row{CantSplit: true, Cells: []*wml.Cell{cell("x"), long()}}),
		"at least":       nested(&wml.Row{Height: 700 * wml.PerMM, Cells: []*wml.Cell{cell("x"), cell("dòng 89.")}}),
		"exact":          nested(&wml.Row{Height: 700 * wml.PerMM, HeightRule: wml.HeightExact, Cells: []*wml.Cell{cell("x"), cell("dòng 89.")}}),
	} {
		pages := set(t, document(section(body...)))
		all := ""
		for _, page := range pages {
			for _, l := range lines(page) {
				if all += l.text + "|"; l.y > 280*wml.PerMM {
					t.Errorf("%s: %q stands below the foot", name, l.text)
				}
			}
		}
		for _, want := range []string{"dòng 89.", "trong", "sau"} {
			if !strings.Contains(all, want) {
				t.Errorf("%s: %q is lost on %d pages", name, want, len(pages))
			}
		}
		if len(pages) < 2 || len(pages) > 6 {
			t.Errorf("%s: %d pages", name, len(pages))
		}
	}
}
