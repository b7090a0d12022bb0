package equation

import (
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/wml"
)

// node sets a structure.
func (s *setter) node(n wml.MathNode, st style) atom {
	whole := func(b *Box, props *wml.RunProps, c class) atom {
		return atom{box: b, left: c, right: c, size: s.size(props, st)}
	}
	switch n := n.(type) {
	case *wml.MathFraction:
		return whole(s.fraction(n, st), n.Props, inner)
	case *wml.MathRadical:
		a := whole(s.radical(n, st), n.Props, ord)
		a.right = inner
		return a
	case *wml.MathScripts:
		return s.scripts(n, st)
	case *wml.MathDelimiters:
		return s.delimiters(n, st)
	case *wml.MathMatrix:
		return whole(s.matrix(n, st), n.Props, ord)
	case *wml.MathLimit:
		base, a := s.rowAtoms(n.Base, st)
		c := ord
		if a != nil {
			c = a.left
		}
		limit := s.row(n.Limit, st.smaller())
		if n.Over {
			return whole(s.limits(base, nil, limit, s.size(n.Props, st), 0), n.Props, c)
		}
		return whole(s.limits(base, limit, nil, s.size(n.Props, st), 0), n.Props, c)
	case *wml.MathAccent:
		return s.accent(n, st)
	case *wml.MathBar:
		return whole(s.bar(n, st), n.Props, ord)
	case *wml.MathBorderBox:
		return whole(s.bordered(n, st), n.Props, ord)
	case *wml.MathBox:
		c := ord
		if n.Operator {
			c = rel
		}
		return atom{box: s.row(n.Body, st), left: c, right: c, size: wml.PerPoint}
	case *wml.MathPhantom:
		return atom{box: s.phantom(n, st), size: wml.PerPoint}
	}
	return atom{box: &Box{}, size: wml.PerPoint}
}

// centred puts a box into the middle of a width.
func (b *Box) centred(c *Box, width, up wml.EMU) { b.add(c, (width-c.Width)/2, up) }

// fraction sets one above the other (OpenType “MATH”, fractions and stacks).
func (s *setter) fraction(n *wml.MathFraction, st style) *Box {
	size := s.size(n.Props, st)
	switch n.Kind {
	case wml.FractionLinear, wml.FractionSkewed:
		return s.slanted(n, st, size)
	}
	num, den := s.filled(n.Num, n.Props, st.inFraction()), s.filled(n.Den, n.Props, st.inFraction().cramp())
	b := &Box{Width: max(num.Width, den.Width)}
	if n.Kind == wml.FractionNoBar {
		up := s.either(st, font.StackTopDisplayStyleShiftUp, font.StackTopShiftUp, size)
		down := s.either(st, font.StackBottomDisplayStyleShiftDown, font.StackBottomShiftDown, size)
		if short := s.either(st, font.StackDisplayStyleGapMin, font.StackGapMin, size) - (up - num.Descent + down - den.Ascent); short > 0 {
			up, down = up+short/2, down+short-short/2
		}
		b.centred(num, b.Width, up)
		b.centred(den, b.Width, -down)
		return b
	}
	axis, thick := s.constant(font.AxisHeight, size), s.constant(font.FractionRuleThickness, size)
	up := max(s.either(st, font.FractionNumeratorDisplayStyleShiftUp, font.FractionNumeratorShiftUp, size),
		axis+thick/2+s.either(st, font.FractionNumDisplayStyleGapMin, font.FractionNumeratorGapMin, size)+num.Descent)
	down := max(s.either(st, font.FractionDenominatorDisplayStyleShiftDown, font.FractionDenominatorShiftDown, size),
		thick/2-axis+s.either(st, font.FractionDenomDisplayStyleGapMin, font.FractionDenominatorGapMin, size)+den.Ascent)
	b.centred(num, b.Width, up)
	b.add(rule(b.Width, thick, n.Props), 0, axis-thick/2)
	b.centred(den, b.Width, -down)
	return b
}

