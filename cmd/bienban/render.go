package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
)

// renderFlags are what `bienban render` may be told.
type renderFlags struct {
	templates []string
	output    string // a folder, a file, or "-"; "": beside each input
	to        []string
	fonts     string
	force     bool
	strict    bool // contradictions are errors
	embed     bool // fonts into the Word documents
	password  bool // asked for, and needed to open the PDFs
}

func (p *program) renderCommand() *cobra.Command {
	var f renderFlags
	cmd := &cobra.Command{
		Use:   p.in(text("render TỆP… [-t MẪU] [-o THƯ-MỤC|TỆP] [--to docx,pdf]", "render FILE… [-t TEMPLATE] [-o DIR|FILE] [--to docx,pdf]")),
		Short: p.in(text("Tạo văn bản Word và PDF", "Make Word documents and PDFs")),
		Long: p.in(text(`Tạo văn bản Word và PDF từ các tệp YAML mô tả cuộc họp.

TỆP là “-” thì đọc từ đầu vào chuẩn; -o - thì ghi ra đầu ra chuẩn (một định dạng).
-o TỆP.docx hay -o TỆP.pdf chỉ tạo tệp ấy; -o với tên khác là một thư mục.
Nhiều văn bản với -o TỆP.pdf thì in chung vào tệp ấy, mỗi văn bản đánh số trang lại từ đầu.
Tệp kết quả đã được sửa tay thì giữ nguyên: bản mới mang tên “… (2).docx” và “… (2).pdf”.`,
			`Make Word documents and PDFs from YAML meeting descriptions.

FILE “-” reads standard input; -o - writes standard output (one format).
-o FILE.docx or -o FILE.pdf makes that file only; -o with another name is a folder.
Several documents with -o FILE.pdf are printed into that file, each with pages from 1.
An output that was changed by hand stays: the new ones are “… (2).docx” and “… (2).pdf”.`)),
		Example: `  bienban render samples/hoi-nghi-chi-lang.yaml
  bienban render hop.yaml -t bien-ban -o ket-qua --to pdf
  bienban render hop.yaml -t mau-rieng.docx`,
		DisableFlagsInUseLine: true,
		Args:                  someFiles,
		RunE: func(cmd *cobra.Command, names []string) error {
			if format := f.fileFormat(); format != "" && !cmd.Flags().Changed("to") {
				f.to = []string{format} // the file's name says it
			}
			if err := f.check(names); err != nil {
				return err
			}
			if p.json && f.output == "-" {
				return errTwoOutputs
			}
			return p.render(cmd.Context(), names, f)
		},
	}
	flags := cmd.Flags() // metavariables in ASCII: pflag aligns bytes
	flags.StringArrayVarP(&f.templates, "template", "t", nil, p.in(text("`MAU` có sẵn (%s) hoặc tệp .docx, thay cho mẫu ghi trong tệp", "built-in `TEMPLATE` (%s) or a .docx file, instead of what the file names", builtIn())))
	flags.StringVarP(&f.output, "output", "o", "", p.in(text("`THU-MUC` hoặc tệp kết quả (mặc định: cạnh tệp YAML)", "`DIR` or file to write (default: beside the YAML)")))
	flags.StringSliceVar(&f.to, "to", []string{"docx", "pdf"}, p.in(text("`DINH-DANG` cần tạo (mặc định: docx,pdf)", "`FORMATS` to make (default: docx,pdf)")))
	flags.StringVar(&f.fonts, "fonts", "", p.in(text("`THU-MUC` phông chữ riêng (.ttf)", "`DIR` of your own fonts (.ttf)")))
	flags.BoolVar(&f.embed, "embed-fonts", false, p.in(text("nhúng phông chữ vào tệp Word, để điện thoại và máy Mac hiện đúng dòng", "put the fonts into the Word document, so that phones and Macs show the same lines")))
	flags.BoolVar(&f.password, "password", false, p.in(text("đặt mật khẩu mở tệp PDF, lấy từ biến môi trường %s hoặc hỏi khi chạy", "a password opens the PDF: that of the environment variable %s, or asked for", passwordVariable)))
	flags.BoolVar(&f.force, "force", false, p.in(text("ghi đè cả tệp đã được sửa tay", "replace outputs that were changed by hand too")))
	flags.BoolVar(&f.strict, "strict", false, p.in(text("không tạo văn bản khi số liệu trong tệp mâu thuẫn nhau", "make nothing of a file whose figures contradict each other")))
	flags.Lookup("to").DefValue = "[]" // none: said above, in the right language
	return cmd
}

// builtIn lists the built-in templates for the help.
func builtIn() string {
	r, err := render.New(render.Options{})
	if err != nil {
		return ""
	}
	return strings.Join(r.TemplateNames(), ", ")
}

