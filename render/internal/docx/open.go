package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/opc"
	"github.com/bienban/bienban/render/internal/xml"
)

// Open reads a package from the bytes of a .docx; .dotx, .docm and .dotm are read too.
// Sizes are checked before anything is unpacked. The package keeps data, which must not
// change afterwards. Its faults are a [fault.List].
func Open(data []byte, limits limit.Limits) (*Package, error) {
	limits = limits.OrDefault()
	if int64(len(data)) > limits.PackageBytes {
		return nil, fault.List{limit.Exceeded(fault.T("Tệp Word", "the Word file"), limit.Bytes(limits.PackageBytes))}
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fault.List{notPackage(data)}
	}
	p := &Package{index: map[string]*entry{}, relations: map[string][]Relationship{}}
	files, f := p.list(z, limits)
	if f != nil {
		return nil, fault.List{f}
	}
	// Tell a file of another program before looking for what it has not.
	if f := otherProgram(z, p); f != nil {
		return nil, fault.List{f}
	}
	skeleton := readSkeleton(data, p)
	for i, e := range p.entries {
		if fold(e.name) == skeletonMain && skeleton != nil {
			e.data = skeleton
		} else if e.data, err = opc.Unpack(files[i]); err != nil {
			return nil, fault.List{damaged(e.name, err)}
		}
		if e.packed, err = packed(data, e.raw); err != nil {
			return nil, fault.List{damaged(e.name, err)}
		}
	}
	if f := p.readStructure(limits); f != nil {
		return nil, fault.List{f}
	}
	return p, nil
}

// list makes the entries, without their data, and checks every declared size.
func (p *Package) list(z *zip.Reader, limits limit.Limits) ([]*zip.File, *fault.Fault) {
	var files []*zip.File
	var total uint64
	for _, f := range z.File {
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")
		if name == "" || strings.HasSuffix(name, "/") {
			continue // a folder
		}
		if f.Flags&1 != 0 {
			return nil, encrypted()
		}
		if f.UncompressedSize64 > uint64(limits.PartBytes) {
			return nil, limit.Exceeded(fault.T("Phần “%s” trong tệp Word", "part %q of the Word file", name), limit.Bytes(limits.PartBytes))
		}
		if !opc.Plausible(f) {
			return nil, damaged(name, errors.New("its size is not what the file says"))
		}
		if total += f.UncompressedSize64; total > uint64(limits.UnpackedBytes) {
			return nil, limit.Exceeded(fault.T("Nội dung giải nén của tệp Word", "the unpacked content of the Word file"), limit.Bytes(limits.UnpackedBytes))
		}
		if len(p.entries) >= limits.Parts {
			return nil, limit.Exceeded(fault.T("Số phần trong tệp Word", "the number of parts in the Word file"), fmt.Sprint(limits.Parts))
		}
		if _, ok := p.index[fold(name)]; ok {
			return nil, damaged(name, errors.New("it stands in the file twice"))
		}
		e := &entry{name: name, raw: f}
		p.entries = append(p.entries, e)
		p.index[fold(name)] = e
		files = append(files, f)
	}
	return files, nil
}

// packed is the compressed bytes of f in the file that it stands in.
func packed(data []byte, f *zip.File) ([]byte, error) {
	from, err := f.DataOffset()
	if err != nil {
		return nil, err
	}
	if from > int64(len(data)) || f.CompressedSize64 > uint64(int64(len(data))-from) {
		return nil, io.ErrUnexpectedEOF
	}
	return data[from : from+int64(f.CompressedSize64)], nil
}

// readStructure reads the content types and all relationships, and finds the main part.
func (p *Package) readStructure(limits limit.Limits) *fault.Fault {
	types, ok := p.index[fold(contentTypesName)]
	if !ok {
		return missing(contentTypesName)
	}
	var err error
	if p.types, err = parseContentTypes(types.data, limits.XML()); err != nil {
		return damaged(types.name, err)
	}
	for _, e := range p.entries {
		if !isRelationships(e.name) {
			continue
		}
		source := relationshipsSource(e.name)
		named := source
		if s, ok := p.index[source]; ok {
			named = s.name
		}
		list, err := parseRelationships(named, e.data, limits.XML())
		if err != nil {
			return damaged(e.name, err)
		}
		for i := range list {
			list[i].Target = p.written(list[i])
		}
		p.relations[source] = list
	}
	for _, r := range p.relations[""] {
		if r.Type == "officeDocument" && !r.External && p.main == "" {
			p.main = r.Target
			p.strict = strings.HasPrefix(r.uri, strictTypes)
		}
	}
	if p.main == "" {
		return missing("_rels/.rels → officeDocument")
	}
	main, ok := p.index[fold(p.main)]
	if !ok || !isPart(main.name) {
		return missing(p.main)
	}
	p.main = main.name
	if t := p.types.of(p.main); !strings.HasPrefix(t, wordPrefix) && !strings.HasPrefix(t, wordMacroPrefix) {
		return wrongMain(t)
	}
	return nil
}

// written is the name of a relationship's part as the zip has it: letter case and
// percent-encoding may differ.
func (p *Package) written(r Relationship) string {
	if r.External {
		return r.Target
	}
	if e, ok := p.index[fold(r.Target)]; ok {
		return e.name
	}
	if plain, err := url.PathUnescape(r.Target); err == nil {
		if e, ok := p.index[fold(plain)]; ok {
			return e.name
		}
	}
	return r.Target
}

// Content types of main parts (ECMA-376 Part 1 §11.3.10; [MS-OFFMACRO2] for the others).
const (
	wordPrefix      = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	wordMacroPrefix = "application/vnd.ms-word."
	documentType    = wordPrefix + "document.main+xml"
)

// AsDocument is p as a plain document: what was opened as a template (.dotx) or with
// macros (.docm) becomes a .docx. That may hold no macros, whatever it calls itself: they go
// with a warning.
func (p *Package) AsDocument() (*Package, fault.List) {
	c := Change{ContentTypes: map[string]string{}}
	if p.types.of(p.main) != documentType {
		c.ContentTypes[p.main] = documentType
	}
	var faults fault.List
	removed := map[string]bool{}
	var remove func(part string)
	remove = func(part string) {
		if part == p.main || removed[fold(part)] {
			return
		}
		removed[fold(part)] = true
		c.Remove = append(c.Remove, part)
		for _, of := range p.relations[fold(part)] {
			if !of.External {
				remove(of.Target)
			}
		}
	}
	macros := false
	for _, part := range append([]string{""}, p.Parts()...) {
		if part != "" && strings.HasPrefix(p.ContentType(part), macroType) {
			macros = true
			remove(part)
		}
		for _, r := range p.relations[fold(part)] {
			if !r.External && (r.Type == "vbaProject" || r.Type == "keyMapCustomizations" || r.Type == "attachedToolbars") {
				macros = macros || r.Type == "vbaProject"
				remove(r.Target)
			}
		}
	}
	if macros {
		faults = append(faults, &fault.Fault{
			Severity: fault.Warning, Code: "macros-removed",
			Message: fault.T("macro của tệp mẫu không được chép sang văn bản", "the template's macros are not carried over into the document"),
		})
	}
	if len(c.ContentTypes)+len(c.Remove) == 0 {
		return p, nil
	}
	return p.With(c), faults
}

// macroType is what the content types of macros begin with ([MS-OFFMACRO2] 2.2).
const macroType = "application/vnd.ms-office.vba"

func reason(err error) string {
	if s, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return s.Error()
	}
	return strings.TrimPrefix(err.Error(), "zip: ")
}
