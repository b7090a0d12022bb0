package meeting

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
)

// slip names the place in a document that YAML cannot read where its writer slipped. The
// reader's own line is that of the token at which it gave up, often several lines on; so
// the lines are looked through for the slips that people make, and its message is only
// told if there is none. With err nil it is nil then.
func (c chunk) slip(err error) *fault.Fault {
	s := scan{chunk: c, text: c.textLines()}
	if f := s.run(); f != nil {
		return f
	}
	if err == nil {
		return nil
	}
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	f := &fault.Fault{Code: "syntax", Line: c.first + 1}
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		n, _ := strconv.Atoi(m[1])
		f.Line = c.first + min(max(n, 1), len(c.lines))
		message = m[2]
	}
	if m := unknownAnchor.FindStringSubmatch(message); m != nil {
		for i, l := range c.lines {
			if at := strings.Index(l, "*"+m[1]); at >= 0 {
				return special(c.first+i+1, column(l, at), strings.TrimSpace(l[at:]))
			}
		}
	}
	f.Message = fault.T("Không đọc được YAML ở gần dòng này (%s).", "YAML cannot be read near this line (%s).", shorten(message))
	f.Hint = fault.T("Xem lại dấu hai chấm, dấu nháy và các dấu cách thụt đầu dòng ở đây và ở dòng trên.", "Look at the colons, quotes and the indentation here and in the line above.")
	return f
}

var (
	yamlLine      = lazy.Compile(`^line (\d+): (.*)$`)
	unknownAnchor = lazy.Compile(`^unknown anchor '(.*)' referenced$`)
	anchorName    = lazy.Compile(`&([^\s,\[\]{}]+)`)
	blockHeader   = lazy.Compile(`^[|>][-+0-9]{0,2}(?:[ \t]+#.*)?$`)
	glued         = lazy.Compile(`^([\p{L}_][\p{L}\p{N}_-]*):([^\s/].*)$`)
)

// A level is one block collection that the scan stands in.
type level struct {
	column int
	list   bool
}

// A scan looks for the first slip, line by line.
type scan struct {
	chunk
	text   []bool // lines inside a block scalar or a quoted text
	levels []level
	open   bool // the entry before takes what is indented below it
	plain  bool // the entry before has a plain value, which indented lines continue
	block  bool // the entry before has a block of text below it
	first  int  // first line with something on it, from 0; -1 before

	anchors map[string]bool // names of anchors, once one has been asked for
}

func (s *scan) run() *fault.Fault {
	s.first, s.open = -1, true
	for i := range s.lines {
		if s.text[i] {
			continue
		}
		l := s.lines[i]
		if marks(l, "---") {
			l = "   " + l[3:]
			if strings.TrimSpace(l) == "" || strings.HasPrefix(strings.TrimSpace(l), "#") {
				continue
			}
		}
		if t := strings.TrimSpace(l); t == "" || t[0] == '#' {
			continue
		}
		if f := s.line(i, l); f != nil {
			return f
		}
		if s.first < 0 {
			s.first = i
		}
	}
	return nil
}

// at makes a fault at a byte offset of a line.
func (s *scan) at(i, offset int, code string, message, hint fault.Text) *fault.Fault {
	return &fault.Fault{Code: code, Line: s.chunk.first + i + 1, Column: column(s.lines[i], offset), Message: message, Hint: hint}
}

func column(l string, offset int) int { return utf8.RuneCountInString(l[:min(offset, len(l))]) + 1 }

