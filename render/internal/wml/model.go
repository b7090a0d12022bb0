// Package wml reads WordprocessingML (ECMA-376 Part 1, §17) into a tree of blocks in
// which every property is resolved: document defaults, table style, paragraph style
// with what it is based on, numbering, character style and direct formatting are
// already one, theme fonts and colours are named, list numbers are counted. Layout
// asks no style.
package wml

import (
	"time"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/geometry"
	"github.com/bienban/bienban/render/internal/metafile"
	"github.com/bienban/bienban/render/internal/picture"
)

// A Document is a Word document as it is to be printed.
type Document struct {
	Sections     []*Section // never empty
	Footnotes    map[int][]Block
	Separator    []Block // what stands over a page's footnotes; nil: the file has none
	Endnotes     map[int][]Block
	EndSeparator []Block               // what stands over endnotes; nil: the file has none
	PageNotes    map[int]PageNumbering // the footnotes whose numbers begin anew on each page, by ID; what they print is not the number that their NoteRef has
	Background   *Fill                 // of every page; nil: none
	StyleRefs    map[string]bool       // names, in small letters, of the styles that headers and footers ask for; nil: none
	Settings     Settings
	FontTable    map[string]FontEntry // of word/fontTable.xml, by name
	Properties   Properties
}

// Settings are those of word/settings.xml that change the print (§17.15).
type Settings struct {
	DefaultTab      EMU  // w:defaultTabStop; 720 twips if absent
	EvenAndOdd      bool // w:evenAndOddHeaders
	MirrorMargins   bool
	AutoHyphenation bool
	HyphenZone      EMU    // w:hyphenationZone: a word is parted only where more than that would stay empty; 360 twips if absent
	HyphenLimit     int    // w:consecutiveHyphenLimit: how many lines after each other may end in a hyphen; 0: any
	StrictBreaks    bool   // w:strictFirstAndLastChars: no line begins with a small kana
	NotFirst        string // w:noLineBreaksBefore: what no line begins with; "": what Unicode says
	NotLast         string // w:noLineBreaksAfter
	NoHyphenCaps    bool   // w:doNotHyphenateCaps
	Compatibility   int    // w:compatibilityMode: 11 to 15; 12 if absent
	KeepBrokenLines bool   // w:doNotExpandShiftReturn: a justified line that ends in a w:br is not stretched
	BalancedSpaces  bool   // w:balanceSingleByteDoubleByteWidth: several spaces together are half an em each
	HangPunctuation bool   // w:characterSpacingControl compresses punctuation, as East Asian Word has it: it may hang over a line's end
	MathFont        string // m:mathFont: of equations; "": Word's own
	SumSpacing      bool   // w:doNotUseHTMLParagraphAutoSpacing: space after and before add up; else the larger counts
}

// Properties are the document's own description (docProps/core.xml).
type Properties struct {
	Title, Author, Subject, Keywords, Description, Language string
	Created, Modified                                       time.Time // zero if absent
}

// A FontEntry is what the document says of a font, for who does not have it.
type FontEntry struct {
	Class FontClass
	Alt   string // w:altName: the font that Word took where it did not have this one; "": none is named
}

// A FontClass says what a font that we do not have is like (w:family, w:pitch).
type FontClass int

// Font classes.
const (
	ClassUnknown FontClass = iota
	ClassSerif             // roman
	ClassSans              // swiss
	ClassMono              // modern, or pitch fixed
	ClassSymbol            // charset 2: Symbol, Wingdings
	ClassOther             // script, decorative
)

