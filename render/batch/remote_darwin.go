package batch

import (
	"slices"

	"golang.org/x/sys/unix"
)

// isNetwork reports whether a folder is on another machine, by the name of its file system.
func isNetwork(folder string) bool {
	var s unix.Statfs_t
	if unix.Statfs(folder, &s) != nil {
		return false
	}
	return slices.Contains([]string{"smbfs", "nfs", "afpfs", "webdav", "macfuse", "osxfuse"}, unix.ByteSliceToString(s.Fstypename[:]))
}
