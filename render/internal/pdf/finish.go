package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/bienban/bienban/render/internal/deflate"
)

var errSkeleton = errors.New("pdf: unexpected file structure")

// file is the objects of a PDF file; object n is objects[n-1], without "n 0 obj" and
// "endobj".
type file struct {
	objects [][]byte
	root    int
	info    int
	crypt   int // the encryption dictionary; 0: none
	scratch []byte
	packer  *deflate.Packer
}

// read takes apart what fpdf has written: one classic cross-reference table, objects
// that start on a line of their own.
func (f *file) read(b []byte) error {
	tail := bytes.LastIndex(b, []byte("startxref\n"))
	if tail < 0 {
		return errSkeleton
	}
	at, _, _ := bytes.Cut(b[tail+len("startxref\n"):], []byte("\n"))
	xref, err := strconv.Atoi(string(at))
	if err != nil || xref < 0 || xref >= tail {
		return errSkeleton
	}
	table := b[xref:tail]
	var count int
	if _, err := fmt.Sscanf(string(table[:min(len(table), 40)]), "xref\n0 %d\n", &count); err != nil || count < 2 {
		return errSkeleton
	}
	_, table, _ = bytes.Cut(table, []byte("\n"))
	_, table, _ = bytes.Cut(table, []byte("\n"))
	const entry = 20
	if len(table) < entry*count {
		return errSkeleton
	}
	f.objects = make([][]byte, count-1)
	for i := range f.objects {
		off, err := strconv.Atoi(string(table[(i+1)*entry : (i+1)*entry+10]))
		if err != nil || off >= xref {
			return errSkeleton
		}
		body, ok := bytes.CutPrefix(b[off:xref], fmt.Appendf(nil, "%d 0 obj\n", i+1))
		if !ok {
			return errSkeleton
		}
		end := bytes.Index(body, []byte("\nendobj\n"))
		if s := bytes.Index(body, []byte("\nstream\n")); s >= 0 && s < end {
			// A stream may hold anything: its length tells where it ends.
			n, ok := number(body[:s], "/Length ")
			if !ok || s+len("\nstream\n")+n > len(body) {
				return errSkeleton
			}
			from := s + len("\nstream\n") + n
			if end = bytes.Index(body[from:], []byte("\nendobj\n")); end >= 0 {
				end += from
			}
		}
		if end < 0 {
			return errSkeleton
		}
		f.objects[i] = body[:end]
	}
	trailer := table[entry*count:]
	var ok1, ok2 bool
	f.root, ok1 = number(trailer, "/Root ")
	f.info, ok2 = number(trailer, "/Info ")
	if !ok1 || !ok2 || f.root < 1 || f.root > len(f.objects) || f.info < 1 || f.info > len(f.objects) {
		return errSkeleton
	}
	return nil
}

// number is the number after a key.
func number(b []byte, key string) (int, bool) {
	i := bytes.Index(b, []byte(key))
	if i < 0 {
		return 0, false
	}
	b = b[i+len(key):]
	n := 0
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	v, err := strconv.Atoi(string(b[:n]))
	return v, err == nil
}

// content is the data of an uncompressed stream object.
func content(object []byte) ([]byte, error) {
	i := bytes.Index(object, []byte("\nstream\n"))
	n, ok := number(object, "/Length ")
	if i < 0 || !ok || i+8+n > len(object) {
		return nil, errSkeleton
	}
	return object[i+8 : i+8+n], nil
}

func (f *file) add(object []byte) int {
	f.objects = append(f.objects, object)
	return len(f.objects)
}

// stream is a stream object; dict is what its dictionary has beside the length.
func stream(dict string, data []byte) []byte {
	b := make([]byte, 0, len(dict)+len(data)+64)
	b = fmt.Appendf(b, "<<%s/Length %d>>\nstream\n", dict, len(data))
	b = append(b, data...)
	return append(b, "\nendstream"...)
}

// packed is a stream object of data that is packed first.
func (f *file) packed(dict string, data []byte) []byte {
	f.scratch = f.packer.AppendZlib(f.scratch[:0], data)
	return stream(dict, f.scratch)
}

