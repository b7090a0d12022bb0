package render_test

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
	"github.com/bienban/bienban/render/meeting"
)

// The rules are measured on the laid-out page, in millimetres and points, never read from
// the file. Their sources:
const (
	decree   = "NĐ 30/2020, Phụ lục I"                       // read in full
	form     = "NĐ 30/2020, Phụ lục III"                     // the forms; read in full
	guidance = "HD 05-HD/VPTW"                               // a digest
	custom   = "thói quen: doanh nghiệp theo thể thức NĐ 30" // companies are free
)

// A paper is a laid-out document of a sample.
type paper struct {
	template string
	regime   meeting.Regime
	meeting  *meeting.Meeting
	pages    []*layout.Page
	lines    [][]textLine // of each page
}

// party reports whether the Party's form is due. Companies, which are free, are printed
// in the state's.
func (p *paper) party() bool { return p.regime == meeting.Party }

func (p *paper) is(templates ...string) bool { return slices.Contains(templates, p.template) }

// A textLine is one line of one paragraph; lengths are in millimetres.
type textLine struct {
	text                string
	left, right         float64
	baseline, top       float64 // top: of the font's ascent
	size                float64 // in points, of the first piece
	bold, italic, inRow bool    // of the first piece; inRow: in a table
	color               wml.Color
	element             *layout.Element
}

func (l textLine) centre() float64 { return (l.left + l.right) / 2 }

func mm(e wml.EMU) float64 { return float64(e) / 36000 }

const pointsPerMM = 72 / 25.4

// linesOf puts the pieces of text of a page together.
func linesOf(page *layout.Page) (lines []textLine) {
	for _, item := range page.Items {
		g, ok := item.(*layout.Glyphs)
		if !ok {
			continue
		}
		var width, trailing wml.EMU
		for i, r := range []rune(g.Text) {
			width += g.Advances[i]
			if r == ' ' {
				trailing += g.Advances[i]
			} else {
				trailing = 0
			}
		}
		l := textLine{
			text: g.Text, left: mm(g.X), right: mm(g.X + width - trailing), baseline: mm(g.Baseline), size: g.Size.Points(),
			bold: strings.Contains(g.Face.PostScript, "Bold"), italic: strings.Contains(g.Face.PostScript, "Italic"),
			color: g.Color, element: g.Element,
		}
		l.top = l.baseline - l.size*float64(g.Face.Ascent)/float64(g.Face.UnitsPerEm)/pointsPerMM
		for e := g.Element; e != nil; e = e.Parent {
			l.inRow = l.inRow || e.Kind == layout.ElementCell
		}
		if last := len(lines) - 1; last >= 0 && lines[last].element == l.element && lines[last].baseline == l.baseline {
			lines[last].text += l.text
			lines[last].right = l.right
			continue
		}
		lines = append(lines, l)
	}
	return lines
}

// find is the first line that the pattern matches, on any page; nil if none does.
func (p *paper) find(pattern string) *textLine {
	re := regexp.MustCompile(pattern)
	for _, page := range p.lines {
		for i := range page {
			if re.MatchString(page[i].text) {
				return &page[i]
			}
		}
	}
	return nil
}

// block are the lines of the first page that are centred on x, from the first that the
// pattern matches down to the first of another weight or size.
func (p *paper) block(first *textLine) (lines []textLine) {
	for _, page := range p.lines {
		for _, l := range page {
			if l.element == first.element {
				lines = append(lines, l)
			}
		}
	}
	return lines
}

// longest is the length of the longest line.
func longest(lines []textLine) (length float64) {
	for _, l := range lines {
		length = max(length, l.right-l.left)
	}
	return length
}

// strokeUnder is the horizontal stroke in the 5 mm under a line, within its centre; zero
// lengths if there is none.
func strokeUnder(page *layout.Page, under textLine) (left, right float64) {
	for _, item := range page.Items {
		s, ok := item.(*layout.Line)
		if !ok || s.Y1 != s.Y2 {
			continue
		}
		if y := mm(s.Y1) - under.baseline; y < 0 || y > 5 {
			continue
		}
		if l, r := mm(s.X1), mm(s.X2); math.Abs((l+r)/2-under.centre()) < 1 {
			return l, r
		}
	}
	return 0, 0
}

// box is the rectangle of strokes around a line.
func box(page *layout.Page, around textLine) (left, top, right, bottom float64) {
	left, right, top, bottom = math.Inf(-1), math.Inf(1), math.Inf(-1), math.Inf(1)
	for _, item := range page.Items {
		s, ok := item.(*layout.Line)
		if !ok {
			continue
		}
		x1, y1, x2, y2 := mm(s.X1), mm(s.Y1), mm(s.X2), mm(s.Y2)
		within := func(lo, v, hi float64) bool { return lo <= v && v <= hi }
		if y1 == y2 && within(x1, around.centre(), x2) {
			if y1 < around.baseline {
				top = max(top, y1)
			} else {
				bottom = min(bottom, y1)
			}
		}
		if x1 == x2 && within(y1, around.baseline, y2) {
			if x1 < around.left {
				left = max(left, x1)
			} else if x1 >= around.right {
				right = min(right, x1)
			}
		}
	}
	return left, top, right, bottom
}

// A measurement collects what is wrong, and whether there was anything to measure.
type measurement struct {
	t        *testing.T
	rule     string
	measured bool
}

func (m *measurement) in(what string, got, low, high float64) {
	m.t.Helper()
	m.measured = true
	if got < low || got > high || math.IsNaN(got) {
		m.t.Errorf("%s: %s is %.2f, want %.2f to %.2f", m.rule, what, got, low, high)
	}
}

