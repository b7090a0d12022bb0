package meeting

import (
	"reflect"
	"strings"
)

// An entry gives the spellings of one field of a struct.
type entry struct {
	field string // Go field, or method that gives something the file implies
	key   string // YAML key
	alias string // Vietnamese aliases without marks; the first is the one we teach
	from  origin
}

// An origin says where a field's value comes from.
type origin int

const (
	written origin = iota // a key of the file
	derived               // made from other keys: for template tags only
)

// keys is the one table of names: the reader, its messages, the template tags and the
// JSON Schema all know a field by it. A struct that embeds another has its names too.
var keys = map[reflect.Type][]entry{
	reflect.TypeFor[Meeting](): {
		{"Title", "title", "tieu_de", written},
		{"Lead", "lead", "sa_po", written},
		{"Regime", "regime", "the_thuc", written},
		{"Organization", "organization", "co_quan", written},
		{"Place", "place", "dia_danh", written},
		{"Start", "start", "bat_dau", written},
		{"End", "end", "ket_thuc", written},
		{"Venue", "venue", "dia_diem", written},
		{"Chair", "chair", "chu_tri chu_toa", written},
		{"Secretary", "secretary", "thu_ky", written},
		{"Attendance", "attendance", "tham_du", written},
		{"Invitees", "invitees", "khach_moi", written},
		{"Agenda", "agenda", "chuong_trinh", written},
		{"Sections", "sections", "noi_dung", written},
		{"Speeches", "speeches", "phat_bieu", written},
		{"Votes", "votes", "bieu_quyet", written},
		{"Conclusion", "conclusion", "ket_luan", written},
		{"Tasks", "tasks", "nhiem_vu", written},
		{"Indicators", "indicators", "chi_tieu", written},
		{"UnplacedIndicators", "unplaced_indicators", "chi_tieu_con_lai", derived},
		{"Bases", "bases", "can_cu", written},
		{"Addressees", "addressees", "kinh_gui", written},
		{"Recipients", "recipients", "noi_nhan", written},
		{"Signatures", "signatures", "ky_ten", written},
		{"Authors", "authors", "tac_gia", written},
		{"Number", "number", "so", written},
		{"Symbol", "symbol", "ky_hieu", written},
		{"Date", "date", "ngay", written},
		{"Draft", "draft", "du_thao", written},
		{"Urgency", "urgency", "do_khan", written},
		{"Secrecy", "secrecy", "do_mat", written},
		{"Circulation", "circulation", "luu_hanh", written},
		{"Documents", "documents", "van_ban", written},
		{"Extra", "extra", "them", written},
	},
	reflect.TypeFor[Document](): {
		{"ForEach", "for_each", "cho_tung", written},
	},
	reflect.TypeFor[Organization](): {
		{"Parent", "parent", "chu_quan", written},
		{"Name", "name", "ten", written},
		{"Address", "address", "tru_so dia_chi", written},
		{"Registration", "registration", "ma_so", written},
	},
	reflect.TypeFor[Person](): {
		{"Name", "name", "ten ho_ten", written},
		{"Position", "position", "chuc_vu", written},
		{"Unit", "unit", "don_vi", written},
		{"Manner", "manner", "cach_du", written},
	},
	reflect.TypeFor[Attendance](): {
		{"Summoned", "summoned", "trieu_tap", written},
		{"Present", "present", "co_mat", written},
		{"Capital", "capital", "von", written},
		{"Groups", "groups", "thanh_phan", written},
		{"Absent", "absent", "vang_mat", written},
	},
	reflect.TypeFor[Capital](): {
		{"Represented", "represented", "du_hop", written},
		{"Total", "total", "tong_so", written},
		{"Share", "share", "ty_le", written},
		{"Unit", "unit", "don_vi", written},
	},
	reflect.TypeFor[Group](): {
		{"Name", "name", "ten", written},
		{"Count", "count", "so_luong", written},
		{"People", "people", "nguoi", written},
	},
	reflect.TypeFor[Absence](): {
		{"Reason", "reason", "ly_do", written},
		{"Excused", "excused", "co_phep", written},
	},
	reflect.TypeFor[Section](): {
		{"Heading", "heading", "de_muc", written},
		{"Text", "text", "noi_dung", written},
		{"Indicators", "indicators", "chi_tieu", written},
		{"Sections", "sections", "muc_con", written},
	},
	reflect.TypeFor[Outlined](): {
		{"Depth", "depth", "cap", derived},
		{"Index", "index", "thu_tu", derived},
		{"Mark", "mark", "dau_muc", derived},
	},
	reflect.TypeFor[Speech](): {
		{"Speaker", "speaker", "nguoi", written},
		{"Text", "text", "noi_dung", written},
	},
	reflect.TypeFor[Vote](): {
		{"Matter", "matter", "van_de", written},
		{"Method", "method", "hinh_thuc", written},
		{"OutOf", "out_of", "tren_tong_so", written},
		{"Issued", "issued", "phat_ra", written},
		{"Returned", "returned", "thu_ve", written},
		{"Cast", "cast", "da_bieu_quyet", written},
		{"Valid", "valid", "hop_le", written},
		{"For", "for", "tan_thanh", written},
		{"Against", "against", "khong_tan_thanh", written},
		{"Abstain", "abstain", "khong_y_kien", written},
		{"Invalid", "invalid", "khong_hop_le", written},
		{"ByName", "by_name", "ghi_ten", written},
		{"Total", "total", "tong_so", derived},
		{"Base", "base", "co_so_ty_le", derived},
		{"ShareFor", "share_for", "ty_le_tan_thanh", derived},
		{"ShareAgainst", "share_against", "ty_le_khong_tan_thanh", derived},
		{"ShareAbstain", "share_abstain", "ty_le_khong_y_kien", derived},
		{"ShareInvalid", "share_invalid", "ty_le_khong_hop_le", derived},
	},
	reflect.TypeFor[Ballot](): {
		{"Vote", "vote", "bieu_quyet", written},
	},
	reflect.TypeFor[Task](): {
		{"Content", "content", "noi_dung", written},
		{"Owner", "owner", "chu_tri", written},
		{"With", "with", "phoi_hop", written},
		{"Due", "due", "thoi_han", written},
		{"DueText", "due_text", "thoi_han_khac", derived},
	},
	reflect.TypeFor[Indicator](): {
		{"ID", "id", "ma", written},
		{"Caption", "caption", "so_bieu", written},
		{"Title", "title", "tieu_de", written},
		{"Unit", "unit", "don_vi", written},
		{"Preset", "preset", "bo_cot", written},
		{"Columns", "columns", "cot", written},
		{"AsOf", "as_of", "tinh_den", written},
		{"PeriodEnd", "period_end", "het_ky", written},
		{"Codes", "codes", "ma_cot", written},
		{"Numbering", "numbering", "danh_so", written},
		{"Continuous", "continuous", "danh_so_lien_tuc", written},
		{"Landscape", "landscape", "kho_ngang", written},
		{"Total", "total", "tong", written},
		{"RowsFrom", "rows_from", "dong_tu", written},
		{"HeaderRows", "header_rows", "so_dong_dau", written},
		{"Rows", "rows", "dong", written},
		{"Notes", "notes", "ghi_chu", written},
	},
	reflect.TypeFor[Column](): {
		{"ID", "id", "ma", written},
		{"Header", "header", "dau_cot", written},
		{"Groups", "group", "nhom", written},
		{"Unit", "unit", "don_vi", written},
		{"Format", "format", "dinh_dang", written},
		{"Width", "width", "rong", written},
		{"Align", "align", "can_le", written},
		{"Formula", "formula", "cong_thuc", written},
		{"Source", "source", "dau_cot_nguon", written},
	},
	reflect.TypeFor[IndicatorRow](): {
		{"ID", "id", "ma", written},
		{"Ordinal", "ordinal", "stt", written},
		{"Name", "name", "ten", written},
		{"Unit", "unit", "don_vi", written},
		{"AsOf", "as_of", "tinh_den", written},
		{"Plan", "plan", "ke_hoach", written},
		{"Actual", "actual", "thuc_hien", written},
		{"Previous", "previous", "cung_ky", written},
		{"PercentOfPlan", "percent_of_plan", "so_ke_hoach", written},
		{"Growth", "growth", "tang_truong", written},
		{"Values", "values", "so_lieu", written},
		{"Formula", "formula", "cong_thuc", written},
		{"Assessment", "assessment", "danh_gia", written},
		{"Note", "note", "ghi_chu", written},
		{"Footnote", "footnote", "chu_thich", written},
		{"LowerIsBetter", "lower_is_better", "thap_la_tot", written},
		{"Bold", "bold", "dam", written},
		{"Rows", "rows", "trong_do", written},
	},
	reflect.TypeFor[Signature](): {
		{"Authority", "authority", "quyen_han", written},
		{"Position", "position", "chuc_vu", written},
		{"Name", "name", "ten ho_ten", written},
		{"Image", "image", "anh", written},
	},
	reflect.TypeFor[Date](): {
		{"Day", "day", "ngay", derived},
		{"Month", "month", "thang", derived},
		{"Year", "year", "nam", derived},
		{"Long", "long", "dang_dai", derived},
	},
	reflect.TypeFor[Moment](): {
		{"Date", "date", "ngay", derived},
		{"Hour", "hour", "gio", derived},
		{"Minute", "minute", "phut", derived},
		{"Clock", "clock", "gio_phut", derived},
	},
}

