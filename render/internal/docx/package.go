// Package docx reads and writes Word documents as Open Packaging Convention packages
// (ECMA-376 Part 2): parts, their content types and relationships, within limits.
package docx

import "github.com/bienban/bienban/render/internal/limit"

// Open reads a package from the bytes of a .docx. Its faults are a [fault.List].
func Open(data []byte, limits limit.Limits) (*Package, error) { panic("contract") }

// A Package is an opened .docx. It is never changed once opened, so goroutines share
// it; [Package.With] gives a changed one.
type Package struct{}

// Main is the name of the main document part, without a leading slash: "word/document.xml".
func (p *Package) Main() string { panic("contract") }

// Part is the content of a part, unpacked, and whether it exists. The bytes are shared:
// never write to them.
func (p *Package) Part(name string) ([]byte, bool) { panic("contract") }

// Parts are the names of all parts, in the order of the file.
func (p *Package) Parts() []string { panic("contract") }

// ContentType is a part's content type, or "".
func (p *Package) ContentType(name string) string { panic("contract") }

// A Relationship leads from a part to another one, or to something outside.
type Relationship struct {
	ID       string
	Type     string // the last segment of the type's URI: "header", "image", "hyperlink", "styles"
	Target   string // a part's name, resolved; or a URL if External
	External bool
}

// Relationships are those of a part ("" for the package's own), in the file's order.
func (p *Package) Relationships(part string) []Relationship { panic("contract") }

// A Change is what a new package has otherwise than the one it comes from.
type Change struct {
	Parts         map[string][]byte         // by name: replaced, or added
	ContentTypes  map[string]string         // of the added parts
	Relationships map[string][]Relationship // by part: added to those it has
	Remove        []string                  // parts that go, with the relationships that lead to them
}

// With is the package with a change made to it; p itself stays as it is.
func (p *Package) With(c Change) *Package { panic("contract") }
