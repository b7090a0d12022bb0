package sheet

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
)

// maxFaults is how many faults of one table are told one by one.
const maxFaults = 50

// faults collects what is wrong in one file.
type faults struct {
	file, sheet string // sheet is "" in a CSV file
	list        fault.List
	more        int
}

// at is the place of a cell.
func (f *faults) at(cell string) fault.Text {
	if f.sheet == "" {
		return fault.T("ô %s", "cell %s", cell)
	}
	return fault.T("trang tính “%s”, ô %s", "sheet %q, cell %s", f.sheet, cell)
}

// where is the place of the sheet itself.
func (f *faults) where() fault.Text {
	if f.sheet == "" {
		return fault.Text{}
	}
	return fault.T("trang tính “%s”", "sheet %q", f.sheet)
}

func (f *faults) add(one *fault.Fault) {
	if len(f.list) >= maxFaults {
		f.more++
		return
	}
	f.list = append(f.list, one)
}

// done is the list, with the file named in each fault.
func (f *faults) done() fault.List {
	if f.more > 0 {
		f.list = append(f.list, &fault.Fault{
			Severity: fault.Note, Code: "sheet-more", Place: f.where(),
			Message: fault.T("còn %d lỗi nữa như vậy", "%d more faults like these", f.more),
		})
	}
	return f.list.InFile(f.file)
}

var tooDeep = fault.Text{Vi: "các phần tử lồng nhau quá sâu", En: "its elements nest too deep"}

// damaged is the fault of a part that cannot be read; the reason is an error, a string or a
// [fault.Text].
func damaged(what string, reason any) *fault.Fault {
	return &fault.Fault{
		Code:    "sheet-damaged",
		Message: fault.T("bảng tính bị hỏng: phần “%s” không đọc được (%v)", "the spreadsheet is damaged: part %q cannot be read (%v)", what, reason),
		Hint:    fault.T("Mở tệp bằng Excel để sửa (Mở và sửa chữa) rồi lưu lại, hoặc lấy lại bản gốc.", "Let Excel mend it (Open and Repair) and save it again, or get the original once more."),
	}
}

func encrypted() *fault.Fault {
	return &fault.Fault{
		Code:    "sheet-encrypted",
		Message: fault.T("bảng tính được bảo vệ bằng mật khẩu nên không đọc được", "the spreadsheet is protected by a password and cannot be read"),
		Hint: fault.T("Mở tệp bằng Excel, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc › Mã hóa bằng mật khẩu) rồi lưu lại.",
			"Open it in Excel, take the password off (File › Info › Protect Workbook › Encrypt with Password) and save it again."),
	}
}

var saveAsXlsx = fault.Text{
	Vi: "Mở tệp bằng Excel, chọn Lưu thành (Save As) và lưu dưới dạng “Excel Workbook (*.xlsx)”.",
	En: `Open it in Excel, choose Save As and save it as "Excel Workbook (*.xlsx)".`,
}

func notSpreadsheet(what fault.Text) *fault.Fault {
	return &fault.Fault{
		Code:    "sheet-format",
		Message: fault.T("tệp là %s, không phải bảng tính .xlsx hoặc .csv", "the file is %s, not an .xlsx or .csv spreadsheet", what),
		Hint:    saveAsXlsx,
	}
}

func emptyTable(place fault.Text, area string) *fault.Fault {
	message := fault.T("không có ô nào có nội dung", "no cell holds anything")
	if area != "" {
		message = fault.T("vùng ô %s không có nội dung", "the cells %s hold nothing", area)
	}
	return &fault.Fault{
		Code: "sheet-empty", Place: place, Message: message,
		Hint: fault.T("Xem lại tên trang tính và vùng ô ở sau dấu #.", "Look at the sheet's name and the cells that follow the #."),
	}
}

func outside(place fault.Text, area, used string) *fault.Fault {
	return &fault.Fault{
		Code: "sheet-range", Place: place,
		Message: fault.T("vùng ô %s nằm ngoài phần có dữ liệu (%s)", "the cells %s are outside of what holds data (%s)", area, used),
		Hint:    fault.T("Viết vùng ô nằm trong %s.", "Name cells inside %s.", used),
	}
}

// shorten keeps a text of the file from filling a message.
func shorten(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// someOf lists names, the first few where there are many.
func someOf(names []string) string {
	const most = 12
	quoted := make([]string, 0, most+1)
	for i, n := range names {
		if i == most {
			quoted = append(quoted, "…")
			break
		}
		quoted = append(quoted, "“"+shorten(n)+"”")
	}
	return strings.Join(quoted, ", ")
}
