package main

import (
	"bytes"
	"context"
	"io"
	"path/filepath"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
)

// fixFlags are those of check --fix.
type fixFlags struct{ on, dry bool }

// fix mends a meeting file in its place, as far as that is mechanical, and shows the
// difference; in.data is then what the file holds. With --dry-run nothing is written, and
// in.data stays.
func (p *program) fix(ctx context.Context, r *render.Renderer, in *input, dry bool) render.FaultList {
	mended, faults := r.Mend(in.name, in.data)
	if bytes.Equal(mended, in.data) {
		for _, f := range faults {
			if f.Code == "not-mended" {
				return render.FaultList{f}
			}
		}
		return nil // what cannot be read is told by the check that follows
	}
	p.difference(in.name, render.MendDiff(in.name, in.data, mended))
	if dry {
		return nil
	}
	name := in.name
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real // a link stays a link
	}
	// Somebody may have saved the file since we read it; their work comes first.
	if now, err := batch.ReadFile(ctx, name); err != nil || !bytes.Equal(now, in.data) {
		return render.FaultList{{Severity: render.Error, Code: "input-changed", File: in.name,
			Message: text("tệp vừa được thay đổi, nên chưa sửa gì", "the file was changed just now, so nothing was mended"),
			Hint:    text("Lưu tệp trong chương trình soạn thảo rồi chạy lại.", "Save the file in your editor and run again.")}}
	}
	if err := batch.Replace(name, mended); err != nil {
		return render.FaultList{batch.Unwritable(in.name, err)}
	}
	in.data = mended
	return faults
}

// A difference is what --fix changes, as --json has it.
type difference struct {
	Type string `json:"type"` // "difference"
	File string `json:"file"`
	Diff string `json:"diff"` // unified
}

func (p *program) difference(file, diff string) {
	switch {
	case p.json:
		p.object(difference{"difference", file, diff})
	case !p.quiet:
		io.WriteString(p.stdout, diff)
	}
}
