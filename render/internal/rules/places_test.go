package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// told are the parts of the texts that the rules of places tell of, in a meeting whose field
// has the lines of text.
func told(t *testing.T, day, field string, lines ...string) []string {
	t.Helper()
	yaml := "title: Họp\nregime: other\n"
	if day != "" {
		yaml += "start: " + day + "\n"
	}
	for i, l := range lines {
		lines[i] = "'" + strings.ReplaceAll(l, "'", "''") + "'"
	}
	switch field {
	case "recipients":
		yaml += "recipients: \n  - " + strings.Join(lines, "\n  - ") + "\n"
	case "people":
		yaml += "attendance:\n  groups:\n    - name: Đại biểu\n      people:\n        - " + strings.Join(lines, "\n        - ") + "\n"
	case "name":
		yaml += "organization:\n  name: " + lines[0] + "\n"
	case "authority":
		yaml += "signatures:\n  - authority: " + lines[0] + "\n    position: " + lines[0] + "\n    name: A\n"
	default:
		yaml += field + ": " + lines[0] + "\n"
	}
	var all []string
	for _, f := range found(t, yaml) {
		if f.Code == "district" || f.Code == "merged-province" {
			part, _, _ := strings.Cut(strings.TrimPrefix(f.Message.Vi, "“"), "”")
			if f.Code == "merged-province" {
				part += " " + strings.TrimSuffix(f.Message.Vi[strings.Index(f.Message.Vi, "thuộc"):], ".")
			}
			all = append(all, part)
		}
	}
	return all
}

const now, before = "2026-11-02", "2025-06-30"

