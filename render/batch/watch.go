package batch

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/bienban/bienban/render"
)

// WatchOptions says what is watched and who is told.
type WatchOptions struct {
	Options
	Beside []string      // files and folders, besides the inputs, that the documents depend on: templates
	Fonts  string        // a folder whose changes ask for another renderer; "": none
	Poll   time.Duration // look at everything so often; 0: only where the system does not notify of changes

	// Renderer gives the renderer, and [Options].Settings with it: at first, and when the fonts
	// have changed.
	Renderer func() (*render.Renderer, string, error)
	// Round is told after each time that something was made, or could not be; nil: nobody is. The
	// report is nil where err permitted nothing.
	Round func(report *Report, err error)
}

const (
	// quietTime is how long nothing may change before it is read. Editors and copying programs
	// write a file in several steps.
	quietTime = 200 * time.Millisecond
	// settleTime is how much longer a file may be broken before that is told: it may come in
	// parts, over a slow line.
	settleTime = 600 * time.Millisecond
	// retryTime is when to try again what another program held, or a full disk.
	retryTime = 2 * time.Second
	// defaultPoll is how often we look where the system does not notify.
	defaultPoll = 2 * time.Second
)

// Watch makes what has changed, and goes on doing so until ctx ends, whose error it gives. It
// gives another one only where the options are wrong.
//
// Notifications only wake it: what is made is decided by looking at the files, so it does
// not matter how an editor saves, nor whether a notification is lost among others.
func Watch(ctx context.Context, o WatchOptions) error {
	if o.Event == nil {
		o.Event = func(Event) {}
	}
	if o.Round == nil {
		o.Round = func(*Report, error) {}
	}
	w := &watch{WatchOptions: o, tell: o.Event, told: map[string]string{}}
	w.Options.Event = w.event
	w.notifier = newNotifier(o.Poll)
	defer w.notifier.close()
	return w.run(ctx)
}

type watch struct {
	WatchOptions
	tell     func(Event)
	notifier *notifier
	renderer *render.Renderer

	reads  []string          // files that the documents depend on, of the last round
	told   map[string]string // what was told of failures and of what is left, by what it is of: not again
	held   []*Row            // failures that are not told yet: the file may still be coming
	settle time.Time         // when they are
	now    map[string]string // the same, as this round finds it
	busy   bool              // a file could not be read or written: it is tried again, since nothing tells when it can
	last   string            // why the last round could do nothing; "" if it could
}

func (w *watch) run(ctx context.Context) error {
	var last snapshot
	again := false
	for {
		now, err := w.settled(ctx)
		if err != nil {
			return err
		}
		if last == nil || again || !maps.Equal(last, now) {
			if err := w.round(ctx, last, now); err != nil {
				return err
			}
			last = now
			if w.dependsOnMore(now) { // which may have changed since it was read
				continue
			}
		}
		if again, err = w.wait(ctx, last); err != nil {
			return err
		}
	}
}

// refused tells, once, why a round could do nothing.
func (w *watch) refused(err error) {
	if err.Error() != w.last {
		w.last = err.Error()
		w.Round(nil, err)
	}
}

// dependsOnMore reports whether the last round read what a snapshot does not have.
func (w *watch) dependsOnMore(s snapshot) bool {
	return slices.ContainsFunc(w.reads, func(file string) bool { _, ok := s[file]; return !ok })
}

// round makes what has changed. The error ends the watch.
func (w *watch) round(ctx context.Context, last, now snapshot) error {
	if w.renderer == nil || w.fontsChanged(last, now) {
		r, settings, err := w.WatchOptions.Renderer()
		if err != nil {
			if w.renderer == nil {
				return err
			}
			w.Round(nil, err) // a font that is still coming: the ones before serve
		} else {
			w.renderer, w.Settings = r, settings
		}
	}
	w.held, w.now = nil, map[string]string{}
	report, err := Run(ctx, w.renderer, w.Options)
	if ctx.Err() != nil {
		w.Round(report, nil)
		return ctx.Err()
	}
	if f, ok := errors.AsType[*render.Fault](err); ok && f.Code == CodeUsage {
		return err
	}
	w.Force = false // once
	if err != nil { // another run is at work there, or two names collide
		w.busy = true
		w.refused(err)
		return nil
	}
	w.last = ""
	w.reads = report.reads
	for _, row := range report.Rows {
		if row.Status == Stale || row.Status == Pruned {
			w.event(Event{Row: row})
		}
	}
	w.busy = slices.ContainsFunc(report.Rows, isBusy)
	w.settle = time.Now().Add(settleTime)
	maps.DeleteFunc(w.told, func(key, state string) bool { return w.now[key] != state })
	w.Round(report, nil)
	return nil
}

// isBusy reports whether a document failed for a reason that may pass without a trace in the
// files that are watched: Word is closed, the disk has room again.
func isBusy(row *Row) bool {
	return row.Status == Failed && slices.ContainsFunc(row.Findings, func(f *render.Fault) bool {
		return slices.Contains([]string{"open-elsewhere", "disk-full", "unwritable", "unreadable"}, f.Code)
	})
}

