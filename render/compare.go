package render

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"
)

// The comparisons of text/template refuse pointers, and optional values are pointers
// here: {{if eq .Votes.Against 0}} would fail. Ours look behind them. What is absent
// equals nothing but another absence, and is neither less nor greater.

// comparisons are the functions that replace text/template's.
func comparisons() map[string]any {
	ordered := func(accept func(int) bool) func(a, b any) (bool, error) {
		return func(a, b any) (bool, error) {
			if !present(a).IsValid() || !present(b).IsValid() {
				return false, nil
			}
			c, err := compare(a, b)
			return err == nil && accept(c), err
		}
	}
	return map[string]any{
		"eq": equal,
		"ne": func(a, b any) (bool, error) {
			same, err := equal(a, b)
			return !same, err
		},
		"lt": ordered(func(c int) bool { return c < 0 }),
		"le": ordered(func(c int) bool { return c <= 0 }),
		"gt": ordered(func(c int) bool { return c > 0 }),
		"ge": ordered(func(c int) bool { return c >= 0 }),
	}
}

// equal reports whether a equals one of the others.
func equal(a any, others ...any) (bool, error) {
	if len(others) == 0 {
		return false, fmt.Errorf("eq takes two values at least")
	}
	for _, b := range others {
		x, y := present(a), present(b)
		if !x.IsValid() || !y.IsValid() {
			if x.IsValid() == y.IsValid() {
				return true, nil
			}
			continue
		}
		if x.Kind() == reflect.Bool && y.Kind() == reflect.Bool {
			if x.Bool() == y.Bool() {
				return true, nil
			}
			continue
		}
		c, err := compare(a, b)
		if err != nil {
			return false, err
		}
		if c == 0 {
			return true, nil
		}
	}
	return false, nil
}

// compare puts two texts, two numbers or two days in order.
func compare(a, b any) (int, error) {
	x, y := present(a), present(b)
	if x.Kind() == reflect.String && y.Kind() == reflect.String {
		return strings.Compare(x.String(), y.String()), nil
	}
	if m, ok := exact(a); ok {
		if n, ok := exact(b); ok {
			return m.Cmp(n), nil
		}
	}
	d, isDay, errD := day(a)
	e, alsoDay, errE := day(b)
	if isDay && alsoDay && errD == nil && errE == nil {
		return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day)), nil
	}
	return 0, fmt.Errorf("cannot compare %q with %q", textOf(a), textOf(b))
}
