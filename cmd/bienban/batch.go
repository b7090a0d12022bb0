package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
)

// batchFlags are what `bienban batch` and `bienban watch` may be told.
type batchFlags struct {
	batch.Options
	fonts         string
	strict, embed bool
}

func (p *program) batchCommand() *cobra.Command {
	var f batchFlags
	cmd := &cobra.Command{
		Use:   p.in(text("batch THƯ-MỤC… -o KẾT-QUẢ [-t MẪU] [--to docx,pdf] [-j N]", "batch DIR… -o OUT [-t TEMPLATE] [--to docx,pdf] [-j N]")),
		Short: p.in(text("Tạo văn bản từ cả thư mục cuộc họp, chỉ làm lại những gì đã đổi", "Make the documents of a folder of meetings, and only what changed")),
		Long: p.in(text(`Tạo văn bản từ mọi tệp .yaml, .yml trong các thư mục (kể cả thư mục con), tệp hay mẫu tên đã nêu.

Thư mục con được giữ nguyên dưới KẾT-QUẢ. Tệp ẩn, tệp ~$… và chính KẾT-QUẢ không phải là đầu vào. Một tệp hỏng
không làm dừng các tệp khác; tệp YAML không mô tả cuộc họp là lỗi của riêng nó, muốn bỏ qua thì thêm --exclude.
Lần sau chỉ làm lại những văn bản mà tệp cuộc họp, ảnh, bảng tính, mẫu, phông chữ, tùy chọn hoặc phiên bản chương
trình đã đổi. Bị ngắt giữa chừng thì chạy lại sẽ làm tiếp. Văn bản đã sửa tay thì giữ nguyên, bản mới mang tên
“… (2)”. Văn bản không còn được tạo nữa thì nêu tên, chỉ xóa khi có --prune.

--name đặt tên theo mẫu: các trường của cuộc họp, .Name (tên mặc định), .Stem (tên tệp), .Template, .Index và các
hàm slug, upper, lower, date…; ngày in dạng 2026-09-07. Hai văn bản trùng tên thì không tệp nào được ghi.
Báo cáo nằm ở KẾT-QUẢ/report.json và report.csv. Mã thoát: 0 xong, 1 có lỗi, 2 dùng sai, 130 bị dừng.`,
			`Make the documents of all .yaml and .yml files in the folders (and the folders in them), files or patterns.

Subfolders are kept below OUT. Hidden files, ~$… and OUT itself are no inputs. A file that is broken does not stop
the others; a YAML that describes no meeting is an error of its own: --exclude leaves it out.
The next run makes only what the meeting, its pictures and spreadsheets, the template, the fonts, the options or the
program's version have changed. One that was stopped is completed by running it again. An output that was changed
by hand stays, the new ones are “… (2)”. What is no longer made is listed, and removed with --prune only.

--name names by a pattern: the meeting's fields, .Name (the default), .Stem (of the file), .Template, .Index, and the
functions slug, upper, lower, date…; dates print as 2026-09-07. Two documents under one name: nothing is written.
The report is OUT/report.json and report.csv. Exit codes: 0 done, 1 failures, 2 wrong usage, 130 stopped.`)),
		Example: `  bienban batch cuoc-hop -o van-ban
  bienban batch cuoc-hop -o van-ban --name '{{.Date}}-{{.Title | slug}}' --to pdf
  bienban batch cuoc-hop -o van-ban --exclude nhap --prune`,
		DisableFlagsInUseLine: true,
		Args:                  someFolders,
		RunE: func(cmd *cobra.Command, names []string) error {
			if err := f.check(cmd, names); err != nil {
				return err
			}
			return p.batch(cmd.Context(), f)
		},
	}
	p.batchFlags(cmd, &f)
	cmd.Flags().BoolVar(&f.DryRun, "dry-run", false, p.in(text("chỉ cho biết sẽ tạo gì, không ghi tệp nào", "tell what would be made, and write nothing")))
	return cmd
}

// batchFlags declares what batch and watch have in common.
func (p *program) batchFlags(cmd *cobra.Command, f *batchFlags) {
	flags := cmd.Flags()
	flags.StringVarP(&f.Output, "output", "o", "", p.in(text("`THU-MUC` kết quả (bắt buộc)", "`DIR` to write to (required)")))
	flags.StringArrayVarP(&f.Templates, "template", "t", nil, p.in(text("`MAU` có sẵn hoặc tệp .docx, thay cho mẫu ghi trong các tệp", "built-in `TEMPLATE` or a .docx file, instead of what the files name")))
	flags.StringSliceVar(&f.Formats, "to", []string{"docx", "pdf"}, p.in(text("`DINH-DANG` cần tạo (mặc định: docx,pdf)", "`FORMATS` to make (default: docx,pdf)")))
	flags.IntVarP(&f.Jobs, "jobs", "j", 0, p.in(text("làm `N` tệp một lúc (mặc định: số bộ xử lý)", "work on `N` files at a time (default: as many as processors)")))
	flags.StringVar(&f.Name, "name", "", p.in(text("đặt tên văn bản theo `MAU-TEN`, ví dụ {{.Date}}-{{.Title | slug}}", "name documents by a `PATTERN`, such as {{.Date}}-{{.Title | slug}}")))
	flags.StringArrayVar(&f.Exclude, "exclude", nil, p.in(text("bỏ qua tệp, thư mục theo `MAU-TEN`, ví dụ 'nhap*' (dùng được nhiều lần)", "leave out files and folders by a `PATTERN`, such as 'draft*' (repeatable)")))
	flags.StringVar(&f.fonts, "fonts", "", p.in(text("`THU-MUC` phông chữ riêng (.ttf)", "`DIR` of your own fonts (.ttf)")))
	flags.BoolVar(&f.embed, "embed-fonts", false, p.in(text("nhúng phông chữ vào tệp Word", "put the fonts into the Word documents")))
	flags.BoolVar(&f.strict, "strict", false, p.in(text("không tạo văn bản khi số liệu trong tệp mâu thuẫn nhau", "make nothing of a file whose figures contradict each other")))
	flags.BoolVar(&f.Force, "force", false, p.in(text("tạo lại tất cả, ghi đè cả tệp đã được sửa tay", "make everything anew, and replace outputs that were changed by hand too")))
	flags.BoolVar(&f.Prune, "prune", false, p.in(text("xóa văn bản không còn được tạo nữa (trừ bản đã sửa tay)", "remove documents that are no longer made (not those changed by hand)")))
	flags.StringVar(&f.Report, "report", "", p.in(text("`TEP` báo cáo .json và .csv (mặc định: report trong thư mục kết quả)", "`FILE` of the report, .json and .csv (default: report in the output folder)")))
	flags.Lookup("to").DefValue = "[]"
}

