package batch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render"
)

// A watching is a watch at work; what it tells is waited for.
type watching struct {
	*bench
	rows chan *Row
	stop context.CancelFunc
	done chan error
}

func (b *bench) watch(poll time.Duration, more ...func(*WatchOptions)) *watching {
	b.t.Helper()
	ctx, stop := context.WithCancel(b.t.Context())
	w := &watching{bench: b, rows: make(chan *Row, 1000), stop: stop, done: make(chan error, 1)}
	ready := make(chan struct{})
	rounds := 0
	b.options.Jobs = 1 // in the order of names
	o := WatchOptions{Options: b.options, Poll: poll}
	o.Renderer = func() (*render.Renderer, string, error) {
		r, err := render.New(render.Options{Templates: os.DirFS(b.folder)})
		return r, "", err
	}
	o.Event = func(e Event) {
		if e.Row != nil {
			w.rows <- e.Row
		}
	}
	o.Round = func(*Report, error) {
		if rounds++; rounds == 1 {
			close(ready)
		}
	}
	for _, f := range more {
		f(&o)
	}
	go func() { w.done <- Watch(ctx, o) }()
	<-ready
	b.t.Cleanup(func() {
		stop()
		<-w.done
	})
	return w
}

// expect waits for what becomes of a source, which has to be told next.
func (w *watching) expect(source string, status Status) {
	w.t.Helper()
	select {
	case row := <-w.rows:
		if row.Source != w.path(source) || row.Status != status {
			w.t.Errorf("told of %s %s, want %s %s", row.Source, row.Status, source, status)
		}
	case <-time.After(20 * time.Second):
		w.t.Fatalf("%s is not %s", source, status)
	}
}

func eachWay(t *testing.T, f func(t *testing.T, poll time.Duration)) {
	t.Run("notified", func(t *testing.T) { f(t, 0) })
	t.Run("polling", func(t *testing.T) { f(t, 20*time.Millisecond) })
}

func TestWatch(t *testing.T) {
	eachWay(t, func(t *testing.T, poll time.Duration) {
		b := newBench(t, "a.yaml", "b.yaml")
		w := b.watch(poll)
		w.expect("in/a.yaml", Made)
		w.expect("in/b.yaml", Made)

		// Editors' temporary files, then a rename.
		for _, junk := range []string{".a.yaml.swp", "4913", "a.yaml~", ".#a.yaml", "~$a.yaml"} {
			b.put("in/"+junk, "title: [")
		}
		b.put("in/.a.tmp", "title: Hai\n")
		if err := os.Rename(b.path("in/.a.tmp"), b.path("in/a.yaml")); err != nil {
			t.Fatal(err)
		}
		w.expect("in/a.yaml", Made)

		// A folder that comes and goes.
		b.put("in/moi/sau/c.yaml", "title: Ba\n")
		w.expect("in/moi/sau/c.yaml", Made)
		if err := os.RemoveAll(b.path("in/moi")); err != nil {
			t.Fatal(err)
		}
		w.expect("in/moi/sau/c.yaml", Stale)
		b.put("in/moi/sau/c.yaml", "title: Ba\n")
		w.expect("in/moi/sau/c.yaml", Made)

		// What is broken is told once, also while others are saved; mended, it is made.
		b.put("in/b.yaml", "title: [")
		w.expect("in/b.yaml", Failed)
		b.put("in/a.yaml", "title: Năm\n")
		w.expect("in/a.yaml", Made)
		b.put("in/b.yaml", "title: Sáu\n")
		w.expect("in/b.yaml", Made)

		// A picture that was missing.
		b.put("in/e.yaml", "title: Họp\nsignatures:\n  - name: A\n    image: anh/ky.png\ndocuments:\n  bien-ban: {}\n")
		w.expect("in/e.yaml", Failed)
		picture, err := os.ReadFile("../../samples/hoi-nghi-chi-lang.png")
		if err != nil {
			t.Fatal(err)
		}
		b.put("in/anh/ky.png", string(picture))
		w.expect("in/e.yaml", Made)

		w.stop()
		if err := <-w.done; !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
		w.done <- nil // for the cleanup
	})
}

