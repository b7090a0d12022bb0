// Package merge makes a document from a Word template: it finds the tags, checks them
// when the template is compiled, and executes them with text/template, whose literal text
// is the template's own XML.
package merge

import (
	"context"
	"reflect"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
)

// Config is what the tags of a template may use.
type Config struct {
	Data reflect.Type // of the value that Execute takes

	// Vocabulary gives the other spellings of a struct's fields, by what a tag may write
	// ("chair", "chu_tri") to the field ("Chair"). Nil: the fields' own names only.
	Vocabulary func(reflect.Type) map[string]string

	Functions map[string]any // functions that give text, by name; besides text/template's own
	Limits    limit.Limits
}

// Env is what one execution's rich functions reach.
type Env struct {
	Image func(name string) ([]byte, error) // {{image .Image}}: the picture's bytes
	Table func(id string) (*Table, error)   // {{table "kinh-te"}}; nil, nil: nothing to print
}

// A Template is a compiled template. Goroutines share it.
type Template struct{}

// Compile finds and checks the tags of every part that may hold them. All faults come at
// once; the template is nil if one of them is an error.
func Compile(pkg *docx.Package, c Config) (*Template, fault.List) { panic("contract") }

// Execute merges data into the template. Warnings come with the package; it is nil if a
// fault is an error.
func (t *Template) Execute(ctx context.Context, data any, env Env) (*docx.Package, fault.List) {
	panic("contract")
}
