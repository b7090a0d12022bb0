package merge

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	_ "image/gif"  // the formats that Word
	_ "image/jpeg" // and the PDF
	_ "image/png"  // both hold
	"path"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// A picture is what {{image}} asked for, once for each name.
type picture struct {
	part          string
	width, height int64 // natural size in EMU
}

const emuPerInch = 914400

// image writes a paragraph with a picture: in its natural size, at most as wide as the text,
// or as wide as the tag says ("40mm").
func (s *setting) image(v richValue) (string, error) {
	width := v.width
	p, err := s.picture(v)
	if err != nil {
		return "", err
	}
	w, h := p.width, p.height
	most := int64(s.width) * 635
	if width != "" {
		asked, ok := parseLength(width)
		if !ok {
			return "", s.failed("image-width", fault.T("chiều rộng “%s” của hình không đúng", "the width “%s” of the picture is not right", width),
				fault.T("Viết số và đơn vị: \"40mm\", \"5cm\", \"2in\" hoặc \"100pt\".", `Write a number and a unit: "40mm", "5cm", "2in" or "100pt".`))
		}
		w, h = asked, max(1, asked*h/w)
	}
	if w > most {
		w, h = most, max(1, most*h/w)
	}
	id := s.r.relate(s.t.part.name, "image", p.part, false)
	ns := "http://schemas.openxmlformats.org/drawingml/2006/"
	rel := "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	if s.r.t.wordNamespace() == strictW {
		ns, rel = "http://purl.oclc.org/ooxml/drawingml/", "http://purl.oclc.org/ooxml/officeDocument/relationships"
	}
	title := xml.Escape(clean(v.name()))
	var b strings.Builder
	b.WriteString("<w:r>")
	if s.t.inline() && len(s.runProps) > 0 {
		b.WriteString("<w:rPr>")
		for _, p := range s.runProps {
			b.WriteString(p.xml)
		}
		b.WriteString("</w:rPr>")
	}
	fmt.Fprintf(&b, `<w:drawing><wp:inline xmlns:wp="%swordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/>`, ns, w, h)
	fmt.Fprintf(&b, `<wp:docPr id="0" name="%s" descr="%s"/><wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="%smain" noChangeAspect="1"/></wp:cNvGraphicFramePr>`, title, title, ns)
	fmt.Fprintf(&b, `<a:graphic xmlns:a="%smain"><a:graphicData uri="%spicture"><pic:pic xmlns:pic="%spicture"><pic:nvPicPr><pic:cNvPr id="0" name="%s"/><pic:cNvPicPr/></pic:nvPicPr>`, ns, ns, ns, title)
	fmt.Fprintf(&b, `<pic:blipFill><a:blip xmlns:r="%s" r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`, rel, id)
	fmt.Fprintf(&b, `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`, w, h)
	if s.t.inline() {
		return b.String(), nil
	}
	return s.paragraph(loose(s.props), b.String()), nil
}

// loose are the properties of a paragraph for something drawn: an exact line height would cut it
// off (ECMA-376 Part 1 §17.3.1.33).
func loose(props []property) []property {
	for _, q := range props {
		if q.name == "w:spacing" && strings.Contains(q.xml, `"exact"`) {
			props = set(props, paragraphOrder, "w:spacing", strings.Replace(q.xml, `"exact"`, `"atLeast"`, 1))
		}
	}
	return props
}

// parseLength reads a length with its unit, in EMU.
func parseLength(s string) (int64, bool) {
	s = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), ",", ".")
	for _, u := range []struct {
		name string
		emu  float64
	}{{"mm", 36000}, {"cm", 360000}, {"in", emuPerInch}, {"pt", 12700}, {"px", emuPerInch / 96}} {
		if n, ok := strings.CutSuffix(s, u.name); ok {
			v, err := strconv.ParseFloat(strings.TrimSpace(n), 64)
			if err != nil || !(v > 0 && v < 10000) {
				return 0, false
			}
			return int64(v * u.emu), true
		}
	}
	return 0, false
}