// slanted is a fraction with a slash: in one line, or its parts raised and lowered.
func (s *setter) slanted(n *wml.MathFraction, st style, size wml.EMU) *Box {
	linear := n.Kind == wml.FractionLinear
	of := st.smaller()
	if linear {
		of = st
	}
	num, den := s.filled(n.Num, n.Props, of), s.filled(n.Den, n.Props, of)
	up, down := wml.EMU(0), wml.EMU(0)
	gap := wml.EMU(0)
	if !linear {
		axis, apart := s.constant(font.AxisHeight, size), s.constant(font.SkewedFractionVerticalGap, size)
		up, down = axis+apart/2+num.Descent, den.Ascent-axis+apart/2
		gap = -s.constant(font.SkewedFractionHorizontalGap, size) / 8
	}
	want := max(num.Ascent+up, den.Ascent-down) + max(num.Descent-up, den.Descent+down)
	slash := s.onAxis('/', n.Props, size, want)
	b := &Box{}
	b.add(num, 0, up)
	b.add(slash, num.Width+gap, 0)
	b.add(den, num.Width+slash.Width+2*gap, -down)
	b.Width = num.Width + slash.Width + den.Width + 2*gap
	return b
}

// onAxis is a sign as high as asked for, its middle at the height of a fraction's bar, even where the plain
// one will do (Word 365, measured: a parenthesis of 13 pt stands 0.6 higher than one that was typed).
func (s *setter) onAxis(r rune, props *wml.RunProps, size, want wml.EMU) *Box {
	g, _ := s.grown(r, props, size, want, true)
	b := &Box{Width: g.Width}
	b.add(g, 0, s.constant(font.AxisHeight, size)-(g.Ascent-g.Descent)/2)
	return b
}

// radical sets a root.
func (s *setter) radical(n *wml.MathRadical, st style) *Box {
	size := s.size(n.Props, st)
	body := s.filled(n.Body, n.Props, st.cramp())
	thick := s.constant(font.RadicalRuleThickness, size)
	gap := s.either(st, font.RadicalDisplayStyleVerticalGap, font.RadicalVerticalGap, size)
	sign, _ := s.grown('√', n.Props, size, body.Ascent+body.Descent+gap+thick, true)
	// What the sign is too high goes above and below what it stands over.
	if spare := sign.Ascent + sign.Descent - thick - body.Ascent - body.Descent; spare > gap {
		gap = (gap + spare) / 2
	}
	top := body.Ascent + gap + thick
	b := &Box{}
	x := wml.EMU(0)
	if len(n.Degree) > 0 {
		degree := s.row(n.Degree, style{level: scriptScript, cramped: true})
		raise := (sign.Ascent+sign.Descent)*wml.EMU(s.m.DegreeRaise())/100 - (sign.Ascent + sign.Descent - top)
		x = s.constant(font.RadicalKernBeforeDegree, size)
		b.add(degree, x, raise+degree.Descent)
		x = max(x+degree.Width+s.constant(font.RadicalKernAfterDegree, size), 0)
	}
	b.add(sign, x, top-sign.Ascent)
	x += sign.Width
	b.add(rule(body.Width, thick, n.Props), x, top-thick)
	b.add(body, x, 0)
	b.Width = x + body.Width
	b.Ascent += s.constant(font.RadicalExtraAscender, size)
	return b
}

// scripts sets what stands at the corners of a base (OpenType “MATH”, subscripts and superscripts).
func (s *setter) scripts(n *wml.MathScripts, st style) atom {
	size := s.size(n.Props, st)
	of := s.base(n.Base, n.Props, st)
	var sub, sup *Box
	if n.Sub != nil {
		sub = s.filled(n.Sub, n.Props, st.smaller().cramp())
	}
	if n.Sup != nil {
		sup = s.filled(n.Sup, n.Props, st.smaller())
	}
	out := atom{left: of.left, right: of.right, size: size}
	if len(n.Base) == 0 {
		out.left, out.right = ord, ord
	}
	if n.Before {
		up, down := s.shifts(of, sub, sup, size, st)
		w := max(width(sub), width(sup))
		b := &Box{}
		if sup != nil {
			b.add(sup, w-sup.Width, up)
		}
		if sub != nil {
			b.add(sub, w-sub.Width, -down)
		}
		w += s.constant(font.SpaceAfterScript, size)
		b.add(of.box, w, 0)
		b.Width = w + of.box.Width
		out.box = b
		return out
	}
	out.box = s.attached(of, sub, sup, size, st, 0)
	return out
}

// base is what scripts stand at: the last character of a word counts as if it stood alone.
func (s *setter) base(row wml.MathRow, props *wml.RunProps, st style) atom {
	atoms := s.atoms(row, st)
	resolve(atoms)
	n := len(atoms)
	if n == 1 && !atoms[0].end {
		return atoms[0]
	}
	if n == 0 {
		return atom{box: s.missing(props, st)}
	}
	of := atom{box: s.join(atoms, 0, n, st)}
	if atoms[n-1].end {
		return of
	}
	last := atoms[n-1]
	if last.char && last.italics != 0 {
		b := *of.box
		b.Width -= last.italics
		of.box = &b
	}
	last.box, last.left = of.box, atoms[0].left
	return last
}

