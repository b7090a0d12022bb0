package equation

import (
	"slices"
	"unicode"

	"github.com/bienban/bienban/render/internal/wml"
)

// A class says how much room is left at both sides of something (The TeXbook, chapter 17).
type class int

const (
	ord class = iota
	op
	bin
	rel
	opening
	closing
	punct
	inner
	blank // a space that was typed
)

// spacing is thin (1), medium (2) or thick (3) between two classes; a negative one is left out
// in scripts.
var spacing = [8][8]int{
	ord:     {0, 1, -2, -3, 0, 0, 0, -1},
	op:      {1, 1, 0, -3, 0, 0, 0, -1},
	bin:     {-2, -2, 0, 0, -2, 0, 0, -2},
	rel:     {-3, -3, 0, 0, -3, 0, 0, -3},
	opening: {0, 0, 0, 0, 0, 0, 0, 0},
	closing: {0, 1, -2, -3, 0, 0, 0, -1},
	punct:   {-1, -1, 0, -1, -1, -1, -1, -1},
	inner:   {-1, 1, -2, -3, -1, 0, -1, -1},
}

// between is the room between two neighbours.
func between(a, b class, st style, em wml.EMU) wml.EMU {
	if a == blank || b == blank {
		return 0
	}
	n := spacing[a][b]
	if n < 0 {
		if st.level >= script {
			return 0
		}
		n = -n
	}
	return [4]wml.EMU{0, 3, 4, 5}[n] * em / 18
}

// beside is the room behind atom i, where it or the next one is a space that was typed: half of the room between what
// stands around the spaces is before them and half behind. An operator has all of its own before them (Word LTSC and 2019,
// measured: 1.8 and 1.8 around a space before =, 3.61 and 0 behind, at 13 pt).
func beside(atoms []atom, i int, st style) wml.EMU {
	from, to := i, i+1
	for from >= 0 && !atoms[from].end && atoms[from].right == blank {
		from--
	}
	for to < len(atoms) && !atoms[to].end && atoms[to].left == blank {
		to++
	}
	if from < 0 || atoms[from].end || to-from == 1 {
		return 0
	}
	before, after := atoms[from].right, ord
	if to < len(atoms) && !atoms[to].end {
		after = atoms[to].left
	}
	if before == punct {
		return 0
	}
	first, last, operator := i == from, i+1 == to, before == bin || before == rel
	switch {
	case first && operator:
		return between(before, ord, st, atoms[from].size)
	case (first || last) && !operator:
		return between(before, after, st, atoms[from].size) / 2
	}
	return 0
}

// classOf is the class of a character.
func classOf(r rune) class {
	switch r {
	case '+', '−', '-', '±', '∓', '×', '÷', '∗', '*', '⋅', '∘', '∙', '·', '⊕', '⊖', '⊗', '⊘', '⊙', '∧', '∨', '∩', '∪', '∖', '⋆', '†', '‡', '∔', '⊎', '⊓', '⊔', '≀', '⋄', '△', '▽', '⨯', '•', '∸', '⊞', '⊟', '⊠', '⊡':
		return bin
	case '=', '<', '>', '∶', '≔', '≕', '∷', '≤', '≥', '≠', '≈', '≡', '∼', '∝', '∈', '∉', '∋', '∌', '⊂', '⊃', '⊆', '⊇', '∣', '∥', '⊥', '⊢', '⊨', '≪', '≫', '≲', '≳', '≜', '≝', '≅', '≃':
		return rel
	case '(', '[', '{', '⟨', '⌈', '⌊', '⟦', '⟪':
		return opening
	case ')', ']', '}', '⟩', '⌉', '⌋', '⟧', '⟫', '!':
		return closing
	case ',', ';', '.', ':':
		return punct
	case ' ', '\u00a0', '\u202f', '\u205f':
		return blank
	case '∑', '∏', '∐', '∫', '∬', '∭', '∮', '∯', '∰', '⋂', '⋃', '⋀', '⋁', '⨀', '⨁', '⨂':
		return op
	case '…', '⋯', '⋮', '⋱':
		return inner
	case '∞', '∂', '∇', '∀', '∃', '∅', '∆', '∁', '∄', '√', '∎', '∟', '∠', '∡', '∢', '∴', '∵', '□':
		return ord
	}
	switch {
	case r >= 0x2000 && r <= 0x200a:
		return blank
	case r >= 0x2190 && r <= 0x21FF, r >= 0x27F0 && r <= 0x27FF, r >= 0x2900 && r <= 0x297F: // arrows
		return rel
	case r >= 0x2234 && r <= 0x228B, r >= 0x22A2 && r <= 0x22B8, r >= 0x22C8 && r <= 0x22ED, r >= 0x2A66 && r <= 0x2AF0:
		return rel
	case r >= 0x2A1D && r <= 0x2A65:
		return bin
	}
	return ord
}

// resolve makes operators that have nothing to join into signs, and commas in numbers into parts
// of them.
func resolve(atoms []atom) {
	digit := func(i int) bool {
		return i >= 0 && i < len(atoms) && atoms[i].char && unicode.IsDigit(atoms[i].r)
	}
	before := func(i int) class { // what stands before, spaces passed over
		for i--; i >= 0; i-- {
			if atoms[i].end {
				return opening
			}
			if atoms[i].right != blank {
				return atoms[i].right
			}
		}
		return opening
	}
	for i := range atoms {
		a := &atoms[i]
		switch {
		case a.left == punct && a.char && a.r != ';' && digit(i-1) && digit(i+1):
			a.left, a.right = ord, ord
		case a.left == bin:
			switch before(i) {
			case op, bin, rel, opening, punct:
				a.left, a.right = ord, ord
			}
		case a.left == rel || a.left == closing || a.left == punct:
			for j := i - 1; j >= 0; j-- { // a + that is followed by nothing to join
				if atoms[j].right != blank {
					if atoms[j].right == bin && atoms[j].left == bin {
						atoms[j].left, atoms[j].right = ord, ord
					}
					break
				}
			}
		}
	}
	if n := len(atoms); n > 0 && atoms[n-1].left == bin {
		atoms[n-1].left, atoms[n-1].right = ord, ord
	}
}

// commas makes of spaces behind a comma what Word makes of them: one is the room that a comma has, two are
// two em, more are themselves (Word LTSC and 2019, measured).
func commas(atoms []atom) []atom {
	for i := 0; i < len(atoms); i++ {
		if a := &atoms[i]; !a.char || a.r != ',' || a.left != punct {
			continue
		}
		n := 0
		for i+1+n < len(atoms) && atoms[i+1+n].char && atoms[i+1+n].r == ' ' {
			n++
		}
		if n == 2 {
			atoms[i+1].box = &Box{Width: 2 * atoms[i+1].size}
		}
		if n == 1 || n == 2 {
			atoms = slices.Delete(atoms, i+n, i+n+1)
		}
	}
	return atoms
}
