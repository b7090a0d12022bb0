package main

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestPlainWriter(t *testing.T) {
	for text, want := range map[string]string{
		"Không tìm thấy tệp “đơn.yaml”…": `Khong tim thay tep "don.yaml"...`,
		"ĐẢNG ỦY XÃ — 5‑10":              "DANG UY XA - 5-10",
		norm.NFD.String("Gợi ý: sửa"):    "Goi y: sua",
		"a\u00a0b 北":                     "a b ?",
		"plain":                          "plain",
	} {
		// However the bytes come, what is read is the same.
		for size := 1; size <= len(text); size += 3 {
			var out bytes.Buffer
			w := &plainWriter{w: &out}
			for i := 0; i < len(text); i += size {
				part := text[i:min(i+size, len(text))]
				if n, err := w.Write([]byte(part)); n != len(part) || err != nil {
					t.Fatal(n, err)
				}
			}
			if out.String() != want {
				t.Errorf("%q in parts of %d is %q, want %q", text, size, out.String(), want)
			}
		}
	}
}

func TestLocaleIsUTF8(t *testing.T) {
	for _, tt := range []struct {
		environment string
		want        bool
	}{
		{"", true},
		{"LANG=vi_VN.UTF-8", true},
		{"LANG=en_US.utf8@euro", true},
		{"LANG=C", true},
		{"LANG=vi_VN.TCVN", false},
		{"LC_ALL=en_US.ISO-8859-1 LANG=vi_VN.UTF-8", false},
		{"LC_ALL=C.UTF-8 LANG=vi_VN.TCVN", true},
	} {
		getenv := func(name string) string {
			for _, v := range strings.Fields(tt.environment) {
				if value, ok := strings.CutPrefix(v, name+"="); ok {
					return value
				}
			}
			return ""
		}
		if got := localeIsUTF8(getenv); got != tt.want {
			t.Errorf("%s: %v", tt.environment, got)
		}
	}
}
