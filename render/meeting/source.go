package meeting

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
)

// decodeText gives the text of a file, which may be UTF-8 or UTF-16, with a byte order mark
// or without.
func decodeText(data []byte, limits limit.Limits) (string, *fault.Fault) {
	if int64(len(data)) > limits.YAMLBytes {
		return "", limit.Exceeded(fault.T("Tệp mô tả cuộc họp", "The meeting file"), limit.Bytes(limits.YAMLBytes))
	}
	for _, magic := range []struct {
		prefix string
		kind   fault.Text
	}{
		{"PK\x03\x04", fault.T("tệp Word, Excel hoặc tệp nén ZIP", "a Word, Excel or ZIP file")},
		{"%PDF", fault.T("tệp PDF", "a PDF file")},
		{"\xd0\xcf\x11\xe0", fault.T("tệp Word hoặc Excel kiểu cũ", "an old Word or Excel file")},
		{"{\\rtf", fault.T("tệp RTF", "an RTF file")},
	} {
		if bytes.HasPrefix(data, []byte(magic.prefix)) {
			return "", &fault.Fault{
				Code:    "not-text",
				Message: fault.T("Đây là %s, không phải mô tả cuộc họp.", "This is %s, not a meeting description.", magic.kind),
				Hint:    fault.T("Hãy chọn tệp .yaml của cuộc họp.", "Choose the meeting's .yaml file."),
			}
		}
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return "", encodingFault("UTF-32", 1, 1)
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decodeUTF16(data[2:], binary.LittleEndian, "UTF-16 LE")
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeUTF16(data[2:], binary.BigEndian, "UTF-16 BE")
	case len(data) > 3 && data[0] != 0 && data[1] == 0:
		return decodeUTF16(data, binary.LittleEndian, "UTF-16 LE")
	case len(data) > 3 && data[0] == 0 && data[1] != 0:
		return decodeUTF16(data, binary.BigEndian, "UTF-16 BE")
	}
	text := string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	if isClean(text) {
		return unifyBreaks(text), nil
	}
	line, column := 1, 1
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			return "", encodingFault("ANSI", line, column)
		case r == '\n':
			line, column = line+1, 1
			continue
		case r < ' ' && r != '\t' && r != '\r' || r == 0x7f || r == '\ufffe' || r == '\uffff':
			return "", controlFault(r, line, column)
		}
		column++
	}
	return unifyBreaks(text), nil
}

// isClean reports that a text has nothing which decodeText refuses, without looking where.
func isClean(text string) bool {
	for _, c := range []byte(text) {
		if c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7f {
			return false
		}
	}
	return utf8.ValidString(text) && !strings.Contains(text, "\ufffe") && !strings.Contains(text, "\uffff")
}

