// Package deflate packs the parts of a Word document and the streams of a PDF (RFC 1951).
//
// Both are many small pieces: what a compressor costs before its first byte counts for more
// than how fast it is after that. The standard library's clears half a megabyte for each.
package deflate

import (
	"encoding/binary"
	"hash/adler32"
	"slices"
	"sync"

	"github.com/klauspost/compress/flate"
)

// level is where one more step would gain a hundredth: a middle one, for text and outlines
// alike, as a second compressor's tables would drive the first one's out of the cache.
const level = 4

// packer is a compressor and what it writes to.
type packer struct {
	w   *flate.Writer
	out []byte
}

func (p *packer) Write(b []byte) (int, error) {
	p.out = append(p.out, b...)
	return len(b), nil
}

// idle keeps packers between documents: each has some hundred kilobytes of tables, which mean
// nothing once it is reset. Each processor has its own, whose tables are still in its cache:
// one list for all costs two goroutines a sixth more of a document's time.
var idle = sync.Pool{New: func() any { return newPacker() }}

func newPacker() *packer {
	p := &packer{}
	p.w, _ = flate.NewWriter(p, level) // the level is in its range
	return p
}

// pack appends data in packed form to out.
func (p *packer) pack(out, data []byte) []byte {
	p.out = slices.Grow(out, len(data)/3)
	p.w.Reset(p)
	_, _ = p.w.Write(data) // writing to memory does not fail
	_ = p.w.Close()
	out, p.out = p.out, nil
	return out
}

// Append appends data in packed form. Equal data gives equal bytes, whatever was packed
// before.
func Append(to, data []byte) []byte {
	p := idle.Get().(*packer)
	defer idle.Put(p)
	return p.pack(to, data)
}

// AppendZlib appends data in packed form, in the wrapping of RFC 1950.
func AppendZlib(to, data []byte) []byte {
	to = append(to, 0x78, 0x9c)
	to = Append(to, data)
	return binary.BigEndian.AppendUint32(to, adler32.Checksum(data))
}
