package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// The size of a sheet (ECMA-376 Part 1 has no bound; these are Excel's).
const (
	lastColumn = 16_384
	lastRow    = 1_048_576
)

// A Reference names cells of a spreadsheet file, as [ParseReference] reads it.
type Reference struct {
	File  string // as written, never ""
	Sheet string // "": the first one that is visible, or the one that Name leads to
	// Name is a word that only the file can tell: a sheet, a defined name or, if it is
	// neither, one cell ("Quy3" is a sheet's name and a cell's). "" where Area says it all.
	Name string
	Area Area
}

// An Area is a rectangle of cells, counted from 1 and with both ends. A 0 is open: the
// zero Area is all that is used.
type Area struct {
	FirstRow, FirstColumn int
	LastRow, LastColumn   int
}

// String is r as [ParseReference] reads it.
func (r Reference) String() string {
	var b strings.Builder
	b.WriteString(r.File)
	if r.Sheet != "" || r.Name != "" || r.Area != (Area{}) {
		b.WriteByte('#')
	}
	if r.Sheet != "" {
		b.WriteString("'" + strings.ReplaceAll(r.Sheet, "'", "''") + "'")
		if r.Name != "" || r.Area != (Area{}) {
			b.WriteByte('!')
		}
	}
	b.WriteString(r.Name)
	b.WriteString(r.Area.String())
	return b.String()
}

// String is a as Excel writes it: "A5:H40", "A5:H", "A:H", "5:40"; "" for the zero Area.
func (a Area) String() string {
	if a == (Area{}) {
		return ""
	}
	corner := func(column, row int) string {
		s := ""
		if column > 0 {
			s = letters(column)
		}
		if row > 0 {
			s += strconv.Itoa(row)
		}
		return s
	}
	return corner(a.FirstColumn, a.FirstRow) + ":" + corner(a.LastColumn, a.LastRow)
}

// ParseReference reads where a table of figures stands:
//
//	chi-tieu.xlsx                    the used cells of the first visible sheet
//	chi-tieu.xlsx#Quy3               a sheet, or a defined name
//	chi-tieu.xlsx#A5:H40             cells; $A$5:$H$40, A5:H and A:H are read too
//	chi-tieu.xlsx#'Quý 3'!A5:H40     both, the quotes as in Excel ('' for one inside)
//	chi-tieu.csv#A1:F20
//
// The fault is nil where the text can be read; whether the file has such cells is for
// [Read] to say.
func ParseReference(s string) (Reference, *fault.Fault) {
	s = strings.TrimSpace(viet.NFC(s))
	file, fragment := cutFragment(s)
	r := Reference{File: file}
	if file == "" {
		return Reference{}, badReference(fault.T("không có tên tệp trong “%s”", "there is no file name in %q", s))
	}
	if strings.HasSuffix(s, "#") {
		return Reference{}, badReference(fault.T("không có gì sau dấu # trong “%s”", "nothing follows the # in %q", s))
	}
	if fragment == "" {
		return r, nil
	}
	if f := r.parseFragment(fragment); f != nil {
		return Reference{}, f
	}
	return r, nil
}

// parseFragment reads what follows the #, which is also what a defined name refers to.
func (r *Reference) parseFragment(s string) *fault.Fault {
	rest := s
	switch quoted, after, ok := cutQuoted(s); {
	case strings.HasPrefix(s, "'") && !ok:
		return badReference(fault.T("dấu nháy đơn trong “%s” không khép lại", "a quote in %q does not end", s))
	case ok && after == "":
		r.Sheet = quoted
		return nil
	case ok && !strings.HasPrefix(after, "!"):
		return badReference(fault.T("thiếu dấu ! sau tên trang tính trong “%s”", "there is no ! after the sheet's name in %q", s))
	case ok:
		r.Sheet, rest = quoted, after[1:]
	default:
		if i := strings.LastIndexByte(s, '!'); i >= 0 {
			r.Sheet, rest = strings.TrimSpace(s[:i]), s[i+1:]
			if r.Sheet == "" {
				return badReference(fault.T("không có tên trang tính trước dấu ! trong “%s”", "there is no sheet's name before the ! in %q", s))
			}
		}
	}
	rest = strings.TrimSpace(rest)
	if rest == "" {
		return badReference(fault.T("thiếu vùng ô sau dấu ! trong “%s”", "no cells follow the ! in %q", s))
	}
	from, to, isRange := strings.Cut(rest, ":")
	if !isRange {
		r.Name = rest
		return nil
	}
	a, ok := parseArea(from, to)
	if !ok {
		return badReference(fault.T("“%s” không phải là vùng ô", "%q is not a range of cells", rest))
	}
	r.Area = a
	return nil
}

