package render

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/meeting"
)

// Of a template's own data nothing is known but how its tags use it: these find it out, so
// that a trial and a file to start from have lists where there are loops, dates where there
// are dates.
var (
	extraPath = lazy.Compile(`\$?\.(?:extra|Extra|them)((?:\.[\pL_][\pL\pN_]*)+)`)
	bareField = lazy.Compile(`(?:^|[\s(])\.([\pL_][\pL\pN_]*)`)
	variable  = lazy.Compile(`(\$[\pL_][\pL\pN_]*)\.([\pL_][\pL\pN_]*)`)
	declared  = lazy.Compile(`^(?:range|with) +(?:\$[\pL_][\pL\pN_]* *, *)?(\$[\pL_][\pL\pN_]*) *:=`)
	lastWord  = lazy.Compile(`([a-zA-Z]+)(?: +"[^"]*"| +\d+)* *$`)
)

// extraKinds are what functions take.
var extraKinds = map[string]meeting.ExtraKind{
	"date": meeting.ExtraDate, "longDate": meeting.ExtraDate, "weekday": meeting.ExtraDate, "clock": meeting.ExtraDate, "dateTime": meeting.ExtraDate,
	"number": meeting.ExtraNumber, "twoDigits": meeting.ExtraNumber, "percent": meeting.ExtraNumber, "words": meeting.ExtraNumber, "money": meeting.ExtraNumber,
	"roman": meeting.ExtraNumber, "letter": meeting.ExtraNumber, "add": meeting.ExtraNumber, "sub": meeting.ExtraNumber,
	"table": meeting.ExtraTable, "chart": meeting.ExtraTable, "join": meeting.ExtraList, "range": meeting.ExtraList, "last": meeting.ExtraList, "len": meeting.ExtraList,
	"image": meeting.ExtraPicture, "barcode": meeting.ExtraCode,
	"mul": meeting.ExtraNumber, "div": meeting.ExtraNumber, "mod": meeting.ExtraNumber, "round": meeting.ExtraNumber, "numberFormat": meeting.ExtraNumber, "min": meeting.ExtraNumber, "max": meeting.ExtraNumber,
	"addDays": meeting.ExtraDate, "days": meeting.ExtraDate, "dateFormat": meeting.ExtraDate,
	"sum": meeting.ExtraList, "avg": meeting.ExtraList, "count": meeting.ExtraList, "sort": meeting.ExtraList, "where": meeting.ExtraList,
	"group": meeting.ExtraList, "distinct": meeting.ExtraList, "first": meeting.ExtraList, "slice": meeting.ExtraList,
}

// ofList are the functions that take a list and the name of a field of its elements, and what
// that field is.
var ofList = map[string]meeting.ExtraKind{
	"sum": meeting.ExtraNumber, "avg": meeting.ExtraNumber, "min": meeting.ExtraNumber, "max": meeting.ExtraNumber, "count": meeting.ExtraText,
	"sort": meeting.ExtraText, "where": meeting.ExtraText, "group": meeting.ExtraText, "distinct": meeting.ExtraText,
}

// fieldOfList is a field's name behind a list, and what it is compared with.
var fieldOfList = lazy.Compile(`^ +"([\pL_][\pL\pN_]*)"(?: +"(?:eq|ne|lt|le|gt|ge)")?(?: +(\d))?`)

// inGroup marks dot as one of the groups that {{range group …}} goes through.
const inGroup = "^"

// extraUses is what the tags of a template tell of its own data, read one after the other.
type extraUses struct {
	found     map[string]meeting.ExtraKind
	dots      []string          // what dot is in each open block: a path of a list, "" the same as outside, "?" something else
	variables map[string]string // the path that each stands for
}

// extras are the paths of a template's own data, "muc[].ten", with the kind of each.
func extras(tags []string) map[string]meeting.ExtraKind {
	u := &extraUses{found: map[string]meeting.ExtraKind{}, variables: map[string]string{}}
	for _, raw := range tags {
		tag := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(raw, "{{"), "}}"))
		tag, column := strings.CutPrefix(tag, "column ") // it opens no block that an end closes
		word, _, _ := strings.Cut(tag, " ")
		if word == "chart" {
			u.chart(tag)
		}
		opened := u.variable(tag, word, u.bare(tag, word, u.paths(tag, word)))
		if m := declared.FindStringSubmatch(tag); m != nil {
			u.variables[m[1]] = strings.TrimPrefix(opened, "?")
		}
		if column {
			continue
		}
		switch strings.ToLower(word) {
		case "if":
			u.dots = append(u.dots, "")
		case "range", "with":
			u.dots = append(u.dots, opened)
		case "end":
			u.dots = u.dots[:max(0, len(u.dots)-1)]
		}
	}
	return u.found
}

// dot is what dot is here.
func (u *extraUses) dot() string {
	for i := len(u.dots) - 1; i >= 0; i-- {
		if u.dots[i] != "" {
			return u.dots[i]
		}
	}
	return "?"
}

func (u *extraUses) note(path string, kind meeting.ExtraKind) {
	if old, ok := u.found[path]; !ok || old == meeting.ExtraText {
		u.found[path] = kind
	}
}

