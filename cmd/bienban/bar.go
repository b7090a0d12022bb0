package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// A bar shows on one line of a terminal how far a batch is. A nil bar shows nothing. It is
// drawn by whoever sets it, so no goroutine has to be ended.
type bar struct {
	w     io.Writer
	width int
	line  string // as it is drawn
}

// newBar gives a bar on stderr; nil where not both outputs are a terminal that can take a
// line back: a file that keeps what is told wants the names.
func newBar(stdout, stderr io.Writer) *bar {
	f := terminal(stderr)
	if f == nil || terminal(stdout) == nil || os.Getenv("TERM") == "dumb" {
		return nil
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width < 20 {
		width = 80
	}
	return &bar{w: stderr, width: width}
}

// set draws the bar. What is drawn already is not drawn again: a thousand files do not cost
// a thousand writes.
func (b *bar) set(done, total int) {
	if b == nil || total == 0 {
		return
	}
	cells := min(b.width-20, 50)
	full := cells * done / total
	line := fmt.Sprintf("[%s%s] %3d%%", strings.Repeat("#", full), strings.Repeat(".", cells-full), 100*done/total)
	if total <= 1000 { // small enough to count them
		line += fmt.Sprintf(" %d/%d", done, total)
	}
	if line != b.line {
		io.WriteString(b.w, "\r"+line)
		b.line = line
	}
}

// end takes the bar away and gives the line back.
func (b *bar) end() {
	if b != nil && b.line != "" {
		io.WriteString(b.w, "\r"+strings.Repeat(" ", len(b.line))+"\r")
		b.line = ""
	}
}

// terminal is the terminal that is written to; nil if there is none.
func terminal(w io.Writer) *os.File {
	if plain, ok := w.(*plainWriter); ok {
		w = plain.w
	}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}
