package merge

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/times"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/internal/xml"
)

// {{balance}} in a paragraph asks for lines of about one length, as titles and the names of
// agencies are written, none of which ends within a name. No property of Word does that
// (balancing is not in ECMA-376), so no-break spaces do: as few as force the breaks, so that
// Word, its editor and the PDF have the same lines. {{balance "line"}} has besides the rule
// that is drawn below, the upper border of the empty paragraph that follows, made as long as
// the regulations want it.
//
// What the paragraph says shows only when it is merged: execution marks it, and a pass over
// the finished part sets it.

// A balanceMark is what {{balance}} gives: "", or "line".
type balanceMark string

// ruleShare is how long the rule under a title is: between a third and a half of its longest
// line (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.2, II.5).
const ruleShare = 0.4

const balanceMarkStart = "<?balance "

// mark writes a mark for a tag; nothing that a value prints can be one.
func (m balanceMark) mark(t *tag) string {
	return fmt.Sprintf("%s%d%s?>", balanceMarkStart, t.index, m)
}

// parseBalanceMark gives the tag of a mark.
func (t *Template) parseBalanceMark(s string) (g *tag, line, ok bool) {
	s, ok = strings.CutPrefix(s, balanceMarkStart)
	if !ok {
		return nil, false, false
	}
	s = strings.TrimSuffix(s, "?>")
	s, line = strings.CutSuffix(s, "line")
	i, err := strconv.Atoi(s)
	if err != nil || i < 0 || i >= len(t.tags) {
		return nil, false, false
	}
	return t.tags[i], line, true
}

// A balancer sets the marked paragraphs of a part.
type balancer struct {
	t     *Template
	src   string
	edits []edit
	open  []*titleParagraph // one in another's text box
	rule  int               // how long the rule is to be of the paragraph that begins at next, in twips
	next  int
	room  int // what there is for it
}

// A titleParagraph is a paragraph that is being read.
type titleParagraph struct {
	start  int
	tag    *tag // of the mark; nil: it has none
	line   bool
	said   []saidText
	breaks int  // hard breaks so far
	inText bool // in a w:t
	prints bool
	rule   int // see [balancer]; 0: none
}

// A saidText is a piece of a paragraph's text. Words are made of it only where a mark asks for
// them.
type saidText struct {
	line int // hard breaks before it
	xml.Token
}

// A titleLine is text up to a hard break.
type titleLine struct {
	words []string
	gaps  []int // offset of the space behind each word but the last
}

// balance sets the marked paragraphs of a part and takes the marks away.
func (t *Template) balance(src string) (string, error) {
	b := &balancer{t: t, src: src, next: -1}
	tokens, marks := xml.NewTokenizer(src), strings.Count(src, balanceMarkStart)
	for {
		tok, err := tokens.Next()
		if err != nil {
			return "", err
		}
		var p *titleParagraph
		if len(b.open) > 0 {
			p = b.open[len(b.open)-1]
		}
		switch {
		case tok.Kind == xml.EOF, marks == 0 && p == nil && tok.Start > b.next: // nothing is left to be set
			r := &repair{src: src, edits: b.edits}
			return r.apply(), nil
		case tok.Kind == xml.Start && tok.Name == "w:p" && !tok.Empty:
			p = &titleParagraph{start: tok.Start}
			if tok.Start == b.next {
				p.rule = b.rule
			}
			b.open = append(b.open, p)
		case p == nil:
		case tok.Kind == xml.Comment:
			if g, line, ok := t.parseBalanceMark(src[tok.Start:tok.End]); ok {
				p.tag, p.line = g, p.line || line
				marks--
				b.edits = append(b.edits, edit{from: tok.Start, to: tok.End})
			}
		case tok.Kind == xml.Text && p.inText:
			p.prints = true
			p.said = append(p.said, saidText{p.breaks, tok})
		case tok.Kind == xml.Start:
			p.inText = tok.Name == "w:t" && !tok.Empty
			p.prints = p.prints || seen[tok.Name]
			if tok.Name == "w:br" {
				p.breaks++
			}
		case tok.Kind == xml.End && tok.Name == "w:t":
			p.inText = false
		case tok.Kind == xml.End && tok.Name == "w:p":
			b.open = b.open[:len(b.open)-1]
			b.end(p, tok.End)
		}
	}
}

// lines are what hard breaks part, in words.
func (p *titleParagraph) lines(src string) []titleLine {
	lines := make([]titleLine, p.breaks+1)
	for _, t := range p.said {
		lines[t.line].text(src[t.Start:t.End], t.Token)
	}
	return lines
}

// text takes a piece of a line's text.
func (l *titleLine) text(raw string, tok xml.Token) {
	if len(l.words) == 0 {
		l.words = []string{""}
	}
	words, at := strings.Split(raw, " "), tok.Start
	decoded := strings.Split(tok.Text, " ")
	for i, w := range words {
		if i > 0 {
			l.gaps = append(l.gaps, at-1)
			l.words = append(l.words, "")
		}
		at += len(w) + 1
		if len(decoded) == len(words) { // not where a space is written as an entity
			w = decoded[i]
		}
		l.words[len(l.words)-1] += w
	}
}

// end sets a paragraph that was read to its end.
func (b *balancer) end(p *titleParagraph, end int) {
	if p.rule > 0 && !p.prints {
		b.setRule(b.src[p.start:end], p.start, p.rule)
	}
	if p.tag == nil {
		return
	}
	face := b.t.titleFace(p.tag)
	longest := 0
	for _, l := range p.lines(b.src) {
		longest = max(longest, b.set(l, face))
	}
	if p.line {
		b.rule, b.room, b.next = int(float64(longest)*ruleShare), face.width, end
	}
}

