package layout

import (
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/geometry"
	"github.com/bienban/bienban/render/internal/wml"
)

// floatingBox is a box that text flows around, at x from the column's left edge and at the
// paragraph's top.
func floatingBox(x, w, h wml.EMU, wrap wml.Wrap, side string) *wml.Drawing {
	return &wml.Drawing{
		Width: w, Height: h, Shape: &wml.Shape{Geometry: "rect", Fill: &wml.Fill{Color: wml.Color{R: 200}}}, Props: plain,
		Anchor: &wml.Anchor{H: wml.Position{From: "column", Offset: x}, V: wml.Position{From: "paragraph"}, Wrap: wrap, WrapSide: side},
	}
}

func TestTextFlowsAroundAFloatingBox(t *testing.T) {
	const mm = wml.PerMM
	for _, tt := range []struct {
		name string
		box  *wml.Drawing
		want func(l placed) bool // of each line as high as the box
	}{
		{"at the left", floatingBox(0, 50*mm, 30*mm, wml.WrapSquare, "bothSides"), func(l placed) bool { return l.x >= left+50*mm }},
		{"at the right", floatingBox(115*mm, 50*mm, 30*mm, wml.WrapSquare, "bothSides"), func(l placed) bool { return l.to <= left+115*mm }},
		{"in the middle, on both sides", floatingBox(60*mm, 40*mm, 30*mm, wml.WrapSquare, "bothSides"), func(l placed) bool {
			return strings.Contains(l.text, "|") || l.to <= left+60*mm || l.x >= left+100*mm
		}},
		{"in the middle, on the right only", floatingBox(60*mm, 40*mm, 30*mm, wml.WrapSquare, "right"), func(l placed) bool { return l.x >= left+100*mm }},
		{"above and below", floatingBox(60*mm, 40*mm, 30*mm, wml.WrapTopBottom, ""), func(l placed) bool { return false }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := para(strings.Repeat(prose, 8))
			p.Inlines = append([]wml.Inline{tt.box}, p.Inlines...)
			pages := set(t, document(section(p)))
			var words []string
			beside, below := 0, 0
			for _, l := range lines(pages[0]) {
				words = append(words, strings.Fields(strings.ReplaceAll(l.text, "|", " "))...)
				if l.y-13*wml.PerPoint < 50*mm {
					beside++
					if !tt.want(l) {
						t.Errorf("line %q from %.0f to %.0f mm", l.text, float64(l.x-left)/float64(mm), float64(l.to-left)/float64(mm))
					}
				} else {
					below++
				}
			}
			if got, want := strings.Join(words, " "), strings.TrimSpace(strings.Repeat(prose, 8)); got != want {
				t.Errorf("text %q\nwant %q", got, want)
			}
			if below == 0 || beside == 0 && tt.box.Anchor.Wrap != wml.WrapTopBottom {
				t.Errorf("%d lines beside the box, %d below", beside, below)
			}
		})
	}
}

func TestFloatingTableStandsAtItsPlace(t *testing.T) {
	tbl := table(&wml.Row{Cells: []*wml.Cell{cell("nổi"), cell("bảng")}})
	tbl.Grid = []wml.EMU{20 * wml.PerMM, 20 * wml.PerMM}
	tbl.Float = &wml.Float{HAnchor: "margin", VAnchor: "text", XAlign: "right"}
	pages := set(t, document(section(para("trước"), tbl, para(strings.Repeat(prose, 3)))))
	for _, l := range lines(pages[0]) {
		if strings.HasPrefix(l.text, "Theo") && l.to > right-40*wml.PerMM && !strings.Contains(l.text, "nổi") {
			t.Errorf("the first line %q goes under the table", l.text)
		}
		if strings.HasPrefix(l.text, "nổi") && l.x < right-41*wml.PerMM {
			t.Errorf("the table begins at %d", l.x)
		}
	}
}

