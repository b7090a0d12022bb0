package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/viet"
)

// A workbook is an .xlsx: excelize has read its sheets, names and styles; the cells of one
// sheet are ours to read.
type workbook struct {
	pack     *pack
	sheets   []worksheet
	names    []definedName
	strings  string // the part of the shared strings; "": there are none
	styles   []style
	date1904 bool
}

type worksheet struct {
	name, part string
	hidden     bool
}

type definedName struct{ name, scope, refersTo string } // scope is "" or a sheet

// A style is what we need of a cell's.
type style struct {
	format *format // nil: General
	bold   bool
	indent int
}

// openWorkbook reads what a workbook says of itself.
func openWorkbook(data []byte, limits limit.Limits) (*workbook, *fault.Fault) {
	p, f := openPack(data, limits)
	if f != nil {
		return nil, f
	}
	roots, f := p.links("")
	if f != nil {
		return nil, f
	}
	i := slices.IndexFunc(roots, func(l link) bool { return l.kind == "officeDocument" })
	if i < 0 || !strings.HasPrefix(fold(roots[i].target), "xl/") || strings.HasSuffix(fold(roots[i].target), ".bin") {
		return nil, p.otherProgram()
	}
	main := roots[i].target
	links, f := p.links(main)
	if f != nil {
		return nil, f
	}
	skeleton, f := p.skeleton(main, links)
	if f != nil {
		return nil, f
	}
	w := &workbook{pack: p}
	if err := w.readSkeleton(skeleton); err != nil {
		return nil, damaged(main, err)
	}
	for i := range w.sheets {
		s := &w.sheets[i]
		if j := slices.IndexFunc(links, func(l link) bool { return l.id == s.part }); j >= 0 {
			s.part = links[j].target
		} else {
			s.part = ""
		}
	}
	for _, l := range links {
		if l.kind == "sharedStrings" {
			w.strings = l.target
		}
	}
	if len(w.sheets) == 0 {
		return nil, damaged(main, fault.T("không có trang tính nào", "it has no sheets"))
	}
	return w, nil
}

