package web

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"
)

// pages counts the browser pages that are open.
type pages struct {
	mu    sync.Mutex
	open  int
	limit int
	tell  func(open int) // nil: nobody
}

// change adds to the number of pages, and reports whether it may be that large.
func (p *pages) change(by int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open+by > p.limit {
		return false
	}
	p.open += by
	if p.tell != nil {
		p.tell(p.open)
	}
	return true
}

// endingKey is under which [NewServer] puts a channel into the contexts of requests. It is
// closed when the server is to end.
type endingKey struct{}

// presence is GET /ui/presence: an answer of server-sent events that lasts as long as the
// page which asked for it is open. It has comments only, until an event "end": the server
// goes. Its connection is how the page is counted, so it takes no worker.
func (h *handler) presence(c *call) *Problem {
	r := c.request
	change := *r
	change.Method = http.MethodPost // it costs something, unlike other GETs: no foreign page may ask
	if err := h.origins.Check(&change); err != nil {
		return foreignOrigin()
	}
	if r.ContentLength != 0 { // which would hide that the client has gone
		return bad("yêu cầu này không có nội dung", "this request has no body")
	}
	c.writer.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		c.writer.WriteHeader(http.StatusOK)
		return nil
	}
	if !h.pages.change(+1) {
		return busy()
	}
	defer h.pages.change(-1)
	heartbeat := h.options.Heartbeat
	control := http.NewResponseController(c.writer)
	defer func() { _ = control.SetWriteDeadline(time.Time{}) }() // the connection may serve others
	send := func(event string) bool {
		_ = control.SetWriteDeadline(time.Now().Add(heartbeat)) // whoever takes nothing for so long has gone
		_, err := io.WriteString(c.writer, event)
		return err == nil && control.Flush() == nil
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	ending := endingOf(r.Context())
	for send(": \n\n") {
		select {
		case <-beat.C:
		case <-ending:
			send("event: end\ndata: end\n\n")
			return nil
		case <-r.Context().Done():
			return nil
		}
	}
	return nil
}

// endingOf is closed when the server is to end; nil where nobody tells.
func endingOf(ctx context.Context) <-chan struct{} {
	ending, _ := ctx.Value(endingKey{}).(chan struct{})
	return ending
}
