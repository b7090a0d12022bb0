package render_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	_ "image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/bienban/bienban/render"
)

// TestPictureIsThePDF compares the pictures of the samples' pages with what poppler makes of
// the PDFs: they differ by the edges of letters only.
func TestPictureIsThePDF(t *testing.T) {
	tool, err := exec.LookPath("pdftoppm")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	keep := os.Getenv("BIENBAN_PICTURES") // a folder for those who want to look
	r := newRenderer(t)
	for name, yaml := range samples(t) {
		documents, faults := r.Documents(name, yaml, sampleFiles)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		d := documents[0]
		var pdf bytes.Buffer
		if err := d.PDF(t.Context(), &pdf); err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		file := filepath.Join(folder, "a.pdf")
		if err := os.WriteFile(file, pdf.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, width := range []int{240, 1000} {
			var ours bytes.Buffer
			if err := d.PNG(t.Context(), &ours, 1, width); err != nil {
				t.Fatal(err)
			}
			got, _, err := image.Decode(bytes.NewReader(ours.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			if got.Bounds().Dx() != width {
				t.Errorf("%s is %v, want %d wide", name, got.Bounds(), width)
			}
			run := exec.CommandContext(t.Context(), tool, "-png", "-f", "1", "-l", "1", "-singlefile", "-scale-to-x", strconv.Itoa(width), "-scale-to-y", strconv.Itoa(got.Bounds().Dy()), file, filepath.Join(folder, "a"))
			if out, err := run.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			theirs, err := os.ReadFile(filepath.Join(folder, "a.png"))
			if err != nil {
				t.Fatal(err)
			}
			want, _, err := image.Decode(bytes.NewReader(theirs))
			if err != nil {
				t.Fatal(err)
			}
			if keep != "" {
				for kind, data := range map[string][]byte{"ours": ours.Bytes(), "poppler": theirs} {
					if err := os.WriteFile(filepath.Join(keep, name+"-"+strconv.Itoa(width)+"-"+kind+".png"), data, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			mean, wrong := difference(got, want)
			if t.Logf("%s, %d px: mean difference %.2f of 255, %.3f %% of the pixels far off", name, width, mean, wrong); mean > 4 || wrong > 0.05 {
				t.Errorf("%s, %d px: it is not the page of the PDF", name, width)
			}
		}
	}
}

// A picture is always the same, of the width that is asked for, and there is one of each page.
func TestPNG(t *testing.T) {
	yaml := samples(t)["hoi-nghi-chi-lang.yaml"]
	make := func() *render.Document {
		documents, faults := newRenderer(t).Documents("a.yaml", yaml, sampleFiles, "bien-ban")
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		return documents[0]
	}
	d := make()
	pages, err := d.Pages(t.Context())
	if err != nil || pages < 2 {
		t.Fatalf("%d pages, %v", pages, err)
	}
	seen := map[string]bool{}
	for page := 1; page <= pages; page++ {
		var a, b bytes.Buffer
		if err := d.PNG(t.Context(), &a, page, 300); err != nil {
			t.Fatal(err)
		}
		if err := make().PNG(t.Context(), &b, page, 300); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("page %d is another picture the next time, %v", page, err)
		}
		if c, _, err := image.DecodeConfig(&b); err != nil || c.Width != 300 || c.Height != 424 {
			t.Errorf("page %d: %+v, %v", page, c, err)
		}
		if seen[a.String()] {
			t.Errorf("page %d looks like another", page)
		}
		seen[a.String()] = true
	}
	for _, page := range []int{-1, 0, pages + 1} {
		err := d.PNG(t.Context(), io.Discard, page, 300)
		if list, ok := errors.AsType[render.FaultList](err); !ok || list[0].Code != "no-such-page" {
			t.Errorf("page %d: %v", page, err)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.PNG(gone, io.Discard, 1, 300); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits for it: %v", err)
	}
}

// difference is the mean difference of two pictures' pixels, of 255, and how many in a
// hundred differ by more than half.
func difference(a, b image.Image) (mean, wrong float64) {
	box := a.Bounds().Intersect(b.Bounds())
	n := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			p, q := color.GrayModel.Convert(a.At(x, y)).(color.Gray).Y, color.GrayModel.Convert(b.At(x, y)).(color.Gray).Y
			d := max(int(p)-int(q), int(q)-int(p))
			mean += float64(d)
			if d > 128 {
				wrong++
			}
			n++
		}
	}
	return mean / float64(n), wrong / float64(n) * 100
}
