package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// A gate lets a bounded number of requests work at a time, and a bounded number wait.
// Bodies are read before it, so that a slow client holds no worker up; what they hold of
// the memory is counted instead.
type gate struct {
	working chan struct{} // one for each request at work
	waiting chan struct{} // one for each that waits
	bytes   atomic.Int64  // what bodies may still hold
}

func newGate(o Options) *gate {
	g := &gate{working: make(chan struct{}, o.Workers), waiting: make(chan struct{}, o.Queue)}
	g.bytes.Store(o.TotalBytes)
	return g
}

// enter waits for a worker; leave gives it back. The error is a [*Problem] where there is
// none, and ctx's where the client has gone.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	leave = func() { <-g.working }
	select {
	case g.working <- struct{}{}:
		return leave, nil
	default:
	}
	select {
	case g.waiting <- struct{}{}:
	default:
		return nil, busy()
	}
	defer func() { <-g.waiting }()
	select {
	case g.working <- struct{}{}:
		return leave, nil
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.Canceled) {
			return nil, ctx.Err()
		}
		return nil, busy()
	}
}

// wait waits for a worker as long as ctx lets it, beside those that are counted: a batch asks
// once for each meeting, and is told to come back for none. The error is ctx's.
func (g *gate) wait(ctx context.Context) (leave func(), err error) {
	select {
	case g.working <- struct{}{}:
		return func() { <-g.working }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// full reports whether the next request would be refused.
func (g *gate) full() bool {
	return len(g.working) == cap(g.working) && len(g.waiting) == cap(g.waiting)
}

// bodyDeadline bounds the time of what is still to be read of the body, also by the server:
// before it answers, it reads what we leave. A writer that is no connection has no deadline.
func (c *call) bodyDeadline(at time.Time) {
	_ = http.NewResponseController(c.writer).SetReadDeadline(at)
}

// body reads the request's body, within the limits of its size, its time and of what all
// bodies hold together.
func (c *call) body() ([]byte, error) {
	o := c.handler.options
	if coding := c.request.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return nil, problem(http.StatusUnsupportedMediaType, "media-type", "không nhận nội dung nén (Content-Encoding: %s)", "a compressed body is not taken (Content-Encoding: %s)", coding)
	}
	if c.request.ContentLength > o.BodyBytes {
		return nil, tooLarge(o.BodyBytes)
	}
	var b bytes.Buffer
	_, err := io.Copy(&b, &counted{http.MaxBytesReader(c.writer, c.request.Body, o.BodyBytes), c})
	var large *http.MaxBytesError
	var slow net.Error
	switch {
	case err == nil:
		c.bodyDeadline(time.Time{}) // or the connection would end while we work
		return b.Bytes(), nil
	case errors.As(err, &large):
		return nil, tooLarge(o.BodyBytes)
	case errors.As(err, &slow) && slow.Timeout():
		return nil, tooSlow()
	case c.request.Context().Err() != nil:
		return nil, c.request.Context().Err()
	}
	if p, ok := errors.AsType[*Problem](err); ok {
		return nil, p
	}
	return nil, bad("không đọc hết được nội dung yêu cầu", "the request's body ends before its time")
}

// A counted reader takes what it reads from what bodies may hold; the call gives it back
// when it ends.
type counted struct {
	io.Reader
	call *call
}

func (r *counted) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.call.held += int64(n)
	if r.call.handler.gate.bytes.Add(-int64(n)) < 0 {
		return n, busy()
	}
	return n, err
}