// A file that comes in parts, of which the first is no meeting, is never told as broken.
func TestWatchHalfCopied(t *testing.T) {
	eachWay(t, func(t *testing.T, poll time.Duration) {
		b := newBench(t, "a.yaml")
		rounds := make(chan *Report, 100)
		w := b.watch(poll, func(o *WatchOptions) {
			first := o.Round
			o.Round = func(r *Report, err error) {
				first(r, err)
				rounds <- r
			}
		})
		w.expect("in/a.yaml", Made)
		<-rounds
		whole := "title: Hai\nvenue: 'Hội trường'\n"
		b.put("in/a.yaml", whole[:len(whole)-4])
		for (<-rounds).Count(Failed) == 0 { // it has been read, and is broken
		}
		b.put("in/a.yaml", whole)
		w.expect("in/a.yaml", Made)
	})
}

func TestWatchTemplateAndPrune(t *testing.T) {
	eachWay(t, func(t *testing.T, poll time.Duration) {
		b := newBench(t)
		template, err := os.ReadFile("../../templates/tom-tat.docx")
		if err != nil {
			t.Fatal(err)
		}
		b.put("own.docx", string(template))
		b.put("in/a.yaml", "title: Họp\ndocuments:\n  own: {}\n")
		b.options.Prune = true
		w := b.watch(poll, func(o *WatchOptions) { o.Beside = []string{b.path("own.docx")} })
		w.expect("in/a.yaml", Made)
		end := strings.LastIndex(string(template), "PK\x05\x06")
		b.put("own.docx", string(template[:end+20])+"\x01\x00x") // a comment
		w.expect("in/a.yaml", Made)
		b.remove("in/a.yaml")
		w.expect("in/a.yaml", Pruned)
	})
}

// A watch ends all its goroutines, and a folder that goes away and comes back is watched again.
func TestWatchFolderComesBack(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("watch", func(t *testing.T) {
		b := newBench(t, "a.yaml")
		w := b.watch(20 * time.Millisecond)
		w.expect("in/a.yaml", Made)
		if err := os.Rename(b.path("in"), b.path("away")); err != nil {
			t.Fatal(err)
		}
		b.put("away/a.yaml", "title: Hai\n")
		if err := os.Rename(b.path("away"), b.path("in")); err != nil {
			t.Fatal(err)
		}
		w.expect("in/a.yaml", Made)
	})
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines are left", runtime.NumGoroutine()-before)
		}
	}
}

// Wrong options end a watch at once.
func TestWatchUsage(t *testing.T) {
	b := newBench(t, "a.yaml")
	b.options.Name = "{{"
	err := Watch(t.Context(), WatchOptions{Options: b.options, Renderer: func() (*render.Renderer, string, error) {
		return b.renderer(), "", nil
	}})
	if f, ok := errors.AsType[*render.Fault](err); !ok || f.Code != CodeUsage {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(filepath.Join(b.options.Output, manifestName)); err == nil {
		t.Error("it wrote something")
	}
}

// What another program held is tried again, though nothing that is watched tells of it.
func TestWatchTriesAgain(t *testing.T) {
	b := newBench(t, "a.yaml")
	b.put("out/a-tom-tat.docx/x", "a folder where the document goes")
	b.options.Force = true
	w := b.watch(0)
	w.expect("in/a.yaml", Failed)
	if err := os.RemoveAll(b.path("out/a-tom-tat.docx")); err != nil {
		t.Fatal(err)
	}
	w.expect("in/a.yaml", Made)
}

// A name that is taken is told once, and made once it is free.
func TestWatchCollision(t *testing.T) {
	b := newBench(t, "a.yaml")
	errs := make(chan error, 10)
	w := b.watch(0, func(o *WatchOptions) {
		first := o.Round
		o.Round = func(r *Report, err error) {
			if err != nil {
				errs <- err
			}
			first(r, err)
		}
	})
	w.expect("in/a.yaml", Made)
	b.put("in/a.yml", "title: Họp khác\n")
	if f, ok := errors.AsType[*render.Fault](<-errs); !ok || f.Code != CodeCollision {
		t.Errorf("told of %v", f)
	}
	b.remove("in/a.yaml")
	w.expect("in/a.yml", Made)
}
