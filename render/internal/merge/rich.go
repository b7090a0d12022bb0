package merge

// Rich content stands for whole paragraphs. A tag that gives one has to stand alone in
// its paragraph, which it replaces and whose properties it takes on.

// A Table is a table to build: {{table "kinh-te"}} asks [Env.Table] for it.
//
// It takes the template's table style "Biểu chỉ tiêu" and the paragraph styles named in
// the cells' Role where the template has them, a plain grid where it has not.
type Table struct {
	Title   string // caption above it; "": none
	Unit    string // "Đơn vị tính: …" at the right above it; "": none
	Columns []Column
	Header  []Row    // repeated on each page; may be empty
	Rows    []Row    // one at least
	Notes   []string // below it
}

// A Column is one column of a [Table].
type Column struct {
	Weight int // its share of the width, relative to the other columns
}

// A Row is one row of a [Table]; it is never split over pages.
type Row struct {
	Cells []Cell // their Spans add up to the number of columns, continued RowSpans included
	Bold  bool
}

// A Cell is one cell of a [Table].
type Cell struct {
	Text        string
	Role        Role
	Span        int // columns; 0 and 1 are one
	RowSpan     int // rows, downwards; 0 and 1 are one
	Indent      int // in thousandths of an em, from the left
	IndentRight int // in thousandths of an em: brings decimal commas under each other
}

// A Role is what a cell holds, and names the paragraph style of its text.
type Role int

// Roles, and the names of their paragraph styles.
const (
	RoleText   Role = iota // "Biểu chữ"
	RoleHead               // "Biểu đầu cột"
	RoleNumber             // "Biểu số"
	RoleCenter             // "Biểu giữa": STT, units
)
