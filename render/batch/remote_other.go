//go:build !(darwin || linux || windows)

package batch

// isNetwork is unknown here: --poll asks for looking.
func isNetwork(string) bool { return false }