func width(b *Box) wml.EMU {
	if b == nil {
		return 0
	}
	return b.Width
}

// attached puts scripts at a base; back is how much a subscript moves to the left.
func (s *setter) attached(of atom, sub, sup *Box, size wml.EMU, st style, back wml.EMU) *Box {
	up, down := s.shifts(of, sub, sup, size, st)
	b := &Box{}
	b.add(of.box, 0, 0)
	b.Width = of.box.Width
	if sup != nil {
		x := of.box.Width + of.italics + s.corner(of, font.TopRight, up-sup.Descent, size)
		b.add(sup, x, up)
		b.Width = max(b.Width, x+sup.Width)
	}
	if sub != nil {
		x := of.box.Width - back + s.corner(of, font.BottomRight, sub.Ascent-down, size)
		b.add(sub, x, -down)
		b.Width = max(b.Width, x+sub.Width)
	}
	b.Width += s.constant(font.SpaceAfterScript, size)
	return b
}

// corner is the kern at a corner of a single character.
func (s *setter) corner(of atom, corner font.MathCorner, height, size wml.EMU) wml.EMU {
	if !of.char || of.glyph == 0 {
		return 0
	}
	return s.units(s.m.Kern(of.glyph, corner, int(height*wml.EMU(s.face.UnitsPerEm)/max(size, 1))), size)
}

// shifts is how far scripts are raised and lowered. Where they come too near to each other both give way by half, then
// the upper one goes up to where its foot may be (Word 365 and 2019, measured: 5.16 up and 3.12 down at 13 pt, 6.48 and 3.84 for
// one that hangs down).
func (s *setter) shifts(of atom, sub, sup *Box, size wml.EMU, st style) (up, down wml.EMU) {
	if sup != nil {
		up = s.constant(font.SuperscriptShiftUp, size)
		if st.cramped {
			up = s.constant(font.SuperscriptShiftUpCramped, size)
		}
		if !of.char && !of.low {
			up = max(up, of.box.Ascent-s.constant(font.SuperscriptBaselineDropMax, size))
		}
		up = max(up, sup.Descent+s.constant(font.SuperscriptBottomMin, size))
	}
	if sub != nil {
		down = s.constant(font.SubscriptShiftDown, size)
		if !of.char && !of.low {
			down = max(down, of.box.Descent+s.constant(font.SubscriptBaselineDropMin, size))
		}
		down = max(down, sub.Ascent-s.constant(font.SubscriptTopMax, size))
	}
	if sub != nil && sup != nil {
		if short := s.constant(font.SubSuperscriptGapMin, size) - (up - sup.Descent + down - sub.Ascent); short > 0 {
			up, down = up+short/2, down+short-short/2
			up = max(up, s.constant(font.SuperscriptBottomMaxWithSubscript, size)+sup.Descent)
		}
	}
	return up, down
}

// limits puts limits below and above a base; lean is how far the base leans to the right.
func (s *setter) limits(base, under, over *Box, size, lean wml.EMU) *Box {
	b := &Box{Width: max(base.Width, width(under), width(over))}
	x := (b.Width - base.Width) / 2
	if over != nil {
		up := base.Ascent + max(s.constant(font.UpperLimitGapMin, size)+over.Descent, s.constant(font.UpperLimitBaselineRiseMin, size))
		b.add(over, (b.Width-over.Width)/2+lean/2, up)
	}
	b.add(base, x, 0)
	if under != nil {
		down := base.Descent + max(s.constant(font.LowerLimitGapMin, size)+under.Ascent, s.constant(font.LowerLimitBaselineDropMin, size))
		b.add(under, (b.Width-under.Width)/2-lean/2, -down)
	}
	return b
}