func (m *measurement) is(what string, ok bool) {
	m.t.Helper()
	m.measured = true
	if !ok {
		m.t.Errorf("%s: %s", m.rule, what)
	}
}

// line is a line that has to be there.
func (m *measurement) line(p *paper, what, pattern string) (textLine, bool) {
	m.t.Helper()
	m.measured = true
	l := p.find(pattern)
	if l == nil {
		m.t.Errorf("%s: no %s", m.rule, what)
		return textLine{}, false
	}
	return *l, true
}

// The edges of the text, in millimetres from the left and the top of the sheet.
const (
	leftEdge, rightEdge = 30.0, 195.0
	textCentre          = (leftEdge + rightEdge) / 2
	sheetMiddle         = 105.0
)

var formal = []string{"bien-ban", "bien-ban-dang", "bien-ban-hdqt", "bien-ban-dhdcd", "thong-bao-ket-luan", "giay-moi", "diem-danh"}

// A rule is one of the form's, and what it means on the page.
type rule struct {
	source, says string
	templates    []string // nil: all
	regimes      string   // "state", "party", "" for both; a company's papers are as the state's
	measure      func(m *measurement, p *paper)
}

var rules = []rule{
	{decree + ", Phần I, Mục I.1; " + guidance, "khổ A4", nil, "", func(m *measurement, p *paper) {
		for _, page := range p.pages {
			m.in("the width", mm(page.Width), 209.9, 210.1)
			m.in("the height", mm(page.Height), 296.9, 297.1)
		}
	}},
	{decree + ", Phần I, Mục I.3; " + guidance, "lề trái 30, phải 15, trên 20, dưới 20 mm: trong các khoảng 30-35, 15-20, 20-25, 20-25", nil, "", func(m *measurement, p *paper) {
		left, right, top := math.Inf(1), 0.0, math.Inf(1)
		for n, lines := range p.lines {
			for _, l := range lines {
				if l.top < 19 {
					continue // the header
				}
				left, right = min(left, l.left), max(right, l.right)
				if n == 0 {
					top = min(top, l.top)
				}
				m.in("the lowest text", l.baseline, 20, 277)
			}
		}
		m.in("the leftmost text", left, 29.9, 35)
		m.in("the rightmost text", right, map[bool]float64{true: 190}[p.is(formal[:6]...)], 195.1) // a table of names may be narrow
		m.in("the first line's top", top, 19.9, 25)
	}},
	{decree + ", Phần I, Mục I.2", "phông chữ Times New Roman, màu đen", nil, "", func(m *measurement, p *paper) {
		for _, page := range p.pages {
			for _, item := range page.Items {
				if g, ok := item.(*layout.Glyphs); ok {
					m.is("a face is "+g.Face.PostScript, strings.HasPrefix(g.Face.PostScript, "LiberationSerif")) // its metric twin
					m.is("text is not black: "+g.Text, g.Color == wml.Color{R: g.Color.R} && g.Color.R == 0)
				}
			}
		}
	}},
	{decree + ", Phần I, Mục II.1.a", "Quốc hiệu: chữ in hoa, cỡ 12-13, đứng, đậm, một dòng, phía trên cùng, bên phải", formal, "state", func(m *measurement, p *paper) {
		l, ok := m.line(p, "Quốc hiệu", "^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM$")
		if !ok {
			return
		}
		m.in("the size", l.size, 12, 13)
		m.is("it is not bold and upright", l.bold && !l.italic)
		m.in("its middle", l.centre(), sheetMiddle, rightEdge)
		m.in("its right end", l.right, 0, rightEdge+0.1)
		m.in("its top", l.top, 19.9, 25)
	}},
	{decree + ", Phần I, Mục II.1.b", "Tiêu ngữ: cỡ 13-14, đứng, đậm, canh giữa dưới Quốc hiệu, dòng đơn; đường kẻ dài bằng dòng chữ", formal, "state", func(m *measurement, p *paper) {
		above, ok := m.line(p, "Quốc hiệu", "^CỘNG HÒA XÃ HỘI")
		l, ok2 := m.line(p, "Tiêu ngữ", "^Độc lập - Tự do - Hạnh phúc$")
		if !ok || !ok2 {
			return
		}
		m.in("the size", l.size, 13, 14)
		m.in("the step from Quốc hiệu", l.size-above.size, 0.5, 1.5)
		m.is("it is not bold and upright", l.bold && !l.italic)
		m.in("its middle from Quốc hiệu's", l.centre()-above.centre(), -0.5, 0.5)
		m.in("the distance in single lines", (l.baseline-above.baseline)*pointsPerMM/l.size, 1, 1.25)
		left, right := strokeUnder(p.pages[0], l)
		m.in("the stroke's length less the text's", right-left-(l.right-l.left), -2, 2)
	}},
	{decree + ", Phần I, Mục II.2", "Tên cơ quan: chữ in hoa, cỡ 12-13, đậm, canh giữa bên trái; đường kẻ dài 1/3 đến 1/2 dòng chữ", formal, "state", func(m *measurement, p *paper) {
		l, ok := m.line(p, "name of the issuer", "^"+regexp.QuoteMeta(firstWord(p.meeting.Organization.Name)))
		if !ok {
			return
		}
		lines := p.block(&l)
		last := lines[len(lines)-1]
		m.in("the size", l.size, 12, 13)
		m.is("it is not bold capitals", l.bold && !strings.ContainsFunc(l.text, unicode.IsLower))
		m.in("its middle", l.centre(), leftEdge, sheetMiddle)
		left, right := strokeUnder(p.pages[0], last)
		m.in("the stroke's share of the text", (right-left)/longest(lines), 1.0/3, 1.0/2)
	}},
	{decree + ", Phần I, Mục II.3", "Số, ký hiệu: cỡ 13, đứng; dấu hai chấm sau từ Số, số dưới 10 thêm số 0, gạch chéo giữa số và ký hiệu", []string{"bien-ban", "bien-ban-hdqt", "bien-ban-dhdcd", "giay-moi", "thong-bao-ket-luan"}, "state", func(m *measurement, p *paper) {
		l, ok := m.line(p, "number", "^Số:")
		if !ok {
			return
		}
		m.in("the size", l.size, 13, 13)
		m.is("it is not upright: "+l.text, !l.bold && !l.italic)
		m.is("its form: "+l.text, regexp.MustCompile(`^Số:\x{a0}\d\d+(/\d{4})?/[A-ZĐ]+-[A-ZĐ]+$`).MatchString(l.text))
	}},
	{decree + ", Phần I, Mục II.4", "Địa danh và thời gian: cỡ 13-14, nghiêng, cùng một dòng với số, ký hiệu, canh giữa dưới Quốc hiệu; sau địa danh có dấu phẩy", []string{"giay-moi", "thong-bao-ket-luan"}, "state", func(m *measurement, p *paper) {
		l, ok := m.line(p, "place and date", ", ngày .* tháng .* năm 20[0-9][0-9]$")
		number, ok2 := m.line(p, "number", "^Số:")
		above, ok3 := m.line(p, "Quốc hiệu", "^CỘNG HÒA")
		if !ok || !ok2 || !ok3 {
			return
		}
		m.in("the size", l.size, 13, 14)
		m.is("it is not italic", l.italic && !l.bold)
		m.in("its distance from the number's line", l.baseline-number.baseline, -0.5, 0.5)
		m.in("its middle from Quốc hiệu's", l.centre()-above.centre(), -0.5, 0.5)
		m.is("the day's zeros: "+l.text, regexp.MustCompile(`ngày (0[1-9]|[1-3]\d) tháng (0[12]|[3-9]|1[0-2]) năm`).MatchString(l.text))
	}},
	{guidance, "ĐẢNG CỘNG SẢN VIỆT NAM: cỡ 15, đậm, bên phải, dòng đầu; đường kẻ dài bằng tiêu đề", formal, "party", func(m *measurement, p *paper) {
		l, ok := m.line(p, "title of the Party", "^ĐẢNG CỘNG SẢN VIỆT NAM$")
		if !ok {
			return
		}
		m.in("the size", l.size, 15, 15)
		m.is("it is not bold", l.bold && !l.italic)
		m.in("its middle", l.centre(), sheetMiddle, rightEdge)
		m.in("its top", l.top, 19.9, 21)
		left, right := strokeUnder(p.pages[0], l)
		m.in("the stroke's length less the text's", right-left-(l.right-l.left), -2, 2)
	}},
	{guidance, "Cơ quan cấp trên cỡ 14 đứng, cơ quan ban hành cỡ 14 đậm, dưới là dấu sao, không có đường kẻ", formal, "party", func(m *measurement, p *paper) {
		parent, ok := m.line(p, "parent body", "^ĐẢNG BỘ TỈNH MẪU$")
		l, ok2 := m.line(p, "issuer", "^ĐẢNG ỦY XÃ TÂN MẪU$")
		star, ok3 := m.line(p, "star", `^\*$`)
		if !ok || !ok2 || !ok3 {
			return
		}
		m.in("the parent's size", parent.size, 14, 14)
		m.in("the issuer's size", l.size, 14, 14)
		m.is("the parent is bold", !parent.bold)
		m.is("the issuer is not bold", l.bold)
		m.in("the star's middle from the issuer's", star.centre()-l.centre(), -0.5, 0.5)
		m.in("the star below the issuer", star.baseline-l.baseline, 3, 7)
		left, right := strokeUnder(p.pages[0], l)
		m.in("a stroke under the issuer", right-left, 0, 0)
	}},
	{guidance, "Số 05-BB/ĐU: cỡ 14, đứng, không có dấu hai chấm", []string{"bien-ban-dang", "giay-moi", "thong-bao-ket-luan"}, "party", func(m *measurement, p *paper) {
		l, ok := m.line(p, "number", `^Số\x{a0}`)
		if !ok {
			return
		}
		m.in("the size", l.size, 14, 14)
		m.is("it is not upright", !l.bold && !l.italic)
		m.is("its form: "+l.text, regexp.MustCompile(`^Số\x{a0}\d\d+-[A-ZĐ]+/[A-ZĐ]+$`).MatchString(l.text))
	}},
	{guidance, "Địa danh, ngày tháng: cỡ 14, nghiêng", []string{"giay-moi", "thong-bao-ket-luan"}, "party", func(m *measurement, p *paper) {
		l, ok := m.line(p, "place and date", ", ngày .* tháng .* năm 20[0-9][0-9]$")
		if !ok {
			return
		}
		m.in("the size", l.size, 14, 14)
		m.is("it is not italic", l.italic && !l.bold)
		m.in("its middle", l.centre(), sheetMiddle, rightEdge)
	}},
	{decree + ", Phần I, Mục II.5", "Tên loại: chữ in hoa, cỡ 13-14, đứng, đậm, canh giữa", formal, "state", title(13, 14, 13, 14)},
	{guidance, "Tên loại: cỡ 15-16, đậm, canh giữa; trích yếu cỡ 14-15, đậm", formal, "party", title(15, 16, 14, 15)},
	{decree + ", Phần I, Mục II.5", "Dưới trích yếu có đường kẻ dài 1/3 đến 1/2 dòng chữ", []string{"giay-moi", "thong-bao-ket-luan"}, "state", func(m *measurement, p *paper) {
		lines := p.subject()
		m.is("no subject", len(lines) > 0)
		if len(lines) > 0 {
			left, right := strokeUnder(p.pages[0], lines[len(lines)-1])
			m.in("the stroke's share of the text", (right-left)/longest(lines), 1.0/3, 1.0/2)
		}
	}},
	{form + ", Mẫu 1.9; " + guidance, "Dưới tên cuộc họp của biên bản không có đường kẻ, không có gạch", []string{"bien-ban", "bien-ban-dang", "bien-ban-hdqt", "bien-ban-dhdcd"}, "", func(m *measurement, p *paper) {
		lines := p.subject()
		m.is("no name of the meeting", len(lines) > 0)
		if len(lines) > 0 {
			left, right := strokeUnder(p.pages[0], lines[len(lines)-1])
			m.in("a stroke's length", right-left, 0, 0)
		}
		m.is("five hyphens", p.find("^-----$") == nil)
	}},
	{guidance, "Dưới trích yếu có năm gạch nối", []string{"giay-moi", "thong-bao-ket-luan"}, "party", func(m *measurement, p *paper) {
		if l, ok := m.line(p, "five hyphens", "^-----$"); ok {
			m.in("its middle", l.centre(), textCentre-0.5, textCentre+0.5)
		}
	}},
	{decree + ", Phần I, Mục II.6; " + guidance, "Nội dung: cỡ 13-14 (Đảng 14-15), đứng, canh đều hai lề, lùi đầu dòng 1 hoặc 1,27 cm", formal[:6], "", func(m *measurement, p *paper) {
		count := 0
		for _, lines := range p.paragraphs() {
			if math.Abs(lines[0].left-leftEdge-10) > 0.1 && math.Abs(lines[0].left-leftEdge-12.7) > 0.1 {
				continue // a list that hangs
			}
			count++
			m.in("the size of "+lines[0].text, lines[0].size, 13, 14)
			for i, l := range lines[:len(lines)-1] {
				m.in("the right end of "+l.text, l.right, rightEdge-0.3, rightEdge+0.3)
				if i > 0 {
					m.in("the left end of "+l.text, l.left, leftEdge-0.1, leftEdge+0.1)
				}
			}
		}
		m.in("the number of indented paragraphs", float64(count), 4, 1000)
	}},
	{decree + ", Phần I, Mục II.6", "Khoảng cách dòng từ dòng đơn đến 1,5 dòng", formal[:6], "state", func(m *measurement, p *paper) {
		p.eachPitch(func(text string, points, size float64) {
			m.in("the pitch in single lines of "+text, points/(size*1.149), 0.99, 1.5)
		})
	}},
	{guidance, "Khoảng cách dòng chính xác (Exactly) 18-22 pt", formal[:6], "party", func(m *measurement, p *paper) {
		p.eachPitch(func(text string, points, _ float64) {
			m.in("the pitch in points of "+text, points, 17.9, 22.1)
		})
	}},
	{decree + ", Phần I, Mục II.6; " + guidance, "Khoảng cách giữa các đoạn ít nhất 6 pt", formal[:6], "", func(m *measurement, p *paper) {
		count := 0
		for _, page := range p.lines {
			for i := 1; i < len(page); i++ {
				a, b := page[i-1], page[i]
				if !a.body() || !b.body() || a.element == b.element || a.baseline >= b.baseline {
					continue
				}
				single := b.size * 1.149 // at least: from a single line's pitch
				if p.exact() {
					single = 18
				}
				m.in("the gap in points above "+b.text, (b.baseline-a.baseline)*pointsPerMM-single, 5.9, 60)
				count++
			}
		}
		m.in("the number of gaps", float64(count), 4, 1000)
	}},
	{decree + ", Phần I, Mục I.7", "Số trang: chữ số Ả Rập, cỡ 13-14, đứng, canh giữa lề trên, không có ở trang đầu", nil, "", pageNumber(13, 14, 0, 20)},
	{guidance, "Số trang: cỡ 14, cách mép trên trang giấy 10 mm", nil, "party", pageNumber(14, 14, 9.5, 10.5)},
	{decree + ", Phần I, Mục II.9", "“Nơi nhận:” cỡ 12, nghiêng, đậm; danh sách cỡ 11, đứng, sát lề trái", []string{"bien-ban", "bien-ban-hdqt", "bien-ban-dhdcd", "giay-moi", "thong-bao-ket-luan"}, "state", func(m *measurement, p *paper) {
		l, ok := m.line(p, "Nơi nhận", "^Nơi nhận:$")
		if !ok {
			return
		}
		m.in("the size", l.size, 12, 12)
		m.is("it is not bold italic", l.bold && l.italic)
		m.in("the left end", l.left, leftEdge-0.1, leftEdge+0.1)
		recipients(m, p, 11)
	}},
	{guidance, "“Nơi nhận:” cỡ 14, đứng, gạch chân; danh sách cỡ 12", []string{"bien-ban-dang", "giay-moi", "thong-bao-ket-luan"}, "party", func(m *measurement, p *paper) {
		l, ok := m.line(p, "Nơi nhận", "^Nơi nhận:$")
		if !ok {
			return
		}
		m.in("the size", l.size, 14, 14)
		m.is("it is not upright", !l.bold && !l.italic)
		left, right := 0.0, 0.0
		for _, page := range p.pages {
			if a, b := strokeUnder(page, l); b > a && b-a < 40 {
				left, right = a, b
			}
		}
		m.in("the underline less the text", right-left-(l.right-l.left), -0.5, 0.5)
		recipients(m, p, 12)
	}},
	{decree + ", Phần I, Mục II.7 và II.9", "Nơi nhận ngang hàng với quyền hạn, chức vụ; người ký ở nửa phải; chức vụ, họ tên đậm, canh giữa với nhau", []string{"giay-moi", "thong-bao-ket-luan"}, "state", signed(true)},
	{guidance, "Quyền hạn đậm, chức vụ không đậm, họ tên đậm, cỡ 14; chừa 4 dòng để ký", []string{"giay-moi", "thong-bao-ket-luan"}, "party", signed(false)},
	{form + ", Mẫu 1.9", "THƯ KÝ bên trái, CHỦ TỌA bên phải, họ tên canh giữa bên dưới", []string{"bien-ban", "bien-ban-hdqt", "bien-ban-dhdcd"}, "state", beside("^(THƯ KÝ|NGƯỜI GHI BIÊN BẢN)$", "^CHỦ TỌA$")},
	{guidance, "NGƯỜI GHI BIÊN BẢN bên trái, CHỦ TRÌ HỘI NGHỊ bên phải", []string{"bien-ban", "bien-ban-dang"}, "party", beside("^NGƯỜI GHI BIÊN BẢN$", "^CHỦ TRÌ HỘI NGHỊ$")},
	{form, "Hết nội dung có dấu ./.", []string{"bien-ban", "giay-moi", "thong-bao-ket-luan"}, "state", func(m *measurement, p *paper) {
		m.is("no end mark", p.find(`\./\.$`) != nil)
	}},
	{guidance, "Hết nội dung chỉ có dấu chấm, không có ./.", formal, "party", func(m *measurement, p *paper) {
		m.is("an end mark", p.find(`\./\.`) == nil)
	}},
	{custom, "đoạn đầu nêu tên, trụ sở, mã số doanh nghiệp (Điều 150, 158 Luật Doanh nghiệp 2020)", []string{"bien-ban-hdqt", "bien-ban-dhdcd"}, "state", func(m *measurement, p *paper) {
		for _, pattern := range []string{"^Tên doanh nghiệp: ", "^Trụ sở chính: ", "^Mã số doanh nghiệp: ", "^Thời gian bắt đầu: ", "^Địa điểm: ", "^Chương trình họp:", "^Chủ tọa: "} {
			m.line(p, pattern, pattern)
		}
	}},
	{"danh sách để ký", "hàng cao ít nhất 10 mm, dòng đầu lặp lại ở mỗi trang, người vắng không có tên", []string{"diem-danh"}, "", func(m *measurement, p *paper) {
		var rows []textLine
		for _, page := range p.lines {
			m.is("a page without the header row", slices.ContainsFunc(page, func(l textLine) bool { return l.text == "Ký tên" }))
			for _, l := range page {
				if l.inRow && regexp.MustCompile(`^\d+$`).MatchString(l.text) {
					rows = append(rows, l)
				}
			}
		}
		people := 0
		for _, g := range p.meeting.Attendance.Groups {
			people += len(g.People)
		}
		m.in("the number of rows", float64(len(rows)), float64(people), float64(people))
		for i := 1; i < len(rows); i++ {
			if rows[i].baseline > rows[i-1].baseline {
				m.in("the height of a row", rows[i].baseline-rows[i-1].baseline, 10, 40)
			}
		}
		for _, a := range p.meeting.Attendance.Absent {
			m.is(a.Name+" signs", p.find("^"+a.Name+"$") == nil)
		}
	}},
}

