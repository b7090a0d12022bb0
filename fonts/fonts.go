// Package fonts holds the fonts that are part of the program: a folder for each family,
// beside its licence. README.md names their sources.
package fonts

import "embed"

// FS is the font files and their licences, as family/Face.ttf, and measured.txt: widths and
// line metrics of fonts that are not here.
//
//go:embed */*.ttf */LICENSE.txt measured.txt
var FS embed.FS
