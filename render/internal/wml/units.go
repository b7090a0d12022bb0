package wml

// Lengths as WordprocessingML counts them (ECMA-376 Part 1).
type (
	Twip      int32 // 1/20 pt: margins, indents, cell widths
	HalfPoint int32 // 1/2 pt: font size (w:sz)
	EMU       int64 // 1/12700 pt, 36000 to the mm: drawings, and all of layout, as a twip is 635 exactly
)

// Lengths in EMU.
const (
	PerTwip  EMU = 635
	PerPoint EMU = 12700
	PerMM    EMU = 36000
	PerInch  EMU = 914400
)

// EMU is the same length in EMU.
func (t Twip) EMU() EMU { return EMU(t) * PerTwip }

// EMU is the same length in EMU.
func (h HalfPoint) EMU() EMU { return EMU(h) * PerPoint / 2 }

// Points is the length in points, for what takes no integers (PDF).
func (e EMU) Points() float64 { return float64(e) / float64(PerPoint) }