// picture reads a picture, checks it and adds it to the package.
func (s *setting) picture(v richValue) (*picture, error) {
	r, name := s.r, v.image
	key := v.code + "\x00" + name
	if p, ok := r.pictures[key]; ok {
		return p, nil
	}
	if v.code != "" {
		data, width, height, err := encode(v.code, name)
		if err != nil {
			return nil, s.codeFault(v.code, name)
		}
		return r.addPicture(key, "png", data, width, height), nil
	}
	if r.env.Image == nil {
		return nil, s.failed("missing-image", fault.T("không lấy được hình “%s”: ở đây không có nơi chứa hình", "picture “%s” cannot be had: there is no place to get pictures from", name), fault.Text{})
	}
	data, err := r.env.Image(name)
	if err != nil {
		if list, ok := err.(fault.List); ok && len(list) > 0 {
			return nil, list
		}
		return nil, s.failed("missing-image", fault.T("không đọc được hình “%s”: %v", "picture “%s” cannot be read: %v", name, err),
			fault.T("Kiểm tra tên tệp hình và đặt hình cạnh tệp dữ liệu.", "Check the picture's file name and put it beside the data file."))
	}
	limits := r.t.config.Limits
	if int64(len(data)) > limits.ImageBytes {
		return nil, fault.List{limit.Exceeded(fault.T("Hình “%s”", "picture “%s”", name), fmt.Sprintf("%d MB", limits.ImageBytes>>20))}
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return nil, s.failed("bad-image", fault.T("hình “%s” không phải là PNG, JPEG hay GIF, hoặc bị hỏng", "picture “%s” is no PNG, JPEG or GIF, or it is damaged", name),
			fault.T("Lưu lại hình dưới dạng PNG hoặc JPEG.", "Save the picture as PNG or JPEG."))
	}
	if int64(c.Width)*int64(c.Height) > limits.ImagePixels {
		return nil, fault.List{limit.Exceeded(fault.T("Số điểm ảnh của hình “%s”", "the number of pixels of picture “%s”", name), strconv.FormatInt(limits.ImagePixels, 10))}
	}
	x, y := resolution(data, format)
	return r.addPicture(key, format, data, max(1, int64(c.Width)*emuPerInch/int64(x)), max(1, int64(c.Height)*emuPerInch/int64(y))), nil
}

// addPicture adds a picture to the package.
func (r *run) addPicture(key, format string, data []byte, width, height int64) *picture {
	p := &picture{width: width, height: height}
	for i := len(r.pictures) + 1; ; i++ {
		p.part = path.Join(path.Dir(r.t.pkg.Main()), fmt.Sprintf("media/bienban%d.%s", i, format))
		if _, taken := r.t.pkg.Part(p.part); !taken {
			break
		}
	}
	r.change.Parts[p.part] = data
	r.change.ContentTypes[p.part] = "image/" + format
	r.pictures[key] = p
	return p
}

// resolution is a picture's own, in dots per inch; 96 if it does not say.
func resolution(data []byte, format string) (x, y int) {
	x, y = 96, 96
	switch format {
	case "png": // pHYs before IDAT (PNG §11.3.5.3)
		for at := 8; at+12 <= len(data); {
			n := int(binary.BigEndian.Uint32(data[at:]))
			kind := string(data[at+4 : at+8])
			if kind == "IDAT" || n < 0 || n > len(data)-at-12 {
				break
			}
			if kind == "pHYs" && n == 9 && data[at+16] == 1 {
				x = perInch(binary.BigEndian.Uint32(data[at+8:]))
				y = perInch(binary.BigEndian.Uint32(data[at+12:]))
				break
			}
			at += n + 12
		}
	case "jpeg": // JFIF APP0
		if len(data) > 18 && string(data[6:11]) == "JFIF\x00" {
			dx, dy := int(binary.BigEndian.Uint16(data[14:])), int(binary.BigEndian.Uint16(data[16:]))
			switch data[13] {
			case 1:
				x, y = dx, dy
			case 2:
				x, y = dx*254/100, dy*254/100
			}
		}
	}
	if x < 10 || y < 10 || x > 10000 || y > 10000 {
		return 96, 96
	}
	return x, y
}

func perInch(perMetre uint32) int { return int((uint64(perMetre)*254 + 5000) / 10000) }
