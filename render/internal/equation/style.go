package equation

import (
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/wml"
)

// Fonts finds the faces of an equation.
type Fonts interface {
	// Mathematics is the face of equations; it has a table MATH.
	Mathematics() *font.Face
	// Text is the face of a character of ordinary text, or of one that the face of equations lacks.
	Text(props *wml.RunProps, r rune) (face *font.Face, fakeBold, fakeItalic bool)
}

// A style is how large a part of an equation is set (The TeXbook, chapter 17).
type style struct {
	level   int  // display, text, script, script of a script
	cramped bool // superscripts are raised less
	large   bool // of a displayed equation
}

const (
	display = iota
	text
	script
	scriptScript
)

func (s style) cramp() style { s.cramped = true; return s }

// smaller is the style of scripts.
func (s style) smaller() style {
	s.level = min(max(s.level, text)+1, scriptScript)
	return s
}

// inFraction is the style of a numerator: small in a line of text, but as large as the fraction in a displayed
// equation (Word LTSC, measured: 9 pt in a superscript of 13).
func (s style) inFraction() style {
	if s.level = min(s.level+1, scriptScript); s.large && s.level > text {
		s.level--
	}
	return s
}

// inline is the style of what is never displayed: cells, roots' degrees.
func (s style) inline() style { s.level = max(s.level, text); return s }

type setter struct {
	fonts Fonts
	face  *font.Face
	m     *font.Mathematics
}

// size is the em of text in a style: scripts are as large as the font says, in whole half
// points (Word 365, measured: 13 pt gives 9 and 7.5).
func (s *setter) size(props *wml.RunProps, st style) wml.EMU {
	em := props.Size.EMU()
	if st.level < script {
		return em
	}
	percent, smaller := s.m.Scale()
	if st.level == scriptScript {
		percent = smaller
	}
	const half = wml.PerPoint / 2
	return max(em*wml.EMU(percent)/100/half*half, wml.PerPoint)
}

// units is a length in font units at a size, rounded.
func (s *setter) units(v int, size wml.EMU) wml.EMU {
	em := wml.EMU(s.face.UnitsPerEm)
	n := wml.EMU(v) * size
	if n < 0 {
		return (n - em/2) / em
	}
	return (n + em/2) / em
}

func (s *setter) constant(c font.MathConstant, size wml.EMU) wml.EMU {
	return s.units(s.m.Constant(c), size)
}

// either is one constant for displayed equations and another one for what stands in a line.
func (s *setter) either(st style, displayed, inline font.MathConstant, size wml.EMU) wml.EMU {
	if st.level == display {
		return s.constant(displayed, size)
	}
	return s.constant(inline, size)
}