func (s *scan) line(i int, l string) *fault.Fault {
	indent := len(l) - len(strings.TrimLeft(l, " "))
	if f := s.whitespace(i, l, indent); f != nil {
		return f
	}
	e := readEntry(l)
	if rest := l[e.at:]; e.key == "" && e.colon < 0 {
		if m := glued.FindStringSubmatchIndex(rest); m != nil && s.expectsKey(e, rest[:m[3]]) {
			return spaceAfterColon(s.chunk.first+i+1, column(l, e.at+m[3]+1), rest[:m[3]])
		}
		if len(rest) > 1 && rest[0] == '-' && rest[1] != '-' && rest[1] != ' ' && !unicode.IsDigit(rune(rest[1])) && len(e.dashes) == 0 && s.inList(indent) {
			return s.at(i, indent+1, "space-after-dash",
				fault.T("Thiếu dấu cách sau dấu gạch đầu dòng.", "A space is missing after the dash of a list item."),
				fault.T("Viết: - %s", "Write: - %s", shorten(rest[1:])))
		}
	}
	for _, dash := range e.dashes {
		if f := s.place(i, level{dash, true}); f != nil {
			return f
		}
		s.open, s.plain = true, false
	}
	switch {
	case e.colon >= 0:
		if f := s.place(i, level{e.column, false}); f != nil {
			return f
		}
	case len(e.dashes) == 0:
		return s.loose(i, l, e)
	}
	s.open, s.plain, s.block = e.value == "", false, strings.HasPrefix(e.value, "|") || strings.HasPrefix(e.value, ">")
	if e.value == "" {
		return nil
	}
	return s.value(i, l, e)
}

// expectsKey reports whether a word before a colon without a space was meant as a key.
func (s *scan) expectsKey(e lineEntry, word string) bool {
	return anyKey(word) || len(e.dashes) == 0 && !s.plain && word == strings.ToLower(word)
}

func (s *scan) inList(indent int) bool {
	return slices.ContainsFunc(s.levels, func(l level) bool { return l.list && l.column == indent })
}

// whitespace finds what looks like a space, and is none to YAML.
func (s *scan) whitespace(i int, l string, indent int) *fault.Fault {
	if indent < len(l) && l[indent] == '\t' {
		return s.at(i, indent, "tab",
			fault.T("Có dấu Tab ở đầu dòng; YAML chỉ nhận dấu cách.", "There is a tab at the start of the line; YAML takes spaces only."),
			fault.T("Thay mỗi Tab bằng hai dấu cách.", "Put two spaces in place of each tab."))
	}
	e := readEntry(l)
	for offset, r := range l {
		odd := r != ' ' && r != '\t' && (unicode.IsSpace(r) || r == '\u200b' || r == '\u2060')
		if !odd {
			continue
		}
		before := l[:offset]
		structural := strings.Trim(before, " -") == "" || strings.HasSuffix(before, ":") && (e.colon < 0 || e.colon >= len(before))
		if structural {
			return noBreakSpace(s.chunk.first+i+1, column(l, offset))
		}
		if e.colon >= 0 && offset > e.colon {
			break
		}
	}
	return nil
}

// place puts an entry at its column among the collections that are open.
func (s *scan) place(i int, at level) *fault.Fault {
	popped := false
	for n := len(s.levels); n > 0; n = len(s.levels) {
		top := s.levels[n-1]
		if top.column < at.column || top.column == at.column && (top.list == at.list || at.list) {
			break
		}
		s.levels = s.levels[:n-1]
		popped = true
	}
	if len(s.levels) == 0 && popped {
		return s.indentFault(s.first)
	}
	if len(s.levels) > 0 {
		top := s.levels[len(s.levels)-1]
		if top == at {
			return nil
		}
		if popped || !s.open {
			return s.indentFault(i)
		}
	}
	s.levels = append(s.levels, at)
	return nil
}

func (s *scan) indentFault(i int) *fault.Fault {
	l := s.lines[i]
	return s.at(i, len(l)-len(strings.TrimLeft(l, " ")), "indent",
		fault.T("Dòng này thụt vào không thẳng với các dòng cùng cấp.", "This line is not indented like those of its level."),
		fault.T("Các khóa cùng cấp phải thẳng hàng; cấp dưới thụt thêm hai dấu cách, và chỉ sau dòng có dấu hai chấm ở cuối.",
			"Keys of one level stand below each other; a lower level takes two more spaces, and only below a line that ends with a colon."))
}