// write writes the file: header, objects, cross-references, trailer. Its ID is made of what
// is in it.
func (f *file) write(w io.Writer) error {
	sum := sha256.New()
	written, failed := 0, error(nil)
	put := func(b []byte) {
		if failed == nil {
			sum.Write(b)
			written += len(b)
			_, failed = w.Write(b)
		}
	}
	put([]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"))
	offsets := make([]int, len(f.objects))
	b := f.scratch[:0]
	for i, o := range f.objects {
		// Small objects go together; what is large is not copied.
		offsets[i] = written + len(b)
		b = strconv.AppendInt(b, int64(i+1), 10)
		b = append(b, " 0 obj\n"...)
		if len(o) > 1<<10 {
			put(b)
			put(o)
			b = b[:0]
		} else {
			b = append(b, o...)
		}
		if b = append(b, "\nendobj\n"...); len(b) > 1<<12 {
			put(b)
			b = b[:0]
		}
	}
	put(b)
	id := sum.Sum(nil)[:16]
	b = fmt.Appendf(b[:0], "xref\n0 %d\n0000000000 65535 f \n", len(f.objects)+1)
	for _, off := range offsets {
		var entry [20]byte
		copy(entry[:], "0000000000 00000 n \n")
		for i := 9; off > 0 && i >= 0; i-- {
			entry[i] = byte('0' + off%10)
			off /= 10
		}
		b = append(b, entry[:]...)
	}
	b = fmt.Appendf(b, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R", len(f.objects)+1, f.root, f.info)
	if f.crypt != 0 {
		b = fmt.Appendf(b, " /Encrypt %d 0 R", f.crypt)
	}
	xref := written
	put(fmt.Appendf(b, " /ID [<%X> <%X>]>>\nstartxref\n%d\n%%%%EOF\n", id, id, xref))
	return failed
}

// finish makes the file whole: see the package comment.
func (d *Writer) finish(skeleton []byte, opts Options) (*file, error) {
	f := file{packer: d.packer}
	if err := f.read(skeleton); err != nil {
		return nil, err
	}
	pages, err := d.finishPages(&f)
	if err != nil {
		return nil, err
	}
	fonts, err := d.finishFonts(&f)
	if err != nil {
		return nil, err
	}
	res := []byte("<</ProcSet [/PDF /Text /ImageB /ImageC /ImageI]\n/Font <<")
	for i, n := range fonts {
		res = fmt.Appendf(res, "/%s %d 0 R ", d.fonts.order[i].resource, n)
	}
	res = append(res, ">>\n/XObject <<"...)
	for _, img := range d.images.order {
		res = fmt.Appendf(res, "/%s %d 0 R ", img.resource, addImage(&f, img))
	}
	res = append(res, ">>"...)
	if states := d.canvas.looks.states; len(states) > 0 {
		res = fmt.Appendf(res, "\n/ExtGState <<%s>>", strings.Join(states, " "))
	}
	if patterns := d.canvas.looks.patterns; len(patterns) > 0 {
		res = append(res, "\n/Pattern <<"...)
		for i, object := range patterns {
			res = fmt.Appendf(res, "/P%d %d 0 R ", i+1, f.add([]byte(object)))
		}
		res = append(res, ">>"...)
	}
	f.objects[1] = append(res, ">>"...)

	outlines := d.addOutline(&f, pages)
	d.describe(&f, opts, outlines)
	if opts.Password != "" {
		if err := f.encrypt(opts.Password); err != nil {
			return nil, err
		}
	}
	return &f, nil
}

// finishPages gives the pages their content, and gives their objects.
func (d *Writer) finishPages(f *file) ([]int, error) {
	var pages []int
	for i, o := range f.objects {
		if !bytes.HasPrefix(o, []byte("<</Type /Page\n")) {
			continue
		}
		n, ok := number(o[max(0, bytes.LastIndex(o, []byte("/Contents "))):], "/Contents ")
		if !ok || n < 1 || n > len(f.objects) || len(pages) == len(d.pages) {
			return nil, errSkeleton
		}
		if data, err := content(f.objects[n-1]); err != nil || string(data) != pageStart {
			return nil, errSkeleton
		}
		f.objects[n-1] = d.pages[len(pages)].content
		pages = append(pages, i+1)
	}
	if len(pages) != len(d.pages) {
		return nil, errSkeleton
	}
	return pages, nil
}

// finishFonts gives each font its file and descriptor, its exact widths, its encoding and its
// ToUnicode table, and gives the fonts' objects in the order of the set.
func (d *Writer) finishFonts(f *file) ([]int, error) {
	objects := map[string]int{}
	for i, o := range f.objects {
		if rest, ok := bytes.CutPrefix(o, []byte("<</Type /Font\n/BaseFont /")); ok {
			name, _, _ := bytes.Cut(rest, []byte("\n"))
			objects[string(name)] = i + 1
		}
	}
	var fonts []int
	for _, sf := range d.fonts.order {
		n, ok := objects[sf.name]
		if !ok {
			return nil, errSkeleton
		}
		codes := sf.codes()
		last := codes[len(codes)-1]
		w := []byte{'['}
		for c := firstCode; c <= last; c++ {
			if c > firstCode {
				w = append(w, ' ')
			}
			if sf.chars[c] != 0 {
				em := int64(sf.face.UnitsPerEm)
				w = appendMilli(w, divide(int64(sf.face.Advance(sf.glyphs[c]))*1_000_000, em))
			} else {
				w = append(w, '0')
			}
		}
		file := f.add(f.packed(fmt.Sprintf("/Filter /FlateDecode /Length1 %d ", len(sf.file)), sf.file))
		b := fmt.Appendf(nil, "<</Type /Font /Subtype /TrueType /BaseFont /%s\n/FirstChar %d /LastChar %d /Widths %d 0 R\n/FontDescriptor %d 0 R /ToUnicode %d 0 R",
			sf.name, firstCode, last, f.add(append(w, ']')), f.add(sf.descriptor(file)), f.add(f.packed("/Filter /FlateDecode ", sf.toUnicode())))
		if !sf.symbolic {
			if differences := sf.differences(d.fonts.names); differences != "" {
				b = fmt.Appendf(b, " /Encoding %d 0 R", f.add([]byte("<</Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences ["+differences+"]>>")))
			} else {
				b = append(b, " /Encoding /WinAnsiEncoding"...)
			}
		}
		f.objects[n-1] = append(b, ">>"...)
		fonts = append(fonts, n)
	}
	return fonts, nil
}

// toUnicode is the CMap that leads from codes to characters (ISO 32000-1, 9.10.3).
func (f *simpleFont) toUnicode() []byte {
	b := make([]byte, 0, 512+14*f.used)
	b = append(b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"+
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"+
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"+
		"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"...)
	codes := f.codes()
	var units [2]uint16
	for len(codes) > 0 {
		n := min(len(codes), 100)
		b = strconv.AppendInt(b, int64(n), 10)
		b = append(b, " beginbfchar\n"...)
		for _, c := range codes[:n] {
			b = append(b, '<', upperHex[c>>4], upperHex[c&15], '>', ' ', '<')
			text, several := f.texts[c]
			if !several {
				text = string(f.chars[c])
			}
			for _, r := range readingOrder(text) {
				for _, u := range utf16.AppendRune(units[:0], r) {
					b = append(b, upperHex[u>>12], upperHex[u>>8&15], upperHex[u>>4&15], upperHex[u&15])
				}
			}
			b = append(b, ">\n"...)
		}
		b = append(b, "endbfchar\n"...)
		codes = codes[n:]
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}

// readingOrder is the characters that one glyph stands for as readers of PDF expect them. They take
// the characters of a line from left to right and then turn around what runs from right to left:
// poppler and pdf.js turn those of one glyph around as well.
func readingOrder(s string) string {
	r := []rune(s)
	if len(r) < 2 || !unicode.In(r[0], unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko) {
		return s
	}
	slices.Reverse(r)
	return string(r)
}

const upperHex = "0123456789ABCDEF"

// addImage adds a picture, and its alpha as a soft mask.
func addImage(f *file, img *imageData) int {
	dict := fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent %d ",
		img.width, img.height, img.space, img.bits)
	if img.decode != "" {
		dict += "/Decode " + img.decode + " "
	}
	if img.jpeg != nil {
		return f.add(stream(dict+"/Filter /DCTDecode ", img.jpeg))
	}
	if img.alpha != nil {
		mask := f.add(stream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode %s",
			img.width, img.height, predictor(1, img.width)), img.alpha))
		dict += fmt.Sprintf("/SMask %d 0 R ", mask)
	}
	return f.add(stream(dict+"/Filter /FlateDecode "+img.predictor, img.flate))
}