// check finds what is wrong with the flags before any file is read.
func (f *renderFlags) check(names []string) error {
	var err error
	if f.to, err = checkFormats(f.to); err != nil {
		return err
	}
	if n := countStdin(names); n > 1 {
		return usage("“-” chỉ dùng được một lần", "“-” can be given only once")
	}
	if f.output == "-" && len(f.to) > 1 {
		return usage("-o - chỉ nhận một định dạng: thêm --to docx hoặc --to pdf", "-o - takes one format: add --to docx or --to pdf")
	}
	if extension := strings.ToLower(filepath.Ext(f.output)); slices.Contains(otherFormats, extension) {
		if info, err := os.Stat(f.output); err != nil || !info.IsDir() {
			return usage("-o %s: chỉ tạo được tệp .docx và .pdf, không tạo %s", "-o %s: only .docx and .pdf files can be made, no %s", f.output, extension)
		}
	}
	if format := f.fileFormat(); format != "" {
		if len(f.to) > 1 {
			return usage("-o %s là một tệp mà có hai định dạng: thêm --to %s, hoặc ghi một thư mục", "-o %s is one file for two formats: add --to %s, or name a folder", f.output, format)
		}
		if f.to[0] != format {
			return usage("-o %s không hợp với --to %s", "-o %s does not agree with --to %s", f.output, f.to[0])
		}
	}
	return nil
}

// otherFormats are the extensions of files that nobody means as a folder's name.
var otherFormats = []string{".odt", ".doc", ".docm", ".dotx", ".rtf", ".html", ".htm", ".txt", ".md", ".xlsx", ".pptx", ".png", ".jpg", ".svg", ".ps", ".xps", ".epub", ".yaml", ".yml", ".json"}

// checkFormats gives the formats of --to, each once.
func checkFormats(to []string) ([]string, error) {
	formats := make([]string, len(to))
	for i, format := range to {
		formats[i] = strings.ToLower(strings.TrimSpace(format))
		if formats[i] != "docx" && formats[i] != "pdf" {
			return nil, usage("--to nhận docx, pdf hoặc cả hai, không nhận %q", "--to takes docx, pdf or both, not %q", format)
		}
	}
	slices.Sort(formats)
	if len(formats) == 0 {
		return nil, usage("--to cần ít nhất một định dạng: docx, pdf", "--to needs at least one format: docx, pdf")
	}
	return slices.Compact(formats), nil
}

// errTwoOutputs is that two things would stand in one stream.
var errTwoOutputs = usage("--json và -o - cùng ghi ra đầu ra chuẩn: chỉ dùng một trong hai", "--json and -o - both write to standard output: use one of them")

func countStdin(names []string) (n int) {
	for _, name := range names {
		if name == "-" {
			n++
		}
	}
	return n
}

// fileFormat is the format that -o names by a file's extension; "" if it names a folder
// or nothing. A name with another extension is a folder's.
func (f *renderFlags) fileFormat() string {
	extension := strings.ToLower(filepath.Ext(f.output))
	if extension != ".docx" && extension != ".pdf" {
		return ""
	}
	if info, err := os.Stat(f.output); err == nil && info.IsDir() {
		return ""
	}
	return extension[1:]
}

// A job is one document and where its files go, by format.
type job struct {
	in       *input
	document *render.Document
	targets  map[string]string
}

func (p *program) render(ctx context.Context, names []string, f renderFlags) error {
	password := ""
	if f.password {
		var err error
		if password, err = p.password(ctx, names); err != nil {
			return err
		}
	}
	r, err := p.newRenderer(f.fonts, f.templates, func(o *render.Options) { o.EmbedFonts, o.Password, o.Strict = f.embed, password, f.strict })
	if err != nil {
		p.report(p.stderr, faultsOf(err, f.fonts))
		return errFailed
	}
	inputs, faults, err := p.readInputs(ctx, names)
	if err != nil {
		return err
	}
	if f.password && slices.Contains(f.to, "docx") {
		faults = append(faults, &render.Fault{Severity: render.Warning, Code: "docx-unprotected",
			Message: text("chỉ tệp PDF có mật khẩu, tệp Word thì không", "only the PDF has a password, the Word document has none"),
			Hint:    text("Chỉ cần PDF thì thêm --to pdf.", "Add --to pdf if the PDF is all you need.")})
	}
	defer closeInputs(inputs)
	defer p.spareMemory(inputs)()
	var jobs []*job
	for _, in := range inputs {
		documents, found := r.Documents(in.name, in.data, in.files(), f.templates...)
		in.data = nil // the meetings have their own
		faults = append(faults, found...)
		for _, d := range documents {
			jobs = append(jobs, &job{in: in, document: d, targets: f.targets(in, d)})
		}
	}
	if len(jobs) > 1 && f.fileFormat() == "pdf" {
		found, err := p.makeTogether(ctx, jobs, f)
		if err != nil {
			p.report(p.stderr, faults)
			return err
		}
		faults, jobs = append(faults, found...), nil
	}
	if err := f.collision(jobs); err != nil {
		p.report(p.stderr, faults)
		return err
	}
	for i, j := range jobs {
		jobs[i] = nil // a document holds its pages: a thousand invitations must not
		found, err := p.make(ctx, j, f)
		if err != nil {
			p.report(p.stderr, faults)
			return err
		}
		faults = append(faults, found...)
	}
	if !p.json {
		faults = render.Brief(faults)
	}
	if p.report(p.stderr, faults) {
		return errFailed
	}
	return nil
}

