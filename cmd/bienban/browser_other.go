//go:build !windows

package main

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// openTime is how long the opener may take to fail. One that still runs then has become
// the browser.
const openTime = 3 * time.Second

// openBrowser opens an address as a click on a link does. The browser is in a session of
// its own: the Ctrl+C that ends us does not end it, and it does not write to our terminal.
func openBrowser(ctx context.Context, url string) error {
	opener := "open"
	if runtime.GOOS != "darwin" {
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return errNoDisplay
		}
		opener = "xdg-open"
	}
	command := exec.Command(opener, url)
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := command.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(openTime):
		return nil
	case <-ctx.Done():
		return nil
	}
}
