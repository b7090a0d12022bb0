package render_test

import (
	"bytes"
	"context"
	"fmt"
	"log"

	"github.com/bienban/bienban/render"
)

// One meeting gives a Word document and its print.
func Example() {
	r, err := render.New(render.Options{}) // once; goroutines share it
	if err != nil {
		log.Fatal(err)
	}
	yaml := []byte("title: Họp giao ban tháng 9\nsections:\n  - text: Nhất trí.\n")
	documents, faults := r.Documents("hop.yaml", yaml, nil, "tom-tat")
	if err := faults.Err(); err != nil {
		log.Fatal(err)
	}
	for _, d := range documents {
		var word, pdf bytes.Buffer
		if err := d.DOCX(context.Background(), &word); err != nil {
			log.Fatal(err)
		}
		if err := d.PDF(context.Background(), &pdf); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %s… and %s…\n", d.Name, word.Bytes()[:2], pdf.Bytes()[:5])
	}
	// Output: hop-tom-tat: PK… and %PDF-…
}

// Faults name the place and what to write instead.
func ExampleRenderer_Documents() {
	r, err := render.New(render.Options{})
	if err != nil {
		log.Fatal(err)
	}
	_, faults := r.Documents("hop.yaml", []byte("title: Họp giao ban\nchiar: Nguyễn Văn A\n"), nil)
	for _, f := range faults {
		fmt.Printf("%s:%d:%d: %s\n", f.File, f.Line, f.Column, f.Severity)
	}
	// Output: hop.yaml:2:1: error
}

// Any Word document can be printed, not only those of a template.
func ExampleRenderer_Convert() {
	r, err := render.New(render.Options{})
	if err != nil {
		log.Fatal(err)
	}
	documents, faults := r.Documents("hop.yaml", []byte("title: Họp giao ban\n"), nil)
	if err := faults.Err(); err != nil {
		log.Fatal(err)
	}
	var word, pdf bytes.Buffer
	if err := documents[0].DOCX(context.Background(), &word); err != nil {
		log.Fatal(err)
	}
	warnings, err := r.Convert(context.Background(), &pdf, "hop.docx", word.Bytes())
	fmt.Println(len(warnings), err, pdf.Len() > 0)
	// Output: 0 <nil> true
}
