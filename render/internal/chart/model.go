// Package chart reads DrawingML charts (ECMA-376 Part 1, §21.2) and draws them from the values
// that the document stores: a chart becomes filled areas, lines and texts with their places.
//
// It knows no page and no font: what asks for a drawing measures its texts. All lengths are
// points, from the top left corner of the chart, y downwards.
package chart

import (
	"slices"

	"github.com/bienban/bienban/render/internal/fault"
)

// A Chart is a chart space with every property final: what a chart leaves to its style, to the
// theme or to the program is filled in.
type Chart struct {
	Title    *Title  // nil: none
	Legend   *Legend // nil: none
	Groups   []*Group
	Axes     []*Axis
	Table    *Table  // nil: none
	Manual   *Manual // where the plot area stands; nil: it is placed
	Area     Shape   // behind everything
	Plot     Shape   // behind what the axes enclose
	Rounded  bool    // the corners of the area
	Font     Font    // of what says nothing else
	Vietnam  bool    // numbers have a decimal comma
	Date1904 bool    // days are counted from 1904
	Office   bool    // written by Office 2013 or later, whose distances are known
	Blanks   Blanks
	Told     []fault.Text // what is not drawn, or not as it should be
}

// A Color is a colour of the screen. Clear is how much of the ground shines through, 255 all.
// Paint is what the area has instead of one colour, a gradient or a pattern: the number that the
// [Look] knows it by, 0 for none.
type Color struct {
	R, G, B, Clear uint8
	Paint          uint16
}

// A Stroke is how a line is drawn.
type Stroke struct {
	Color Color
	Width float64
	Dash  []float64 // on, off … in points; nil: solid
}

// A Shape is how an area is painted. Nil means not at all.
type Shape struct {
	Fill *Color
	Line *Stroke
}

// equal reports whether two lines are drawn alike.
func (s *Stroke) equal(t *Stroke) bool {
	if s == nil || t == nil {
		return s == t
	}
	return s.Color == t.Color && s.Width == t.Width && slices.Equal(s.Dash, t.Dash)
}

// equal reports whether two areas are painted alike.
func (s Shape) equal(t Shape) bool {
	if s.Fill == nil || t.Fill == nil {
		return s.Fill == t.Fill && s.Line.equal(t.Line)
	}
	return *s.Fill == *t.Fill && s.Line.equal(t.Line)
}

// A Font is how a text is set.
type Font struct {
	Name         string
	Size         float64
	Bold, Italic bool
	Color        Color
}

// A Title is the title of a chart or of an axis.
type Title struct {
	Text    string // lines are parted by newlines
	Font    Font
	Shape   Shape
	Turn    int // degrees clockwise
	Overlay bool
	Manual  *Manual
}

// A Side is where a legend or an axis stands.
type Side int

// Sides.
const (
	Left Side = iota
	Right
	Top
	Bottom
	Corner // of a legend: at the top right
)

// A Legend names the series, or the points of a pie.
type Legend struct {
	Side    Side
	Font    Font
	Shape   Shape
	Overlay bool
	Hidden  map[int]bool // entries that are left out
	Manual  *Manual
}

// Manual is a place in fractions of the chart's width and height (§21.2.2.95).
type Manual struct {
	Inner      bool // it is the rectangle of the axes, without their labels
	X, Y, W, H float64
	HasX, HasY bool
	FromX      bool // X is a shift from the automatic place
	FromY      bool
}

// A Kind is how a group of series is drawn.
type Kind int

// Kinds of charts.
const (
	Bars Kind = iota
	Lines
	Areas
	Pie
	Doughnut
	Scatter
	Bubble
	Radar
)

// A Stacking is how the series of a group stand on each other.
type Stacking int

// Ways of stacking.
const (
	Beside  Stacking = iota // clustered, standard
	Stacked                 // each on the one before
	Percent                 // the sum of each category is 100 %
)

// A Group is series of one kind on the same axes: c:barChart and its kin.
type Group struct {
	Kind       Kind
	Stacking   Stacking
	Horizontal bool // bars lie
	Gap        float64
	Overlap    float64 // percent of a bar's width
	Vary       bool    // each point has a colour of its own
	Series     []*Series
	Axes       []int // indexes into Chart.Axes: of categories or x, of values
	Start      float64
	Hole       float64 // percent of a doughnut's width
	Scale      float64 // percent of the size of bubbles
	ByWidth    bool    // a bubble's size is its width, not its area
	Filled     bool    // a radar's areas are filled
	HiLow      *Stroke
	Drop       *Stroke
}

