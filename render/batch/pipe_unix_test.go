//go:build darwin || linux

package batch

import (
	"syscall"
	"testing"
)

// Nothing waits for the other end of a pipe, wherever one stands.
func TestPipes(t *testing.T) {
	for _, name := range []string{
		"out/" + manifestName, "out/" + journalName, "out/a-tom-tat.docx", "out/report.json", "in/b.yaml", "in/so-lieu.csv", "out/c-tom-tat.docx",
	} {
		b := newBench(t, "a.yaml", "c.yaml")
		b.put("in/a.yaml", "title: Họp\nindicators:\n  - source: so-lieu.csv\n")
		b.put("in/so-lieu.csv", "Chỉ tiêu,Thực hiện\nSố hộ,5\n")
		b.run()
		b.remove("in/c.yaml")
		b.put("in/a.yaml", "title: Họp nữa\nindicators:\n  - source: so-lieu.csv\n")
		if err := syscall.Unlink(b.path(name)); err != nil && err != syscall.ENOENT {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(b.path(name), 0o666); err != nil {
			t.Skip(err)
		}
		b.options.Prune = true
		for _, dry := range []bool{true, false} {
			b.options.DryRun = dry
			report, err := Run(t.Context(), b.renderer(), b.options) // it comes back
			if err == nil && name == "in/b.yaml" && !report.Failed() {
				t.Errorf("%s: not told", name)
			}
			if !dry && (err == nil) == (name == "out/"+manifestName || name == "out/"+journalName) {
				t.Errorf("%s: %v", name, err)
			}
		}
		var info syscall.Stat_t
		if err := syscall.Lstat(b.path(name), &info); err != nil || info.Mode&syscall.S_IFMT != syscall.S_IFIFO {
			t.Errorf("%s is no pipe any more: %v", name, err)
		}
	}
}
