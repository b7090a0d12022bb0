package sheet

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/internal/xml"
)

// resolveStrings gives the cells of a grid their shared strings (ECMA-376 Part 1 §18.4). The
// part belongs to the whole workbook: only those that the grid asks for are kept.
func (w *workbook) resolveStrings(g *grid) *fault.Fault {
	type entry struct {
		text string
		bold bool
	}
	wanted := map[int]*entry{}
	last := -1
	each := func(do func(c *cell, index int)) {
		for i := range g.rows {
			for j := range g.rows[i].cells {
				c := &g.rows[i].cells[j]
				if c.kind != shared {
					continue
				}
				n, err := strconv.Atoi(c.text)
				if err != nil || n < 0 {
					n = -1
				}
				do(c, n)
			}
		}
	}
	each(func(_ *cell, n int) { wanted[n], last = nil, max(last, n) })
	if last >= 0 {
		src, f := w.pack.read(w.strings)
		if f != nil {
			return f
		}
		t := xml.NewTokenizer(src)
		for n := 0; n <= last; {
			tok, err := t.Next()
			if err != nil {
				return damaged(w.strings, err)
			}
			if t.Depth() > w.pack.limits.XMLDepth {
				return damaged(w.strings, tooDeep)
			}
			if tok.Kind == xml.EOF {
				break
			}
			if tok.Kind != xml.Start || tok.Name != "x:si" {
				continue
			}
			e := &entry{}
			if !tok.Empty {
				if e.text, e.bold, err = richText(t, "x:si"); err != nil {
					return damaged(w.strings, err)
				}
			}
			if _, ok := wanted[n]; ok {
				e.text = viet.NFC(e.text)
				wanted[n] = e
			}
			n++
		}
	}
	missing := false
	each(func(c *cell, n int) {
		if e := wanted[n]; e != nil {
			c.text, c.bold = e.text, e.bold
			c.kind = text
		} else {
			missing = true
		}
	})
	if missing {
		return damaged("xl/sharedStrings.xml", fault.T("thiếu văn bản mà trang tính dùng", "a text of the sheet is missing"))
	}
	return nil
}

// richText reads the text of an x:si or x:is to its end, without the readings of Asian
// characters. It reports whether all of it is bold by its runs.
func richText(t *xml.Tokenizer, end string) (s string, bold bool, err error) {
	var b strings.Builder
	parts, boldParts := 0, 0
	inText, runBold, phonetic := false, false, 0
	for {
		tok, err := t.Next()
		if err != nil {
			return "", false, err
		}
		switch tok.Kind {
		case xml.EOF:
			return b.String(), false, nil
		case xml.End:
			switch tok.Name {
			case end:
				return b.String(), parts > 0 && parts == boldParts, nil
			case "x:t":
				inText = false
			case "x:rPh":
				phonetic--
			}
		case xml.Start:
			if tok.Empty && tok.Name != "x:b" {
				continue
			}
			switch tok.Name {
			case "x:t":
				inText = true
			case "x:r":
				runBold = false
			case "x:b":
				v := attr(t.Attrs(), "val")
				runBold = v == "" || isTrue(v)
			case "x:rPh":
				phonetic++
			}
		case xml.Text:
			if !inText || phonetic > 0 {
				continue
			}
			b.WriteString(unescape(tok.Text))
			if strings.TrimSpace(tok.Text) != "" {
				parts++
				if runBold {
					boldParts++
				}
			}
		}
	}
}

// unescape reads the characters that XML cannot hold, "_x000D_" (§22.9.2.19, ST_Xstring).
// Control characters but the end of a line and the tab are left out.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || i+7 > len(s) {
			return b.String() + s
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		if n >= ' ' && (n < 0xD800 || n > 0xDFFF) || n == '\n' || n == '\t' {
			b.WriteRune(rune(n))
		}
		s = s[i+7:]
	}
}
