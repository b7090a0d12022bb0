package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

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
		if p.quiet && f.Severity == render.Note {
			continue
		}
		if p.json {
			if line := p.finding(f); !told[line] {
				told[line] = true
				io.WriteString(p.stdout, line)
			}
			continue
		}
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

// made tells that a file was made: of which input, and with which template, "" if none.
func (p *program) made(file, format, source, template string) {
	switch {
	case p.json:
		p.object(madeFile{"document", file, format, source, template})
	case !p.quiet:
		p.say(p.stdout, text("Đã tạo %s", "Made %s", file))
	}
}

// A madeFile is a file that was made, as --json has it.
type madeFile struct {
	Type     string `json:"type"` // "document"
	File     string `json:"file"`
	Format   string `json:"format"` // "docx", "pdf", "yaml"
	Source   string `json:"source,omitempty"`
	Template string `json:"template,omitempty"`
}

// A finding is a fault as --json has it, in the language of --lang.
type finding struct {
	Type string `json:"type"` // "finding"
	render.Finding
}

func (p *program) finding(f *render.Fault) string {
	return jsonLine(finding{"finding", f.Finding(p.lang)})
}

// object writes a line of JSON to standard output. Its error has nowhere to go.
func (p *program) object(v any) { io.WriteString(p.stdout, jsonLine(v)) }

func jsonLine(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil { // strings and numbers only
		return ""
	}
	return b.String()
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