func TestDropCap(t *testing.T) {
	big := *plain
	big.Size = 96
	cap := &wml.Paragraph{Mark: &big, Inlines: []wml.Inline{&wml.Text{Text: "T", Props: &big}},
		Props: &wml.ParagraphProps{OutlineLevel: -1, Frame: &wml.Frame{DropCap: "drop", Lines: 3, Wrap: "around", VAnchor: "text", HAnchor: "text"}}}
	l := lines(set(t, document(section(cap, para(strings.Repeat(prose, 4)))))[0])
	indented := 0
	for _, line := range l {
		if line.x > left && line.text != "T" {
			indented++
		}
	}
	if l[0].text != "T" || l[0].x != left || indented < 2 || indented == len(l)-1 {
		t.Errorf("%d lines beside the capital: %v", indented, l)
	}
}

func TestFootnotesStandOnThePageOfTheirNumber(t *testing.T) {
	var body []wml.Block
	for range 43 {
		body = append(body, para("dòng"))
	}
	ref := para("có chú thích")
	ref.Inlines = append(ref.Inlines, &wml.NoteRef{ID: 2, Number: "1", Props: plain})
	doc := document(section(append(body, ref, para("hết"))...))
	doc.Footnotes = map[int][]wml.Block{2: {para("chú thích một"), para("chú thích hai")}}
	pages := set(t, doc)
	if len(pages) != 2 {
		t.Fatalf("%d pages\n%s", len(pages), Dump(pages))
	}
	if got := strings.Join(texts(pages[1]), "; "); got != "có chú thích1; hết; chú thích một; chú thích hai" {
		t.Errorf("the second page has %q", got)
	}
	l := lines(pages[1])
	if last := l[len(l)-1].y; last < 270*wml.PerMM || last > 277*wml.PerMM {
		t.Errorf("the note's last line is at %d mm", last/wml.PerMM)
	}
}

