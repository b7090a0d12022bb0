package wml

import (
	"maps"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// A level is a w:lvl (§17.9.6).
type level struct {
	start    int
	format   NumberFormat
	unknown  string // the format's name, if it is one that we do not write
	text     string
	restart  int // the level whose item restarts it, from 1; 0: never; -1: any higher one
	legal    bool
	suffix   Suffix
	align    Align
	picture  int // w:lvlPicBulletId; -1: none
	parStyle string
	par      *parLayer
	run      *runLayer
}

// An abstractList is a w:abstractNum: what lists that share their count have in common.
type abstractList struct {
	levels [9]*level
	link   string // w:numStyleLink: the style whose list it is
}

// A list is a w:num.
type list struct {
	abstract  int
	overrides [9]*level // w:lvlOverride with a w:lvl; nil: the abstract's
	starts    [9]int    // w:startOverride; -1: none
}

type numbering struct {
	abstracts map[int]*abstractList
	lists     map[int]*list
	bullets   map[int]*xml.Node // w:numPicBullet
	part      *part             // that they stand in
}

// readNumbering reads word/numbering.xml.
func (p *parser) readNumbering(root *xml.Node) {
	for n := range root.Children() {
		switch n.Name {
		case "w:numPicBullet":
			p.numbering.bullets[intAttr(n, "w:numPicBulletId", 0)] = n
		case "w:abstractNum":
			a := &abstractList{link: val(n, "w:numStyleLink")}
			for c := range n.Children() {
				if c.Name == "w:lvl" {
					if i := intAttr(c, "w:ilvl", 0); i >= 0 && i < 9 {
						a.levels[i] = p.readLevel(c)
					}
				}
			}
			p.numbering.abstracts[intAttr(n, "w:abstractNumId", 0)] = a
		case "w:num":
			l := &list{abstract: intAttr(n.Child("w:abstractNumId"), "w:val", -1)}
			for i := range l.starts {
				l.starts[i] = -1
			}
			for c := range n.Children() {
				i := intAttr(c, "w:ilvl", -1)
				if c.Name != "w:lvlOverride" || i < 0 || i > 8 {
					continue
				}
				if s := c.Child("w:startOverride"); s != nil {
					l.starts[i] = clamp(intAttr(s, "w:val", 0), 0, 32767)
				}
				if lvl := c.Child("w:lvl"); lvl != nil {
					l.overrides[i] = p.readLevel(lvl)
				}
			}
			p.numbering.lists[intAttr(n, "w:numId", 0)] = l
		}
	}
}

func (p *parser) readLevel(n *xml.Node) *level {
	l := &level{
		start: clamp(intAttr(n.Child("w:start"), "w:val", 0), 0, 32767), format: FormatDecimal, restart: -1,
		text: val(n, "w:lvlText"), parStyle: val(n, "w:pStyle"), picture: intAttr(n.Child("w:lvlPicBulletId"), "w:val", -1),
		par: p.readPar(n.Child("w:pPr")), run: p.readRun(n.Child("w:rPr")),
	}
	l.run.style = ""
	// A level says nothing about the list that it belongs to.
	l.par.set &^= parNumID | parNumLevel
	f := n.Child("w:numFmt")
	if f == nil { // Word puts the formats of its later versions into AlternateContent
		f = p.choose(n.Child("mc:AlternateContent")).Child("w:numFmt")
	}
	if f != nil {
		if l.format = NumberFormat(f.Get("w:val")); !l.format.known() {
			l.unknown, l.format = string(l.format), FormatDecimal
		}
	}
	if r := n.Child("w:lvlRestart"); r != nil {
		l.restart = clamp(intAttr(r, "w:val", 0), 0, 9)
	}
	if c := n.Child("w:isLgl"); c != nil {
		l.legal = on(c)
	}
	switch val(n, "w:suff") {
	case "space":
		l.suffix = SuffixSpace
	case "nothing":
		l.suffix = SuffixNothing
	}
	l.align, _ = alignment(val(n, "w:lvlJc"))
	return l
}

// numberFormat reads w:numFmt; a format that we do not write is a warning.
func (p *parser) numberFormat(v string) NumberFormat {
	f := NumberFormat(v)
	if f.known() {
		return f
	}
	if f != FormatNone {
		p.warn("number-format", fault.T("kiểu đánh số %q được in bằng số thường", "number format %q is printed in decimal", v))
	}
	return FormatDecimal
}

// abstractOf follows w:numStyleLink to the list that has the levels (§17.9.21).
func (p *parser) abstractOf(numID int) (int, *abstractList) {
	for range 8 { // links may run in a circle
		l := p.numbering.lists[numID]
		if l == nil {
			return 0, nil
		}
		a := p.numbering.abstracts[l.abstract]
		if a == nil || a.link == "" || a.levels[0] != nil {
			return l.abstract, a
		}
		s := p.styles[a.link]
		if s == nil || s.par.set&parNumID == 0 {
			return l.abstract, a
		}
		numID = s.par.numID
	}
	return 0, nil
}

// level is the definition of a list's level, or nil.
func (p *parser) level(numID, i int) *level {
	l := p.numbering.lists[numID]
	if l == nil {
		return nil
	}
	if o := l.overrides[i]; o != nil {
		return o
	}
	if _, a := p.abstractOf(numID); a != nil {
		return a.levels[i]
	}
	return nil
}

// levelOfStyle is the level of a list that names the paragraph style.
func (p *parser) levelOfStyle(numID int, styleID string) (int, bool) {
	for i := range 9 {
		if l := p.level(numID, i); l != nil && l.parStyle == styleID {
			return i, true
		}
	}
	return 0, false
}

// counters are the counts of the lists in one story (body, header, note, text boxes).
type counters struct {
	counts map[int]*[9]counter // by abstract list
	seen   map[[2]int]bool     // list and level whose startOverride has been used
}

// A counter is the state of one level.
type counter struct {
	value int
	used  bool // false: the next item is the first
}

func newCounters() *counters {
	return &counters{counts: map[int]*[9]counter{}, seen: map[[2]int]bool{}}
}

// label counts one more item and gives its label; nil where the list has no such
// level. mark is the paragraph mark's properties as layers, which the label's own go
// over.
func (p *parser) label(numID, i int, props func(*runLayer) *RunProps) *Label {
	lvl := p.level(numID, i)
	if lvl == nil {
		return nil
	}
	id, _ := p.abstractOf(numID)
	c := p.story.counters.counts[id]
	if c == nil {
		c = new([9]counter)
		p.story.counters.counts[id] = c
	}
	l := p.numbering.lists[numID]
	// An item takes the higher levels that have had none with it: after 2.1.1 comes 2.2.
	for k := range i {
		if !c[k].used {
			c[k].used = true
			if of := p.level(numID, k); of != nil {
				c[k].value = of.start
			}
		}
	}
	// A restart counts when the list is first met, for each of its levels.
	if key := [2]int{numID, i}; l.starts[i] >= 0 && !p.story.counters.seen[key] {
		p.story.counters.seen[key] = true
		c[i] = counter{value: l.starts[i], used: true}
	} else if !c[i].used {
		c[i] = counter{value: lvl.start, used: true}
		if l.starts[i] >= 0 {
			c[i].value = l.starts[i]
		}
	} else {
		c[i].value = min(c[i].value+1, 1<<30)
	}
	for deeper := i + 1; deeper < 9; deeper++ {
		d := p.level(numID, deeper)
		if d == nil || d.restart < 0 || d.restart > 0 && i < d.restart {
			c[deeper].used = false
		}
	}
	if lvl.unknown != "" { // only now: most lists that a file defines are never used
		p.numberFormat(lvl.unknown)
	}
	out := &Label{Suffix: lvl.suffix, Align: lvl.align, Bullet: lvl.format == FormatBullet, Level: i, List: numID}
	switch {
	case lvl.picture >= 0 && lvl.format == FormatBullet:
		out.Picture = p.pictureBullet(lvl.picture)
		out.Text = "•"
	case out.Bullet:
		out.Text = lvl.text
	default:
		out.Text = p.labelText(numID, lvl, c)
	}
	out.Props = props(lvl.run)
	if p.whole != nil && !out.Bullet {
		out.Whole = p.wholeNumber(id, lvl, out)
	}
	if out.Picture != nil {
		out.Picture = asLetter(out.Picture, out.Props)
	}
	return out
}

// A numberAbove is the number that was counted last at a level of a list.
type numberAbove struct {
	text string
	lvl  *level
}

// wholeNumber is a number with those of the levels above it, as [outline.fullNumber] puts them
// together.
func (p *parser) wholeNumber(list int, lvl *level, label *Label) string {
	above := p.whole[list]
	if above == nil {
		above = new([9]numberAbove)
		p.whole[list] = above
	}
	above[label.Level] = numberAbove{strings.TrimSpace(label.Text), lvl}
	clear(above[label.Level+1:])
	s, said := strings.TrimRight(above[label.Level].text, "."), label.Level
	for k := label.Level; k >= 0; k-- {
		if above[k].lvl == nil || k > said || k == said && k < label.Level {
			continue
		}
		if k < label.Level {
			s = above[k].text + s
		}
		for j := range k {
			if strings.Contains(above[k].lvl.text, "%"+strconv.Itoa(j+1)) {
				said = min(said, j)
			}
		}
	}
	return s
}

// pictureBullet is the drawing of a w:numPicBullet (§17.9.20); nil if it cannot be printed, which is
// told.
func (p *parser) pictureBullet(id int) *Drawing {
	if d, ok := p.bullets[id]; ok {
		return d
	}
	var found *Drawing
	if n := p.numbering.bullets[id]; n != nil {
		outer, told, said := p.part, len(p.faults), maps.Clone(p.warned)
		p.part = p.numbering.part
		b := &inlines{parser: p}
		b.pict(n.Child("w:pict"), nil)
		if d := n.Child("w:drawing"); d != nil {
			b.drawing(d, nil)
		}
		p.part = outer
		for _, in := range b.done() {
			if d, ok := in.(*Drawing); ok && d.Picture != nil {
				found = d
			}
		}
		if found == nil { // a bullet stands for it, not a frame
			p.faults, p.warned = p.faults[:told], said
		}
	}
	if found == nil {
		p.warn("picture-bullet", fault.T("dấu đầu dòng bằng hình được in là •", "picture bullets are printed as •"))
	}
	p.bullets[id] = found
	return found
}

// asLetter is a drawing in the size of a letter: of a picture bullet only the proportions count
// (Word 365, measured: 9.35 at 11 pt, 11.25 on a grid of 0.75 at 13 pt, where the file has 11.7 and 11.25).
func asLetter(d *Drawing, props *RunProps) *Drawing {
	out := *d
	out.Anchor, out.Effects, out.Props, out.Shape, out.Alt = nil, Effects{}, props, nil, "•"
	out.Height = props.Size.EMU() * 85 / 100
	out.Width = out.Height
	if d.Height > 0 && d.Width > 0 {
		out.Width = toEMU(float64(out.Height) * clampTo(float64(d.Width)/float64(d.Height), 0.1, 10))
	}
	return &out
}

// labelText fills w:lvlText (§17.9.11): %1 is the number of the first level.
func (p *parser) labelText(numID int, lvl *level, c *[9]counter) string {
	if strings.IndexByte(lvl.text, '%') < 0 {
		return lvl.text
	}
	var b strings.Builder
	for j := 0; j < len(lvl.text); j++ {
		ch := lvl.text[j]
		if ch != '%' || j+1 == len(lvl.text) || lvl.text[j+1] < '1' || lvl.text[j+1] > '9' {
			b.WriteByte(ch)
			continue
		}
		j++
		k := int(lvl.text[j] - '1')
		of := p.level(numID, k)
		if of == nil {
			continue
		}
		value, format := c[k].value, of.format
		if !c[k].used { // a deeper level than the item's own
			value = of.start
		}
		if lvl.legal && format != FormatNoNumber && format != FormatBullet {
			format = FormatDecimal
		}
		b.WriteString(format.Format(value))
	}
	return b.String()
}

func (f NumberFormat) known() bool {
	switch f {
	case FormatDecimal, FormatDecimalZero, FormatUpperRoman, FormatLowerRoman, FormatUpperLetter, FormatLowerLetter,
		FormatOrdinal, FormatBullet, FormatNoNumber, formatDash:
		return true
	}
	return false
}

// formatDash is a number between dashes: "- 1 -".
const formatDash NumberFormat = "numberInDash"

// Format writes n in the format f; a format that is unknown, or cannot write n, gives
// decimal digits, [FormatBullet] and [FormatNoNumber] give "".
func (f NumberFormat) Format(n int) string {
	switch f {
	case FormatBullet, FormatNoNumber:
		return ""
	case FormatDecimalZero:
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case FormatUpperRoman:
		return roman(n, "M CM D CD C XC L XL X IX V IV I")
	case FormatLowerRoman:
		return roman(n, "m cm d cd c xc l xl x ix v iv i")
	case FormatUpperLetter:
		return letters(n, 'A')
	case FormatLowerLetter:
		return letters(n, 'a')
	case FormatOrdinal:
		return strconv.Itoa(n) + ordinalSuffix(n)
	case formatDash:
		return "- " + strconv.Itoa(n) + " -"
	}
	return strconv.Itoa(n)
}

func roman(n int, digits string) string {
	if n <= 0 || n > 32767 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	values := [...]int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	for i, d := range strings.Fields(digits) {
		for ; n >= values[i]; n -= values[i] {
			b.WriteString(d)
		}
	}
	return b.String()
}

// letters counts A … Z, AA, BB … as Word does (§17.18.59).
func letters(n int, first byte) string {
	if n <= 0 || n > 780 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune(first+byte((n-1)%26))), (n-1)/26+1)
}

func ordinalSuffix(n int) string {
	if n%100 >= 11 && n%100 <= 13 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}
