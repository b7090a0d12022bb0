package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// completionCommand writes the scripts that make shells complete the program's words.
func (p *program) completionCommand(root *cobra.Command) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: p.in(text("In mã để vỏ lệnh tự điền lệnh, mẫu và tệp", "Print the script with which a shell completes commands, templates and files")),
		Long: p.in(text("In mã để vỏ lệnh tự điền khi bấm phím Tab: lệnh, tùy chọn, tên mẫu và tệp.",
			"Print the script with which a shell completes, at the Tab key, commands, options, templates and files.")),
		Example: `  source <(bienban completion bash)
  bienban completion zsh > "${fpath[1]}/_bienban"
  bienban completion fish > ~/.config/fish/completions/bienban.fish
  bienban completion powershell | Out-String | Invoke-Expression`,
		DisableFlagsInUseLine: true,
		ValidArgs:             shells,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("cần tên vỏ lệnh: %s", "the name of a shell is needed: %s", strings.Join(shells, ", "))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(p.stdout, true)
			case "zsh":
				return root.GenZshCompletion(p.stdout)
			case "fish":
				return root.GenFishCompletion(p.stdout, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(p.stdout)
			}
			return usage("không biết vỏ lệnh %q; các vỏ lệnh là %s", "unknown shell %q; the shells are %s", args[0], strings.Join(shells, ", "))
		},
	}
}

// complete says what the arguments and options of each command may be.
func (p *program) complete(root *cobra.Command, folders *[]string) {
	extensions := func(list ...string) cobra.CompletionFunc {
		return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return list, cobra.ShellCompDirectiveFilterFileExt
		}
	}
	words := func(list ...string) cobra.CompletionFunc {
		return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return list, cobra.ShellCompDirectiveNoFileComp
		}
	}
	folder := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	names := func(orFile bool) cobra.CompletionFunc {
		return func(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
			p.folders = nil
			_ = p.findFolders(*folders)
			r, err := p.newRenderer("", nil)
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			var list []string
			for _, name := range r.TemplateNames() {
				if !strings.HasPrefix(name, begun) {
					continue
				}
				if about, _ := r.Template(name); about != nil {
					name += "\t" + about.About.In(p.lang)
				}
				list = append(list, name)
			}
			if len(list) == 0 && orFile {
				return []string{"docx"}, cobra.ShellCompDirectiveFilterFileExt
			}
			return list, cobra.ShellCompDirectiveNoFileComp
		}
	}
	arguments := map[string]cobra.CompletionFunc{
		"render": extensions("yaml", "yml"), "check": extensions("yaml", "yml", "docx"), "convert": extensions("docx"),
		"batch": folder, "watch": folder,
		"new": names(true), "show": names(true), "save": names(true),
	}
	options := map[string]cobra.CompletionFunc{
		"template": names(true), "to": words("docx", "pdf", "docx,pdf"), "fonts": folder, "templates": folder, "lang": words("vi", "en"),
		"name": words("{{.Name}}", "{{.Date}}-{{.Title | slug}}", "{{.Stem}}-{{.Template}}"), "poll": words("2s", "10s"),
	}
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if f := arguments[c.Name()]; f != nil {
			c.ValidArgsFunction = f
		}
		if c.Name() == "batch" || c.Name() == "watch" { // elsewhere it may be a file
			_ = c.RegisterFlagCompletionFunc("output", folder)
		}
		for name, f := range options {
			if c.LocalNonPersistentFlags().Lookup(name) != nil || c == root && c.PersistentFlags().Lookup(name) != nil {
				_ = c.RegisterFlagCompletionFunc(name, f) // the flag is there: it cannot fail
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
}
