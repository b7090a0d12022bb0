package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/bienban/bienban/render/batch"
)

// passwordVariable is the environment's variable for --password. A password on the
// command line would be seen by everybody on the machine, and kept by the shell.
const passwordVariable = "BIENBAN_PASSWORD"

// password is what the PDFs are to be opened with: from the environment, else typed, or
// the first line of standard input.
func (p *program) password(ctx context.Context, names []string) (string, error) {
	value := p.getenv(passwordVariable)
	if value == "" {
		if slices.Contains(names, "-") {
			return "", usage("--password: đầu vào chuẩn đã dành cho “-”; hãy đặt mật khẩu trong biến môi trường %s", "--password: standard input is taken by “-”; put the password into the environment variable %s", passwordVariable)
		}
		type result struct {
			line string
			err  error
		}
		read := make(chan result, 1)
		restore := func() {}
		if f, ok := p.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
			if state, err := term.GetState(int(f.Fd())); err == nil {
				restore = func() { _ = term.Restore(int(f.Fd()), state) } // it shows again what is typed
			}
			p.say(p.stderr, text("Mật khẩu để mở tệp PDF (không hiện khi gõ):", "Password to open the PDF (not shown as you type):"))
			go func() {
				line, err := term.ReadPassword(int(f.Fd()))
				read <- result{string(line), err}
			}()
		} else {
			go func() {
				line, err := bufio.NewReader(io.LimitReader(p.stdin, 4096)).ReadString('\n')
				if errors.Is(err, io.EOF) {
					err = nil
				}
				read <- result{strings.TrimRight(line, "\r\n"), err}
			}()
		}
		select {
		case got := <-read:
			if got.err != nil {
				return "", usage("không đọc được mật khẩu: %v", "cannot read the password: %v", batch.Cause(got.err))
			}
			value = got.line
		case <-ctx.Done():
			restore()
			return "", ctx.Err()
		}
	}
	if value == "" {
		return "", usage("mật khẩu trống: gõ mật khẩu, hoặc đặt biến môi trường %s", "the password is empty: type one, or set the environment variable %s", passwordVariable)
	}
	return value, nil
}
