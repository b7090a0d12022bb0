package wml

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/metafile"
)

// media is a picture of the package, found once.
type media struct {
	data        []byte
	contentType string
	metafile    *metafile.Drawing // nil: it has pixels
	problem     string            // "" if it can be printed
}

// loadPicture puts the picture of a relationship into d, or says why it cannot.
func (p *parser) loadPicture(d *Drawing, pic *Picture, id string) {
	r, ok := p.part.rels[id]
	switch {
	case !ok:
		p.unsupported(d, "missing picture", fault.T("ảnh bị thiếu trong tệp", "a picture that is missing in the file"))
		return
	case r.External:
		p.linkedPicture(d, r.Target)
		return
	}
	m, ok := p.pictures[r.Target]
	if !ok {
		m = p.findMedia(r.Target)
		p.pictures[r.Target] = m
	}
	switch m.problem {
	case "":
		if !p.affords(d, m.metafile.Strokes()) {
			return
		}
		pic.Part, pic.Data, pic.ContentType, pic.Metafile = r.Target, m.data, m.contentType, m.metafile
		d.Picture = pic
		p.undrawn(r.Target, m.metafile)
	case "missing picture":
		p.unsupported(d, m.problem, fault.T("ảnh bị thiếu trong tệp", "a picture that is missing in the file"))
	case "large picture":
		p.unsupported(d, m.problem, fault.T("ảnh lớn hơn %d MB", "a picture larger than %d MB", p.limits.ImageBytes>>20))
	default:
		p.unsupported(d, m.problem, fault.T("ảnh dạng %s", "a picture in the format %s", m.problem))
	}
}

// undrawn tells what of a metafile is not printed as it says.
func (p *parser) undrawn(part string, d *metafile.Drawing) {
	if d == nil || d.Undrawn == 0 {
		return
	}
	var what fault.Text
	for _, r := range [...]struct {
		metafile.Reasons
		vi, en string
	}{
		{metafile.Truncated, "tệp bị cụt", "the file ends early"},
		{metafile.Bitmaps, "ảnh điểm bị hỏng hoặc thuộc dạng không đọc được bị bỏ", "bitmaps that are damaged or of an unknown kind are left out"},
		{metafile.Parts, "ảnh điểm chỉ lấy một phần được in cả", "bitmaps of which a part is asked for are printed whole"},
		{metafile.Letters, "chữ theo bảng mã không biết", "text is in an unknown character set"},
		{metafile.Operations, "phép trộn điểm ảnh không được làm", "dots are not mixed with those below them"},
		{metafile.Clips, "vùng cắt không được theo", "what is cut off is printed whole"},
		{metafile.Brushes, "mẫu tô, nét gạch hoặc chuyển sắc được tô một màu", "patterns, hatches or gradients have one colour"},
		{metafile.Records, "một số lệnh vẽ bị bỏ", "some of its drawing is left out"},
	} {
		if d.Undrawn&r.Reasons != 0 {
			if what.Vi != "" {
				what.Vi, what.En = what.Vi+"; ", what.En+"; "
			}
			what.Vi, what.En = what.Vi+r.vi, what.En+r.en
		}
	}
	p.warn("metafile "+part, fault.T("ảnh %s không được in đúng hết: %s", "the picture %s is not printed in full: %s", part, what))
}

// maxStrokes bounds what the drawings of a document have together in lines, curves, texts and
// values of charts: a small part may be shown a thousand times, each time with all of it.
const maxStrokes = 500_000

// affords takes n strokes from what the document has left for d; where they are too many, d
// becomes a frame, which is told.
func (p *parser) affords(d *Drawing, n int) bool {
	if p.strokes+n > maxStrokes {
		p.unsupported(d, "large drawing", fault.T("hình thứ quá %d nét của cả tệp", "a drawing beyond the %d strokes of a file", maxStrokes))
		return false
	}
	p.strokes += n
	return true
}

// linkedPicture tells of a picture that is not in the file, and where it would be.
func (p *parser) linkedPicture(d *Drawing, target string) {
	p.unsupported(d, "linked picture", fault.T("ảnh liên kết ngoài tệp (%s)", "a picture linked from outside the file (%s)", target))
}

func (p *parser) findMedia(name string) *media {
	data, ok := p.pkg.Part(name)
	if !ok || len(data) == 0 {
		return &media{problem: "missing picture"}
	}
	if int64(len(data)) > p.limits.ImageBytes {
		return &media{problem: "large picture"}
	}
	m := &media{data: data, contentType: sniff(data)}
	if m.contentType == "" && m.vector(p.limits.ImageBytes) {
		return m
	}
	if m.contentType == "" {
		m.problem = "unknown picture"
		declared := p.pkg.ContentType(name)
		for _, f := range []struct{ in, name string }{{"emf", "EMF"}, {"wmf", "WMF"}, {"svg", "SVG"}, {"pict", "PICT"}} {
			if strings.Contains(declared, f.in) || strings.HasSuffix(strings.ToLower(name), "."+f.in) {
				m.problem = f.name
			}
		}
	}
	return m
}

// vector reads a metafile, which may be packed (.emz, .wmz); false if it is none, or cannot be
// drawn.
func (m *media) vector(most int64) bool {
	data := m.data
	if bytes.HasPrefix(data, []byte("\x1f\x8b")) {
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return false
		}
		if data, err = io.ReadAll(io.LimitReader(r, most)); err != nil {
			return false
		}
	}
	d, err := metafile.Read(data)
	if err != nil {
		return false
	}
	m.metafile, m.contentType = d, "image/x-"+strings.ToLower(metafile.Sniff(data))
	return true
}

// sniff is the content type of a raster image by its first bytes, "" if it is none that
// can be decoded: names and declared types are wrong too often.
func sniff(data []byte) string {
	for _, f := range [...]struct{ magic, contentType string }{
		{"\x89PNG\r\n\x1a\n", "image/png"}, {"\xff\xd8\xff", "image/jpeg"}, {"GIF87a", "image/gif"}, {"GIF89a", "image/gif"},
		{"BM", "image/bmp"}, {"II*\x00", "image/tiff"}, {"MM\x00*", "image/tiff"},
	} {
		if bytes.HasPrefix(data, []byte(f.magic)) {
			return f.contentType
		}
	}
	if len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		return "image/webp"
	}
	return ""
}
