package batch

import (
	"errors"
	"os"
	"runtime"
	"syscall"
	"time"
)

// Windows' error numbers for a file that a program such as Word or Acrobat has open.
// Renaming onto an open file is denied access. Elsewhere these numbers mean other things.
const (
	accessDenied     = syscall.Errno(5)
	sharingViolation = syscall.Errno(32)
	lockViolation    = syscall.Errno(33)
)

// A system is what the operating system does otherwise than others; tests stand in for it.
type system struct {
	windows bool
	rename  func(in *os.Root, from, to string) error
	link    func(in *os.Root, from, to string) error
	pause   func(time.Duration)
}

func thisSystem() system {
	return system{runtime.GOOS == "windows", (*os.Root).Rename, (*os.Root).Link, time.Sleep}
}

// openElsewhere reports whether a file cannot be read or replaced because another program
// has it open. Other systems replace open files.
func (s system) openElsewhere(err error) bool {
	var number syscall.Errno
	if !s.windows || !errors.As(err, &number) {
		return false
	}
	if number == accessDenied { // denied to make a file is a matter of permissions
		_, renaming := errors.AsType[*os.LinkError](err)
		return renaming
	}
	return number == sharingViolation || number == lockViolation
}

// replaceBy renames a file of a folder onto another. A virus scanner, an indexer or a synchronized
// folder holds a new file for a moment: what is busy is tried again, for a second at most.
func (s system) replaceBy(in *os.Root, from, to string) error {
	err := s.rename(in, from, to)
	for wait := 50 * time.Millisecond; err != nil && wait <= 400*time.Millisecond && s.openElsewhere(err); wait *= 2 {
		s.pause(wait)
		err = s.rename(in, from, to)
	}
	return err
}

// Windows' error numbers for a disk without room.
const (
	handleDiskFull = syscall.Errno(39)
	errorDiskFull  = syscall.Errno(112)
)

// diskFull reports whether there was no room for a file: on the disk, or in what the user
// may take of it.
func diskFull(err error) bool {
	var number syscall.Errno
	if !errors.As(err, &number) {
		return false
	}
	if runtime.GOOS == "windows" {
		return number == handleDiskFull || number == errorDiskFull
	}
	return number == syscall.ENOSPC || number == syscall.EDQUOT
}
