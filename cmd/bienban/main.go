// Bienban makes formatted Vietnamese Word documents and PDFs from YAML meeting
// descriptions and Word templates.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
)

func main() {
	cobra.MousetrapHelpText = "" // a double click is an answer, not a mistake: see [program.run]
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	stdout, stderr, restore := console(os.Stdout, os.Stderr, os.Getenv)
	code := run(ctx, os.Args[1:], os.Stdin, stdout, stderr, os.Getenv)
	restore()
	stop()
	os.Exit(code)
}

// Exit codes.
const (
	done     = 0
	badInput = 1 // a file cannot be read, is wrong, or cannot be written
	badUsage = 2 // the command line is wrong

	interrupted = 130 // a batch was stopped; what it had not done is told
)

// run is the program: it gives the exit code. getenv reads the environment.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string) int {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr, getenv: getenv, desktop: realDesktop}
	return p.run(ctx, args)
}

// doubleClick is the command line of a double click in Windows Explorer.
var doubleClick = []string{"serve", "--open", "--end-with-page"}

// run runs a command line and gives the exit code. A window that Explorer has opened for it
// closes at its end: what went wrong is to be read first.
func (p *program) run(ctx context.Context, args []string) int {
	if !p.desktop.explorer() {
		return p.runCommand(ctx, args)
	}
	if len(args) == 0 {
		p.doubleClicked = true
		args = doubleClick
	}
	code := p.runCommand(ctx, args)
	if code != done && ctx.Err() == nil {
		p.say(p.stderr, text("\nNhấn Enter để đóng cửa sổ này.", "\nPress Enter to close this window."))
		pressed := make(chan struct{})
		go func() {
			defer close(pressed)
			_, _ = bufio.NewReader(p.stdin).ReadString('\n')
		}()
		select {
		case <-pressed:
		case <-ctx.Done():
		}
	}
	return code
}

// runCommand runs a command line and gives the exit code.
func (p *program) runCommand(ctx context.Context, args []string) int {
	lang, err := language(args, p.getenv)
	json := slices.Contains(args, "--json")
	p.lang, p.json = lang, json
	stderr := p.stderr
	used := "bienban" // the command whose help tells how it is used
	if err == nil {
		root := p.rootCommand()
		root.SetArgs(args)
		root.SetIn(p.stdin)
		root.SetOut(p.stdout)
		root.SetErr(stderr)
		var cmd *cobra.Command
		cmd, err = root.ExecuteContextC(ctx)
		used = cmd.CommandPath()
	}
	p.json = p.json || json // it may stand behind what was wrong
	switch {
	case err == nil:
		return done
	case errors.Is(err, errFailed):
		return badInput
	case errors.Is(err, errUsage):
		return badUsage
	case errors.Is(err, errStopped):
		stopped := text("đã dừng theo yêu cầu; chạy lại để làm tiếp", "stopped as asked; run it again to go on")
		if p.json {
			p.report(stderr, render.FaultList{{Code: "stopped", Message: stopped}})
		} else {
			p.say(stderr, stopped)
		}
		return interrupted
	case ctx.Err() != nil:
		stopped := text("đã dừng theo yêu cầu", "stopped as asked")
		if p.json {
			p.report(stderr, render.FaultList{{Code: "stopped", Message: stopped}})
		} else {
			p.say(stderr, stopped)
		}
		return badInput
	}
	if _, ok := errors.AsType[*fs.PathError](err); ok { // standard output is full or gone
		p.report(stderr, render.FaultList{{Code: "write", Message: text("không ghi được ra đầu ra chuẩn: %v", "cannot write to standard output: %v", batch.Cause(err))}})
		return badInput
	}
	if p.json {
		p.report(stderr, render.FaultList{{Code: "usage", Message: p.usageError(err)}})
		return badUsage
	}
	p.say(stderr, p.usageError(err))
	p.say(stderr, text("Xem cách dùng: %s --help", "For the usage: %s --help", used))
	return badUsage
}

