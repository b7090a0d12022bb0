package main

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
)

func (p *program) checkCommand() *cobra.Command {
	var fontsFolder string
	var templates []string
	var trial tryFlags
	var mend fixFlags
	var mark bool
	cmd := &cobra.Command{
		Use:   p.in(text("check TỆP… [-t MẪU]\n  bienban check --fix TỆP.yaml… [--dry-run]\n  bienban check --try MẪU.docx… [-o THƯ-MỤC]\n  bienban check --mark MẪU.docx… [-o THƯ-MỤC]", "check FILE… [-t TEMPLATE]\n  bienban check --fix FILE.yaml… [--dry-run]\n  bienban check --try TEMPLATE.docx… [-o DIR]\n  bienban check --mark TEMPLATE.docx… [-o DIR]")),
		Short: p.in(text("Kiểm tra lỗi và thể thức của tệp cuộc họp hoặc tệp mẫu", "Check meetings or templates, and their form")),
		Long: p.in(text(`Kiểm tra tệp cuộc họp (.yaml) hoặc tệp mẫu (.docx), nêu mọi lỗi, cảnh báo và chỗ trái thể thức
(NĐ 30/2020/NĐ-CP, HD 05-HD/VPTW, Luật Doanh nghiệp), mỗi chỗ kèm cách sửa và căn cứ. Không ghi tệp nào,
trừ khi có --fix: sửa ngay trong tệp .yaml những gì máy móc (Unicode dựng sẵn, số 0 của ngày tháng, dấu cách
trước %% và đơn vị, thứ tự ký hiệu) và cho xem khác biệt; hoặc --try: tạo văn bản thử
(MẪU-thu.docx và .pdf) từ chính mẫu ấy với nội dung giả, chữ trong «…», để xem mẫu khi chưa có dữ liệu;
hoặc --mark: ghi một bản sao của mẫu (MẪU-loi.docx), mỗi lỗi là một ghi chú (comment) của Word đúng chỗ có lỗi.`,
			`Check meetings (.yaml) or templates (.docx) and tell all errors, warnings and departures from the rules
of form (NĐ 30/2020/NĐ-CP, HD 05-HD/VPTW, Law on Enterprises), each with its remedy and source. No file is
written, unless --fix asks to mend in the .yaml itself what is mechanical (composed Unicode, zeros of dates,
spaces before %% and units, order of symbols), showing the difference; or --try asks for a trial
(TEMPLATE-thu.docx and .pdf) of the template with made-up content, texts in «…», to look at before there is data;
or --mark asks for a copy of the template (TEMPLATE-loi.docx) with each finding as a comment of Word's at its place.`)),
		Example:               "  bienban check samples/hoi-nghi-chi-lang.yaml\n  bienban check mau-rieng.docx",
		DisableFlagsInUseLine: true,
		Args:                  someFiles,
		RunE: func(cmd *cobra.Command, names []string) error {
			if trial.output != "" && !trial.on && !mark {
				return usage("-o chỉ đi cùng --try và --mark", "-o goes with --try and --mark only")
			}
			switch {
			case mark && (trial.on || mend.on):
				return usage("--mark không đi cùng --try hay --fix", "--mark goes neither with --try nor with --fix")
			case mend.dry && !mend.on:
				return usage("--dry-run chỉ đi cùng --fix", "--dry-run goes with --fix only")
			case mend.on && trial.on:
				return usage("--fix và --try không đi cùng nhau", "--fix and --try do not go together")
			case mend.on && slices.Contains(names, "-"):
				return usage("--fix sửa tệp, không sửa đầu vào chuẩn", "--fix mends files, not standard input")
			}
			return p.check(cmd.Context(), names, fontsFolder, templates, trial, mend, mark)
		},
	}
	cmd.Flags().StringArrayVarP(&templates, "template", "t", nil, p.in(text("kiểm tra với `MAU` này thay cho các mẫu ghi trong tệp", "check against this `TEMPLATE` instead of those that the file names")))
	cmd.Flags().StringVar(&fontsFolder, "fonts", "", p.in(text("`THU-MUC` phông chữ riêng (.ttf)", "`DIR` of your own fonts (.ttf)")))
	cmd.Flags().BoolVar(&mend.on, "fix", false, p.in(text("sửa trong tệp .yaml những gì máy móc, cho xem khác biệt", "mend in the .yaml what is mechanical, and show the difference")))
	cmd.Flags().BoolVar(&mend.dry, "dry-run", false, p.in(text("cùng --fix: chỉ cho xem, không ghi", "with --fix: show only, write nothing")))
	cmd.Flags().BoolVar(&trial.on, "try", false, p.in(text("tạo văn bản thử từ tệp mẫu, với nội dung giả", "make a trial document of a template, with made-up content")))
	cmd.Flags().BoolVar(&mark, "mark", false, p.in(text("ghi bản sao của tệp mẫu, mỗi lỗi là một ghi chú của Word", "write a copy of a template with each finding as a comment of Word's")))
	cmd.Flags().StringVarP(&trial.output, "output", "o", "", p.in(text("`THU-MUC` ghi văn bản thử hay bản sao (mặc định: cạnh tệp mẫu)", "`DIR` for the trial or the copy (default: beside the template)")))
	return cmd
}

