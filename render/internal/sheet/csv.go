package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/viet"
)

// readCSV gives the wanted cells of a file of separated values, whose rows and columns are
// counted as a spreadsheet program that opens it does.
func readCSV(ref Reference, data []byte, limits limit.Limits, found *faults) *grid {
	area := ref.Area
	if c, row, ok := parseCell(ref.Name); ref.Name != "" && ok && c > 0 && row > 0 && ref.Sheet == "" {
		area = Area{row, c, row, c}
	} else if ref.Sheet != "" || ref.Name != "" {
		found.add(&fault.Fault{
			Code:    "sheet-not-found",
			Message: fault.T("tệp .csv không có trang tính hay vùng đặt tên (“%s”)", "a .csv has no sheets and no defined names (%q)", shorten(ref.Sheet+ref.Name)),
			Hint:    fault.T("Viết tên tệp, hoặc tên tệp và vùng ô: %s#A1:F20.", "Write the file's name, or its name and cells: %s#A1:F20.", ref.File),
		})
		return nil
	}
	src, f := decodeText(data)
	if f != nil {
		found.add(f)
		return nil
	}
	comma, skip := delimiter(src)
	if skip == 0 && strings.EqualFold(path.Ext(ref.File), ".tsv") && strings.Contains(src, "\t") {
		comma = '\t'
	}
	if comma == '\t' {
		src = src[:skip] + quoteTabbed(src[skip:])
	}
	g, used, f := separate(src, comma, skip, area, limits)
	if f != nil {
		found.add(f)
		return nil
	}
	if len(g.rows) == 0 {
		found.add(nothing(area, used))
		return nil
	}
	g.readNumbers()
	return g
}

// decodeText gives UTF-8 without a byte order mark. UTF-16 is what Excel calls "Unicode
// Text"; other encodings cannot be told apart.
func decodeText(data []byte) (string, *fault.Fault) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decode16(data[2:], func(b []byte) uint16 { return uint16(b[1])<<8 | uint16(b[0]) }), nil
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decode16(data[2:], func(b []byte) uint16 { return uint16(b[0])<<8 | uint16(b[1]) }), nil
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return "", otherFile(fault.T("bảng tính Excel (.xlsx) mang đuôi tệp văn bản", "an Excel workbook (.xlsx) with the extension of a text"))
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return "", otherFile(fault.T("tệp Office kiểu cũ mang đuôi tệp văn bản", "an old Office file with the extension of a text"))
	}
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return "", &fault.Fault{
			Code:    "sheet-encoding",
			Message: fault.T("tệp .csv không dùng bảng mã UTF-8", "the .csv is not in UTF-8"),
			Hint: fault.T("Mở tệp bằng Excel, chọn Lưu thành (Save As), kiểu “CSV UTF-8 (Comma delimited) (*.csv)”, hoặc lưu thành .xlsx.",
				`Open it in Excel, choose Save As, type "CSV UTF-8 (Comma delimited) (*.csv)", or save it as .xlsx.`),
		}
	}
	return string(data), nil
}

func otherFile(what fault.Text) *fault.Fault {
	f := notSpreadsheet(what)
	f.Hint = fault.T("Đổi đuôi tệp cho đúng, hoặc lưu lại thành .csv.", "Give the file its right extension, or save it as .csv.")
	return f
}

func decode16(data []byte, unit func([]byte) uint16) string {
	units := make([]uint16, 0, len(data)/2)
	for ; len(data) >= 2; data = data[2:] {
		units = append(units, unit(data))
	}
	return string(utf16.Decode(units))
}