// placeCases are what texts of a field on a day are told of.
var placeCases = []struct {
	day, field, text string
	want             string // parted by " | "
}{
	// The units themselves.
	{now, "lead", "Họp tại huyện Mẫu, thị xã Mẫu, thị trấn Mẫu và Quận 3.", "huyện Mẫu | thị xã Mẫu | thị trấn Mẫu | Quận 3"},
	{now, "lead", "Họp tại huyện đảo Mẫu Sơn.", "huyện đảo Mẫu Sơn"},
	{before, "lead", "Họp tại huyện Mẫu, thành phố Bắc Ninh.", ""},
	{"", "lead", "Họp tại huyện Mẫu, tỉnh Thái Bình.", ""},
	{now, "name", "ỦY BAN NHÂN DÂN HUYỆN MẪU SƠN", "ỦY BAN NHÂN DÂN HUYỆN"},
	{now, "place", "Thành phố Mẫu", "Thành phố Mẫu"},
	{now, "place", "TP. Mẫu", "TP. Mẫu"},
	{now, "place", "Hà Nội", ""},
	{now, "place", "TP. Hồ Chí Minh", ""},

	// Cities within a province, and cities that are provinces.
	{now, "name", "ỦY BAN NHÂN DÂN THÀNH PHỐ BẮC NINH", "THÀNH PHỐ BẮC NINH"},
	{now, "name", "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG", ""},
	{now, "lead", "Hội nghị tại thành phố Thủ Đức, TP. Vinh và TP Nha Trang.", "thành phố Thủ Đức | TP. Vinh | TP Nha Trang"},
	{now, "lead", "Thành phố Hà Nội, thành phố Huế, TP.HCM, TP. Đà Nẵng, thành phố Cần Thơ, thành phố Đồng Nai", ""},
	{now, "lead", "Đoàn công tác của thành phố Nam Ninh (Trung Quốc), thành phố Viêng Chăn.", ""},
	{now, "lead", "Đề án Thành phố Thông minh; xây dựng thành phố Sáng tạo.", ""},
	{now, "lead", "Phó Chủ tịch UBND thành phố Nguyễn Văn Mẫu; Bí thư Thành ủy Trần Văn Mẫu.", ""},
	{now, "lead", "Các sở, ban, ngành thành phố; UBND thành phố; các tỉnh, thành phố.", ""},
	{now, "lead", "Thành phố trực thuộc trung ương; các thành phố thuộc tỉnh.", "thành phố thuộc tỉnh"},
	{now, "recipients", "Thành ủy Hà Nội", ""},
	{now, "recipients", "Thành ủy Bắc Ninh, Thành đoàn Mẫu", "Thành ủy Bắc Ninh | Thành đoàn Mẫu"},

	// Plural forms.
	{now, "recipients", "Ủy ban nhân dân các huyện, thị xã, thành phố", "các huyện, thị xã, thành phố"},
	{now, "recipients", "UBND các quận, huyện", "các quận, huyện"},
	{now, "recipients", "UBND các xã, phường, thị trấn", "các xã, phường, thị trấn"},
	{now, "recipients", "UBND các xã, phường, đặc khu", ""},
	{now, "recipients", "Các huyện, thị, thành ủy", "huyện, thị, thành ủy"},
	{now, "recipients", "Các phòng, ban huyện", "huyện"},
	{now, "lead", "Đề nghị các huyện khẩn trương báo cáo.", "các huyện"},
	{now, "lead", "Chương trình hỗ trợ các huyện nghèo.", ""},
	{now, "lead", "Chuyển từ mô hình 3 cấp (tỉnh, huyện, xã) sang 2 cấp.", ""},
	{now, "lead", "Các huyện đã kết thúc hoạt động.", ""},

	// Bodies.
	{now, "recipients", "Huyện đoàn Mẫu, Quận đoàn, Thị đoàn Mẫu", "Huyện đoàn | Quận đoàn | Thị đoàn"},
	{now, "recipients", "Quận ủy, Thị uỷ Mẫu", "Quận ủy | Thị uỷ"},
	{now, "lead", "Công an huyện, Phòng Nội vụ quận phối hợp.", "Công an huyện | Phòng Nội vụ quận"},
	{now, "people", "Đại diện UBND huyện Mẫu", "UBND huyện"},

	{now, "lead", "Hội Liên hiệp Phụ nữ huyện, Huyện đoàn, MTTQ Việt Nam huyện", "Hội Liên hiệp Phụ nữ huyện | Huyện đoàn | MTTQ Việt Nam huyện"},
	{now, "lead", "Nhân dân huyện đoàn kết; chỉ thị đoàn thể thực hiện; chỉ thị ủy quyền", ""},
	{now, "lead", "Thành ủy Thành phố Hồ Chí Minh, Thành ủy TPHCM, Thành đoàn TP. Hồ Chí Minh", ""},
	{now, "lead", "Chủ tịch UBND 10 huyện; Các quận/huyện/thị xã", "10 huyện | Các quận/huyện/thị xã"},

	// Abbreviations.
	{now, "recipients", "UBND TX. Mẫu, UBND H. Mẫu, UBND Q.1, UBND TT. Mẫu", "TX. Mẫu | H. Mẫu | Q.1 | TT. Mẫu"},
	{now, "lead", "Số 5, phường Mẫu, Q.10, TP.HCM", "Q.10"},
	{now, "lead", "Xã Mẫu, H. Tân Mẫu", "H. Tân Mẫu"},
	{now, "lead", "Doanh thu Q.1/2026, Q.2 năm 2026; ông Trần Văn H. Việc này; TTXVN; TX", ""},
	{now, "lead", "Kế hoạch Q.3 và Q.4, từ Q.1 đến Q.3, doanh thu của Q.2, lợi nhuận Q.1, Q.2; Q.4: 5 tỷ", ""},
	{now, "lead", "Cư dân ở Q.3 và Q.4; TX. Mẫu và Q.3; tại Q.1, Q.2; phường Mẫu, Q.4; UBND Q.2", "Q.3 | Q.4 | TX. Mẫu | Q.3 | Q.1 | Q.2 | Q.4 | Q.2"},
	{now, "lead", "Hộ dân ở H.Cao Lộc, địa bàn H. Mẫu; bà Lò Thị H. Sau đó, theo H. Anh", "H.Cao Lộc | H. Mẫu"},
	{now, "lead", "Hộ dân từ Q.5 đến Q.12", "Q.5 | Q.12"},
	{now, "lead", "Bảng Q.2; Công ty TNHH TX Việt; sản phẩm TP. mới; TT. Huế", ""},
	{now, "lead", "Công an TX Mẫu, Công an Q.3, Công an H.Mẫu, phường B, Q. Bình Thạnh", "TX Mẫu | Q.3 | H.Mẫu | Q. Bình Thạnh"},
	{now, "authority", "Q. CHỦ TỊCH", ""},
	{now, "authority", "Q. Giám đốc", ""},

	// Schools and people.
	{now, "lead", "Trường THPT Thị xã Quảng Trị, Trường Tiểu học Thị trấn Mẫu, Trường Mầm non Quận 3", ""},
	{now, "lead", "Các trường trên địa bàn huyện Mẫu", "huyện Mẫu"},
	{now, "lead", "Trường Tiểu học Mẫu, huyện Mẫu", "huyện Mẫu"},
	{now, "lead", "Bà Lê Thị Đoàn, ông Trần Quận Bảy, ông Quận, bà Huyện Thanh Quan", ""},
	{now, "people", "Nguyễn Thị Xã, Trần Văn Quận, Lê Huyện Mẫu", ""},
	{now, "people", "Nguyễn Thái Bình", ""},
	{now, "lead", "Đồng chí Lê Hà Nam, bà Trần Hà Giang, ông Bắc Giang", ""},

	// What was.
	{now, "lead", "Huyện Mẫu (cũ); trước đây là thị xã Mẫu; sau khi sáp nhập huyện Mẫu", ""},
	{now, "lead", "Nghị quyết của Huyện ủy Mẫu ngày 12/3/2024", ""},

	// Provinces.
	{now, "recipients", "Ủy ban nhân dân tỉnh Hải Dương", "tỉnh Hải Dương thuộc thành phố Hải Phòng"},
	{now, "name", "ỦY BAN NHÂN DÂN TỈNH THÁI BÌNH", "TỈNH THÁI BÌNH thuộc tỉnh Hưng Yên"},
	{now, "lead", "Tỉnh ủy Bà Rịa - Vũng Tàu, Tỉnh đoàn Hoà Bình", "Tỉnh ủy Bà Rịa - Vũng Tàu thuộc Thành phố Hồ Chí Minh | Tỉnh đoàn Hoà Bình thuộc tỉnh Phú Thọ"},
	{now, "lead", "Các tỉnh Hưng Yên, Thái Bình và Nam Định", "Thái Bình thuộc tỉnh Hưng Yên | Nam Định thuộc tỉnh Ninh Bình"},
	{now, "lead", "Tỉnh Thừa Thiên Huế", "Tỉnh Thừa Thiên Huế thuộc thành phố Huế"},
	{now, "lead", "Các tỉnh: Hà Nam, Ninh Bình", "tỉnh: Hà Nam thuộc tỉnh Ninh Bình"},
	{now, "lead", "Tỉnh Hà Nam Ninh, tỉnh Quảng Nam - Đà Nẵng", ""},
	{now, "lead", "Tỉnh Thái Bình trước đây; năm 2024, tỉnh Nam Định", ""},
	{before, "lead", "Tỉnh Thái Bình", ""},
	{now, "lead", "Phường Hải Dương, phường Thái Bình, đường Hòa Bình, cửa khẩu", ""},
	{now, "lead", "Bắc Ninh, Hưng Yên: tỉnh Bắc Ninh, tỉnh Hưng Yên, tỉnh Mẫu Sơn Hạ", ""},
}

