package render

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/merge"
)

// TemplateDigest is the digest, SHA-256 in hex, of the template as it is now: of its file's
// bytes, and of the templates that stand in it. Whoever remembers it knows later whether documents would be made otherwise.
func (r *Renderer) TemplateDigest(name string) (string, error) {
	found, f := r.readTemplate(name)
	if f != nil {
		return "", f
	}
	sum := sha256.Sum256(found.data)
	if pkg, err := docx.Open(found.data, r.limits); err == nil && merge.Calls(pkg) {
		_, e := r.templates.load(r, found.file, found.data)
		sum = withParts(sum, e.parts)
	}
	return hex.EncodeToString(sum[:]), nil
}

// TemplateDigest is the digest of the template that the document is made with, as
// [Renderer.TemplateDigest] has it.
func (d *Document) TemplateDigest() string { return hex.EncodeToString(d.template.digest[:]) }

// Call is the function itself, as text/template takes it.
func (f Function) Call() any { return f.call }
