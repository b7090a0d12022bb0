package font

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
)

// Bounds on a font file; what offices use stays far below them.
const (
	maxFontBytes  = 64 << 20
	maxTables     = 256
	maxCollection = 256
	maxNameBytes  = 1 << 20
	maxNameLength = 400 // in bytes
)

// What a font file can be refused for. Faults of the user's files are made of these.
var (
	errNotFont     = errors.New("not a TrueType font")
	errCFF         = errors.New("PostScript (CFF) outlines")
	errTooLarge    = errors.New("font file too large")
	errMalformed   = errors.New("damaged font file")
	errNoGlyphData = errors.New("no TrueType outlines")
)

// table is where a table lies in its file.
type table struct {
	tag            uint32
	offset, length int
}

// directory is the table directory of one face in a file.
type directory []table

func tagOf(s string) uint32 { return binary.BigEndian.Uint32([]byte(s)) }

func (d directory) find(tag string) (table, bool) {
	want := tagOf(tag)
	for _, t := range d {
		if t.tag == want {
			return t, true
		}
	}
	return table{}, false
}

// blob is font data. Reading outside it gives 0, so a damaged table can mislead us
// about a glyph, never crash us.
type blob []byte

func (b blob) u8(off int) int {
	if off < 0 || off >= len(b) {
		return 0
	}
	return int(b[off])
}

func (b blob) u16(off int) int {
	if off < 0 || off+2 > len(b) {
		return 0
	}
	return int(b[off])<<8 | int(b[off+1])
}

func (b blob) i16(off int) int { return int(int16(b.u16(off))) }

func (b blob) u32(off int) uint32 {
	if off < 0 || off+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[off:])
}

// at is what follows an offset; empty if it lies outside.
func (b blob) at(off int) blob {
	if off < 0 || off > len(b) {
		return nil
	}
	return b[off:]
}

// part is b[off:off+n], cut at the end of b.
func (b blob) part(off, n int) blob {
	b = b.at(off)
	if n < 0 {
		return nil
	}
	return b[:min(n, len(b))]
}

// readDirectories reads the table directories of a font file of the given size: one,
// or one per face of a collection (OpenType, "Organization of an OpenType Font").
func readDirectories(r io.ReaderAt, size int64) ([]directory, error) {
	if size > maxFontBytes {
		return nil, errTooLarge
	}
	var head [12]byte
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return nil, errNotFont
	}
	if string(head[:4]) != "ttcf" {
		d, err := readDirectory(r, size, 0)
		if err != nil {
			return nil, err
		}
		return []directory{d}, nil
	}
	n := binary.BigEndian.Uint32(head[8:])
	if n == 0 || n > maxCollection {
		return nil, errMalformed
	}
	offsets := make([]byte, 4*n)
	if _, err := r.ReadAt(offsets, 12); err != nil {
		return nil, errMalformed
	}
	var ds []directory
	for i := range int(n) {
		d, err := readDirectory(r, size, int64(binary.BigEndian.Uint32(offsets[4*i:])))
		if err != nil {
			return nil, err
		}
		ds = append(ds, d)
	}
	return ds, nil
}

func readDirectory(r io.ReaderAt, size, start int64) (directory, error) {
	var head [12]byte
	if _, err := r.ReadAt(head[:], start); err != nil {
		return nil, errMalformed
	}
	switch string(head[:4]) {
	case "\x00\x01\x00\x00", "true":
	case "OTTO", "typ1":
		return nil, errCFF
	default:
		return nil, errNotFont
	}
	n := int(binary.BigEndian.Uint16(head[4:]))
	if n == 0 || n > maxTables {
		return nil, errMalformed
	}
	records := make([]byte, 16*n)
	if _, err := r.ReadAt(records, start+12); err != nil {
		return nil, errMalformed
	}
	d := make(directory, 0, n)
	for ; len(records) > 0; records = records[16:] {
		off := int64(binary.BigEndian.Uint32(records[8:]))
		length := int64(binary.BigEndian.Uint32(records[12:]))
		if off+length > size {
			return nil, errMalformed
		}
		d = append(d, table{binary.BigEndian.Uint32(records), int(off), int(length)})
	}
	for _, tag := range []string{"head", "hhea", "hmtx", "maxp", "cmap", "name"} {
		if _, ok := d.find(tag); !ok {
			return nil, fmt.Errorf("%w (%s)", errMalformed, tag)
		}
	}
	for _, tag := range []string{"glyf", "loca"} {
		if _, ok := d.find(tag); !ok {
			return nil, errNoGlyphData
		}
	}
	return d, nil
}

