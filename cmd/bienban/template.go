package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
	"github.com/bienban/bienban/render/meeting"
)

func (p *program) templateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "template",
		Short: p.in(text("Xem và lấy các mẫu", "Look at the templates and take copies")),
		Long: p.in(text(`Xem các mẫu văn bản, những mục mà mẫu in ra, và lấy bản sao để sửa trong Word.

Mẫu riêng (.docx) đặt trong một thư mục thì gọi được bằng tên, sau -t và trong documents:
thư mục nêu sau --templates, thư mục nêu trong biến môi trường %s, hoặc
  %s
Mẫu riêng trùng tên với mẫu có sẵn thì được dùng thay cho mẫu có sẵn.`,
			`Look at the templates and at the fields that they print, and take copies to edit in Word.

Templates of your own (.docx) are found by name, after -t and in documents, in the folder
after --templates, in the folders that the environment variable %s names, and in
  %s
One of your own comes before a built-in one of the same name.`, templateVariable, ownFolder())),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("không có lệnh “template %s”; các lệnh là list, show, save", "there is no command “template %s”; the commands are list, show, save", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.Help(); err != nil {
				return err
			}
			return usage("cần một lệnh: template list, show hoặc save", "a command is needed: template list, show or save")
		},
	}
	list := &cobra.Command{
		Use:                   "list",
		Short:                 p.in(text("Liệt kê các mẫu", "List the templates")),
		DisableFlagsInUseLine: true,
		Args:                  noArguments,
		RunE:                  func(*cobra.Command, []string) error { return p.listTemplates() },
	}
	var outline bool
	show := &cobra.Command{
		Use:                   p.in(text("show MẪU", "show TEMPLATE")),
		Short:                 p.in(text("Cho biết mẫu dùng làm gì, in những mục nào, dàn ý ra sao", "Tell what a template is for, which fields it prints, and its outline")),
		DisableFlagsInUseLine: true,
		Args:                  oneTemplate,
		RunE:                  func(_ *cobra.Command, args []string) error { return p.showTemplate(args[0], outline) },
	}
	show.Flags().BoolVar(&outline, "outline", true, p.in(text("cả dàn ý của mẫu", "with the template's outline")))
	var force bool
	save := &cobra.Command{
		Use:                   p.in(text("save MẪU [TỆP.docx]", "save TEMPLATE [FILE.docx]")),
		Short:                 p.in(text("Lấy một bản sao của mẫu để sửa trong Word", "Take a copy of a template to edit in Word")),
		Example:               p.in(text("  bienban template save bien-ban mau-cua-toi.docx", "  bienban template save bien-ban my-minutes.docx")),
		DisableFlagsInUseLine: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				return nil
			}
			return oneTemplate(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			file := ""
			if len(args) == 2 {
				file = args[1]
			}
			return p.saveTemplate(args[0], file, force)
		},
	}
	save.Flags().BoolVar(&force, "force", false, p.in(text("ghi đè tệp đã có", "replace a file that is there")))
	cmd.AddCommand(list, show, save)
	return cmd
}

func oneTemplate(_ *cobra.Command, args []string) error {
	switch len(args) {
	case 0:
		return usage("cần tên một mẫu; xem các mẫu: bienban template list", "the name of a template is needed; to see them: bienban template list")
	case 1:
		return nil
	}
	return usage("thừa tham số %q", "unexpected argument %q", args[len(args)-1])
}

// A templateLine is a template as --json has it.
type templateLine struct {
	Type    string         `json:"type"` // "template"
	Name    string         `json:"name"`
	File    string         `json:"file"`
	Own     bool           `json:"own"`
	About   string         `json:"about,omitempty"`
	Fields  []templateKey  `json:"fields,omitempty"`
	Outline []templateText `json:"outline,omitempty"`
}

type templateKey struct {
	Key      string   `json:"key"`
	Alias    string   `json:"alias"`
	Required bool     `json:"required"`
	About    string   `json:"about,omitempty"`
	Used     []string `json:"used,omitempty"` // where the template prints it
}

