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
// nothing once it is reset. The last one used is the next: its tables are still in the cache.
// A sync.Pool would lose one at most collections of garbage, as the goroutine then goes on
// elsewhere.
var idle stack

type stack struct {
	mu      sync.Mutex
	packers []*packer
}

// mostIdle bounds what is kept.
const mostIdle = 16

func (s *stack) pop() *packer {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.packers)
	if n == 0 {
		return newPacker()
	}
	p := s.packers[n-1]
	s.packers = s.packers[:n-1]
	return p
}

func (s *stack) push(p *packer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.packers) < mostIdle {
		s.packers = append(s.packers, p)
	}
}

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
	p := idle.pop()
	defer idle.push(p)
	return p.pack(to, data)
}

// AppendZlib appends data in packed form, in the wrapping of RFC 1950.
func AppendZlib(to, data []byte) []byte {
	to = append(to, 0x78, 0x9c)
	to = Append(to, data)
	return binary.BigEndian.AppendUint32(to, adler32.Checksum(data))
}
