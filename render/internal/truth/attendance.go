package truth

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// gatherings are what a meeting is called.
var gatherings = []string{"hội nghị", "cuộc họp", "phiên họp", "đại hội", "kỳ họp", "buổi họp"}

// gathers are their first words.
var gathers = map[string]bool{"hội": true, "cuộc": true, "phiên": true, "đại": true, "kỳ": true, "buổi": true}

// A role is what a sentence counts people as.
type role struct {
	noun                 bool // the number has one: "38 đại biểu"
	after                int  // token behind it
	counted              bool // it is said as what
	summoned, here, away bool
	present, plainly     bool // "có mặt" stands before it, or that or "triệu tập"
}

// leads are the words that may stand between a role and its number.
var leads = map[string]bool{":": true, "là": true, "có": true, "của": true, "gồm": true, "khoảng": true, "đủ": true, "trên": true}

// roleWords are those that make a number one of people in a role.
var roleWords = struct{ present, summoned, areSummoned, away, attend, attended [][]string }{
	present:     phrasesOf("có mặt"),
	summoned:    phrasesOf("triệu tập"),
	areSummoned: phrasesOf("được triệu tập", "triệu tập"),
	away:        phrasesOf("vắng mặt", "vắng"),
	attend:      phrasesOf("dự họp", "tham dự", "tham dự hội nghị", "dự hội nghị", "dự cuộc họp", "dự phiên họp", "dự kỳ họp", "dự đại hội"),
	attended:    phrasesOf("có mặt", "dự", "tham dự", "về dự", "dự họp", "đã dự", "đến dự"),
}

func phrasesOf(list ...string) (all [][]string) {
	for _, s := range list {
		all = append(all, strings.Fields(s))
	}
	return all
}

// roleOf reads as what a number counts people.
func (r *reader) roleOf(it item, first, last int) role {
	p := role{after: it.from + 1, noun: persons[r.at(it.from+1, first, last)+" "+r.at(it.from+2, first, last)]}
	if p.noun {
		p.after += 2
	}
	before := func(phrases [][]string) bool {
		for _, phrase := range phrases {
			for i := it.from; i > it.from-4; i-- { // "có mặt là 38"
				if i-len(phrase) >= first && r.wordsAt(i-len(phrase), last, phrase) {
					return true
				}
				if !leads[r.at(i-1, first, last)] {
					break
				}
			}
		}
		return false
	}
	follows := func(phrases [][]string) bool {
		return p.noun && slices.ContainsFunc(phrases, func(w []string) bool { return r.wordsAt(p.after, last, w) })
	}
	p.present = before(roleWords.present)
	p.plainly = p.present || before(roleWords.summoned)
	switch {
	case before(roleWords.away), follows(roleWords.away):
		p.away = true
	case before(roleWords.summoned), follows(roleWords.areSummoned):
		p.summoned, p.here = true, it.kind == shares
	case p.present, before(roleWords.attend), follows(roleWords.attended):
		p.here = true
	}
	p.counted = (p.summoned || p.here || p.away) && (p.noun || p.plainly || p.away)
	return p
}

// ofSome reports whether a number of people is that of some of those present: "12 đồng chí ủy
// viên".
func (r *reader) ofSome(p role, it item, first, last int) bool {
	if !p.noun || it.kind == shares {
		return false
	}
	switch r.at(p.after, first, last) {
	case "", ",", ";", ".", "(", ")":
	case "dự", "tham", "được", "về", "đã", "đến", "triệu", "có":
		if p.away {
			return true
		}
	default:
		return true
	}
	return !p.away && !p.present && !r.phraseAt(p.after, last, "có mặt") && r.at(it.from+1, first, last) != "đại"
}

// attendance holds a count of people against those present or summoned.
func (r *reader) attendance(it item, first, last int) {
	p := r.people
	t := r.tokens[it.from]
	if !t.value.value.IsInteger() {
		return
	}
	as := r.roleOf(it, first, last)
	if whole, ok := r.outOf(it, last); ok && it.kind != shares {
		if as.counted && as.here && !as.away && !r.anotherMeeting(first, last, true) {
			r.attendanceShare(t, r.tokens[whole], r.tokens[whole].value.value)
		}
		return
	}
	if !as.counted || r.anotherMeeting(first, last, it.kind == shares) || r.ofSome(as, it, first, last) {
		return
	}
	equal := func(d decimal.Decimal, of *int) bool { return of != nil && d.Equal(decimal.NewFromInt(int64(*of))) }
	n := t.value.value
	switch {
	case it.kind == shares:
		r.attendanceShare(t, t, t.whole.value)
	case as.summoned:
		if p.summoned != nil && !equal(n, p.summoned) && !r.counted(n) {
			r.tellPeople(t, *p.summoned, fault.T("triệu tập", "summoned"), "Attendance.Summoned")
		}
	case as.away:
		if p.summoned != nil && p.present != nil && as.noun && !r.counted(n) && !equal(n.Add(decimal.NewFromInt(int64(*p.present))), p.summoned) && n.LessThan(decimal.NewFromInt(int64(*p.summoned))) && r.hasAll(first, last) {
			r.tellPeople(t, *p.summoned-*p.present, fault.T("vắng mặt", "absent"), "Attendance")
		}
	case p.present != nil && !equal(n, p.present) && !r.counted(n):
		for i := it.from - 1; i >= first && i > it.from-4; i-- {
			if c := phraseTable()[r.tokens[i].text]; c == atLeast || c == atMost || c == about {
				return
			}
		}
		r.tellPeople(t, *p.present, fault.T("có mặt", "present"), "Attendance.Present")
	}
}

