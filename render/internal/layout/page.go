// Package layout sets a document into pages as Word does: lines, paragraphs, tables,
// headers and footers, page breaks. It knows no YAML, no template and no PDF.
//
// All lengths are integers ([wml.EMU]), so equal input gives equal pages on every machine.
// Page coordinates run from the top left corner, y downwards.
package layout

import (
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/wml"
)

// A Page is one printed page. Items are in painting order: what comes later covers what
// came before.
type Page struct {
	Width, Height wml.EMU
	Number        int // as printed by PAGE, from the section's start
	Items         []Item
}

// An Item is one of [*Glyphs], [*Line], [*Fill], [*Path], [*Image], [*LinkArea] or
// [*Destination].
type Item interface{ item() }

func (*Glyphs) item()      {}
func (*Line) item()        {}
func (*Fill) item()        {}
func (*Path) item()        {}
func (*Image) item()       {}
func (*LinkArea) item()    {}
func (*Destination) item() {}

// Glyphs is a piece of one line in one face, size and colour: whole words with the
// spaces between and after them.
type Glyphs struct {
	X, Baseline          wml.EMU
	Face                 *font.Face
	Size                 wml.EMU   // of the em; a superscript's own
	Text                 string    // in reading order, NFC; each character has one glyph of Face
	Advances             []wml.EMU // one per rune of Text: from its origin to the next one's
	Shaped               []Shaped  // what is drawn instead, from left to right; nil: the glyphs of Text
	Color                wml.Color // never Auto
	Scale                int32     // horizontal scale in percent; 100 normal
	FakeBold, FakeItalic bool
	Turns                uint8 // quarter turns counterclockwise around (X, Baseline): 1 runs upwards
	Tilt                 int32 // clockwise beyond that, in 1/60000 degree
	Unseen               bool  // not painted: what is painted in its place says this text
	Element              *Element
}

// Shaped is a glyph of a text whose letters join, bear marks or run from right to left.
type Shaped struct {
	Glyph   font.GlyphID
	Text    string  // what it stands for, in reading order; "": a part of what a neighbour stands for
	Advance wml.EMU // to the next one
	DX, DY  wml.EMU // where it is drawn from its place: to the right, and up
}

// Line is a straight stroke from (X1, Y1) to (X2, Y2), centred on these points.
type Line struct {
	X1, Y1, X2, Y2 wml.EMU
	Width          wml.EMU
	Color          wml.Color
	Dash           []wml.EMU // on, off, …; nil: solid
	Element        *Element
}

// Fill is a filled rectangle.
type Fill struct {
	X, Y, W, H wml.EMU
	Color      wml.Color
	Element    *Element
}

// Path is a shape of one contour or several, filled by the non-zero rule and then outlined. A
// contour begins at its first segment's end and goes back there.
type Path struct {
	Segments []Segment
	Open     bool       // only contours whose last segment says Close go back
	EvenOdd  bool       // filled by the even-odd rule
	Fill     *wml.Color // nil: not filled, unless there is a Gradient or Tile
	Gradient *Gradient
	Tile     *Tile
	Stroke   *wml.Color // nil: no outline
	Width    wml.EMU    // of the outline
	Dash     []wml.EMU
	Round    bool // the outline's corners are round; else pointed
	Element  *Element
}

// Segment leads to (X, Y), straight or as a cubic curve with two control points, or moves
// there: a new contour begins.
type Segment struct {
	Curve, Move, Close bool
	X1, Y1, X2, Y2     wml.EMU
	X, Y               wml.EMU
}

// A Gradient goes through colours along a line, from (X1, Y1) to (X2, Y2), or in circles
// around (X1, Y1), the last of which leads through (X2, Y2). The first and the last colour go on
// beyond.
type Gradient struct {
	Radial         bool
	X1, Y1, X2, Y2 wml.EMU
	Stops          []Stop // two at least, At rising
}

// Radius is how far the last colour of a radial gradient is from the middle.
func (g *Gradient) Radius() wml.EMU {
	dx, dy := g.X2-g.X1, g.Y2-g.Y1
	return isqrt(dx*dx + dy*dy)
}

// A Stop is a colour of a gradient, at a part of its way in 1/100000. Its transparency is not
// drawn: all of a gradient is opaque.
type Stop struct {
	At    int
	Color wml.Color
}

// A Tile is a pattern of 8 by 8 dots that begins at (X, Y); a row's leftmost dot is its highest
// bit.
type Tile struct {
	X, Y       wml.EMU
	Size       wml.EMU // of the 8 dots
	Rows       [8]uint8
	Fore, Back wml.Color
}

// Image is a picture in a rectangle (before it is turned around its centre).
type Image struct {
	X, Y, W, H wml.EMU
	Picture    *wml.Picture
	Clip       []Segment // closed contours outside of which nothing is shown; nil: all is
	Clear      uint8     // how much of the ground shines through: 255 all
	Element    *Element
}

// LinkArea is a rectangle to click on; Link is never nil.
type LinkArea struct {
	X, Y, W, H wml.EMU
	Link       *wml.Link
}

// Destination is a bookmark's or a heading's place on the page, for links and outlines.
type Destination struct {
	X, Y  wml.EMU
	Name  string // bookmark; "" for a heading only
	Title string // heading's text; "" for a bookmark only
	Level int    // of the heading, from 0
}

// An Element is what an item was made from, for tagged PDF. Parent leads up to the
// document, whose element is nil. Equal pointers are one element, which may go over pages.
type Element struct {
	Parent           *Element
	Alt              string // of a figure
	Kind             ElementKind
	Level            uint8 // of a heading, from 1
	Header           bool  // of a cell: it heads its column
	ColSpan, RowSpan int32
}

// An ElementKind is the role of an element.
type ElementKind uint8

// Kinds of elements. An artifact is what repeats or decorates: headers, page numbers,
// rules.
const (
	ElementParagraph ElementKind = iota
	ElementHeading
	ElementList
	ElementListItem
	ElementTable
	ElementRow
	ElementCell
	ElementLink
	ElementFigure
	ElementNote
	ElementArtifact
)