// nary is the sign of a sum or an integral with its limits. A displayed one is half as high again
// at least (Word 365, measured: ∑ of 24.8 pt at 13 pt, ∫ of 28).
func (s *setter) nary(n *wml.MathNary, body []atom, st style) atom {
	size := s.size(n.Props, st)
	want := wml.EMU(0)
	if g, ok := s.face.Glyph(n.Char); ok && st.level == display {
		e := s.face.Extent(g)
		want = max(s.units(s.m.OperatorHeight(), size), s.units((e[3]-e[1])*1414/1000, size))
	}
	if n.Grow {
		up, down := wml.EMU(0), wml.EMU(0)
		for _, a := range body {
			if a.box != nil {
				up, down = max(up, a.box.Ascent), max(down, a.box.Descent)
			}
		}
		want = max(want, up+down)
	}
	out := atom{left: op, right: op, size: size}
	sign, g := &Box{}, font.GlyphID(0)
	if n.Char != 0 { // without one there still are the limits
		sign, g = s.grown(n.Char, n.Props, size, want, true)
	}
	base := &Box{Width: sign.Width}
	base.add(sign, 0, s.constant(font.AxisHeight, size)-(sign.Ascent-sign.Descent)/2)
	lean := wml.EMU(0)
	if n.Char != 0 {
		lean = s.units(s.m.ItalicsCorrection(g), size)
	}
	var sub, sup *Box
	if n.Sub != nil {
		sub = s.row(n.Sub, st.smaller().cramp())
	}
	if n.Sup != nil {
		sup = s.row(n.Sup, st.smaller())
	}
	switch {
	case sub == nil && sup == nil:
		out.box = base
	case n.UnderOver && st.large && st.level < script: // in a line of text they stand at the side (Word 365, measured)
		out.box = s.limits(base, sub, sup, size, lean)
	default:
		// No room behind them (Word 365, measured).
		out.box, out.right = s.attached(atom{box: base, low: st.level > display}, sub, sup, size, st, lean), ord
		out.box.Width -= s.constant(font.SpaceAfterScript, size)
	}
	return out
}

// delimiters sets what stands in brackets, which grow with it. High ones are a formula of their own, with room
// around it.
func (s *setter) delimiters(n *wml.MathDelimiters, st style) atom {
	size := s.size(n.Props, st)
	axis := s.constant(font.AxisHeight, size)
	parts := make([]*Box, len(n.Parts))
	var up, down wml.EMU
	for i, p := range n.Parts {
		parts[i] = s.filled(p, n.Props, st)
		up, down = max(up, parts[i].Ascent), max(down, parts[i].Descent)
	}
	want := wml.EMU(0)
	if n.Grow {
		want = reach(up, down, axis)
		for _, p := range parts {
			if p.bracket > 0 { // higher than those within (Word 2019 and 365, measured)
				want = max(want, p.bracket+size/50)
			}
		}
	}
	b := &Box{}
	out := atom{box: b, left: opening, right: closing, size: size, low: true}
	sign := func(r rune) {
		if r == 0 {
			return
		}
		var c *Box
		if want == 0 {
			c = s.character(r, n.Props, false, st).box
		} else {
			c = s.onAxis(r, n.Props, size, want)
		}
		if c.Ascent+c.Descent >= s.units(s.m.SubFormulaHeight(), size) {
			out.left, out.right, out.low = inner, inner, false
		}
		b.bracket = max(b.bracket, c.Ascent+c.Descent)
		b.add(c, b.Width, 0)
		b.Width += c.Width
	}
	sign(n.Begin)
	for i, p := range parts {
		if i > 0 {
			sign(n.Separator)
		}
		b.add(p, b.Width, 0)
		b.Width += p.Width
	}
	sign(n.End)
	return out
}

// reach is how high delimiters are at least around something: 0.81 of twice as far as it goes from the axis
// (Word 365 and 2019, measured: 12.05 pt do for 14.7, not for 15.2; 21.4 do for 25.4, not for 26.8).
func reach(up, down, axis wml.EMU) wml.EMU {
	return 2 * max(up-axis, down+axis) * 81 / 100
}

// accent sets a sign over a letter, or a brace over or under an expression. A letter with an accent carries scripts as
// the letter does (Word 365, measured).
func (s *setter) accent(n *wml.MathAccent, st style) atom {
	body, a := s.rowAtoms(n.Body, st.cramp())
	size := s.size(n.Props, st)
	out := atom{size: size}
	if a != nil && a.char {
		out = *a
		out.left, out.right = ord, ord
	}
	if n.Char == 0 {
		out.box = body
		return out
	}
	if n.Group {
		return atom{box: s.grouped(n, body, size, st), size: size}
	}
	middle := body.Width / 2
	if a != nil && a.char && a.glyph != 0 {
		if x, ok := s.m.AccentPlace(a.glyph); ok {
			middle = s.units(x, size)
		}
	}
	room := 2 * min(middle, body.Width-middle)
	sign, at := s.over(n.Char, n.Props, size, room)
	b := &Box{Width: body.Width}
	b.add(sign, middle-at, max(body.Ascent-s.constant(font.AccentBaseHeight, size), 0))
	b.add(body, 0, 0)
	out.box = b
	return out
}

