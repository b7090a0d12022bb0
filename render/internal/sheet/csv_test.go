package sheet_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/sheet"
)

func wide(s string, big bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
		if big {
			b.WriteByte(byte(u >> 8))
		}
		b.WriteByte(byte(u))
		if !big {
			b.WriteByte(byte(u >> 8))
		}
	}
	return b.String()
}

func TestCSV(t *testing.T) {
	const (
		head = "A=STT(ordinal) | B=Chỉ tiêu(name) | C=Số | D=Tỷ lệ\n"
		row  = "2:1|Thu|2.351|56,3\n"
	)
	for _, tt := range []struct{ name, reference, data, want string }{
		{"semicolons, decimal commas", "a.csv", "STT;Chỉ tiêu;Số;Tỷ lệ\n1;Thu;2351;56,3\n", head + row},
		{"commas, decimal points", "a.csv", "STT,Chỉ tiêu,Số,Tỷ lệ\r\n1,Thu,2351,56.3\r\n", head + row},
		{"commas, quoted decimal commas", "a.csv", "STT,Chỉ tiêu,Số,Tỷ lệ\n1,Thu,2351,\"56,3\"", head + row},
		{"commas, English thousands", "a.csv", "STT,Chỉ tiêu,Số,Tỷ lệ\n1,Thu,\"2,351\",56.3", head + row},
		{"English percent", "a.csv", "STT,Chỉ tiêu,Số,Tỷ lệ\n1,Thu,2351.5,76.6%\n", head + "2:1|Thu|2.351,5|76,6%\n"},
		{"groups of columns", "a.csv", "STT;Chỉ tiêu;Kế hoạch;Thực hiện;;So sánh (%);\n;;;Quý 3;Lũy kế;Kế hoạch;Cùng kỳ\nA;B;1;2;3;4;5\n1;Thu;5;6;7;8;9\n",
			"A=STT(ordinal) | B=Chỉ tiêu(name) | C=Kế hoạch | D=Thực hiện/Quý 3 | E=Thực hiện/Lũy kế | F=So sánh (%)/Kế hoạch | G=So sánh (%)/Cùng kỳ\n4:1|Thu|5|6|7|8|9\n"},
		{"tabs", "a.tsv", "STT\tChỉ tiêu\tSố\tTỷ lệ\n1\tThu\t2.351\t56,3\n", head + row},
		{"said by the file", "a.csv", "sep=|\nSTT|Chỉ tiêu|Số|Tỷ lệ\n1|Thu|2.351|56,3\n", head + strings.Replace(row, "2:", "3:", 1)},
		{"byte order mark", "a.csv", "\ufeffSTT;Chỉ tiêu;Số;Tỷ lệ\n1;Thu;2351;56,3\n", head + row},
		{"UTF-16, little end first", "a.txt", wide("STT\tChỉ tiêu\tSố\tTỷ lệ\r\n1\tThu\t2351\t56,3\r\n", false), head + row},
		{"UTF-16, big end first", "a.txt", wide("STT\tChỉ tiêu\tSố\tTỷ lệ\r\n1\tThu\t2351\t56,3\r\n", true), head + row},
		{"letters with their marks apart", "a.csv", "STT;Chi\u0309 tiêu;Số;Ty\u0309 lệ\n1;Thu;2351;56,3\n", head + row},
		{"ragged rows, empty lines", "a.csv", "BIỂU SỐ 1\n\n\nSTT;Chỉ tiêu;Số;Tỷ lệ\n\n1;Thu;2351;56,3\n2;Chi\n;;;\n", "above: BIỂU SỐ 1\n" + head + "6:1|Thu|2.351|56,3\n7:2|Chi||\n"},
		{"quotes", "a.csv", "STT;Chỉ tiêu;Số;Tỷ lệ\n1;\"Thu; \"\"nội địa\"\"\n(ước)\";2351;56,3\n2;Chi 5\" ống;6;7\n", head + "2:1|Thu; \"nội địa\"\n(ước)|2.351|56,3\n3:2|Chi 5\" ống|6|7\n"},
		{"codes and years", "a.csv", "Mã số;Chỉ tiêu;Năm;Số\n0012;Thu;2025;2025\n", "A=Mã số | B=Chỉ tiêu(name) | C=Năm | D=Số\n2:0012|Thu|2025|2.025\n"},
		{"cells", "a.csv#B2:C3", "STT;Chỉ tiêu;Số\n1;Thu;5\n2;Chi;6\n3;Dư;7\n", "B=(name) | C=\n2:Thu|5\n3:Chi|6\n"},
		{"one cell", "a.csv#B2", "STT;Chỉ tiêu;Số\n1;Thu;5\n", "B=(name)\n2:Thu\n"},
		{"one column of decimal commas", "a.csv", "Số\n56,3\n57,1\n", "A=Số\n2:56,3\n3:57,1\n"},
		{"numbers alone", "a.csv", "1,2,3\n4,5,6\n", "A= | B= | C=\n1:1|2|3\n2:4|5|6\n"},
		{"nothing is foreign", "a.csv", "Chỉ tiêu;Số\nThu;2.351\nChi;-12\n", "A=Chỉ tiêu(name) | B=Số\n2:Thu|2.351\n3:Chi|-12\n"},
	} {
		t.Run(tt.name, func(t *testing.T) { check(t, tt.reference, []byte(tt.data), sheet.Options{}, tt.want) })
	}
}

func TestWrongCSV(t *testing.T) {
	for _, tt := range []struct{ name, reference, data, code, hint string }{
		{"another encoding", "a.csv", "Ch\xec ti\xeau;S\xf4\n", "sheet-encoding", "CSV UTF-8"},
		{"zero bytes", "a.csv", "a\x00b\x00", "sheet-encoding", "CSV UTF-8"},
		{"a workbook", "a.csv", "PK\x03\x04...", "sheet-format", "extension"},
		{"an old workbook", "a.csv", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet-format", "extension"},
		{"empty", "a.csv", "", "sheet-empty", ""},
		{"white", "a.csv", " ;;\n\n", "sheet-empty", ""},
		{"outside", "a.csv#A9:B10", "a;b\n", "sheet-range", "A1:B1"},
		{"a sheet", "a.csv#Quý 3!A1:B2", "a;b\n", "sheet-not-found", "a.csv#A1:F20"},
		{"a name", "a.csv#Bieu", "a;b\n", "sheet-not-found", "a.csv#A1:F20"},
		{"too wide", "a.csv", strings.Repeat("x;", 300), "limit", ""},
		{"much too wide", "a.csv", strings.Repeat(";", 1<<20), "limit", ""},
		{"too long", "a.csv", strings.Repeat("x;y\n", 100_001), "limit", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := fails(t, tt.reference, []byte(tt.data), limit.Limits{})[0]
			if f.Code != tt.code || !strings.Contains(f.Hint.En, tt.hint) {
				t.Errorf("%s %v\n%s", f.Code, f, f.Hint.En)
			}
		})
	}
}
