package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
)

// convertFlags are what `bienban convert` may be told.
type convertFlags struct {
	output string // a folder, a .pdf file, or "-"; "": beside each input
	jobs   int    // files at a time; 0: as many as there are processors
	fonts  string
	force  bool
}

func (p *program) convertCommand() *cobra.Command {
	var f convertFlags
	cmd := &cobra.Command{
		Use:   p.in(text("convert TỆP.docx… [-o THƯ-MỤC|TỆP] [-j N]", "convert FILE.docx… [-o DIR|FILE] [-j N]")),
		Short: p.in(text("Chuyển văn bản Word thành PDF", "Print Word documents as PDF")),
		Long: p.in(text(`Chuyển các tệp Word (.docx) bất kỳ thành PDF như Word in ra, nhiều tệp một lúc.

TỆP là “-” thì đọc từ đầu vào chuẩn; -o - thì ghi ra đầu ra chuẩn.
Một tệp hỏng không làm dừng các tệp khác. Tệp PDF không phải do bienban ghi
thì giữ nguyên: bản mới mang tên “… (2).pdf”.`,
			`Print any Word documents (.docx) as PDF as Word prints them, several at a time.

FILE “-” reads standard input; -o - writes standard output.
A file that is broken does not stop the others. A PDF that bienban did not write
stays: the new one is named “… (2).pdf”.`)),
		Example: `  bienban convert cong-van.docx
  bienban convert van-ban/*.docx -o pdf`,
		DisableFlagsInUseLine: true,
		Args:                  someFiles,
		RunE: func(cmd *cobra.Command, names []string) error {
			if f.jobs < 0 || cmd.Flags().Changed("jobs") && f.jobs == 0 {
				return usage("-j cần một số từ 1 trở lên", "-j takes a number from 1 on")
			}
			if p.json && f.output == "-" {
				return errTwoOutputs
			}
			return p.convert(cmd.Context(), names, f)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.output, "output", "o", "", p.in(text("`THU-MUC` hoặc tệp kết quả (mặc định: cạnh tệp Word)", "`DIR` or file to write (default: beside the Word file)")))
	flags.IntVarP(&f.jobs, "jobs", "j", 0, p.in(text("làm `N` tệp một lúc (mặc định: số bộ xử lý)", "work on `N` files at a time (default: as many as processors)")))
	flags.StringVar(&f.fonts, "fonts", "", p.in(text("`THU-MUC` phông chữ riêng (.ttf)", "`DIR` of your own fonts (.ttf)")))
	flags.BoolVar(&f.force, "force", false, p.in(text("ghi đè cả tệp đã được sửa tay", "replace outputs that were changed by hand too")))
	return cmd
}

// A conversion is one Word file on its way to a PDF.
type conversion struct {
	name, target string
	pdf          []byte
	faults       render.FaultList
	done         chan struct{} // closed once pdf and faults are there
}

func (p *program) convert(ctx context.Context, names []string, f convertFlags) error {
	conversions, faults, err := f.plan(expand(names))
	if err != nil {
		p.report(p.stderr, faults)
		return err
	}
	r, err := p.newRenderer(f.fonts, nil)
	if err != nil {
		p.report(p.stderr, append(faults, faultsOf(err, f.fonts)...))
		return errFailed
	}
	jobs := f.jobs
	if jobs == 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	jobs = min(jobs, len(conversions))

	ctx, stop := context.WithCancel(ctx)
	var workers sync.WaitGroup
	defer workers.Wait() // last: nothing works on once we return
	defer stop()
	// Files are read when their turn comes, and PDFs wait to be written in the order of
	// the command line: what stands in memory at once is bounded by ahead.
	ahead := make(chan struct{}, 2*jobs)
	queue := make(chan *conversion)
	workers.Go(func() {
		defer close(queue)
		for _, c := range conversions {
			select {
			case ahead <- struct{}{}:
			case <-ctx.Done():
				return
			}
			select {
			case queue <- c:
			case <-ctx.Done():
				return
			}
		}
	})
	for range jobs {
		workers.Go(func() {
			for c := range queue {
				p.print(ctx, r, c)
				close(c.done)
			}
		})
	}
	written := map[string]string{} // input by output
	for _, c := range conversions {
		select {
		case <-c.done:
		case <-ctx.Done():
		}
		if err := ctx.Err(); err != nil {
			p.summary(faults, len(conversions))
			return err
		}
		if c.pdf != nil {
			c.faults = append(c.faults, p.deliver(c, f.force, written)...)
		}
		faults = append(faults, c.faults...)
		c.pdf, c.faults = nil, nil
		<-ahead
	}
	if p.summary(faults, len(conversions)) {
		return errFailed
	}
	return nil
}

// plan says where each PDF goes. It refuses two under one name, and a Word file as the
// target, before anything is read.
func (f *convertFlags) plan(names []string) (all []*conversion, faults render.FaultList, err error) {
	if countStdin(names) > 1 {
		return nil, nil, usage("“-” chỉ dùng được một lần", "“-” can be given only once")
	}
	file := f.output == "-"
	switch strings.ToLower(filepath.Ext(f.output)) {
	case ".pdf", ".docx":
		info, err := os.Stat(f.output)
		file = err != nil || !info.IsDir()
		if file && !strings.EqualFold(filepath.Ext(f.output), ".pdf") {
			return nil, nil, usage("convert chỉ tạo PDF, -o không nhận %s", "convert makes PDF only, -o does not take %s", f.output)
		}
	}
	inputs := map[string]bool{}
	for _, name := range names {
		if name != "-" {
			inputs[batch.SamePath(name)] = true
		}
	}
	owner := map[string]string{}
	for _, name := range names {
		if strings.HasPrefix(filepath.Base(name), "~$") {
			faults = append(faults, &render.Fault{Severity: render.Note, Code: "lock-file", File: name,
				Message: text("bỏ qua: đây là tệp khóa tạm của Word", "skipped: this is a lock file of Word's")})
			continue
		}
		c := &conversion{name: name, done: make(chan struct{})}
		switch pdf := render.Stem(filepath.ToSlash(name)) + ".pdf"; {
		case file:
			c.target = f.output
		case f.output != "":
			c.target = filepath.Join(f.output, pdf)
		default:
			c.target = filepath.Join((&input{name: name}).folder(), pdf)
		}
		key := batch.SamePath(c.target)
		other, taken := owner[key]
		switch {
		case inputs[key]:
			return nil, faults, usage("%s là tệp cần chuyển, không thể là tệp kết quả", "%s is a file to convert, it cannot be the output", c.target)
		case taken && file:
			return nil, faults, usage("-o %s chỉ nhận một tệp, ở đây có %d: ghi một thư mục", "-o %s takes one file, here are %d: name a folder", f.output, len(names))
		case taken && batch.SamePath(other) == batch.SamePath(name):
			continue // given twice
		case taken:
			return nil, faults, usage("hai văn bản cùng tên %s (%s và %s): đổi tên tệp, hoặc ghi vào hai thư mục", "two documents have the name %s (%s and %s): rename a file, or write into two folders",
				c.target, other, name)
		}
		owner[key] = name
		all = append(all, c)
	}
	return all, faults, nil
}

// print reads and converts one file. What goes wrong is the file's own: even a fault of
// ours must not take the others with it.
func (p *program) print(ctx context.Context, r *render.Renderer, c *conversion) {
	defer func() {
		if failure := recover(); failure != nil {
			c.pdf = nil
			c.faults = append(c.faults, &render.Fault{Code: "internal", File: c.name,
				Message: text("lỗi của chương trình: %v", "a fault of the program: %v", failure),
				Hint:    text("Hãy gửi tệp này cho những người viết bienban.", "Please send this file to the authors of bienban.")})
		}
	}()
	if ctx.Err() != nil {
		return
	}
	var data []byte
	var err error
	if c.name == "-" {
		data, err = batch.ReadAll(ctx, p.stdin)
	} else {
		data, err = batch.ReadFile(ctx, c.name)
	}
	if err != nil {
		f := batch.Unreadable(c.name, err)
		if info, e := os.Stat(c.name); e == nil && info.IsDir() {
			f.Hint = text("Ghi tên từng tệp, ví dụ: %s", "Name the files, such as: %s", filepath.Join(c.name, "*.docx"))
		}
		c.faults = render.FaultList{f}
		return
	}
	var out bytes.Buffer
	c.faults, err = r.Convert(ctx, &out, c.name, data)
	if err != nil {
		c.faults = append(c.faults, faultsOf(err, c.name)...)
		return
	}
	c.pdf = out.Bytes()
}

// deliver writes a PDF to where it goes.
func (p *program) deliver(c *conversion, force bool, written map[string]string) render.FaultList {
	if c.target == "-" {
		if _, err := p.stdout.Write(c.pdf); err != nil {
			return render.FaultList{{Code: "write", Message: text("không ghi được ra đầu ra chuẩn: %v", "cannot write to standard output: %v", batch.Cause(err))}}
		}
		return nil
	}
	if other, taken := written[batch.SamePath(c.target)]; taken { // "x (2).pdf", when there is a "x (2).docx" too
		return render.FaultList{{Code: "output-taken", File: c.name,
			Message: text("không ghi %s: tệp này vừa được tạo từ %s", "%s is not written: it was just made of %s", c.target, other),
			Hint:    text("Đổi tên tệp, hoặc ghi vào thư mục khác bằng -o.", "Rename the file, or write into another folder with -o.")}}
	}
	name, faults := batch.Save(c.target, c.pdf, force)
	if name != "" {
		written[batch.SamePath(name)] = c.name
		p.made(name, "pdf", c.name, "")
	}
	return faults
}

// filesTold is how many files a kind of warning names before it counts the rest.
const filesTold = 10

// summary reports what was found, and whether one was an error. Among several files each
// kind of warning is told once, after the errors, with the files that have it.
func (p *program) summary(faults render.FaultList, files int) (failed bool) {
	if files <= 1 || p.json {
		return p.report(p.stderr, faults)
	}
	type kind struct {
		fault *render.Fault
		files []string
	}
	var kinds []*kind
	byText := map[string]*kind{}
	var single render.FaultList
	for _, f := range faults {
		if f.Severity != render.Warning || f.Code == "output-changed" {
			single = append(single, f)
			continue
		}
		key := f.Code + "\x00" + f.Message.En
		k := byText[key]
		if k == nil {
			k = &kind{fault: f}
			byText[key] = k
			kinds = append(kinds, k)
		}
		if !slices.Contains(k.files, f.File) {
			k.files = append(k.files, f.File)
		}
	}
	failed = p.report(p.stderr, single)
	slices.SortStableFunc(kinds, func(a, b *kind) int { return len(b.files) - len(a.files) })
	for _, k := range kinds {
		told := k.files[:min(len(k.files), filesTold)]
		names := strings.Join(told, ", ")
		if rest := len(k.files) - len(told); rest > 0 {
			names += p.in(text(" và %d tệp khác", " and %d more", rest))
		}
		fmt.Fprintf(p.stderr, "%s: %s: %s\n", k.fault.Severity.In(p.lang), p.in(count(len(k.files))), k.fault.Message.In(p.lang))
		io.WriteString(p.stderr, "  "+names+"\n")
		if hint := k.fault.Hint.In(p.lang); hint != "" {
			p.say(p.stderr, text("  Gợi ý: %s", "  Hint: %s", hint))
		}
	}
	return failed
}

func count(files int) render.Text {
	if files == 1 {
		return text("1 tệp", "1 file")
	}
	return text("%d tệp", "%d files", files)
}
