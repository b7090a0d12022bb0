package render

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/viet"
)

// Arithmetic is that of math/big, however the numbers are written.
func TestArithmeticIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 5))
	number := func() (string, *big.Rat) {
		digits, decimals := r.IntN(25)+1, r.IntN(6)
		n := new(big.Int)
		for range digits {
			n.Add(n.Mul(n, big.NewInt(10)), big.NewInt(r.Int64N(10)))
		}
		if r.IntN(3) == 0 {
			n.Neg(n)
		}
		x := new(big.Rat).SetFrac(n, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil))
		text := strings.Replace(x.FloatString(decimals), ".", ",", 1)
		if r.IntN(2) == 0 {
			text = viet.FormatNumber(rounded(x, decimals))
		}
		return text, x
	}
	for range 3000 {
		a, x := number()
		b, y := number()
		for name, want := range map[string]*big.Rat{
			"add": new(big.Rat).Add(x, y), "sub": new(big.Rat).Sub(x, y), "mul": new(big.Rat).Mul(x, y),
			"div": quotient(x, y), "mod": modulo(x, y),
		} {
			got, err := functions()[name].(func(a, b counted) (any, error))(a, b)
			if want == nil {
				if err == nil {
					t.Fatalf("%s %s %s: no error", name, a, b)
				}
				continue
			}
			n, ok := rational(got)
			if err != nil || !ok || n.Cmp(want) != 0 {
				t.Fatalf("%s %s %s = %v (%v), want %s", name, a, b, got, err, want.RatString())
			}
		}
		for digits := -3; digits <= 6; digits++ {
			q := quotient(x, y)
			if q == nil {
				continue
			}
			got, err := round(digits, must(computedOf(q)))
			n, _ := rational(got)
			if want := halfAway(q, digits); err != nil || n.Cmp(want) != 0 {
				t.Fatalf("round %d %s/%s = %v, want %s", digits, a, b, got, want.RatString())
			}
			if digits >= 0 {
				printed, err := number1(digits, must(computedOf(q)))
				if want := viet.FormatFixed(rounded(halfAway(q, digits), digits), digits); err != nil || printed != want {
					t.Fatalf("number %d %s/%s = %s, want %s", digits, a, b, printed, want)
				}
			}
		}
	}
}

func number1(digits int, v any) (string, error) { return number(digits, v) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func quotient(x, y *big.Rat) *big.Rat {
	if y.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Quo(x, y)
}

// modulo takes y away, or adds it, as often as whole times fit: by integers of a common scale.
func modulo(x, y *big.Rat) *big.Rat {
	if y.Sign() == 0 {
		return nil
	}
	d := new(big.Int).Mul(x.Denom(), y.Denom())
	a := new(big.Int).Mul(x.Num(), y.Denom())
	b := new(big.Int).Mul(y.Num(), x.Denom())
	m := new(big.Int).Rem(a, b)
	if m.Sign() != 0 && m.Sign() != b.Sign() {
		m.Add(m, b)
	}
	return new(big.Rat).SetFrac(m, d)
}

func halfAway(x *big.Rat, digits int) *big.Rat {
	unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(digits, -digits))), nil))
	if digits > 0 {
		unit.Inv(unit)
	}
	half := new(big.Rat).Quo(unit, big.NewRat(2, 1))
	n := new(big.Rat).Add(new(big.Rat).Abs(x), half)
	n.Sub(n, modulo(n, unit))
	if x.Sign() < 0 {
		n.Neg(n)
	}
	return n
}

// Sums and means over lists are those of math/big.
func TestSumsAreExact(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 15))
	for range 300 {
		var list []any
		total, count := new(big.Rat), int64(0)
		for range r.IntN(20) {
			n := big.NewRat(r.Int64N(1e12)-5e11, 100)
			text := strings.Replace(n.FloatString(2), ".", ",", 1)
			switch r.IntN(5) {
			case 0:
				text = ""
			default:
				total.Add(total, n)
				count++
			}
			list = append(list, map[string]any{"x": text})
		}
		got, err := sum(list, "x")
		n, ok := rational(got)
		if err != nil || !ok || n.Cmp(total) != 0 {
			t.Fatalf("sum of %v = %v (%v), want %s", list, got, err, total)
		}
		got, err = average(list, "x")
		if count == 0 {
			if got != nil || err != nil {
				t.Fatalf("avg of nothing = %v (%v)", got, err)
			}
			continue
		}
		want := new(big.Rat).Quo(total, big.NewRat(count, 1))
		if n, ok := rational(got); err != nil || !ok || n.Cmp(want) != 0 {
			t.Fatalf("avg of %v = %v (%v), want %s", list, got, err, want)
		}
	}
}

