// Package opc is what a Word document and a workbook have in common as files: the zip of a
// package (ECMA-376 Part 2), and the compound file that Office writes in its place where it
// is old or has a password ([MS-CFB]).
package opc

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
)

// deflateRatio is the most that a deflated byte can grow to (RFC 1951: 258 bytes from two
// bits, less the block's own).
const deflateRatio = 1032

// Plausible reports whether the size that a part declares can come of its packed bytes: what
// it declares is allocated before anything is unpacked.
func Plausible(f *zip.File) bool {
	switch f.Method {
	case zip.Deflate:
		return f.UncompressedSize64/deflateRatio <= f.CompressedSize64+1
	case zip.Store:
		return f.UncompressedSize64 == f.CompressedSize64
	}
	return true // archive/zip opens no other
}

// Unpack reads a part whose declared size has been checked; archive/zip holds it to that size.
func Unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	b := make([]byte, f.UncompressedSize64)
	if _, err = io.ReadFull(r, b); err == nil {
		_, err = io.Copy(io.Discard, r) // the checksum is compared at the end
	}
	return b, errors.Join(err, r.Close())
}

// IsCompound reports whether data is a compound file ([MS-CFB] §2.2).
func IsCompound(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// HasStream reports whether a compound file holds a stream: of a name in ASCII, which stands
// there as UTF-16LE ([MS-CFB] §2.6.1).
func HasStream(data []byte, name string) bool {
	wide := make([]byte, 0, 2*len(name))
	for i := range len(name) {
		wide = append(wide, name[i], 0)
	}
	return bytes.Contains(data, wide)
}