// A Section is a run of blocks with one page set-up (§17.6).
type Section struct {
	Start    SectionStart
	Body     []Block
	Endnotes []int // the IDs of those that stand behind the text

	PageWidth, PageHeight    EMU // as turned: landscape is wider than high
	Top, Bottom, Left, Right EMU // margins; a negative Top or Bottom is exact: headers do not push the text
	Header, Footer           EMU // from the page's edge to the header's top, the footer's bottom
	Gutter                   EMU
	TitlePage                bool // w:titlePg: the first page has headers of its own
	Headers, Footers         HeaderSet
	PageStart                int // w:pgNumType w:start; -1: go on counting
	PageFormat               NumberFormat
	Columns                  []Column // one at least
	ColumnLine               bool     // w:sep
	RightToLeft              bool     // w:bidi: the first column stands at the right
	RightGutter              bool     // w:rtlGutter
	VAlign                   VAlign
	PageBorders              *PageBorders // nil: none
	GridPitch                EMU          // w:docGrid with type lines or linesAndChars; 0: none
}

// A Column is one text column and the space after it.
type Column struct{ Width, Space EMU }

// HeaderSet holds the headers or footers of a section; what a section leaves out is
// already taken from the one before. Nil: there is none.
type HeaderSet struct{ Default, First, Even []Block }

// PageBorders are those of w:pgBorders.
type PageBorders struct {
	Top, Bottom, Left, Right *Border
	FromText                 bool // w:offsetFrom text; else from the page's edge
	FirstPage, OtherPages    bool // w:display
}

// A SectionStart says where a section begins (w:type).
type SectionStart int

// Section starts.
const (
	NextPage SectionStart = iota
	Continuous
	EvenPage
	OddPage
	NextColumn
)

// A VAlign is a vertical alignment, of a cell's content or a page's.
type VAlign int

// Vertical alignments.
const (
	AlignTop VAlign = iota
	AlignMiddle
	AlignBottom
	AlignBoth
)

// A Block is one of [*Paragraph] or [*Table].
type Block interface{ block() }

func (*Paragraph) block() {}
func (*Table) block()     {}

// A Paragraph is a w:p.
type Paragraph struct {
	Props   *ParagraphProps
	Mark    *RunProps // of the paragraph mark: the height of an empty paragraph
	Label   *Label    // list number or bullet; nil: none
	Inlines []Inline
	Place   Place
}

// ParagraphProps are the properties of a paragraph (§17.3.1). Paragraphs share them: never
// write to one.
type ParagraphProps struct {
	StyleID           string // the style's ID; two paragraphs of one style may share their space (ContextualSpacing)
	StyleName         string // its name as Word shows it: "heading 1"
	Align             Align
	IndentLeft        EMU
	IndentRight       EMU
	FirstLine         EMU // added to IndentLeft on the first line; negative: hanging
	SpaceBefore       EMU
	SpaceAfter        EMU
	BeforeAuto        bool // w:beforeAutospacing: HTML's own space (14 pt; none at a cell's or document's start, nor between items of a list)
	AfterAuto         bool
	Line              LineSpacing
	ContextualSpacing bool
	KeepNext          bool
	KeepLines         bool
	PageBreakBefore   bool
	WidowControl      bool
	Tabs              []TabStop // by position; cleared ones are gone
	Borders           ParagraphBorders
	Shading           *Color // nil: none
	OutlineLevel      int    // 0 to 8 as in w:outlineLvl; -1: body text
	NoHyphenation     bool
	Frame             *Frame // w:framePr; nil: none
	SnapToGrid        bool
	Bidi              bool
	Asian             AsianRules
}

// AsianRules is which of the rules for East Asian text a paragraph turns off; all hold if nothing is said.
type AsianRules uint8

// Rules that are turned off.
const (
	AnyBreaks      AsianRules = 1 << iota // w:kinsoku: no character is forbidden at a line's end or start
	NoOverflow                            // w:overflowPunct: punctuation does not hang over the edge
	NoLetterSpace                         // w:autoSpaceDE: no space between ideographs and Latin letters
	NoDigitSpace                          // w:autoSpaceDN: none between ideographs and numbers
	BreakWithWords                        // w:wordWrap: lines may end within a word
)

// An Align is a horizontal alignment (w:jc).
type Align int

