package merge

import (
	"fmt"
	"path"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// A picture that stands in the template holds the place of another: the tag in its alternative
// text, {{image .image}}, says which. Frame, size, place and crop stay; a picture of another
// shape than the frame is fitted into it whole, as Word's Crop › Fit does, and fills what was
// cropped by the author. Where there is no picture, the placeholder goes too.

// A placeholder is such a picture.
type placeholder struct {
	tag           *tag
	width, height int64  // of the frame
	crop          [4]int // left, top, right, bottom, in thousandths of a percent
}

// noPicture stands for the relationship of a placeholder that goes.
const noPicture = "\ue000none"

// Where a tag of rich content is executed besides the place where it stands.
const (
	asSource = "source" // the relationship of a placeholder's picture
	asCrop   = "crop"   // its a:srcRect
)

// placeholder notes the picture whose alternative text holds a tag of a picture.
func (s *scanner) placeholder(n *xml.Node, attribute string, p *paragraph) {
	if attribute != "descr" || len(p.tags) != 1 || p.tags[0].kind != rich || !inlineFunctions[p.tags[0].word] {
		return
	}
	var pic *xml.Node
	switch n.Name {
	case "pic:cNvPr":
		pic = n.Parent.Parent
	case "wp:docPr":
		for x := n.Parent.First; x != nil; x = x.Next {
			if x.Name == "a:graphic" {
				pic = x.Path("a:graphicData", "pic:pic")
			}
		}
	}
	fill := pic.Child("pic:blipFill")
	blip := fill.Child("a:blip")
	if blip == nil || blip.Get("r:embed") == "" {
		return
	}
	p.tags[0].picture = true
	if s.part.pictures[blip] != nil { // Word writes the text twice: of the drawing and of its picture
		p.tags[0].echo = true
		return
	}
	h := &placeholder{tag: p.tags[0]}
	size := pic.Path("pic:spPr", "a:xfrm", "a:ext")
	h.width, _ = strconv.ParseInt(size.Get("cx"), 10, 64)
	h.height, _ = strconv.ParseInt(size.Get("cy"), 10, 64)
	if r := fill.Child("a:srcRect"); r != nil {
		for i, side := range []string{"l", "t", "r", "b"} {
			h.crop[i], _ = strconv.Atoi(r.Get(side))
		}
	}
	if s.part.pictures == nil {
		s.part.pictures = map[*xml.Node]*placeholder{}
	}
	s.part.pictures[blip] = h
}

// placeholder writes the a:blip of a placeholder, and how its picture is cropped. A drawing in
// SVG that Word has besides goes: it would be shown instead.
func (e *emitter) placeholder(blip *xml.Node, h *placeholder) {
	src := e.part.src
	_, from, to, ok := xml.Attribute(src[blip.Start:blip.InnerStart], "embed", blip.Get("r:embed"))
	if !ok {
		e.children(blip)
		return
	}
	e.copy(blip.Start + from)
	e.twin(h.tag, asSource)
	e.pos = blip.Start + to
	for x := range blip.Child("a:extLst").Children() {
		if x.Child("asvg:svgBlip") != nil || strings.Contains(src[x.Start:x.End], "svgBlip") {
			e.copy(x.Start)
			e.pos = x.End
		}
	}
	e.copy(blip.End)
	e.twin(h.tag, asCrop)
	if r := blip.Parent.Child("a:srcRect"); r != nil {
		e.pos = r.End
	}
}

// twin executes a tag in another place too.
func (e *emitter) twin(t *tag, as string) {
	twin := *t
	twin.as, twin.echo = as, true
	e.items = append(e.items, item{tag: &twin})
}

// placeholderTag checks a tag of a picture in an alternative text.
func (k *checker) placeholderTag(p *parse.PipeNode) bool {
	if !k.tag.picture {
		k.fail("rich-place", fault.T("%s: văn bản thay thế (alt text) này không phải của một hình ảnh, hoặc còn thẻ khác", "%s: this alternative text is not that of a picture, or it has another tag", k.tag.raw),
			fault.T("Chèn một hình giữ chỗ (Insert › Pictures) và chỉ ghi thẻ này vào văn bản thay thế của nó.", "Insert a picture as a placeholder (Insert › Pictures), with this tag alone in its alternative text."))
		return false
	}
	for _, a := range p.Cmds[len(p.Cmds)-1].Args[min(2, len(p.Cmds[len(p.Cmds)-1].Args)):] {
		if text, ok := a.(*parse.StringNode); ok {
			if _, length := parseLength(text.Text); length {
				k.fail("arguments", fault.T("%s: kích thước là của hình giữ chỗ, không ghi trong thẻ", "%s: the size is that of the placeholder, not of the tag", k.tag.raw),
					fault.T("Bỏ “%s” và chỉnh cỡ của hình trong Word.", "Leave out “%s” and set the size of the picture in Word.", text.Text))
				return false
			}
		}
	}
	return true
}

// alt is what a placeholder's picture is called where its alternative text is the tag alone.
func (r *run) alt(index int, v reflect.Value) (string, error) {
	value, ok := settleInterface(v).Interface().(richValue)
	t := r.t.tags[index]
	if !ok || strings.TrimSpace(t.para.texts[0].s) != t.para.texts[0].s[t.start:t.end] {
		return "", nil
	}
	return t.printed(value.name(), &limited{}), nil
}

// name is what a picture is called: its file's name, or what its code says.
func (v richValue) name() string {
	switch {
	case v.code != "":
		return v.image
	case isData(v.image):
		return ""
	}
	return path.Base(v.image)
}

// isData reports whether a picture is its own bytes and no file's name.
func isData(name string) bool { return len(name) > 200 || strings.HasPrefix(name, "data:") }

// source gives the relationship of a placeholder's picture.
func (r *run) source(index int, v reflect.Value) (string, error) {
	value, ok := settleInterface(v).Interface().(richValue)
	if !ok {
		return "", errNotPrintable
	}
	t := r.t.tags[index]
	delete(r.placed, index)
	if value.image == "" {
		return noPicture, nil
	}
	s := &setting{r: r, t: t}
	p, err := s.picture(value)
	if err != nil {
		return "", err
	}
	r.showRich(value)
	r.placed[index] = p
	return r.relate(t.part.name, "image", p.part, false), nil
}

// crop writes the a:srcRect of a placeholder's picture (§20.1.8.55).
func (r *run) crop(index int) string {
	t := r.t.tags[index]
	for blip, h := range t.part.pictures {
		if h.tag.index == index {
			prefix := prefixOf(t.part.src, blip.Start)
			return h.fitted(r.placed[index], prefix)
		}
	}
	return ""
}

func (h *placeholder) fitted(p *picture, prefix string) string {
	c := h.crop
	if p != nil && h.width > 0 && h.height > 0 {
		const whole = 100000
		w := float64(p.width) * float64(whole-c[0]-c[2]) / whole
		hgt := float64(p.height) * float64(whole-c[1]-c[3]) / whole
		frame := float64(h.width) / float64(h.height)
		if w > 0 && hgt > 0 && (w/hgt > 1.01*frame || w/hgt < frame/1.01) {
			wider := w/hgt > frame
			x, y := 0.0, 0.0 // what is taken away of each side; below 0: added
			switch cropped := c != [4]int{}; {
			case wider && cropped:
				x = (w - hgt*frame) / float64(p.width) / 2
			case wider:
				y = (hgt - w/frame) / float64(p.height) / 2
			case cropped:
				y = (hgt - w/frame) / float64(p.height) / 2
			default:
				x = (w - hgt*frame) / float64(p.width) / 2
			}
			c[0], c[2] = c[0]+int(x*whole), c[2]+int(x*whole)
			c[1], c[3] = c[1]+int(y*whole), c[3]+int(y*whole)
		}
	}
	if c == [4]int{} {
		return ""
	}
	return fmt.Sprintf(`<%ssrcRect l="%d" t="%d" r="%d" b="%d"/>`, prefix, c[0], c[1], c[2], c[3])
}
