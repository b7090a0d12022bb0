package batch

import "syscall"

// isNetwork reports whether a folder is on a file system that other machines change: by its
// magic number, as statfs(2) lists them.
func isNetwork(folder string) bool {
	var s syscall.Statfs_t
	if syscall.Statfs(folder, &s) != nil {
		return false
	}
	switch uint32(s.Type) {
	case 0x6969, // NFS
		0x517b, 0xff534d42, 0xfe534d42, // SMB, CIFS, SMB2
		0x65735546, // FUSE: sshfs, rclone
		0x01021997, // 9P: folders of Windows in WSL
		0x5346414f, // AFS
		0x00c36400: // Ceph
		return true
	}
	return false
}