// Alignments.
const (
	AlignLeft Align = iota
	AlignCenter
	AlignRight
	AlignJustify    // both: the last line is left
	AlignDistribute // the last line too
)

// A LineRule says what a line spacing's value means (w:lineRule).
type LineRule int

// Line rules.
const (
	LineAuto    LineRule = iota // Factor of the font's own height
	LineExact                   // Height, whatever the font
	LineAtLeast                 // Height, or the font's own if higher
)

// LineSpacing is w:spacing's w:line.
type LineSpacing struct {
	Rule   LineRule
	Factor int // LineAuto: in 240ths of a line
	Height EMU // LineExact, LineAtLeast
}

// A TabStop is a w:tab in w:tabs.
type TabStop struct {
	Pos    EMU // from the left margin of the text (not from the indent)
	Align  TabAlign
	Leader rune // the leader's character: '.', '-', '_', '·'; 0: none
}

// A TabAlign is how text stands at a tab stop.
type TabAlign int

// Tab alignments.
const (
	TabLeft TabAlign = iota
	TabCenter
	TabRight
	TabDecimal
	TabBar
)

// ParagraphBorders are those of w:pBdr; nil: none.
type ParagraphBorders struct{ Top, Bottom, Left, Right, Between, Bar *Border }

// A Border is one line (§17.18.2). A border that says "none" or "nil" is a Border whose
// Style is BorderNone, as it hides the one that it stands against.
type Border struct {
	Style BorderStyle
	Width EMU // w:sz, of one line of it
	Space EMU // to the text (paragraphs, pages)
	Color Color
}

// A BorderStyle is the drawing of a border.
type BorderStyle int

// Border styles; others of the standard are read as the nearest of these.
const (
	BorderNone BorderStyle = iota
	BorderSingle
	BorderThick
	BorderDouble
	BorderTriple
	BorderDotted
	BorderDashed
	BorderDotDash
	BorderDotDotDash
	BorderWave
	BorderThinThick // thin outside, thick inside
	BorderThickThin
)

// A Color is an RGB colour. Auto is black on a light ground and white on a dark one.
type Color struct {
	R, G, B uint8
	Auto    bool
	Clear   uint8 // how much of the ground shines through: 255 all; shapes only
}

// Frame is w:framePr: a paragraph that stands apart, or a drop cap.
type Frame struct {
	Width, Height  EMU // 0: as the text needs
	HeightRule     RowHeightRule
	X, Y           EMU
	XAlign, YAlign string // left, center, right, inside, outside; top, center, bottom, inline
	HAnchor        string // text, margin, page
	VAnchor        string
	HSpace, VSpace EMU
	Wrap           string
	DropCap        string // drop, margin; "": none
	Lines          int
}

// A Label is a list item's number or bullet, already counted and formatted.
type Label struct {
	Text    string
	Props   *RunProps
	Suffix  Suffix
	Align   Align    // of the label around its position (w:lvlJc)
	Bullet  bool     // a mark, not a number
	Level   int      // from 0
	List    int      // w:numId
	Picture *Drawing // printed instead of the text; nil: none
	Whole   string   // with the numbers above it; "" unless [Document.StyleRefs] asks
}

// A Suffix is what stands between a label and the text (w:suff).
type Suffix int

// Suffixes.
const (
	SuffixTab Suffix = iota
	SuffixSpace
	SuffixNothing
)

