package rules

import (
	"slices"
	"strings"
	"unicode"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/meeting"
)

// formRules are those of the fields that have a set form: numbers and symbols,
// signatures, names of places and bodies.
func formRules() []Rule {
	return []Rule{{
		Code: "symbol-order", Regimes: stateAndParty(), Severity: fault.Warning, Mends: true, text: checkSymbol,
		About:   fault.T("Ký hiệu: cơ quan nhà nước BB-UBND (in Số: 05/BB-UBND), cơ quan đảng BB/ĐU (in Số 05-BB/ĐU); không có dấu cách", "The symbol: state BB-UBND (printed Số: 05/BB-UBND), Party BB/ĐU (printed Số 05-BB/ĐU); without spaces"),
		Sources: both("Phụ lục I, mục II.3", "Annex I, II.3", ""),
	}, {
		Code: "number-form", Regimes: stateAndParty(), Severity: fault.Warning, text: checkNumber,
		About:   fault.T("number chỉ ghi con số: chữ “Số”, dấu hai chấm (nhà nước có, Đảng không) và ký hiệu do mẫu in", "number holds the number only: the word “Số”, its colon (state, not Party) and the symbol come from the template"),
		Sources: both("Phụ lục I, mục II.3", "Annex I, II.3", ""),
		Remedy:  fault.T("Ghi con số ở number, phần chữ ở symbol.", "Write the number in number and the letters in symbol."),
	}, {
		Code: "conclusion-type", Regimes: []meeting.Regime{meeting.State}, Severity: fault.Warning, text: checkConclusionType,
		About:   fault.T("Cơ quan nhà nước không có loại văn bản “Kết luận” (KL): kết luận cuộc họp là Thông báo (TB)", "State offices have no document type “Kết luận” (KL): conclusions are a Thông báo (TB)"),
		Sources: []Source{decree30("Điều 7 và Phụ lục III, mục I", "Article 7 and Annex III, I")},
		Remedy:  fault.T("Viết: TB-… thay cho KL-….", "Write TB-… instead of KL-…."),
	}, {
		Code: "authority-form", Severity: fault.Warning, whole: checkAuthority,
		About:   fault.T("Quyền hạn ký: cơ quan nhà nước TM., KT., TL., TUQ.; cơ quan đảng T/M, K/T, T/L; một văn bản không dùng lẫn hai kiểu", "Authority to sign: state TM., KT., TL., TUQ.; Party T/M, K/T, T/L; never both in one text"),
		Sources: both("Điều 13 và Phụ lục I, mục II.7", "Article 13 and Annex I, II.7", ""),
	}, {
		Code: "signer-title", Regimes: stateAndParty(), Severity: fault.Warning, text: checkSigner,
		About:   fault.T("Trước họ tên người ký không ghi học hàm, học vị, danh hiệu (trừ lực lượng vũ trang, giáo dục, y tế, khoa học nếu ngành quy định)", "No academic title or title of honour before a signer's name (armed forces, education, health and science excepted, where their rules say so)"),
		Sources: both("Phụ lục I, mục II.7", "Annex I, II.7", ""),
	}}
}

var symbolParts = lazy.Compile(`^(\pL+)\s*([-/])\s*(\pL[\pL\d]*(?:\s*[-/]\s*[\pL\d]+)*)$`)

func checkSymbol(c *checker, t meeting.Text) {
	m := symbolParts.FindStringSubmatch(t.Raw)
	if t.Path != "Symbol" || m == nil {
		return
	}
	sign := "-"
	if c.paper(t.Document).regime == meeting.Party {
		sign = "/"
	}
	want := m[1] + sign + strings.Join(strings.Fields(m[3]), "")
	if want == t.Raw {
		return
	}
	message := fault.T("Ký hiệu “%s” có dấu cách.", "The symbol %q has spaces.", excerpt(t.Raw))
	if m[2] != sign {
		message = fault.T("Ký hiệu “%s” theo kiểu của cơ quan nhà nước.", "The symbol %q is in the form of state offices.", excerpt(t.Raw))
		if sign == "-" {
			message = fault.T("Ký hiệu “%s” theo kiểu của cơ quan đảng.", "The symbol %q is in the form of Party bodies.", excerpt(t.Raw))
		}
	}
	c.atText(t, 0, len(t.Raw), message, fault.T("Viết: %s.", "Write: %s.", want), want)
}

func checkNumber(c *checker, t meeting.Text) {
	if t.Path == "Number" && strings.ContainsFunc(t.Raw, func(r rune) bool { return unicode.IsLetter(r) || r == ':' }) {
		c.atText(t, 0, len(t.Raw), fault.T("Số văn bản “%s” có thêm chữ.", "The document number %q holds more than the number.", excerpt(t.Raw)), fault.Text{})
	}
}

