package batch

import "strings"

// isRemote reports whether changes in a folder may come without notice: on a network drive,
// or where a program such as OneDrive brings them.
func isRemote(folder string) bool {
	for part := range strings.FieldsFuncSeq(folder, func(r rune) bool { return r == '/' || r == '\\' }) {
		if strings.HasPrefix(part, "OneDrive") || part == "CloudStorage" || part == "Dropbox" || part == "Google Drive" || part == "GoogleDrive" {
			return true
		}
	}
	return isNetwork(folder)
}
