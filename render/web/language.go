package web

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render"
)

// language is the one of ours that an Accept-Language header likes best, Vietnamese where
// it likes none better.
func language(accept string) render.Lang {
	vi, en := 0.0, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		name, q := weighted(part)
		switch short, _, _ := strings.Cut(name, "-"); short {
		case "vi":
			vi = max(vi, q)
		case "en":
			en = max(en, q)
		}
	}
	if en > vi {
		return render.English
	}
	return render.Vietnamese
}

// weighted parts an entry of an Accept header: "text/html;q=0.5".
func weighted(part string) (name string, q float64) {
	name, parameters, _ := strings.Cut(part, ";")
	q = 1
	for p := range strings.SplitSeq(parameters, ";") {
		if value, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
			q, _ = strconv.ParseFloat(value, 64) // what is no number is not wanted
		}
	}
	return strings.ToLower(strings.TrimSpace(name)), q
}

// wantsJSON reports whether an Accept header names JSON, and no document more than it.
func wantsJSON(accept string) bool {
	json, other := 0.0, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		switch name, q := weighted(part); name {
		case "application/json":
			json = max(json, q)
		case typeDOCX, typePDF, typeZip:
			other = max(other, q)
		}
	}
	return json > 0 && json >= other
}

// tag is a language's name in headers.
func tag(l render.Lang) string {
	if l == render.English {
		return "en"
	}
	return "vi"
}
