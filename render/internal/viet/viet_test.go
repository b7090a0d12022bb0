package viet_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render/internal/viet"
)

func TestParseNumber(t *testing.T) {
	for _, tt := range []struct {
		text, want string // want "": not a number
		foreign    bool
		decimals   int
	}{
		{"2.351", "2351", false, 0},
		{"56,3", "56.3", false, 1},
		{"1.234.567,5", "1234567.5", false, 1},
		{"1 234 567,50", "1234567.5", false, 2},
		{"1\u00a0234", "1234", false, -1},
		{"12345,6", "12345.6", false, 1},
		{"05", "5", false, 0},
		{"-2,5", "-2.5", false, 1},
		{"−2,5", "-2.5", false, 1},
		{"+8,95", "8.95", false, 2},
		{"54.2", "54.2", true, 1},
		{"1234.567", "1234.567", true, 3},
		{"0.500", "0.5", true, 3},
		{"1,234.5", "1234.5", true, 1},
		{"1,234,567", "1234567", true, 0},
		{"1.23.456", "", false, -1},
		{"1,", "", false, -1},
		{",5", "", false, -1},
		{"1.234,", "", false, -1},
		{"1e3", "", false, -1},
		{"0x10", "", false, -1},
		{"1_000", "", false, -1},
		{"6,6-6,8", "", false, -1},
		{"92,3%", "", false, 1},
		{"", "", false, -1},
		{"-", "", false, -1},
		{"12345678901234567890123456789012345678901", "", false, -1},
	} {
		t.Run(tt.text, func(t *testing.T) {
			n, ok := viet.ParseNumber(tt.text)
			if ok != (tt.want != "") || ok && n.Value.String() != tt.want || n.Foreign != tt.foreign && ok {
				t.Errorf("ParseNumber = %v %v, want %q foreign %v", n, ok, tt.want, tt.foreign)
			}
			if tt.text != "1\u00a0234" {
				if got := viet.Decimals(tt.text); got != tt.decimals {
					t.Errorf("Decimals = %d, want %d", got, tt.decimals)
				}
			}
		})
	}
}

