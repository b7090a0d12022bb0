package main

import "runtime/debug"

const (
	// largeInput is how large a file is for which memory counts more than time: a table of
	// some 5,000 rows.
	largeInput = 1 << 20

	// largePercent is by how much the heap may grow then before it is collected. A document
	// of 10,000 rows needs 194 instead of 210 MB with it, and a twentieth more of the CPU's
	// time; 50 would save as much again, for a fifth.
	largePercent = 80
)

// spareMemory has the garbage collector run more often while a large input is worked on. It
// gives the function that ends that. Whoever sets GOGC or GOMEMLIMIT has their own way.
func (p *program) spareMemory(inputs []*input) (end func()) {
	large := false
	for _, in := range inputs {
		large = large || len(in.data) >= largeInput
	}
	if !large || p.getenv("GOGC") != "" || p.getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(largePercent)
	return func() { debug.SetGCPercent(before) }
}
