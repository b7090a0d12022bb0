package batch

import (
	"errors"
	"io/fs"
	"os"
)

// errLocked is that another run is at work in the same output folder.
var errLocked = errors.New("another run is writing here")

// errShared is that a file has a second name, so that what is written here is written there.
var errShared = errors.New("a file with a second name (a hard link)")

// openLocked opens a file of a folder to append to it, for this run alone.
func openLocked(in folder, name string) (*os.File, error) {
	for {
		f, err := in.open(name, os.O_RDWR|os.O_CREATE|os.O_APPEND)
		if err != nil {
			return nil, err
		}
		if err := lock(f); err != nil {
			f.Close()
			return nil, err
		}
		// The run before may have removed the file between our two steps: then we have
		// locked what nobody else will find.
		held, err1 := f.Stat()
		there, err2 := in.look(name)
		if err1 == nil && names(held) > 1 {
			f.Close()
			return nil, &fs.PathError{Op: "open", Path: name, Err: errShared}
		}
		if err1 == nil && err2 == nil && os.SameFile(held, there) {
			return f, nil
		}
		f.Close()
		if err1 != nil {
			return nil, err1
		}
		if err2 != nil && !errors.Is(err2, os.ErrNotExist) {
			return nil, err2
		}
	}
}
