package render_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bienban/bienban/render"
)

// What a long list of free data has and no paper prints is told in a time that grows with the
// list: the file was read anew for each entry.
func TestManyNotPrinted(t *testing.T) {
	const count = 4000
	var b strings.Builder
	b.WriteString("title: Họp\nextra:\n  ds:\n")
	for i := range count {
		fmt.Fprintf(&b, "    - {ten: N%d}\n", i)
	}
	made := func(tag string) (render.FaultList, time.Duration) {
		began := time.Now()
		_, d := madeOf(t, fstest.MapFS{"mau.docx": {Data: templateOf(t, "{{.title}}", tag)}}, nil, b.String())
		return d.Faults(), time.Since(began)
	}
	_, all := made("{{range .extra.ds}}{{.ten}} {{end}}")
	faults, few := made("{{range first 2 .extra.ds}}{{.ten}} {{end}}")
	if few > 10*all+time.Second {
		t.Errorf("%d entries that are not printed take %v, those that are %v", count, few, all)
	}
	told := 0
	for _, f := range faults {
		if f.Code == "not-printed" && strings.Contains(f.Place.En, "extra.ds") {
			told++
		}
	}
	if told == 0 {
		t.Errorf("nothing is told of entries that are not printed: %v", faults)
	}
}
