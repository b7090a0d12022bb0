package batch

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// lock locks an open file until it is closed. Windows locks bytes, also against reading:
// the one that is locked lies far behind all that is ever written.
func lock(f *os.File) error {
	at := windows.Overlapped{OffsetHigh: 1 << 30}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errLocked
	}
	return nil
}

// noWait is nothing: pipes do not stand among files.
const noWait = 0

// names is not asked for: only who may write to both files can give one a second name.
func names(fs.FileInfo) int { return 1 }