// targets is where a document's files go, by format.
func (f *renderFlags) targets(in *input, d *render.Document) map[string]string {
	targets := map[string]string{}
	for _, format := range f.to {
		switch {
		case f.output == "-" || f.fileFormat() != "":
			targets[format] = f.output
		case f.output != "":
			targets[format] = filepath.Join(f.output, d.Name+"."+format)
		default:
			targets[format] = filepath.Join(in.folder(), d.Name+"."+format)
		}
	}
	return targets
}

// collision refuses two documents under one name, and a template as the target, before
// anything is written.
func (f *renderFlags) collision(jobs []*job) error {
	owner := map[string]*job{}
	for _, t := range f.templates {
		if isTemplateFile(t) {
			owner[batch.SamePath(t)] = nil
		}
	}
	for _, j := range jobs {
		for _, format := range f.to {
			target := j.targets[format]
			other, taken := owner[batch.SamePath(target)]
			switch {
			case !taken:
				owner[batch.SamePath(target)] = j
			case other == nil:
				return usage("%s là tệp mẫu, không thể là tệp kết quả", "%s is the template, it cannot be the output", target)
			case target == "-":
				return usage("-o - chỉ nhận một văn bản, ở đây có %d: thêm -t để chọn mẫu", "-o - takes one document, here are %d: add -t to choose the template", len(jobs))
			case f.fileFormat() == "docx":
				return usage("-o %s là tệp của một văn bản, ở đây có %d: ghi một thư mục, thêm -t để chọn mẫu, hoặc in chung vào một tệp .pdf", "-o %s is the file of one document, here are %d: name a folder, add -t to choose the template, or print them into one .pdf", f.output, len(jobs))
			default:
				return usage("hai văn bản cùng tên %s (%s và %s): đổi tên tệp, hoặc ghi vào hai thư mục", "two documents have the name %s (%s and %s): rename a file, or write into two folders",
					target, other.in.name, j.in.name)
			}
		}
	}
	return nil
}

// makeTogether makes one PDF of several documents. The error is as [program.make] has it.
func (p *program) makeTogether(ctx context.Context, jobs []*job, f renderFlags) (render.FaultList, error) {
	if slices.ContainsFunc(f.templates, func(t string) bool { return isTemplateFile(t) && batch.SamePath(t) == batch.SamePath(f.output) }) {
		return nil, usage("%s là tệp mẫu, không thể là tệp kết quả", "%s is the template, it cannot be the output", f.output)
	}
	_, end := p.spendMemory()
	defer end()
	documents := make([]*render.Document, len(jobs))
	for i, j := range jobs {
		documents[i] = j.document
		j.document = nil // it is let go of when it is painted
	}
	var b bytes.Buffer
	faults, err := render.PrintPapers(ctx, &b, documents)
	if err != nil && errors.Is(err, ctx.Err()) {
		return nil, err
	}
	if err != nil {
		return append(faults, faultsOf(err, jobs[0].in.name)...), nil
	}
	written, found := batch.SaveAll([]batch.Output{{Target: f.output, Data: b.Bytes()}}, batch.Cache(), f.force)
	if written[0] != "" {
		p.made(written[0], "pdf", jobs[0].in.name, "")
	}
	return append(faults, found...), nil
}

// make makes the files of a document: all are made before the first one is written. The
// error is ctx's, or that of standard output.
func (p *program) make(ctx context.Context, j *job, f renderFlags) (render.FaultList, error) {
	files := map[string][]byte{}
	for _, format := range f.to {
		var b bytes.Buffer
		write := j.document.DOCX
		if format == "pdf" {
			write = j.document.PDF
		}
		err := write(ctx, &b)
		if err != nil && errors.Is(err, ctx.Err()) {
			return nil, err
		}
		if err != nil {
			return append(j.document.Faults(), faultsOf(err, j.in.name)...), nil
		}
		files[format] = b.Bytes()
	}
	faults := j.document.Faults()
	var outputs []batch.Output
	var formats []string
	for _, format := range f.to {
		target := j.targets[format]
		if target == "-" {
			if _, err := p.stdout.Write(files[format]); err != nil {
				return append(faults, &render.Fault{Code: "write", Message: text("không ghi được ra đầu ra chuẩn: %v", "cannot write to standard output: %v", batch.Cause(err))}), nil
			}
			continue
		}
		outputs = append(outputs, batch.Output{Target: target, Data: files[format]})
		formats = append(formats, format)
	}
	if ctx.Err() != nil {
		return faults, ctx.Err()
	}
	written, found := batch.SaveAll(outputs, batch.Cache(), f.force)
	for i, name := range written {
		if name != "" {
			p.made(name, formats[i], j.in.name, j.document.Template)
		}
	}
	return append(faults, found...), nil
}
