// Package templates holds the built-in templates: Word documents that open, and are
// edited, in Word. The .docx is the source; there is nothing behind it.
package templates

import (
	"embed"
	"io/fs"
	"slices"
)

//go:embed *.docx
var files embed.FS

// about is what each template makes, by its name. A test holds it against the files.
var about = []struct{ name, vi, en string }{
	{
		"bien-ban",
		"Biên bản cuộc họp, hội nghị theo Mẫu 1.9, Nghị định 30/2020/NĐ-CP",
		"Minutes of a meeting, form 1.9 of Decree 30/2020/NĐ-CP",
	},
	{
		"tom-tat",
		"Bản tin tóm tắt cuộc họp, hội nghị kèm biểu chỉ tiêu",
		"Briefing on a meeting, with its indicator tables",
	},
}

// Names are the names of the templates, sorted: "bien-ban", without the extension.
func Names() []string {
	names := make([]string, len(about))
	for i, t := range about {
		names[i] = t.name
	}
	return names
}

// Open gives the bytes of the template of that name, which are the caller's own. The
// error for any name that is not one of [Names] is [fs.ErrNotExist].
func Open(name string) ([]byte, error) {
	if !slices.Contains(Names(), name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return files.ReadFile(name + ".docx")
}

// Description says in Vietnamese and English what a template makes; both are "" for a
// name that is not one of [Names].
func Description(name string) (vi, en string) {
	for _, t := range about {
		if t.name == name {
			return t.vi, t.en
		}
	}
	return "", ""
}
