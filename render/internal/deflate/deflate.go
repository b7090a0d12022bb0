// Package deflate packs the parts of a Word document and the streams of a PDF (RFC 1951).
//
// Both are many small pieces: what a compressor costs before its first byte counts for more
// than how fast it is after that. The standard library's clears half a megabyte for each.
package deflate

import (
	"encoding/binary"
	"hash/adler32"
	"io"
	"slices"
	"sync"

	"github.com/klauspost/compress/flate"
)

// level is where one more step would gain a hundredth: a middle one, for text and outlines
// alike, as a second compressor's tables would drive the first one's out of the cache.
const level = 4

// A Packer packs pieces of data, one after the other. Equal data gives equal bytes, whatever
// was packed before.
type Packer struct {
	w   *flate.Writer
	out []byte
}

// idle keeps packers between documents: each has some hundred kilobytes of tables, which mean
// nothing once it is reset. Each processor has its own, whose tables are still in its cache:
// one list for all costs two goroutines a sixth more of a document's time.
var idle = sync.Pool{New: func() any { return newPacker() }}

// Get gives a packer for the pieces of a file; Release ends its use.
func Get() *Packer { return idle.Get().(*Packer) }

// Release gives the packer back. It must not be used again.
func (p *Packer) Release() { idle.Put(p) }

func newPacker() *Packer {
	p := &Packer{}
	p.w, _ = flate.NewWriter(sink{p}, level) // the level is in its range
	return p
}

// A sink is where a packer's compressor writes to.
type sink struct{ p *Packer }

func (s sink) Write(b []byte) (int, error) {
	s.p.out = append(s.p.out, b...)
	return len(b), nil
}

// Append appends data in packed form.
func (p *Packer) Append(to, data []byte) []byte {
	p.out = slices.Grow(to, len(data)/3)
	p.w.Reset(sink{p})
	_, _ = p.w.Write(data) // writing to memory does not fail
	_ = p.w.Close()
	to, p.out = p.out, nil
	return to
}

// AppendZlibOf appends what write writes in packed form, in the wrapping of RFC 1950: for data
// of which no more is in memory than is being written.
func (p *Packer) AppendZlibOf(to []byte, write func(io.Writer)) []byte {
	p.out = append(to, 0x78, 0x9c)
	p.w.Reset(sink{p})
	sum := adler32.New()
	write(io.MultiWriter(sum, p.w))
	_ = p.w.Close()
	to, p.out = p.out, nil
	return binary.BigEndian.AppendUint32(to, sum.Sum32())
}

// AppendZlib appends data in packed form, in the wrapping of RFC 1950.
func (p *Packer) AppendZlib(to, data []byte) []byte {
	to = append(to, 0x78, 0x9c)
	to = p.Append(to, data)
	return binary.BigEndian.AppendUint32(to, adler32.Checksum(data))
}
