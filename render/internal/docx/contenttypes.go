package docx

import (
	"path"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// contentTypes is [Content_Types].xml (ECMA-376 Part 2 §6.2.3).
type contentTypes struct {
	defaults  []typeOf // by folded extension, without its dot
	overrides []typeOf // by part name, as written
	byName    map[string]int
}

type typeOf struct{ key, contentType string }

func parseContentTypes(data []byte, depth limit.XML) (contentTypes, error) {
	t := contentTypes{byName: map[string]int{}}
	text, err := xml.UTF8(data)
	if err != nil {
		return t, err
	}
	root, err := xml.Parse(text, depth)
	if err != nil {
		return t, err
	}
	for n := range root.Children() {
		switch n.Name {
		case "ct:Default":
			t.defaults = append(t.defaults, typeOf{fold(n.Get("Extension")), n.Get("ContentType")})
		case "ct:Override":
			t.override(n.Get("PartName"), n.Get("ContentType"))
		}
	}
	return t, nil
}

func (t *contentTypes) override(name, contentType string) {
	name = strings.TrimPrefix(name, "/")
	if i, ok := t.byName[fold(name)]; ok {
		t.overrides[i].contentType = contentType
		return
	}
	t.byName[fold(name)] = len(t.overrides)
	t.overrides = append(t.overrides, typeOf{name, contentType})
}

func extension(name string) string {
	return strings.TrimPrefix(path.Ext(fold(name)), ".")
}

// of is the content type of a part, or "".
func (t *contentTypes) of(name string) string {
	if i, ok := t.byName[fold(name)]; ok {
		return t.overrides[i].contentType
	}
	ext := extension(name)
	for _, d := range t.defaults {
		if d.key == ext {
			return d.contentType
		}
	}
	return ""
}

// set gives a part its type. Pictures share a default by extension, as Word writes them.
func (t *contentTypes) set(name, contentType string) {
	ext := extension(name)
	isExt := func(d typeOf) bool { return d.key == ext }
	if ext != "" && strings.HasPrefix(contentType, "image/") && !slices.ContainsFunc(t.defaults, isExt) {
		t.defaults = append(t.defaults, typeOf{ext, contentType})
		return
	}
	t.override(name, contentType)
}

func (t *contentTypes) remove(name string) bool {
	at, ok := t.byName[fold(name)]
	if !ok {
		return false
	}
	t.overrides = slices.Delete(t.overrides, at, at+1)
	delete(t.byName, fold(name))
	for i, o := range t.overrides[at:] {
		t.byName[fold(o.key)] = at + i
	}
	return true
}

func (t *contentTypes) clone() contentTypes {
	c := contentTypes{slices.Clone(t.defaults), slices.Clone(t.overrides), make(map[string]int, len(t.byName))}
	for k, v := range t.byName {
		c.byName[k] = v
	}
	return c
}

func (t *contentTypes) write() []byte {
	var b strings.Builder
	b.Grow(200 + 160*(len(t.defaults)+len(t.overrides)))
	b.WriteString(header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`)
	for _, d := range t.defaults {
		b.WriteString(`<Default Extension="` + xml.Escape(d.key) + `" ContentType="` + xml.Escape(d.contentType) + `"/>`)
	}
	for _, o := range t.overrides {
		b.WriteString(`<Override PartName="/` + xml.Escape(o.key) + `" ContentType="` + xml.Escape(o.contentType) + `"/>`)
	}
	b.WriteString("</Types>")
	return []byte(b.String())
}
