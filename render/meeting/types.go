// Package meeting is the YAML description of a meeting: its types, and the reader that
// turns a file into them with the place of every fault.
//
// One file describes one meeting; every document about it is made from the same file.
// Only the title is required, and what is absent is the zero value: an empty string or
// list, or nil for numbers, dates and groups, so that a template can tell a stated 0 from
// nothing stated.
//
// The comment of each field begins with the Vietnamese office term. Its YAML key and the
// Vietnamese alias of that key stand in one table, see [Vocabulary].
package meeting

// A Meeting is one meeting with all that its documents say.
type Meeting struct {
	Title        string       // tên cuộc họp
	Lead         string       // sa-pô: the line under a briefing's title
	Regime       Regime       // chế độ thể thức
	Organization Organization // cơ quan
	Place        string       // địa danh, as in "Chi Lăng, ngày …"
	Start, End   *Moment      // bắt đầu, kết thúc
	Venue        string       // địa điểm
	Chair        []Person     // chủ trì, chủ tọa
	Secretary    []Person     // thư ký, người ghi biên bản
	Attendance   *Attendance  // thành phần tham dự
	Invitees     []Person     // khách mời, for invitations
	Agenda       []string     // chương trình
	Sections     []Section    // nội dung
	Speeches     []Speech     // ý kiến phát biểu
	Votes        []Vote       // biểu quyết
	Conclusion   string       // kết luận; Markdown
	Tasks        []Task       // nhiệm vụ
	Indicators   []Indicator  // biểu chỉ tiêu
	Bases        []string     // căn cứ
	Addressees   []string     // kính gửi
	Recipients   []string     // nơi nhận
	Signatures   []Signature  // ký
	Authors      []string     // tác giả
	Extra        Extra        // whatever a template of one's own needs

	// What a document says of itself; a meeting may state them for all its documents.
	Number      string // số: text, as it is written
	Symbol      string // ký hiệu: "BB/ĐU"
	Date        *Date  // ngày ban hành; it may have blanks: see [Date.Whole]
	Draft       string // dự thảo: "Dự thảo lần 1"
	Urgency     string // mức độ khẩn
	Secrecy     string // mức độ mật
	Circulation string // phạm vi lưu hành

	Documents []Document // văn bản: what is made of the meeting, in the file's order
	Line      int        // of the file, from 1, where the meeting begins

	origin *reading // what it was read from; nil if it was not
}

// A Document is one entry of documents: a template, and what it has otherwise than the
// meeting.
type Document struct {
	Template string   // name of the template: "bien-ban"
	Meeting  *Meeting // the meeting with this document's overrides in place
	ForEach  string   // the list that one document each is made for: "invitees"; "": one document
	Line     int
}

// A Regime is the body of form rules that a document follows.
type Regime string

// The regimes; "" is taken as Other.
const (
	State   Regime = "state"   // Nghị định 30/2020/NĐ-CP
	Party   Regime = "party"   // Hướng dẫn 05-HD/VPTW
	Company Regime = "company" // Luật Doanh nghiệp 2020
	Other   Regime = "other"
)

// An Organization is the body that issues the documents.
type Organization struct {
	Parent       string // cơ quan chủ quản
	Name         string // cơ quan ban hành
	Address      string // trụ sở
	Registration string // mã số doanh nghiệp
}

// A Person takes part in the meeting. A plain string in YAML is a name.
type Person struct {
	Name     string // họ và tên
	Position string // chức vụ
	Unit     string // đơn vị
	Manner   string // cách thức dự họp: "trực tuyến"
}

// Attendance is who was there.
type Attendance struct {
	Summoned *int     // triệu tập
	Present  *int     // có mặt
	Capital  *Capital // vốn: companies
	Groups   []Group  // thành phần
	Absent   []Absence
}

// Capital is the shares or the capital represented at a company's meeting.
type Capital struct {
	Represented *Figure // số cổ phần, phần vốn dự họp
	Total       *Figure
	Share       *Figure // tỷ lệ, in percent, as stated
	Unit        string  // cổ phần, đồng
}

// A Group is a class of participants: "Đại biểu mời".
type Group struct {
	Name   string
	Count  *int
	People []Person
}

// An Absence is somebody who was not there.
type Absence struct {
	Person
	Reason  string // lý do
	Excused *bool  // có phép; nil: not stated
}

// A Section is a part of what the meeting was about.
type Section struct {
	Heading    string
	Text       string      // Markdown
	Indicators []Indicator // tables to print here, named by id in YAML
	Sections   []Section

	references []reference // the ids, until all tables are known
}

// A Speech is what somebody said.
type Speech struct {
	Speaker Person
	Text    string // Markdown
}

