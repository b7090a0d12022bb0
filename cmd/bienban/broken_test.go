package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bienban/bienban/templates"
)

// The scripts' commands make broken templates out of a built-in one: no binary stands in
// the repository.

// rebuild writes a copy of a built-in template, each part as edit gives it; nil drops it.
func rebuild(ts *testscript.TestScript, to, template string, edit func(name string, data []byte) []byte) {
	data, err := templates.Open(template)
	ts.Check(err)
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	ts.Check(err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		in, err := f.Open()
		ts.Check(err)
		part, err := io.ReadAll(in)
		ts.Check(err)
		if part = edit(f.Name, part); part == nil {
			continue
		}
		o, err := w.Create(f.Name)
		ts.Check(err)
		_, err = o.Write(part)
		ts.Check(err)
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(to), out.Bytes(), 0o666))
}

// retag FILE TEMPLATE OLD NEW replaces the first OLD in the template's text; it fails if
// there is none.
func retag(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: retag file template old new")
	}
	found := false
	rebuild(ts, args[0], args[1], func(name string, data []byte) []byte {
		if name != "word/document.xml" {
			return data
		}
		found = bytes.Contains(data, []byte(args[2]))
		return bytes.Replace(data, []byte(args[2]), []byte(args[3]), 1)
	})
	if !found {
		ts.Fatalf("%s has no %q", args[1], args[2])
	}
}

// without FILE TEMPLATE PART leaves a part out.
func without(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: without file template part")
	}
	found := false
	rebuild(ts, args[0], args[1], func(name string, data []byte) []byte {
		if name == args[2] {
			found = true
			return nil
		}
		return data
	})
	if !found {
		ts.Fatalf("%s has no part %s", args[1], args[2])
	}
}

// truncate FILE TEMPLATE BYTES keeps the first bytes.
func truncate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: truncate file template bytes")
	}
	data, err := templates.Open(args[1])
	ts.Check(err)
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data[:min(n, len(data))], 0o666))
}

// bomb FILE TEMPLATE MEGABYTES packs a document.xml of that size into very few bytes.
func bomb(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: bomb file template megabytes")
	}
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	data, err := templates.Open(args[1])
	ts.Check(err)
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	ts.Check(err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		if !strings.HasSuffix(f.Name, "document.xml") {
			ts.Check(w.Copy(f))
			continue
		}
		o, err := w.Create(f.Name)
		ts.Check(err)
		block := bytes.Repeat([]byte(" "), 1<<20)
		for range n {
			_, err = o.Write(block)
			ts.Check(err)
		}
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o666))
}
