package main

import "golang.org/x/sys/windows"

// prepareConsole makes the console take UTF-8 until restore, and reports whether it does.
// A write to the console itself goes out in UTF-16 anyway; the code page is for what stands
// between, such as PowerShell's pipes. Without a console there is nothing to prepare.
func prepareConsole(func(string) string) (utf8 bool, restore func()) {
	const codePage = 65001 // UTF-8
	before, err := windows.GetConsoleOutputCP()
	if err != nil || before == codePage {
		return true, func() {}
	}
	if err := windows.SetConsoleOutputCP(codePage); err != nil {
		var mode uint32 // a console proper, or what a terminal program makes of one
		return windows.GetConsoleMode(windows.Stderr, &mode) == nil, func() {}
	}
	return true, func() { _ = windows.SetConsoleOutputCP(before) }
}
