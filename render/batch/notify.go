package batch

import (
	"time"

	"github.com/fsnotify/fsnotify"
)

// A notifier wakes a watch when something in its folders may have changed: by what the
// system tells, or by a clock where it tells nothing.
type notifier struct {
	watcher *fsnotify.Watcher // nil: the system has none for us
	poll    time.Duration     // look so often, and at nothing else; 0: look where it is needed
	ticker  *time.Ticker      // nil: not needed now
}

func newNotifier(poll time.Duration) *notifier {
	n := &notifier{poll: poll}
	if poll > 0 { // somebody knows that notifications are not to be trusted here
		return n
	}
	if w, err := fsnotify.NewWatcher(); err == nil {
		n.watcher = w
	}
	return n
}

func (n *notifier) close() {
	if n.watcher != nil {
		n.watcher.Close()
	}
	if n.ticker != nil {
		n.ticker.Stop()
	}
}

// watch watches these folders and no others. missing says that one which was named is not
// there now: only the clock can tell when it comes.
func (n *notifier) watch(folders map[string]bool, missing bool) {
	need := missing || n.poll > 0 || n.watcher == nil
	if n.watcher != nil {
		watched := map[string]bool{}
		for _, folder := range n.watcher.WatchList() { // those that were removed are no longer in it
			if watched[folder] = folders[folder]; !watched[folder] {
				_ = n.watcher.Remove(folder)
			}
		}
		for folder := range folders {
			if isRemote(folder) {
				need = true
			}
			if !watched[folder] && n.watcher.Add(folder) != nil {
				need = true
			}
		}
	}
	switch {
	case need && n.ticker == nil:
		interval := n.poll
		if interval <= 0 {
			interval = defaultPoll
		}
		n.ticker = time.NewTicker(interval)
	case !need && n.ticker != nil:
		n.ticker.Stop()
		n.ticker = nil
	}
}

// events tells that something changed; never, where the system does not notify.
func (n *notifier) events() <-chan fsnotify.Event {
	if n.watcher == nil {
		return nil
	}
	return n.watcher.Events
}

// errors tells that notifications were lost: something changed as well.
func (n *notifier) errors() <-chan error {
	if n.watcher == nil {
		return nil
	}
	return n.watcher.Errors
}

// ticks tells that it is time to look.
func (n *notifier) ticks() <-chan time.Time {
	if n.ticker == nil {
		return nil
	}
	return n.ticker.C
}
