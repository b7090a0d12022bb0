package main

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

// startBytes is what the packages of ours may allocate each before main runs: what a document
// may not need is made when it is needed.
const startBytes = 200_000

// TestStart counts what is allocated before main: that is the same on each machine, while
// times are not.
func TestStart(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	seen := 0
	for _, m := range regexp.MustCompile(`init (github\.com/bienban/bienban/\S+) .* clock, (\d+) bytes`).FindAllSubmatch(out, -1) {
		seen++
		if n, err := strconv.Atoi(string(m[2])); err != nil || n > startBytes {
			t.Errorf("%s takes %s bytes before main runs, and may take %d", m[1], m[2], startBytes)
		}
	}
	if seen < 5 {
		t.Errorf("the runtime tells of %d packages only: %s", seen, out)
	}
}