func someFiles(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usage("cần ít nhất một tệp", "at least one file is needed")
	}
	return nil
}

func (p *program) check(ctx context.Context, names []string, fontsFolder string, templates []string, trial tryFlags, mend fixFlags, mark bool) error {
	r, err := p.newRenderer(fontsFolder, slices.Concat(templates, names)) // templates may name their neighbours
	if err != nil {
		p.report(p.stderr, faultsOf(err, fontsFolder))
		return errFailed
	}
	inputs, faults, err := p.readInputs(ctx, names)
	if err != nil {
		return err
	}
	defer closeInputs(inputs)
	defer p.spareMemory(inputs)()
	for _, in := range inputs {
		var found render.FaultList
		var err error
		if trial.on {
			found, err = p.try(ctx, r, in, trial)
		} else {
			if mend.on && !isTemplate(in) {
				found = p.fix(ctx, r, in, mend.dry)
			}
			var more render.FaultList
			more, err = p.checkInput(ctx, r, in, templates)
			found = append(found, more...)
			if err == nil && mark {
				found = append(found, p.mark(r, in, found, trial.output)...)
			}
		}
		if err != nil {
			return err
		}
		if len(found) == 0 {
			p.fine(in.name)
		}
		faults = append(faults, found...)
	}
	if p.report(p.stderr, faults) {
		return errFailed
	}
	return nil
}

// mark writes a copy of a template with the findings about it as comments of Word's.
func (p *program) mark(r *render.Renderer, in *input, findings render.FaultList, folder string) render.FaultList {
	if !isTemplate(in) {
		return render.FaultList{{
			Code: "no-template", File: in.name,
			Message: text("--mark cần tệp mẫu (.docx)", "--mark takes templates (.docx)"),
			Hint:    text("Lỗi của tệp cuộc họp có số dòng: bienban check %s", "Findings about a meeting have line numbers: bienban check %s", in.name),
		}}
	}
	if len(findings) == 0 {
		return nil // as is told
	}
	data, err := r.MarkTemplate(in.name, in.data, findings, p.lang)
	if err != nil {
		found := faultsOf(err, in.name)
		if len(found) > 0 && slices.ContainsFunc(findings, func(f *render.Fault) bool { return f.Code == found[0].Code }) {
			return nil // that it cannot be read is told
		}
		return found
	}
	if folder == "" {
		folder = in.folder()
	}
	target := filepath.Join(folder, render.Stem(in.name)+"-loi.docx")
	written, found := batch.SaveAll([]batch.Output{{Target: target, Data: data}}, batch.Cache(), false)
	for _, name := range written {
		if name != "" {
			p.made(name, "docx", "", in.name)
		}
	}
	return found
}

// checkInput gives all findings about a file. A meeting is made into its documents too,
// which go nowhere: a missing picture shows only then. The error is ctx's.
func (p *program) checkInput(ctx context.Context, r *render.Renderer, in *input, templates []string) (render.FaultList, error) {
	if isTemplate(in) {
		return append(r.CheckTemplate(in.name, in.data), r.CheckTemplateForm(in.name, in.data)...), nil
	}
	faults, err := r.Check(ctx, in.name, in.data, in.files(), templates...)
	if err != nil && errors.Is(err, ctx.Err()) {
		return faults, err
	}
	return append(faults, faultsOf(err, in.name)...), nil
}

// isTemplate reports whether an input is a Word document rather than a meeting.
func isTemplate(in *input) bool {
	return isTemplateFile(in.name) || bytes.HasPrefix(in.data, []byte("PK\x03\x04"))
}
