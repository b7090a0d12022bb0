// Package samples holds meetings to start from. Each of them is also a test case.
package samples

import "embed"

// FS has every sample at its top, "hoi-nghi-chi-lang.yaml", and the files that they name.
//
//go:embed *.yaml *.xlsx
var FS embed.FS
