//go:build !windows

package main

// prepareConsole reports whether the terminal shows UTF-8.
func prepareConsole(getenv func(string) string) (utf8 bool, restore func()) {
	return localeIsUTF8(getenv), func() {}
}
