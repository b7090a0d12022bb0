package main

import (
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// console gives where to write so that a person can read it, and what to do in the end.
// Where the terminal shows no UTF-8, the messages come without their marks: "khong tim
// thay tep" can be read, "khÃ´ng tÃ¬m" cannot. What goes into a file or to another program
// stays as it is.
func console(stdout, stderr *os.File, getenv func(string) string) (out, err io.Writer, restore func()) {
	utf8, restore := prepareConsole(getenv)
	if utf8 {
		return stdout, stderr, restore
	}
	readable := func(f *os.File) io.Writer {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return &plainWriter{w: f}
		}
		return f
	}
	return readable(stdout), readable(stderr), restore
}

// localeIsUTF8 reports whether the environment's locale shows UTF-8. One that names no
// character set says nothing: nearly all terminals show it.
func localeIsUTF8(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} { // the order of POSIX
		if value := getenv(name); value != "" {
			_, set, named := strings.Cut(value, ".")
			set, _, _ = strings.Cut(strings.ToLower(set), "@")
			return !named || set == "utf-8" || set == "utf8"
		}
	}
	return true
}

// A plainWriter writes Vietnamese text without its marks, in ASCII.
type plainWriter struct {
	w    io.Writer
	rest []byte // of a character that came in parts
}

// Write writes p; what it counts are p's own bytes.
func (w *plainWriter) Write(p []byte) (int, error) {
	text := append(w.rest, p...)
	whole := len(text)
	for i := 1; i < utf8.UTFMax && i <= len(text); i++ {
		if at := len(text) - i; utf8.RuneStart(text[at]) {
			if !utf8.FullRune(text[at:]) {
				whole = at
			}
			break
		}
	}
	w.rest = append([]byte(nil), text[whole:]...)
	if _, err := io.WriteString(w.w, plain(string(text[:whole]))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// plain is a text in ASCII: letters without marks, quotes and dashes as typewriters have
// them, a question mark for what is left.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
			return r
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ':
			return 'd'
		case r == 'Đ':
			return 'D'
		case strings.ContainsRune("“”„«»", r):
			return '"'
		case strings.ContainsRune("‘’", r):
			return '\''
		case strings.ContainsRune("–—−‑•", r):
			return '-'
		case unicode.IsSpace(r):
			return ' '
		}
		return '?'
	}, norm.NFD.String(strings.ReplaceAll(s, "…", "...")))
}