// errFailed ends a command whose faults are already told.
var errFailed = errors.New("failed")

// A usageError is what is wrong with a command line, in both languages.
type usageError struct{ render.Text }

func (e usageError) Error() string { return e.En }

func usage(vi, en string, args ...any) error { return usageError{text(vi, en, args...)} }

// text formats a message in both languages.
func text(vi, en string, args ...any) render.Text {
	return render.Text{Vi: fmt.Sprintf(vi, args...), En: fmt.Sprintf(en, args...)}
}

// A program is one run: where it reads and writes, and in what language it speaks.
type program struct {
	lang           render.Lang
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	desktop        desktop
	doubleClicked  bool     // without a command line
	quiet, json    bool     // --quiet, --json
	folders        []string // of templates of one's own
}

// in chooses the language of a text.
func (p *program) in(t render.Text) string { return t.In(p.lang) }

// say writes a line. Its error has nowhere to go.
func (p *program) say(w io.Writer, t render.Text) { fmt.Fprintln(w, p.in(t)) }

// language is the one that --lang asks for, else the environment's, else Vietnamese. It is
// needed before the flags are parsed: the help is in it too.
func language(args []string, getenv func(string) string) (render.Lang, error) {
	byName := map[string]render.Lang{"vi": render.Vietnamese, "en": render.English}
	environment := render.Vietnamese
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // the order of POSIX
		if value := getenv(name); value != "" {
			short, _, _ := strings.Cut(strings.ToLower(value), "_")
			if short == "en" || strings.HasPrefix(short, "en.") {
				environment = render.English
			}
			break
		}
	}
	for i, a := range args {
		value, ok := strings.CutPrefix(a, "--lang=")
		if a == "--" {
			break
		}
		if a == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if ok {
			lang, known := byName[strings.ToLower(value)]
			if !known && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
				return environment, nil // it is being typed
			}
			if !known {
				return environment, usage("--lang nhận vi hoặc en, không nhận %q", "--lang takes vi or en, not %q", value)
			}
			return lang, nil
		}
	}
	return environment, nil
}

// usageError puts cobra's and pflag's errors in words of both languages.
func (p *program) usageError(err error) render.Text {
	var own usageError
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &own):
		return own.Text
	case errors.As(err, &unknown):
		name := "--" + unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			name = "-" + unknown.GetSpecifiedName()
		}
		return text("không có tùy chọn %s", "there is no option %s", name)
	case errors.As(err, &missing):
		return text("tùy chọn --%s cần một giá trị", "the option --%s needs a value", missing.GetFlag().Name)
	case errors.As(err, &invalid):
		return text("tùy chọn --%s không nhận giá trị %q", "the option --%s does not take the value %q", invalid.GetFlag().Name, invalid.GetValue())
	}
	return render.Text{Vi: err.Error(), En: err.Error()}
}

