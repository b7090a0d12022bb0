package render_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/bienban/bienban/"

// everybodys are what all may import.
var everybodys = []string{"render/internal/fault", "render/internal/limit", "render/internal/lazy"}

// mayImport is who may import whom: render/ARCHITECTURE.md tells why. Everybody may
// import [everybodys]; a package that is not named here fails the test.
var mayImport = map[string][]string{
	"cmd/bienban":               {"render", "render/batch", "render/meeting", "render/web", "templates", "fonts"},
	"render":                    {"fonts", "templates", "render/meeting", "render/internal/docx", "render/internal/font", "render/internal/indicator", "render/internal/layout", "render/internal/merge", "render/internal/pdf", "render/internal/plot", "render/internal/raster", "render/internal/rules", "render/internal/sheet", "render/internal/times", "render/internal/truth", "render/internal/viet", "render/internal/wml"},
	"render/batch":              {"render", "render/meeting", "render/internal/report"},
	"render/meeting":            {"render/internal/viet"},
	"render/web":                {"render", "render/meeting", "render/internal/report", "samples"},
	"render/internal/fault":     {},
	"render/internal/limit":     {},
	"render/internal/lazy":      {},
	"render/internal/report":    {},
	"render/internal/picture":   {},
	"render/internal/viet":      {},
	"render/internal/times":     {},
	"render/internal/xml":       {},
	"render/internal/geometry":  {},
	"render/internal/metafile":  {"render/internal/geometry"},
	"render/internal/font":      {},
	"render/internal/hyphen":    {},
	"render/internal/chart":     {"render/internal/xml"},
	"render/internal/plot":      {"render/internal/xml"},
	"render/internal/sheet":     {"render/internal/opc", "render/internal/xml", "render/internal/viet"},
	"render/internal/indicator": {"render/meeting", "render/internal/sheet", "render/internal/times", "render/internal/viet"},
	"render/internal/rules":     {"render/meeting", "render/internal/viet", "render/internal/wml"},
	"render/internal/truth":     {"render/meeting", "render/internal/indicator", "render/internal/viet"},
	"render/internal/deflate":   {},
	"render/internal/opc":       {},
	"render/internal/fieldcode": {},
	"render/internal/docx":      {"render/internal/deflate", "render/internal/fieldcode", "render/internal/opc", "render/internal/xml"},
	"render/internal/merge":     {"render/internal/fieldcode", "render/internal/plot", "render/internal/xml", "render/internal/docx", "render/internal/times", "render/internal/viet"},
	"render/internal/equation":  {"render/internal/wml", "render/internal/font"},
	"render/internal/wml":       {"render/internal/chart", "render/internal/fieldcode", "render/internal/geometry", "render/internal/metafile", "render/internal/picture", "render/internal/xml", "render/internal/docx", "render/internal/viet"},
	"render/internal/layout":    {"render/internal/chart", "render/internal/geometry", "render/internal/metafile", "render/internal/wml", "render/internal/font", "render/internal/equation", "render/internal/hyphen"},
	"render/internal/pdf":       {"render/internal/picture", "render/internal/deflate", "render/internal/layout", "render/internal/font", "render/internal/wml"},
	"render/internal/raster":    {"render/internal/picture", "render/internal/layout", "render/internal/font", "render/internal/wml"},
	"templates":                 {},
	"fonts":                     {},
	"samples":                   {},
	"samples/embed/go":          {"render", "render/web"},
}

// onlyHere are the modules that stand in one package each, so that moving away from one
// changes one import.
var onlyHere = map[string]string{
	"github.com/go-pdf/fpdf":                   "render/internal/pdf",
	"github.com/nguyenthenguyen/docx":          "render/internal/docx",
	"gopkg.in/yaml.v3":                         "render/meeting",
	"github.com/yuin/goldmark":                 "render/internal/merge",
	"github.com/spf13/cobra":                   "cmd/bienban",
	"github.com/fsnotify/fsnotify":             "render/batch",
	"github.com/go-text/typesetting/font":      "render/internal/font",
	"github.com/go-text/typesetting/segmenter": "render/internal/layout",
	"golang.org/x/image/font/sfnt":             "render/internal/font",
	"github.com/klauspost/compress":            "render/internal/deflate",
	"github.com/xuri/excelize":                 "render/internal/sheet",
	"github.com/danielgtaylor/huma":            "render/web",
	"github.com/rogpeppe/go-internal":          "",
	"golang.org/x/tools":                       "",
}

func TestImports(t *testing.T) {
	root := os.DirFS("..")
	seen := 0
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && name != ".") {
			return fs.SkipDir
		}
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		seen++
		pkg := path.Dir(name)
		allowed, known := mayImport[pkg]
		if !known {
			t.Errorf("%s: the architecture has no package %s", name, pkg)
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			inner, ours := strings.CutPrefix(imported, module)
			switch {
			case ours && !slices.Contains(everybodys, inner) && !slices.Contains(allowed, inner):
				t.Errorf("%s imports %s, which the architecture does not allow", name, inner)
			case imported == "os" && strings.HasPrefix(pkg, "render") && pkg != "render/batch":
				t.Errorf("%s imports os: files come in through an fs.FS or a reader", name)
			}
			for prefix, home := range onlyHere {
				if strings.HasPrefix(imported, prefix) && pkg != home {
					t.Errorf("%s imports %s, which stands in %q only", name, imported, home)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 30 {
		t.Errorf("only %d files were looked at", seen)
	}
}

// Every package of the table exists: an entry that nobody uses any more must go.
func TestImportTableIsCurrent(t *testing.T) {
	for pkg := range mayImport {
		if files, _ := filepath.Glob(filepath.Join("..", filepath.FromSlash(pkg), "*.go")); len(files) == 0 {
			t.Errorf("the table names %s, which has no Go files", pkg)
		}
	}
}