// unifyBreaks leaves "\n" as the only thing that ends a line, so that our lines, the YAML
// reader's and the editor's are the same.
func unifyBreaks(text string) string {
	// One by one: each is found faster than a set would be.
	if !strings.Contains(text, "\r") && !strings.Contains(text, "\u0085") && !strings.Contains(text, "\u2028") &&
		!strings.Contains(text, "\u2029") && !strings.Contains(text, "\ufeff") {
		return text
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", " ", "\u2028", " ", "\u2029", " ", "\ufeff", "").Replace(text)
}

func decodeUTF16(data []byte, order binary.ByteOrder, name string) (string, *fault.Fault) {
	if len(data)%2 != 0 {
		return "", encodingFault(name, 0, 0)
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	line, column := 1, 1
	runes := utf16.Decode(units)
	for _, r := range runes {
		switch {
		case r == '\n':
			line, column = line+1, 0
		case r == utf8.RuneError:
			return "", encodingFault(name, line, column)
		case r < ' ' && r != '\t' && r != '\r' || r == 0x7f || r == '\ufffe' || r == '\uffff':
			return "", controlFault(r, line, column)
		}
		column++
	}
	return unifyBreaks(string(runes)), nil
}

func encodingFault(name string, line, column int) *fault.Fault {
	return &fault.Fault{
		Code: "encoding", Line: line, Column: column,
		Message: fault.T("Tệp không phải UTF-8 hợp lệ (Notepad gọi bảng mã này là %s).",
			"The file is not valid UTF-8 (Notepad calls this encoding %s).", name),
		Hint: fault.T("Trong Notepad, chọn Tệp → Lưu thành… (Save As), mục Mã hóa (Encoding) chọn UTF-8. Văn bản gõ bằng font TCVN3 hay VNI cần được chuyển sang Unicode trước.",
			"In Notepad, choose File → Save As and the encoding UTF-8. Text typed in TCVN3 or VNI fonts must be converted to Unicode first."),
	}
}

func controlFault(r rune, line, column int) *fault.Fault {
	return &fault.Fault{
		Code: "control-character", Line: line, Column: column,
		Message: fault.T("Có ký tự điều khiển U+%04X, không nhìn thấy được, thường do sao chép từ Word.",
			"There is an invisible control character U+%04X, often copied from Word.", r),
		Hint: fault.T("Xóa ký tự này rồi gõ lại chỗ đó.", "Delete it and type that place again."),
	}
}

// A chunk is one YAML document of a file.
type chunk struct {
	first int      // index of its first line in the file, from 0
	lines []string // without their ends
}

// split cuts a file into its documents. A line that begins with "---" or "..." ends a
// document whatever stands before it (YAML 1.2.2 § 9.1.2), so a document that cannot be
// read does not hide the next.
func split(lines []string) []chunk {
	var chunks []chunk
	start := 0
	cut := func(end int) {
		if c := (chunk{start, lines[start:end]}); !c.blank() {
			chunks = append(chunks, c)
		}
	}
	for i, l := range lines {
		switch {
		case marks(l, "---"):
			cut(i)
			start = i
		case marks(l, "..."):
			cut(i)
			start = i + 1
		}
	}
	cut(len(lines))
	return chunks
}

func marks(line, marker string) bool {
	rest, ok := strings.CutPrefix(line, marker)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

// blank reports whether a document says nothing: comments, directives, its marker.
func (c chunk) blank() bool {
	for _, l := range c.lines {
		if marks(l, "---") {
			l = l[3:]
		}
		l = strings.TrimSpace(l)
		if l != "" && l[0] != '#' && l[0] != '%' {
			return false
		}
	}
	return true
}

// textLines tells of each line whether it stands inside a block scalar or a quoted text
// that began on a line before, so that nothing in it is YAML.
func (c chunk) textLines() []bool {
	inside := make([]bool, len(c.lines))
	block, quote := -1, byte(0) // indent that the block's text exceeds; the open quote
	margin := -1                // indent of the block's text, by its first line
	for i, l := range c.lines {
		indent := len(l) - len(strings.TrimLeft(l, " "))
		if block >= 0 {
			blank := strings.TrimSpace(l) == ""
			if margin < 0 && !blank && indent > block {
				margin = indent
			}
			if blank || indent > block && indent >= margin {
				inside[i] = true
				continue
			}
			block = -1
		}
		if quote != 0 {
			inside[i] = true
			if end := closing(l, quote); end >= 0 {
				quote = 0
			}
			continue
		}
		e := readEntry(l)
		switch {
		case e.value == "":
		case e.value[0] == '|' || e.value[0] == '>':
			block, margin = e.column, -1
			if strings.ContainsAny(e.value[:min(3, len(e.value))], "123456789") {
				margin = 0 // the header states it
			}
		case e.value[0] == '"' || e.value[0] == '\'':
			if closing(e.value[1:], e.value[0]) < 0 {
				quote = e.value[0]
			}
		}
	}
	return inside
}

// closing is the index in s of the quote that ends a quoted text, or -1.
func closing(s string, quote byte) int {
	for i := 0; i < len(s); i++ {
		switch {
		case quote == '"' && s[i] == '\\':
			i++
		case s[i] == quote && quote == '\'' && i+1 < len(s) && s[i+1] == quote:
			i++
		case s[i] == quote:
			return i
		}
	}
	return -1
}

// An entry of a block collection as one line shows it. Offsets are in bytes; they are
// columns too where they are used, since only ASCII stands before them.
type lineEntry struct {
	dashes []int  // offsets of the dashes of list items
	column int    // offset of the key, or of the last dash, or of the text
	key    string // "" for none
	colon  int    // offset of the colon after the key; -1 for none
	at     int    // offset of the value
	value  string // what stands after the key or the dashes, without a comment's line end
}

// readEntry takes a line of a block collection apart.
func readEntry(l string) lineEntry {
	e := lineEntry{colon: -1}
	i := len(l) - len(strings.TrimLeft(l, " "))
	for i < len(l) && l[i] == '-' && (i+1 == len(l) || l[i+1] == ' ') {
		e.dashes = append(e.dashes, i)
		i++
		i += len(l[i:]) - len(strings.TrimLeft(l[i:], " "))
	}
	e.column, e.at = i, i
	rest := l[i:]
	if k := keyEnd(rest); k >= 0 {
		e.key, e.colon = strings.Trim(strings.TrimRight(rest[:k], " "), `"'`), i+k
		e.at = i + k + 1
		e.at += len(l[e.at:]) - len(strings.TrimLeft(l[e.at:], " \t"))
	} else if len(e.dashes) > 0 {
		e.column = e.dashes[len(e.dashes)-1]
	}
	e.value = strings.TrimRight(l[e.at:], " \t")
	if strings.HasPrefix(e.value, "#") {
		e.value = ""
	}
	return e
}

// keyEnd is the offset of the colon that ends the key a text begins with, or -1.
func keyEnd(s string) int {
	if s == "" {
		return -1
	}
	from := 0
	switch s[0] {
	case '"', '\'':
		end := closing(s[1:], s[0])
		if end < 0 {
			return -1
		}
		from = end + 2
		if i := strings.IndexByte(s[from:], ':'); i < 0 || strings.TrimSpace(s[from:from+i]) != "" {
			return -1
		}
	case '#', '[', '{', '|', '>', '&', '*', '!', '%', '@', '`':
		return -1
	}
	for i := from; i < len(s); i++ {
		switch {
		case s[i] == ':' && (i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\t'):
			return i
		case s[i] == '#' && i > 0 && s[i-1] == ' ':
			return -1
		}
	}
	return -1
}