// separate cuts a text into cells.
func separate(src string, comma rune, skip int, area Area, limits limit.Limits) (*grid, Area, *fault.Fault) {
	g := &grid{area: area}
	g.area.FirstRow, g.area.FirstColumn = max(area.FirstRow, 1), max(area.FirstColumn, 1)
	rest := src[skip:]
	r := csv.NewReader(strings.NewReader(rest))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = comma, true, -1, true
	var used Area
	row, count, offset := 0, 0, int64(0)
	if skip > 0 {
		row = 1
	}
	for {
		if longLine(rest[offset:], byte(comma), 50*limits.SheetColumns) {
			return nil, used, limit.Exceeded(fault.T("Số cột của bảng", "the number of columns of the table"), strconv.Itoa(limits.SheetColumns))
		}
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return g, used, nil
		}
		if err != nil {
			return nil, used, damaged("csv", err)
		}
		row += 1 + emptyLines(rest[offset:r.InputOffset()])
		offset = r.InputOffset()
		l := line{number: row}
		for i, s := range record {
			if strings.TrimSpace(s) == "" {
				continue
			}
			if used.FirstRow == 0 {
				used = Area{row, i + 1, row, i + 1}
			}
			used.FirstColumn, used.LastRow, used.LastColumn = min(used.FirstColumn, i+1), row, max(used.LastColumn, i+1)
			column := i + 1 - g.area.FirstColumn
			if row < g.area.FirstRow || area.LastRow > 0 && row > area.LastRow || column < 0 || area.LastColumn > 0 && i+1 > area.LastColumn {
				continue
			}
			if column >= limits.SheetColumns {
				return nil, used, limit.Exceeded(fault.T("Số cột của bảng", "the number of columns of the table"), strconv.Itoa(limits.SheetColumns))
			}
			if l.cells == nil {
				l.cells = make([]cell, 0, max(g.width, column+1))
			}
			l.cells = append(l.cells, make([]cell, column+1-len(l.cells))...)
			l.cells[column] = cell{kind: text, text: viet.NFC(s), style: -1}
			g.width = max(g.width, column+1)
		}
		if len(l.cells) > 0 {
			g.rows = append(g.rows, l)
			count += len(l.cells)
			if f := tooMany(len(g.rows), count, limits); f != nil {
				return nil, used, f
			}
		}
		if area.LastRow > 0 && row >= area.LastRow && len(g.rows) > 0 {
			return g, used, nil
		}
	}
}

// quoteTabbed puts quotes around the values of a tab-separated text that begin with a quote
// which is their own. Excel quotes what has tabs or line ends in it and leaves other quotes
// as they are, so that a value like “"A" là …” would swallow what follows.
func quoteTabbed(src string) string {
	if !strings.Contains(src, `"`) {
		return src
	}
	var b strings.Builder
	for len(src) > 0 {
		if src[0] == '"' {
			n := quotedValue(src)
			b.WriteString(src[:n])
			src = src[n:]
		}
		end := strings.IndexAny(src, "\t\n")
		if end < 0 {
			end = len(src) - 1
		}
		value := src[:end+1]
		src = src[end+1:]
		if !strings.HasPrefix(value, `"`) {
			b.WriteString(value)
			continue
		}
		text := strings.TrimRight(value, "\t\r\n")
		b.WriteString(`"` + strings.ReplaceAll(text, `"`, `""`) + `"` + value[len(text):])
	}
	return b.String()
}

