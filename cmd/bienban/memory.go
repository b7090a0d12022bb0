package main

import (
	"runtime"
	"runtime/debug"
)

const (
	// largeInput is how large a file is for which memory counts more than time: a table of
	// some 5,000 rows.
	largeInput = 1 << 20

	// largePercent is by how much the heap may grow then before it is collected. A document
	// of 10,000 rows needs 194 instead of 210 MB with it, and a twentieth more of the CPU's
	// time; 50 would save as much again, for a fifth.
	largePercent = 80

	// manyPercent and manyLimit are for batches, which make much garbage of little: of 10 MB
	// that are in use and 30 MB more a sixth of the CPU's time is saved. Large documents
	// come near the limit, and are collected as often as they need to be.
	manyPercent = 400
	manyLimit   = 256 << 20
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

// spendMemory has the garbage collector run less often while many documents are made. It
// gives the function that ends that.
func (p *program) spendMemory() (end func()) {
	if p.ownGC() {
		return func() {}
	}
	percent, most := debug.SetGCPercent(manyPercent), debug.SetMemoryLimit(manyLimit)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(most)
	}
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