func TestTextBoxHidesWhatDoesNotFit(t *testing.T) {
	box := floatingBox(0, 60*wml.PerMM, 12*wml.PerMM, wml.WrapNone, "")
	box.Shape.Text = []wml.Block{para("một"), para("hai"), para("ba"), para("bốn")}
	p := para("thân")
	p.Inlines = append(p.Inlines, box)
	doc := document(section(p))
	e := newEngine(doc, faces(t), Options{}, numbers{})
	pages, err := e.setDocument(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(texts(pages[0]), " "); !strings.Contains(got, "hai") || strings.Contains(got, "bốn") {
		t.Errorf("printed %q", got)
	}
	if len(e.warnings.list) == 0 {
		t.Error("hidden text, and no warning")
	}
}

func TestShapesHaveTheirOutline(t *testing.T) {
	for name, segments := range map[string]int{"ellipse": 5, "roundRect": 8, "diamond": 4, "rightArrow": 7} {
		box := floatingBox(0, 60*wml.PerMM, 20*wml.PerMM, wml.WrapNone, "")
		box.Shape.Geometry, box.Shape.Form = name, geometry.Preset(name)
		p := para("thân")
		p.Inlines = append(p.Inlines, box)
		found := false
		for _, it := range set(t, document(section(p)))[0].Items {
			path, ok := it.(*Path)
			if !ok {
				continue
			}
			found = true
			if len(path.Segments) != segments {
				t.Errorf("%s: %d segments, want %d", name, len(path.Segments), segments)
			}
			for _, s := range path.Segments {
				if s.X < left || s.X > left+60*wml.PerMM || s.Y < 20*wml.PerMM || s.Y > 40*wml.PerMM {
					t.Errorf("%s: a corner at %d, %d leaves the box", name, s.X, s.Y)
				}
			}
		}
		if !found {
			t.Errorf("%s is not drawn", name)
		}
	}
}

func TestArrowHeadsPointAlongTheLine(t *testing.T) {
	line := floatingBox(0, 30*wml.PerMM, 40*wml.PerMM, wml.WrapNone, "")
	line.Shape = &wml.Shape{Geometry: "line", Form: geometry.Preset("line"), Stroke: &wml.Stroke{Style: wml.BorderSingle, Width: wml.PerPoint, Tail: wml.LineEnd{Kind: "triangle", Width: 3, Length: 3}}}
	p := para("thân")
	p.Inlines = append(p.Inlines, line)
	for _, it := range set(t, document(section(p)))[0].Items {
		if path, ok := it.(*Path); ok {
			tip, a, b := path.Segments[0], path.Segments[1], path.Segments[2]
			if tip.X != left+30*wml.PerMM || tip.Y != 60*wml.PerMM {
				t.Errorf("the tip is at %d, %d", tip.X, tip.Y)
			}
			// The line is 3 : 4 : 5, the head 6 pt long: its base is 3.6 pt left and 4.8 pt above the tip.
			if x, y := tip.X-(a.X+b.X)/2, tip.Y-(a.Y+b.Y)/2; x != 36*wml.PerPoint/10 || y != 48*wml.PerPoint/10 {
				t.Errorf("the head's base is %.2f, %.2f pt from its tip", x.Points(), y.Points())
			}
			return
		}
	}
	t.Error("no arrow head")
}

func TestWhatIsPrintedPlainIsTold(t *testing.T) {
	effect := *plain
	effect.Shadow = true
	p := para("thân")
	p.Inlines = append(p.Inlines, &wml.Text{Text: "bóng", Props: &effect})
	r, err := Pages(t.Context(), document(section(p)), faces(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for _, w := range r.Warnings {
		codes[w.Code] = true
	}
	if !codes["text-effect"] {
		t.Errorf("warnings: %v", r.Warnings)
	}
}

// A footnote with a mark of its own (w:customMarkFollows) is printed like one with a number, once, on its page.
func TestFootnoteWithAMarkOfItsOwn(t *testing.T) {
	ref := func() *wml.Paragraph {
		p := para("chữ")
		p.Inlines = append(p.Inlines, &wml.NoteRef{ID: 2, Props: plain}, &wml.Text{Text: "*", Props: plain})
		return p
	}
	for name, block := range map[string]wml.Block{
		"text": ref(), "cell": table(&wml.Row{Cells: []*wml.Cell{cell("", func(c *wml.Cell) { c.Blocks = []wml.Block{ref()} }), cell("bên")}}),
	} {
		doc := document(section(block, para("sau")))
		doc.Footnotes = map[int][]wml.Block{2: {para("nội dung của chú thích")}}
		got := 0
		for _, s := range texts(set(t, doc)[0]) {
			if strings.Contains(s, "nội dung của chú thích") {
				got++
			}
		}
		if got != 1 {
			t.Errorf("%s: the note is printed %d times", name, got)
		}
	}
}

// A footnote whose number stands in a floating table or in a frame is printed on its page, once,
// in a cell that is cut over pages too.
func TestFootnotesOfFloatingTablesAndFrames(t *testing.T) {
	ref := func(change ...func(*wml.Paragraph)) *wml.Paragraph {
		p := para("chữ", change...)
		p.Inlines = append(p.Inlines, &wml.NoteRef{ID: 2, Number: "1", Props: plain})
		return p
	}
	floating := func() *wml.Table {
		tb := table(&wml.Row{Cells: []*wml.Cell{cell("", func(c *wml.Cell) { c.Blocks = []wml.Block{ref()} }), cell("bên")}})
		tb.Float = &wml.Float{HAnchor: "text", VAnchor: "text"}
		return tb
	}
	inFrame := ref(func(p *wml.Paragraph) {
		p.Props.Frame = &wml.Frame{Width: 40 * wml.PerMM, HAnchor: "text", VAnchor: "text"}
	})
	long := cell("", func(c *wml.Cell) {
		c.Blocks = nil
		for range 60 {
			c.Blocks = append(c.Blocks, para("dòng"))
		}
		float := floating()
		float.Float.VAnchor = "page"
		c.Blocks = append(c.Blocks, float, para("cuối"))
	})
	for name, body := range map[string][]wml.Block{
		"table": {floating(), para("sau")}, "at the end": {para("trước"), floating()}, "frame": {inFrame, para("sau")},
		"cut cell": {table(&wml.Row{Cells: []*wml.Cell{cell("x"), long}}), para("sau")},
	} {
		doc := document(section(body...))
		doc.Footnotes = map[int][]wml.Block{2: {para("nội dung của chú thích")}}
		got, beside := 0, 0
		for _, page := range set(t, doc) {
			all := strings.Join(texts(page), "|")
			got += strings.Count(all, "nội dung của chú thích")
			if strings.Contains(all, "chữ") && strings.Contains(all, "nội dung của chú thích") {
				beside++
			}
		}
		if got != 1 || beside != 1 {
			t.Errorf("%s: the note is printed %d times, %d times on the page of its number", name, got, beside)
		}
	}
}
