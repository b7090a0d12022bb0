package layout

import (
	"github.com/bienban/bienban/render/internal/wml"
)

// upright stands the East Asian characters of a text up that will be turned a quarter clockwise: each turns back around the
// middle of its em (§17.18.93, tbRl). Signs that lie along the line, as brackets and dashes do, turn with it.
func upright(items []Item) []Item {
	out := make([]Item, 0, len(items))
	for _, it := range items {
		g, ok := it.(*Glyphs)
		if !ok || g.Shaped != nil || g.Turns != 0 || g.Tilt != 0 {
			out = append(out, it)
			continue
		}
		out = append(out, uprightGlyphs(g)...)
	}
	return out
}

func uprightGlyphs(g *Glyphs) (out []Item) {
	runes := []rune(g.Text)
	x := g.X
	for i := 0; i < len(runes); {
		j, width := i, wml.EMU(0)
		for ; j < len(runes) && !standsUpright(runes[j]); j++ {
			width += g.Advances[j]
		}
		if j > i {
			part := *g
			part.X, part.Text, part.Advances = x, string(runes[i:j]), g.Advances[i:j]
			out, x, i = append(out, &part), x+width, j
			continue
		}
		c := *g
		c.Text, c.Advances, c.Turns = string(runes[i]), g.Advances[i:i+1], 1
		// Its em is Size wide, and reaches from 0.12 below the baseline to 0.88 above.
		middle := c.Size*38/100 + c.Size/2
		c.X, c.Baseline = x+g.Advances[i]/2-c.Size/2+middle, g.Baseline-c.Size*38/100+c.Size/2
		if s := runes[i]; s == '、' || s == '。' || s == '，' || s == '．' { // in the corner above, on the right
			c.Baseline -= c.Size * 55 / 100
			c.X -= c.Size * 55 / 100
		}
		out = append(out, &c)
		x += g.Advances[i]
		i++
	}
	return out
}

// standsUpright reports whether a character stands upright in lines that run downwards (UAX #50, U and Tu).
func standsUpright(r rune) bool {
	return isWide(r) && !(r >= 0x3008 && r <= 0x301F && r != 0x3012 && r != 0x3013) && r != 'ー' && r != '〜' && r != '（' && r != '）' && r != '：' && r != '；' &&
		r != '［' && r != '］' && r != '｛' && r != '｝' && r != '－' && r != '＝' && r != '～'
}
