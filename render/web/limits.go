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
	large   chan struct{} // one for each at work that may take much memory
	bytes   atomic.Int64  // what bodies, and what is unpacked of them, may still hold
	answers atomic.Int64  // what documents may still hold before they are sent
}

func newGate(o Options) *gate {
	g := &gate{working: make(chan struct{}, o.Workers), waiting: make(chan struct{}, o.Queue), large: make(chan struct{}, o.Large)}
	g.bytes.Store(o.TotalBytes)
	g.answers.Store(2 * o.AnswerBytes)
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

// smallBytes is how large a meeting is that comes alone and needs little memory to become
// the documents of our own templates: 600 tasks.
const smallBytes = 128 << 10

// room waits until there is memory for what a request brings: a meeting, and files beside
// it. A meeting that comes alone and is small finds it at once. Of all others a few are at
// work at a time, since what a template, a picture or a spreadsheet asks for shows only
// when it is read. The error is ctx's.
func (g *gate) room(ctx context.Context, meeting int, beside ...sent) (leave func(), err error) {
	small := meeting <= smallBytes
	for _, files := range beside {
		small = small && len(files) == 0
	}
	if small {
		return func() {}, nil
	}
	select {
	case g.large <- struct{}{}:
		return func() { <-g.large }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// room is the gate's, with an error to answer with.
func (c *call) room(ctx context.Context, meeting int, beside ...sent) (leave func(), err error) {
	if leave, err = c.handler.gate.room(ctx, meeting, beside...); err != nil {
		return nil, c.failure(err, nil)
	}
	return leave, nil
}

// alone is one file as a request's files.
func alone(data []byte) sent { return sent{"": data} }

// keep counts the bytes of a document that a request keeps until it ends. The error is a
// [*Problem].
func (c *call) keep(n int) error {
	c.kept += int64(n)
	if c.handler.gate.answers.Add(-int64(n)) < 0 {
		return busy()
	}
	return nil
}

// hold counts bytes of its body that a request holds until it ends. The error is a
// [*Problem].
func (c *call) hold(n int) error {
	c.held += int64(n)
	if c.handler.gate.bytes.Add(-int64(n)) < 0 {
		return busy()
	}
	return nil
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
	if full := r.call.hold(n); full != nil {
		return n, full
	}
	return n, err
}
