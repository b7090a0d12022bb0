package batch

import (
	"os"
	"slices"
	"strings"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/fault"
)

// mark finds the inputs whose documents' names have to be known in advance: those that may
// collide. A document is named after its file, with "-" and more behind it; so in one
// folder only files whose names are equal to a reader, or go on after one with "-", or are
// so long that they are cut, can give the same name.
func mark(inputs []*input) {
	type entry struct {
		in   *input
		stem string
	}
	folders := map[string][]entry{}
	for _, in := range inputs {
		stem := folded(render.FileName(render.Stem(in.name)))
		folder := folded(in.folder())
		in.alike = len(stem) > longStem
		folders[folder] = append(folders[folder], entry{in, stem})
	}
	for _, entries := range folders {
		byStem := map[string][]*input{}
		for _, e := range entries {
			byStem[e.stem] = append(byStem[e.stem], e.in)
		}
		for _, e := range entries {
			if len(byStem[e.stem]) > 1 {
				e.in.alike = true
			}
			for i, r := range e.stem {
				if r != '-' {
					continue
				}
				for _, other := range byStem[e.stem[:i]] {
					e.in.alike, other.alike = true, true
				}
			}
		}
	}
}

// longStem is from where a name may be cut: no template's name is as long as the rest.
const longStem = 60

// collisions refuses two documents under one name, of this run or of another meeting that
// is still there.
func (b *run) collisions(inputs []*input) *render.Fault {
	present := map[string]bool{}
	for _, in := range inputs {
		present[in.source] = true
	}
	for _, r := range b.store.all() {
		if present[r.Source] {
			continue
		}
		if _, err := os.Stat(b.store.path(r.Source)); err != nil {
			continue // its documents are left, for whoever has the name now
		}
		theirs := &claim{r.Source, b.store.path(r.Source)}
		for _, d := range r.Documents {
			b.claims[folded(d.Name)] = theirs
		}
	}
	for _, in := range inputs {
		if f := b.claim(in, in.planned); f != nil {
			return f
		}
	}
	return nil
}

// claim takes names for the documents of an input; a name that is another's is a fault.
func (b *run) claim(in *input, names []string) *render.Fault {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, name := range names {
		key := folded(name)
		other, taken := b.claims[key]
		if taken && other.source != in.source || slices.ContainsFunc(names[:i], func(n string) bool { return folded(n) == key }) {
			if !taken {
				other = &in.claim
			}
			f := &render.Fault{Code: CodeCollision, File: in.name,
				Message: fault.T("hai văn bản cùng tên %s (từ %s và từ %s)", "two documents have the name %s (of %s and of %s)", b.shown(name), other.name, in.name),
				Hint:    fault.T("Đổi tên tệp, hoặc đặt tên theo mẫu khác, ví dụ: --name '{{.Name}}-{{.Index}}'; hai thư mục thì ghi vào hai nơi.", "Rename a file, or use another pattern, such as: --name '{{.Name}}-{{.Index}}'; write two folders to two places.")}
			return f
		}
	}
	for _, name := range names {
		b.claims[folded(name)] = &in.claim
	}
	return nil
}

// below reports whether a path is a folder, or stands in it.
func below(file, folder string) bool {
	file, folder = SamePath(file), SamePath(folder)
	return file == folder || strings.HasPrefix(file, strings.TrimSuffix(folder, string(os.PathSeparator))+string(os.PathSeparator))
}
