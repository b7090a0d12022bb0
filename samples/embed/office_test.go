//go:build unix

package embed_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The macro of LibreOffice Calc asks the Go program.
func TestCalc(t *testing.T) {
	o := newOffice(t)
	program := build(t)
	macro := text(t, "bienban-calc.bas")
	brief := func(t *testing.T, file string) (told string) {
		t.Helper()
		report := filepath.Join(t.TempDir(), "report.txt")
		o.run(t, macro, "BienbanFile", file, report)
		return text(t, report)
	}
	for _, token := range []string{"", `ma "truy\cap`} {
		t.Run("token "+token, func(t *testing.T) {
			t.Setenv("BIENBAN_TOKEN", token)
			t.Setenv("BIENBAN_SERVER", start(t, program))
			file := sheet(t, "Biểu #1 (50%).xlsx")
			names := []string{"Biểu #1 (50%)-tom-tat", "Biểu #1 (50%)-tom-tat (2)"}
			if token == "" {
				names = names[:1] // each takes seconds
			}
			for _, name := range names {
				told := brief(t, file)
				if !strings.HasPrefix(told, "OK\n") || !strings.Contains(told, name+".docx\n") || !strings.Contains(told, name+".pdf\n") {
					t.Fatal(told)
				}
				holdFigures(t, filepath.Join(filepath.Dir(file), name))
			}
		})
	}

	t.Setenv("BIENBAN_TOKEN", "ma-truy-cap")
	server := start(t, program) + "/"
	blank := filepath.Join(t.TempDir(), "trống.csv")
	if err := os.WriteFile(blank, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct{ name, server, token, file, want string }{
		{"token", server, "sai", sheet(t, "a.xlsx"), "Authorization: Bearer … (HTTP 401)"},
		{"sheet", server, "ma-truy-cap", blank, "bang.xlsx trang tính “trống”: không có ô nào có nội dung"},
		{"path", strings.TrimSuffix(server, "bienban/"), "ma-truy-cap", sheet(t, "a.xlsx"), "HTTP 404"},
		{"server", "http://127.0.0.1:1", "", sheet(t, "a.xlsx"), "bienban serve"},
		{"file", server, "ma-truy-cap", filepath.Join(t.TempDir(), "a.xlsx"), "cannot open"},
		{"document", server, "ma-truy-cap", "../../templates/tom-tat.docx", "cannot open"},
	} {
		t.Run("wrong "+bad.name, func(t *testing.T) {
			t.Setenv("BIENBAN_SERVER", bad.server)
			t.Setenv("BIENBAN_TOKEN", bad.token)
			file, err := filepath.Abs(bad.file)
			if err != nil {
				t.Fatal(err)
			}
			if told := brief(t, file); !strings.HasPrefix(told, "FAILED\n") || !strings.Contains(told, bad.want) {
				t.Errorf("%q, want %q", told, bad.want)
			}
			if made, _ := filepath.Glob(filepath.Join(filepath.Dir(bad.file), "*-tom-tat*")); made != nil {
				t.Error(made)
			}
		})
	}
	t.Run("no curl", func(t *testing.T) {
		macro = strings.ReplaceAll(macro, `Shell("curl"`, `Shell("no-such-curl"`)
		if told := brief(t, sheet(t, "a.xlsx")); !strings.HasPrefix(told, "FAILED\n") || !strings.Contains(told, "curl cannot be run") {
			t.Error(told)
		}
	})
	if left, _ := filepath.Glob(filepath.Join(o.profile, "user", "bienban-*")); left != nil {
		t.Error("left behind:", left)
	}
}

// The macros of Excel and Word ask the Go program. LibreOffice runs them, with its own
// Application, and testdata/system.bas for the part that is Excel's and Windows' alone.
func TestVBA(t *testing.T) {
	o := newOffice(t)
	program := build(t)
	module := strings.ReplaceAll(text(t, "bienban.bas"), "\r\n", "\n")
	_, module, _ = strings.Cut(module, "\n") // Attribute VB_Name
	portable, _, ok := strings.Cut(module, "\n' --- What Excel and Windows alone do")
	if !ok {
		t.Fatal("the part that is exchanged has no beginning")
	}
	file := filepath.Join(t.TempDir(), "module.bas")
	if err := os.WriteFile(file, []byte("Option VBASupport 1\n"+portable+"\n"+text(t, "testdata/system.bas")), 0o600); err != nil {
		t.Fatal(err)
	}
	driver := text(t, "testdata/driver.bas")
	call := func(t *testing.T, document, macro, cells string) (told, shown string) {
		t.Helper()
		folder := t.TempDir()
		t.Setenv("BIENBAN_TEST", folder)
		o.run(t, driver, "Run", document, file, macro, cells)
		data, _ := os.ReadFile(filepath.Join(folder, "shown"))
		return text(t, filepath.Join(folder, "told")), strings.TrimSpace(string(data))
	}
	for _, token := range []string{"", "ma-truy-cap"} {
		t.Run("token "+token, func(t *testing.T) {
			t.Setenv("BIENBAN_TOKEN", token)
			t.Setenv("BIENBAN_SERVER", start(t, program))
			document := sheet(t, "Biểu #1 (50%).xlsx")
			base := strings.TrimSuffix(document, ".xlsx") + "-tom-tat"
			if token == "" { // each takes seconds
				if told, shown := call(t, document, "BienbanBriefing", ""); !strings.HasPrefix(told, "INFORMATION\n") || shown != base+".docx" {
					t.Error(told, shown)
				}
				return
			}
			for i, cells := range []string{"A4:H21", ""} {
				if i > 0 {
					base += " (2)"
				}
				told, shown := call(t, document, "BienbanBriefing", cells)
				if !strings.HasPrefix(told, "INFORMATION\n") || !strings.Contains(told, base+".pdf\n") || shown != base+".docx" {
					t.Fatal(told, shown)
				}
				holdFigures(t, base)
			}
			told, shown := call(t, base+".docx", "BienbanPdf", "")
			if !strings.HasPrefix(told, "INFORMATION\n") || shown != base+" (2).pdf" { // the briefing's is there
				t.Fatal(told, shown)
			}
			if !bytes.Equal(read(t, "", base+".pdf"), read(t, "", base+" (2).pdf")) {
				t.Error("not the PDF of this document")
			}
		})
	}

	// Whatever else says 200 is not saved as a PDF.
	t.Run("another server", func(t *testing.T) {
		other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }))
		defer other.Close()
		t.Setenv("BIENBAN_SERVER", other.URL)
		document := filepath.Join(t.TempDir(), "a.docx")
		if err := os.WriteFile(document, read(t, "../../templates", "tom-tat.docx"), 0o600); err != nil {
			t.Fatal(err)
		}
		if told, shown := call(t, document, "BienbanPdf", ""); !strings.HasPrefix(told, "ERROR\n") || !strings.Contains(told, "HTTP 200") || shown != "" {
			t.Error(told, shown)
		}
	})

	t.Setenv("BIENBAN_TOKEN", "ma-truy-cap")
	server := start(t, program) + "/"
	for _, bad := range []struct{ name, server, token, macro, cells, want string }{
		{"token", server, "sai", "BienbanBriefing", "A4:H21", "Authorization: Bearer … (HTTP 401)"},
		{"cells", server, "ma-truy-cap", "BienbanBriefing", "J30:K40", "bang.xlsx trang tính “Quy3”: vùng ô J30:K40 nằm ngoài phần có dữ liệu (A1:H21)"},
		{"path", strings.TrimSuffix(server, "bienban/"), "ma-truy-cap", "BienbanBriefing", "", "HTTP 404"},
		{"server", "http://127.0.0.1:1", "", "BienbanBriefing", "", "bienban serve"},
		{"program", server, "ma-truy-cap", "BienbanPdf", "", "ActiveDocument"},
	} {
		t.Run("wrong "+bad.name, func(t *testing.T) {
			t.Setenv("BIENBAN_SERVER", bad.server)
			t.Setenv("BIENBAN_TOKEN", bad.token)
			document := sheet(t, "a.xlsx")
			if told, shown := call(t, document, bad.macro, bad.cells); !strings.HasPrefix(told, "ERROR\n") || !strings.Contains(told, bad.want) || shown != "" {
				t.Errorf("%q, want %q; shown %q", told, bad.want, shown)
			}
			if made, _ := filepath.Glob(filepath.Join(filepath.Dir(document), "*-*")); made != nil {
				t.Error(made)
			}
		})
	}
}

