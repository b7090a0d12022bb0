package batch

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// isNetwork reports whether a folder is on another machine: \\server\share, or a drive that
// stands for one.
func isNetwork(folder string) bool {
	volume := filepath.VolumeName(folder)
	if strings.HasPrefix(volume, `\\`) {
		return true
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	return err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE
}