func (p *program) rootCommand() *cobra.Command {
	showVersion := false
	root := &cobra.Command{
		Use:   "bienban",
		Short: p.in(text("Tạo văn bản Word và PDF đúng thể thức từ tệp YAML mô tả cuộc họp", "Make formatted Word documents and PDFs from YAML meeting descriptions")),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("không có lệnh %q; các lệnh là %s", "there is no command %q; the commands are %s", args[0], commandNames(cmd))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if showVersion {
				return p.version()
			}
			if err := cmd.Help(); err != nil {
				return err
			}
			return usage("cần một lệnh: %s", "a command is needed: %s", commandNames(cmd))
		},
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetUsageTemplate(p.in(usageTemplate))
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{.UsageString}}")
	root.SetHelpCommand(&cobra.Command{Use: "help [LỆNH]", Hidden: true, RunE: func(cmd *cobra.Command, args []string) error {
		about, _, err := root.Find(args)
		if err != nil || about == nil {
			return usage("không có lệnh %q", "there is no command %q", strings.Join(args, " "))
		}
		return about.Help()
	}})
	root.PersistentFlags().String("lang", "", p.in(text("ngôn ngữ của thông báo: `vi|en` (mặc định: theo LC_ALL, LANG; không có thì vi)", "language of the messages: `vi|en` (default: LC_ALL, LANG, else vi)")))
	root.PersistentFlags().BoolVarP(&p.quiet, "quiet", "q", false, p.in(text("chỉ báo lỗi và cảnh báo", "tell errors and warnings only")))
	root.PersistentFlags().BoolVar(&p.json, "json", false, p.in(text("báo bằng JSON ở đầu ra chuẩn, mỗi lỗi, mỗi tệp đã tạo một dòng", "report in JSON on standard output, a line for each finding and each file made")))
	var folders []string
	root.PersistentFlags().StringArrayVar(&folders, "templates", nil, p.in(text("`THU-MUC` mẫu riêng, gọi bằng tên (thêm vào "+templateVariable+" và thư mục cấu hình)", "`DIR` of your own templates, found by name (besides "+templateVariable+" and the configuration folder)")))
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return p.findFolders(folders) }
	root.Flags().BoolVar(&showVersion, "version", false, p.in(text("hiện phiên bản", "show the version")))
	root.PersistentFlags().BoolP("help", "h", false, p.in(text("hiện trợ giúp", "show this help")))
	root.AddCommand(p.renderCommand(), p.batchCommand(), p.watchCommand(), p.convertCommand(), p.checkCommand(), p.newCommand(), p.templateCommand(), p.schemaCommand(), p.serveCommand(), p.completionCommand(root), p.versionCommand())
	p.complete(root, &folders)
	return root
}

// commandNames lists the commands for messages.
func commandNames(root *cobra.Command) string {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden && c.Name() != "help" {
			names = append(names, c.Name())
		}
	}
	return strings.Join(names, ", ")
}

// usageTemplate is cobra's, in both languages.
var usageTemplate = render.Text{
	Vi: usageIn("Cách dùng", "LỆNH", "Các lệnh", "Ví dụ", "Tùy chọn", "Tùy chọn chung"),
	En: usageIn("Usage", "COMMAND", "Commands", "Examples", "Options", "Common options"),
}

func usageIn(usage, command, commands, examples, options, common string) string {
	return usage + `:{{if .Runnable}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} ` + command + `{{else}}
  {{.UseLine}}{{end}}{{end}}{{if .HasExample}}

` + examples + `:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

` + commands + `:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

` + options + `:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

` + common + `:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
`
}

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:                   "version",
		Short:                 p.in(text("Hiện phiên bản", "Show the version")),
		DisableFlagsInUseLine: true,
		Args:                  noArguments,
		RunE:                  func(*cobra.Command, []string) error { return p.version() },
	}
}

// A versionObject is the version as --json has it.
type versionObject struct {
	Type     string `json:"type"` // "version"
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

// version prints the version.
func (p *program) version() error {
	if p.json {
		v, revision := moduleVersion()
		_, err := io.WriteString(p.stdout, jsonLine(versionObject{"version", v, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH}))
		return err
	}
	_, err := fmt.Fprintln(p.stdout, version())
	return err
}

func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("thừa tham số %q", "unexpected argument %q", args[0])
	}
	return nil
}

// version names the program: its version and revision, and what it was built with and for.
func version() string {
	v, revision := moduleVersion()
	if revision != "" {
		v += " " + revision
	}
	return fmt.Sprintf("bienban %s %s %s/%s", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// moduleVersion is the module's version, and the revision if the version does not have it, as
// the Go command recorded them.
func moduleVersion() (v, revision string) {
	v = "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" {
			v = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 && !strings.Contains(v, s.Value[:12]) {
				revision = s.Value[:12]
			}
		}
	}
	return v, revision
}
