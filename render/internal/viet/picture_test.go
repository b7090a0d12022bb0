package viet_test

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/viet"
)

func TestNumberPicture(t *testing.T) {
	for _, tt := range []struct{ number, picture, want string }{
		{"2351", "#.##0", "2.351"}, {"2351", "#,##0", "2.351"}, {"2351.5", "#,##0.00", "2.351,50"}, {"2351.5", "#.##0,00", "2.351,50"},
		{"1234567", "#.###.##0", "1.234.567"}, {"2.345", "0,00", "2,35"}, {"2.345", "0.00", "2,35"}, {"7", "00", "07"}, {"0.5", "#,##", ",5"},
		{"0.5", "0,##", "0,5"}, {"5", "0,##", "5"}, {"-2351", "#.##0", "-2.351"}, {"-7", "#.##0;(#.##0)", "(7)"}, {"0", "0;-0;'không'0", "không0"},
		{"57000000", "#.##0 đồng", "57.000.000 đồng"}, {"12", "'Số' 000", "Số 012"}, {"5", "+0", "+5"}, {"-0.4", "0", "0"},
		{"92.3", "0,0%", "92,3%"},
		{"-12.5", "0,0;", ""}, {"12.5", "0,0;", "12,5"}, {"0", "0,0;", "0,0"}, {"0", "0;;", ""}, {"-3", "0;;", ""}, {"3", "0;;", "3"}, {"-3", ";(0)", "(3)"}, {"3", ";(0)", ""},
		{"0", "0;-0;'không có'", "không có"}, {"-1", "0;âm;", "âm"}, {"1", "'a;b' 0", "a;b 1"}, {"-1", "0 ';';'-;'0", "-;1"}, {"5", "'0#' 0,0 'x'", "0# 5,0 x"},
		{"12345", "0'0'0", "1234" + "05"}, {"805", "00' giờ '00", "08 giờ 05"}, {"5", "#' giờ '00", "05"}, {"84241234567", "000-000-000", "84241-234-567"}, {"1.25", "0,0' và '0", "1,2 và 5"},
		{"1234567", "# ##0", "1 234 567"}, {"12", "# ##0", "12"}, {"1234567.5", "# ##0,00", "1 234 567,50"}, {"1234.5", "#\u00a0##0,000", "1\u00a0234,500"}, {"1234567", "# ### ##0 đ", "1 234 567 đ"},
		{"-1234", "# ##0", "-1 234"}, {"1234567", "## ##", "12345 67"},
	} {
		if got, ok := viet.NumberPicture(decimal.RequireFromString(tt.number), tt.picture); !ok || got != tt.want {
			t.Errorf("%s as %q is %q, %v; want %q", tt.number, tt.picture, got, ok, tt.want)
		}
	}
	for _, none := range []string{"đồng", "", ";", "'0'", ";;'#'", "'mở 0"} {
		if got, ok := viet.NumberPicture(decimal.Zero, none); ok {
			t.Errorf("a picture without a digit is one: %q gives %q", none, got)
		}
	}
}

func TestDatePicture(t *testing.T) {
	at := time.Date(2026, 9, 7, 8, 5, 9, 0, time.UTC)
	for picture, want := range map[string]string{
		"dd/MM/yyyy": "07/09/2026", "d/M/yy": "7/9/26", "dddd, 'ngày' d MMMM": "Thứ Hai, ngày 7 Tháng Chín", "H:mm": "8:05", "HH 'giờ' mm 'phút'": "08 giờ 05 phút",
		"ngày dd tháng MM năm yyyy": "ngày 07 tháng 09 năm 2026", "ddMMyyyy": "07092026", "hh:mm:ss AM/PM": "08:05:09 SA", "ddd": "T2", "DD/MM/YYYY": "07/09/2026", "D/M/yY": "7/9/26", "Dddd": "Thứ Hai", "DYY đ": "726 đ", "DY": "DY", "MM:mm HH:hh": "09:05 08:08", "Ngày D": "Ngày 7", "'mở": "mở", "": "",
	} {
		if got := viet.DatePicture(at, picture); got != want {
			t.Errorf("%q is %q, want %q", picture, got, want)
		}
	}
}

// However long or odd a picture is, it is written in time that goes with its length.
func FuzzPictures(f *testing.F) {
	f.Add("# ##0,00 'đ';(0)", "DD/MM/yyyy 'x' AM/PM", "-1234567.895")
	f.Fuzz(func(t *testing.T, number, date, value string) {
		d, err := decimal.NewFromString(value)
		if err != nil || d.Exponent() > 50 || d.Exponent() < -50 {
			return
		}
		if s, ok := viet.NumberPicture(d, number); !ok && strings.ContainsAny(number, "0#x") && !strings.Contains(number, "'") {
			t.Errorf("%q gives %q", number, s)
		}
		viet.DatePicture(time.Date(2026, 9, 7, 8, 5, 9, 0, time.UTC), date)
	})
}
