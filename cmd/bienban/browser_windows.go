package main

import (
	"context"

	"golang.org/x/sys/windows"
)

// openBrowser opens an address as a click on a link does.
func openBrowser(_ context.Context, url string) error {
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return err
	}
	file, err := windows.UTF16PtrFromString(url)
	if err != nil {
		return err
	}
	return windows.ShellExecute(0, verb, file, nil, nil, windows.SW_SHOWNORMAL)
}
