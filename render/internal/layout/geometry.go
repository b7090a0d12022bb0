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
