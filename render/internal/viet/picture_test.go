package viet_test

import (
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
	} {
		if got, ok := viet.NumberPicture(decimal.RequireFromString(tt.number), tt.picture); !ok || got != tt.want {
			t.Errorf("%s as %q is %q, %v; want %q", tt.number, tt.picture, got, ok, tt.want)
		}
	}
	if _, ok := viet.NumberPicture(decimal.Zero, "đồng"); ok {
		t.Error("a picture without a digit is one")
	}
}

func TestDatePicture(t *testing.T) {
	at := time.Date(2026, 9, 7, 8, 5, 9, 0, time.UTC)
	for picture, want := range map[string]string{
		"dd/MM/yyyy": "07/09/2026", "d/M/yy": "7/9/26", "dddd, 'ngày' d MMMM": "Thứ Hai, ngày 7 Tháng Chín", "H:mm": "8:05", "HH 'giờ' mm 'phút'": "08 giờ 05 phút",
		"ngày dd tháng MM năm yyyy": "ngày 07 tháng 09 năm 2026", "ddMMyyyy": "07092026", "hh:mm:ss AM/PM": "08:05:09 SA", "ddd": "T2", "'mở": "mở", "": "",
	} {
		if got := viet.DatePicture(at, picture); got != want {
			t.Errorf("%q is %q, want %q", picture, got, want)
		}
	}
}