// entriesOf is the table of t and of what it embeds, in the order of the table.
func entriesOf(t reflect.Type) []entry {
	var all []entry
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous {
			of := f.Type
			if of.Kind() == reflect.Pointer {
				of = of.Elem()
			}
			all = append(all, entriesOf(of)...)
		}
	}
	return append(all, keys[t]...)
}

// Vocabulary gives the other spellings of the fields of a struct of this package: by the
// YAML key ("chair") and its Vietnamese aliases ("chu_tri") the field ("Chair"), or the
// method for what the file implies ("total" → "Total"). A pointer stands for what it
// points to. For a type that is not of this package it is nil. The caller may change it.
func Vocabulary(t reflect.Type) map[string]string {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || keys[t] == nil {
		return nil
	}
	m := map[string]string{}
	for _, e := range entriesOf(t) {
		m[e.key] = e.field
		for a := range strings.FieldsSeq(e.alias) {
			m[a] = e.field
		}
	}
	return m
}

// Keys are the YAML key and the first Vietnamese alias of a field of a struct of this
// package, by the Go field's name; ok is false if it has none.
func Keys(t reflect.Type, field string) (key, alias string, ok bool) {
	for _, e := range entriesOf(t) {
		if e.field == field {
			alias, _, _ = strings.Cut(e.alias, " ")
			return e.key, alias, true
		}
	}
	return "", "", false
}
