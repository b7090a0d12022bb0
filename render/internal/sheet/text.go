package sheet

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// text is what a cell says, and false if that cannot be told. Where its format leaves it
// open, grouped says whether the thousands of a number are.
func (g *grid) text(c *cell, grouped bool) (string, bool) {
	switch c.kind {
	case text:
		return strings.TrimSpace(viet.NFC(c.text)), true
	case boolean:
		if isTrue(c.text) {
			return "Đúng", true
		}
		return "Sai", true
	case date:
		return isoMoment(c.text)
	case number:
		d, ok := parseStored(c.text)
		if !ok {
			return "", false
		}
		if f := g.style(c).format; f != nil {
			return f.number(d, grouped, g.date1904), true
		}
		return plain(meant(d), grouped), true
	case failed:
		return "", false
	}
	return "", !c.formula
}

// says is the text of a cell for those who look for words in it.
func (g *grid) says(row, column int) string {
	s, _ := g.text(g.cell(row, column), false)
	return s
}

// complain reports a cell whose text cannot be told.
func (g *grid) complain(row, column int, found *faults) {
	c := g.cell(row, column)
	f := &fault.Fault{Place: found.at(g.name(row, column))}
	switch c.kind {
	case failed:
		f.Code = "sheet-error-value"
		f.Message = fault.T("ô có giá trị lỗi %s", "the cell holds the error %s", shorten(c.text))
		f.Hint = fault.T("Sửa công thức của ô rồi lưu lại, hoặc xóa ô nếu không có số liệu.", "Correct the cell's formula and save the file, or empty the cell if there is no figure.")
	case number, date:
		f.Code = "sheet-value"
		f.Message = fault.T("“%s” không phải là số hay ngày", "%q is not a number or a date", shorten(c.text))
		f.Hint = fault.T("Nhập lại ô này trong Excel.", "Enter this cell again in Excel.")
	default:
		f.Code = "sheet-formula"
		f.Message = fault.T("công thức chưa có kết quả được lưu", "the formula has no stored result")
		f.Hint = fault.T("Mở tệp bằng Excel và lưu lại: khi đó kết quả của công thức được lưu trong tệp.", "Open the file in Excel and save it: the results of its formulas are then stored in it.")
	}
	found.add(f)
}

// filled reports whether a cell says something.
func (c *cell) filled() bool { return c.kind != empty || c.formula }

// numeric reports whether a cell is a figure: a number, or a text that is one.
func (c *cell) numeric() bool {
	if c.kind == text {
		_, ok := viet.ParseNumber(strings.TrimSuffix(strings.TrimSpace(c.text), "%"))
		return ok
	}
	return c.kind == number || c.kind == empty && c.formula || c.kind == failed
}

// key is a head's text as it is compared: in small letters, without dots, line ends and what
// stands in brackets.
func key(s string) string {
	s, _, _ = strings.Cut(s, "(")
	s = strings.ReplaceAll(viet.Lower(s), ".", "")
	return strings.Trim(strings.Join(strings.Fields(s), " "), " :;*")
}
