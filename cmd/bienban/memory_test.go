package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestMemoryIsSparedForLargeInputs(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	for _, tt := range []struct {
		name     string
		size     int
		variable string // of the environment
		want     int
	}{
		{"small", largeInput - 1, "", 100},
		{"large", largeInput, "", largePercent},
		{"GOGC wins", largeInput, "GOGC", 100},
		{"GOMEMLIMIT wins", largeInput, "GOMEMLIMIT", 100},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &program{getenv: func(name string) string {
				if name == tt.variable {
					return "100"
				}
				return ""
			}}
			end := p.spareMemory([]*input{{}, {data: make([]byte, tt.size)}})
			if got := debug.SetGCPercent(100); got != tt.want {
				t.Errorf("%d percent, want %d", got, tt.want)
			}
			debug.SetGCPercent(tt.want)
			end()
			if got := debug.SetGCPercent(100); got != 100 {
				t.Errorf("%d percent in the end", got)
			}
		})
	}
}

func TestMemoryIsSpentOnBatches(t *testing.T) {
	percent, most := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	defer debug.SetGCPercent(percent)
	for _, variable := range []string{"", "GOGC", "GOMEMLIMIT"} {
		p := &program{getenv: func(name string) string {
			if name == variable {
				return "100"
			}
			return ""
		}}
		_, end := p.spendMemory()
		got := debug.SetGCPercent(100)
		limit := debug.SetMemoryLimit(-1)
		if own := variable != ""; own != (got == 100) || own != (limit == most) {
			t.Errorf("%q: %d percent, a limit of %d", variable, got, limit)
		}
		debug.SetGCPercent(got)
		end()
		if got, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1); got != 100 || limit != most {
			t.Errorf("%q: %d percent, a limit of %d in the end", variable, got, limit)
		}
	}
}

func TestProcessorIsSpared(t *testing.T) {
	before := runtime.GOMAXPROCS(2)
	defer runtime.GOMAXPROCS(before)
	for _, tt := range []struct {
		jobs, want int
		set        string
	}{{1, 2, ""}, {2, 3, ""}, {8, 3, ""}, {1, 2, "2"}, {2, 2, "2"}} {
		p := &program{getenv: func(string) string { return tt.set }}
		end := p.spareProcessor(tt.jobs)
		if got := runtime.GOMAXPROCS(0); got != tt.want {
			t.Errorf("%d jobs: %d processors, want %d", tt.jobs, got, tt.want)
		}
		end()
		if got := runtime.GOMAXPROCS(0); got != 2 {
			t.Errorf("%d processors in the end", got)
		}
	}
}

func TestGrowth(t *testing.T) {
	for live, want := range map[uint64]int{0: 400, 1 << 20: 400, 16 << 20: 200, 24 << 20: 100, 48 << 20: 80, 1 << 40: 80} {
		if got := growth(live); got != want {
			t.Errorf("%d MB in use: %d percent, want %d", live>>20, got, want)
		}
	}
}
