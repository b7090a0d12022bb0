package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/opc"
	"github.com/bienban/bienban/render/internal/xml"
)

// A pack is the zip of a workbook. Parts are unpacked when they are asked for: of thirty
// sheets, one is read.
type pack struct {
	parts  map[string]*zip.File // by name in small letters, as names are compared (ECMA-376 Part 2)
	limits limit.Limits
}

// openPack checks the declared sizes of all parts, to which archive/zip then holds them.
func openPack(data []byte, limits limit.Limits) (*pack, *fault.Fault) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, notPackage(data)
	}
	p := &pack{parts: make(map[string]*zip.File, min(len(z.File), limits.Parts)), limits: limits}
	var total uint64
	for _, f := range z.File {
		name := fold(f.Name)
		if f.Flags&1 != 0 {
			return nil, encrypted()
		}
		if f.UncompressedSize64 > uint64(limits.PartBytes) {
			return nil, limit.Exceeded(fault.T("Phần “%s” trong bảng tính", "part %q of the spreadsheet", shorten(f.Name)), limit.Bytes(limits.PartBytes))
		}
		if !opc.Plausible(f) {
			return nil, damaged(shorten(f.Name), fault.T("dung lượng không khớp với tệp", "its size is not what the file says"))
		}
		if total += f.UncompressedSize64; total > uint64(limits.UnpackedBytes) {
			return nil, limit.Exceeded(fault.T("Nội dung giải nén của bảng tính", "the unpacked content of the spreadsheet"), limit.Bytes(limits.UnpackedBytes))
		}
		if len(p.parts) >= limits.Parts {
			return nil, limit.Exceeded(fault.T("Số phần trong bảng tính", "the number of parts in the spreadsheet"), fmt.Sprint(limits.Parts))
		}
		if _, twice := p.parts[name]; twice {
			return nil, damaged(shorten(f.Name), fault.T("xuất hiện hai lần trong tệp", "it stands in the file twice"))
		}
		p.parts[name] = f
	}
	return p, nil
}

func fold(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// read is the text of a part; the fault names it if it is not there.
func (p *pack) read(name string) (string, *fault.Fault) {
	f, ok := p.parts[fold(name)]
	if !ok {
		return "", damaged(shorten(name), fault.T("không có trong tệp", "it is missing"))
	}
	b, err := opc.Unpack(f)
	if err != nil {
		return "", damaged(shorten(name), strings.TrimPrefix(err.Error(), "zip: "))
	}
	s, err := xml.UTF8(b)
	if err != nil {
		return "", damaged(shorten(name), err)
	}
	return s, nil
}

// A link is a relationship to a part inside the package.
type link struct{ id, kind, target string }

// links reads the relationships of a part, "" being the package itself.
func (p *pack) links(part string) ([]link, *fault.Fault) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if _, ok := p.parts[fold(name)]; !ok {
		return nil, nil
	}
	b, f := p.structure(name)
	if f != nil {
		return nil, f
	}
	src, err := xml.UTF8(b)
	if err != nil {
		return nil, damaged(shorten(name), err)
	}
	root, err := xml.Parse(src, p.limits.XML())
	if err != nil {
		return nil, damaged(name, err)
	}
	var out []link
	for n := range root.Children() {
		if n.Name != "rel:Relationship" || n.Get("TargetMode") == "External" {
			continue
		}
		target := strings.ReplaceAll(n.Get("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		kind := n.Get("Type")
		out = append(out, link{n.Get("Id"), kind[strings.LastIndexByte(kind, '/')+1:], path.Clean(target)[1:]})
	}
	return out, nil
}

// Bounds of each part that becomes a tree: what a workbook says of itself, its sheets and
// its styles. A tag of five bytes becomes a hundred times that in memory. Files that went
// through many hands hold tens of thousands of styles, and stay below.
const (
	structureBytes = 16 << 20
	structureTags  = 600_000
)

// structure unpacks a part that becomes a tree.
func (p *pack) structure(name string) ([]byte, *fault.Fault) {
	f := p.parts[fold(name)]
	what := fault.T("Phần “%s” trong bảng tính", "part %q of the spreadsheet", shorten(name))
	if f.UncompressedSize64 > structureBytes {
		return nil, limit.Exceeded(what, limit.Bytes(structureBytes))
	}
	b, err := opc.Unpack(f)
	if err != nil {
		return nil, damaged(shorten(name), strings.TrimPrefix(err.Error(), "zip: "))
	}
	if bytes.Count(b, []byte("<")) > structureTags {
		return nil, limit.Exceeded(what, fmt.Sprintf("%d <…>", structureTags))
	}
	return b, nil
}

// notPackage tells what data is that archive/zip cannot open.
func notPackage(data []byte) *fault.Fault {
	start := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(data[:min(len(data), 4096)]), "\ufeff")))
	switch {
	case len(data) == 0:
		return notSpreadsheet(fault.T("tệp rỗng", "empty"))
	case opc.IsCompound(data):
		return compound(data)
	case bytes.HasPrefix(data, []byte("PK")):
		return damaged("zip", fault.T("thiếu phần cuối tệp", "the end of the file is missing"))
	case strings.HasPrefix(start, "%pdf-"):
		return notSpreadsheet(fault.T("tệp PDF", "a PDF"))
	case strings.HasPrefix(start, "<!doctype html"), strings.Contains(start, "<html"), strings.Contains(start, "<table"):
		return notSpreadsheet(fault.T("trang web (HTML)", "a web page (HTML)"))
	case strings.Contains(start, "schemas-microsoft-com:office:spreadsheet"):
		return notSpreadsheet(fault.T("bảng tính Excel dạng XML (.xml)", "an Excel workbook as one XML file (.xml)"))
	}
	return notSpreadsheet(fault.T("một tệp khác", "something else"))
}

// compound tells what a compound file is.
func compound(data []byte) *fault.Fault {
	has := func(name string) bool { return opc.HasStream(data, name) }
	switch {
	case has("EncryptedPackage"):
		return encrypted()
	case has("WordDocument"):
		return notSpreadsheet(fault.T("văn bản Word kiểu cũ (.doc)", "an old Word document (.doc)"))
	case has("Workbook"), has("Book"):
		return notSpreadsheet(fault.T("bảng tính Excel kiểu cũ (.xls)", "an old Excel workbook (.xls)"))
	}
	return notSpreadsheet(fault.T("tệp kiểu cũ của Office", "an old Office file"))
}

// otherProgram tells what a package without a workbook is.
func (p *pack) otherProgram() *fault.Fault {
	for _, known := range []struct {
		part string
		what fault.Text
	}{
		{"xl/workbook.bin", fault.T("bảng tính Excel nhị phân (.xlsb)", "a binary Excel workbook (.xlsb)")},
		{"word/document.xml", fault.T("văn bản Word (.docx)", "a Word document (.docx)")},
		{"ppt/presentation.xml", fault.T("bản trình chiếu PowerPoint (.pptx)", "a PowerPoint presentation (.pptx)")},
		{"mimetype", fault.T("tệp LibreOffice (OpenDocument)", "a LibreOffice file (OpenDocument)")},
	} {
		if _, ok := p.parts[known.part]; ok {
			return notSpreadsheet(known.what)
		}
	}
	return notSpreadsheet(fault.T("một tệp khác", "something else"))
}
