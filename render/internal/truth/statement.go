package truth

import (
	"slices"
	"sync"
)

// A statement is a kind of sentence whose figures can be held against each other or against
// the file. To add one: a file with its patterns and with what must hold, its name in
// [statements], and its sentences, true and wrong ones, in testdata/NAME.txt.
type statement struct {
	name     string
	patterns []*pattern
	holds    func(*match) // tells what cannot be, of what a pattern found

	// Kinds that no pattern says look for themselves.
	sentence func(*reader, []item)
	whole    func(*reader) // at the whole text
}

// statements are all kinds, those before which tell more of a place first.
func statements() []*statement {
	return []*statement{
		indicatorFigures, fractionShares, countsOfPeople, totalsOfParts,
		amountsInWords, weekdays, comparisons, movements, halves, partsOfWhole, ballots, presence,
		verdictCounts, announcedLists, markdownTables,
	}
}

// An entrance is a pattern of a statement that may begin at a token.
type entrance struct {
	of *statement
	*pattern
}

// A grammar finds the patterns that may begin at a token.
type grammar struct {
	words    map[string][]entrance
	figures  []entrance
	sentence []*statement
	whole    []*statement
}

func newGrammar(all []*statement) *grammar {
	g := &grammar{words: map[string][]entrance{}}
	for _, s := range all {
		for _, p := range s.patterns {
			words, figures := p.begins()
			slices.Sort(words)
			for _, w := range slices.Compact(words) {
				g.words[w] = append(g.words[w], entrance{s, p})
			}
			if figures {
				g.figures = append(g.figures, entrance{s, p})
			}
		}
		if s.sentence != nil {
			g.sentence = append(g.sentence, s)
		}
		if s.whole != nil {
			g.whole = append(g.whole, s)
		}
	}
	return g
}

// known is the grammar of all statements, once one of them is looked for.
var known = sync.OnceValue(func() *grammar { return newGrammar(statements()) })

// said holds what the patterns find between two tokens. Of one statement, what a pattern has
// read is not read by another.
func (r *reader) said(from, to int) {
	g := known()
	m := &match{reader: r, captures: r.captures, first: from, last: to}
	clear(r.readTo)
	for i := from; i < to; i++ {
		list := g.figures
		switch r.tokens[i].kind {
		case number, fraction, date:
		case span:
			continue
		default:
			list = g.words[r.tokens[i].text]
		}
		for _, e := range list {
			if r.readTo[e.of] <= i && m.find(e.pattern, i) {
				r.readTo[e.of] = m.to
				if !slices.ContainsFunc(m.captures, func(c capture) bool { return r.toldOf[r.tokens[c.from].from] }) { // else it is wrong anyway
					e.of.holds(m)
				}
			}
		}
	}
	r.captures = m.captures
}
