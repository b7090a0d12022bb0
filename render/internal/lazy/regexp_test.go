package lazy_test

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What is compiled at its first use is seen by no start of the program: here each is.
func TestAllCompile(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("../../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if base := d.Name(); base == "testdata" || base == "node_modules" || strings.HasPrefix(base, ".") && len(base) > 2 {
			return fs.SkipDir
		}
		files, err := filepath.Glob(filepath.Join(name, "*.go"))
		if err != nil {
			return err
		}
		var parsed []*ast.File
		constants := map[string]ast.Expr{}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				return err
			}
			parsed = append(parsed, f)
			for _, decl := range f.Decls {
				g, ok := decl.(*ast.GenDecl)
				if !ok || g.Tok != token.CONST {
					continue
				}
				for _, spec := range g.Specs {
					v := spec.(*ast.ValueSpec)
					for i := range v.Values {
						constants[v.Names[i].Name] = v.Values[i]
					}
				}
			}
		}
		for _, f := range parsed {
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if of, ok := call.Fun.(*ast.SelectorExpr); !ok || of.Sel.Name != "Compile" || len(call.Args) != 1 {
					return true
				} else if x, ok := of.X.(*ast.Ident); !ok || x.Name != "lazy" {
					return true
				}
				seen++
				source, ok := value(call.Args[0], constants)
				if !ok {
					t.Errorf("%s: the source of a pattern is no constant", name)
				} else if _, err := regexp.Compile(source); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Errorf("%d patterns found: does the test look at the right place?", seen)
	}
}

// value is a constant text.
func value(e ast.Expr, constants map[string]ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		v := constant.MakeFromLiteral(e.Value, e.Kind, 0)
		return constant.StringVal(v), v.Kind() == constant.String
	case *ast.BinaryExpr:
		x, ok := value(e.X, constants)
		y, also := value(e.Y, constants)
		return x + y, ok && also && e.Op == token.ADD
	case *ast.ParenExpr:
		return value(e.X, constants)
	case *ast.Ident:
		if of, ok := constants[e.Name]; ok {
			return value(of, constants)
		}
	}
	return "", false
}
