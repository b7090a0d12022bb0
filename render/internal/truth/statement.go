package truth

import (
	"slices"
	"strings"
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
	marks    []string      // words one of which a sentence needs to be looked at; nil: none
	whole    func(*reader) // at the whole text
}

// maxStatements is more than there are.
const maxStatements = 32

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
	needs uint64
	index int // of the statement
}

// A lexeme is a word that patterns know.
type lexeme struct {
	needs     uint64     // that it fulfils
	entrances []entrance // that begin with it
}

// A grammar finds the patterns that may begin at a token. What a pattern needs to stand in the
// sentence is a bit: most sentences have what few patterns need.
type grammar struct {
	words    map[string]*lexeme
	figures  []entrance
	sentence []entrance // statements that look for themselves
	whole    []*statement
	bits     map[string]uint64 // of sets of words
}

func newGrammar(all []*statement) *grammar {
	g := &grammar{words: map[string]*lexeme{}, bits: map[string]uint64{}}
	for i, s := range all {
		for _, p := range s.patterns {
			e := entrance{s, p, g.needed(p.needs()), i}
			words, figures := p.begins()
			slices.Sort(words)
			for _, w := range slices.Compact(words) {
				l := g.lexeme(w)
				l.entrances = append(l.entrances, e)
			}
			if figures {
				g.figures = append(g.figures, e)
			}
		}
		if s.sentence != nil {
			e := entrance{of: s}
			if s.marks != nil {
				e.needs = g.needed([][]string{s.marks})
			}
			g.sentence = append(g.sentence, e)
		}
		if s.whole != nil {
			g.whole = append(g.whole, s)
		}
	}
	return g
}

func (g *grammar) lexeme(word string) *lexeme {
	if g.words[word] == nil {
		g.words[word] = &lexeme{}
	}
	return g.words[word]
}

// common are words and signs that stand in most sentences: needing them tells little.
var common = map[string]bool{",": true, "(": true, ")": true, ":": true, ";": true, "và": true, "là": true, "có": true, "đạt": true}

// needed are the bits of sets of words.
func (g *grammar) needed(sets [][]string) (needs uint64) {
	for _, set := range sets {
		if slices.ContainsFunc(set, func(w string) bool { return common[w] }) {
			continue
		}
		slices.Sort(set)
		set = slices.Compact(set)
		key := strings.Join(set, "|")
		bit, ok := g.bits[key]
		if !ok && len(g.bits) == 64 {
			continue // it is looked for without
		}
		if !ok {
			bit = 1 << len(g.bits)
			g.bits[key] = bit
			for _, w := range set {
				g.lexeme(w).needs |= bit
			}
		}
		needs |= bit
	}
	return needs
}

// known is the grammar of all statements, once one of them is looked for.
var known = sync.OnceValue(func() *grammar { return newGrammar(statements()) })

// A spot is a token that patterns may begin at.
type spot struct {
	at        int
	entrances []entrance
}

// spots gathers where patterns may begin between two tokens, what of what they need stands
// there, and whether there are numbers at all.
func (r *reader) spots(from, to int) (has uint64, numbers bool) {
	g := known()
	r.scratch.spots = r.scratch.spots[:0]
	for i := from; i < to; i++ {
		switch r.tokens[i].kind {
		case number, fraction, date:
			numbers = true
			r.scratch.spots = append(r.scratch.spots, spot{i, g.figures})
		case span:
		default:
			var l *lexeme
			if t := &r.tokens[i]; t.spelling != nil {
				l = t.lex
			} else {
				l = g.words[t.text]
			}
			if l != nil {
				has |= l.needs
				if l.entrances != nil {
					r.scratch.spots = append(r.scratch.spots, spot{i, l.entrances})
				}
			}
		}
	}
	return has, numbers
}

// said holds what the patterns find at the spots of a sentence. Of one statement, what a
// pattern has read is not read by another.
func (r *reader) said(from, to int, has uint64) {
	m := &r.scratch.match
	m.reader, m.first, m.last, m.knownTo = r, from, to, min(to, from+maxSentence)
	m.known = m.known[:0]
	readTo := &r.scratch.readTo
	*readTo = [maxStatements]int{}
	for _, s := range r.scratch.spots {
		for _, e := range s.entrances {
			if e.needs&^has != 0 || readTo[e.index] > s.at || !m.find(e.pattern, s.at) {
				continue
			}
			readTo[e.index] = m.to
			if !slices.ContainsFunc(m.captures, func(c capture) bool { return r.toldOf[r.tokens[c.from].from] }) { // else it is wrong anyway
				e.of.holds(m)
			}
		}
	}
}

// scratch is room for what is found in a sentence, to be used again.
type scratch struct {
	match  match
	items  []item
	spots  []spot
	readTo [maxStatements]int // token up to which a pattern of each statement has read
}