func firstWord(name string) string {
	first, _, _ := strings.Cut(strings.ToUpper(name), " ")
	return first
}

// subject are the lines under the title: the name of the meeting or of the paper.
func (p *paper) subject() (lines []textLine) {
	title := p.titleLine()
	if title == nil {
		return nil
	}
	for i, l := range p.lines[0] {
		if l.element == title.element && i+1 < len(p.lines[0]) {
			return p.block(&p.lines[0][i+1])
		}
	}
	return nil
}

func (p *paper) titleLine() *textLine {
	return p.find("^(BIÊN BẢN|GIẤY MỜI|THÔNG BÁO|DANH SÁCH ĐIỂM DANH)$")
}

// body reports whether a line may be of the text: in no table, and not centred.
func (l textLine) body() bool {
	return !l.inRow && l.top > 19 && l.left < leftEdge+20 && !(math.Abs(l.centre()-textCentre) < 0.5 && l.bold) && l.size > 12.5
}

// exact reports whether the template's lines are 18 points apart.
func (p *paper) exact() bool {
	return p.is("bien-ban", "bien-ban-dang", "giay-moi", "thong-bao-ket-luan")
}

// paragraphs are those of the text, from the subject on, each with its lines on one page.
func (p *paper) paragraphs() (all [][]textLine) {
	subject := p.subject()
	for n, page := range p.lines {
		for _, l := range page {
			if !l.body() || n == 0 && (len(subject) == 0 || l.baseline <= subject[len(subject)-1].baseline) {
				continue
			}
			if last := len(all) - 1; last >= 0 && all[last][0].element == l.element {
				all[last] = append(all[last], l)
			} else {
				all = append(all, []textLine{l})
			}
		}
	}
	return all
}

