package web

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"
)

// metrics are what Prometheus reads. The text format is a few lines; its client library
// would add more to the program than this package.
type metrics struct {
	mu        sync.Mutex
	inFlight  int
	bytes     int64
	requests  map[requestKind]int64
	durations map[string]*histogram // by route
	documents map[string]int64      // by format
	batches   map[string]int64      // meetings of batches, by what became of them
}

type requestKind struct {
	route  string // as the OpenAPI document has it; "" for what is none of ours
	status int
}

// bounds are the upper bounds of the durations' buckets, in seconds.
var bounds = [...]float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60}

type histogram struct {
	counts [len(bounds)]int64 // of those at most so long, but longer than the one before
	count  int64
	sum    time.Duration
}

func newMetrics() *metrics {
	return &metrics{requests: map[requestKind]int64{}, durations: map[string]*histogram{}, documents: map[string]int64{"docx": 0, "pdf": 0, "png": 0}, batches: map[string]int64{"made": 0, "failed": 0}}
}

func (m *metrics) begin() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inFlight++
}

func (m *metrics) end(route string, status int, bytes int64, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inFlight--
	m.bytes += bytes
	m.requests[requestKind{route, status}]++
	h := m.durations[route]
	if h == nil {
		h = &histogram{}
		m.durations[route] = h
	}
	h.count++
	h.sum += took
	if i, _ := slices.BinarySearch(bounds[:], took.Seconds()); i < len(bounds) {
		h.counts[i]++
	}
}

func (m *metrics) made(format string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.documents[format]++
}

func (m *metrics) batched(status string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.batches[status]++
}

// text writes the metrics in Prometheus' text format, in one order.
func (m *metrics) text(g *gate) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b bytes.Buffer
	family := func(name, kind, help string) {
		fmt.Fprintf(&b, "# HELP bienban_%s %s\n# TYPE bienban_%s %s\n", name, help, name, kind)
	}
	family("requests_total", "counter", "Requests answered.")
	for _, k := range slices.SortedFunc(maps.Keys(m.requests), func(x, y requestKind) int {
		return cmp.Or(cmp.Compare(x.route, y.route), cmp.Compare(x.status, y.status))
	}) {
		fmt.Fprintf(&b, "bienban_requests_total{route=%q,status=\"%d\"} %d\n", k.route, k.status, m.requests[k])
	}
	family("request_duration_seconds", "histogram", "Time to answer a request.")
	for _, route := range slices.Sorted(maps.Keys(m.durations)) {
		h, below := m.durations[route], int64(0)
		for i, bound := range bounds {
			below += h.counts[i]
			fmt.Fprintf(&b, "bienban_request_duration_seconds_bucket{route=%q,le=%q} %d\n", route, strconv.FormatFloat(bound, 'g', -1, 64), below)
		}
		fmt.Fprintf(&b, "bienban_request_duration_seconds_bucket{route=%q,le=\"+Inf\"} %d\n", route, h.count)
		fmt.Fprintf(&b, "bienban_request_duration_seconds_sum{route=%q} %g\n", route, h.sum.Seconds())
		fmt.Fprintf(&b, "bienban_request_duration_seconds_count{route=%q} %d\n", route, h.count)
	}
	family("documents_total", "counter", "Documents and pictures made.")
	for _, format := range slices.Sorted(maps.Keys(m.documents)) {
		fmt.Fprintf(&b, "bienban_documents_total{format=%q} %d\n", format, m.documents[format])
	}
	family("batch_meetings_total", "counter", "Meetings of batches.")
	for _, status := range slices.Sorted(maps.Keys(m.batches)) {
		fmt.Fprintf(&b, "bienban_batch_meetings_total{status=%q} %d\n", status, m.batches[status])
	}
	family("answer_bytes_total", "counter", "Bytes of answers.")
	fmt.Fprintf(&b, "bienban_answer_bytes_total %d\n", m.bytes)
	family("requests_in_flight", "gauge", "Requests not yet answered.")
	fmt.Fprintf(&b, "bienban_requests_in_flight %d\n", m.inFlight)
	family("requests_working", "gauge", "Requests that have a worker.")
	fmt.Fprintf(&b, "bienban_requests_working %d\n", len(g.working))
	family("requests_waiting", "gauge", "Requests that wait for a worker.")
	fmt.Fprintf(&b, "bienban_requests_waiting %d\n", len(g.waiting))
	return b.Bytes()
}

// tellMetrics is GET /metrics.
func (h *handler) tellMetrics(*call, *none) (answer, error) {
	return &file{kind: "text/plain; version=0.0.4; charset=utf-8", data: h.metrics.text(h.gate)}, nil
}

// VersionHeader is in the answers of /healthz, with the version of the API: many programs say
// that they are well, and who looks for this one has to know it.
const VersionHeader = "Bienban-Api"

const apiVersion = "v1"

// health is GET /healthz.
func (h *handler) health(c *call, _ *none) (answer, error) {
	c.writer.Header().Set(VersionHeader, apiVersion)
	return plain("ok\n"), nil
}

// ready is GET /readyz: not while the next request would be refused.
func (h *handler) ready(*call, *none) (answer, error) {
	if h.gate.full() {
		return nil, busy()
	}
	return plain("ready\n"), nil
}

func plain(s string) answer {
	return &file{kind: "text/plain; charset=utf-8", data: []byte(s)}
}

// isHealth reports whether a path is asked by those who watch the server, without a token.
func isHealth(path string) bool { return path == "/healthz" || path == "/readyz" }