// loose is a line without a key or a dash: it continues a plain value, or it is a slip.
func (s *scan) loose(i int, l string, e lineEntry) *fault.Fault {
	parent := -1
	if len(s.levels) > 0 {
		parent = s.levels[len(s.levels)-1].column
	}
	if (s.plain || s.open) && e.at > parent && s.first >= 0 {
		if s.open {
			s.open, s.plain = false, false
			return s.value(i, l, e)
		}
		return nil
	}
	if s.block && e.at > parent {
		return s.indentFault(i)
	}
	if c := l[e.at]; c == '"' || c == '\'' || s.first < 0 && (c == '[' || c == '{') || c == ']' || c == '}' {
		s.open, s.plain = false, false
		return s.value(i, l, e)
	}
	return s.at(i, e.at, "missing-colon",
		fault.T("Dòng này không có dấu hai chấm, nên không phải là khóa; nó cũng không thụt vào để nối dòng trên.", "This line has no colon, so it is no key; nor is it indented to continue the line above."),
		fault.T("Viết “khóa: giá trị”. Nếu là đoạn chữ nhiều dòng: viết dấu | sau dấu hai chấm của khóa, rồi thụt các dòng chữ vào.",
			"Write “key: value”. For text of several lines write | after the key's colon and indent the lines of the text."))
}

// value looks at what stands after a key or a dash.
func (s *scan) value(i int, l string, e lineEntry) *fault.Fault {
	v := e.value
	switch c := v[0]; {
	case c == '|' || c == '>':
		if !blockHeader.MatchString(v) {
			return s.at(i, e.at, "special-character",
				fault.T("Sau dấu %s chữ phải bắt đầu ở dòng dưới.", "After %s the text must begin on the next line.", string(c)),
				fault.T("Xuống dòng sau dấu %s và thụt các dòng chữ vào.", "Break the line after %s and indent the lines of the text.", string(c)))
		}
	case c == '"' || c == '\'':
		return s.quotedValue(i, l, e)
	case c == '[' || c == '{':
		return s.flowValue(i, e)
	case strings.IndexByte("*&!%@`", c) >= 0:
		name, _, _ := strings.Cut(v[1:], " ")
		if c == '&' && name != "" || c == '*' && s.anchor(name) || strings.HasPrefix(v, "!!") {
			return nil
		}
		return special(s.chunk.first+i+1, column(l, e.at), v)
	default:
		return s.plainValue(i, l, e)
	}
	return nil
}

// anchor reports whether the document has an anchor of that name.
func (s *scan) anchor(name string) bool {
	if s.anchors == nil {
		s.anchors = map[string]bool{}
		for _, l := range s.lines {
			for _, m := range anchorName.FindAllStringSubmatch(l, -1) {
				s.anchors[m[1]] = true
			}
		}
	}
	return s.anchors[name]
}

func (s *scan) plainValue(i int, l string, e lineEntry) *fault.Fault {
	s.plain = true
	value, _, _ := cutComment(e.value)
	if value == "-" {
		return nil
	}
	if strings.HasPrefix(value, "- ") && e.colon >= 0 {
		return s.at(i, e.at, "list-in-line",
			fault.T("Danh sách không bắt đầu được cùng dòng với khóa.", "A list cannot begin in the line of its key."),
			fault.T("Xuống dòng sau dấu hai chấm; mỗi mục một dòng, bắt đầu bằng “- ”. Nếu là chữ: đặt trong dấu nháy.", "Break the line after the colon and give each item a line that begins with “- ”. If it is text, put it in quotes."))
	}
	colon := strings.Index(value, ": ")
	if colon < 0 && strings.HasSuffix(value, ":") {
		colon = len(value) - 1
	}
	if colon < 0 {
		return nil
	}
	if e.colon >= 0 && len(e.dashes) > 0 && !anyKey(e.key) { // "- Lưu: VT: x" was meant as one text
		colon, value = e.colon-e.at, strings.TrimSpace(l[e.column:])
	}
	return s.at(i, e.at+colon, "colon-in-value",
		fault.T("Dấu hai chấm ở giữa giá trị làm YAML hiểu nhầm là một khóa nữa.", "YAML takes the colon inside the value for another key."),
		quoteHint(value))
}