const computedMeeting = `title: Họp
start: 2026-12-30 08:00
end: 2027-01-02 11:30
date: 2026-02-27
attendance: {present: 38, summoned: 40}
invitees: [Trần Thị Ánh, Lê Văn Đức, Nguyễn Văn Ân, Phạm Thị An, Đỗ Bá Dũng]
agenda: [ờ, Ở, đi, da, ă, a, á]
tasks:
  - {content: Việc một, owner: Văn phòng, due: 2026-12-10}
  - {content: Việc hai, owner: Ban Kinh tế, due: 2026-12-05}
  - {content: Việc ba, owner: Văn phòng}
  - {content: Việc bốn, owner: Văn phòng, due: 2026-12-05}
votes: [{matter: A, for: 30, against: 2}, {matter: B, for: 9, against: 0}, {matter: C, for: 12}]
extra:
  nam: 2026
  tien: 1.500.000
  phay: 2,5
  rong: ""
  thap: ["2,5", 10, 9]
  giong: ["1.000", 1000, 12/9/2026, 12/09/2026, "01", "1", 92%, "92"]
  cung: [{so: "1.000", n: a}, {so: 1000, n: b}, {so: "01", n: c}]
  chu: nhiều
  nhom: {z: 1, a: 2, m: {y: 4, b: 5}}
  khoan:
    - {ten: Giấy, so_tien: 1.250.000, ngay: 05/9/2026, nhom: Vật tư, ho_ten: Trần Văn Bình}
    - {ten: Ăn, so_tien: 900.000, ngay: 12/10/2026, nhom: Hậu cần, ho_ten: Bùi Thị Ánh}
    - {ten: Đèn, so_tien: "2.500.000,5", ngay: 01/9/2026, nhom: Vật tư, ho_ten: Lê Đình An}
    - {ten: Dây, nhom: Vật tư, ho_ten: Lê Ân}
`