// RunProps are the properties of a run (§17.3.2). Runs share them: never write to one.
type RunProps struct {
	ASCII, HAnsi, EastAsia, CS string // font names as the document has them, theme fonts resolved
	Size                       HalfPoint
	Bold, Italic               bool
	Caps, SmallCaps            bool
	Strike, DoubleStrike       bool
	Hidden                     bool // w:vanish
	Underline                  Underline
	UnderlineColor             Color
	Color                      Color
	Highlight                  *Color // nil: none
	Shading                    *Color
	VertAlign                  VertAlign
	Raise                      EMU       // w:position; negative lowers
	Spacing                    EMU       // w:spacing: added after each character
	Scale                      int       // w:w in percent; 100 normal
	Kern                       HalfPoint // w:kern: kerned from this size on; 0: never
	Border                     *Border
	Lang                       string
	Emboss, Outline, Shadow    bool
	AsianHint                  bool      // w:rFonts w:hint="eastAsia": signs that are of no script are in the East Asian font
	RightToLeft                bool      // w:rtl: signs between its words run from right to left
	CSSize                     HalfPoint // of letters of Hebrew, Arabic and their like
	CSBold, CSItalic           bool
	Ligatures                  Ligatures
	Emphasis                   Emphasis
	FitWidth                   EMU // w:fitText: how wide this and its neighbours of one FitID are together; 0: as they are
	FitID                      int
}

// An Emphasis is the mark at each character (w:em).
type Emphasis int

// Emphasis marks.
const (
	EmphasisNone Emphasis = iota
	EmphasisDot
	EmphasisComma
	EmphasisCircle
	EmphasisUnderDot
)

// Ligatures is the kinds of them that w14:ligatures asks for.
type Ligatures uint8

// Kinds of ligatures.
const (
	StandardLigatures Ligatures = 1 << iota
	ContextualLigatures
	HistoricalLigatures
	DiscretionaryLigatures
)

// An Underline is the drawing of an underline (w:u).
type Underline int

// Underlines; others of the standard are read as the nearest of these.
const (
	UnderlineNone Underline = iota
	UnderlineSingle
	UnderlineWords // not under spaces
	UnderlineDouble
	UnderlineThick
	UnderlineDotted
	UnderlineDashed
	UnderlineWave
)

// A VertAlign is w:vertAlign.
type VertAlign int

// Vertical alignments of a run.
const (
	Baseline VertAlign = iota
	Superscript
	Subscript
)

// An Inline is one of [*Text], [*Tab], [*Break], [*Drawing], [*Math], [*Field], [*Bookmark], [*Ruby] or
// [*NoteRef]: what a paragraph holds, in reading order.
type Inline interface{ inline() }

func (*Text) inline()     {}
func (*Tab) inline()      {}
func (*Break) inline()    {}
func (*Drawing) inline()  {}
func (*Field) inline()    {}
func (*Bookmark) inline() {}
func (*NoteRef) inline()  {}
func (*Ruby) inline()     {}

// Ruby is text with small text above it that says how it is read (w:ruby). Lines do not end in it.
type Ruby struct {
	Base, Over       string
	Props, OverProps *RunProps
	Raise            EMU    // of the small text's baseline
	Align            string // w:rubyAlign: "center", "left", "right", "distributeLetter", "distributeSpace"
	Link             *Link
}

// Text is characters with one set of properties, in NFC. U+00A0 does not break, U+2011
// is w:noBreakHyphen, U+00AD is w:softHyphen.
type Text struct {
	Text  string
	Props *RunProps
	Link  *Link // nil: none
}

// A Link is a w:hyperlink or a HYPERLINK field.
type Link struct {
	URL    string // external; "" if Anchor is set
	Anchor string // a bookmark's name
}

// A Tab is a w:tab, or a w:ptab.
type Tab struct {
	Props    *RunProps
	Link     *Link
	Absolute bool     // w:ptab: Align says where, independent of tab stops
	Align    TabAlign // TabLeft, TabCenter, TabRight
	Leader   rune
}

// A Break is a w:br or w:cr.
type Break struct {
	Kind  BreakKind
	Props *RunProps
}

// A BreakKind is what a break ends.
type BreakKind int

// Kinds of breaks.
const (
	BreakLine BreakKind = iota
	BreakPage
	BreakColumn
)

// A Bookmark is a place that links and PAGEREF fields refer to (w:bookmarkStart).
type Bookmark struct{ Name string }

