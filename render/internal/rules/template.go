package rules

import (
	"fmt"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/wml"
	"github.com/bienban/bienban/render/meeting"
)

// templateRules are those of a page. They hold for a template that shows which regime it
// is made for: by the Quốc hiệu, or by the title of the Party. One that shows both has to
// satisfy either.
func templateRules() []Rule {
	page, parts := both("Phụ lục I, mục I", "Annex I, I", ""), both("Phụ lục I, mục II", "Annex I, II", "")
	return []Rule{{
		Code: "template-paper", Severity: fault.Warning, Template: true, page: checkPaper, Sources: page,
		About:  fault.T("Khổ giấy A4 (210 mm × 297 mm)", "Paper A4 (210 mm × 297 mm)"),
		Remedy: fault.T("Trong Word: Bố trí (Layout) → Cỡ (Size) → A4.", "In Word: Layout → Size → A4."),
	}, {
		Code: "template-margins", Severity: fault.Warning, Template: true, page: checkMargins, Sources: page,
		About:  fault.T("Lề nhà nước: trên, dưới 20–25 mm, trái 30–35 mm, phải 15–20 mm; Đảng: 20, 20, 30, 15 mm", "Margins: state top and bottom 20–25 mm, left 30–35 mm, right 15–20 mm; Party 20, 20, 30, 15 mm"),
		Remedy: fault.T("Trong Word: Bố trí (Layout) → Lề (Margins); 20, 20, 30 và 15 mm hợp cả hai thể thức.", "In Word: Layout → Margins; 20, 20, 30 and 15 mm suit both regimes."),
	}, {
		Code: "template-font", Severity: fault.Warning, Template: true, page: checkFont, Sources: page,
		About:  fault.T("Phông chữ Times New Roman", "The font Times New Roman"),
		Remedy: fault.T("Chọn phông Times New Roman.", "Choose the font Times New Roman."),
	}, {
		Code: "template-page-number", Severity: fault.Warning, Template: true, page: checkPageNumber, Sources: page,
		About:  fault.T("Số trang: chữ số Ả Rập cỡ 13–14 (Đảng: 14), canh giữa ở lề trên, không hiện ở trang 1", "Page numbers: size 13–14 (Party 14), centred in the top margin, none on page 1"),
		Remedy: fault.T("Đặt số trang giữa đầu trang và chọn Trang đầu khác (Different First Page).", "Put the page number in the centre of the header, and choose Different First Page."),
	}, {
		Code: "template-size", Severity: fault.Warning, Template: true, page: checkBodySize, Sources: parts,
		About:  fault.T("Cỡ chữ nội dung: nhà nước 13–14, Đảng 14–15", "Body size: state 13–14, Party 14–15"),
		Remedy: fault.T("Cỡ 14 hợp cả hai thể thức.", "Size 14 suits both regimes."),
	}, {
		Code: "template-line-spacing", Severity: fault.Warning, Template: true, page: checkLineSpacing, Sources: parts,
		About:  fault.T("Giãn dòng nội dung: nhà nước từ đơn đến 1,5 dòng; Đảng chính xác (Exactly) 18–22 pt", "Line spacing of the body: state single to 1.5 lines; Party exactly 18–22 pt"),
		Remedy: fault.T("Trong Word: Đoạn văn (Paragraph) → Giãn dòng (Line spacing).", "In Word: Paragraph → Line spacing."),
	}, {
		Code: "template-title-size", Severity: fault.Warning, Template: true, page: checkTitle, Sources: parts,
		About: fault.T("Quốc hiệu cỡ 12–13, tiêu ngữ 13–14, tiêu đề Đảng 15, đều đậm", "Quốc hiệu size 12–13, motto 13–14, the Party's title 15, all bold"),
	}, {
		Code: "template-number", Severity: fault.Warning, Template: true, page: checkTemplateNumber, Sources: parts,
		About: fault.T("Nhà nước: “Số:” có dấu hai chấm; Đảng: “Số” không có", "State: “Số:” with a colon; Party: “Số” without"),
	}, {
		Code: "template-authority", Severity: fault.Warning, Template: true, page: checkTemplateAuthority, Sources: parts,
		About: fault.T("Nhà nước: TM., KT., TL., TUQ.; Đảng: T/M, K/T, T/L", "State: TM., KT., TL., TUQ.; Party: T/M, K/T, T/L"),
	}}
}

// A page is a template as its rules see it.
type page struct {
	rule         *Rule
	doc          *wml.Document
	all, body    []*wml.Paragraph // everything in the text; what is set as running text
	state, party bool             // what it shows itself to be
	found        fault.List
}