type templateText struct {
	Depth int    `json:"depth"`
	Text  string `json:"text"`
	List  bool   `json:"list,omitempty"` // text is a list; what is one deeper comes for each entry
}

func (p *program) listTemplates() error {
	r, err := p.newRenderer("", nil)
	if err != nil {
		return err
	}
	var faults render.FaultList
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	for _, name := range r.TemplateNames() {
		about, found := r.Template(name)
		faults = append(faults, found...)
		if about == nil {
			continue
		}
		if p.json {
			p.object(templateLine{Type: "template", Name: name, File: about.File, Own: about.Own, About: about.About.In(p.lang)})
			continue
		}
		what := about.About.In(p.lang)
		if about.Own {
			what = strings.TrimPrefix(what+" ("+about.File+")", " ")
		}
		fmt.Fprintf(w, "%s\t%s\n", name, what)
	}
	w.Flush()
	if p.report(p.stderr, faults) {
		return errFailed
	}
	return nil
}

func (p *program) showTemplate(name string, outline bool) error {
	r, err := p.newRenderer("", []string{name})
	if err != nil {
		return err
	}
	about, faults := r.Template(name)
	if failed := p.report(p.stderr, faults); failed || about == nil {
		return errFailed
	}
	if !outline {
		about.Outline = nil
	}
	if p.json {
		line := templateLine{Type: "template", Name: about.Name, File: about.File, Own: about.Own, About: about.About.In(p.lang)}
		for _, f := range about.Fields {
			line.Fields = append(line.Fields, templateKey{f.Key, f.Alias, f.Required, f.About.In(p.lang), p.used(f)})
		}
		for _, l := range about.Outline {
			line.Outline = append(line.Outline, templateText(l))
		}
		p.object(line)
		return nil
	}
	fmt.Fprintf(p.stdout, "%s: %s\n", about.Name, firstNonEmpty(about.About.In(p.lang), about.File))
	p.say(p.stdout, text("\nMục mà mẫu in ra, và in ở đâu (* là bắt buộc; mục nào tệp không ghi thì không in):", "\nFields that it prints, and where (* is required; what a file does not state is not printed):"))
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	for _, f := range about.Fields {
		mark := " "
		if f.Required {
			mark = "*"
		}
		fmt.Fprintf(w, "%s %s\t%s\t%s\t%s\n", mark, f.Key, f.Alias, f.About.In(p.lang), shortened(p.used(f)))
	}
	w.Flush()
	if outline {
		p.say(p.stdout, text("\nDàn ý:", "\nOutline:"))
		for _, l := range about.Outline {
			line := l.Text
			if l.List {
				line = p.in(text("(với mỗi mục của %s)", "(for each of %s)", l.Text))
			}
			fmt.Fprintf(p.stdout, "  %s%s\n", strings.Repeat("  ", l.Depth), line)
		}
	}
	return nil
}

// used are the places where a template prints a field.
func (p *program) used(f render.TemplateField) []string {
	var list []string
	for _, at := range f.Used {
		list = append(list, at.In(p.lang))
	}
	return list
}

// shortened are the first places of a list, and how many more there are.
func shortened(places []string) string {
	const most = 2
	s := strings.Join(places[:min(most, len(places))], "; ")
	if more := len(places) - most; more > 0 {
		s += fmt.Sprintf("; +%d", more)
	}
	return s
}

