package pdf

import (
	"bytes"
	"compress/zlib"
	"sync"
)

// Compression: pages and pictures are worth it; a font's outlines and tables give little
// more for much time.
const (
	textLevel = 6
	fontLevel = 1
)

// deflater compresses streams one after another; making a new compressor for each would
// cost more than the compressing.
type deflater struct {
	buf  bytes.Buffer
	w    *zlib.Writer
	pool *sync.Pool
}

// The compressors of both levels, kept between documents: each is a megabyte of tables,
// which hold nothing once it is reset.
var (
	textDeflaters = sync.Pool{New: func() any { return makeDeflater(textLevel) }}
	fontDeflaters = sync.Pool{New: func() any { return makeDeflater(fontLevel) }}
)

func makeDeflater(level int) *deflater {
	d := &deflater{}
	d.w, _ = zlib.NewWriterLevel(&d.buf, level) // the level is a constant in its range
	return d
}

func newDeflater(level int) *deflater {
	pool := &textDeflaters
	if level == fontLevel {
		pool = &fontDeflaters
	}
	d := pool.Get().(*deflater)
	d.pool = pool
	return d
}

func (d *deflater) release() {
	if d.buf.Cap() < 4<<20 {
		d.pool.Put(d)
	}
}

// deflate appends the compressed data. Writing to memory does not fail.
func (d *deflater) deflate(to, data []byte) []byte {
	d.buf.Reset()
	d.w.Reset(&d.buf)
	_, _ = d.w.Write(data)
	_ = d.w.Close()
	return append(to, d.buf.Bytes()...)
}
