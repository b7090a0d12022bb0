package layout

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/bienban/bienban/render/internal/fault"
)

// missing is the characters of one script that no font has, and the warning of them.
type missing struct {
	told  *fault.Fault
	chars map[rune]bool
	shown []string // the first of them, as the warning names them
}

// maxShown is how many characters a warning names.
const maxShown = 3

// lacks notes a character that no font has. All of one script are one warning: who writes one
// word of Chinese writes a page of it.
func (e *engine) lacks(r rune) {
	script := scriptOf(r)
	m := e.missing[script]
	if m == nil {
		m = &missing{chars: map[rune]bool{}, told: &fault.Fault{
			Severity: fault.Warning, Code: "glyph-missing",
			Hint: fault.T("Thêm phông có ký tự này bằng --fonts.", "Add a font that has it with --fonts."),
		}}
		if e.missing == nil {
			e.missing = map[string]*missing{}
		}
		e.missing[script] = m
		e.warnings.list = append(e.warnings.list, m.told)
	}
	if m.chars[r] {
		return
	}
	m.chars[r] = true
	if len(m.shown) < maxShown {
		m.shown = append(m.shown, fmt.Sprintf("%q (U+%04X)", r, r))
	}
	if len(m.chars) == 1 {
		m.told.Message = fault.T("không phông nào có ký tự %s", "no font has the character %s", m.shown[0])
		return
	}
	examples := strings.Join(m.shown, ", ")
	if len(m.chars) > maxShown {
		examples += " …"
	}
	m.told.Message = fault.T("không phông nào có %d ký tự thuộc %s: %s", "no font has %d characters of %s: %s", len(m.chars), nameOf(script), examples)
	m.told.Hint = fault.T("Thêm phông có các ký tự này bằng --fonts.", "Add a font that has them with --fonts.")
}

// borrows notes a character that comes from another font than the one that is asked for. All of one script are one
// warning, which names the fonts of the first.
func (e *engine) borrows(from, to string, r rune) {
	script := scriptOf(r)
	m := e.borrowed[script]
	if m == nil {
		m = &missing{chars: map[rune]bool{}, told: &fault.Fault{Severity: fault.Warning, Code: "glyph-fallback"}}
		if e.borrowed == nil {
			e.borrowed = map[string]*missing{}
		}
		e.borrowed[script], m.shown = m, []string{from, to, fmt.Sprintf("%q", r)}
		e.warnings.list = append(e.warnings.list, m.told)
	}
	if m.chars[r] {
		return
	}
	m.chars[r] = true
	if len(m.chars) == 1 {
		m.told.Message = fault.T("phông %s thiếu ký tự %s, lấy từ %s", "%s lacks the character %s; it is taken from %s", m.shown[0], m.shown[2], m.shown[1])
		return
	}
	m.told.Message = fault.T("phông %s thiếu %d ký tự thuộc %s như %s, lấy từ %s", "%s lacks %d characters of %s such as %s; they are taken from %s",
		m.shown[0], len(m.chars), nameOf(script), m.shown[2], m.shown[1])
}

// signs is the group of characters that no script has for its own; private that of those
// which only the font they were made for can show.
const (
	signs    = "Common"
	private  = "Private"
	unnamed  = "Unassigned"
	pictures = "Pictures"
)

// scriptOf is the script of a character as Unicode names it ("Han"), or one of the groups
// above for what is of none.
func scriptOf(r rune) string {
	switch {
	case unicode.Is(unicode.Co, r):
		return private
	case r >= 0x1F000 && r <= 0x1FAFF, r >= 0x2600 && r <= 0x27BF:
		return pictures
	}
	for name, table := range unicode.Scripts { // each character is of one at most
		if unicode.Is(table, r) {
			return name
		}
	}
	return unnamed
}

// nameOf is a script as a reader calls it.
func nameOf(script string) fault.Text {
	switch script {
	case signs:
		return fault.T("ký hiệu chung", "common signs")
	case pictures:
		return fault.T("hình và ký hiệu (emoji)", "pictures and symbols (emoji)")
	case private:
		return fault.T("vùng dùng riêng của một phông (Private Use)", "the private use area of some font")
	case unnamed:
		return fault.T("vùng chưa có ký tự của Unicode", "places without a character in Unicode")
	case "Inherited":
		return fault.T("dấu kết hợp", "combining marks")
	case "Han":
		return fault.T("chữ Hán", "Chinese script (Han)")
	case "Hiragana", "Katakana":
		return fault.T("chữ Nhật ("+script+")", "Japanese script ("+script+")")
	case "Hangul":
		return fault.T("chữ Hàn (Hangul)", "Korean script (Hangul)")
	case "Latin":
		return fault.T("chữ Latinh", "Latin script")
	case "Greek":
		return fault.T("chữ Hy Lạp", "Greek script")
	case "Arabic":
		return fault.T("chữ Ả Rập", "Arabic script")
	case "Hebrew":
		return fault.T("chữ Do Thái", "Hebrew script")
	case "Thai":
		return fault.T("chữ Thái Lan", "Thai script")
	case "Lao":
		return fault.T("chữ Lào", "Lao script")
	case "Khmer":
		return fault.T("chữ Khmer", "Khmer script")
	case "Cham":
		return fault.T("chữ Chăm", "Cham script")
	case "Tai_Viet":
		return fault.T("chữ Thái Việt Nam (Tai Viet)", "Tai Viet script")
	}
	name := strings.ReplaceAll(script, "_", " ")
	return fault.T("chữ "+name, name+" script")
}

// unshaped tells of a script whose syllables are not put together as they should be.
func (e *engine) unshaped(r rune) {
	script := scriptOf(r)
	e.warnings.add("script-unshaped", script, fault.Text{},
		fault.T("âm tiết của %s được in từng ký tự một, không ghép dấu và nét theo lối của chữ ấy", "the syllables of %s are printed letter by letter, not put together as that script does", nameOf(script)), fault.Text{})
}
