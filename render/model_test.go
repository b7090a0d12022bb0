package render

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// Fields of the tree that nothing prints by, and where a reader of the document is told of
// it, or why there is nothing to tell.
var notPrintedBy = map[string]string{
	"Properties.Modified": "the PDF states its own time",
	"Label.Bullet":        "a bullet is measured by its font, as Word does",
	"Shape.Geometry":      "Form has the outline of the name",
	"Anchor.LayoutInCell": "drawings in cells stand as anchored",
	"Row.WidthBefore":     "the grid has the width of the columns before a row: GridBefore",
	"Row.WidthAfter":      "the grid has the width of the columns after a row: GridAfter",
}

// What wml reads of a document is used by those who print it, or told: a field of the tree
// that neither layout nor a painter names stands in the table with its reason.
func TestModelIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, folder := range []string{"internal/layout", "internal/pdf", "internal/raster", "."} {
		files, err := filepath.Glob(folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			ast.Inspect(parsed(t, name), func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					used[s.Sel.Name] = true
				}
				return true
			})
		}
	}
	fields := 0
	ast.Inspect(parsed(t, "internal/wml/model.go"), func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		of, ok := spec.Type.(*ast.StructType)
		if !ok {
			return true
		}
		for _, f := range of.Fields.List {
			for _, name := range f.Names {
				if !name.IsExported() {
					continue
				}
				fields++
				full := spec.Name.Name + "." + name.Name
				why, told := notPrintedBy[full]
				switch {
				case !used[name.Name] && !told:
					t.Errorf("%s is read, and nothing prints by it: use it, or warn of it and say so in the table", full)
				case used[name.Name] && told:
					t.Errorf("%s is used: take it out of the table (%s)", full, why)
				}
			}
		}
		return false
	})
	if fields < 150 {
		t.Errorf("%d fields found: is the tree still in model.go?", fields)
	}
}

func parsed(t *testing.T, name string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(name), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
