package render

import (
	"io"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// Four times the pages cost about four times the time: a guard against anything
// quadratic, which would take sixteen times.
// The time is that of the processor in this thread, whatever else the machine does; what is
// allocated is counted.
func TestGrowsLinearly(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	type costs struct {
		took      time.Duration
		allocated uint64
	}
	cost := func(pages int) costs {
		yaml := long(pages)
		best := costs{took: time.Hour}
		for range 4 {
			start, before := threadTime(t), allocated()
			documents, faults := r.Documents("a.yaml", yaml, nil)
			if err := faults.Err(); err != nil {
				t.Fatal(err)
			}
			if err := documents[0].PDF(t.Context(), io.Discard); err != nil {
				t.Fatal(err)
			}
			best = costs{min(best.took, threadTime(t)-start), allocated() - before}
		}
		return best
	}
	small, large := cost(50), cost(200)
	if large.took > 9*small.took || large.allocated > 5*small.allocated {
		t.Errorf("50 pages take %v and %d bytes, 200 pages %v and %d bytes", small.took, small.allocated, large.took, large.allocated)
	}
	t.Logf("%.1f times the time, %.1f times the bytes", float64(large.took)/float64(small.took), float64(large.allocated)/float64(small.allocated))
}

// threadTime is the processor's time that this thread has had.
func threadTime(t *testing.T) time.Duration {
	const thread = 1 // RUSAGE_THREAD
	var u syscall.Rusage
	if err := syscall.Getrusage(thread, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