// maxOutOf is how many words may stand between a number and what it is counted out of.
const maxOutOf = 8

// outOf finds the number of all that the people of a number are counted out of: the 40 of "38
// đại biểu có mặt trên tổng số 40".
func (r *reader) outOf(it item, last int) (whole int, ok bool) {
	for i := it.from + 1; i < min(last, it.from+maxOutOf) && r.tokens[i].kind == word; i++ {
		if w := r.tokens[i].text; w != "trên" && w != "trong" {
			continue
		}
		for _, of := range outOfWords {
			if k := i + 1 + len(of); r.wordsAt(i+1, last, of) && k < last && r.tokens[k].kind == number {
				return k, true
			}
		}
		return 0, false
	}
	return 0, false
}

var outOfWords = phrasesOf("tổng số", "tổng", "số")

// attendanceShare holds "37/40 đại biểu" against those present and summoned; of says the whole.
func (r *reader) attendanceShare(t, of token, whole decimal.Decimal) {
	part := t.value.value
	p := r.people
	if p.present == nil || p.summoned == nil {
		return
	}
	equal := func(d decimal.Decimal, of int) bool { return d.Equal(decimal.NewFromInt(int64(of))) }
	switch {
	case equal(whole, *p.summoned) && !equal(part, *p.present):
		r.tellPeople(t, *p.present, fault.T("có mặt", "present"), "Attendance.Present")
	case equal(part, *p.present) && !equal(whole, *p.summoned) && !equal(whole, *p.present) && !slices.Contains(p.groups, int(whole.IntPart())):
		r.tellPeople(of, *p.summoned, fault.T("triệu tập", "summoned"), "Attendance.Summoned")
	}
}

// hasAll reports whether a sentence counts those who are there as well as those who are
// not: only then those away are all of them.
func (r *reader) hasAll(first, last int) bool {
	for i := first; i < last; i++ {
		if r.phraseAt(i, last, "có mặt") || r.phraseAt(i, last, "triệu tập") {
			return true
		}
	}
	return false
}

// counted reports whether a number is that of a group or of two of them.
func (r *reader) counted(n decimal.Decimal) bool {
	g := r.people.groups
	if len(g) > 40 {
		return true
	}
	all := 0
	for i := range g {
		all += g[i]
		for j := range g {
			if n.Equal(decimal.NewFromInt(int64(g[i]))) || i != j && n.Equal(decimal.NewFromInt(int64(g[i]+g[j]))) {
				return true
			}
		}
	}
	return n.Equal(decimal.NewFromInt(int64(all)))
}

// anotherMeeting reports whether a sentence may speak of other people than those at the
// meeting of the file. A fraction over all who were summoned needs no mention of it.
func (r *reader) anotherMeeting(first, last int, fraction bool) bool {
	this := fraction
	for i := first; i < last; i++ {
		switch r.tokens[i].text {
		case "huấn", "truyền", "xúc", "lớp", "trước", "tháng", "quý", "diễn", "tọa", "cuộc", "buổi", "nữ", "mời", "trực", "cầu", "điểm":
			if r.tokens[i].text == "cuộc" && r.at(i+1, first, last) == "họp" && (i == first || r.tokens[i-1].kind != number) || r.tokens[i].text == "buổi" && r.at(i+1, first, last) == "họp" {
				continue
			}
			return true
		}
		if !gathers[r.tokens[i].text] {
			continue
		}
		for _, g := range gatherings {
			if !r.phraseAt(i, last, g) {
				continue
			}
			if i > first {
				switch b := r.tokens[i-1]; {
				case b.kind == number, b.text == "các", b.text == "những", b.text == "nhiều", b.text == "mỗi", b.text == "một":
					return true
				}
			}
			if !r.thisMeeting(i+2, first, last) {
				return true // "Hội nghị cán bộ, công chức"
			}
			this = true
		}
	}
	return !this && !r.phraseAt(first, last, "có mặt") && !r.phraseAt(first, last, "số đại biểu") && !r.phraseAt(first, last, "tổng số đại biểu")
}

// thisMeeting reports whether the words after "hội nghị" do not make it another one.
func (r *reader) thisMeeting(i, first, last int) bool {
	if i >= last || r.tokens[i].kind != word {
		return true
	}
	switch w := r.tokens[i].text; w {
	case "có", "triệu", "với", "được", "hôm", "đã", "gồm", "là", "này", "thông", "nhất", "biểu", "tán", "thống":
		return true
	default:
		for j := range len(r.home) - 1 {
			if r.home[j] == w && r.home[j+1] == r.at(i+1, first, last) {
				return true
			}
		}
	}
	return false
}

func (r *reader) tellPeople(t token, count int, what fault.Text, path string) {
	line, _ := r.source.At(r.text.Document, path)
	r.tell(r.text, t.from,
		fault.T("Câu này ghi %s, nhưng mục attendance (dòng %s) có %s người %s.", "The sentence says %s, but attendance (line %s) has %s people %s.", t.text, viet.FormatInt(line), viet.FormatInt(count), what),
		fault.T("Sửa câu hoặc mục attendance cho khớp.", "Correct the sentence or attendance."))
}
