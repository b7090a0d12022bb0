package main

import (
	"errors"
	"syscall"
)

// openElsewhere reports whether a file cannot be replaced because a program such as Word
// has it open. Renaming onto an open file is denied access.
func openElsewhere(err error) bool {
	const (
		accessDenied     = syscall.Errno(5)
		sharingViolation = syscall.Errno(32)
		lockViolation    = syscall.Errno(33)
	)
	var number syscall.Errno
	return errors.As(err, &number) && (number == accessDenied || number == sharingViolation || number == lockViolation)
}