// A NoteRef is the number of a foot- or endnote in the text, or at the note's own start.
type NoteRef struct {
	ID      int
	Endnote bool
	Own     bool // w:footnoteRef: the number at the note's start
	Number  string
	Props   *RunProps
}

// PageNumbering is how footnotes are numbered that begin anew on each page.
type PageNumbering struct {
	First  int
	Format NumberFormat
}

// A Field is a field that layout has to work out. Every other field is read as its
// stored result.
type Field struct {
	Kind   FieldKind
	Target string       // FieldPageRef: the bookmark; FieldStyleRef: the style's name in small letters
	Last   bool         // FieldStyleRef: the last paragraph of the page, not the first (\l)
	Format NumberFormat // \* switch; FormatNone: the section's page format, decimal for NUMPAGES
	Stored string       // the result that the file carries
	Props  *RunProps
	Link   *Link

	words []string // FieldStyleRef: its switches
}

// A FieldKind says what a field prints.
type FieldKind int

// Fields that depend on the pages.
const (
	FieldPage         FieldKind = iota // PAGE
	FieldNumPages                      // NUMPAGES
	FieldSectionPages                  // SECTIONPAGES
	FieldPageRef                       // PAGEREF
	FieldStyleRef                      // STYLEREF, in headers and footers: [Field.Of] is what it says of a paragraph
)

// A Drawing is a picture or a shape: a w:drawing, or a w:pict in VML.
type Drawing struct {
	Width, Height EMU
	Effects       Effects // the room around it
	Rule          bool    // a horizontal rule (o:hr): its line is as high as one of text
	Anchor        *Anchor // nil: stands in the line like a character
	Alt           string  // description for readers who cannot see it
	Picture       *Picture
	Shape         *Shape
	Group         []GroupItem // shapes and pictures of a group, in the group's own EMU
	Turn          Turn        // of the group
	Chart         *Chart
	Unsupported   string // "chart", "SmartArt" …: printed as a labelled frame; "" otherwise
	Props         *RunProps
	Link          *Link
}

// Effects is the room that shadows, a turn and other effects need beyond a drawing's own
// sides (wp:effectExtent, §20.4.2.6).
type Effects struct{ Top, Bottom, Left, Right EMU }

// A Turn is how a whole group is turned and mirrored.
type Turn struct {
	Rotation     int // clockwise, in 1/60000 degree
	FlipH, FlipV bool
}

// A GroupItem is a drawing at a place in its group.
type GroupItem struct {
	X, Y    EMU
	Drawing *Drawing
}

// A Picture is an image in the package.
type Picture struct {
	Metafile                                 *metafile.Drawing // what it draws; nil: it has pixels
	Part                                     string            // the part's name; equal parts are one image
	Data                                     []byte
	ContentType                              string
	CropLeft, CropTop, CropRight, CropBottom int // in 1/100000 of the picture's width or height
	Rotation                                 int // clockwise, in 1/60000 degree
	FlipH, FlipV                             bool
	Clear                                    uint8            // how much of the ground shines through: 255 all
	Recolor                                  *picture.Recolor // nil: in its own colours
}

// A Shape is a line, a box, a text box, or any other form.
type Shape struct {
	Geometry                                     string               // "line", "rect", "ellipse" …, as in a:prstGeom; "custom": a free form
	Form                                         *geometry.Definition // its formulas; nil: a rectangle
	Adjusts                                      map[string]float64   // values that replace those of the form; nil: none
	Stroke                                       *Stroke              // nil: no outline
	Fill                                         *Fill                // nil: none
	Shadow                                       *Shadow              // nil: none
	Rotation                                     int                  // clockwise, in 1/60000 degree
	FlipH, FlipV                                 bool
	Text                                         []Block // nil: not a text box
	InsetLeft, InsetTop, InsetRight, InsetBottom EMU
	TextVAlign                                   VAlign
	TextTurns                                    int  // quarter turns of the text clockwise (a:bodyPr, attribute vert)
	AutoFit                                      bool // the shape grows with its text
	Overflow                                     bool // text that is too much shows beyond it
	Upright                                      bool // its text does not turn with it
	NoWrap                                       bool // its lines end where paragraphs do
	WordArt                                      *WordArt
}