// A Vote is a matter and its result. [Meeting.Counted] says what its shares are of.
type Vote struct {
	Matter   string // vấn đề
	Method   string // hình thức: "giơ tay"
	OutOf    *int   // tổng số phiếu tính tỷ lệ: what the shares are of, where it is not what the law says
	Issued   *int   // phát ra
	Returned *int   // thu về
	Cast     *int   // đã biểu quyết: all votes, where not each kind is stated
	Valid    *int   // hợp lệ
	For      *int   // tán thành
	Against  *int   // không tán thành
	Abstain  *int   // không có ý kiến
	Invalid  *int   // không hợp lệ
	ByName   []Ballot

	holders   bool // shareholders vote: the shares are of all votes that attend
	attending *int // these; nil: not known
}

// A Ballot is one member's vote.
type Ballot struct {
	Person
	Vote string // "tán thành"
}

// A Task is something to be done, by whom and until when.
type Task struct {
	Content string   // nội dung
	Owner   string   // cơ quan chủ trì
	With    []string // phối hợp
	Due     *Date    // thời hạn; nil with DueText for "thường xuyên"
	DueText string   // a deadline that is no date
}

// An Indicator is a table of figures (biểu chỉ tiêu). It has the columns of Columns, else
// those of Preset, else those that its rows fill.
type Indicator struct {
	ID         string
	Caption    string // số hiệu biểu: "Biểu số 01"
	Title      string
	Unit       string   // of all rows; a row may have its own
	Preset     string   // bộ cột: "month"; see [Columns] of the package indicator
	Columns    []Column // cột
	AsOf       *Date    // tính đến ngày, of rows that state none
	PeriodEnd  *Date    // hết kỳ: the headers of a preset name the period, and there is no verdict before it
	Codes      bool     // dòng mã cột: A, B, 1, 2, 3=2/1 under the header
	Numbering  []string // đánh số: "I", "1", "-" for each level of rows; nil: as offices do
	Continuous bool     // numbers go on through the groups
	Landscape  *bool    // khổ ngang; nil: where the columns do not fit otherwise
	Total      string   // tên dòng tổng, "Tổng cộng": a row of sums below the others; "": none
	RowsFrom   string   // bảng tính: "chi-tieu.xlsx#Quy3!A5:H40", relative to the YAML file
	HeaderRows *int     // rows of the header in RowsFrom; nil: found out
	Rows       []IndicatorRow
	Notes      []string // under the table
}

// A Column is one column of an [Indicator]. A plain string in YAML is its ID.
type Column struct {
	ID      string   // by which values and formulas name it; those that everybody knows: "plan", "actual"
	Header  string   // đầu cột
	Groups  []string // nhóm cột: merged headers above it, from the outermost
	Unit    string   // under the header, in brackets
	Format  string   // of figures: "0,0", "+0,0", "0,0%"; "text" for text
	Width   *Figure  // in millimetres; nil: balanced
	Align   string   // "left", "center", "right"; "": by what it holds
	Formula string   // over the columns of a row: "actual / plan * 100"
	Source  string   // header or letter of the column in RowsFrom, where it is another

	Place Place // where it stands, if it comes from a spreadsheet: it is never computed then
}

// An IndicatorRow is one indicator with its figures, as they are stated.
type IndicatorRow struct {
	ID            string // by which formulas name the row
	Ordinal       string // số thứ tự, where it is not the one that the table counts; a space for none
	Name          string
	Unit          string
	AsOf          *Date   // tính đến ngày
	Plan          *Figure // kế hoạch, dự toán
	Actual        *Figure // thực hiện
	Previous      *Figure // cùng kỳ
	PercentOfPlan *Figure // % so với kế hoạch
	Growth        *Figure // tăng (+), giảm (-) so với cùng kỳ, in percent
	Values        Values  // of the table's columns, those above included
	Formula       string  // over rows, in each column of figures: "thu - chi", "sum()"
	Assessment    string  // đánh giá
	Note          string  // ghi chú
	Footnote      string  // chú thích, marked (*) beside the name and printed under the table
	LowerIsBetter bool
	Bold          *bool          // in đậm; nil: groups and sums
	Rows          []IndicatorRow // trong đó

	Place Place // where it stands, if it comes from a spreadsheet
}

// Values are figures by their columns, in the file's order.
type Values []Value

// A Value is the figure of one column. In YAML values are a mapping from the columns, or
// the list of the figures in the order of the columns that have no formula; Column is ""
// then.
type Value struct {
	Column string
	Figure *Figure // nil: nothing stands there

	Place Place // of the column's name, or of the figure in a list
}

// A Signature is a block to sign.
type Signature struct {
	Authority string // quyền hạn: "TM. ỦY BAN NHÂN DÂN", several lines
	Position  string // chức vụ
	Name      string
	Image     string // picture of the signature, relative to the YAML file
}