// Template gives the findings about the form of a template, or of a finished document. A
// template that shows no regime has none.
func Template(d *wml.Document) fault.List {
	p := read(d)
	if !p.state && !p.party {
		return nil
	}
	table := templateRules()
	for i := range table {
		p.rule = &table[i]
		p.rule.page(p)
	}
	return p.found
}

// Shown is the regime that a template shows itself to be made for, "" where it shows none
// or has both forms.
func Shown(d *wml.Document) meeting.Regime {
	switch p := read(d); {
	case p.state == p.party:
		return ""
	case p.party:
		return meeting.Party
	}
	return meeting.State
}

// read finds out what a template shows.
func read(d *wml.Document) *page {
	p := &page{doc: d}
	for _, s := range d.Sections {
		p.collect(s.Body, true)
	}
	for _, par := range p.all {
		switch text := folded(plain(par)); {
		case strings.Contains(text, "cộng hòa xã hội chủ nghĩa việt nam"):
			p.state = true
		case strings.Contains(text, "đảng cộng sản việt nam") && par.Props.Align == wml.AlignCenter:
			p.party = true
		}
	}
	return p
}

// sources are who asks for the rule of the regimes that the template shows, today.
func (p *page) sources() []Source {
	var all []Source
	if p.state {
		all = append(all, p.rule.binding(meeting.State, nil)...)
	}
	if p.party {
		all = append(all, p.rule.binding(meeting.Party, nil)...)
	}
	return all
}

func (p *page) collect(blocks []wml.Block, top bool) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *wml.Paragraph:
			p.all = append(p.all, b)
			if top && b.Props.Align == wml.AlignJustify && b.Props.Frame == nil && !onlyControl(plain(b)) {
				p.body = append(p.body, b)
			}
		case *wml.Table:
			for _, r := range b.Rows {
				for _, c := range r.Cells {
					p.collect(c.Blocks, false)
				}
			}
		}
	}
}

