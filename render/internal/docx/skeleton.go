package docx

import (
	"bytes"

	ndocx "github.com/nguyenthenguyen/docx"
)

const (
	skeletonMain  = "word/document.xml"
	skeletonLinks = "word/_rels/document.xml.rels"
)

// readSkeleton gives word/document.xml of a package that nguyenthenguyen/docx can read, or
// nil. That package knows one name of the main part only and insists on its relationships;
// it bounds nothing, so the declared sizes have been checked before. Its maps are shared by
// all documents made from one file, so nothing of it is kept but the text.
func readSkeleton(data []byte, p *Package) []byte {
	main, ok := p.index[skeletonMain]
	if !ok || main.name != skeletonMain || main.raw.Name != skeletonMain {
		return nil
	}
	if links, ok := p.index[skeletonLinks]; !ok || links.raw.Name != skeletonLinks {
		return nil
	}
	d, err := ndocx.ReadDocxFromMemory(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil
	}
	content := d.Editable().GetContent()
	if d.Close() != nil {
		return nil
	}
	return []byte(content)
}