func badReference(message fault.Text) *fault.Fault {
	return &fault.Fault{
		Code:    "sheet-reference",
		Message: message,
		Hint: fault.T("Viết theo mẫu: chi-tieu.xlsx, chi-tieu.xlsx#A5:H40, chi-tieu.xlsx#'Quý 3'!A5:H40 hoặc chi-tieu.csv.",
			"Write it like chi-tieu.xlsx, chi-tieu.xlsx#A5:H40, chi-tieu.xlsx#'Quý 3'!A5:H40 or chi-tieu.csv."),
	}
}

// cutFragment cuts at the # that follows the extension, as names of files and of sheets may
// hold one; without an extension that we know, at the first.
func cutFragment(s string) (file, fragment string) {
	for i := range len(s) {
		if s[i] != '#' {
			continue
		}
		lower := strings.ToLower(s[:i])
		for _, ext := range []string{".xlsx", ".xlsm", ".xltx", ".xltm", ".csv", ".tsv", ".txt", ".xls", ".xlsb", ".ods"} {
			if strings.HasSuffix(lower, ext) {
				return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
			}
		}
	}
	file, fragment, _ = strings.Cut(s, "#")
	return strings.TrimSpace(file), strings.TrimSpace(fragment)
}

// cutQuoted reads a name in quotes at the beginning of s.
func cutQuoted(s string) (name, after string, ok bool) {
	if !strings.HasPrefix(s, "'") {
		return "", "", false
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != '\'' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		return b.String(), s[i+1:], b.Len() > 0
	}
	return "", "", false
}

// parseArea reads both ends of a range. Swapped ends are put in order.
func parseArea(from, to string) (Area, bool) {
	c1, r1, ok1 := parseCell(from)
	c2, r2, ok2 := parseCell(to)
	if !ok1 || !ok2 {
		return Area{}, false
	}
	switch {
	case c1 == 0 && c2 == 0: // 5:40
	case c1 == 0 || c2 == 0, r1 == 0 && r2 != 0: // 5:H, A:H40
		return Area{}, false
	}
	if c2 < c1 {
		c1, c2 = c2, c1
	}
	if r2 != 0 && r2 < r1 {
		r1, r2 = r2, r1
	}
	return Area{r1, c1, r2, c2}, true
}

// parseCell reads "H40", "$H$40", "H" or "40"; what is not there is 0.
func parseCell(s string) (column, row int, ok bool) {
	s = strings.TrimSpace(s)
	i := 0
	if strings.HasPrefix(s, "$") {
		i++
	}
	for ; i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z'); i++ {
		if column = column*26 + int(s[i]|0x20-'a') + 1; column > lastColumn {
			return 0, 0, false
		}
	}
	if column > 0 && i < len(s) && s[i] == '$' {
		i++
	}
	digits := s[i:]
	for ; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, 0, false
		}
		if row = row*10 + int(s[i]-'0'); row > lastRow {
			return 0, 0, false
		}
	}
	return column, row, (column > 0 || row > 0) && (digits == "" || row > 0)
}

// letters names a column, from 1: "A", "Z", "AA".
func letters(column int) string {
	var b [8]byte
	i := len(b)
	for ; column > 0 && i > 0; column = (column - 1) / 26 {
		i--
		b[i] = byte('A' + (column-1)%26)
	}
	return string(b[i:])
}

// cellName is "D7".
func cellName(row, column int) string { return fmt.Sprintf("%s%d", letters(column), row) }
