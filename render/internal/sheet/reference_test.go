package sheet_test

import (
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/sheet"
)

func TestParseReference(t *testing.T) {
	whole := sheet.Area{}
	a5h40 := sheet.Area{FirstRow: 5, FirstColumn: 1, LastRow: 40, LastColumn: 8}
	for _, tt := range []struct {
		in   string
		want sheet.Reference
	}{
		{"x.xlsx", sheet.Reference{"x.xlsx", "", "", whole}},
		{" x.xlsx # Quy3 ", sheet.Reference{"x.xlsx", "", "Quy3", whole}},
		{"x.xlsx#A5:H40", sheet.Reference{"x.xlsx", "", "", a5h40}},
		{"x.xlsx#$A$5:$H$40", sheet.Reference{"x.xlsx", "", "", a5h40}},
		{"x.xlsx#h40:a5", sheet.Reference{"x.xlsx", "", "", a5h40}},
		{"x.xlsx#A40:H5", sheet.Reference{"x.xlsx", "", "", a5h40}},
		{"x.xlsx#Quy3!A5:H40", sheet.Reference{"x.xlsx", "Quy3", "", a5h40}},
		{"x.xlsx#'Quý 3'!A5:H40", sheet.Reference{"x.xlsx", "Quý 3", "", a5h40}},
		{"x.xlsx#Quý 3!A5:H40", sheet.Reference{"x.xlsx", "Quý 3", "", a5h40}},
		{"x.xlsx#'Quy\u0301 3'", sheet.Reference{"x.xlsx", "Quý 3", "", whole}},
		{"x.xlsx#'Chợ ''Mới''!'!A5:H40", sheet.Reference{"x.xlsx", "Chợ 'Mới'!", "", a5h40}},
		{"x.xlsx#A5:H", sheet.Reference{"x.xlsx", "", "", sheet.Area{FirstRow: 5, FirstColumn: 1, LastColumn: 8}}},
		{"x.xlsx#A:H", sheet.Reference{"x.xlsx", "", "", sheet.Area{FirstColumn: 1, LastColumn: 8}}},
		{"x.xlsx#5:40", sheet.Reference{"x.xlsx", "", "", sheet.Area{FirstRow: 5, LastRow: 40}}},
		{"x.xlsx#Quy3!B2", sheet.Reference{"x.xlsx", "Quy3", "B2", whole}},
		{"bao cao #2.xlsx#Quy3", sheet.Reference{"bao cao #2.xlsx", "", "Quy3", whole}},
		{"so-lieu/x.CSV#A1:XFD1048576", sheet.Reference{"so-lieu/x.CSV", "", "", sheet.Area{FirstRow: 1, FirstColumn: 1, LastRow: 1048576, LastColumn: 16384}}},
	} {
		t.Run(tt.in, func(t *testing.T) {
			got, f := sheet.ParseReference(tt.in)
			if f != nil {
				t.Fatal(f)
			}
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if again, f := sheet.ParseReference(got.String()); f != nil || again != got {
				t.Errorf("%s reads %+v (%v)", got, again, f)
			}
		})
	}
}

func TestBadReference(t *testing.T) {
	for in, says := range map[string]string{
		"":                    "no file name",
		"#A1:B2":              "no file name",
		"x.xlsx#":             "nothing follows",
		"x.xlsx#A5:":          "not a range",
		"x.xlsx#A0:B2":        "not a range",
		"x.xlsx#A1:XFE5":      "not a range",
		"x.xlsx#A1:B1048577":  "not a range",
		"x.xlsx#5:H":          "not a range",
		"x.xlsx#A1:B2:C3":     "not a range",
		"x.xlsx#Quy3!":        "no cells follow",
		"x.xlsx#!A1:B2":       "no sheet's name",
		"x.xlsx#'Quý 3!A1:B2": "does not end",
		"x.xlsx#'Quý 3'A1:B2": "no !",
	} {
		if _, f := sheet.ParseReference(in); f == nil || f.Code != "sheet-reference" || !strings.Contains(f.Error(), says) || f.Hint.Vi == "" {
			t.Errorf("%q: %v, want %q", in, f, says)
		}
	}
}

func FuzzParseReference(f *testing.F) {
	for _, s := range []string{"x.xlsx#'Quý 3'!$A$5:H40", "x.csv#A1:F", "a#b#c", "x.xlsx#'''!'!5:6", "x.xlsx#A!B!C"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ref, bad := sheet.ParseReference(s)
		if bad != nil {
			return
		}
		if again, bad := sheet.ParseReference(ref.String()); bad != nil || again != ref {
			t.Errorf("%q reads %+v, its text %q %+v (%v)", s, ref, ref.String(), again, bad)
		}
	})
}
