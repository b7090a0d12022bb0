package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// largeInput is how large a file is for which memory counts more than time: a table of
	// some 5,000 rows.
	largeInput = 1 << 20

	// largePercent is by how much the heap may grow then before it is collected. A document
	// of 10,000 rows needs 194 instead of 210 MB with it, and a twentieth more of the CPU's
	// time; 50 would save as much again, for a fifth.
	largePercent = 80

	// manyHeap is what the heap may grow to while a batch makes small documents, whose
	// garbage is many times what is in use, and manyPercent by how much at most: that saves a
	// sixth of the CPU's time. What a batch remembers of its documents grows with them, so the
	// percentage comes down. Large documents come near manyLimit, and are collected more often.
	manyHeap    = 48 << 20
	manyPercent = 400
	manyLimit   = 192 << 20

	// manyDocuments is after how many events of a batch the percentage is set anew.
	manyDocuments = 64
)

// spareMemory has the garbage collector run more often while a large input is worked on. It
// gives the function that ends that. Whoever sets GOGC or GOMEMLIMIT has their own way.
func (p *program) spareMemory(inputs []*input) (end func()) {
	large := false
	for _, in := range inputs {
		large = large || len(in.data) >= largeInput
	}
	if !large || p.ownGC() {
		return func() {}
	}
	before := debug.SetGCPercent(largePercent)
	return func() { debug.SetGCPercent(before) }
}

// spendMemory has the garbage collector run less often while many documents are made. pace
// is to be called at each event of the batch, by one goroutine at a time; end ends it.
func (p *program) spendMemory() (pace, end func()) {
	if p.ownGC() {
		return func() {}, func() {}
	}
	percent, most := debug.SetGCPercent(manyPercent), debug.SetMemoryLimit(manyLimit)
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	events := 0
	pace = func() {
		if events++; events%manyDocuments == 0 {
			metrics.Read(live)
			debug.SetGCPercent(growth(live[0].Value.Uint64()))
		}
	}
	return pace, func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(most)
	}
}

// growth is the percentage by which a heap with so many bytes in use may grow.
func growth(live uint64) int {
	if live == 0 { // nothing was collected yet
		return manyPercent
	}
	return min(max(int(100*manyHeap/live)-100, largePercent), manyPercent)
}

// ownGC reports whether the user has set how the garbage collector runs.
func (p *program) ownGC() bool { return p.getenv("GOGC") != "" || p.getenv("GOMEMLIMIT") != "" }

// spareProcessor lets one more goroutine run than there are processors, where all of them
// make documents: one that comes back from the disk would find its processor taken, and
// looking for another costs a fourteenth of a document's time. It gives the function that
// ends that.
func (p *program) spareProcessor(jobs int) (end func()) {
	before := runtime.GOMAXPROCS(0)
	if jobs < 2 || before > jobs || p.getenv("GOMAXPROCS") != "" {
		return func() {}
	}
	runtime.GOMAXPROCS(before + 1)
	return func() { runtime.GOMAXPROCS(before) }
}
