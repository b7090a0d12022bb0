package web

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"path"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bienban/bienban/render"
)

// A handler is what [Handler] gives.
type handler struct {
	renderer *render.Renderer
	options  Options
	mux      *http.ServeMux
	gate     *gate
	metrics  *metrics
	pages    pages
	pictures pictureCache
	results  resultStore
	origins  http.CrossOriginProtection // the zero value refuses every other origin
	requests atomic.Int64               // so far: their numbers are in the log
}

// A call is one request on its way through the handler.
type call struct {
	handler *handler
	writer  *recorder
	request *http.Request
	number  string
	lang    render.Lang
	held    int64 // bytes of its body, and of what is unpacked of it
	kept    int64 // bytes of its documents
}

type callKey struct{}

// callOf is the call whose context ctx is.
func callOf(ctx context.Context) *call { return ctx.Value(callKey{}).(*call) }

// ServeHTTP answers one request.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	c := &call{
		handler: h, writer: &recorder{ResponseWriter: w}, lang: language(r.Header.Get("Accept-Language")),
		number: strconv.FormatInt(h.requests.Add(1), 10),
	}
	c.request = r.WithContext(context.WithValue(r.Context(), callKey{}, c))
	protect(w.Header())
	w.Header().Set("X-Request-Id", c.number)
	h.metrics.begin()
	defer func() {
		failure := recover()
		if failure != nil && failure != http.ErrAbortHandler {
			h.options.Log.Error("panic", "id", c.number, "failure", failure, "stack", string(debug.Stack()))
			if c.writer.status == 0 {
				problem(http.StatusInternalServerError, "internal", "lỗi của chương trình; số yêu cầu trong nhật ký: %s", "a fault of the program; the request's number in the log: %s", c.number).write(c)
			}
		}
		h.gate.bytes.Add(c.held)
		h.gate.answers.Add(c.kept)
		_, route, _ := strings.Cut(c.request.Pattern, " ")
		took := time.Since(start)
		h.metrics.end(route, c.writer.status, c.writer.bytes, took)
		h.options.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("id", c.number), slog.String("method", r.Method), slog.String("path", r.URL.Path),
			slog.Int("status", c.writer.status), slog.Int64("bytes", c.writer.bytes), slog.Duration("took", took))
		if failure == http.ErrAbortHandler {
			panic(failure) // the server's own way to close a connection
		}
	}()
	if r.ContentLength != 0 {
		c.bodyDeadline(start.Add(h.options.BodyTime))
	}
	if p := h.guard(r); p != nil {
		if p.Status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", "Bearer")
		}
		p.write(c)
		return
	}
	if p := h.route(c); p != nil {
		p.write(c)
		return
	}
	h.mux.ServeHTTP(c.writer, c.request)
}

// route is why nothing of ours has the request's path or method; nil if something has.
// [http.ServeMux] would answer in its own words, and send paths that are not clean
// elsewhere.
func (h *handler) route(c *call) *Problem {
	r := c.request
	if clean := path.Clean(r.URL.Path); clean != r.URL.Path {
		return problem(http.StatusNotFound, "not-found", "không có đường dẫn này", "there is no such path")
	}
	if _, pattern := h.mux.Handler(r); pattern != "" {
		return nil
	}
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := *r
		other.Method = method
		if _, pattern := h.mux.Handler(&other); pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		return problem(http.StatusNotFound, "not-found", "không có đường dẫn này", "there is no such path")
	}
	c.writer.Header().Set("Allow", strings.Join(allowed, ", "))
	return problem(http.StatusMethodNotAllowed, "method", "đường dẫn này chỉ nhận %s", "this path takes %s only", strings.Join(allowed, ", "))
}

// json answers with v.
func (c *call) json(status int, contentType string, v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // texts, numbers and bytes only
	}
	c.writer.Header().Set("Content-Language", tag(c.lang))
	c.bytes(status, contentType, b.Bytes())
}

// bytes answers with data, which the client has its time to take. An error has nowhere to
// go: the client has gone. The deadline ends with the answer, since the connection may
// serve other handlers next.
func (c *call) bytes(status int, contentType string, data []byte) {
	c.writer.Header().Set("Content-Type", contentType)
	c.writer.Header().Set("Content-Length", strconv.Itoa(len(data)))
	control := http.NewResponseController(c.writer)
	_ = control.SetWriteDeadline(time.Now().Add(2 * c.handler.options.BodyTime)) // once for the rest of the body, which the server reads first
	c.writer.WriteHeader(status)
	_, _ = c.writer.Write(data)
	_ = control.Flush()
	_ = control.SetWriteDeadline(time.Time{})
}

// A recorder notes what is answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// Unwrap is for [http.ResponseController].
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(p)
	r.bytes += int64(n)
	return n, err
}