// holdFigures fails unless both files of a briefing have the figures of
// samples/chi-tieu-quy-3.xlsx.
func holdFigures(t *testing.T, base string) {
	t.Helper()
	word, err := zip.OpenReader(base + ".docx")
	if err != nil {
		t.Fatal(err)
	}
	defer word.Close()
	part, err := word.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	var words strings.Builder
	for d := xml.NewDecoder(part); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := token.(xml.CharData); ok {
			words.Write(s)
		}
	}
	pdf, err := exec.Command("pdftotext", base+".pdf", "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for kind, s := range map[string]string{"docx": words.String(), "pdf": string(pdf)} {
		for _, want := range []string{"TÌNH HÌNH THỰC HIỆN CHỈ TIÊU", "KINH TẾ", "412,5", "326,4", "79,1", "22,06", "9.875"} {
			if !strings.Contains(s, want) {
				t.Errorf("%s.%s lacks %q", base, kind, want)
			}
		}
	}
}

// sheet is a copy of the sample in a folder of its own.
func sheet(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, read(t, "..", "chi-tieu-quy-3.xlsx"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func text(t *testing.T, file string) string {
	t.Helper()
	return string(read(t, filepath.Dir(file), filepath.Base(file)))
}

// An office is LibreOffice with a profile of its own.
type office struct{ profile string }

func newOffice(t *testing.T) *office {
	t.Helper()
	need(t, "soffice", "curl", "pdftotext")
	o := &office{t.TempDir()}
	out := t.TempDir()
	said := o.soffice(t, "--convert-to", "pdf", "--outdir", out, "../chi-tieu-quy-3.xlsx", "../../templates/tom-tat.docx")
	for _, name := range []string{"chi-tieu-quy-3.pdf", "tom-tat.pdf"} { // Calc and Writer are packages of their own
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			missing(t, fmt.Errorf("soffice: %w\n%s", err, said))
		}
	}
	return o
}

// run runs a macro of a module, with texts.
func (o *office) run(t *testing.T, module, macro string, args ...string) {
	t.Helper()
	const list = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:%s PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "%[1]s.dtd">
<library:%[1]s xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"%s>%s</library:%[1]s>`
	const standard = ` library:name="Standard" library:readonly="false" library:passwordprotected="false"`
	where := func(file string) string {
		return fmt.Sprintf(`<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/%s.xlb/" xlink:type="simple" library:link="false"/>`, file)
	}
	basic := filepath.Join(o.profile, "user", "basic")
	if err := os.MkdirAll(filepath.Join(basic, "Standard"), 0o700); err != nil {
		t.Fatal(err)
	}
	for file, s := range map[string]string{
		"script.xlc":          fmt.Sprintf(list, "libraries", "", where("script")),
		"dialog.xlc":          fmt.Sprintf(list, "libraries", "", where("dialog")),
		"Standard/script.xlb": fmt.Sprintf(list, "library", standard, `<library:element library:name="Bienban"/>`),
		"Standard/dialog.xlb": fmt.Sprintf(list, "library", standard, ""),
		"Standard/Bienban.xba": `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Bienban" script:language="StarBasic">` + html.EscapeString(module) + `</script:module>`,
	} {
		if err := os.WriteFile(filepath.Join(basic, file), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, a := range args {
		args[i] = `"` + strings.NewReplacer("%", "%25", "#", "%23").Replace(a) + `"`
	}
	o.soffice(t, "macro:///Standard.Bienban."+macro+"("+strings.Join(args, ",")+")")
}

// soffice runs LibreOffice, which has to end: a dialog that nobody sees would wait for ever.
func (o *office) soffice(t *testing.T, args ...string) string {
	t.Helper()
	ctx, end := context.WithTimeout(t.Context(), 2*time.Minute)
	defer end()
	command := exec.CommandContext(ctx, "soffice", slices.Concat([]string{"--headless", "--norestore", "--nologo", "-env:UserInstallation=file://" + o.profile}, args)...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = 10 * time.Second
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("soffice %q: %v\n%s", args, err, out)
	}
	return string(out)
}