func checkConclusionType(c *checker, t meeting.Text) {
	if rest, ok := strings.CutPrefix(t.Raw, "KL"); t.Path == "Symbol" && ok && (rest == "" || strings.ContainsRune("-/ ", rune(rest[0]))) {
		c.atText(t, 0, 2, fault.T("Ký hiệu “%s” là của Kết luận, loại văn bản mà cơ quan nhà nước không có.", "The symbol %q is of a Kết luận, which state offices do not have.", excerpt(t.Raw)), fault.Text{})
	}
}

var (
	stateAuthority = lazy.Compile(`(^|\s)(TM|KT|TL|TUQ)\.`)
	partyAuthority = lazy.Compile(`(^|\s)(T/M|K/T|T/L|T/UQ)(\s|\.|$)`)
	bareAuthority  = lazy.Compile(`^(TM|KT|TL|TUQ)\s`)
)

// checkAuthority looks at the signatures of one regime, and for a mixture in the others.
func checkAuthority(c *checker) {
	var first [2]*meeting.Text // where a regime binds nobody, the first of each form
	for _, t := range c.source.Texts {
		if root(t.Path) != "Signatures" || !strings.HasSuffix(t.Path, ".Authority") && !strings.HasSuffix(t.Path, ".Position") {
			continue
		}
		state, party := stateAuthority.FindStringSubmatchIndex(t.Raw), partyAuthority.FindStringSubmatchIndex(t.Raw)
		switch regime := c.paper(t.Document).regime; {
		case regime == meeting.State && party != nil:
			form := t.Raw[party[4]:party[5]]
			c.atText(t, party[4], party[5], fault.T("“%s” là kiểu của cơ quan đảng.", "%q is the form of Party bodies.", form),
				fault.T("Viết: %s.", "Write: %s.", strings.ReplaceAll(form, "/", "")+"."))
		case regime == meeting.Party && state != nil:
			form := t.Raw[state[4]:state[5]]
			c.atText(t, state[4], state[5]+1, fault.T("“%s.” là kiểu của cơ quan nhà nước.", "“%s.” is the form of state offices.", form),
				fault.T("Viết: %s.", "Write: %s.", form[:1]+"/"+form[1:]))
		case regime == meeting.State && bareAuthority.MatchString(t.Raw):
			form := bareAuthority.FindStringSubmatch(t.Raw)[1]
			c.atText(t, 0, len(form), fault.T("Thiếu dấu chấm sau “%s”.", "A dot is missing after %q.", form), fault.T("Viết: %s.", "Write: %s.", form+"."))
		case regime != meeting.State && regime != meeting.Party:
			for i, m := range [][]int{state, party} {
				if m != nil && first[i] == nil {
					first[i] = &t
				}
			}
		}
	}
	if first[0] != nil && first[1] != nil {
		c.atText(*first[1], 0, len(first[1].Raw), fault.T("Chữ ký dùng lẫn hai kiểu: “%s” và “%s”.", "The signatures mix two forms: %q and %q.", excerpt(first[0].Raw), excerpt(first[1].Raw)),
			fault.T("Chọn một kiểu.", "Choose one form."))
	}
}

var honours = lazy.Compile(`^(?:(?:GS|PGS|TS|TSKH|ThS|Th\.S|BS|BSCKI|BSCKII|BS CKI|BS CKII|CKI|CKII|DS|KS|CN|LS|NSND|NSƯT|NGND|NGƯT|TTND|TTƯT|NNND|NNƯT|AHLĐ)[. ]+|(?:Giáo sư|Phó Giáo sư|Tiến sĩ|Tiến sỹ|Thạc sĩ|Thạc sỹ|Bác sĩ|Bác sỹ|Kỹ sư|Luật sư|Cử nhân|Nhà giáo Nhân dân|Nhà giáo Ưu tú|Thầy thuốc Nhân dân|Thầy thuốc Ưu tú|Nghệ sĩ Nhân dân|Nghệ sĩ Ưu tú|Anh hùng Lao động)[, ]+)`)

// sectors are the bodies whose own rules may allow titles.
var sectors = lazy.Compile(`(?i)trường|học viện|đại học|viện|bệnh viện|y tế|công an|quân sự|quân khu|bộ đội|khoa học`)

func checkSigner(c *checker, t meeting.Text) {
	if !strings.HasSuffix(t.Path, ".Name") {
		return
	}
	switch root(t.Path) {
	case "Signatures":
	case "Chair", "Secretary": // they sign where no signature is stated
		if len(c.meeting.Signatures) > 0 || !slices.ContainsFunc(c.documents, func(d meeting.Document) bool {
			return strings.HasPrefix(d.Template, "bien-ban") && len(d.Meeting.Signatures) == 0
		}) {
			return
		}
	default:
		return
	}
	m := honours.FindStringIndex(t.Raw)
	if m == nil || sectors.MatchString(c.meeting.Organization.Name) {
		return
	}
	c.atText(t, 0, m[1], fault.T("Trước họ tên người ký có “%s”.", "%q stands before a signer's name.", strings.TrimSpace(t.Raw[:m[1]])),
		fault.T("Chỉ ghi họ tên: %s.", "Write the name alone: %s.", honours.ReplaceAllString(t.Raw[m[1]:], "")))
}
