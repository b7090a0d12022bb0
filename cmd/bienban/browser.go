package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/inconshreveable/mousetrap"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
	"github.com/bienban/bienban/render/web"
)

// A desktop is what a person's computer does around the program.
type desktop struct {
	open     func(ctx context.Context, url string) error // in the browser; [errNoDisplay] where there is none to see
	terminal func(io.Writer) bool
	explorer func() bool // reports whether a double click in Windows Explorer has started us
	after    func(time.Duration) <-chan time.Time
	listen   string // where the program serves by itself
}

var realDesktop = desktop{
	open:     openBrowser,
	terminal: func(w io.Writer) bool { return terminal(w) != nil },
	explorer: mousetrap.StartedByExplorer,
	after:    time.After,
	listen:   "127.0.0.1:8426",
}

var errNoDisplay = errors.New("no display")

// siteOf is the address of a server for the browsers of this computer. One that listens on
// all addresses is reached at one.
func siteOf(address net.Addr) string {
	if tcp, ok := address.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		address = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: tcp.Port}
	}
	return "http://" + address.String() + "/"
}

// page is the address that the browser opens. The token stands in its fragment, which a
// browser keeps to itself: it is in no request, and so in no log.
func (f *serveFlags) page(address net.Addr) string {
	page := siteOf(address)
	if f.token != "" {
		page += "#token=" + url.QueryEscape(f.token)
	}
	return page
}

// open opens a page of the server at address. Failing is worth a line, no more; where there
// is no display, only to somebody who asked for it. It reports whether the page is open.
func (p *program) open(ctx context.Context, f serveFlags, address net.Addr, page string) bool {
	err := p.desktop.open(ctx, page)
	message := text("không mở được trình duyệt: %v", "cannot open the browser: %v", batch.Cause(err))
	switch {
	case err == nil:
		return true
	case errors.Is(err, errNoDisplay) && !f.open:
		return false
	case errors.Is(err, errNoDisplay):
		message = text("không có màn hình nào để mở trình duyệt", "there is no display to open the browser on")
	}
	p.report(p.stderr, render.FaultList{{Severity: render.Warning, Code: "browser", Message: message,
		Hint: text("Hãy tự mở %s trong trình duyệt.", "Open %s in the browser yourself.", siteOf(address))}})
	return false
}

// openOther opens the page of another run of the program, which has our address. It gets
// no token of ours: who it belongs to is not known.
func (p *program) openOther(ctx context.Context, f serveFlags, address net.Addr) error {
	site := siteOf(address)
	if p.json {
		p.object(listening{"listening", site, true})
	} else {
		p.say(p.stdout, text("bienban đã chạy sẵn tại %s", "bienban already serves at %s", site))
	}
	if !p.open(ctx, f, address, site) && p.doubleClicked {
		return errFailed // or the window would close, with the address
	}
	return nil
}

// probeTime is how long a server on this computer has to say who it is.
const probeTime = 2 * time.Second

// isBienban reports whether this program already serves at an address of this computer.
// No other computer is asked.
func isBienban(ctx context.Context, address *net.TCPAddr) bool {
	if !address.IP.IsLoopback() && !address.IP.IsUnspecified() {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, siteOf(address)+"healthz", nil)
	if err != nil {
		return false
	}
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true}, // and no proxy
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := client.Do(r)
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK && answer.Header.Get(web.VersionHeader) != ""
}
