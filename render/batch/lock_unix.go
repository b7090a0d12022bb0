//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package batch

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// noWait opens a pipe without waiting for who is at its other end; a file is not concerned.
const noWait = syscall.O_NONBLOCK

// lock locks an open file until it is closed. Where the file system knows no locks, as
// some network drives do not, it goes on without.
func lock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errLocked
	}
	return nil
}

// names is the number of names that a file has: what is written to it is in all of them.
func names(info fs.FileInfo) int {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(s.Nlink)
	}
	return 1
}