// quotedValue looks for the quote that ends a value, and for text after it.
func (s *scan) quotedValue(i int, l string, e lineEntry) *fault.Fault {
	rest, at := e.value[1:], e.at+1
	for line := i; ; {
		end := closing(rest, e.value[0])
		if end >= 0 {
			after := strings.TrimSpace(rest[end+1:])
			if after == "" || after[0] == '#' {
				return nil
			}
			if line != i {
				return s.openQuote(i, e)
			}
			return s.at(i, at+end+1, "text-after-quote",
				fault.T("Sau dấu nháy đóng còn chữ: %s", "There is text after the closing quote: %s", shorten(after)),
				fault.T("Đặt cả giá trị trong dấu nháy; dấu nháy bên trong viết “…” hoặc dùng dấu nháy đơn bên ngoài: '%s'", "Put the whole value in quotes; for quotes inside write “…”, or use single quotes around it: '%s'", shorten(strings.ReplaceAll(l[e.at:], "'", "''"))))
		}
		line++
		if line >= len(s.lines) {
			return s.openQuote(i, e)
		}
		rest, at = s.lines[line], 0
		if r := readEntry(rest); r.colon >= 0 && anyKey(r.key) {
			return s.openQuote(i, e)
		}
	}
}

func (s *scan) openQuote(i int, e lineEntry) *fault.Fault {
	return s.at(i, e.at, "open-quote",
		fault.T("Dấu nháy mở ở đây không được đóng.", "The quote that opens here is not closed."),
		fault.T("Thêm dấu %s ở cuối giá trị.", "Add %s at the end of the value.", string(e.value[0])))
}

// flowValue looks for the bracket that ends a collection, and for text after it.
func (s *scan) flowValue(i int, e lineEntry) *fault.Fault {
	depth := 0
	var quote byte
	for line, at := i, e.at; line < len(s.lines); line, at = line+1, 0 {
		l := s.lines[line]
		if r := readEntry(l); line > i && quote == 0 && r.colon >= 0 && r.column <= e.column && anyKey(r.key) {
			break
		}
		for ; at < len(l); at++ {
			c := l[at]
			switch {
			case quote == '"' && c == '\\':
				at++
			case quote != 0 && c == quote:
				quote = 0
			case quote != 0:
			case (c == '"' || c == '\'') && at > 0 && strings.IndexByte("[{,: ", l[at-1]) >= 0:
				quote = c
			case c == '[' || c == '{':
				depth++
			case c == ']' || c == '}':
				depth--
			}
			if depth > 0 {
				continue
			}
			if after := strings.TrimSpace(l[at+1:]); line == i && after != "" && after[0] != '#' {
				return special(s.chunk.first+i+1, column(l, e.at), e.value)
			}
			for skipped := i + 1; skipped <= line; skipped++ {
				s.text[skipped] = true
			}
			return nil
		}
	}
	return s.at(i, e.at, "open-bracket",
		fault.T("Dấu %s mở ở đây không được đóng.", "The %s that opens here is not closed.", string(e.value[0])),
		fault.T("Thêm dấu ngoặc đóng; nếu ngoặc là chữ cần in, đặt cả giá trị trong dấu nháy.", "Add the closing bracket; if the bracket is text to print, put quotes around the whole value."))
}

func special(line, column int, value string) *fault.Fault {
	return &fault.Fault{
		Code: "special-character", Line: line, Column: column,
		Message: fault.T("Giá trị bắt đầu bằng ký tự mà YAML dùng vào việc khác: %s", "The value begins with a character that YAML uses for something else: %s", shorten(value)),
		Hint:    quoteHint(value),
	}
}

func spaceAfterColon(line, column int, key string) *fault.Fault {
	return &fault.Fault{
		Code: "space-after-colon", Line: line, Column: column,
		Message: fault.T("Thiếu dấu cách sau dấu hai chấm của “%s”.", "A space is missing after the colon of %q.", shorten(key)),
		Hint:    fault.T("Viết: %s: …", "Write: %s: …", shorten(key)),
	}
}

func noBreakSpace(line, column int) *fault.Fault {
	return &fault.Fault{
		Code: "no-break-space", Line: line, Column: column,
		Message: fault.T("Có dấu cách không ngắt (hoặc dấu cách lạ) mà YAML không coi là dấu cách; nó thường do sao chép từ Word hay trang web.",
			"There is a no-break space (or another odd one), which YAML does not take for a space; it often comes with text copied from Word or the web."),
		Hint: fault.T("Xóa dấu cách ở chỗ này và gõ lại bằng phím cách.", "Delete the space here and type it again."),
	}
}