// plain is the text of a paragraph.
func plain(par *wml.Paragraph) string {
	var b strings.Builder
	for _, in := range par.Inlines {
		switch in := in.(type) {
		case *wml.Text:
			b.WriteString(in.Text)
		case *wml.Math:
			b.WriteString(in.Linear)
		case *wml.Tab, *wml.Break:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

var words = lazy.Compile(`\pL+`)

var control = lazy.Compile(`\{\{\s*(?:if|range|with|else|end)\b[^}]*\}\}`)

// onlyControl reports whether a paragraph prints nothing of its own.
func onlyControl(s string) bool { return strings.TrimSpace(control.ReplaceAllString(s, "")) == "" }

// add tells of a fault, once for a template: what is wrong in one place of a style is
// wrong in all.
func (p *page) add(par *wml.Paragraph, message, hint fault.Text) {
	for _, f := range p.found {
		if f.Code == p.rule.Code {
			return
		}
	}
	f := &fault.Fault{Severity: p.rule.Severity, Code: p.rule.Code, Message: message, Hint: p.rule.hint(hint, p.sources())}
	if par != nil {
		f.Place = par.Place.Text()
	}
	p.found = append(p.found, f)
}

// tolerance is what rounding to twips and inches makes of a length.
const tolerance = wml.PerMM / 2

func within(length wml.EMU, least, most int) bool {
	return length >= wml.EMU(least)*wml.PerMM-tolerance && length <= wml.EMU(most)*wml.PerMM+tolerance
}

func millimetres(e wml.EMU) string {
	tenths := (e*10 + wml.PerMM/2) / wml.PerMM
	if tenths%10 == 0 {
		return fmt.Sprint(tenths / 10)
	}
	return fmt.Sprintf("%d,%d", tenths/10, tenths%10)
}

func checkPaper(p *page) {
	for _, s := range p.doc.Sections {
		short, long := min(s.PageWidth, s.PageHeight), max(s.PageWidth, s.PageHeight)
		if !within(short, 210, 210) || !within(long, 297, 297) {
			p.add(nil, fault.T("Khổ giấy %s mm × %s mm không phải A4.", "The paper of %s mm × %s mm is not A4.", millimetres(s.PageWidth), millimetres(s.PageHeight)), fault.Text{})
		}
	}
}

func checkMargins(p *page) {
	for _, s := range p.doc.Sections {
		if s.PageWidth > s.PageHeight {
			continue // turned for a wide table
		}
		top, bottom := max(s.Top, -s.Top), max(s.Bottom, -s.Bottom)
		state := within(top, 20, 25) && within(bottom, 20, 25) && within(s.Left, 30, 35) && within(s.Right, 15, 20)
		party := within(top, 20, 20) && within(bottom, 20, 20) && within(s.Left, 30, 30) && within(s.Right, 15, 15)
		if p.state && state || p.party && party {
			continue
		}
		p.add(nil, fault.T("Lề trên %s, dưới %s, trái %s, phải %s mm ngoài quy định.", "The margins, top %s, bottom %s, left %s, right %s mm, are outside the rule.",
			millimetres(top), millimetres(bottom), millimetres(s.Left), millimetres(s.Right)), fault.Text{})
	}
}

func checkFont(p *page) {
	for _, par := range p.all {
		for _, in := range par.Inlines {
			t, ok := in.(*wml.Text)
			if ok && strings.TrimSpace(t.Text) != "" && !strings.EqualFold(t.Props.HAnsi, "Times New Roman") && words.MatchString(t.Text) && !onlyControl(plain(par)) {
				p.add(par, fault.T("“%s” dùng phông %s.", "%q is set in %s.", excerpt(t.Text), t.Props.HAnsi), fault.Text{})
				return
			}
		}
	}
}

// size is the size of a paragraph's first text.
func size(par *wml.Paragraph) wml.HalfPoint {
	for _, in := range par.Inlines {
		if t, ok := in.(*wml.Text); ok && strings.TrimSpace(t.Text) != "" {
			return t.Props.Size
		}
	}
	return 0
}

func points(h wml.HalfPoint) string {
	if h%2 == 0 {
		return fmt.Sprint(h / 2)
	}
	return fmt.Sprintf("%d,5", h/2)
}

// sizes are the least and the most of what the regimes that p shows allow, in half points.
func (p *page) sizes(state, party [2]wml.HalfPoint) (least, most wml.HalfPoint) {
	switch {
	case p.state && p.party:
		return min(state[0], party[0]), max(state[1], party[1])
	case p.party:
		return party[0], party[1]
	}
	return state[0], state[1]
}

func checkBodySize(p *page) {
	least, most := p.sizes([2]wml.HalfPoint{26, 28}, [2]wml.HalfPoint{28, 30})
	for _, par := range p.body {
		if n := size(par); n != 0 && (n < least || n > most) {
			p.add(par, fault.T("Nội dung cỡ %s; quy định là %s đến %s.", "The body is of size %s; the rule is %s to %s.", points(n), points(least), points(most)), fault.Text{})
			return
		}
	}
}

func checkLineSpacing(p *page) {
	for _, par := range p.body {
		n, line := size(par), par.Props.Line
		if n == 0 {
			continue
		}
		exact := line.Rule == wml.LineExact && line.Height >= 18*wml.PerPoint && line.Height <= 22*wml.PerPoint
		between := line.Rule == wml.LineAuto && line.Factor >= 240 && line.Factor <= 360
		if line.Rule != wml.LineAuto { // in lines of the font: Times New Roman's own is 1.15 of its size
			between = line.Height*100 >= n.EMU()*113 && line.Height*100 <= n.EMU()*175
		}
		if p.state && between || p.party && exact {
			continue
		}
		if p.party && !p.state {
			p.add(par, fault.T("Giãn dòng không phải chính xác 18–22 pt.", "The line spacing is not exactly 18–22 pt."), fault.Text{})
		} else {
			p.add(par, fault.T("Giãn dòng ngoài khoảng từ đơn đến 1,5 dòng.", "The line spacing is outside single to 1.5 lines."), fault.Text{})
		}
		return
	}
}

func checkTitle(p *page) {
	for _, par := range p.all {
		var name fault.Text
		var least, most wml.HalfPoint
		switch text := strings.Trim(folded(plain(par)), " -–_"); {
		case text == "cộng hòa xã hội chủ nghĩa việt nam":
			name, least, most = fault.T("Quốc hiệu", "The Quốc hiệu"), 24, 26
		case p.state && strings.HasPrefix(text, "độc lập") && strings.HasSuffix(text, "hạnh phúc"):
			name, least, most = fault.T("Tiêu ngữ", "The motto"), 26, 28
		case p.party && text == "đảng cộng sản việt nam" && par.Props.Align == wml.AlignCenter:
			name, least, most = fault.T("Tiêu đề Đảng", "The Party's title"), 30, 30
		default:
			continue
		}
		if n := size(par); n < least || n > most {
			p.add(par, fault.T("%s cỡ %s; quy định là %s đến %s.", "%s is of size %s; the rule is %s to %s.", name, points(n), points(least), points(most)),
				fault.T("Chọn cỡ %s.", "Choose size %s.", points(most)))
			continue
		}
		for _, in := range par.Inlines {
			if t, ok := in.(*wml.Text); ok && strings.TrimSpace(t.Text) != "" && !t.Props.Bold {
				p.add(par, fault.T("%s không đậm.", "%s is not bold.", name), fault.T("Chọn kiểu chữ đậm.", "Make it bold."))
				break
			}
		}
	}
}

// pageFields are the page numbers of a header or footer, each with its paragraph.
func pageFields(blocks []wml.Block) (fields []*wml.Field, in []*wml.Paragraph) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *wml.Paragraph:
			for _, inline := range b.Inlines {
				if f, ok := inline.(*wml.Field); ok && f.Kind == wml.FieldPage {
					fields, in = append(fields, f), append(in, b)
				}
			}
		case *wml.Table:
			for _, r := range b.Rows {
				for _, c := range r.Cells {
					f, at := pageFields(c.Blocks)
					fields, in = append(fields, f...), append(in, at...)
				}
			}
		}
	}
	return fields, in
}

