package render

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/pdf"
	"github.com/bienban/bienban/render/internal/wml"
	"github.com/bienban/bienban/render/internal/xml"
)

// What one fuzzed part may cost. A mutation of a few kilobytes that needs more has found a
// way to make us work for nothing.
const (
	fuzzTime   = 8 * time.Second // of a worker among others, on a busy machine
	fuzzMemory = 1 << 30         // allocated in all, not at once
	fuzzPages  = 300
)

// packages are the documents of testdata/fidelity: the seeds, and what a fuzzed part is
// put into. In the order of their names.
func packages(f *testing.F) []*docx.Package {
	f.Helper()
	files, err := filepath.Glob("testdata/fidelity/*.docx")
	if err != nil || len(files) == 0 {
		f.Fatal("no documents", err)
	}
	slices.Sort(files)
	var all []*docx.Package
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		pkg, err := docx.Open(data, limit.Default)
		if err != nil {
			f.Fatal(name, err)
		}
		all = append(all, pkg)
	}
	return all
}

// xmlParts are the names of a package's parts under word/ that the reader reads.
func xmlParts(pkg *docx.Package) []string {
	return slices.DeleteFunc(pkg.Parts(), func(name string) bool {
		return !strings.HasPrefix(name, "word/") || !strings.HasSuffix(name, ".xml")
	})
}

// costs fails if what work does takes too long or allocates too much.
func costs(t *testing.T, most time.Duration, work func(ctx context.Context) error) error {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	ctx, cancel := context.WithTimeout(t.Context(), most)
	defer cancel()
	start := time.Now()
	err := work(ctx)
	runtime.ReadMemStats(&after)
	if spent := after.TotalAlloc - before.TotalAlloc; spent > fuzzMemory {
		t.Fatalf("allocates %d MB", spent>>20)
	}
	if took := time.Since(start); took > most || errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("takes %v", took)
	}
	return err
}

// FuzzReader puts a fuzzed part in the place of one of a real document, and reads it.
func FuzzReader(f *testing.F) {
	all := packages(f)
	for i, pkg := range all {
		for j, name := range xmlParts(pkg) {
			if data, _ := pkg.Part(name); len(data) < 20<<10 {
				f.Add(uint8(i), uint8(j), data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, which, part uint8, data []byte) {
		pkg := all[int(which)%len(all)]
		names := xmlParts(pkg)
		name := names[int(part)%len(names)]
		pkg = pkg.With(docx.Change{Parts: map[string][]byte{name: data}})
		_ = costs(t, fuzzTime, func(context.Context) error {
			doc, faults := wml.Parse(pkg, limit.Default)
			if doc == nil && !faults.Failed() {
				t.Fatal("neither a document nor an error")
			}
			return nil
		})
	})
}

// hostile are values that no writer of documents means.
var hostile = []string{
	"0", "1", "-1", "2", "15", "63", "64", "240", "1000", "99999", "1000000", "-1000000", "2147483647", "-2147483648", "4294967296", "9223372036854775807", "-9223372036854775808", "1e300", "NaN", "",
	"auto", "exact", "atLeast", "pct", "dxa", "both", "page", "column", "continuous", "evenPage", "oddPage", "nextColumn", "restart", "continue", "margin", "text", "inside", "around", "left", "right", "center", "bottom",
	"on", "off", "none", "decimal", "upperRoman", "1440", "12700", "914400", "tbRl", "btLr", "drop", "width:1pt;height:1e9pt", "#000000",
}

// mutate changes a part as ops say, four bytes for each change, and keeps it well-formed:
// what bytes alone would do to XML is mostly a syntax error, which FuzzReader sees to.
func mutate(src string, ops []byte) string {
	const most = 24
	for n := 0; len(ops) >= 4 && n < most; n++ {
		op := ops[:4]
		ops = ops[4:]
		root, err := xml.Parse(src, limit.Default.XML())
		if err != nil {
			return src
		}
		var all []*xml.Node
		var walk func(*xml.Node)
		walk = func(e *xml.Node) {
			for c := range e.Children() {
				all = append(all, c)
				walk(c)
			}
		}
		walk(root)
		if len(all) == 0 || len(src) > 400<<10 {
			return src
		}
		at := all[(int(op[1])<<8|int(op[2]))*31%len(all)]
		other := all[int(op[3])*257%len(all)]
		switch op[0] % 6 {
		case 0, 1: // a value
			tag := src[at.Start:at.InnerStart]
			values := attribute.FindAllStringSubmatchIndex(tag, -1)
			if len(values) == 0 {
				continue
			}
			v := values[int(op[2])%len(values)]
			src = src[:at.Start] + tag[:v[2]] + hostile[int(op[3])%len(hostile)] + tag[v[3]:] + src[at.InnerStart:]
		case 2: // an element less
			src = src[:at.Start] + src[at.End:]
		case 3: // an element often
			src = src[:at.End] + strings.Repeat(src[at.Start:at.End], 1+int(op[3])%8) + src[at.End:]
		case 4: // an element in another one
			src = src[:other.InnerStart] + between(src[at.Start:at.End], other) + src[other.InnerStart:]
		case 5: // an element where another one was
			src = src[:other.Start] + src[at.Start:at.End] + src[other.End:]
		}
	}
	return src
}

var attribute = regexp.MustCompile(`="([^"]*)"`)

// between is what may be put into an element: nothing if it has no inside.
func between(s string, into *xml.Node) string {
	if into.InnerStart == into.End {
		return ""
	}
	return s
}

// FuzzLayout prints a real document that was changed in up to two dozen places, and
// brings its fields up to date.
func FuzzLayout(f *testing.F) {
	all := packages(f)
	for i := range all {
		f.Add(uint8(i), []byte(nil))
		f.Add(uint8(i), []byte("\x00\x01\x02\x0c\x03\x02\x03\x04\x04\x03\x04\x05\x05\x04\x05\x06"))
	}
	r, err := New(Options{Limits: Limits{Pages: fuzzPages}})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := r.faces(); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, which uint8, ops []byte) {
		pkg := all[int(which)%len(all)]
		data, _ := pkg.Part(pkg.Main())
		pkg = pkg.With(docx.Change{Parts: map[string][]byte{pkg.Main(): []byte(mutate(string(data), ops))}})
		err := costs(t, fuzzTime, func(ctx context.Context) error {
			d := &Document{Name: "fuzz", renderer: r, source: source{name: "fuzz.docx"}, merged: pkg}
			pages, _, err := d.layOut(ctx)
			if err == nil {
				if len(pages) == 0 {
					t.Fatal("no pages")
				}
				if err = pdf.Write(io.Discard, pages, pdf.Options{}); err == nil {
					err = d.PNG(ctx, io.Discard, 1, 200)
				}
				fresh, _, _ := wml.Refresh(ctx, pkg, time.Time{}, limit.Default)
				if doc, faults := wml.Parse(d.numbers.Fill(fresh, limit.Default), limit.Default); doc == nil {
					t.Fatal(faults)
				}
			}
			return err
		})
		if _, fault := errors.AsType[FaultList](err); err != nil && !fault {
			t.Fatal(err) // a document at fault is told so; nothing else may fail
		}
	})
}
