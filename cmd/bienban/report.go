package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/bienban/bienban/render"
)

// report prints faults, in the order of files and lines, each one's hint on the line
// after it, and reports whether one is an error. What was found twice is told once.
func (p *program) report(w io.Writer, faults render.FaultList) (failed bool) {
	faults = slices.Clone(faults)
	faults.Sort()
	told := map[string]bool{}
	for _, f := range faults {
		failed = failed || f.Severity == render.Error
		lines := p.line(f) + "\n"
		if hint := f.Hint.In(p.lang); hint != "" {
			lines += "  " + p.in(text("Gợi ý", "Hint")) + ": " + hint + "\n"
		}
		if !told[lines] {
			told[lines] = true
			io.WriteString(w, lines)
		}
	}
	return failed
}

// line is "file:line:col: severity: place: message": the position comes first, so that
// editors can jump to it.
func (p *program) line(f *render.Fault) string {
	prefixed := *f
	prefixed.Place = render.Text{}
	message := f.Message.In(p.lang)
	if place := f.Place.In(p.lang); place != "" {
		message = place + ": " + message
	}
	message = f.Severity.In(p.lang) + ": " + message
	prefixed.Message = render.Text{Vi: message, En: message}
	return prefixed.In(p.lang)
}

// faultsOf is err as faults: the faults that it is, or one that names the file.
func faultsOf(err error, file string) render.FaultList {
	if err == nil {
		return nil
	}
	if list, ok := errors.AsType[render.FaultList](err); ok {
		return list
	}
	if f, ok := errors.AsType[*render.Fault](err); ok {
		return render.FaultList{f}
	}
	return render.FaultList{{Code: "failure", File: file, Message: render.Text{Vi: fmt.Sprint(err), En: fmt.Sprint(err)}}}
}
