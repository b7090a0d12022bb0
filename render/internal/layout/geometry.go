package layout

import "github.com/bienban/bienban/render/internal/wml"

// outline is the closed path of a preset shape (§20.1.10.56) w wide and h high with the
// standard's own adjustments, its top left corner at the origin; nil if the shape is a
// rectangle or one that we do not know.
func outline(geometry string, w, h wml.EMU) []Segment {
	short := min(w, h)
	switch geometry {
	case "ellipse", "flowChartConnector", "donut":
		return rounded(w, h, w/2, h/2)
	case "roundRect", "flowChartAlternateProcess", "wedgeRoundRectCallout":
		return rounded(w, h, short/6, short/6)
	case "flowChartTerminator":
		return rounded(w, h, short/2, short/2)
	case "triangle", "flowChartExtract":
		return polygon(w, h, 50, 0, 100, 100, 0, 100)
	case "flowChartMerge":
		return polygon(w, h, 0, 0, 100, 0, 50, 100)
	case "rtTriangle":
		return polygon(w, h, 0, 0, 100, 100, 0, 100)
	case "diamond", "flowChartDecision":
		return polygon(w, h, 50, 0, 100, 50, 50, 100, 0, 50)
	case "parallelogram", "flowChartInputOutput":
		return polygon(w, h, percent(short/4, w), 0, 100, 0, 100-percent(short/4, w), 100, 0, 100)
	case "trapezoid":
		return polygon(w, h, percent(short/4, w), 0, 100-percent(short/4, w), 0, 100, 100, 0, 100)
	case "hexagon", "flowChartPreparation":
		return polygon(w, h, percent(short/4, w), 0, 100-percent(short/4, w), 0, 100, 50, 100-percent(short/4, w), 100, percent(short/4, w), 100, 0, 50)
	case "homePlate":
		return polygon(w, h, 0, 0, 100-percent(short/2, w), 0, 100, 50, 100-percent(short/2, w), 100, 0, 100)
	case "chevron":
		return polygon(w, h, 0, 0, 100-percent(short/2, w), 0, 100, 50, 100-percent(short/2, w), 100, 0, 100, percent(short/2, w), 50)
	case "rightArrow":
		return polygon(w, h, 0, 25, 100-percent(short/2, w), 25, 100-percent(short/2, w), 0, 100, 50, 100-percent(short/2, w), 100, 100-percent(short/2, w), 75, 0, 75)
	case "leftArrow":
		return polygon(w, h, 100, 25, percent(short/2, w), 25, percent(short/2, w), 0, 0, 50, percent(short/2, w), 100, percent(short/2, w), 75, 100, 75)
	case "downArrow":
		return polygon(w, h, 25, 0, 75, 0, 75, 100-percent(short/2, h), 100, 100-percent(short/2, h), 50, 100, 0, 100-percent(short/2, h), 25, 100-percent(short/2, h))
	case "upArrow":
		return polygon(w, h, 25, 100, 75, 100, 75, percent(short/2, h), 100, percent(short/2, h), 50, 0, 0, percent(short/2, h), 25, percent(short/2, h))
	case "plus":
		return polygon(w, h, 25, 0, 75, 0, 75, 25, 100, 25, 100, 75, 75, 75, 75, 100, 25, 100, 25, 75, 0, 75, 0, 25, 25, 25)
	}
	return nil
}

// percent is a as a hundredth of b, rounded; 0 if b is.
func percent(a, b wml.EMU) wml.EMU {
	if b == 0 {
		return 0
	}
	return (a*100 + b/2) / b
}

// polygon is the path through corners given in hundredths of the width and height.
func polygon(w, h wml.EMU, corners ...wml.EMU) []Segment {
	path := make([]Segment, 0, len(corners)/2)
	for i := 0; i+1 < len(corners); i += 2 {
		path = append(path, Segment{X: corners[i] * w / 100, Y: corners[i+1] * h / 100})
	}
	return path
}