// eachPitch visits the distances between the lines of each paragraph of the text.
func (p *paper) eachPitch(visit func(text string, points, size float64)) {
	for _, lines := range p.paragraphs() {
		for i := 1; i < len(lines); i++ {
			if lines[i].baseline > lines[i-1].baseline {
				visit(lines[i].text, (lines[i].baseline-lines[i-1].baseline)*pointsPerMM, lines[i].size)
			}
		}
	}
}

func title(low, high, subjectLow, subjectHigh float64) func(m *measurement, p *paper) {
	return func(m *measurement, p *paper) {
		l := p.titleLine()
		m.is("no title", l != nil)
		if l == nil {
			return
		}
		m.in("the title's size", l.size, low, high)
		m.is("it is not bold", l.bold && !l.italic)
		m.in("its middle", l.centre(), textCentre-0.5, textCentre+0.5)
		for _, s := range p.subject() {
			m.in("the subject's size", s.size, subjectLow, subjectHigh)
			m.is("the subject is not bold", s.bold && !s.italic)
			m.in("the subject's middle", s.centre(), textCentre-0.5, textCentre+0.5)
		}
	}
}

// pageNumber measures the numbers from page 2 on; the top of the number is between the
// two distances from the sheet's.
func pageNumber(low, high, from, to float64) func(m *measurement, p *paper) {
	return func(m *measurement, p *paper) {
		if len(p.pages) < 2 {
			return
		}
		for i, lines := range p.lines {
			var found *textLine
			for j, l := range lines {
				if l.text == fmt.Sprint(i+1) && l.baseline < 20 {
					found = &lines[j]
				}
			}
			if i == 0 {
				m.is("a number on page 1", found == nil)
				continue
			}
			m.is(fmt.Sprintf("no number on page %d", i+1), found != nil)
			if found != nil {
				m.in("the size", found.size, low, high)
				m.is("it is not upright", !found.bold && !found.italic)
				m.in("its middle", found.centre(), textCentre-0.5, textCentre+0.5)
				m.in("its top", found.top, from, to)
			}
		}
	}
}