// naming is what a face is called and looks like: enough to choose it.
type naming struct {
	family       string   // the one that Word shows
	families     []string // all that the file answers to
	postScript   string
	bold, italic bool
	weight       int
	class        Class
}

// readNaming reads the tables name, OS/2 and head, and no others.
func readNaming(r io.ReaderAt, d directory) (naming, error) {
	var n naming
	nameTable, _ := d.find("name")
	b := make(blob, min(nameTable.length, maxNameBytes))
	if _, err := r.ReadAt(b, int64(nameTable.offset)); err != nil {
		return n, errMalformed
	}
	n.readNames(b)
	if n.family == "" || n.postScript == "" {
		return n, errMalformed
	}
	headTable, _ := d.find("head")
	head := make(blob, min(headTable.length, 54))
	if _, err := r.ReadAt(head, int64(headTable.offset)); err != nil {
		return n, errMalformed
	}
	style := head.u16(44)
	n.bold, n.italic = style&1 != 0, style&2 != 0
	n.weight = 400
	if t, ok := d.find("OS/2"); ok {
		os2 := make(blob, min(t.length, 96))
		if _, err := r.ReadAt(os2, int64(t.offset)); err != nil {
			return n, errMalformed
		}
		n.weight = os2.u16(4)
		sel := os2.u16(62)
		n.italic = n.italic || sel&1 != 0
		n.bold = n.bold || sel&(1<<5) != 0
		n.class = panoseClass(os2.part(32, 10))
	}
	return n, nil
}

// panoseClass is the class that a face's PANOSE digits tell.
func panoseClass(p blob) Class {
	switch family := p.u8(0); {
	case family == 5:
		return Symbol
	case family == 2 && p.u8(3) == 9:
		return Mono
	case family == 2 && p.u8(1) >= 11 && p.u8(1) <= 15:
		return Sans
	case family == 2 && p.u8(1) >= 2:
		return Serif
	}
	return Unknown
}

// readNames takes the names out of the table of that name, English and Windows' first.
func (n *naming) readNames(b blob) {
	count, store := min(b.u16(2), 2000), b.at(b.u16(4))
	best := 0
	psRank := 0
	for i := range count {
		rec := b.at(6 + 12*i)
		platform, encoding, lang, id := rec.u16(0), rec.u16(2), rec.u16(4), rec.u16(6)
		if id != 1 && id != 6 && id != 16 {
			continue
		}
		if rec.u16(8) > maxNameLength {
			continue
		}
		raw := store.part(rec.u16(10), rec.u16(8))
		var s string
		rank := 1
		switch {
		case platform == 3 && (encoding == 0 || encoding == 1 || encoding == 10), platform == 0:
			s = decodeUTF16(raw)
			if platform == 3 && lang == 0x409 {
				rank = 3
			} else if platform == 0 {
				rank = 2
			}
		case platform == 1 && encoding == 0:
			s = latin(raw)
		}
		if s == "" || len(n.families) > 100 {
			continue
		}
		switch id {
		case 1, 16:
			n.families = append(n.families, s)
			if id == 1 && rank > best {
				n.family, best = s, rank
			}
		case 6:
			if rank > psRank {
				n.postScript, psRank = postScriptName(s), rank
			}
		}
	}
	if n.postScript == "" && n.family != "" {
		n.postScript = postScriptName(n.family)
	}
}

func decodeUTF16(b blob) string {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = uint16(b.u16(2 * i))
	}
	return string(utf16.Decode(u))
}

// latin reads a Macintosh name, of which we need ASCII only.
func latin(b blob) string {
	for _, c := range b {
		if c < 0x20 || c > 0x7e {
			return ""
		}
	}
	return string(b)
}

// postScriptName keeps what may stand in a PDF name without escapes.
func postScriptName(s string) string {
	out := make([]byte, 0, len(s))
	for _, c := range []byte(s) {
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c == '-', c == '_', c == '.', c == ',', c == '+':
			out = append(out, c)
		}
	}
	return string(out[:min(len(out), 63)])
}
