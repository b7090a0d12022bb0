package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
	"github.com/bienban/bienban/render/web"
)

// tokenVariable is the environment's variable for --token.
const tokenVariable = "BIENBAN_TOKEN"

// pageTime is how long no page may be open before the program ends with them: one that is
// loaded anew, or a browser that updates itself, comes back.
const pageTime = time.Minute

// shutdownTime is how long running requests have once the program is to end.
const shutdownTime = 10 * time.Second

// serveFlags are what `bienban serve` may be told.
type serveFlags struct {
	listen string
	token  string
	hosts  []string
	fonts  string
	open   bool
	noOpen bool

	endWithPage bool
}

func (p *program) serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   p.in(text("serve [--listen ĐỊA-CHỈ:CỔNG] [--token MÃ]", "serve [--listen ADDRESS:PORT] [--token TOKEN]")),
		Short: p.in(text("Tạo văn bản trong trình duyệt, hoặc cho chương trình khác gọi qua HTTP", "Make documents in the browser, or for other programs over HTTP")),
		Long: p.in(text(`Tạo văn bản trong trình duyệt, hoặc cho chương trình khác gọi qua HTTP (xem /openapi.json), ngay trên máy này.
Chạy trong cửa sổ lệnh thì trình duyệt tự mở.

Chỉ máy này gọi được. Muốn máy khác gọi được thì ghi địa chỉ sau --listen và một mã sau --token
(hoặc trong biến môi trường %s): mỗi yêu cầu phải kèm “Authorization: Bearer MÃ”.
Nhật ký ghi ở đầu ra lỗi, không ghi nội dung. Dừng: Ctrl+C.`,
			`Make documents in the browser, or for other programs over HTTP (see /openapi.json), on this computer.
In a terminal, the browser opens by itself.

Only this computer is answered. For others, give an address after --listen and a token after --token
(or in the environment variable %s): each request then needs “Authorization: Bearer TOKEN”.
The log goes to standard error, without contents. To stop: Ctrl+C.`, tokenVariable)),
		Example:               "  bienban serve\n  curl -F meeting=@hop.yaml -F to=pdf http://127.0.0.1:8426/api/v1/render -OJ",
		DisableFlagsInUseLine: true,
		Args:                  noArguments,
		RunE:                  func(cmd *cobra.Command, _ []string) error { return p.serve(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", p.desktop.listen, p.in(text("`DIA-CHI:CONG`; cổng 0: cổng bất kỳ còn trống", "`ADDRESS:PORT`; port 0: any that is free")))
	flags.StringVar(&f.token, "token", "", p.in(text("`MA` mà mỗi yêu cầu phải kèm (nên đặt trong biến môi trường %s)", "`TOKEN` that each request needs (better in the environment variable %s)", tokenVariable)))
	flags.StringArrayVar(&f.hosts, "host", nil, p.in(text("`TEN` khác của máy này mà yêu cầu được gọi tới", "another `NAME` of this computer that requests may go to")))
	flags.StringVar(&f.fonts, "fonts", "", p.in(text("`THU-MUC` phông chữ riêng (.ttf)", "`DIR` of your own fonts (.ttf)")))
	flags.BoolVar(&f.open, "open", false, p.in(text("mở trình duyệt, kể cả khi đầu ra không phải cửa sổ lệnh", "open the browser, also where the output is no terminal")))
	flags.BoolVar(&f.noOpen, "no-open", false, p.in(text("không mở trình duyệt", "open no browser")))
	flags.BoolVar(&f.endWithPage, "end-with-page", false, p.in(text("kết thúc khi trang cuối cùng trong trình duyệt đã đóng một phút", "end once the last page in the browser has been closed for a minute")))
	return cmd
}

// serverLimits are below those of the command line: what a stranger sends is held to what
// an office prints.
var serverLimits = render.Limits{
	YAMLBytes:     4 << 20,
	PackageBytes:  16 << 20,
	UnpackedBytes: 48 << 20,
	PartBytes:     24 << 20,
	XMLNodes:      400_000,
	OutputBytes:   24 << 20,
	Paragraph:     1 << 20,
	SheetBytes:    16 << 20,
	SheetCells:    500_000,
	ImagePixels:   50_000_000,
	ImageMemory:   96 << 20,
	Passes:        200_000,
	Pages:         2_000,
	Time:          time.Minute,
}

// serverMemory is from where the garbage collector runs more often: what is in use stays
// below for one request, but a heap grows to twice that before it is collected.
const serverMemory = 176 << 20

func (p *program) serve(ctx context.Context, f serveFlags) error {
	if f.token == "" {
		f.token = p.getenv(tokenVariable)
	}
	if strings.ContainsFunc(f.token, func(r rune) bool { return r <= ' ' || r > '~' }) { // HTTP's clients differ in how they send others
		return usage("mã truy cập chỉ gồm chữ không dấu, chữ số và dấu câu, không có dấu cách", "a token has letters, digits and punctuation of ASCII only, no spaces")
	}
	if f.open && f.noOpen {
		return usage("chọn một trong hai: --open, --no-open", "one of the two: --open, --no-open")
	}
	address, err := f.address(ctx)
	if err != nil {
		return err
	}
	open := f.open || !f.noOpen && !p.json && p.desktop.terminal(p.stdout)
	r, err := p.newRenderer(f.fonts, nil, func(o *render.Options) { o.Limits = serverLimits })
	if err != nil {
		p.report(p.stderr, faultsOf(err, f.fonts))
		return errFailed
	}
	listener, err := net.ListenTCP("tcp", address)
	if err != nil && open && isBienban(ctx, address) {
		return p.openOther(ctx, f, address)
	}
	if err != nil && p.doubleClicked { // somebody else has the port; who double-clicks knows no other
		listener, err = net.ListenTCP("tcp", &net.TCPAddr{IP: address.IP})
	}
	if err != nil {
		p.report(p.stderr, render.FaultList{{Code: "listen", Message: text("không mở được %s: %v", "cannot listen on %s: %v", f.listen, batch.Cause(err)),
			Hint: text("Chương trình khác có thể đang dùng cổng ấy: thêm --listen 127.0.0.1:0 để lấy cổng khác.", "Another program may have that port: add --listen 127.0.0.1:0 for another one.")}})
		return errFailed
	}
	if !p.ownGC() {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(serverMemory))
	}
	log := p.serverLog()
	options := web.Options{Token: f.token, Hosts: f.names(listener.Addr()), Log: log}
	pages := make(chan int, 1) // that are open: the latest number
	if f.endWithPage {
		options.Present = func(open int) {
			select {
			case <-pages: // nobody was there to hear it
			default:
			}
			pages <- open
		}
	}
	server := web.NewServer(web.Handler(r, options), log)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	p.listening(f, listener.Addr())
	if open {
		p.open(ctx, f, listener.Addr(), f.page(listener.Addr()))
	}
	var closed <-chan time.Time // once no page has been open for long enough
	for serving := true; serving; {
		select {
		case err := <-failed:
			return err
		case open := <-pages:
			closed = nil
			if open == 0 {
				closed = p.desktop.after(pageTime)
			}
		case <-closed:
			if len(pages) > 0 {
				continue // one came at the last moment
			}
			log.Info("the last page is closed")
			serving = false
		case <-ctx.Done():
			serving = false
		}
	}
	log.Info("shutting down")
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		_ = server.Close() // their time is over
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// address is where --listen listens: without a token on this computer only.
func (f *serveFlags) address(ctx context.Context) (*net.TCPAddr, error) {
	host, port, err := net.SplitHostPort(f.listen)
	if err != nil {
		return nil, usage("--listen cần ĐỊA-CHỈ:CỔNG, không nhận %q", "--listen takes ADDRESS:PORT, not %q", f.listen)
	}
	number, err := net.DefaultResolver.LookupPort(ctx, "tcp", port)
	if err != nil {
		return nil, usage("--listen không nhận cổng %q", "--listen does not take the port %q", port)
	}
	if host == "localhost" {
		host = "127.0.0.1" // whatever the hosts file says
	}
	if host == "" {
		host = "::" // all, as everywhere
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return nil, usage("--listen cần một địa chỉ IP hoặc localhost, không nhận %q", "--listen takes an IP address or localhost, not %q", host)
	}
	if !ip.IsLoopback() && f.token == "" {
		return nil, usage("cho máy khác gọi thì cần một mã: thêm --token, hoặc đặt biến môi trường %s", "other computers need a token: add --token, or set the environment variable %s", tokenVariable)
	}
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(ip, uint16(number))), nil
}