// A Stroke is the outline of a shape.
type Stroke struct {
	Color      Color
	Width      EMU
	Style      BorderStyle // single, double, triple, thick and thin
	Dash       []float64   // on, off …, in widths; nil: solid
	Round      bool        // its corners and ends
	Head, Tail LineEnd     // arrow heads where it begins and ends
}

// A LineEnd is an arrow head (§20.1.8.57).
type LineEnd struct {
	Kind          string // triangle, stealth, diamond, oval, arrow; "": none
	Width, Length int    // in widths of the line
}

// A Fill is what a shape is filled with; Color stands for it where one colour is asked for.
type Fill struct {
	Color                 Color
	Gradient              *Gradient
	Pattern               *Pattern
	Picture               *Picture
	TileWidth, TileHeight EMU // the picture is repeated in this size; 0: it fills the shape
}

// A Gradient goes through colours.
type Gradient struct {
	Stops  []GradientStop // two at least, At rising
	Angle  int            // of a linear one: clockwise from left to right, in 1/60000 degree
	Scaled bool           // the angle is that of a square, which is then stretched
	Radial bool           // in circles around X, Y, from there outwards
	X, Y   int            // in 1/100000 of the shape
}

// A GradientStop is a colour at a part of the way, in 1/100000.
type GradientStop struct {
	At    int
	Color Color
}

// A Pattern is 8 by 8 dots in two colours.
type Pattern struct {
	Rows       Rows
	Fore, Back Color
}

// A Shadow is a shape's own outline in a colour, moved.
type Shadow struct {
	Color Color
	X, Y  EMU
}

// WordArt is text that is stretched to its shape.
type WordArt struct {
	Text         string // lines with "\n" between them
	Font         string
	Bold, Italic bool
	Follow       bool                 // it stands on the form's paths, not between two of them
	Form         *geometry.Definition // the text warp; nil: the rectangle
	Adjusts      map[string]float64
	Fill         *Fill
	Stroke       *Stroke
}

// An Anchor says where a floating drawing stands and how text flows around it (§20.4.2.3).
type Anchor struct {
	H, V                                     Position
	Behind                                   bool
	Wrap                                     Wrap
	WrapSide                                 string // bothSides, left, right, largest
	Tight                                    bool   // wrapTight, wrapThrough: text follows the outline
	Outline                                  Insets // of a tight one: how far inside of the drawing the box around its outline stands
	DistTop, DistBottom, DistLeft, DistRight EMU
	LayoutInCell                             bool
	Z                                        int // relativeHeight: drawing order
}

// Insets are distances of a drawing's sides inwards.
type Insets struct{ Top, Bottom, Left, Right EMU }

// A Position is one axis of an anchor.
type Position struct {
	From   string // page, margin, column, character, leftMargin, rightMargin, insideMargin, outsideMargin; paragraph, line, topMargin, bottomMargin
	Align  string // left, center, right, top, bottom, inside, outside; "": Offset counts
	Offset EMU
}

// A Wrap is how text flows around a floating drawing.
type Wrap int

// Kinds of wrapping. Tight and through are read as square.
const (
	WrapNone Wrap = iota
	WrapSquare
	WrapTopBottom
)

// A Table is a w:tbl.
type Table struct {
	StyleID     string
	Grid        []EMU // w:tblGrid; may be empty, or wrong for auto-fit tables
	Width       Width
	Indent      EMU
	Align       Align // left, center, right
	Fixed       bool  // w:tblLayout fixed
	RightToLeft bool  // w:bidiVisual: the first column stands at the right; left is right then, in all that is said of cells
	Borders     TableBorders
	CellSpacing EMU
	Float       *Float // w:tblpPr; nil: in the text
	Rows        []*Row
	Alt         string      // w:tblCaption
	Margins     CellMargins // the table's own default, which offsets its left edge
	Place       fault.Text  // where a reader finds it, for warnings
}

