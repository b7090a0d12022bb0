package main

import (
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
