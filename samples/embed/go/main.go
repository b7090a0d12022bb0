// Một chương trình Go có sẵn máy chủ riêng thêm bienban dưới /bienban/.
//
// A Go program that has a server of its own adds bienban under /bienban/:
//
//	go run ./samples/embed/go
//	curl -F meeting=@samples/giao-ban-quy-3.yaml -F sheet=@samples/chi-tieu-quy-3.xlsx -F template=bien-ban -F to=pdf http://127.0.0.1:8427/bienban/api/v1/render -OJ
package main

import (
	"log"
	"log/slog"
	"net/http"
	"os"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/web"
)

func main() {
	renderer, err := render.New(render.Options{}) // một lần cho cả chương trình / once for the whole program
	if err != nil {
		log.Fatal(err)
	}
	documents := web.Handler(renderer, web.Options{
		Token: os.Getenv("BIENBAN_TOKEN"), // trống: không cần mã / empty: none is asked for
		Log:   slog.Default(),
	})

	mux := http.NewServeMux()
	mux.Handle("/bienban/", http.StripPrefix("/bienban", documents))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("Trang của chương trình này / this program's own page\n"))
	})

	address := "127.0.0.1:8427"
	if len(os.Args) > 1 {
		address = os.Args[1]
	}
	// NewServer không chờ khách gửi quá chậm / NewServer does not wait for slow clients.
	server := web.NewServer(mux, slog.Default())
	server.Addr = address
	log.Fatal(server.ListenAndServe())
}