// A Series is one row of values.
type Series struct {
	Index, Order int
	Name         string
	Categories   []string
	Levels       [][]Span // of categories, from the innermost to the outermost but one
	X            []float64
	Values       []float64 // NaN: blank
	Sizes        []float64
	Format       string // of the values
	XFormat      string
	Shape        Shape
	Marker       Marker
	Smooth       bool
	Inverted     bool // negative values are white
	Explosion    float64
	Points       map[int]Point
	Labels       *Labels
	Trends       []Trend
	Errors       []ErrorBars
	Range        []string // of cells, for the labels of the values
}

// Values is how many values a chart has.
func (c *Chart) Values() (n int) {
	for _, g := range c.Groups {
		for _, s := range g.Series {
			n += len(s.Values)
		}
	}
	return n
}

// blank reports whether the chart has no value at all.
func (c *Chart) blank() bool {
	for _, g := range c.Groups {
		for _, s := range g.Series {
			if _, _, ok := bounds(s.Values); ok {
				return false
			}
		}
	}
	return true
}

// A Span is a category over those from From, up to the next one.
type Span struct {
	From int
	Text string
}

// A Point is what is special in one value of a series.
type Point struct {
	Shape     Shape
	Marker    *Marker
	Explosion float64
}

// A Marker stands at a value. Symbol is a name of ST_MarkerStyle, "none" for none.
type Marker struct {
	Symbol string
	Size   float64
	Shape  Shape
}

// Labels are the texts at the values of a series.
type Labels struct {
	Label
	Each    map[int]Label // those that differ
	Leaders *Stroke
}

// A Label says what a text at a value shows.
type Label struct {
	Deleted                                       bool
	Value, Category, SeriesName, Share, Size, Key bool
	Position                                      string // ST_DLblPos; "": that of the kind
	Separator                                     string
	Format                                        string  // "": of the value
	Range                                         bool    // the text of the series' range
	Rich                                          []Piece // nil: what is to be shown
	Font                                          Font
	Shape                                         Shape
	ManualX, ManualY                              float64 // a shift in fractions of the chart
}

// A Piece is a part of a label: a text, or what a field stands for.
type Piece struct {
	Text  string
	Field string // "": none; VALUE and its kin
	id    string // of the field
}

// A Trend is a line through the values of a series (§21.2.2.211).
type Trend struct {
	Kind              string // ST_TrendlineType
	Order, Period     int
	Forward, Backward float64
	Intercept         *float64
	Name              string
	Line              *Stroke
	Equation, Square  bool
	Font              Font
}

// ErrorBars are the lines from a value to its bounds.
type ErrorBars struct {
	AlongX, NoCap bool
	Plus, Minus   []float64 // for each value; one: for all
	Percent       bool      // they are shares of the value
	Line          *Stroke
}

// An Axis is one of a chart.
type Axis struct {
	ID, Cross        string // of itself and of the axis that it crosses
	Side             Side
	Values           bool // numbers; else categories
	Dates            bool // categories stand where their days are
	Unit             string
	Deleted          bool
	Reversed         bool
	Min, Max         *float64
	Major, Minor     float64 // 0: found
	LogBase          float64 // 0: linear
	Crosses          string  // "", autoZero, min, max
	CrossesAt        *float64
	Between          bool // categories stand between the ticks of their axis
	Format           string
	Linked           bool // the format is that of the values
	MajorTick        string
	MinorTick        string
	Labels           string // nextTo, low, high, none
	LabelSkip        int
	TickSkip         int
	Flat             bool // categories of several levels are one line
	Turn             *int // degrees clockwise of the labels; nil: as they fit
	Offset           float64
	Font             Font
	Line             *Stroke
	MajorGrid        *Stroke
	MinorGrid        *Stroke
	Title            *Title
	DisplayUnit      float64 // values are divided by it; 0: they are not
	DisplayUnitTitle *Title
}

// A Table shows the values under the chart.
type Table struct {
	Horizontal, Vertical, Outline, Keys bool
	Font                                Font
	Line                                *Stroke
}

// Blanks is how a missing value is drawn.
type Blanks int

// Ways to draw a missing value.
const (
	Gap Blanks = iota
	Zero
	Bridge
)
