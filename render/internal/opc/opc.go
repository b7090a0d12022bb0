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

// Plausible reports whether the size that a part declares can come of its packed bytes.
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
	b, err := readAll(r, f.UncompressedSize64)
	return b, errors.Join(err, r.Close())
}

// firstBytes is what is taken for a part before any of it is there.
const firstBytes = 1 << 20

// readAll reads what should have a size. Memory is taken as bytes come, twice as much each
// time: a size is a promise, which a file of some kilobytes may make of a gigabyte.
func readAll(r io.Reader, size uint64) ([]byte, error) {
	b := make([]byte, 0, min(size, firstBytes))
	for uint64(len(b)) < size {
		if len(b) == cap(b) {
			b = append(make([]byte, 0, min(size, 2*uint64(len(b)))), b...)
		}
		n, err := io.ReadFull(r, b[len(b):cap(b)])
		if b = b[:len(b)+n]; err != nil {
			return b, err
		}
	}
	_, err := io.Copy(io.Discard, r) // the checksum is compared at the end
	return b, err
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