func TestPlaces(t *testing.T) {
	for _, tt := range placeCases {
		var want []string
		if tt.want != "" {
			want = strings.Split(tt.want, " | ")
		}
		if got := told(t, tt.day, tt.field, tt.text); !slices.Equal(got, want) {
			t.Errorf("%s %s: %s\ngot  %q\nwant %q", tt.day, tt.field, tt.text, got, want)
		}
	}
}

// The 34 provinces of Nghị quyết 202/2025/QH15 are told of nowhere; each of the 29 that it
// ended is, once, with the one that it is part of.
func TestProvinces(t *testing.T) {
	left := "Hà Nội,Hải Phòng,Huế,Đà Nẵng,Cần Thơ,Hồ Chí Minh,Lai Châu,Điện Biên,Sơn La,Lạng Sơn,Quảng Ninh,Thanh Hóa,Nghệ An,Hà Tĩnh,Cao Bằng," +
		"Tuyên Quang,Lào Cai,Thái Nguyên,Phú Thọ,Bắc Ninh,Hưng Yên,Ninh Bình,Quảng Trị,Quảng Ngãi,Gia Lai,Khánh Hòa,Lâm Đồng,Đắk Lắk,Đồng Nai,Tây Ninh,Vĩnh Long,Đồng Tháp,Cà Mau,An Giang"
	ended := "Hà Giang,Yên Bái,Bắc Kạn,Vĩnh Phúc,Hòa Bình,Bắc Giang,Thái Bình,Hải Dương,Hà Nam,Nam Định,Quảng Bình,Quảng Nam,Kon Tum,Bình Định,Ninh Thuận,Đắk Nông,Bình Thuận,Phú Yên," +
		"Bà Rịa - Vũng Tàu,Bình Dương,Bình Phước,Long An,Sóc Trăng,Hậu Giang,Bến Tre,Trà Vinh,Tiền Giang,Bạc Liêu,Kiên Giang"
	stay, gone := strings.Split(left, ","), strings.Split(ended, ",")
	if len(stay) != 34 || len(gone) != 29 {
		t.Fatalf("%d and %d provinces", len(stay), len(gone))
	}
	for _, name := range stay {
		if got := told(t, "2026-11-02", "recipients", "UBND tỉnh "+name); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, name := range gone {
		got := told(t, "2026-11-02", "recipients", "UBND tỉnh "+name)
		if len(got) != 1 || !slices.ContainsFunc(stay, func(s string) bool { return strings.HasSuffix(got[0], s) }) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A rule holds from the day on which its source does.
func TestFromTheDay(t *testing.T) {
	for _, tt := range []struct {
		day, regime string
		want        string // in the hint
	}{
		{"2020-03-04", "state", ""},
		{"2020-03-05", "state", "(NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.4)"},
		{"2018-04-02", "party", ""},
		{"2018-04-03", "party", "(HD 36-HD/VPTW (theo bản tóm tắt))"},
		{"2026-05-26", "party", "(HD 36-HD/VPTW (theo bản tóm tắt))"},
		{"2026-05-27", "party", "(HD 05-HD/VPTW, 4.2.2 (theo bản tóm tắt))"},
	} {
		got := ""
		for _, f := range found(t, fmt.Sprintf("title: Họp\nregime: %s\nstart: %s\nlead: Ngày 5 tháng 12\n", tt.regime, tt.day)) {
			got += f.Hint.Vi
		}
		if !strings.HasSuffix(got, tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("%s, %s: %q, want %q", tt.day, tt.regime, got, tt.want)
		}
	}
}