// skeleton is the package without its sheets, strings and pictures, as a zip of its own.
// excelize decodes whole parts, with several times their size in memory, so it gets those
// only that it is asked about.
func (p *pack) skeleton(main string, links []link) ([]byte, *fault.Fault) {
	keep := []string{"[content_types].xml", "_rels/.rels", fold(main), fold(main[:strings.LastIndexByte(main, '/')+1] + "_rels/" + main[strings.LastIndexByte(main, '/')+1:] + ".rels")}
	for _, l := range links {
		if l.kind == "styles" {
			keep = append(keep, fold(l.target))
		}
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range keep {
		f, ok := p.parts[name]
		if !ok {
			continue
		}
		content, bad := p.structure(name)
		if bad != nil {
			return nil, bad
		}
		to, err := z.CreateHeader(&zip.FileHeader{Name: strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"), Method: zip.Store})
		if err == nil {
			_, err = to.Write(content)
		}
		if err != nil {
			return nil, damaged(name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, damaged("zip", err)
	}
	return b.Bytes(), nil
}

// readSkeleton has excelize read the workbook and its styles. The part of a sheet is the
// id of its relationship, for the time being.
func (w *workbook) readSkeleton(data []byte) (err error) {
	// excelize trusts indexes and optional elements of the file in places.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	// Equal limits: otherwise it writes what is bigger than the second to temporary files.
	const most = 8 * structureBytes
	x, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: most, UnzipXMLSizeLimit: most})
	if err != nil {
		return err
	}
	defer x.Close()
	names := x.GetDefinedName() // it makes excelize read the workbook
	for _, s := range x.WorkBook.Sheets.Sheet {
		w.sheets = append(w.sheets, worksheet{viet.NFC(s.Name), s.ID, s.State == "hidden" || s.State == "veryHidden"})
	}
	for _, n := range names {
		d := definedName{viet.NFC(n.Name), viet.NFC(n.Scope), viet.NFC(n.RefersTo)}
		if n.Scope == "Workbook" {
			d.scope = ""
		}
		w.names = append(w.names, d)
	}
	w.date1904 = x.WorkBook.WorkbookPr != nil && x.WorkBook.WorkbookPr.Date1904
	w.readStyles(x)
	return nil
}

func (w *workbook) readStyles(x *excelize.File) {
	if x.Styles == nil || x.Styles.CellXfs == nil {
		return
	}
	codes := map[int]string{}
	if x.Styles.NumFmts != nil {
		for _, n := range x.Styles.NumFmts.NumFmt {
			codes[n.NumFmtID] = n.FormatCode
		}
	}
	parsed := map[int]*format{}
	for _, xf := range x.Styles.CellXfs.Xf {
		var s style
		if xf.NumFmtID != nil {
			id := *xf.NumFmtID
			f, ok := parsed[id]
			if !ok {
				code, own := codes[id]
				if !own {
					code = builtin[id]
				}
				if code != "" && !strings.EqualFold(code, "General") {
					f = parseFormat(viet.NFC(code))
				}
				parsed[id] = f
			}
			s.format = f
		}
		if fonts := x.Styles.Fonts; fonts != nil && xf.FontID != nil && *xf.FontID >= 0 && *xf.FontID < len(fonts.Font) {
			if font := fonts.Font[*xf.FontID]; font != nil && font.B != nil {
				s.bold = font.B.Val == nil || *font.B.Val
			}
		}
		if xf.Alignment != nil {
			s.indent = max(0, xf.Alignment.Indent)
		}
		w.styles = append(w.styles, s)
	}
}

// find gives the sheet and the cells that a reference means.
func (w *workbook) find(r Reference) (*worksheet, Area, *fault.Fault) {
	if r.Sheet == "" && r.Name != "" {
		if s := w.sheet(r.Name); s != nil {
			return s, Area{}, nil
		}
	}
	if r.Name != "" {
		return w.findName(r)
	}
	if r.Sheet == "" {
		for i := range w.sheets {
			if !w.sheets[i].hidden {
				return &w.sheets[i], r.Area, nil
			}
		}
		return &w.sheets[0], r.Area, nil
	}
	if s := w.sheet(r.Sheet); s != nil {
		return s, r.Area, nil
	}
	return nil, Area{}, w.unknown(fault.T("không có trang tính “%s”", "there is no sheet %q", shorten(r.Sheet)), r.Sheet)
}

// findName follows a defined name, or takes the word for a cell.
func (w *workbook) findName(r Reference) (*worksheet, Area, *fault.Fault) {
	var found *definedName
	for i := range w.names {
		n := &w.names[i]
		if !strings.EqualFold(n.name, r.Name) || n.scope != "" && r.Sheet != "" && !strings.EqualFold(n.scope, r.Sheet) {
			continue
		}
		if found == nil || n.scope != "" && strings.EqualFold(n.scope, r.Sheet) || found.scope != "" && n.scope == "" && r.Sheet == "" {
			found = n
		}
	}
	if found == nil {
		if c, row, ok := parseCell(r.Name); ok && c > 0 && row > 0 {
			return w.find(Reference{File: r.File, Sheet: r.Sheet, Area: Area{row, c, row, c}})
		}
		if r.Sheet != "" && w.sheet(r.Sheet) == nil {
			return w.find(Reference{File: r.File, Sheet: r.Sheet})
		}
		return nil, Area{}, w.unknown(fault.T("không có trang tính, vùng đặt tên hay ô nào là “%s”", "no sheet, defined name or cell is called %q", shorten(r.Name)), r.Name)
	}
	target := Reference{File: r.File}
	refersTo := strings.TrimPrefix(found.refersTo, "=")
	if f := target.parseFragment(refersTo); f == nil && w.sheet(target.Sheet) != nil {
		if c, row, ok := parseCell(target.Name); target.Name == "" || ok && c > 0 && row > 0 {
			if target.Name != "" {
				target.Name, target.Area = "", Area{row, c, row, c}
			}
			return w.find(target)
		}
	}
	return nil, Area{}, &fault.Fault{
		Code:    "sheet-range",
		Message: fault.T("tên “%s” không chỉ một vùng ô liền nhau (%s)", "the name %q is not one range of cells (%s)", found.name, shorten(found.refersTo)),
		Hint:    fault.T("Viết thẳng vùng ô, ví dụ #A5:H40, hoặc sửa tên trong Excel (Công thức › Trình quản lý tên).", "Write the cells themselves, such as #A5:H40, or correct the name in Excel (Formulas › Name Manager)."),
	}
}

// sheet finds a sheet as Excel does, whatever the case of its letters.
func (w *workbook) sheet(name string) *worksheet {
	for i := range w.sheets {
		if strings.EqualFold(strings.TrimSpace(w.sheets[i].name), strings.TrimSpace(name)) {
			return &w.sheets[i]
		}
	}
	return nil
}

// unknown is the fault of a name that is nowhere.
func (w *workbook) unknown(message fault.Text, name string) *fault.Fault {
	var sheets, names []string
	for _, s := range w.sheets {
		sheets = append(sheets, s.name)
	}
	for _, n := range w.names {
		if !strings.HasPrefix(n.name, "_xlnm.") {
			names = append(names, n.name)
		}
	}
	hint := fault.T("Tệp có các trang tính: %s.", "The sheets of the file: %s.", someOf(sheets))
	if len(names) > 0 {
		hint = fault.T("%s Vùng đặt tên: %s.", "%s Defined names: %s.", hint, someOf(names))
	}
	if near := fault.Nearest(name, append(slices.Clone(sheets), names...)); near != "" {
		hint = fault.T("Có phải là “%s”? %s", "Did you mean %q? %s", near, hint)
	}
	return &fault.Fault{Code: "sheet-not-found", Message: message, Hint: hint}
}
