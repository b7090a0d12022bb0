package render

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Bounds of a document's name. A file system takes 255 bytes or 255 UTF-16 units with the
// extension, with what tells a second version from the first, and with what a file has in
// its name while it is being written.
const (
	maxNameBytes = 200
	maxNameRunes = 120
)

// FileName is a name that every system takes for a file, without an extension: in NFC as
// Windows and Linux write it (a Mac gives NFD), without the characters that Windows
// refuses, without marks that turn the direction of writing (by one "a fdp.exe" reads
// "a exe.pdf"), without spaces and dots at the end, not one of the devices that MS-DOS had,
// and not too long. A name that is cut keeps its beginning and ends with four digits of its
// digest, so that two long ones stay two. "" and "." give "bienban".
func FileName(name string) string {
	// NFC comes last: what goes may have stood between a letter and its mark.
	name = norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"/\|?*`, r):
			return '-'
		case unicode.IsControl(r), r == unicode.ReplacementChar, unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, "")))
	name = trimName(name)
	base, rest, dotted := strings.Cut(name, ".")
	if isDevice(base) {
		name = base + "_"
		if dotted {
			name += "." + rest
		}
	}
	if name == "" {
		return "bienban"
	}
	return shortenName(name, maxNameRunes, maxNameBytes)
}

func trimName(s string) string { return strings.TrimSpace(strings.TrimRight(s, ". ")) }

// isDevice reports whether Windows takes a file's name, up to its first dot, for a device.
func isDevice(base string) bool {
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	for _, port := range []string{"COM", "LPT"} {
		if number, ok := strings.CutPrefix(base, port); ok && len([]rune(number)) == 1 && strings.Contains("0123456789¹²³", number) {
			return true
		}
	}
	return false
}

// shortenName cuts a name between two letters, where it is too long.
func shortenName(s string, maxRunes, maxBytes int) string {
	if len(s) <= maxBytes && len([]rune(s)) <= maxRunes {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	mark := "~" + hex.EncodeToString(sum[:2])
	return cutLetters(s, maxRunes-len(mark), maxBytes-len(mark)) + mark
}

// cutLetters is the beginning of s within both bounds, with the marks of its last letter.
func cutLetters(s string, maxRunes, maxBytes int) string {
	end, runes := 0, 0
	for i := 0; i < len(s); {
		size := norm.NFC.NextBoundaryInString(s[i:], true)
		n := len([]rune(s[i : i+size]))
		if i+size > maxBytes || runes+n > maxRunes {
			break
		}
		i, runes, end = i+size, runes+n, i+size
	}
	return trimName(s[:end])
}

// Slug is a text as a part of a file's name: small letters without marks, digits, and
// hyphens between the words: "Trần Thị Ánh Đào" is tran-thi-anh-dao. Where nothing of it is
// left it is "".
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case r == 'đ':
			r = 'd'
		case unicode.Is(unicode.Mn, r):
			continue
		}
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteRune(r)
	}
	slug := b.String()
	if len(slug) > maxSlug {
		slug = slug[:maxSlug+1]
		if i := strings.LastIndexByte(slug, '-'); i > maxSlug/2 {
			slug = slug[:i]
		}
		slug = strings.TrimRight(slug[:min(len(slug), maxSlug)], "-")
	}
	return slug
}

const maxSlug = 40

// slugs are the different endings of names of documents that are made for each entry of a
// list: of the entry's name, or of its number from 1 where it has none, and of both where
// two have the same.
func slugs(names []string) []string {
	count := map[string]int{}
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = Slug(n)
		count[list[i]]++
	}
	taken := map[string]bool{}
	for i, s := range list {
		number := strconv.Itoa(i + 1)
		switch {
		case s == "":
			s = number
		case count[s] > 1:
			s += "-" + number
		}
		for taken[s] { // "a-2" may be somebody's name
			s += "-" + number
		}
		taken[s] = true
		list[i] = s
	}
	return list
}

// Stem is the name of a file without folders and extension: what its documents are named
// after. Standard input, "-" or "", gives "bienban".
func Stem(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	stem := strings.TrimSuffix(base, path.Ext(base))
	if stem == "" || stem == "-" || stem == "." || stem == "/" {
		return "bienban"
	}
	return norm.NFC.String(stem)
}

// documentName is the name of a document: of its meeting file, the template, and what else
// tells it from others. Where it would be too long the file's name gives way.
func documentName(stem string, rest ...string) string {
	end := ""
	for _, r := range rest {
		if r != "" {
			end += "-" + r
		}
	}
	end = shortenName(end, maxNameRunes*3/4, maxNameBytes*3/4)
	stem = trimName(norm.NFC.String(strings.ToValidUTF8(stem, "")))
	return FileName(shortenName(stem, maxNameRunes-len([]rune(end)), maxNameBytes-len(end)) + end)
}