func TestDecimalsOfPrintedFigures(t *testing.T) {
	for text, want := range map[string]int{"trên 56,3": 1, "Dưới 4": 0, "121,5 %": 1, "Xuất siêu": -1, "x": -1, "khoảng 1.234,56": 2} {
		if got := viet.Decimals(text); got != want {
			t.Errorf("Decimals(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestFormat(t *testing.T) {
	d := decimal.RequireFromString
	for _, tt := range []struct{ got, want string }{
		{viet.FormatNumber(d("1234567.5")), "1.234.567,5"},
		{viet.FormatNumber(d("-1234")), "-1.234"},
		{viet.FormatNumber(d("123")), "123"},
		{viet.FormatFixed(d("92.305"), 1), "92,3"},
		{viet.FormatFixed(d("-2.25"), 1), "-2,3"},
		{viet.FormatFixed(d("-0.04"), 1), "0,0"},
		{viet.FormatFixed(d("5"), 2), "5,00"},
		{viet.FormatInt(2351), "2.351"},
		{viet.Percent(d("92.304"), 1), "92,3%"},
		{viet.Percent(d("100"), 1), "100%"},
		{viet.Percent(d("96.774"), 1), "96,8%"},
		{viet.Percent(d("99.998"), 1), "99,998%"},
		{viet.Percent(d("0.04"), 1), "0,04%"},
		{viet.Percent(d("-100.004"), 1), "-100,004%"},
		{viet.Percent(d("0.00"), 1), "0%"},
		{viet.Share(d("24999300"), d("24999800"), 1), "99,998%"},
		{viet.Share(d("500"), d("24999800"), 1), "0,002%"},
		{viet.Share(d("1"), d("30000000000000"), 1), "0,000000000003%"},
		{viet.Share(d("38"), d("42"), 1), "90,5%"},
		{viet.Share(d("38"), d("38"), 1), "100%"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

// A part that is neither nothing nor all of a whole never prints as 0% or 100%.
func TestShareTellsAPartFromAllAndNothing(t *testing.T) {
	for whole := int64(1); whole < 5_000_000_000_000; whole = whole*3 + 1 {
		for _, part := range []int64{0, 1, whole / 3, whole / 2, whole - 1, whole, whole + 1} {
			for decimals := range 4 {
				got := viet.Share(decimal.NewFromInt(part), decimal.NewFromInt(whole), decimals)
				if (got == "0%") != (part == 0) || (got == "100%") != (part == whole) {
					t.Errorf("%d of %d with %d decimals is %s", part, whole, decimals, got)
				}
			}
		}
	}
}

func TestParseMoney(t *testing.T) {
	for text, want := range map[string]string{
		"57.000.000": "57000000", "57.000.000 đồng": "57000000", "57.000.000đ": "57000000", "57 000 000 VNĐ": "57000000", "57 triệu đồng": "57000000",
		"1,5 tỷ đồng": "1500000000", "2 nghìn tỷ đồng": "2000000000000", "1.204 đồng chẵn": "1204", "-3 triệu": "-3000000",
		"57 USD": "", "đồng": "", "": "", "khoảng 57 triệu": "", "57 triệu rưỡi": "", "triệu đồng": "",
	} {
		got, ok := viet.ParseMoney(text)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("ParseMoney(%q) = %s, %v, want %s", text, got, ok, want)
		}
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		n    int64
		want string
	}{
		{0, "không"},
		{5, "năm"},
		{10, "mười"},
		{11, "mười một"},
		{15, "mười lăm"},
		{20, "hai mươi"},
		{21, "hai mươi mốt"},
		{24, "hai mươi tư"},
		{25, "hai mươi lăm"},
		{101, "một trăm linh một"},
		{110, "một trăm mười"},
		{1001, "một nghìn không trăm linh một"},
		{1005000, "một triệu không trăm linh năm nghìn"},
		{57000000, "năm mươi bảy triệu"},
		{1000000001, "một tỷ không trăm linh một"},
		{2351, "hai nghìn ba trăm năm mươi mốt"},
		{-14, "âm mười bốn"},
		{5_000_000_000_000, "năm nghìn tỷ"},
		{math.MinInt64, "âm chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ " +
			"tám trăm năm mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh tám"},
	} {
		if got := viet.Words(tt.n, viet.Northern); got != tt.want {
			t.Errorf("Words(%d) = %q, want %q", tt.n, got, tt.want)
		}
	}
	if got, want := viet.Words(1001, viet.Southern), "một ngàn không trăm lẻ một"; got != want {
		t.Errorf("southern: %q, want %q", got, want)
	}
	if got, want := viet.MoneyWords(57_000_000, viet.Northern), "Năm mươi bảy triệu đồng chẵn"; got != want {
		t.Errorf("money: %q, want %q", got, want)
	}
	for text, want := range map[string]string{
		"56.3": "năm mươi sáu phẩy ba", "0.05": "không phẩy không năm", "-1.25": "âm một phẩy hai mươi lăm",
		"3.1416": "ba phẩy một bốn một sáu", "7": "bảy",
	} {
		if got := viet.WordsDecimal(decimal.RequireFromString(text), viet.Northern); got != want {
			t.Errorf("WordsDecimal(%s) = %q, want %q", text, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{viet.LongDate(2026, 1, 5), "ngày 05 tháng 01 năm 2026"},
		{viet.LongDate(2019, 6, 29), "ngày 29 tháng 6 năm 2019"},
		{viet.LongDate(2026, 2, 3), "ngày 03 tháng 02 năm 2026"},
		{viet.LongDate(2023, 11, 15), "ngày 15 tháng 11 năm 2023"},
		{viet.ShortDate(2026, 9, 9), "09/9/2026"},
		{viet.ShortDate(2026, 1, 5), "05/01/2026"},
		{viet.LongMoment(2023, 11, 15, 8, 0), "08 giờ 00 phút, ngày 15 tháng 11 năm 2023"},
		{viet.Weekday(1), "thứ Hai"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
	for _, tt := range []struct{ year, month, want int }{{2024, 2, 29}, {2026, 2, 28}, {1900, 2, 28}, {2000, 2, 29}, {2026, 4, 30}, {2026, 12, 31}, {2026, 13, 0}, {2026, 0, 0}} {
		if got := viet.DaysIn(tt.year, tt.month); got != tt.want {
			t.Errorf("DaysIn(%d, %d) = %d, want %d", tt.year, tt.month, got, tt.want)
		}
	}
}

func TestText(t *testing.T) {
	nfd := norm.NFD.String("Hội nghị Đảng ủy")
	for _, tt := range []struct{ got, want string }{
		{viet.NFC(nfd), "Hội nghị Đảng ủy"},
		{viet.Upper(nfd), "HỘI NGHỊ ĐẢNG ỦY"},
		{viet.Lower("ĐẢNG ỦY"), "đảng ủy"},
		{viet.Capitalize("đồng chí Bí thư"), "Đồng chí Bí thư"},
		{viet.Capitalize("“ủy ban”"), "“Ủy ban”"},
		{viet.Capitalize("5 ngày"), "5 ngày"},
		{viet.Capitalize(""), ""},
		{viet.CapitalizeWords("NGUYỄN văn ÁNH"), "Nguyễn Văn Ánh"},
		{viet.CapitalizeWords("Louis XVI"), "Louis XVI"}, {viet.CapitalizeWords("LOUIS XVI"), "Louis XVI"}, {viet.CapitalizeWords("louis xvi"), "Louis XVI"},
		{viet.CapitalizeWords("Gioan Phaolô II"), "Gioan Phaolô II"}, {viet.CapitalizeWords("Piô XI"), "Piô XI"}, {viet.CapitalizeWords("henri iv"), "Henri IV"},
		{viet.CapitalizeWords("NGUYỄN THỊ VI"), "Nguyễn Thị Vi"}, {viet.CapitalizeWords("trần vi"), "Trần Vi"}, {viet.CapitalizeWords("Alexandre VI"), "Alexandre VI"},
		{viet.CapitalizeWords("LÊ DI LI"), "Lê Di Li"}, {viet.CapitalizeWords("IIII xxl H'Hen niê"), "Iiii Xxl H'Hen Niê"},
		{viet.Roman(1), "I"}, {viet.Roman(4), "IV"}, {viet.Roman(1999), "MCMXCIX"}, {viet.Roman(0), "0"}, {viet.Roman(4000), "4000"},
		{viet.Letter(1), "a"}, {viet.Letter(5), "đ"}, {viet.Letter(7), "g"}, {viet.Letter(23), "y"}, {viet.Letter(24), "aa"}, {viet.Letter(0), "0"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestSortNames(t *testing.T) {
	want := []string{"Bùi Văn An", "Nguyễn Văn An", "Nguyễn Văn Anh", "Trần Thị Ánh", "Lê Ân", "Phạm Dung", "Đỗ Đức"}
	got := slices.Clone(want)
	slices.Reverse(got)
	got[2] = norm.NFD.String(got[2])
	viet.SortNames(got, func(s string) string { return s })
	for i := range got {
		if norm.NFC.String(got[i]) != want[i] {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
	if viet.GivenName("  ") != "" || viet.GivenName("Lê Ân") != "Ân" {
		t.Error("GivenName")
	}
}

// FuzzParseNumber: a number that is read and not foreign prints to a text that reads as
// the same number.
func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"2.351", "56,3", "1.234.567,5", "54.2", "1,234", "-0,5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		viet.Decimals(s)
		n, ok := viet.ParseNumber(s)
		if !ok {
			return
		}
		again, ok := viet.ParseNumber(viet.FormatNumber(n.Value))
		if !ok || !again.Value.Equal(n.Value) || again.Foreign {
			t.Fatalf("%q is %v, printed %q, read %v %v", s, n.Value, viet.FormatNumber(n.Value), again, ok)
		}
	})
}

// What NFC does not look up is in NFC already, and joins nothing before it.
func TestNFC(t *testing.T) {
	for r := rune(0); r < 0x3000; r++ {
		for _, s := range []string{string(r), "a" + string(r), "e\u0323" + string(r), string(r) + "\u0301"} {
			if got, want := viet.NFC(s), norm.NFC.String(s); got != want {
				t.Errorf("%+q: got %+q, want %+q", s, got, want)
			}
		}
	}
}

func TestNoBreaks(t *testing.T) {
	for _, tt := range []string{ // a bar where a line may end
		"ỦY_BAN|NHÂN_DÂN|XÃ_TÂN_MẪU",
		"HỘI_ĐỒNG|NHÂN_DÂN|TỈNH_MẪU_SƠN",
		"ỦY_BAN|NHÂN_DÂN|TỈNH_MẪU_SƠN|XÃ_HẠ",
		"SỞ_TÀI_CHÍNH",
		"VĂN_PHÒNG|ỦY_BAN|NHÂN_DÂN|PHƯỜNG_12",
		"CÔNG_TY_CỔ_PHẦN|NƯỚC|SẠCH|SÔNG_MẪU",
		"Hội_nghị|giao_ban|quý_III|năm_2026|của|Ủy_ban|nhân_dân|xã_Tân_Mẫu",
		"Hội_nghị|Ban_Chấp_hành|Đảng_bộ|xã_Tân_Mẫu|lần_thứ_9",
		"về|phát_triển|kinh_tế_-_xã_hội|năm_2025",
		"Họp",
		"sơ_kết|6_tháng|đầu|năm_2026|tại|phường_12|thuộc|tỉnh_Mẫu",
		"nhiệm_kỳ_2025_-_2030|của|Đảng_bộ",
		"Họp_tổ",
	} {
		words := strings.FieldsFunc(tt, func(r rune) bool { return r == '_' || r == '|' })
		got := words[0]
		for i, keep := range viet.NoBreaks(words) {
			got += map[bool]string{true: "_", false: "|"}[keep] + words[i+1]
		}
		if got != tt {
			t.Errorf("%s, want %s", got, tt)
		}
	}
	if viet.NoBreaks(nil) != nil {
		t.Error("no words have breaks")
	}
}

func TestMeetingKind(t *testing.T) {
	for title, want := range map[string]string{
		"Hội nghị tổng kết năm 2026": "hội nghị", "HỘI THẢO khoa học": "hội thảo", "Đại hội đồng cổ đông thường niên": "đại hội", "Kỳ họp thứ 9": "kỳ họp",
		"Phiên họp thường kỳ tháng 9": "phiên họp", "Họp giao ban": "cuộc họp", "Biên bản hội nghị chi bộ": "hội nghị", "Tọa đàm": "tọa đàm", "Giao ban chuẩn bị đại hội": "cuộc họp",
		"Hội nghịch": "cuộc họp", "": "cuộc họp",
	} {
		if got := viet.MeetingKind(title); got != want {
			t.Errorf("%q is a %q, want %q", title, got, want)
		}
	}
}

func TestInSentence(t *testing.T) {
	for name, want := range map[string]string{
		"Họp giao ban": "cuộc họp giao ban", "họp": "cuộc họp", "Giao ban quý III": "cuộc họp giao ban quý III", "HỌP GIAO BAN THÁNG 9": "cuộc họp giao ban tháng 9",
		"Hội nghị chi bộ": "Hội nghị chi bộ", "Cuộc họp ABC": "cuộc họp ABC", "BUỔI LÀM VIỆC VỚI SỞ TÀI CHÍNH": "buổi làm việc với Sở Tài chính", "HỘI NGHỊ PHÁT TRIỂN KINH TẾ - XÃ HỘI XÃ TÂN MẪU NĂM 2026": "Hội nghị phát triển kinh tế - xã hội xã Tân Mẫu năm 2026",
		"HỌP TRIỂN KHAI NHIỆM VỤ TẠI PHƯỜNG MẪU SƠN VÀ SỞ TÀI CHÍNH": "cuộc họp triển khai nhiệm vụ tại phường Mẫu Sơn và Sở Tài chính",
		"ỦY BAN NHÂN DÂN XÃ TÂN MẪU":                                 "Ủy ban nhân dân xã Tân Mẫu", "ỦY BAN NHÂN DÂN\nTỈNH MẪU SƠN HẠ": "Ủy ban nhân dân tỉnh Mẫu Sơn Hạ", "UBND XÃ TÂN MẪU": "UBND xã Tân Mẫu",
		"SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG": "Sở Nông nghiệp và Môi trường", "PHÒNG VĂN HÓA - XÃ HỘI": "Phòng Văn hóa - Xã hội", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH": "Sở Văn hóa, Thể thao và Du lịch",
		"CÔNG TY CỔ PHẦN NƯỚC SẠCH SÔNG MẪU": "Công ty cổ phần Nước sạch Sông Mẫu", "CÔNG TY TNHH MTV XÂY DỰNG MẪU": "Công ty TNHH MTV Xây dựng Mẫu",
		"HỘI NGHỊ NHÀ CHUNG CƯ MẪU A1": "Hội nghị nhà chung cư Mẫu A1", "ĐẢNG ỦY PHƯỜNG 12": "Đảng ủy phường 12", "TRƯỜNG TIỂU HỌC TÂN MẪU": "Trường Tiểu học Tân Mẫu",
		"Công ty FPT": "Công ty FPT", "UBND": "UBND", "VIETCOMBANK": "VIETCOMBANK", "": "", "2026": "2026",
	} {
		if got := viet.InSentence(name); got != want {
			t.Errorf("%q in a sentence is %q, want %q", name, got, want)
		}
	}
}

func TestHonorifics(t *testing.T) {
	for name, want := range map[string][2]string{ // within a sentence; bare
		"Nguyễn Văn A": {"đồng chí Nguyễn Văn A", "Nguyễn Văn A"}, "Ông Nguyễn Văn A": {"ông Nguyễn Văn A", "Nguyễn Văn A"}, "bà  Trần Thị B": {"bà Trần Thị B", "Trần Thị B"},
		"Đồng chí Lê C": {"đồng chí Lê C", "Lê C"}, "Đ/c Lê C": {"đồng chí Lê C", "Lê C"}, "Đồng chí Ông Lê C": {"ông Lê C", "Lê C"}, "Bàng Thị D": {"đồng chí Bàng Thị D", "Bàng Thị D"},
		"Ông": {"đồng chí Ông", "Ông"}, "": {"", ""},
	} {
		_, bare := viet.SplitHonorific(name)
		if got := viet.Comrade(name); got != want[0] || bare != want[1] {
			t.Errorf("%q is %q, bare %q; want %q", name, got, bare, want)
		}
	}
}

func TestBlankDates(t *testing.T) {
	const blank = "\u00a0\u00a0\u00a0\u00a0\u00a0"
	for _, tt := range []struct{ got, want string }{
		{viet.LongDate(2026, 10, 0), "ngày " + blank + " tháng 10 năm 2026"}, {viet.LongDate(2026, 0, 0), "ngày " + blank + " tháng " + blank + " năm 2026"},
		{viet.ShortDate(2026, 2, 0), blank + "/02/2026"}, {viet.LongDate(2026, 2, 5), "ngày 05 tháng 02 năm 2026"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}
