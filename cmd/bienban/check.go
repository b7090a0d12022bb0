package main

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/bienban/bienban/render"
)

func (p *program) checkCommand() *cobra.Command {
	var fontsFolder string
	var templates []string
	var trial tryFlags
	cmd := &cobra.Command{
		Use:   p.in(text("check TỆP… [-t MẪU]\n  bienban check --try MẪU.docx… [-o THƯ-MỤC]", "check FILE… [-t TEMPLATE]\n  bienban check --try TEMPLATE.docx… [-o DIR]")),
		Short: p.in(text("Kiểm tra tệp cuộc họp hoặc tệp mẫu, không ghi gì", "Check meetings or templates, write nothing")),
		Long: p.in(text(`Kiểm tra tệp cuộc họp (.yaml) hoặc tệp mẫu (.docx), nêu mọi lỗi và cảnh báo tìm thấy. Không ghi tệp nào,
trừ khi có --try: tạo văn bản thử (MẪU-thu.docx và .pdf) từ chính mẫu ấy với nội dung giả, chữ trong «…»,
để xem mẫu khi chưa có dữ liệu.`,
			`Check meetings (.yaml) or templates (.docx) and tell all errors and warnings. No file is written, unless
--try asks for it: a trial (TEMPLATE-thu.docx and .pdf) of the template with made-up content, texts in «…»,
to look at before there is data.`)),
		Example:               "  bienban check samples/hoi-nghi-chi-lang.yaml\n  bienban check mau-rieng.docx",
		DisableFlagsInUseLine: true,
		Args:                  someFiles,
		RunE: func(cmd *cobra.Command, names []string) error {
			if trial.output != "" && !trial.on {
				return usage("-o chỉ đi cùng --try", "-o goes with --try only")
			}
			return p.check(cmd.Context(), names, fontsFolder, templates, trial)
		},
	}
	cmd.Flags().StringArrayVarP(&templates, "template", "t", nil, p.in(text("kiểm tra với `MAU` này thay cho các mẫu ghi trong tệp", "check against this `TEMPLATE` instead of those that the file names")))
	cmd.Flags().StringVar(&fontsFolder, "fonts", "", p.in(text("`THU-MUC` phông chữ riêng (.ttf)", "`DIR` of your own fonts (.ttf)")))
	cmd.Flags().BoolVar(&trial.on, "try", false, p.in(text("tạo văn bản thử từ tệp mẫu, với nội dung giả", "make a trial document of a template, with made-up content")))
	cmd.Flags().StringVarP(&trial.output, "output", "o", "", p.in(text("`THU-MUC` ghi văn bản thử (mặc định: cạnh tệp mẫu)", "`DIR` for the trial (default: beside the template)")))
	return cmd
}

func someFiles(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usage("cần ít nhất một tệp", "at least one file is needed")
	}
	return nil
}

func (p *program) check(ctx context.Context, names []string, fontsFolder string, templates []string, trial tryFlags) error {
	r, err := p.newRenderer(fontsFolder, templates)
	if err != nil {
		p.report(p.stderr, faultsOf(err, fontsFolder))
		return errFailed
	}
	inputs, faults, err := p.readInputs(ctx, names)
	if err != nil {
		return err
	}
	defer closeInputs(inputs)
	for _, in := range inputs {
		var found render.FaultList
		var err error
		if trial.on {
			found, err = p.try(ctx, r, in, trial)
		} else {
			found, err = p.checkInput(ctx, r, in, templates)
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

// checkInput gives all findings about a file. A meeting is made into its documents too,
// which go nowhere: a missing picture shows only then. The error is ctx's.
func (p *program) checkInput(ctx context.Context, r *render.Renderer, in *input, templates []string) (render.FaultList, error) {
	if isTemplateFile(in.name) || bytes.HasPrefix(in.data, []byte("PK\x03\x04")) {
		return r.CheckTemplate(in.name, in.data), nil
	}
	documents, faults := r.Documents(in.name, in.data, in.files(), templates...)
	for _, d := range documents {
		err := d.PDF(ctx, io.Discard)
		if err != nil && errors.Is(err, ctx.Err()) {
			return faults, err
		}
		faults = append(faults, d.Faults()...)
		faults = append(faults, faultsOf(err, in.name)...)
	}
	return faults, nil
}
