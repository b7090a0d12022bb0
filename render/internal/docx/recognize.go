package docx

import (
	"archive/zip"
	"bytes"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/opc"
	"github.com/bienban/bienban/render/internal/xml"
)

var saveAsDocx = fault.Text{
	Vi: "Mở tệp bằng Word, chọn Lưu thành (Save As) và lưu dưới dạng “Word Document (*.docx)”.",
	En: `Open it in Word, choose Save As and save it as "Word Document (*.docx)".`,
}

func encrypted() *fault.Fault {
	return &fault.Fault{
		Code:    "encrypted",
		Message: fault.T("tệp Word được bảo vệ bằng mật khẩu nên không đọc được", "the Word file is protected by a password and cannot be read"),
		Hint: fault.T("Mở tệp bằng Word, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ tài liệu › Mã hóa bằng mật khẩu) rồi lưu lại.",
			"Open it in Word, take the password off (File › Info › Protect Document › Encrypt with Password) and save it again."),
	}
}

func damaged(part string, err error) *fault.Fault {
	if f := xml.Fault(part, err); f != nil {
		return f
	}
	return &fault.Fault{
		Code:    "damaged-package",
		Message: fault.T("tệp Word bị hỏng: phần “%s” không đọc được (%s)", "the Word file is damaged: part %q cannot be read (%s)", part, reason(err)),
		Hint:    fault.T("Mở tệp bằng Word để sửa (Mở và sửa chữa) rồi lưu lại, hoặc lấy lại bản gốc.", "Let Word mend it (Open and Repair) and save it again, or get the original once more."),
	}
}

func missing(part string) *fault.Fault {
	return &fault.Fault{
		Code:    "missing-part",
		Message: fault.T("tệp không phải là văn bản Word hoàn chỉnh: thiếu phần “%s”", "the file is not a whole Word document: part %q is missing", part),
		Hint:    saveAsDocx,
	}
}

func wrongMain(contentType string) *fault.Fault {
	if name := programOf(contentType); name != "" {
		return another(fault.Same(name), saveAsDocx)
	}
	return &fault.Fault{
		Code:    "not-docx",
		Message: fault.T("phần chính của tệp không phải là văn bản Word (kiểu “%s”)", "the main part of the file is not a Word document (type %q)", contentType),
		Hint:    saveAsDocx,
	}
}

func another(what, hint fault.Text) *fault.Fault {
	return &fault.Fault{
		Code:    "not-docx",
		Message: fault.T("tệp là %s, không phải văn bản Word (.docx)", "the file is %s, not a Word document (.docx)", what),
		Hint:    hint,
	}
}

func programOf(contentType string) string {
	switch {
	case strings.Contains(contentType, "spreadsheetml"), strings.Contains(contentType, "ms-excel"):
		return "Excel (.xlsx)"
	case strings.Contains(contentType, "presentationml"), strings.Contains(contentType, "ms-powerpoint"):
		return "PowerPoint (.pptx)"
	case strings.Contains(contentType, "ms-visio"):
		return "Visio (.vsdx)"
	}
	return ""
}

// otherProgram recognises packages that are no office document of this kind.
func otherProgram(z *zip.Reader, p *Package) *fault.Fault {
	e, ok := p.index["mimetype"]
	if !ok || e.raw.UncompressedSize64 > 200 {
		return nil
	}
	if b, err := opc.Unpack(e.raw); err == nil {
		switch kind := string(b); {
		case strings.HasPrefix(kind, "application/vnd.oasis.opendocument.text"):
			return another(fault.T("văn bản LibreOffice (.odt)", "a LibreOffice text document (.odt)"), saveAsDocx)
		case strings.HasPrefix(kind, "application/vnd.oasis.opendocument"):
			return another(fault.T("tệp LibreOffice (OpenDocument)", "a LibreOffice file (OpenDocument)"), saveAsDocx)
		case strings.HasPrefix(kind, "application/epub"):
			return another(fault.T("sách điện tử EPUB", "an EPUB book"), saveAsDocx)
		}
	}
	return nil
}

// notPackage tells what data is that archive/zip cannot open.
func notPackage(data []byte) *fault.Fault {
	start := bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\xef\xbb\xbf"))
	text := strings.ToLower(strings.TrimSpace(string(start)))
	switch {
	case len(data) == 0:
		return another(fault.T("tệp rỗng", "empty"), fault.T("Kiểm tra lại tệp, hoặc chép lại từ bản gốc.", "Look at the file, or copy it from the original again."))
	case opc.IsCompound(data):
		return compound(data)
	case bytes.HasPrefix(data, []byte("PK")):
		return &fault.Fault{
			Code:    "damaged-package",
			Message: fault.T("tệp Word bị hỏng hoặc chép chưa hết", "the Word file is damaged, or was not copied to its end"),
			Hint:    fault.T("Chép hoặc tải lại tệp từ bản gốc.", "Copy or download the file from the original again."),
		}
	case strings.HasPrefix(text, `{\rtf`):
		return another(fault.T("văn bản RTF", "an RTF document"), saveAsDocx)
	case strings.HasPrefix(text, "%pdf-"):
		return another(fault.T("tệp PDF", "a PDF"), fault.T("Dùng tệp Word mà bản PDF được tạo ra từ đó.", "Use the Word file that the PDF was made from."))
	case strings.HasPrefix(text, "<!doctype html"), strings.Contains(text, "<html"):
		return another(fault.T("trang web (HTML)", "a web page (HTML)"), saveAsDocx)
	case strings.Contains(text, "schemas.microsoft.com/office/2006/xmlpackage"), strings.Contains(text, "schemas.microsoft.com/office/word/2003/wordml"):
		return another(fault.T("văn bản Word dạng XML (.xml)", "a Word document as one XML file (.xml)"), saveAsDocx)
	}
	return another(fault.T("một tệp khác", "something else"), saveAsDocx)
}

// compound tells what a compound file is.
func compound(data []byte) *fault.Fault {
	has := func(name string) bool { return opc.HasStream(data, name) }
	switch {
	case has("EncryptedPackage"):
		return encrypted()
	case has("WordDocument"):
		return another(fault.T("văn bản Word kiểu cũ (.doc)", "an old Word document (.doc)"), saveAsDocx)
	case has("Workbook"):
		return another(fault.T("bảng tính Excel kiểu cũ (.xls)", "an old Excel workbook (.xls)"), saveAsDocx)
	case has("PowerPoint Document"):
		return another(fault.T("bản trình chiếu PowerPoint kiểu cũ (.ppt)", "an old PowerPoint presentation (.ppt)"), saveAsDocx)
	}
	return another(fault.T("tệp kiểu cũ của Office", "an old Office file"), saveAsDocx)
}