// What each function prints, as a tag of a template.
func TestComputingFunctions(t *testing.T) {
	for _, tt := range []struct{ tag, want string }{
		{`{{add .extra.nam 1}} {{add 2 3}} {{add .extra.tien 500000}} {{add .extra.phay 1}} {{add .attendance.present 1000}}`, "2027 5 2.000.000 3,5 1038"},
		{`[{{add .extra.khong_co 1}}{{add .extra.rong 1}}{{mul .extra.rong 2}}{{div 1 .extra.rong}}{{round .extra.rong}}]`, "[]"},
		{`{{sub .extra.nam 1}} {{sub .extra.phay .extra.tien}}`, "2025 -1.499.997,5"},
		{`{{mul .extra.tien .extra.phay}} {{mul 12 2500}} {{mul 0.1 3}}`, "3.750.000 30.000 0,3"},
		{`{{div .extra.tien 8}} {{div 1 3}} {{mul (div 1 3) 3}} {{div 1 3000000}} {{div -2 3}}`, "187.500 0,333333 1 0,000000333333 -0,666667"},
		{`{{mod 7 3}} {{mod -7 3}} {{mod 7 -3}} {{mod .extra.phay 1}} {{mod .extra.nam 100}}`, "1 2 -2 0,5 26"},
		{`{{round 2.5}} {{round -2.5}} {{round 1 (div 2 3)}} {{round -3 .extra.tien}} {{round 1 "2,449"}} {{div 2 3 | round 2}}`, "3 -3 0,7 1.500.000 2,4 0,67"},
		{`{{sum .extra.khoan "so_tien"}} {{sum .extra.thap}} {{sum .votes "for"}} {{sum .extra.khong_co "x"}}`, "4.650.000,5 21,5 51 0"},
		{`{{money (sum .votes "for")}}; {{words (sum .votes "for")}}; {{number 1 (avg .votes "for")}}`, "Năm mươi mốt đồng; năm mươi mốt; 17,0"},
		{`{{avg .votes "for"}} {{avg .extra.thap}} [{{avg .extra.khong_co}}]`, "17 7,166667 []"},
		{`{{min .tasks "due"}} {{max .tasks "due"}} {{min .extra.khoan "ngay"}} {{max .extra.khoan "so_tien"}} {{min .agenda}} {{max 3 "2,5"}} {{min .attendance.present 500}}`, "05/12/2026 10/12/2026 01/9/2026 2.500.000,5 a 3 38"},
		{`{{count .tasks}} {{count .tasks "due"}} {{count .votes "against" "gt" 0}} {{count .tasks "owner" "Văn phòng"}} {{count .extra.khong_co}}`, "4 3 1 3 0"},
		{`{{range sort .invitees}}{{.name}};{{end}}`, "Phạm Thị An;Trần Thị Ánh;Nguyễn Văn Ân;Đỗ Bá Dũng;Lê Văn Đức;"},
		{`{{range sort .agenda}}{{.}} {{end}}`, "a á ă da đi ờ Ở "},
		{`{{range sort .tasks "due"}}{{.content}};{{end}}`, "Việc hai;Việc bốn;Việc một;Việc ba;"},
		{`{{range sort .tasks "due" "desc"}}{{.content}};{{end}}`, "Việc một;Việc hai;Việc bốn;Việc ba;"},
		{`{{range sort .extra.khoan "so_tien"}}{{.ten}} {{end}}/{{range sort .extra.khoan "ten"}}{{.ten}} {{end}}/{{range sort .extra.khoan "ho_ten"}}{{.ten}} {{end}}/{{range sort .extra.khoan "ho_ten" "text"}}{{.ten}} {{end}}`, "Ăn Giấy Đèn Dây /Ăn Dây Đèn Giấy /Đèn Ăn Dây Giấy /Ăn Dây Đèn Giấy "},
		{`{{range sort .extra.thap}}{{.}} {{end}}/{{range sort .extra.thap "text"}}{{.}} {{end}}/{{range sort .extra.thap "desc"}}{{.}} {{end}}`, "2,5 9 10 /10 2,5 9 /10 9 2,5 "},
		{`{{range where .tasks "owner" "Văn phòng"}}{{.content}};{{end}}`, "Việc một;Việc ba;Việc bốn;"},
		{`{{range where .tasks "due" "lt" "2026-12-10"}}{{.content}};{{end}}/{{range where .tasks "due"}}{{.content}};{{end}}/{{range where .extra.khoan "so_tien" "ge" 1000000}}{{.ten}} {{end}}`, "Việc hai;Việc bốn;/Việc một;Việc hai;Việc bốn;/Giấy Đèn "},
		{`{{range where .extra.khoan "nhom" "ne" "Vật tư"}}{{.ten}}{{end}}/{{range where .tasks "due" "eq" ""}}{{.content}}{{end}}`, "Ăn/Việc ba"},
		{`{{range group .tasks "owner"}}{{.key}}: {{range .items}}{{.content}},{{end}} {{end}}`, "Văn phòng: Việc một,Việc ba,Việc bốn, Ban Kinh tế: Việc hai, "},
		{`{{range group .extra.khoan "nhom"}}{{.khoa}} {{sum .muc "so_tien"}};{{end}}`, "Vật tư 3.750.000,5;Hậu cần 900.000;"},
		{`{{range group .tasks "due"}}[{{date .key}} {{count .items}}]{{end}}`, "[10/12/2026 1][05/12/2026 2][ 1]"},
		{`{{join (distinct .tasks "owner") ", "}}; {{range distinct .extra.khoan "nhom"}}{{.}},{{end}}`, "Văn phòng, Ban Kinh tế; Vật tư,Hậu cần,"},
		{`{{range distinct .extra.giong}}{{.}};{{end}} {{range group .extra.cung "so"}}{{.key}}:{{range .items}}{{.n}}{{end}} {{end}}`, "1.000;12/9/2026;01;1;92%;92; 1.000:ab 01:c "},
		{`{{range first 2 .tasks}}{{.content}};{{end}}{{with first .tasks}}{{.owner}}{{end}}{{range first 9 .votes}}{{.matter}}{{end}}{{first .extra.khong_co}}`, "Việc một;Việc hai;Văn phòngABC"},
		{`{{range slice .tasks 1 3}}{{.content}};{{end}}{{slice "Hội nghị" 0 3}}`, "Việc hai;Việc ba;Hội"},
		{`{{addDays .date 2}} {{addDays .date -27}} {{longDate (addDays 3 .start)}} {{addDays "28/02/2028" 1}} [{{addDays .extra.rong 1}}]`, "01/3/2026 31/01/2026 ngày 02 tháng 01 năm 2027 29/02/2028 []"},
		{`{{range .tasks | where "owner" "Ban Kinh tế" | sort "due"}}{{.content}}{{end}} {{.votes | sum "for"}} {{.extra.khoan | sort "so_tien" | first 1 | count}}`, "Việc hai 51 1"},
		{`{{range $k, $v := .extra.nhom}}{{$k}}{{if ne $k "m"}}={{$v}};{{else}}:{{range $v}}{{.}} {{end}}{{range $a, $b := $v}}{{$a}}{{$b}} {{end}}{{end}}{{end}}{{range $v := .extra.nhom.m}}[{{$v}}]{{end}}{{range .extra.khong_co}}x{{else}}none{{end}}`, "z=1;a=2;m:4 5 y4 b5 [4][5]none"},
		{`{{range $k, $v := index .extra.khoan 0}}{{$k}} {{end}}`, "ten so_tien ngay nhom ho_ten "},
		{`{{clock (addDays .start 1)}}`, "08 giờ 00 phút"},
		{`{{days .start .end}} {{days .end .start}} {{days "01/01/2026" "01/01/2027"}} [{{days .extra.rong .end}}]`, "3 -3 365 []"},
		{`{{words 1005}}; {{words "nam" 1005}}; {{money "nam" "1.204.000"}}; {{.extra.tien | money "bac"}}`, "một nghìn không trăm linh năm; một ngàn không trăm lẻ năm; Một triệu hai trăm lẻ bốn ngàn đồng chẵn; Một triệu năm trăm nghìn đồng chẵn"},
		{`{{numberFormat "#.##0,00" (div .extra.tien 7)}} {{percent 1 (mul (div 1 3) 100)}} {{twoDigits (div 6 2)}}`, "214.285,71 33,3% 03"},
		{`{{if mul 0 5}}a{{else}}b{{end}}{{if eq (mul 2 3) 6}}c{{end}}{{if lt (div 1 3) 0.34}}d{{end}}{{default "x" (mul 0 5)}}`, "bcd0"},
		{`{{range div 6 2}}x{{end}} {{(index .tasks (div 4 2)).content}} {{range slice .tasks (sub 4 1)}}{{.content}}{{end}}`, "xxx Việc ba Việc bốn"},
	} {
		if got, failure := printedTags(t, tt.tag, computedMeeting); got != tt.want {
			t.Errorf("%s\n= %q %s\nwant %q", tt.tag, got, failure, tt.want)
		}
	}
	for tag, want := range map[string]string{
		`{{add .extra.chu 1}}`:                                `"nhiều" is not a number`,
		`{{div 5 (sub 1 1)}}`:                                 "division by 0",
		`{{mod 1 (mul 0 1)}}`:                                 "division by 0",
		`{{sum .extra.khoan "so_tein"}}`:                      "the list's elements have no “so_tein”",
		`{{sum .extra.khoan "ten"}}`:                          `element 1: "Giấy" is not a number`,
		`{{sum .extra.tien}}`:                                 "sum takes a list",
		`{{range sort .extra.chu}}{{end}}`:                    "sort takes a list",
		`{{max .extra.tien .extra.chu}}`:                      "cannot be compared",
		`{{addDays .extra.chu 1}}`:                            "addDays takes a date and a number of days, not “nhiều” and “1”",
		`{{words (div 10 3 | mul "1000000000000000000000")}}`: "too long",
		`{{$x := mul 1 "99999999999"}}{{range 20}}{{$x = mul $x $x}}{{end}}{{$x}}`: "more than",
	} {
		if got, failure := printedTags(t, tag, computedMeeting); !strings.Contains(failure, want) {
			t.Errorf("%s: prints %q, fails %q, want %q", tag, got, failure, want)
		}
	}
}
