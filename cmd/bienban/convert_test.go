package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/templates"
)

// A stopWriter stops the run when the first file is made.
type stopWriter struct {
	bytes.Buffer
	stop context.CancelFunc
}

func (w *stopWriter) Write(p []byte) (int, error) {
	w.stop()
	return w.Buffer.Write(p)
}

// Stopped in the middle, convert ends at once: what was made is whole, the rest is not
// begun.
func TestConvertStopped(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", filepath.Join(folder, "cache"))
	word, err := templates.Open(render.DefaultTemplate)
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"convert", "-o", filepath.Join(folder, "out")}
	for i := range 50 {
		name := filepath.Join(folder, fmt.Sprintf("%02d.docx", i))
		if err := os.WriteFile(name, word, 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stdout := &stopWriter{stop: cancel}
	var stderr bytes.Buffer
	if code := run(ctx, args, strings.NewReader(""), stdout, &stderr, noEnvironment); code != badInput || !strings.Contains(stderr.String(), "đã dừng") {
		t.Errorf("exit code %d, %q", code, stderr.String())
	}
	made, err := filepath.Glob(filepath.Join(folder, "out", "*"))
	if err != nil || len(made) != 1 {
		t.Errorf("made %v, %v", made, err)
	}
}

// Of many files with one warning the first few are named.
func TestSummary(t *testing.T) {
	var out bytes.Buffer
	p := &program{lang: render.Vietnamese, stderr: &out}
	var faults render.FaultList
	for i := range 12 {
		name := fmt.Sprintf("%02d.docx", i)
		faults = append(faults, &render.Fault{Severity: render.Warning, Code: "font", File: name, Message: text("thiếu phông", "a font is missing")})
		if i == 5 {
			faults = append(faults, &render.Fault{Severity: render.Warning, Code: "chart", File: name, Message: text("có biểu đồ", "a chart")},
				&render.Fault{Code: "broken", File: name, Message: text("hỏng", "broken")})
		}
	}
	if !p.summary(faults, 12) {
		t.Error("an error, and not failed")
	}
	const want = `05.docx: lỗi: hỏng
cảnh báo: 12 tệp: thiếu phông
  00.docx, 01.docx, 02.docx, 03.docx, 04.docx, 05.docx, 06.docx, 07.docx, 08.docx, 09.docx và 2 tệp khác
cảnh báo: 1 tệp: có biểu đồ
  05.docx
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}
