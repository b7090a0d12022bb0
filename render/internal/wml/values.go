package wml

import (
	"math"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/xml"
)

// Values beyond these bounds are brought back to them, so that no sum of lengths that
// a file can ask for overflows: 17 m in twips, and the same in EMU.
const (
	maxTwips = 1_000_000
	maxEMU   = maxTwips * PerTwip
)

// quantity reads the number at the start of s and the unit after it. Programs other
// than Word write decimals ("12.5") and units ("12pt", "50%") where Word has integers.
func quantity(s string) (value float64, unit string, ok bool) {
	s = strings.TrimSpace(s)
	if n, err := strconv.Atoi(s); err == nil {
		return float64(n), "", true
	}
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' || (s[end] == '-' || s[end] == '+') && end == 0) {
		end++
	}
	v, err := strconv.ParseFloat(s[:end], 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, "", false
	}
	return v, strings.ToLower(strings.TrimSpace(s[end:])), true
}

// unitEMU is how many EMU a unit of ST_UniversalMeasure (§22.9.2.15) or of CSS has.
func unitEMU(unit string) (float64, bool) {
	switch unit {
	case "pt":
		return float64(PerPoint), true
	case "in":
		return float64(PerInch), true
	case "cm":
		return 10 * float64(PerMM), true
	case "mm":
		return float64(PerMM), true
	case "pc", "pi":
		return 12 * float64(PerPoint), true
	case "px":
		return float64(PerInch) / 96, true
	case "emu":
		return 1, true
	}
	return 0, false
}

// length reads a measure; a number without a unit counts in units of plain EMU.
func length(s string, plain EMU) (EMU, bool) { return measure(s, float64(plain)) }

// measure is length for plain units that are no whole number of EMU.
func measure(s string, per float64) (EMU, bool) {
	v, unit, ok := quantity(s)
	if !ok {
		return 0, false
	}
	if u, known := unitEMU(unit); known {
		per = u
	} else if unit != "" {
		return 0, false
	}
	return EMU(math.Round(min(max(v*per, -float64(maxEMU)), float64(maxEMU)))), true
}

// twips reads a measure whose plain unit is the twip.
func twips(s string) (EMU, bool) { return length(s, PerTwip) }

// twipAttr is the attribute of that name in twips, or missing.
func twipAttr(n *xml.Node, name string, missing EMU) EMU {
	if s, ok := n.Attr(name); ok {
		if v, ok := twips(s); ok {
			return v
		}
	}
	return missing
}

// emuAttr is the attribute of that name in EMU, or missing.
func emuAttr(n *xml.Node, name string, missing EMU) EMU {
	if s, ok := n.Attr(name); ok {
		if v, ok := length(s, 1); ok {
			return v
		}
	}
	return missing
}

// integer reads a whole number, rounding what is not one, within what fits 32 bits.
func integer(s string) (int, bool) {
	v, _, ok := quantity(s)
	if !ok {
		return 0, false
	}
	return int(math.Round(min(max(v, math.MinInt32), math.MaxInt32))), true
}

func intAttr(n *xml.Node, name string, missing int) int {
	if s, ok := n.Attr(name); ok {
		if v, ok := integer(s); ok {
			return v
		}
	}
	return missing
}

// halfPoints reads a font size: half-points, or a measure with its unit.
func halfPoints(s string) (HalfPoint, bool) {
	v, ok := length(s, PerPoint/2)
	if !ok {
		return 0, false
	}
	return HalfPoint((v + PerPoint/4) / (PerPoint / 2)), true
}

// percent reads "50%" or, without the sign, 1/scale percent.
func percent(s string, scale float64) (float64, bool) {
	v, unit, ok := quantity(s)
	switch {
	case !ok:
		return 0, false
	case unit == "%":
		return v, true
	case unit == "":
		return v / scale, true
	}
	return 0, false
}

// on reads ST_OnOff (§22.9.2.7): a property that is named is on unless it says no.
func on(n *xml.Node) bool {
	v, ok := n.Attr("w:val")
	return !ok || onValue(v)
}

func onValue(v string) bool {
	switch v {
	case "0", "false", "off", "no", "f":
		return false
	}
	return true
}

// onAttr is an on-off attribute, or missing.
func onAttr(n *xml.Node, name string, missing bool) bool {
	if v, ok := n.Attr(name); ok {
		return onValue(v)
	}
	return missing
}

// val is the w:val of the child of that name, or "".
func val(n *xml.Node, child string) string { return n.Child(child).Get("w:val") }

func clamp[T int | EMU | HalfPoint](v, lo, hi T) T { return min(max(v, lo), hi) }
