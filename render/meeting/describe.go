package meeting

import (
	"reflect"

	"github.com/bienban/bienban/render/internal/fault"
)

// descriptions say what stands in each field that a file may have, beside the table of
// their names ([keys]). The part before the first colon or bracket is the field's name as
// an office says it. A test holds the two tables against each other.
var descriptions = map[reflect.Type]map[string]fault.Text{
	reflect.TypeFor[Meeting](): {
		"Title":        {Vi: "tên cuộc họp (bắt buộc)", En: "name of the meeting (required)"},
		"Lead":         {Vi: "sa-pô: dòng dẫn dưới đầu đề của bản tin", En: "lead: the line under a briefing's title"},
		"Regime":       {Vi: "thể thức: state (cơ quan nhà nước, Nghị định 30/2020/NĐ-CP), party (cơ quan Đảng, Hướng dẫn 05-HD/VPTW), company (doanh nghiệp) hoặc other", En: "form rules: state (Decree 30/2020/NĐ-CP), party (Guidance 05-HD/VPTW), company or other"},
		"Organization": {Vi: "cơ quan ban hành văn bản", En: "the body that issues the documents"},
		"Place":        {Vi: "địa danh: ghi trước ngày ban hành, như “Chi Lăng, ngày …”", En: "place: printed before the date of issue"},
		"Start":        {Vi: "bắt đầu: ngày và giờ, ví dụ 2026-09-07 08:00 hoặc 08:00 07/9/2026", En: "start: date and time, such as 2026-09-07 08:00 or 08:00 07/9/2026"},
		"End":          {Vi: "kết thúc: ngày và giờ", En: "end: date and time"},
		"Venue":        {Vi: "địa điểm họp", En: "where the meeting takes place"},
		"Chair":        {Vi: "chủ trì, chủ tọa: một hoặc nhiều người", En: "who chairs: one person or several"},
		"Secretary":    {Vi: "thư ký, người ghi biên bản: một hoặc nhiều người", En: "who keeps the minutes: one person or several"},
		"Attendance":   {Vi: "thành phần tham dự", En: "who was there"},
		"Invitees":     {Vi: "khách mời: người nhận giấy mời", En: "whom the invitations go to"},
		"Agenda":       {Vi: "chương trình: mỗi dòng một mục", En: "agenda: one item a line"},
		"Sections":     {Vi: "nội dung: các phần, lồng nhau được", En: "what the meeting was about: parts, which may have parts"},
		"Speeches":     {Vi: "ý kiến phát biểu", En: "what people said"},
		"Votes":        {Vi: "biểu quyết: từng vấn đề và kết quả", En: "votes: each matter and its result"},
		"Conclusion":   {Vi: "kết luận (Markdown)", En: "conclusion (Markdown)"},
		"Tasks":        {Vi: "nhiệm vụ: việc gì, ai làm, bao giờ xong", En: "tasks: what, who, until when"},
		"Indicators":   {Vi: "biểu chỉ tiêu: các bảng số liệu; chọn cột, tính toán, lấy từ Excel bằng columns, preset, rows_from", En: "indicator tables: tables of figures; columns, preset and rows_from choose columns, compute, read Excel files"},
		"Bases":        {Vi: "căn cứ: mỗi dòng một căn cứ", En: "legal bases: one a line"},
		"Addressees":   {Vi: "kính gửi: nơi văn bản gửi tới", En: "addressees: whom the document is sent to"},
		"Recipients":   {Vi: "nơi nhận: mỗi dòng một nơi", En: "recipients: one a line"},
		"Signatures":   {Vi: "ký tên: mỗi người một mục", En: "signatures: one entry for each signer"},
		"Authors":      {Vi: "tác giả bản tin", En: "authors of a briefing"},
		"Number":       {Vi: "số văn bản, viết sao in vậy", En: "number of the document, printed as written"},
		"Symbol":       {Vi: "ký hiệu văn bản: ví dụ BB-UBND", En: "symbol of the document, such as BB-UBND"},
		"Date":         {Vi: "ngày ban hành: 2026-09-07 hoặc 07/9/2026; “ngày … tháng 10 năm 2026” để trống ngày, điền tay khi ký", En: "date of issue: 2026-09-07 or 07/9/2026; “ngày … tháng 10 năm 2026” leaves the day to be filled in by hand"},
		"Draft":        {Vi: "dự thảo: ví dụ Dự thảo lần 1", En: "draft mark, such as Dự thảo lần 1"},
		"Urgency":      {Vi: "mức độ khẩn: Khẩn, Thượng khẩn hoặc Hỏa tốc", En: "urgency: Khẩn, Thượng khẩn or Hỏa tốc"},
		"Secrecy":      {Vi: "mức độ mật: Mật, Tối mật hoặc Tuyệt mật", En: "secrecy: Mật, Tối mật or Tuyệt mật"},
		"Circulation":  {Vi: "phạm vi lưu hành: ví dụ Lưu hành nội bộ", En: "circulation, such as Lưu hành nội bộ"},
		"Documents":    {Vi: "văn bản cần tạo: tên mẫu, và những gì văn bản ấy có khác với cuộc họp", En: "documents to make: the template, and what that document has otherwise than the meeting"},
		"Extra":        {Vi: "dữ liệu riêng cho mẫu tự soạn", En: "whatever a template of one's own needs"},
	},
	reflect.TypeFor[Document](): {
		"ForEach": {Vi: "tên danh sách: mỗi mục của danh sách ấy được một văn bản riêng, ví dụ invitees, extra.ho_dan, hoặc bảng tính khach-moi.xlsx", En: "name of a list: each of its entries gets a document of its own, such as invitees, extra.ho_dan, or a spreadsheet khach-moi.xlsx"},
	},
	reflect.TypeFor[Organization](): {
		"Parent":       {Vi: "cơ quan chủ quản", En: "parent body"},
		"Name":         {Vi: "cơ quan ban hành", En: "issuing body"},
		"Address":      {Vi: "trụ sở: địa chỉ", En: "address"},
		"Registration": {Vi: "mã số doanh nghiệp", En: "registration number of a company"},
	},
	reflect.TypeFor[Person](): {
		"Name":     {Vi: "họ và tên", En: "full name"},
		"Position": {Vi: "chức vụ", En: "position"},
		"Unit":     {Vi: "đơn vị", En: "unit"},
		"Manner":   {Vi: "cách thức dự họp: ví dụ trực tuyến", En: "how the person takes part, such as online"},
	},
	reflect.TypeFor[Attendance](): {
		"Summoned": {Vi: "số người triệu tập", En: "number summoned"},
		"Present":  {Vi: "số người có mặt", En: "number present"},
		"Capital":  {Vi: "vốn: cổ phần hoặc phần vốn dự họp của doanh nghiệp", En: "shares or capital represented at a company's meeting"},
		"Groups":   {Vi: "các nhóm thành phần dự họp", En: "classes of participants"},
		"Absent":   {Vi: "người vắng mặt", En: "who was absent"},
	},
	reflect.TypeFor[Capital](): {
		"Represented": {Vi: "số cổ phần hoặc phần vốn dự họp", En: "shares or capital represented"},
		"Total":       {Vi: "tổng số cổ phần hoặc vốn", En: "all shares or capital"},
		"Share":       {Vi: "tỷ lệ: phần trăm", En: "share, in percent"},
		"Unit":        {Vi: "đơn vị tính: cổ phần, đồng", En: "unit: shares, đồng"},
	},
	reflect.TypeFor[Group](): {
		"Name":   {Vi: "tên nhóm: ví dụ Đại biểu mời", En: "name of the group, such as guests"},
		"Count":  {Vi: "số người", En: "number of people"},
		"People": {Vi: "danh sách người", En: "the people"},
	},
	reflect.TypeFor[Absence](): {
		"Reason":  {Vi: "lý do vắng mặt", En: "why the person was absent"},
		"Excused": {Vi: "có phép: true hoặc false", En: "excused: true or false"},
	},
	reflect.TypeFor[Section](): {
		"Heading":    {Vi: "đề mục", En: "heading"},
		"Text":       {Vi: "nội dung (Markdown)", En: "text (Markdown)"},
		"Indicators": {Vi: "mã (id) các biểu chỉ tiêu in ở đây", En: "ids of the indicator tables to print here"},
		"Sections":   {Vi: "các mục con", En: "parts of this part"},
	},
	reflect.TypeFor[Speech](): {
		"Speaker": {Vi: "người phát biểu", En: "who speaks"},
		"Text":    {Vi: "ý kiến (Markdown)", En: "what is said (Markdown)"},
	},
	reflect.TypeFor[Vote](): {
		"Matter":   {Vi: "vấn đề biểu quyết", En: "the matter"},
		"Method":   {Vi: "hình thức: ví dụ giơ tay", En: "method, such as by show of hands"},
		"OutOf":    {Vi: "tổng số phiếu để tính tỷ lệ; bỏ trống thì là số phiếu của cổ đông dự họp, hoặc tổng số phiếu đã biểu quyết", En: "what the shares are of; without it, the votes of the shareholders attending, or all votes cast"},
		"Issued":   {Vi: "số phiếu phát ra", En: "ballots issued"},
		"Returned": {Vi: "số phiếu thu về", En: "ballots returned"},
		"Cast":     {Vi: "tổng số phiếu đã biểu quyết, khi không ghi đủ từng loại", En: "all votes cast, where not each kind is stated"},
		"Valid":    {Vi: "số phiếu hợp lệ", En: "valid votes"},
		"For":      {Vi: "số phiếu tán thành", En: "votes for"},
		"Against":  {Vi: "số phiếu không tán thành", En: "votes against"},
		"Abstain":  {Vi: "số phiếu không có ý kiến", En: "abstentions"},
		"Invalid":  {Vi: "số phiếu không hợp lệ", En: "invalid votes"},
		"ByName":   {Vi: "phiếu ghi tên từng người; không ghi số phiếu thì được đếm từ đây", En: "votes by name; they are counted where no numbers are stated"},
	},
	reflect.TypeFor[Ballot](): {
		"Vote": {Vi: "ý kiến biểu quyết: tán thành, không tán thành hoặc không có ý kiến", En: "the vote: tán thành, không tán thành or không có ý kiến"},
	},
	reflect.TypeFor[Task](): {
		"Content": {Vi: "việc cần làm", En: "what is to be done"},
		"Owner":   {Vi: "cơ quan, người chủ trì", En: "who is in charge"},
		"With":    {Vi: "cơ quan phối hợp", En: "who helps"},
		"Due":     {Vi: "thời hạn: một ngày, hoặc chữ như “thường xuyên”", En: "deadline: a date, or a text such as “thường xuyên”"},
	},
	reflect.TypeFor[Indicator](): {
		"ID":         {Vi: "mã của biểu, để các phần nội dung gọi tới", En: "id of the table, by which sections name it"},
		"Caption":    {Vi: "số hiệu biểu: ví dụ Biểu số 01", En: "caption, such as Biểu số 01"},
		"Title":      {Vi: "tên biểu", En: "title of the table"},
		"Unit":       {Vi: "đơn vị tính của cả biểu", En: "unit of all rows"},
		"Preset":     {Vi: "bộ cột có sẵn: year_plan (ke_hoach_nam), month (thang), six_months (sau_thang), year_estimate (uoc_nam) hoặc year_end (ca_nam)", En: "set of columns: year_plan, month, six_months, year_estimate or year_end"},
		"Columns":    {Vi: "các cột của biểu; bỏ trống thì biểu có những cột mà các dòng có số liệu", En: "columns; without them the table has those that its rows fill"},
		"AsOf":       {Vi: "số liệu tính đến ngày", En: "date that the figures are of"},
		"PeriodEnd":  {Vi: "ngày hết kỳ: đầu cột của bộ cột ghi theo kỳ này, và chưa đánh giá trước ngày ấy", En: "end of the period: headers of a preset name it, and there is no verdict before it"},
		"Codes":      {Vi: "in dòng mã cột (A, B, 1, 2, 3=2/1) dưới đầu cột: true hoặc false", En: "print the row of column codes (A, B, 1, 2, 3=2/1): true or false"},
		"Numbering":  {Vi: "cách đánh số từng cấp dòng, ví dụ I, 1, -; khong: bỏ cột STT", En: "how the rows of each level are numbered, such as I, 1, -; none: no such column"},
		"Continuous": {Vi: "đánh số liên tục qua các nhóm: true hoặc false", En: "numbers go on through the groups: true or false"},
		"Landscape":  {Vi: "in khổ ngang: true hoặc false; bỏ trống thì tự chọn theo bề rộng", En: "print in landscape: true or false; without it, where the columns do not fit otherwise"},
		"Total":      {Vi: "tên dòng tổng ở cuối biểu, ví dụ Tổng cộng", En: "name of a row of sums at the end, such as Tổng cộng"},
		"RowsFrom":   {Vi: "lấy các dòng từ bảng tính đặt cùng thư mục, ví dụ chi-tieu.xlsx#Quy3!A5:H40", En: "rows from a spreadsheet in this file's folder, such as chi-tieu.xlsx#Quy3!A5:H40"},
		"HeaderRows": {Vi: "số dòng đầu bảng trong bảng tính, nếu không tự nhận ra được", En: "rows of the header in the spreadsheet, if it is not found out"},
		"Rows":       {Vi: "các dòng số liệu", En: "the rows"},
		"Notes":      {Vi: "ghi chú dưới biểu", En: "notes under the table"},
	},
	reflect.TypeFor[Column](): {
		"ID":      {Vi: "mã cột, để số liệu và công thức gọi tới; cột quen thuộc: plan (ke_hoach), actual (thuc_hien), previous (cung_ky), percent_of_plan (so_ke_hoach), growth (tang_truong)…", En: "id, by which values and formulas name it; common ones: plan, actual, previous, percent_of_plan, growth…"},
		"Header":  {Vi: "đầu cột", En: "header"},
		"Groups":  {Vi: "nhóm cột: đầu cột chung ở trên, hai cấp thì ghi thành danh sách từ ngoài vào", En: "group: merged header above it; two levels as a list from the outermost"},
		"Unit":    {Vi: "đơn vị tính của cột, ghi dưới đầu cột", En: "unit, printed under the header"},
		"Format":  {Vi: "định dạng số: 0,0 (một chữ số thập phân), +0,0 (có dấu), 0,0% (phần trăm), text (chữ)", En: "format: 0,0 (one decimal), +0,0 (signed), 0,0% (percent), text"},
		"Width":   {Vi: "bề rộng, milimét", En: "width in millimetres"},
		"Align":   {Vi: "căn lề: left (trai), center (giua) hoặc right (phai)", En: "alignment: left, center or right"},
		"Formula": {Vi: "công thức theo các cột của dòng, ví dụ actual / plan * 100", En: "formula over the columns of a row, such as actual / plan * 100"},
		"Source":  {Vi: "đầu cột (hoặc chữ cái của cột) trong bảng tính, nếu khác", En: "header (or letter) of the column in the spreadsheet, if it is another"},
	},
	reflect.TypeFor[IndicatorRow](): {
		"ID":            {Vi: "mã của dòng, để công thức gọi tới", En: "id, by which formulas name the row"},
		"Ordinal":       {Vi: "số thứ tự, nếu không đánh tự động; \" \": để trống", En: "ordinal, if it is not the one that is counted; \" \": none"},
		"Name":          {Vi: "tên chỉ tiêu", En: "name of the indicator"},
		"Unit":          {Vi: "đơn vị tính của dòng", En: "unit of this row"},
		"AsOf":          {Vi: "tính đến ngày", En: "date that the figures are of"},
		"Plan":          {Vi: "kế hoạch, dự toán", En: "plan"},
		"Actual":        {Vi: "thực hiện", En: "actual figure"},
		"Previous":      {Vi: "cùng kỳ năm trước", En: "same period of the year before"},
		"PercentOfPlan": {Vi: "phần trăm so với kế hoạch", En: "percent of the plan"},
		"Growth":        {Vi: "tăng (+), giảm (-) so với cùng kỳ, phần trăm", En: "growth over the same period, in percent"},
		"Values":        {Vi: "số liệu theo mã cột, hoặc danh sách theo thứ tự cột", En: "figures by the columns' ids, or a list in the columns' order"},
		"Formula":       {Vi: "công thức theo các dòng, ví dụ sum() hoặc thu - chi", En: "formula over rows, such as sum() or thu - chi"},
		"Assessment":    {Vi: "đánh giá", En: "assessment"},
		"Note":          {Vi: "ghi chú", En: "note"},
		"Footnote":      {Vi: "chú thích in dưới biểu, đánh dấu (*) ở tên chỉ tiêu", En: "footnote under the table, marked (*) beside the name"},
		"LowerIsBetter": {Vi: "càng thấp càng tốt, như tỷ lệ hộ nghèo: true hoặc false", En: "the lower the better, as with poverty rates: true or false"},
		"Bold":          {Vi: "in đậm cả dòng: true hoặc false", En: "print the row in bold: true or false"},
		"Rows":          {Vi: "trong đó: các dòng con", En: "of which: rows below this one"},
	},
	reflect.TypeFor[Signature](): {
		"Authority": {Vi: "quyền hạn: ví dụ TM. ỦY BAN NHÂN DÂN; nhiều dòng được", En: "authority, such as TM. ỦY BAN NHÂN DÂN; several lines"},
		"Position":  {Vi: "chức vụ người ký", En: "position of the signer"},
		"Name":      {Vi: "họ và tên người ký", En: "name of the signer"},
		"Image":     {Vi: "tệp ảnh chữ ký, đặt cùng thư mục với tệp này; hoặc chính ảnh ấy: data:image/png;base64,…", En: "picture of the signature, in this file's folder; or the picture itself: data:image/png;base64,…"},
	},
}

// Describe says what stands in a field of a struct of this package, by the Go field's
// name; both texts are "" where a file cannot state it. A pointer stands for what it points
// to.
func Describe(t reflect.Type, field string) fault.Text {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct {
		return fault.Text{}
	}
	if d, ok := descriptions[t][field]; ok {
		return d
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous {
			if d := Describe(f.Type, field); d.Vi != "" {
				return d
			}
		}
	}
	return fault.Text{}
}
