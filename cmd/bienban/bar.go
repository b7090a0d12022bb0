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

// newBar gives a bar on w; nil where that is no terminal that can take a line back.
func newBar(w io.Writer) *bar {
	f, ok := w.(*os.File)
	if plain, isPlain := w.(*plainWriter); isPlain {
		f, ok = plain.w.(*os.File)
	}
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width < 20 {
		width = 80
	}
	return &bar{w: w, width: width}
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
