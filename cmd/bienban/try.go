package main

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
)

// tryFlags are what check may be told about trials.
type tryFlags struct {
	on     bool
	output string // a folder; "": beside the template
}

// try makes a trial of a template, with made-up content. The error is ctx's.
func (p *program) try(ctx context.Context, r *render.Renderer, in *input, f tryFlags) (render.FaultList, error) {
	if !isTemplateFile(in.name) && !bytes.HasPrefix(in.data, []byte("PK\x03\x04")) {
		return render.FaultList{{
			Code: "no-template", File: in.name,
			Message: text("--try cần tệp mẫu (.docx)", "--try takes templates (.docx)"),
			Hint:    text("Tạo văn bản từ tệp cuộc họp: bienban render %s", "To make the documents of a meeting: bienban render %s", in.name),
		}}, nil
	}
	d, faults := r.Try(ctx, in.name, in.data)
	if err := ctx.Err(); err != nil {
		return faults, err
	}
	if d == nil {
		return faults, nil
	}
	folder := f.output
	if folder == "" {
		folder = in.folder()
	}
	files := map[string][]byte{}
	formats := []string{"docx", "pdf"}
	for _, format := range formats {
		var b bytes.Buffer
		write := d.DOCX
		if format == "pdf" {
			write = d.PDF
		}
		err := write(ctx, &b)
		if err != nil && errors.Is(err, ctx.Err()) {
			return faults, err
		}
		if err != nil {
			return append(faults, faultsOf(err, in.name)...), nil
		}
		files[format] = b.Bytes()
	}
	faults = append(faults, d.Faults()...)
	var outputs []batch.Output
	for _, format := range formats {
		outputs = append(outputs, batch.Output{Target: filepath.Join(folder, d.Name+"."+format), Data: files[format]})
	}
	written, found := batch.SaveAll(outputs, batch.Cache(), false)
	for i, name := range written {
		if name != "" {
			p.made(name, formats[i], "", in.name)
		}
	}
	return append(faults, found...), nil
}

// fine tells that nothing was found in a file.
func (p *program) fine(name string) {
	switch {
	case p.json:
		p.object(struct {
			Type string `json:"type"` // "fine"
			File string `json:"file"`
		}{"fine", name})
	case !p.quiet:
		p.say(p.stdout, text("%s: không có lỗi", "%s: no findings", name))
	}
}