func checkPageNumber(p *page) {
	least, most := p.sizes([2]wml.HalfPoint{26, 28}, [2]wml.HalfPoint{28, 28})
	for i, s := range p.doc.Sections {
		if fields, at := pageFields(s.Footers.Default); len(fields) > 0 {
			p.add(at[0], fault.T("Số trang ở cuối trang.", "The page number is at the foot of the page."), fault.Text{})
			return
		}
		fields, at := pageFields(s.Headers.Default)
		first, _ := pageFields(s.Headers.First)
		switch {
		case len(fields) == 0:
			p.add(nil, fault.T("Không có số trang ở đầu trang.", "There is no page number at the head of the page."), fault.Text{})
			return
		case i == 0 && (!s.TitlePage || len(first) > 0):
			p.add(at[0], fault.T("Số trang hiện ở trang 1.", "The page number shows on page 1."), fault.Text{})
			return
		case at[0].Props.Align != wml.AlignCenter && (at[0].Props.Frame == nil || at[0].Props.Frame.XAlign != "center"):
			p.add(at[0], fault.T("Số trang không ở giữa.", "The page number is not in the centre."), fault.Text{})
			return
		}
		if n := fields[0].Props.Size; n < least || n > most {
			p.add(at[0], fault.T("Số trang cỡ %s; quy định là %s đến %s.", "The page number is of size %s; the rule is %s to %s.", points(n), points(least), points(most)), fault.Text{})
			return
		}
	}
}

var (
	numberColon   = lazy.Compile(`^(?:\{\{[^}]*\}\})*Số\s*:`)
	numberNoColon = lazy.Compile(`^(?:\{\{[^}]*\}\})*Số\s*(?:\{\{[^}]*number|\d|…|\.\.)`)
)

func checkTemplateNumber(p *page) {
	if p.state && p.party {
		return // each has its own form
	}
	for _, par := range p.all {
		switch text := plain(par); {
		case p.party && numberColon.MatchString(text):
			p.add(par, fault.T("“Số:” có dấu hai chấm, kiểu của cơ quan nhà nước.", "“Số:” has the colon of state offices."), fault.T("Viết “Số” không có dấu hai chấm.", "Write “Số” without a colon."))
		case p.state && numberNoColon.MatchString(text):
			p.add(par, fault.T("“Số” thiếu dấu hai chấm.", "“Số” lacks its colon."), fault.T("Viết “Số:”.", "Write “Số:”."))
		}
	}
}

func checkTemplateAuthority(p *page) {
	if p.state && p.party {
		return
	}
	for _, par := range p.all {
		text := plain(par)
		if m := partyAuthority.FindStringSubmatch(text); p.state && m != nil {
			p.add(par, fault.T("“%s” là kiểu của cơ quan đảng.", "%q is the form of Party bodies.", m[2]), fault.T("Viết: %s.", "Write: %s.", strings.ReplaceAll(m[2], "/", "")+"."))
		}
		if m := stateAuthority.FindStringSubmatch(text); p.party && m != nil {
			p.add(par, fault.T("“%s.” là kiểu của cơ quan nhà nước.", "“%s.” is the form of state offices.", m[2]), fault.T("Viết: T/M, K/T hoặc T/L.", "Write: T/M, K/T or T/L."))
		}
	}
}
