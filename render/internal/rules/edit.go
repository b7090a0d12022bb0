package rules

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// An Edit replaces bytes of one line of a file.
type Edit struct {
	Line     int // from 1
	From     int // byte in the line, from 0
	Old, New string
}

// Apply makes the edits in a file, which keeps everything else byte for byte: byte order
// mark, line ends, comments. It gives the edits that it made: one whose Old does not stand
// where it should, as in a file of another encoding, or that meets another, is left out.
func Apply(file []byte, edits []Edit) (mended []byte, made []Edit) {
	lines := splitLines(file)
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.From, b.From))
	})
	line, end := 0, 0 // of the edit before
	var out [][]byte
	at := 0 // lines that are written
	for _, e := range edits {
		if e.Line < 1 || e.Line > len(lines) {
			continue
		}
		l := lines[e.Line-1]
		from := e.From
		if e.Line == 1 && bytes.HasPrefix(l, []byte("\xef\xbb\xbf")) {
			from += 3
		}
		if e.Line == line && from < end || from+len(e.Old) > len(l) || string(l[from:from+len(e.Old)]) != e.Old {
			continue
		}
		if e.Line != line {
			if line > 0 {
				out = append(out, lines[line-1][end:])
				at = line
			}
			out = append(out, lines[at:e.Line-1]...)
			at = e.Line
			line, end = e.Line, 0
		}
		out = append(out, l[end:from], []byte(e.New))
		end = from + len(e.Old)
		made = append(made, e)
	}
	if line > 0 {
		out = append(out, lines[line-1][end:])
		at = line
	}
	return bytes.Join(append(out, lines[at:]...), nil), made
}

// splitLines cuts a file after each line end, which stays: "\n", "\r\n" or "\r".
func splitLines(file []byte) [][]byte {
	var lines [][]byte
	start := 0
	for i := 0; i < len(file); i++ {
		if file[i] == '\r' && i+1 < len(file) && file[i+1] == '\n' {
			continue
		}
		if file[i] == '\n' || file[i] == '\r' {
			lines = append(lines, file[start:i+1])
			start = i + 1
		}
	}
	return append(lines, file[start:])
}

// context is how many unchanged lines a difference shows around a changed one.
const context = 3

// Diff is the unified difference of two files that have as many lines, as [Apply] leaves
// them; "" where they are equal. Line ends are shown as "\n".
func Diff(name string, before, after []byte) string {
	a, b := splitLines(before), splitLines(after)
	if len(a) != len(b) {
		return ""
	}
	var changed []int
	for i := range a {
		if !bytes.Equal(a[i], b[i]) {
			changed = append(changed, i)
		}
	}
	if len(changed) == 0 {
		return ""
	}
	if last := len(a) - 1; len(a[last]) == 0 && len(b[last]) == 0 {
		a, b = a[:last], b[:last]
	}
	var out strings.Builder
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", name, name)
	for i := 0; i < len(changed); {
		j := i
		for j+1 < len(changed) && changed[j+1]-changed[j] <= 2*context {
			j++
		}
		from, to := max(0, changed[i]-context), min(len(a), changed[j]+context+1)
		fmt.Fprintf(&out, "@@ -%d,%d +%d,%d @@\n", from+1, to-from, from+1, to-from)
		for k := from; k < to; {
			if bytes.Equal(a[k], b[k]) {
				writeLine(&out, ' ', a[k])
				k++
				continue
			}
			end := k
			for end < to && !bytes.Equal(a[end], b[end]) {
				end++
			}
			for _, l := range a[k:end] {
				writeLine(&out, '-', l)
			}
			for _, l := range b[k:end] {
				writeLine(&out, '+', l)
			}
			k = end
		}
		i = j + 1
	}
	return out.String()
}

func writeLine(out *strings.Builder, mark byte, line []byte) {
	text := bytes.TrimRight(line, "\r\n")
	out.WriteByte(mark)
	out.Write(text)
	out.WriteByte('\n')
	if len(text) == len(line) {
		out.WriteString("\\ No newline at end of file\n")
	}
}