// CellMargins is the space between a cell's edges and its content.
type CellMargins struct{ Top, Bottom, Left, Right EMU }

// A Float is where a floating table stands (w:tblpPr).
type Float struct {
	X, Y                                     EMU
	XAlign, YAlign                           string
	HAnchor, VAnchor                         string // text, margin, page
	DistLeft, DistRight, DistTop, DistBottom EMU
}

// A Width is a preferred width (§17.18.90).
type Width struct {
	Kind  WidthKind
	Value int64 // EMU for WidthExact, 1/50 percent for WidthPercent
}

// A WidthKind is the unit of a preferred width.
type WidthKind int

// Kinds of widths.
const (
	WidthAuto WidthKind = iota
	WidthExact
	WidthPercent
)

// TableBorders are the borders of a table as its style and w:tblBorders have them; nil: none.
type TableBorders struct{ Top, Bottom, Left, Right, InsideH, InsideV *Border }

// A Row is a w:tr.
type Row struct {
	Cells       []*Cell // w:vMerge continuations included
	Height      EMU
	HeightRule  RowHeightRule
	CantSplit   bool
	Header      bool // w:tblHeader: repeated on each page
	GridBefore  int
	GridAfter   int
	WidthBefore Width
	WidthAfter  Width
	Align       Align
	Borders     *TableBorders // w:tblPrEx; nil: the table's
}

// A RowHeightRule is w:hRule.
type RowHeightRule int

// Row height rules.
const (
	HeightAuto RowHeightRule = iota
	HeightAtLeast
	HeightExact
)

// A Cell is a w:tc.
type Cell struct {
	Blocks []Block // one at least; the last is a paragraph
	*CellFormat
}

// A CellFormat is the properties of a cell (§17.4.69). The cells of a table share them:
// never write to one.
type CellFormat struct {
	GridSpan  int // 1 at least
	VMerge    VMerge
	Width     Width
	Borders   TableBorders // w:tcBorders and conditional formats; nil where the table's count
	Diagonals Diagonals
	Shading   *Color
	Margins   CellMargins // already resolved with the table's
	VAlign    VAlign
	NoWrap    bool
	FitText   bool
	Direction TextDirection
}

// Diagonals are lines across a cell; nil: none.
type Diagonals struct{ Down, Up *Border } // from the top left corner, from the bottom left one

// A VMerge is a cell's part in a vertical merge.
type VMerge int

// Parts of a vertical merge.
const (
	NotMerged VMerge = iota
	MergeStart
	MergeContinue
)

// A TextDirection is w:textDirection.
type TextDirection int

// Text directions.
const (
	LeftToRight        TextDirection = iota
	BottomToTop                      // btLr: turned 90° counterclockwise
	TopToBottom                      // tbRlV: turned 90° clockwise
	TopToBottomUpright               // tbRl: as that, but East Asian characters stand upright
)

// A NumberFormat is how a number is written (§17.18.59).
type NumberFormat string

// Number formats that we write; any other is read as decimal with a warning.
const (
	FormatNone        NumberFormat = ""
	FormatDecimal     NumberFormat = "decimal"
	FormatDecimalZero NumberFormat = "decimalZero"
	FormatUpperRoman  NumberFormat = "upperRoman"
	FormatLowerRoman  NumberFormat = "lowerRoman"
	FormatUpperLetter NumberFormat = "upperLetter"
	FormatLowerLetter NumberFormat = "lowerLetter"
	FormatOrdinal     NumberFormat = "ordinal"
	FormatBullet      NumberFormat = "bullet"
	FormatNoNumber    NumberFormat = "none"
)
