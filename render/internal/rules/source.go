package rules

import (
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/meeting"
)

// A Source is who asks for a rule, and while it is in force.
type Source struct {
	Text   fault.Text
	Regime meeting.Regime // that it binds; "": each that its rule holds for
	From   meeting.Date   // first day in force; zero: no such day is known, or it is habit
	Until  meeting.Date   // first day no longer in force; zero: it still is
}

// holds reports whether a source is in force on a day; nil, an unknown day, is today.
func (s Source) holds(day *meeting.Date) bool {
	if day == nil {
		return s.Until.IsZero()
	}
	return day.Compare(s.From) >= 0 && (s.Until.IsZero() || day.Compare(s.Until) < 0)
}

// binding are the sources of a rule that ask for it of a regime on a day. A rule that holds
// for a regime which none of its sources names has all of them.
func (r *Rule) binding(regime meeting.Regime, day *meeting.Date) []Source {
	if r.Regimes != nil && !slices.Contains(r.Regimes, regime) {
		return nil
	}
	var own, all []Source
	named := false
	for _, s := range r.Sources {
		mine := s.Regime == "" || s.Regime == regime
		named = named || mine
		if !s.holds(day) {
			continue
		}
		all = append(all, s)
		if mine {
			own = append(own, s)
		}
	}
	if named {
		return own
	}
	return all
}

// cite names sources in one text.
func cite(sources []Source) fault.Text {
	var vi, en []string
	for _, s := range sources {
		vi, en = append(vi, s.Text.Vi), append(en, s.Text.En)
	}
	return fault.Text{Vi: strings.Join(vi, "; "), En: strings.Join(en, "; ")}
}

// Citation names all sources of a rule.
func (r *Rule) Citation() fault.Text { return cite(r.Sources) }

func date(day, month, year int) meeting.Date { return meeting.Date{Year: year, Month: month, Day: day} }

// The laws, each with the day from which it holds. Of those "from a summary" the full text
// was not read.

// decree30 is a part of the form of state papers.
func decree30(vi, en string) Source {
	return Source{Text: fault.T("NĐ 30/2020/NĐ-CP, "+vi, "Decree 30/2020/NĐ-CP, "+en), Regime: meeting.State, From: date(5, 3, 2020)}
}

// guidance is the form of Party papers: what is asked here stood in HD 36, and stands in HD
// 05 since.
func guidance(item string) []Source {
	if item != "" {
		item = ", " + item
	}
	return []Source{
		{Text: fault.T("HD 05-HD/VPTW"+item+" (theo bản tóm tắt)", "HD 05-HD/VPTW"+item+" (from a summary)"), Regime: meeting.Party, From: date(27, 5, 2026)},
		{Text: fault.T("HD 36-HD/VPTW (theo bản tóm tắt)", "HD 36-HD/VPTW (from a summary)"), Regime: meeting.Party, From: date(3, 4, 2018), Until: date(27, 5, 2026)},
	}
}

// both are the forms of state and of Party papers: a part of the decree, and an item of the
// guidance, "" for the whole.
func both(vi, en, item string) []Source {
	return append([]Source{decree30(vi, en)}, guidance(item)...)
}

// enterprises is the law that company minutes follow.
func enterprises(vi, en string) Source {
	return Source{Text: fault.T("Luật Doanh nghiệp 2020, "+vi, "Law on Enterprises 2020, "+en), From: date(1, 1, 2021)}
}

// decision45 is how state offices hold meetings.
func decision45() Source {
	return Source{Text: fault.T("QĐ 45/2018/QĐ-TTg (theo bản tóm tắt)", "Decision 45/2018/QĐ-TTg (from a summary)"), Regime: meeting.State, From: date(25, 12, 2018)}
}

// units is how figures and their units are written.
func units() Source {
	return Source{Text: fault.T("NĐ 86/2012/NĐ-CP (theo bản tóm tắt)", "Decree 86/2012/NĐ-CP (from a summary)"), From: date(15, 12, 2012)}
}

// accounting is how numbers are written in accounts.
func accounting() Source {
	return Source{Text: fault.T("Luật Kế toán 2015, Điều 11 (theo bản tóm tắt)", "Accounting Law 2015, Article 11 (from a summary)"), From: date(1, 1, 2017)}
}

// habit is what no rule asks for.
func habit(vi, en string) Source { return Source{Text: fault.T(vi, en)} }
