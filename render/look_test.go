package render_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/bienban/bienban/render"
)

// written renders a meeting with a template and gives the lines of the Word document, no-break
// spaces as spaces, and what it was told.
func written(t *testing.T, yaml, template string) ([]string, render.FaultList) {
	t.Helper()
	documents, faults := newRenderer(t).Documents("hop.yaml", []byte(yaml), nil, template)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range documents {
		var word bytes.Buffer
		if err := d.DOCX(t.Context(), &word); err != nil {
			t.Fatal(err)
		}
		for _, l := range wordLines(docxParts(t, word.Bytes())["word/document.xml"]) {
			lines = append(lines, strings.ReplaceAll(l, "\u00a0", " "))
		}
		faults = append(faults, d.Faults()...)
	}
	return lines, faults
}

// A table in Markdown whose columns are narrower than their words is told, with its line.
func TestCrowdedMarkdownTable(t *testing.T) {
	word := strings.Repeat("nghiêng", 6)
	table := func(words string) string {
		return "title: Họp\nsections:\n  - heading: Bảng\n    text: |\n      Kết quả:\n\n      | Họ và **tên** | " + words + " |\n      |---|" + strings.Repeat("---|", 1+strings.Count(words, "|")) + "\n      | An |\n"
	}
	for _, tt := range []struct {
		yaml string
		told bool
	}{
		{table("Căn hộ | Số phiếu"), false},
		{table(strings.Join([]string{word, word, word, word}, " | ")), true},
	} {
		_, faults := written(t, tt.yaml, "bien-ban")
		told := false
		for _, f := range faults {
			if f.Code == "crowded-table" {
				told = true
				if f.File != "hop.yaml" || f.Line != 7 || !strings.Contains(f.Message.Vi, "Họ và tên | "+word) {
					t.Errorf("%s:%d: %s", f.File, f.Line, f.Message.Vi)
				}
			}
		}
		if told != tt.told {
			t.Errorf("told %v, want %v: %v", told, tt.told, faults)
		}
	}
}