// over is the widest glyph of an accent that is not wider than room, and where in it its middle is
// (Word 365, measured: a tilde of 1161 units over 𝐷, of 662 over 𝐴).
func (s *setter) over(r rune, props *wml.RunProps, size, room wml.EMU) (sign *Box, at wml.EMU) {
	g, ok := s.face.Glyph(r)
	if !ok {
		b := s.character(r, props, false, style{level: text}).box
		return b, b.Width / 2
	}
	best := g
	for _, v := range s.m.Variants(g, false) {
		if s.units(v.Size, size) > room {
			break
		}
		best = v.Glyph
	}
	face := s.face
	if best != g {
		face = face.Showing(best)
	}
	e := s.face.Extent(best)
	return s.glyph(face, best, r, size, props), s.units(e[0]+e[2], size) / 2
}

// grouped puts a brace over or under an expression.
func (s *setter) grouped(n *wml.MathAccent, body *Box, size wml.EMU, st style) *Box {
	sign, g := s.grown(n.Char, n.Props, size, body.Width, false)
	left := wml.EMU(0)
	if g != 0 {
		e := s.face.Extent(g)
		left = s.units(e[0], size)
		sign.Width = s.units(e[2]-e[0], size)
	}
	b := &Box{Width: max(body.Width, sign.Width)}
	gap := s.constant(font.StretchStackGapBelowMin, size)
	up := body.Ascent + gap + sign.Descent
	if n.Under {
		up = -(body.Descent + gap + sign.Ascent)
	}
	base := wml.EMU(0)
	if n.Low {
		base, up = -up, 0
	}
	put := func() { b.add(sign, (b.Width-sign.Width)/2-left, up) }
	if !n.Under {
		put()
	}
	b.centred(body, b.Width, base)
	if n.Under {
		put()
	}
	return b
}

// bar sets a line over or under an expression.
func (s *setter) bar(n *wml.MathBar, st style) *Box {
	size := s.size(n.Props, st)
	b := &Box{}
	if n.Over {
		body := s.row(n.Body, st.cramp())
		thick := s.constant(font.OverbarRuleThickness, size)
		b.Width = body.Width
		b.add(rule(body.Width, thick, n.Props), 0, body.Ascent+s.constant(font.OverbarVerticalGap, size))
		b.add(body, 0, 0)
		b.Ascent += s.constant(font.OverbarExtraAscender, size)
		return b
	}
	body := s.row(n.Body, st)
	thick := s.constant(font.UnderbarRuleThickness, size)
	b.Width = body.Width
	b.add(body, 0, 0)
	b.add(rule(body.Width, thick, n.Props), 0, -body.Descent-s.constant(font.UnderbarVerticalGap, size)-thick)
	b.Descent += s.constant(font.UnderbarExtraDescender, size)
	return b
}

// bordered sets an expression in a frame and strikes it out.
func (s *setter) bordered(n *wml.MathBorderBox, st style) *Box {
	size := s.size(n.Props, st)
	body := s.row(n.Body, st)
	thick, gap := s.constant(font.FractionRuleThickness, size), 2*s.constant(font.FractionNumeratorGapMin, size)
	b := &Box{Width: body.Width + 2*gap, props: n.Props}
	b.add(body, gap, 0)
	b.Ascent, b.Descent = b.Ascent+gap, b.Descent+gap
	up, down, right := b.Ascent, -b.Descent, b.Width
	middle := (up + down) / 2
	for _, l := range []struct {
		drawn          bool
		x1, y1, x2, y2 wml.EMU
	}{
		{n.Top, 0, up, right, up}, {n.Bottom, 0, down, right, down}, {n.Left, 0, up, 0, down}, {n.Right, right, up, right, down},
		{n.Horizontal, 0, middle, right, middle}, {n.Vertical, right / 2, up, right / 2, down}, {n.Rising, 0, down, right, up}, {n.Falling, 0, up, right, down},
	} {
		if l.drawn {
			b.strokes = append(b.strokes, Stroke{X1: l.x1, Up1: l.y1, X2: l.x2, Up2: l.y2, Width: thick})
		}
	}
	return b
}

// phantom takes the room of an expression without showing it, or shows it and takes less.
func (s *setter) phantom(n *wml.MathPhantom, st style) *Box {
	body := s.row(n.Body, st)
	b := &Box{Width: body.Width}
	if n.Show {
		b.add(body, 0, 0)
	}
	b.Ascent, b.Descent = body.Ascent, body.Descent
	if n.ZeroWidth {
		b.Width = 0
	}
	if n.ZeroAscent {
		b.Ascent = 0
	}
	if n.ZeroDescent {
		b.Descent = 0
	}
	return b
}