// recipients measures the list under "Nơi nhận:".
func recipients(m *measurement, p *paper, size float64) {
	for i, r := range p.meeting.Recipients {
		l, ok := m.line(p, "recipient "+r, "^- "+regexp.QuoteMeta(strings.Fields(r)[0]))
		if !ok {
			continue
		}
		if l.size > 12.5 { // the text has the same word
			continue
		}
		m.in("the size of "+l.text, l.size, size, size)
		m.in("the left end of "+l.text, l.left, leftEdge-0.1, leftEdge+0.1)
		if i == len(p.meeting.Recipients)-1 {
			m.is("the last ends with a full stop: "+l.text, strings.HasSuffix(l.text, "."))
		}
	}
}

// signed measures the signer's block; positions are bold or not.
func signed(positionBold bool) func(m *measurement, p *paper) {
	return func(m *measurement, p *paper) {
		s := p.meeting.Signatures[0]
		authority, _, several := strings.Cut(strings.ToUpper(s.Authority), "\n")
		first, ok := m.line(p, "authority", "^"+regexp.QuoteMeta(authority)+"$")
		name, ok2 := m.line(p, "name", "^"+s.Name+"$")
		label, ok3 := m.line(p, "Nơi nhận", "^Nơi nhận:$")
		if !ok || !ok2 || !ok3 {
			return
		}
		m.in("the name's middle", name.centre(), sheetMiddle, rightEdge)
		m.in("the authority's middle from the name's", first.centre()-name.centre(), -0.5, 0.5)
		m.is("authority and name are not bold", first.bold && name.bold)
		m.in("the authority's size", first.size, 13, 14)
		m.in("the name's size", name.size, 13, 14)
		m.in("the level of Nơi nhận", label.top-first.top, -1, 1)
		last := first
		if s.Position != "" {
			if position, ok := m.line(p, "position", "^"+strings.ToUpper(s.Position)+"$"); ok {
				m.is("the weight of the position", position.bold == positionBold)
				m.in("the position's middle from the name's", position.centre()-name.centre(), -0.5, 0.5)
				m.in("the position under the authority", position.baseline-first.baseline, 4, 8)
				last = position
			}
		} else {
			m.is("an authority of one line, and no position", several)
		}
		m.in("the room to sign, in lines of 14 pt", (name.baseline-last.baseline)*pointsPerMM/16.1, 4, 7)
	}
}

