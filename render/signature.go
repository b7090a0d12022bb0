package render

import (
	"strings"

	"github.com/bienban/bienban/render/internal/times"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// A third of the text's width on a page with the margins of an office, less what parts two
// signatures, in twips; and the font of signatures, in half-points.
const (
	thirdOfPage   = (11906-1701-851)/3 - 200
	signatureSize = 28
)

// signatureRows puts signatures into rows, each the indexes of two or three: three where each
// of them fits a third of the page, its name in one line, its position in two. The last row
// may have one.
func signatureRows(list []meeting.Signature) (rows [][]int) {
	for i := 0; i < len(list); {
		left := len(list) - i
		n := min(2, left)
		if left >= 3 && left != 4 && fitThird(list[i:i+3]) { // four are two and two
			n = 3
		}
		row := make([]int, n)
		for j := range row {
			row[j] = i + j
		}
		rows = append(rows, row)
		i += n
	}
	return rows
}

// fitThird reports whether each of some signatures fits a third of the page.
func fitThird(list []meeting.Signature) bool {
	twips := func(s string) (line, word int) {
		line, word = times.Widths(s, true)
		return line * signatureSize / 100, word * signatureSize / 100
	}
	for _, s := range list {
		_, name := viet.SplitHonorific(s.Name)
		if line, _ := twips(name); line > thirdOfPage {
			return false
		}
		for label := range strings.Lines(viet.Upper(s.Authority + "\n" + s.Position)) {
			// Two lines are not filled to their ends.
			if line, word := twips(strings.TrimSpace(label)); line > 2*thirdOfPage*85/100 || word > thirdOfPage {
				return false
			}
		}
	}
	return true
}
