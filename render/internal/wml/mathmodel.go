package wml

// A Math is an equation (m:oMath, §22.1.2.77) in a line of text, or displayed in a paragraph
// of its own (m:oMathPara).
type Math struct {
	Body    MathRow
	Display bool      // large fractions and limits below and above; else as small as the line wants it
	Align   MathAlign // of a displayed one that is alone
	Props   *RunProps // of the paragraph, for what has none of its own
	Linear  string    // what it says, written in one line: a/b, x^2
	Link    *Link
}

func (*Math) inline() {}

// A MathAlign is how displayed equations stand (m:jc, §22.1.2.51).
type MathAlign int

// Alignments of equations; those of one paragraph that are centred as a group begin at one place.
const (
	MathCenterGroup MathAlign = iota
	MathCenter
	MathLeft
	MathRight
)

// A MathRow is what stands side by side.
type MathRow []MathNode

// A MathNode is one of the Math… types below.
type MathNode interface{ mathNode() }

func (*MathText) mathNode()       {}
func (*MathBreak) mathNode()      {}
func (*MathFraction) mathNode()   {}
func (*MathRadical) mathNode()    {}
func (*MathScripts) mathNode()    {}
func (*MathNary) mathNode()       {}
func (*MathDelimiters) mathNode() {}
func (*MathMatrix) mathNode()     {}
func (*MathFunction) mathNode()   {}
func (*MathLimit) mathNode()      {}
func (*MathAccent) mathNode()     {}
func (*MathBar) mathNode()        {}
func (*MathBox) mathNode()        {}
func (*MathBorderBox) mathNode()  {}
func (*MathPhantom) mathNode()    {}

// MathText is a run (m:r). Unless it is Normal its letters are already those of mathematics:
// 𝑥 for an x in italics.
type MathText struct {
	Text   string
	Props  *RunProps
	Normal bool // m:nor: ordinary text in its own font
	Break  bool // m:brk: a line begins before it
}

// A MathBreak is a w:br: it ends the line of a displayed equation.
type MathBreak struct{}

// A MathFraction is an m:f.
type MathFraction struct {
	Num, Den MathRow
	Kind     FractionKind
	Props    *RunProps
}

// A FractionKind is how a fraction is drawn (m:type).
type FractionKind int

// Kinds of fractions.
const (
	FractionBar FractionKind = iota
	FractionNoBar
	FractionSkewed
	FractionLinear
)

// A MathRadical is an m:rad; Degree is empty for a square root.
type MathRadical struct {
	Degree, Body MathRow
	Props        *RunProps
}

// MathScripts is a base with what stands below and above at its side (m:sSub, m:sSup,
// m:sSubSup, m:sPre); a nil row is not there.
type MathScripts struct {
	Base, Sub, Sup MathRow
	Before         bool // m:sPre: the scripts stand before the base
	Props          *RunProps
}

// A MathNary is an m:nary: a sum, an integral; nil limits are hidden.
type MathNary struct {
	Char           rune
	Grow           bool
	UnderOver      bool // limits below and above, else at the side
	Sub, Sup, Body MathRow
	Props          *RunProps
}

// MathDelimiters is an m:d. A delimiter of 0 is not drawn.
type MathDelimiters struct {
	Begin, Separator, End rune
	Grow                  bool
	Match                 bool // m:shp match: as high as what stands within, not centred
	Parts                 []MathRow
	Props                 *RunProps
}

// A MathMatrix is an m:m, or an m:eqArr, whose rows have one cell each.
type MathMatrix struct {
	Rows      [][]MathRow
	Columns   []Align // of each column; centred beyond them
	Equations bool    // m:eqArr: full size, cells aligned at their &
	Base      VAlign  // which row stands on the baseline
	RowRule   int     // m:rSpRule
	RowGap    int     // m:rSp
	GapRule   int     // m:cGpRule
	Gap       int     // m:cGp
	Hide      bool    // m:plcHide: empty cells have no place holder
	Props     *RunProps
}

// A MathFunction is an m:func: a name and what it is applied to.
type MathFunction struct {
	Name, Body MathRow
	Props      *RunProps
}

// A MathLimit is an m:limLow or m:limUpp.
type MathLimit struct {
	Base, Limit MathRow
	Over        bool
	Props       *RunProps
}

// A MathAccent is an m:acc or m:groupChr: a sign over or under a base.
type MathAccent struct {
	Char  rune
	Body  MathRow
	Group bool // m:groupChr: it grows with the base
	Under bool // it stands below
	Low   bool // m:vertJc: of a group, the base does not stand on the baseline, the sign does
	Props *RunProps
}

// A MathBar is an m:bar.
type MathBar struct {
	Body  MathRow
	Over  bool
	Props *RunProps
}

// A MathBox is an m:box.
type MathBox struct {
	Body     MathRow
	Operator bool // m:opEmu: spaced as an operator
	NoBreak  bool
}

// A MathBorderBox is an m:borderBox with its lines.
type MathBorderBox struct {
	Body                     MathRow
	Top, Bottom, Left, Right bool
	Horizontal, Vertical     bool // through the middle
	Rising, Falling          bool // strikes from the bottom left, from the top left
	Props                    *RunProps
}

// A MathPhantom is an m:phant: it takes room without being seen, or is seen and takes less.
type MathPhantom struct {
	Body                               MathRow
	Show                               bool
	ZeroWidth, ZeroAscent, ZeroDescent bool
}