// setRule gives the empty paragraph whose upper border is a rule the indents that leave it
// its length.
func (b *balancer) setRule(src string, at, length int) {
	n, err := xml.Parse(src, limit.XML{Depth: 100, Nodes: 1000})
	if err != nil || n.Child("w:pPr") == nil {
		return
	}
	pPr := n.Child("w:pPr")
	side := (b.room - length) / 2
	list := set(properties(src, pPr), paragraphOrder, "w:ind", fmt.Sprintf(`<w:ind w:left="%d" w:right="%d"/>`, side, b.room-length-side))
	var s strings.Builder
	for _, p := range list {
		s.WriteString(p.xml)
	}
	b.edits = append(b.edits, edit{from: at + pPr.InnerStart, to: at + pPr.InnerEnd, text: s.String()})
}

// A titleFace is what a title is written in, and the room for it, in twips.
type titleFace struct {
	size  int // in half-points
	bold  bool
	width int
}

// titleFace is that of a tag's place.
func (t *Template) titleFace(g *tag) titleFace {
	pPr, rPr := g.para.node.Child("w:pPr"), g.home.run.Child("w:rPr")
	id := pPr.Child("w:pStyle").Get("w:val")
	f := titleFace{size: t.styles.size(id), bold: t.styles.bold(id), width: t.textWidth(g)}
	if own, err := strconv.Atoi(rPr.Child("w:sz").Get("w:val")); err == nil && own > 0 {
		f.size = own
	}
	if own := rPr.Child("w:b"); own != nil {
		f.bold = toggle(own.Get("w:val")) == "1"
	}
	for _, side := range []string{"w:left", "w:right"} {
		if v, ok := twips(pPr.Child("w:ind"), side); ok {
			f.width -= v
		}
	}
	return f
}

// twips are the widths of words, and of a space behind them, in twips.
func (f titleFace) twips(s string) int { return (times.Width(s, f.bold)*f.size + 99) / 100 }

// Lines of a title are set by widths that another program may find a little different: what
// fills a line to more than full is taken to be full, and a word that is to begin the next
// one fits by no less than spare.
const (
	full  = 0.985
	spare = 0.02
)

// mostTitleWords bounds the work; more is a text, not a title.
const mostTitleWords = 120

// set balances a line that is wider than its room, and gives the width of the longest that
// comes of it.
func (b *balancer) set(l titleLine, f titleFace) int {
	words := l.words
	width := f.twips(strings.Join(words, " "))
	if room := int(full * float64(f.width)); width <= room || len(words) > mostTitleWords || room <= 0 {
		return min(width, f.width)
	}
	keep := viet.NoBreaks(words)
	ends := f.balanced(words, keep)
	if ends == nil { // a name that is wider than its room
		keep = make([]bool, len(words)-1)
		if ends = f.balanced(words, keep); ends == nil {
			return f.width
		}
	}
	longest, from := 0, 0
	for i, end := range ends {
		w := f.twips(strings.Join(words[from:end], " "))
		longest = max(longest, w)
		from = end
		if i+1 == len(ends) {
			break
		}
		// So many of the next words stand together that they do not fit behind this line.
		free := f.width - w + int(spare*float64(f.width))
		for j := end; j+1 < ends[i+1] && f.twips(" "+strings.Join(words[end:j+1], " ")) <= free; j++ {
			keep[j] = true
		}
	}
	for i, k := range keep {
		if k {
			b.edits = append(b.edits, edit{from: l.gaps[i], to: l.gaps[i] + 1, text: "\u00a0"})
		}
	}
	return longest
}

// balanced divides words into as few lines as their room allows, or one more where names
// need it, so that they are as equally long as can be. It gives where each line ends, nil if
// there is no way.
func (f titleFace) balanced(words []string, keep []bool) []int {
	room := int(full * float64(f.width))
	least := max(2, (f.twips(strings.Join(words, " "))+room-1)/room)
	for count := least; count <= least+1 && count <= len(words); count++ {
		if ends := f.divided(words, keep, count, room); ends != nil {
			return ends
		}
	}
	return nil
}

// divided divides words into a number of lines with the least sum of squared widths.
func (f titleFace) divided(words []string, keep []bool, count, room int) []int {
	const none = -1
	n := len(words)
	best := make([][]int, count+1) // the cost of the first j words in i lines
	from := make([][]int, count+1) // where the last of these lines begins
	for i := range best {
		best[i], from[i] = make([]int, n+1), make([]int, n+1)
		for j := range best[i] {
			best[i][j] = none
		}
	}
	best[0][0] = 0
	for i := 1; i <= count; i++ {
		for j := 1; j <= n; j++ {
			if j < n && keep[j-1] {
				continue
			}
			for k := j - 1; k >= 0; k-- {
				w := f.twips(strings.Join(words[k:j], " "))
				if w > room {
					break
				}
				if best[i-1][k] == none {
					continue
				}
				if cost := best[i-1][k] + w*w/100; best[i][j] == none || cost < best[i][j] {
					best[i][j], from[i][j] = cost, k
				}
			}
		}
	}
	if best[count][n] == none {
		return nil
	}
	ends := make([]int, count)
	for i, j := count, n; i > 0; i-- {
		ends[i-1] = j
		j = from[i][j]
	}
	return ends
}
