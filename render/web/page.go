package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/samples"
)

// The page that a person works with is built from ui/src by ui/build.mjs; what that gave
// stands beside its sources, so that Go alone builds the program.
//
//go:embed ui/dist
var dist embed.FS

// pagePolicy lets the page run and show what this server gave, and nothing else: no script
// or style that is written into it, no address but this one. Pictures are made of answers
// (blob:), and the editor's signs are in its style sheet (data:).
const pagePolicy = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// assetTypes are the content types of what the page is made of.
var assetTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
	".yaml": "application/yaml", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// pageRoutes registers the page and what it is made of. They ask for no token: nothing of
// anybody's is in them, and the page asks for the token itself.
func (h *handler) pageRoutes() {
	h.mux.HandleFunc("GET /{$}", func(_ http.ResponseWriter, r *http.Request) { callOf(r.Context()).asset(dist, "ui/dist/index.html") })
	h.mux.HandleFunc("GET /ui/{name}", func(_ http.ResponseWriter, r *http.Request) {
		callOf(r.Context()).asset(dist, "ui/dist/"+r.PathValue("name"))
	})
	h.mux.HandleFunc("GET /ui/samples", func(_ http.ResponseWriter, r *http.Request) {
		callOf(r.Context()).json(http.StatusOK, typeJSON, sampleList())
	})
	h.mux.HandleFunc("GET /ui/samples/{name}", func(_ http.ResponseWriter, r *http.Request) {
		callOf(r.Context()).asset(samples.FS, r.PathValue("name"))
	})
}

// isPage reports whether a path is of the page rather than of the API.
func isPage(p string) bool {
	return p == "/" || strings.HasPrefix(p, "/ui/") && p != "/ui/presence"
}

// asset answers with a file of ours, which a browser may keep as long as it asks whether it
// is still the same.
func (c *call) asset(from fs.FS, name string) {
	data, err := fs.ReadFile(from, name)
	kind, known := assetTypes[path.Ext(name)]
	if err != nil || !known {
		problem(http.StatusNotFound, "not-found", "không có đường dẫn này", "there is no such path").write(c)
		return
	}
	header := c.writer.Header()
	header.Set("Content-Type", kind)
	header.Set("Content-Security-Policy", pagePolicy)
	header.Set("Cache-Control", "no-cache")
	digest := sha256.Sum256(data)
	header.Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(digest[:12])+`"`)
	http.ServeContent(c.writer, c.request, "", time.Time{}, bytes.NewReader(data))
}

// A sample is an example that the page offers.
type sample struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// sampleList is the examples by name.
var sampleList = sync.OnceValue(func() []sample {
	list := []sample{}
	names, _ := fs.Glob(samples.FS, "*.yaml") // the pattern is right
	for _, name := range names {
		data, err := fs.ReadFile(samples.FS, name)
		if err != nil {
			continue // embedded: it cannot be
		}
		meetings, _ := meeting.Parse(name, data, render.Limits{})
		if len(meetings) > 0 {
			list = append(list, sample{name, meetings[0].Title})
		}
	}
	return list
})