// quotedValue is the length of the quoted value that a text begins with, 0 if none ends as
// one: at a tab, at the end of a line or of the text, all quotes inside it doubled.
func quotedValue(src string) int {
	for i := 1; i < len(src); i++ {
		if src[i] != '"' {
			continue
		}
		rest := src[i+1:]
		switch {
		case strings.HasPrefix(rest, `"`):
			i++
		case rest == "", rest[0] == '\t', rest[0] == '\n', strings.HasPrefix(rest, "\r\n"):
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// emptyLines counts the lines without anything before a record, which encoding/csv skips.
func emptyLines(s string) int {
	n := 0
	for {
		rest, ok := strings.CutPrefix(s, "\n")
		if !ok {
			if rest, ok = strings.CutPrefix(s, "\r\n"); !ok {
				return n
			}
		}
		s = rest
		n++
	}
}

// longLine reports whether a line has more separators than anybody's.
func longLine(s string, comma byte, most int) bool {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	return len(s) > most && strings.Count(s, string(rune(comma))) > most
}

// delimiter finds what separates the values, and how many bytes say so ("sep=;"). The one
// wins by which most lines have the same number of values; a comma between digits, which may
// be a decimal one, does not count.
func delimiter(src string) (comma rune, skip int) {
	if first, _, ok := strings.Cut(src, "\n"); ok {
		if sep := strings.TrimSuffix(first, "\r"); len(sep) == 5 && strings.EqualFold(sep[:4], "sep=") && strings.ContainsAny(sep[4:], ";,\t|") {
			return rune(sep[4]), len(first) + 1
		}
	}
	best, bestScore := ',', 0
	for _, candidate := range []rune{'\t', ';', ',', '|'} {
		counts := map[int]int{}
		score := 0
		for _, n := range separators(src, byte(candidate), true) {
			if n > 0 {
				counts[n]++
				score = max(score, counts[n])
			}
		}
		if score > bestScore {
			best, bestScore = candidate, score
		}
	}
	if bestScore == 0 {
		best = ';' // one column of decimal commas, unless there are several in a line
		for _, n := range separators(src, ',', false) {
			if n > 1 {
				best = ','
			}
		}
	}
	return best, 0
}

// separators counts the separators of each of the first records, outside of quotes; between
// digits those only that cannot be decimal commas, if so asked.
func separators(src string, comma byte, decimals bool) []int {
	const records, size = 200, 1 << 18
	var out []int
	n, quoted := 0, false
	src = src[:min(len(src), size)]
	for i := range len(src) {
		switch c := src[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			if out = append(out, n); len(out) == records {
				return out
			}
			n = 0
		case c == comma && !(decimals && comma == ',' && i > 0 && isDigit(src[i-1]) && i+1 < len(src) && isDigit(src[i+1])):
			n++
		}
	}
	return append(out, n)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// readNumbers finds the numbers among the texts of a .csv. Programs write 56.3, people who
// work in Vietnamese 56,3: a number that cannot be Vietnamese, and none that must be, makes
// it a file of the former. Numbers in Vietnamese form stay as they are.
func (g *grid) readNumbers() {
	foreign, native := false, false
	for i := range g.rows {
		for j := range g.rows[i].cells {
			s, _ := cutPercent(g.rows[i].cells[j].text)
			n, ok := viet.ParseNumber(s)
			if !ok {
				continue
			}
			_, fraction, comma := strings.Cut(s, ",")
			foreign = foreign || n.Foreign
			native = native || !n.Foreign && comma && (len(fraction) != 3 || strings.Contains(s, "."))
		}
	}
	for i := range g.rows {
		for j := range g.rows[i].cells {
			c := &g.rows[i].cells[j]
			s, percent := cutPercent(c.text)
			if plainDigits(s) && percent == "" {
				c.kind, c.text = number, s
				continue
			}
			if _, ok := viet.ParseNumber(s); !ok || !foreign || native || !strings.ContainsAny(s, ".,") {
				continue
			}
			switch d, ok := parseStored(strings.ReplaceAll(s, ",", "")); {
			case ok && percent != "":
				c.text = plain(meant(d), true) + percent
			case ok:
				c.kind, c.text = number, strings.ReplaceAll(s, ",", "")
			}
		}
	}
}

// cutPercent takes the percent sign off a number.
func cutPercent(s string) (number, sign string) {
	s = strings.TrimSpace(s)
	if before, ok := strings.CutSuffix(s, "%"); ok {
		return strings.TrimSpace(before), "%"
	}
	return s, ""
}

// plainDigits tells a number from a code: it does not begin with a zero.
func plainDigits(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return s != "" && len(s) <= significant && strings.Trim(s, "0123456789") == "" && (s[0] != '0' || s == "0")
}