func firstNonEmpty(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (p *program) saveTemplate(name, file string, force bool) error {
	r, err := p.newRenderer("", []string{name})
	if err != nil {
		return err
	}
	data, found, faults := r.TemplateData(name)
	if p.report(p.stderr, faults) {
		return errFailed
	}
	switch info, err := os.Stat(file); {
	case file == "":
		file = filepath.Base(found)
	case err == nil && info.IsDir():
		file = filepath.Join(file, filepath.Base(found))
	case !isTemplateFile(file):
		return usage("bản sao của mẫu phải là tệp .docx, không phải %s", "the copy of a template is a .docx file, not %s", file)
	}
	return p.create(file, "docx", name, data, force)
}

// create writes a file that a person goes on with: one that is there stays, unless force
// says otherwise.
func (p *program) create(file, format, source string, data []byte, force bool) error {
	if _, err := os.Lstat(file); err == nil && !force {
		p.report(p.stderr, render.FaultList{{
			Code: "exists", File: file,
			Message: text("đã có tệp này, nên không ghi", "this file is there already, so nothing is written"),
			Hint:    text("Ghi tên tệp khác, hoặc thêm --force để ghi đè.", "Give another name, or add --force to replace it."),
		}})
		return errFailed
	}
	written, faults := batch.Save(file, data, true)
	if written != "" {
		p.made(written, format, "", source)
	}
	if p.report(p.stderr, faults) {
		return errFailed
	}
	return nil
}

func (p *program) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: p.in(text("In JSON Schema của tệp cuộc họp, cho trình soạn thảo", "Print the JSON Schema of a meeting file, for editors")),
		Long: p.in(text(`In JSON Schema (2020-12) của tệp cuộc họp. Trình soạn thảo có hỗ trợ (VS Code với tiện ích YAML,
JetBrains, Neovim…) nhờ đó gợi ý khóa, giải thích từng khóa và gạch chân chỗ sai. Dòng đầu tệp:
  # yaml-language-server: $schema=bienban.schema.json`,
			`Print the JSON Schema (2020-12) of a meeting file. Editors that know it (VS Code with the YAML extension,
JetBrains, Neovim…) complete the keys with it, explain each and underline what is wrong. First line of a file:
  # yaml-language-server: $schema=bienban.schema.json`)),
		Example:               "  bienban schema > bienban.schema.json",
		DisableFlagsInUseLine: true,
		Args:                  noArguments,
		RunE: func(*cobra.Command, []string) error {
			r, err := render.New(render.Options{}) // the same for everybody: the built-in templates
			if err != nil {
				return err
			}
			var names [][2]string
			for _, name := range r.TemplateNames() {
				if about, _ := r.Template(name); about != nil {
					names = append(names, [2]string{name, about.About.Vi})
				}
			}
			_, err = p.stdout.Write(meeting.Schema(render.Vietnamese, names...))
			return err
		},
	}
}

func (p *program) newCommand() *cobra.Command {
	var output string
	var force bool
	cmd := &cobra.Command{
		Use:   p.in(text("new [MẪU] [-o TỆP.yaml]", "new [TEMPLATE] [-o FILE.yaml]")),
		Short: p.in(text("Tạo tệp cuộc họp có chú thích để bắt đầu viết", "Write a commented meeting file to start from")),
		Long: p.in(text(`Tạo tệp cuộc họp có chú thích, gồm những mục mà mẫu in ra (mặc định: %s). Nội dung trong «…»
là chỗ cần điền. Không có -o thì ghi ra đầu ra chuẩn.`,
			`Write a commented meeting file with the fields that the template prints (default: %s). What stands
in «…» is to be filled in. Without -o it goes to standard output.`, render.DefaultTemplate)),
		Example:               "  bienban new bien-ban -o hop-giao-ban.yaml",
		DisableFlagsInUseLine: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return oneTemplate(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			name := render.DefaultTemplate
			if len(args) > 0 {
				name = args[0]
			}
			return p.newMeeting(name, output, force)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", p.in(text("`TEP` cần tạo", "`FILE` to write")))
	cmd.Flags().BoolVar(&force, "force", false, p.in(text("ghi đè tệp đã có", "replace a file that is there")))
	return cmd
}

func (p *program) newMeeting(name, output string, force bool) error {
	r, err := p.newRenderer("", []string{name})
	if err != nil {
		return err
	}
	s := meeting.Starter{Items: 2, Comments: true, Lang: p.lang}
	if !isTemplateFile(name) {
		s.Template = name
	}
	yaml, faults := r.StarterYAML(name, s)
	if p.report(p.stderr, faults) {
		return errFailed
	}
	if output == "" || output == "-" {
		_, err := p.stdout.Write(yaml)
		return err
	}
	return p.create(output, "yaml", name, yaml, force)
}
