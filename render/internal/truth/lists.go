package truth

import (
	"strings"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// announcedLists is a number of points and the list of them: "thống nhất 03 nội dung sau:".
var announcedLists = &statement{
	name: "lists",
	whole: func(r *reader) {
		if !strings.Contains(r.text.Raw, ":") {
			return
		}
		m := &match{reader: r}
		for i := range r.tokens {
			if r.tokens[i].kind != number {
				continue
			}
			m.last = min(len(r.tokens), i+maxLead)
			for _, p := range announcements {
				if m.find(p, i) {
					r.judgeList(m)
					break
				}
			}
		}
	},
}

// maxLead is how many tokens may stand between a number and the end of the line that announces
// a list.
const maxLead = 30

var announcements = patterns(
	"{n} <nội dung|nhiệm vụ|vấn đề|ý kiến|giải pháp|kết luận|việc|điểm|nhóm|đề xuất|kiến nghị|yêu cầu|công việc|hạng mục|phần|bước|nguyên nhân|mục tiêu|lý do|tồn tại|hạn chế|văn bản|nghị quyết|quyết định|dự án|đề án|chủ trương|phương án> .. [,] .. :",
)

// judgeList counts the entries of the list that an announcement leads into.
func (r *reader) judgeList(m *match) {
	n, _ := m.get("n")
	t := r.tokens[n.from]
	if !t.value.value.IsInteger() || n.cue != filler || t.value.value.IntPart() > 200 || n.from > 0 && notFractions[r.tokens[n.from-1].text] {
		return
	}
	count, ok := r.inlineEntries(m.to)
	if !ok {
		count, ok = r.listEntries(m.to)
	}
	if said := int(t.value.value.IntPart()); ok && count >= 2 && count != said {
		r.tell(r.text, t.from,
			fault.T("Câu này ghi %s, nhưng danh sách sau đó có %s mục.", "The sentence says %s, but the list that follows has %s entries.", t.text, viet.FormatInt(count)),
			fault.T("Kiểm tra lại con số hoặc danh sách.", "Check the number or the list."))
	}
}

// inlineEntries counts "(1) …; (2) …; (3) …" behind a colon.
func (r *reader) inlineEntries(at int) (count int, ok bool) {
	for i := at; i+2 < len(r.tokens) && r.tokens[i].kind != block; i++ {
		if r.tokens[i].text != "(" || r.tokens[i+2].text != ")" {
			continue
		}
		switch k := r.tokens[i+1]; {
		case k.kind == number && k.value.value.IsInteger() && int(k.value.value.IntPart()) == count+1:
			count++
		case k.kind == number && count > 0:
			return 0, false // numbered otherwise
		}
	}
	return count, count > 0
}

// An entryMark is how an entry of a list begins.
type entryMark struct {
	indent int
	kind   byte // '-', '1', 'a'; 0: none
	sign   byte // '.' or ')'
	text   string
}

// listEntries counts the entries of the list whose first stands at a token. ok is false where
// none stands there, or where its end is not certain.
func (r *reader) listEntries(at int) (count int, ok bool) {
	if at >= len(r.tokens) || r.tokens[at].kind != block || !r.tokens[at].listed {
		return 0, false
	}
	first := r.markOf(at)
	broken := false
	for i := at; i < len(r.tokens); i++ {
		if r.tokens[i].kind != block {
			continue
		}
		mark := r.markOf(i)
		switch {
		case mark.kind == 0 && mark.indent <= first.indent:
			broken = true // a paragraph: of the last entry, or behind the list
		case mark.kind != first.kind || mark.sign != first.sign || mark.indent != first.indent:
		case first.kind == '-' && broken:
			return count, false // another list, or the same?
		case first.kind == '-':
			count++
		case count > 0 && mark.text == ordinals(first.kind, 1):
			return count, true // the next list
		case first.kind == '1' && mark.text != ordinals('1', count+1):
			return count, false
		default:
			count++
		}
	}
	return count, true
}

// ordinals is the n-th mark of a kind.
func ordinals(kind byte, n int) string {
	if kind == 'a' {
		return viet.Letter(n)
	}
	return viet.FormatInt(n)
}

// markOf reads how the paragraph or entry at a token of the kind block begins.
func (r *reader) markOf(at int) entryMark {
	t := r.tokens[at]
	line := r.text.Raw[t.from:t.to]
	line = strings.TrimPrefix(line[strings.LastIndexByte(line, '\n')+1:], `\n`) // in quotes a line break is written so
	trimmed := strings.TrimLeft(line, " \t")
	mark := entryMark{indent: len(line) - len(trimmed)}
	if !t.listed || trimmed == "" {
		return mark
	}
	last, size := utf8.DecodeLastRuneInString(trimmed)
	switch head := trimmed[:len(trimmed)-size]; {
	case last == '.' || last == ')':
		mark.sign, mark.text, mark.kind = byte(last), strings.TrimLeft(head, "0"), 'a'
		if isDigit(rune(head[0])) {
			mark.kind = '1'
		}
	default:
		mark.kind = '-'
	}
	return mark
}