// names are those of this computer that requests may go to, besides the loopback's: the
// address that we listen on, or all that it has, and those of --host.
func (f *serveFlags) names(address net.Addr) []string {
	names := f.hosts
	tcp, ok := address.(*net.TCPAddr)
	if !ok {
		return names
	}
	if !tcp.IP.IsUnspecified() {
		return append(names, tcp.IP.String())
	}
	addresses, _ := net.InterfaceAddrs() // none to know: none to answer to
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok {
			names = append(names, n.IP.String())
		}
	}
	if name, err := os.Hostname(); err == nil {
		names = append(names, name)
	}
	return names
}

// A listening is where a server is, as --json has it.
type listening struct {
	Type    string `json:"type"` // "listening"
	URL     string `json:"url"`
	Already bool   `json:"already,omitempty"` // another run of the program serves there
}

// listening tells where the server is. The token is shown to a person only: what goes into
// a file or to another program is kept.
func (p *program) listening(f serveFlags, address net.Addr) {
	url := siteOf(address)
	if p.json {
		p.object(listening{"listening", url, false})
		return
	}
	if p.desktop.terminal(p.stdout) {
		url = f.page(address)
	}
	if p.doubleClicked {
		p.say(p.stdout, text(`bienban tạo biên bản và các văn bản khác của cuộc họp (Word, PDF) ngay trên máy này.
Không có gì được gửi ra ngoài máy.

Trang làm việc mở trong trình duyệt. Nếu không thấy, hãy tự mở địa chỉ này:
    %s

Làm xong thì đóng trang ấy: một phút sau cửa sổ này tự đóng. Đóng ngay cửa sổ này cũng được.`,
			`bienban makes the minutes and other papers of a meeting (Word, PDF) on this computer.
Nothing is sent anywhere.

Its page opens in the browser. If it does not, open this address:
    %s

When you are done, close the page: a minute later this window closes. You may as well close the window.`, url))
		return
	}
	p.say(p.stdout, text("Đang phục vụ tại %s", "Serving at %s", url))
}

// serverLog writes to standard error: each request, or with --quiet, and in the window of a
// double click, only what goes wrong.
func (p *program) serverLog() *slog.Logger {
	o := &slog.HandlerOptions{}
	if p.quiet || p.doubleClicked {
		o.Level = slog.LevelWarn
	}
	if p.json {
		return slog.New(slog.NewJSONHandler(p.stderr, o))
	}
	return slog.New(slog.NewTextHandler(p.stderr, o))
}
