package merge

// Rich content stands for whole paragraphs. A tag that gives one has to stand alone in
// its paragraph, which it replaces and whose properties it takes on.

// A Table is a table to build: {{table "kinh-te"}} asks [Env.Table] for it.
//
// It takes the template's table style "Biểu chỉ tiêu" and the paragraph styles named in
// the cells' Role where the template has them, a plain grid where it has not.
type Table struct {
	Caption string // a line above the title, in its style, such as "Biểu số 01"; "": none
	Title   string // above it; "": none
	Unit    string // "Đơn vị tính: …" at the right above it; "": none
	Columns []Column
	Header  []Row    // repeated on each page; may be empty
	Rows    []Row    // one at least
	Notes   []string // below it
	Size    int      // of the font in all cells, in half-points; 0: the styles' own

	// Turned puts the table on landscape pages, with the headings that are kept with it and
	// other turned tables directly above and below it. Ignored where [Room.Turned] is 0.
	Turned bool
}

// A Room is what the place of a table offers it.
type Room struct {
	Width int // of the text where the tag stands, in twips

	// Turned is that width once the page of the section is turned to landscape. It is 0
	// where it cannot be turned: in a cell, a header, a footer, a note, a box or a content
	// control, in several columns, and where the page is wider than high already.
	Turned int

	Size   int // of the font of the style "Biểu chữ", in half-points
	Margin int // what the left and the right margin of a cell take of its width together, in twips
}

// A Column is one column of a [Table].
type Column struct {
	// Width is in twips. Widths that do not add up to the room's are scaled to it.
	Width int
}

// A Row is one row of a [Table]; it is never split over pages.
type Row struct {
	Cells []Cell // their Spans add up to the number of columns, continued RowSpans included
	Bold  bool
	Keep  bool // on the page of the next row, as the head of a group
}

// A Cell is one cell of a [Table].
type Cell struct {
	Text        string // a line break where it holds "\n"
	Role        Role
	Span        int // columns; 0 and 1 are one
	RowSpan     int // rows, downwards; 0 and 1 are one
	Bold        bool
	Italic      bool
	Indent      int // in thousandths of an em, from the left
	IndentRight int // in thousandths of an em: brings decimal commas under each other

	keep bool                    // of its row
	runs func([]property) string // writes the text where parts of it have a form of their own
}

// A Role is what a cell holds, and names the paragraph style of its text.
type Role int

// Roles, and the names of their paragraph styles.
const (
	RoleText   Role = iota // "Biểu chữ"
	RoleHead               // "Biểu đầu cột"
	RoleNumber             // "Biểu số"
	RoleCenter             // "Biểu giữa": STT, units
	RoleCode               // "Biểu mã cột", else "Biểu giữa": the row of column codes, A, B, 1, 2, 3=2/1
)