func someFolders(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usage("cần ít nhất một thư mục hoặc tệp", "at least one folder or file is needed")
	}
	return nil
}

func (f *batchFlags) check(cmd *cobra.Command, names []string) error {
	formats, err := checkFormats(f.Formats)
	if err != nil {
		return err
	}
	if slices.Contains(names, "-") || f.Output == "-" {
		return usage("%s làm việc với thư mục, không với đầu vào, đầu ra chuẩn", "%s works on folders, not on standard input or output", cmd.Name())
	}
	if f.Output == "" {
		return usage("cần -o THU-MUC: nơi ghi văn bản", "-o DIR is needed: where the documents go")
	}
	if f.Jobs < 0 || cmd.Flags().Changed("jobs") && f.Jobs == 0 {
		return usage("-j cần một số từ 1 trở lên", "-j takes a number from 1 on")
	}
	switch extension := strings.ToLower(filepath.Ext(f.Report)); extension {
	case ".json", ".csv":
		f.Report = f.Report[:len(f.Report)-len(extension)]
	}
	f.Formats, f.Inputs = formats, names
	return nil
}

// batchRenderer gives the renderer of a batch, and sets what besides the meetings decides the
// documents.
func (p *program) batchRenderer(f *batchFlags) (*render.Renderer, error) {
	r, err := p.newRenderer(f.fonts, f.Templates, func(o *render.Options) { o.EmbedFonts, o.Strict = f.embed, f.strict })
	if err != nil {
		return nil, err
	}
	fonts, err := folderDigest(f.fonts)
	if err != nil {
		return nil, batch.Unreadable(f.fonts, err)
	}
	f.Settings = fmt.Sprintf("%s embed=%t strict=%t fonts=%s", programDigest(), f.embed, f.strict, fonts)
	f.Lang = p.lang
	return r, nil
}

// programDigest tells one version of the program from another. A program that somebody
// builds from a changed clone has no version, so its own bytes tell it.
func programDigest() string {
	v := version()
	if !strings.Contains(v, "(devel)") && !strings.Contains(v, "+dirty") {
		return v
	}
	name, err := os.Executable()
	if err != nil {
		return v
	}
	f, err := os.Open(name)
	if err != nil {
		return v
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return v
	}
	return hex.EncodeToString(h.Sum(nil))
}

// folderDigest is the digest of the files of a folder, "" if there is none.
func folderDigest(folder string) (string, error) {
	if folder == "" {
		return "", nil
	}
	h := sha256.New()
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Fprintf(h, "%q ", name)
		_, err = io.Copy(h, f)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)), err
}

// errUsage ends a command whose options were wrong, and has told so.
var errUsage = errors.New("usage")

// errStopped ends a batch that was stopped, and has told so.
var errStopped = errors.New("stopped")

func (p *program) batch(ctx context.Context, f batchFlags) error {
	r, err := p.batchRenderer(&f)
	if err != nil {
		p.report(p.stderr, faultsOf(err, f.fonts))
		return errFailed
	}
	show := p.newBatchView(f.DryRun)
	pace, end := p.spendMemory()
	defer end()
	f.Event = func(e batch.Event) {
		show.event(e)
		pace()
	}
	if f.Jobs == 0 {
		f.Jobs = runtime.GOMAXPROCS(0)
	}
	defer p.spareProcessor(f.Jobs)()
	report, err := batch.Run(ctx, r, f.Options)
	show.end()
	if report == nil || err != nil && ctx.Err() == nil {
		return p.batchError(err)
	}
	failed := show.summary(report, &f)
	switch {
	case ctx.Err() != nil:
		return errStopped
	case failed:
		return errFailed
	}
	return nil
}

// batchError tells why a batch did nothing.
func (p *program) batchError(err error) error {
	faults := faultsOf(err, "")
	p.report(p.stderr, faults)
	if code := faults[0].Code; code == batch.CodeUsage || code == batch.CodeCollision {
		return errUsage
	}
	return errFailed
}
