// Package geometry works out the outlines of shapes: DrawingML's presets and free forms
// (ECMA-376 Part 1, 20.1.9) and the paths of VML (Part 4, 19.1.2.11 and 14.2).
//
// It knows numbers only: a shape comes as formulas, and goes as curves in the units of the
// size that it is asked for.
package geometry

// A Definition is a shape as formulas.
type Definition struct {
	Adjusts []Guide    // values that a document may replace, by name
	Guides  []Guide    // in the order in which they are worked out
	Text    [4]Operand // where its text stands: left, top, right, bottom; zero: in the whole shape
	Paths   []Path
}

// A Guide is a named formula (20.1.9.11).
type Guide struct {
	Name     string
	Operator string // "*/", "pin" …
	Operands [3]Operand
}

// An Operand is a number, or the name of a guide or of one of the standard's own values.
type Operand struct {
	Name  string // "": Value counts
	Value float64
}

// Number is an operand that is known.
func Number(v float64) Operand { return Operand{Value: v} }

// A Path is a part of a shape that is filled and drawn by itself (20.1.9.15).
type Path struct {
	W, H     float64 // the size that its numbers count in; 0: the shape's own
	Fill     Fill
	NoStroke bool
	Commands []Command
}

// A Fill is how a path takes the shape's fill (20.1.10.37).
type Fill uint8

// Ways to take a fill.
const (
	FillNormal Fill = iota
	FillNone
	FillLighten
	FillLightenLess
	FillDarken
	FillDarkenLess
)

// A Command is a step of a path: 'M' moves to a point, 'L' draws a line there, 'Q' and 'C'
// curves with one or two control points, 'A' an arc (radii, angle where it begins, angle that it
// takes), 'Z' closes.
type Command struct {
	Op       byte
	Operands []Operand
}

// An Outline is a shape worked out for a size, its top left corner at the origin.
type Outline struct {
	Text  Rect
	Paths []Contours
}

// A Rect is a rectangle.
type Rect struct{ Left, Top, Right, Bottom float64 }

// Contours are what one path draws.
type Contours struct {
	Segments []Segment
	Fill     Fill
	Stroke   bool
}

// A Segment is a step of a contour: 'M' begins one at P[2], 'L' leads there straight and 'C' in
// a cubic curve by P[0] and P[1], 'Z' goes back to where the contour began.
type Segment struct {
	Op byte
	P  [3]Point
}

// A Point is a place.
type Point struct{ X, Y float64 }

// MaxSegments bounds what one shape may draw.
const MaxSegments = 200_000
