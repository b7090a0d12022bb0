package merge

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"text/template/parse"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/ean"
	"github.com/boombuler/barcode/qr"

	"github.com/bienban/bienban/render/internal/fault"
)

// Codes that machines read: {{qr .url}}, {{barcode .number "ean"}}. A code is a picture of two
// colours whose modules are whole pixels, so that it stays crisp in both files and on paper.

// codeKinds are the kinds of bar codes, by the name that a tag gives.
var codeKinds = map[string]bool{"code128": true, "ean": true}

const (
	qrCode      = "qr"
	defaultCode = "code128"

	pixels     = 8                        // of a module of a QR code
	qrModule   = 0.6 * emuPerInch / 25.4  // 0.6 mm: read from paper at arm's length
	qrQuiet    = 4                        // modules of white around it (ISO/IEC 18004 §6.3.8)
	barModule  = 0.33 * emuPerInch / 25.4 // the nominal width of EAN (ISO/IEC 15420)
	barQuiet   = 11                       // modules of white at both sides (the same)
	barHeight  = 15 * emuPerInch / 25.4
	barPixels  = 4
	mostOfCode = 3000 // characters: the largest QR code holds 2,331 bytes at level M
)

// codeOptions are the kind of a bar code and its width, which a tag gives in either order.
func codeOptions(options []string) (kind, width string, bad string) {
	kind = defaultCode
	for _, o := range options {
		switch _, length := parseLength(o); {
		case codeKinds[strings.ToLower(o)]:
			kind = strings.ToLower(o)
		case length:
			width = o
		default:
			bad = o
		}
	}
	return kind, width, bad
}

// encode makes a code of a text, with its natural size in EMU.
func encode(kind, text string) (data []byte, width, height int64, err error) {
	if len(text) > mostOfCode {
		return nil, 0, 0, errArguments
	}
	var code barcode.Barcode
	text = asAddress(text)
	switch kind {
	case qrCode:
		if code, err = qr.Encode(text, qr.M, qr.Auto); err != nil {
			code, err = qr.Encode(text, qr.M, qr.Unicode)
		}
	case "ean":
		code, err = ean.Encode(text)
	default:
		code, err = code128.Encode(text)
	}
	if err != nil {
		return nil, 0, 0, err
	}
	b := code.Bounds()
	quiet, scale, rows, module := qrQuiet, pixels, b.Dy()+2*qrQuiet, float64(qrModule)
	if kind != qrCode {
		quiet, scale, rows, module = barQuiet, barPixels, 1, barModule
	}
	columns := b.Dx() + 2*quiet
	w, h := columns*scale, rows*scale
	width, height = int64(float64(columns)*module), int64(float64(rows)*module)
	if kind != qrCode {
		height = barHeight
		h = int(float64(w) * barHeight / float64(width))
	}
	img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Gray{Y: 255}, color.Gray{}})
	for y := range h {
		row := 0
		if kind == qrCode {
			if row = y/scale - quiet; row < 0 || row >= b.Dy() {
				continue
			}
		}
		for x := quiet * scale; x < w-quiet*scale; x++ {
			if r, _, _, _ := code.At(b.Min.X+x/scale-quiet, b.Min.Y+row).RGBA(); r < 0x8000 {
				img.Pix[y*img.Stride+x] = 1
			}
		}
	}
	var out bytes.Buffer
	err = png.Encode(&out, img)
	return out.Bytes(), width, height, err
}

// asAddress writes an address in ASCII, as every reader of codes knows it.
func asAddress(s string) string {
	if lower := strings.ToLower(s); !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// codeFault tells what a code cannot hold.
func (s *setting) codeFault(kind, text string) error {
	what := fault.T("mã QR", "a QR code")
	hint := fault.T("Mã QR ghi được nhiều nhất khoảng 2.300 ký tự: dùng địa chỉ ngắn hơn.", "A QR code holds about 2,300 characters: use a shorter address.")
	switch kind {
	case "ean":
		what = fault.T("mã vạch ean", "a bar code of kind ean")
		hint = fault.T("EAN là 8 hoặc 13 chữ số (7 hoặc 12 khi chưa có chữ số kiểm tra); chữ khác: bỏ \"ean\".", `EAN is 8 or 13 digits (7 or 12 without the check digit); for other texts leave out "ean".`)
	case defaultCode:
		what = fault.T("mã vạch", "a bar code")
		hint = fault.T("Mã vạch chỉ ghi chữ không dấu, số và dấu câu, nhiều nhất 80 ký tự; chữ có dấu hay dài: {{qr …}}.", "A bar code holds letters without marks, digits and signs, 80 at most; for other or longer texts: {{qr …}}.")
	}
	return s.failed("bad-code", fault.T("“%s” không ghi được thành %s", "“%s” cannot be written as %s", fault.Same(snippet(text)), what), hint)
}

// pictureOptions checks the options that a tag of a picture states itself.
func (k *checker) pictureOptions(function string, args []parse.Node) {
	if !inlineFunctions[function] || len(args) < 3 {
		return
	}
	for _, a := range args[2:] {
		s, ok := a.(*parse.StringNode)
		if !ok {
			continue
		}
		if _, length := parseLength(s.Text); length || function == "barcode" && codeKinds[strings.ToLower(s.Text)] {
			continue
		}
		message := fault.T("%s: chiều rộng “%s” không đúng", "%s: the width “%s” is not right", k.tag.raw, s.Text)
		hint := fault.T("Viết số và đơn vị: \"40mm\", \"5cm\", \"2in\" hoặc \"100pt\".", `Write a number and a unit: "40mm", "5cm", "2in" or "100pt".`)
		if function == "barcode" {
			bad := badCodeOption(s.Text)
			message, hint = fault.T("%s: %s", "%s: %s", k.tag.raw, bad.Message), bad.Hint
		}
		k.fail("arguments", message, hint)
	}
}

// badCodeOption tells of an option that is neither a kind nor a width.
func badCodeOption(s string) *fault.Fault {
	return &fault.Fault{Message: fault.T("“%s” không phải là loại mã vạch hay chiều rộng", "“%s” is neither a kind of bar code nor a width", s),
		Hint: fault.T(`Loại: "code128", "ean"; chiều rộng: "40mm", "5cm".`, `Kinds: "code128", "ean"; widths: "40mm", "5cm".`)}
}