// use notes what a tag says of the value that stands at offsets of it, and gives what range
// makes dot of it.
func (u *extraUses) use(tag, path string, at, end int) (element string) {
	kind, function := meeting.ExtraText, ""
	if m := lastWord.FindStringSubmatch(tag[:at]); m != nil {
		function = m[1]
		kind = extraKinds[function]
	}
	element = path + "[]"
	if of, ok := ofList[function]; ok {
		if m := fieldOfList.FindStringSubmatch(tag[end:]); m != nil {
			if m[2] != "" {
				of = meeting.ExtraNumber
			}
			kind = meeting.ExtraList
			u.note(element+"."+m[1], of)
		}
		if function == "group" {
			element += inGroup
		}
	}
	u.note(path, kind)
	return element
}

// chart notes the fields that the chart of a list names.
func (u *extraUses) chart(tag string) {
	fields := chartFields(tag)
	if len(fields) < 2 {
		return
	}
	for _, m := range extraPath.FindAllStringSubmatch(tag, 1) {
		path := m[1][1:]
		u.note(path, meeting.ExtraList)
		u.note(path+"[]."+fields[0], meeting.ExtraText)
		for _, field := range fields[1:] {
			u.note(path+"[]."+field, meeting.ExtraNumber)
		}
	}
}

// paths notes what a tag names from .extra on. Of it and of the two functions below the result is
// what dot becomes if the tag opens a block.
func (u *extraUses) paths(tag, word string) (opened string) {
	opened = "?"
	for _, m := range extraPath.FindAllStringSubmatchIndex(tag, -1) {
		path := tag[m[2]+1 : m[3]]
		element := u.use(tag, path, m[0], m[1])
		if word != "range" {
			opened = path
		} else if opened == "?" {
			u.note(path, meeting.ExtraList)
			opened = element
		}
	}
	return opened
}

// bare notes the fields of dot that a tag names.
func (u *extraUses) bare(tag, word, opened string) string {
	d := u.dot()
	if d == "?" {
		return opened
	}
	for _, m := range bareField.FindAllStringSubmatchIndex(tag, -1) {
		name := tag[m[2]:m[3]]
		if name == "extra" || name == "Extra" || name == "them" {
			continue
		}
		if list, ok := strings.CutSuffix(d, "[]"+inGroup); ok { // .items and .key
			if word == "range" {
				opened = list + "[]"
			}
			continue
		}
		path := d + "." + name
		element := u.use(tag, path, m[2]-1, m[3])
		if word == "range" {
			u.note(path, meeting.ExtraList)
			opened = element
		} else if word == "with" {
			opened = path
		}
	}
	return opened
}

// variable notes the fields of variables that a tag names.
func (u *extraUses) variable(tag, word, opened string) string {
	for _, m := range variable.FindAllStringSubmatchIndex(tag, -1) {
		d := u.variables[tag[m[2]:m[3]]]
		if d == "" {
			continue
		}
		path := d + "." + tag[m[4]:m[5]]
		element := u.use(tag, path, m[0], m[1])
		if word == "range" {
			u.note(path, meeting.ExtraList)
			opened = element
		}
	}
	return opened
}

var (
	quotedText = lazy.Compile(`"([^"]*)"`)
	tableName  = lazy.Compile(`^\{\{\s*(?:table|chart)\s+"([^"]*)"`)
)

// chartFields are the fields of a list that the tag of a chart names.
func chartFields(tag string) (fields []string) {
	for _, m := range quotedText.FindAllStringSubmatch(tag, -1) {
		_, field, named := strings.Cut(m[1], "=")
		if !named {
			field = m[1]
		}
		if field = strings.TrimPrefix(strings.TrimSpace(field), "."); merge.ChartColumn(m[1]) && field != "" {
			fields = append(fields, field)
		}
	}
	return fields
}

// namedTables are the ids of the indicator tables that tags name, each once: some of them, as a
// made-up meeting is short.
func namedTables(tags []string) (ids []string) {
	straight := strings.NewReplacer("“", `"`, "”", `"`, "„", `"`)
	for _, tag := range tags {
		if m := tableName.FindStringSubmatch(straight.Replace(tag)); m != nil && m[1] != "" && !slices.Contains(ids, m[1]) && len(ids) < 20 {
			ids = append(ids, m[1])
		}
	}
	return ids
}

// madeUpPictures are the pictures of a trial: whatever its name, a grey one.
type madeUpPictures struct{}

// Open gives the picture.
func (madeUpPictures) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	picture := image.NewGray(image.Rect(0, 0, 240, 120))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(color.Gray{Y: 0xdd}), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return nil, err
	}
	return madeUpFile{bytes.NewReader(b.Bytes()), name}, nil
}

// A madeUpFile is an open picture of a trial, and what is known of it.
type madeUpFile struct {
	*bytes.Reader
	name string
}

func (f madeUpFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f madeUpFile) Close() error               { return nil }
func (f madeUpFile) Name() string               { return f.name }
func (f madeUpFile) Mode() fs.FileMode          { return 0o444 }
func (f madeUpFile) ModTime() time.Time         { return time.Time{} }
func (f madeUpFile) IsDir() bool                { return false }
func (f madeUpFile) Sys() any                   { return nil }