// beside measures two signers beside each other.
func beside(left, right string) func(m *measurement, p *paper) {
	return func(m *measurement, p *paper) {
		l, ok := m.line(p, "left label", left)
		r, ok2 := m.line(p, "right label", right)
		if !ok || !ok2 {
			return
		}
		m.in("the left label's middle", l.centre(), leftEdge, sheetMiddle)
		m.in("the right label's middle", r.centre(), sheetMiddle, rightEdge)
		m.in("their levels", l.baseline-r.baseline, -0.1, 0.1)
		m.is("they are not bold", l.bold && r.bold)
		name, ok := m.line(p, "the chair's name", "^"+p.meeting.Chair[0].Name+"$")
		if !ok {
			return
		}
		m.in("the size", r.size, 13, 14)
		for _, lines := range p.lines { // the name under the label, not the first in the text
			for _, l := range lines {
				if l.text == name.text && l.baseline > r.baseline && math.Abs(l.centre()-r.centre()) < 0.5 && l.bold {
					m.in("the room to sign, in lines of 14 pt", (l.baseline-r.baseline)*pointsPerMM/16.1, 4, 7)
					return
				}
			}
		}
		m.is("the chair's name does not stand under the label", false)
	}
}

// papers are the samples' documents, as they are and grown over several pages.
func papers(t *testing.T, change func(*meeting.Meeting)) []*paper {
	t.Helper()
	r := newRenderer(t)
	faces, err := font.Load(fonts.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []*paper
	for _, of := range []struct {
		sample    string
		templates []string
	}{
		{"bien-ban-phien-hop-ubnd-xa.yaml", []string{"bien-ban"}},
		{"hop-ubnd-xa-thong-bao.yaml", []string{"giay-moi", "thong-bao-ket-luan", "diem-danh", "tom-tat"}},
		{"hoi-nghi-dang-uy-xa.yaml", []string{"giay-moi", "diem-danh", "bien-ban-dang", "bien-ban", "thong-bao-ket-luan", "tom-tat"}},
		{"hop-hoi-dong-quan-tri.yaml", []string{"bien-ban-hdqt"}},
		{"dai-hoi-dong-co-dong.yaml", []string{"bien-ban-dhdcd"}},
	} {
		documents, faults := r.Documents(of.sample, samples(t)[of.sample], sampleFiles, of.templates...)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		for _, d := range documents {
			if change != nil {
				change(d.Meeting)
			}
			all = append(all, layOut(t, d, faces))
		}
	}
	return all
}

func layOut(t *testing.T, d *render.Document, faces *font.Faces) *paper {
	t.Helper()
	var word bytes.Buffer
	if err := d.DOCX(t.Context(), &word); err != nil {
		t.Fatalf("%s: %v", d.Name, err)
	}
	pkg, err := docx.Open(word.Bytes(), limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	doc, faults := wml.Parse(pkg, limit.Default)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	result, err := layout.Pages(t.Context(), doc, faces, layout.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := &paper{template: d.Template, regime: d.Meeting.Regime, meeting: d.Meeting, pages: result.Pages}
	for _, page := range p.pages {
		p.lines = append(p.lines, linesOf(page))
	}
	return p
}

// grow makes a meeting fill several pages of each template.
func grow(m *meeting.Meeting) {
	text := strings.Repeat("Nội dung dài để văn bản sang trang. ", 12)
	for range 30 {
		m.Agenda = append(m.Agenda, "Báo cáo về một nội dung khác của chương trình, trình bày tại cuộc họp")
		m.Sections = append(m.Sections, meeting.Section{Heading: "Một nội dung", Text: text})
		m.Conclusion += "\n\n" + text
	}
	a := *m.Attendance
	m.Attendance = &a
	a.Groups = slices.Clone(a.Groups)
	people := a.Groups[0].People
	for range 40 {
		people = append(slices.Clip(people), meeting.Person{Name: "Người Thêm Vào", Position: "Đại biểu"})
	}
	a.Groups[0].People = people
}

// TestRules measures each template against the rules of its form.
func TestRules(t *testing.T) {
	used := map[string]bool{}
	for name, change := range map[string]func(*meeting.Meeting){"as it is": nil, "several pages": grow} {
		for _, p := range papers(t, change) {
			t.Run(fmt.Sprintf("%s/%s/%s", p.template, p.regime, name), func(t *testing.T) {
				if change != nil && len(p.pages) < 2 {
					t.Error("it does not fill two pages")
				}
				for _, r := range rules {
					if r.templates != nil && !p.is(r.templates...) || r.regimes == "party" && !p.party() || r.regimes == "state" && p.party() {
						continue
					}
					if strings.Contains(r.says, "màu đen") && (p.meeting.Urgency != "" || p.meeting.Secrecy != "") {
						continue // the marks are red
					}
					m := &measurement{t: t, rule: r.source + ": " + r.says}
					r.measure(m, p)
					if m.measured {
						used[r.source+r.says+"|"+p.template] = true
					}
				}
			})
		}
	}
	for _, r := range rules {
		names := r.templates
		if names == nil {
			names = newRenderer(t).TemplateNames()
		}
		measured := slices.ContainsFunc(names, func(n string) bool { return used[r.source+r.says+"|"+n] })
		if !measured {
			t.Errorf("nothing was measured: %s: %s", r.source, r.says)
		}
		if r.regimes == "" {
			for _, n := range names {
				if !used[r.source+r.says+"|"+n] {
					t.Errorf("not measured on %s: %s: %s", n, r.source, r.says)
				}
			}
		}
	}
}

// TestMarks: urgency, secrecy, draft and circulation are where and as large as
// Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III asks.
func TestMarks(t *testing.T) {
	for _, tt := range []struct {
		urgency string
		width   float64
	}{{"Khẩn", 20}, {"Thượng khẩn", 40}, {"Hỏa tốc", 30}} {
		for _, p := range papers(t, func(m *meeting.Meeting) {
			m.Urgency, m.Secrecy, m.Circulation, m.Draft = tt.urgency, "Mật", "Xem xong trả lại", "Dự thảo lần 2"
			m.Number, m.Symbol = "7", "BC-UBND"
		}) {
			if !p.is(formal...) || p.is("diem-danh") {
				continue
			}
			t.Run(tt.urgency+"/"+p.template+"/"+string(p.regime), func(t *testing.T) {
				m := &measurement{t: t, rule: "dấu"}
				number, ok := m.line(p, "number", `^Số[:\x{a0}]`)
				urgency, ok2 := m.line(p, "mark of urgency", "^"+strings.ToUpper(tt.urgency)+"$")
				secrecy, ok3 := m.line(p, "mark of secrecy", "^MẬT$")
				circulation, ok4 := m.line(p, "mark of circulation", "^XEM XONG TRẢ LẠI$")
				draft, ok5 := m.line(p, "draft", "^Dự thảo lần 2$")
				if !ok || !ok2 || !ok3 || !ok4 || !ok5 {
					return
				}
				left, top, right, bottom := box(p.pages[0], urgency)
				m.in("the box's width", right-left, tt.width-1, tt.width+1)
				m.in("the box's height", bottom-top, 7.5, 8.8)
				m.in("the size", urgency.size, 13, 14)
				m.is("it is not bold and red", urgency.bold && urgency.color.R > 0x80 && urgency.color.G == 0)
				m.in("its middle", urgency.centre(), leftEdge, sheetMiddle)
				m.is("urgency does not stand under secrecy, and that under the number", urgency.baseline > secrecy.baseline && secrecy.baseline > draft.baseline && draft.baseline > number.baseline)
				_, _, _, above := box(p.pages[0], secrecy)
				m.in("the room between the boxes", top-above, 0.5, 10)
				left, _, right, bottom = box(p.pages[0], circulation)
				m.in("the circulation's box, on the right", left, sheetMiddle, rightEdge)
				m.in("the circulation's box, at the margin", right, 190, rightEdge+1)
				for _, l := range p.lines[0] {
					if l.element != circulation.element {
						m.is("text above the mark of circulation: "+l.text, l.top > bottom)
					}
				}
			})
		}
	}
}

// TestAddressees: one on the label's line, several below it with their dashes under the
// colon (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.9.a).
func TestAddressees(t *testing.T) {
	for _, names := range [][]string{{"Ủy ban nhân dân tỉnh Mẫu"}, {"Phòng Kinh tế", "Trưởng các thôn"}} {
		for _, p := range papers(t, func(m *meeting.Meeting) { m.Addressees = names }) {
			if !p.is("giay-moi", "thong-bao-ket-luan") {
				continue
			}
			m := &measurement{t: t, rule: p.template + "/" + string(p.regime)}
			label, ok := m.line(p, "label", "^Kính gửi:")
			if !ok {
				continue
			}
			m.in("the size", label.size, 13, 14)
			if len(names) == 1 {
				m.is("the label's line is "+label.text, label.text == "Kính gửi: "+names[0])
				m.in("its middle", label.centre(), textCentre-0.5, textCentre+0.5)
				continue
			}
			m.is("the label's line is "+label.text, label.text == "Kính gửi:")
			for i, name := range names {
				end := map[bool]string{true: ".", false: ";"}[i == len(names)-1]
				if l, ok := m.line(p, name, "^- "+name+end+"$"); ok {
					m.in("the dash from the colon", l.left-label.right, -2, 1)
				}
			}
		}
	}
}

// TestSigners: three signers stand in a row where they fit, else two, one alone on the right;
// the names of a row are on one line, and rows have air between them.
func TestSigners(t *testing.T) {
	short := func(i int) string { return fmt.Sprint("Chức vụ ", i) }
	// The second label takes more lines than the others.
	uneven := func(i int) string { return short(i) + map[int]string{2: " của Công đoàn Mẫu"}[i] }
	long := func(i int) string {
		return short(i) + " của Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Mẫu Sơn Hạ"
	}
	for _, tt := range []struct {
		position func(i int) string
		rows     [][]string // where each stands: left, middle, right
	}{
		{short, [][]string{{"right"}}},
		{short, [][]string{{"left", "right"}}},
		{short, [][]string{{"left", "middle", "right"}}},
		{uneven, [][]string{{"left", "middle", "right"}}},
		{short, [][]string{{"left", "right"}, {"left", "right"}}},
		{short, [][]string{{"left", "middle", "right"}, {"left", "right"}}},
		{long, [][]string{{"left", "right"}, {"right"}}},
	} {
		var signatures []meeting.Signature
		for _, row := range tt.rows {
			for range row {
				i := len(signatures) + 1
				signatures = append(signatures, meeting.Signature{Position: tt.position(i), Name: fmt.Sprint("Ông Người Ký ", i)})
			}
		}
		for _, p := range papers(t, func(m *meeting.Meeting) { m.Signatures = signatures }) {
			if p.is("tom-tat", "diem-danh") {
				continue
			}
			m := &measurement{t: t, rule: fmt.Sprintf("%s/%s, %v", p.template, p.regime, tt.rows)}
			i := 0
			var above, first textLine // the name before, the first of the row
			for r, row := range tt.rows {
				for j, side := range row {
					i++
					name, ok := m.line(p, "the name", fmt.Sprintf("^Người Ký %d$", i))
					position, ok2 := m.line(p, "the position", fmt.Sprintf(`^CHỨC.VỤ.%d(\D|$)`, i))
					if !ok || !ok2 {
						continue
					}
					at := "middle"
					if off := name.centre() - textCentre; off < -15 {
						at = "left"
					} else if off > 15 {
						at = "right"
					}
					m.is(fmt.Sprint(name.text, " stands ", at), at == side)
					m.in("the name's middle from the position's", name.centre()-position.centre(), -0.5, 0.5)
					if r > 0 {
						m.in("air between rows", position.top-above.baseline, 5, 15)
					}
					if j == 0 {
						first = name
					}
					m.in("the name's line from that of its row", name.baseline-first.baseline, -0.01, 0.01)
				}
				above = first
			}
		}
	}
}
