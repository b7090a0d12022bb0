// Package deflate packs the parts of a Word document and the streams of a PDF (RFC 1951).
//
// Both are many small pieces: what a compressor costs before its first byte counts for more
// than how fast it is after that. The standard library's clears half a megabyte for each.
package deflate

import (
	"encoding/binary"
	"hash/adler32"
	"sync"

	"github.com/klauspost/compress/flate"
)

// A Level is how hard to try.
type Level int

// Levels. Text and pages are worth it; a font's outlines give little more for much time.
const (
	Quick    Level = 3
	Thorough Level = 6
)

// packer is a compressor and what it writes to.
type packer struct {
	w   *flate.Writer
	out []byte
}

func (p *packer) Write(b []byte) (int, error) {
	p.out = append(p.out, b...)
	return len(b), nil
}

// Compressors are kept between documents: each has some hundred kilobytes of tables, which
// mean nothing once it is reset. Being pools, they are the package variables that are written.
var quick, thorough = sync.Pool{New: func() any { return newPacker(Quick) }}, sync.Pool{New: func() any { return newPacker(Thorough) }}

func newPacker(l Level) *packer {
	p := &packer{}
	p.w, _ = flate.NewWriter(p, int(l)) // the level is in its range
	return p
}

// Append appends data in packed form. Equal data gives equal bytes, whatever was packed
// before.
func Append(to, data []byte, l Level) []byte {
	pool := &quick
	if l == Thorough {
		pool = &thorough
	}
	p := pool.Get().(*packer)
	p.out = to
	p.w.Reset(p)
	_, _ = p.w.Write(data) // writing to memory does not fail
	_ = p.w.Close()
	to, p.out = p.out, nil
	pool.Put(p)
	return to
}

// AppendZlib appends data in packed form, in the wrapping of RFC 1950.
func AppendZlib(to, data []byte, l Level) []byte {
	to = append(to, 0x78, 0x9c)
	to = Append(to, data, l)
	return binary.BigEndian.AppendUint32(to, adler32.Checksum(data))
}
