package web

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

const typeEvents = "text/event-stream"

// wantsEvents reports whether an Accept header names events, and no document more than them.
func wantsEvents(accept string) bool {
	events, other := 0.0, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		switch name, q := weighted(part); name {
		case typeEvents:
			events = max(events, q)
		case typeZip:
			other = max(other, q)
		}
	}
	return events > 0 && events >= other
}

// events are a batch that is told of while it is made (server-sent events, as HTML has them).
type events struct{ batch *batch }

// write makes the batch. Between two events a comment now and then keeps the connection, and
// finds out whether there still is one.
func (e *events) write(c *call) {
	header := c.writer.Header()
	header.Set("Content-Type", typeEvents)
	header.Set("Content-Language", tag(c.lang))
	header.Set("X-Accel-Buffering", "no") // for servers between us and the client
	s := &stream{call: c}
	s.send(": bienban\n\n")
	beat := time.NewTicker(c.handler.options.Heartbeat)
	defer beat.Stop()
	for n := range e.batch.meetings {
		p, err := s.wait(beat, func() (*BatchProgress, error) { return e.batch.make(c, n) })
		if err != nil {
			if c.request.Context().Err() == nil && !s.gone {
				panic(err) // our own fault, as of every answer
			}
			c.writer.status = statusGone
			return
		}
		if s.event("progress", p); s.gone {
			c.writer.status = statusGone
			return // nobody works for a client that has gone
		}
	}
	data, err := e.batch.archive()
	if err != nil {
		panic(err)
	}
	summary := e.batch.summary()
	id := c.handler.results.keep(&result{data: data, findings: e.batch.count(), failed: summary.Failed}, c.handler.options)
	s.event("done", BatchDone{summary, "batch/" + id})
	if s.gone {
		c.writer.status = statusGone
	}
	_ = http.NewResponseController(c.writer).SetWriteDeadline(time.Time{})
}

// A stream writes events.
type stream struct {
	call *call
	gone bool // nobody takes them any more
}

func (s *stream) send(text string) {
	if s.gone {
		return
	}
	control := http.NewResponseController(s.call.writer)
	_ = control.SetWriteDeadline(time.Now().Add(s.call.handler.options.BodyTime))
	_, err := s.call.writer.Write([]byte(text))
	if err == nil {
		_ = control.Flush() // a writer that cannot has no connection either
	}
	s.gone = err != nil
}

func (s *stream) event(name string, v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil { // in one line, with an end
		panic(err) // texts and numbers only
	}
	s.send(fmt.Sprintf("event: %s\ndata: %s\n", name, b.Bytes()))
}

// wait runs work beside the heartbeats, and gives what it gives: also its panics.
func (s *stream) wait(beat *time.Ticker, work func() (*BatchProgress, error)) (*BatchProgress, error) {
	type outcome struct {
		progress *BatchProgress
		err      error
		failure  any
	}
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			o.failure = recover()
			done <- o
		}()
		o.progress, o.err = work()
	}()
	for {
		select {
		case o := <-done:
			if o.failure != nil {
				panic(o.failure)
			}
			return o.progress, o.err
		case <-beat.C:
			s.send(": \n\n")
		}
	}
}

// A resultStore keeps the zips of batches until they are fetched.
type resultStore struct {
	mu    sync.Mutex
	kept  map[string]*result
	order []*result // the oldest first
	bytes int64
}

// A result is the zip of a batch.
type result struct {
	id               string
	data             []byte
	findings, failed int
	expiry           *time.Timer
}

// How long results are kept that nobody fetches, and how many: the oldest go first.
const (
	resultTime  = 10 * time.Minute
	mostResults = 64
)

// keep takes a result in, under a name that nobody can guess.
func (s *resultStore) keep(r *result, o Options) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string]*result{}
	}
	r.id = rand.Text()
	s.kept[r.id] = r
	s.order = append(s.order, r)
	s.bytes += int64(len(r.data))
	for len(s.order) > 1 && (len(s.order) > mostResults || s.bytes > o.AnswerBytes) {
		s.remove(s.order[0])
	}
	r.expiry = time.AfterFunc(resultTime, func() { s.forget(r.id) })
	return r.id
}

func (s *resultStore) get(id string) *result {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[id]
}

func (s *resultStore) forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.kept[id]; r != nil {
		s.remove(r)
	}
}

func (s *resultStore) remove(r *result) {
	delete(s.kept, r.id)
	for i, other := range s.order {
		if other == r {
			s.order = append(s.order[:i:i], s.order[i+1:]...)
			break
		}
	}
	s.bytes -= int64(len(r.data))
	if r.expiry != nil {
		r.expiry.Stop()
	}
}