// rounded is a rectangle with quarters of an ellipse for corners, rx wide and ry high. A
// cubic curve with handles of 0.5523 of the radius is a quarter within 0.03 percent.
func rounded(w, h, rx, ry wml.EMU) []Segment {
	kx, ky := rx*5523/10000, ry*5523/10000
	curve := func(x1, y1, x2, y2, x, y wml.EMU) Segment {
		return Segment{Curve: true, X1: x1, Y1: y1, X2: x2, Y2: y2, X: x, Y: y}
	}
	return []Segment{
		{X: rx, Y: 0},
		{X: w - rx, Y: 0}, curve(w-rx+kx, 0, w, ry-ky, w, ry),
		{X: w, Y: h - ry}, curve(w, h-ry+ky, w-rx+kx, h, w-rx, h),
		{X: rx, Y: h}, curve(rx-kx, h, 0, h-ry+ky, 0, h-ry),
		{X: 0, Y: ry}, curve(0, ry-ky, rx-kx, 0, rx, 0),
	}
}

// flipped mirrors a path in its frame.
func flipped(path []Segment, w, h wml.EMU, horizontally, vertically bool) []Segment {
	for i := range path {
		s := &path[i]
		if horizontally {
			s.X, s.X1, s.X2 = w-s.X, w-s.X1, w-s.X2
		}
		if vertically {
			s.Y, s.Y1, s.Y2 = h-s.Y, h-s.Y1, h-s.Y2
		}
	}
	return path
}

// moved shifts a path.
func moved(path []Segment, dx, dy wml.EMU) []Segment {
	for i := range path {
		s := &path[i]
		s.X, s.X1, s.X2 = s.X+dx, s.X1+dx, s.X2+dx
		s.Y, s.Y1, s.Y2 = s.Y+dy, s.Y1+dy, s.Y2+dy
	}
	return path
}

// connector is the way of a line or connector through its frame: an elbow where it bends.
func connector(geometry string, w, h wml.EMU) []Segment {
	switch geometry {
	case "lineInv":
		return []Segment{{X: 0, Y: h}, {X: w, Y: 0}}
	case "bentConnector2", "curvedConnector2":
		return []Segment{{}, {X: w}, {X: w, Y: h}}
	case "bentConnector3", "bentConnector4", "bentConnector5", "curvedConnector3":
		return []Segment{{}, {X: w / 2}, {X: w / 2, Y: h}, {X: w, Y: h}}
	}
	return []Segment{{}, {X: w, Y: h}}
}

// paintConnector draws a way as strokes, with its arrow heads.
func paintConnector(c *canvas, s *wml.Shape, way []Segment) {
	color := black(s.Stroke.Color)
	for i, to := range way[1:] {
		from := way[i]
		c.add(&Line{X1: from.X, Y1: from.Y, X2: to.X, Y2: to.Y, Width: s.Stroke.Width, Color: color, Dash: dash(s.Stroke), Element: artifact})
	}
	n := len(way)
	if s.ArrowStart {
		c.add(arrowHead(way[1], way[0], s.Stroke.Width, color))
	}
	if s.ArrowEnd {
		c.add(arrowHead(way[n-2], way[n-1], s.Stroke.Width, color))
	}
}

// arrowHead is a filled triangle with its tip at the end of the stroke from one point to
// another: three times as long and wide as the stroke, which counts as 2 pt at least.
func arrowHead(from, to Segment, width wml.EMU, color wml.Color) *Path {
	size := 3 * max(width, 2*wml.PerPoint)
	dx, dy := to.X-from.X, to.Y-from.Y
	length := isqrt(dx*dx + dy*dy)
	if length == 0 {
		dx, length = 1, 1
	}
	bx, by := to.X-dx*size/length, to.Y-dy*size/length
	ox, oy := -dy*size/(2*length), dx*size/(2*length)
	return &Path{Segments: []Segment{{X: to.X, Y: to.Y}, {X: bx + ox, Y: by + oy}, {X: bx - ox, Y: by - oy}}, Fill: &color, Element: artifact}
}

// isqrt is the whole square root of a length's square (Newton's method), the same on every
// machine.
func isqrt(n wml.EMU) wml.EMU {
	if n < 2 {
		return max(n, 0)
	}
	x := n
	for y := (x + 1) / 2; y < x; y = (x + n/x) / 2 {
		x = y
	}
	return x
}