// event passes on what happens, but not what was told already, and failures later.
func (w *watch) event(e Event) {
	if e.Row == nil || e.Row.Status != Failed && e.Row.Status != Stale {
		w.tell(e)
		return
	}
	key, state := keyOf(e.Row)
	w.now[key] = state
	switch {
	case w.told[key] == state:
	case e.Row.Status == Failed:
		w.held = append(w.held, e.Row)
	default:
		w.told[key] = state
		w.tell(e)
	}
}

// keyOf is what a row is of, and what it says of it.
func keyOf(row *Row) (key, state string) {
	return strings.Join(append([]string{row.Source, row.Name}, row.files...), "\x00"), string(row.Status) + row.Findings.Error()
}

// wait waits until something may have changed since a snapshot, or it is time to try again.
// What is held back is told once its files have been quiet.
func (w *watch) wait(ctx context.Context, last snapshot) (again bool, err error) {
	var retry <-chan time.Time
	if w.busy {
		timer := time.NewTimer(retryTime)
		defer timer.Stop()
		retry = timer.C
	}
	var settle <-chan time.Time
	if len(w.held) > 0 {
		timer := time.NewTimer(time.Until(w.settle))
		defer timer.Stop()
		settle = timer.C
	}
	for {
		select {
		case <-ctx.Done():
			w.tellHeld()
			return false, ctx.Err()
		case <-settle:
			w.tellHeld()
		case <-retry:
			return true, nil
		case <-w.notifier.events():
			return false, nil
		case <-w.notifier.errors():
			return false, nil
		case <-w.notifier.ticks():
			now := snapshot{}
			if w.look(now); !maps.Equal(last, now) {
				return false, nil
			}
		}
	}
}

func (w *watch) tellHeld() {
	for _, row := range w.held {
		key, state := keyOf(row)
		w.told[key] = state
		w.tell(Event{Row: row})
	}
	w.held = nil
}

// settled looks at the files until nothing changes any more.
func (w *watch) settled(ctx context.Context) (snapshot, error) {
	before := snapshot{}
	w.look(before)
	for {
		timer := time.NewTimer(quietTime)
		for quiet := false; !quiet; {
			select {
			case <-ctx.Done():
				timer.Stop()
				return nil, ctx.Err()
			case <-w.notifier.events():
				timer.Reset(quietTime)
			case <-w.notifier.errors():
			case <-timer.C:
				quiet = true
			}
		}
		now := snapshot{}
		w.look(now)
		if maps.Equal(before, now) {
			return now, nil
		}
		before = now
	}
}

// A snapshot is what files look like, by path. One that is not there is in it too.
type snapshot map[string]stamp

type stamp struct {
	there bool
	size  int64
	time  int64
}

func (s snapshot) add(file string) {
	info, err := os.Stat(file)
	if err != nil {
		s[file] = stamp{}
		return
	}
	s[file] = stamp{true, info.Size(), info.ModTime().UnixNano()}
}

// look takes a snapshot of all that the documents depend on, and watches where it stands.
func (w *watch) look(s snapshot) {
	b := &run{Options: w.Options}
	if output, err := filepath.Abs(w.Output); err == nil {
		b.output = output
		if real, err := filepath.EvalSymlinks(output); err == nil {
			b.output = real
		}
	}
	l := b.list()
	folders := map[string]bool{}
	for _, folder := range l.folders {
		folders[folder] = true
	}
	for _, in := range l.inputs {
		s.add(in.name)
	}
	for _, file := range w.reads {
		s.add(file)
		if folder, err := filepath.Abs(filepath.Dir(file)); err == nil {
			if folder, err = filepath.EvalSymlinks(folder); err == nil { // there, and by one name
				folders[folder] = true
			}
		}
	}
	for _, name := range append(w.Beside[:len(w.Beside):len(w.Beside)], w.Fonts) {
		if name != "" {
			w.lookBeside(s, folders, name)
		}
	}
	w.notifier.watch(folders, l.faults.Failed())
}

// lookBeside looks at a file, or at all files of a folder.
func (w *watch) lookBeside(s snapshot, folders map[string]bool, name string) {
	name, err := filepath.Abs(name)
	if err != nil {
		return
	}
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		s.add(name)
		if _, err := os.Stat(filepath.Dir(name)); err == nil {
			folders[filepath.Dir(name)] = true
		}
		return
	}
	_ = filepath.WalkDir(name, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil: // gone while we looked
		case d.IsDir():
			folders[file] = true
		case !isHidden(d.Name()) && !strings.HasSuffix(d.Name(), "~"):
			s.add(file)
		}
		return nil
	})
}

// fontsChanged reports whether two snapshots differ in the fonts.
func (w *watch) fontsChanged(a, b snapshot) bool {
	folder, err := filepath.Abs(w.Fonts)
	if w.Fonts == "" || err != nil {
		return false
	}
	of := func(s snapshot) snapshot {
		fonts := snapshot{}
		for file, stamp := range s {
			if below(file, folder) {
				fonts[file] = stamp
			}
		}
		return fonts
	}
	return !maps.Equal(of(a), of(b))
}
