package docx

import (
	"archive/zip"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/bienban/bienban/render/internal/deflate"
)

// firstDay is 1 January 1980, the earliest date that a zip can hold and the one that Word
// writes. A clock here would give other bytes for the same input.
const firstDay = 1<<5 | 1

const utf8Name = 0x800 // general purpose flag 11: the name is UTF-8

// fileHeader describes an entry without the extra field that a Modified time would add.
func fileHeader(name string, method uint16) *zip.FileHeader {
	h := &zip.FileHeader{Name: name, Method: method}
	h.ModifiedDate = firstDay //lint:ignore SA1019 Modified would add an extra field
	for i := range len(name) {
		if name[i] >= 0x80 {
			h.Flags |= utf8Name
		}
	}
	return h
}

// Write writes p as a .docx. The same package gives the same bytes. What stands in the
// opened file as it was is copied without being packed again. If Write returns an error,
// w holds part of a file.
func Write(w io.Writer, p *Package) error {
	z := zip.NewWriter(w)
	packer := &partPacker{Packer: deflate.Get()}
	defer packer.Release()
	// Word looks for the content types first (ECMA-376 Part 2 §7.3.7 lets them stand anywhere).
	if e := p.index[fold(contentTypesName)]; e != nil {
		if err := e.write(z, packer); err != nil {
			return err
		}
	}
	for _, e := range p.entries {
		if fold(e.name) == fold(contentTypesName) {
			continue
		}
		if err := e.write(z, packer); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write package: %w", err)
	}
	return nil
}

// A partPacker packs the parts of a package into one buffer.
type partPacker struct {
	*deflate.Packer
	scratch []byte
}

func (e *entry) write(z *zip.Writer, p *partPacker) error {
	var h *zip.FileHeader
	data := e.packed
	if e.raw != nil {
		h = fileHeader(e.name, e.raw.Method)
		h.CRC32, h.UncompressedSize64 = e.raw.CRC32, e.raw.UncompressedSize64
	} else {
		h = fileHeader(e.name, method(e.name))
		h.CRC32, h.UncompressedSize64 = crc32.ChecksumIEEE(e.data), uint64(len(e.data))
		if data = e.data; h.Method == zip.Deflate {
			p.scratch = p.Append(p.scratch[:0], e.data)
			data = p.scratch
		}
	}
	h.CompressedSize64 = uint64(len(data))
	w, err := z.CreateRaw(h)
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", e.name, err)
	}
	return nil
}

// method leaves alone what is packed already.
func method(name string) uint16 {
	switch extension(name) {
	case "png", "jpg", "jpeg", "gif":
		return zip.Store
	}
	return zip.Deflate
}
