// Package web answers HTTP: meetings in, documents out. [Handler] is mounted by any Go
// program, and `bienban serve` runs it on the person's own computer.
//
// Everything stays in memory: nothing that a request says is a path on the disk, and no
// address but that of the request is ever spoken to.
package web

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"sync"
	"time"

	"github.com/bienban/bienban/render"
)

// Options tunes a [Handler]; the zero value is ready to use, for programs on the same
// computer.
type Options struct {
	// Hosts are the names, without ports, that the handler answers to besides those of the
	// computer itself (localhost, 127.0.0.1, ::1). A request to another name is refused: a
	// page from elsewhere may have made it, whose name was pointed here (DNS rebinding).
	Hosts []string

	// Token is asked for in every request but those for the health: "Authorization: Bearer
	// TOKEN". "" asks for none.
	Token string

	Log *slog.Logger // a line for each request at Info, never what stands in it; nil discards

	// Present is told how many pages are open in browsers, whenever that changes; nil: nobody
	// is told. The calls come one after the other, and the requests of pages wait for them.
	Present func(open int)

	// What requests may ask of the machine. Zero fields are the defaults of [defaults].
	BodyBytes   int64         // one request's body
	TotalBytes  int64         // the bodies of all requests together, and what is unpacked of them
	AnswerBytes int64         // the documents of one answer; those of all requests together, twice as much
	Workers     int           // requests at work at a time
	Large       int           // of those, how many that may take much memory
	Queue       int           // requests that wait for a worker; one more is told to come back
	Pages       int           // pages that are open in browsers at a time
	Time        time.Duration // one request, from its body on; of a batch one meeting
	BodyTime    time.Duration // the sending of one body, and the receiving of one answer or event
	Heartbeat   time.Duration // how often an answer in events says that it lives
}

// defaults are what an office's requests stay below.
var defaults = Options{
	BodyBytes:   32 << 20,
	TotalBytes:  128 << 20,
	AnswerBytes: 48 << 20,
	Workers:     min(runtime.GOMAXPROCS(0), 16),
	Large:       2,
	Queue:       64,
	Time:        time.Minute,
	BodyTime:    time.Minute,
	Pages:       100,
	Heartbeat:   15 * time.Second,
}

func (o Options) orDefaults() Options {
	o.BodyBytes = cmp.Or(o.BodyBytes, defaults.BodyBytes)
	o.TotalBytes = cmp.Or(o.TotalBytes, defaults.TotalBytes)
	o.AnswerBytes = cmp.Or(o.AnswerBytes, defaults.AnswerBytes)
	o.Workers = cmp.Or(o.Workers, defaults.Workers)
	o.Large = cmp.Or(o.Large, defaults.Large)
	o.Queue = cmp.Or(o.Queue, defaults.Queue)
	o.Time = cmp.Or(o.Time, defaults.Time)
	o.BodyTime = cmp.Or(o.BodyTime, defaults.BodyTime)
	o.Pages = cmp.Or(o.Pages, defaults.Pages)
	o.Heartbeat = cmp.Or(o.Heartbeat, defaults.Heartbeat)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Handler answers requests with the documents that r makes. Its paths begin at the root:
// under a prefix, mount it with [http.StripPrefix].
func Handler(r *render.Renderer, o Options) http.Handler {
	h := &handler{renderer: r, options: o.orDefaults(), mux: http.NewServeMux()}
	h.gate = newGate(h.options)
	h.metrics = newMetrics()
	h.pages = pages{limit: h.options.Pages, tell: h.options.Present}
	h.routes()
	h.pageRoutes()
	return h
}

// NewServer is a server of a [Handler] that no slow client holds up: it gives up on those
// that take their time with the headers or leave a connection unused. Bodies and answers
// have the handler's own limits. Its Shutdown waits for documents, not for the pages that
// are open in browsers: they are told.
func NewServer(h http.Handler, log *slog.Logger) *http.Server {
	ending := make(chan struct{})
	s := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    64 << 10,
		BaseContext: func(net.Listener) context.Context {
			return context.WithValue(context.Background(), endingKey{}, ending)
		},
	}
	s.RegisterOnShutdown(sync.OnceFunc(func() { close(ending) }))
	if log != nil {
		s.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	}
	return s
}
