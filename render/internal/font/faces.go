package font

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/bienban/bienban/render/internal/fault"
)

// Faces is a set of faces to choose from. Goroutines share it. A file is read when one
// of its faces is first needed: loading takes the names only.
type Faces struct {
	user, embedded map[string]*family // by lower-case family name
	userOrder      []*family
	order          []*family         // embedded, as the files come
	symbols        map[string]*entry // OpenSymbol in the guise of Symbol and Wingdings
	warnings       fault.List

	// What is known of fonts that are not here, by lower-case family name, and the faces
	// that are fitted to it, by fitKey.
	measured func() map[string]*measuredFamily
	fits     sync.Map
}

// family is the styles of one family; an entry may be nil.
type family struct {
	name   string
	styles [4]*entry // regular, bold, italic, bold italic
}

// entry is a face that may not have been read yet.
type entry struct {
	files  fs.FS
	path   string
	dir    directory
	naming naming
	guise  map[rune]rune // see variants; nil for most

	once sync.Once
	face *Face // nil after once: unreadable
}

func (e *entry) load() *Face {
	e.once.Do(func() {
		data, err := readFile(e.files, e.path)
		if err != nil {
			return
		}
		for _, t := range e.dir {
			if t.offset+t.length > len(data) { // it has changed since
				return
			}
		}
		if f, err := parse(data, e.dir, e.naming); err == nil {
			if f.variants = e.guise; f.cmap.symbol {
				f.variants = ownCodes(f.Family)
			}
			e.face = f
		}
	})
	return e.face
}

// readFile reads a file within limits, in one allocation where its size is known.
func readFile(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b bytes.Buffer
	if info, err := f.Stat(); err == nil {
		if info.Size() > maxFontBytes {
			return nil, errTooLarge
		}
		b.Grow(int(info.Size()) + bytes.MinRead)
	}
	if _, err := b.ReadFrom(io.LimitReader(f, maxFontBytes+1)); err != nil {
		return nil, err
	}
	if b.Len() > maxFontBytes {
		return nil, errTooLarge
	}
	return b.Bytes(), nil
}

// Load reads the TrueType files of the embedded fonts, and of the user's own, which come
// first; user may be nil. A file of the user's that cannot be read is a fault.List; the
// faces are then usable without it. Other files than fonts are passed over.
func Load(embedded, user fs.FS) (*Faces, error) {
	f := &Faces{user: map[string]*family{}, embedded: map[string]*family{}}
	f.measured = sync.OnceValue(func() map[string]*measuredFamily {
		known, _ := readMeasured(embedded) // a test reads our own without an error
		return known
	})
	var faults fault.List
	if user != nil {
		f.userOrder, faults = scan(user, f.user)
	}
	var broken fault.List
	f.order, broken = scan(embedded, f.embedded)
	faults = append(faults, broken...)
	if len(f.order) == 0 {
		return nil, errors.New("font: no embedded fonts")
	}
	f.symbols = map[string]*entry{}
	if fam := f.embedded[openSymbol]; fam != nil && fam.styles[0] != nil {
		for _, name := range []string{"symbol", "wingdings", "wingdings 2"} {
			of := fam.styles[0]
			f.symbols[name] = &entry{files: of.files, path: of.path, dir: of.dir, naming: of.naming, guise: variants(name)}
		}
	}
	for _, x := range faults {
		if x.Severity != fault.Error {
			f.warnings = append(f.warnings, x)
		}
	}
	return f, faults.Err()
}

// Warnings is the user's font files that are of a kind which we do not read; the
// documents may do without them.
func (f *Faces) Warnings() fault.List { return f.warnings }

// scan registers the fonts of a folder and the folders in it, in the order of their names.
func scan(files fs.FS, into map[string]*family) (order []*family, faults fault.List) {
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			faults = append(faults, unreadable(name, err))
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		switch strings.ToLower(path.Ext(name)) {
		case ".ttf", ".ttc", ".otf", ".otc":
		default:
			return nil
		}
		entries, err := readEntries(files, name)
		if err != nil {
			faults = append(faults, unreadable(name, err))
			return nil
		}
		for _, e := range entries {
			order = register(e, into, order)
		}
		return nil
	})
	if err != nil {
		faults = append(faults, unreadable(".", err))
	}
	return order, faults
}

func register(e *entry, into map[string]*family, order []*family) []*family {
	style := styleOf(e.naming.bold, e.naming.italic)
	fam := into[fold(e.naming.family)]
	if fam == nil {
		fam = &family{name: e.naming.family}
		into[fold(e.naming.family)] = fam
		order = append(order, fam)
	}
	if fam.styles[style] == nil {
		fam.styles[style] = e
	}
	// The same font under its other names: localised ones, and the typographic family,
	// unless a family has that name for its own.
	for _, other := range e.naming.families {
		if into[fold(other)] == nil {
			into[fold(other)] = fam
		}
	}
	return order
}

// readEntries reads what a file's faces are called.
func readEntries(files fs.FS, name string) ([]*entry, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	if size > maxFontBytes {
		return nil, errTooLarge
	}
	at, ok := file.(io.ReaderAt)
	if !ok {
		data, err := readFile(files, name)
		if err != nil {
			return nil, err
		}
		at, size = strings.NewReader(string(data)), int64(len(data))
	}
	dirs, err := readDirectories(at, size)
	if err != nil {
		return nil, err
	}
	var entries []*entry
	for _, d := range dirs {
		n, err := readNaming(at, d)
		if err != nil {
			return nil, err
		}
		entries = append(entries, &entry{files: files, path: name, dir: d, naming: n})
	}
	return entries, nil
}

// unreadable is the fault of a font file.
func unreadable(name string, err error) *fault.Fault {
	f := &fault.Fault{
		Code: "font-unreadable", File: name,
		Message: fault.T("không đọc được phông chữ: %s", "cannot read the font: %s", reason(err)),
		Hint: fault.T("Thay bằng tệp phông .ttf nguyên vẹn, hoặc xoá tệp này khỏi thư mục phông chữ.",
			"Put an undamaged .ttf file in its place, or remove it from the fonts folder."),
	}
	if errors.Is(err, errCFF) || errors.Is(err, errNoGlyphData) {
		f.Severity = fault.Warning
		f.Code = "font-format"
		f.Message = fault.T("bỏ qua phông chữ: %s", "font left out: %s", reason(err))
		f.Hint = fault.T("Dùng bản TrueType (.ttf) của phông này.", "Use the TrueType (.ttf) edition of this font.")
	}
	return f
}

func reason(err error) fault.Text {
	switch {
	case errors.Is(err, errCFF):
		return fault.T("nét chữ kiểu PostScript (CFF) chưa được hỗ trợ", "PostScript (CFF) outlines are not supported")
	case errors.Is(err, errNoGlyphData):
		return fault.T("không có nét chữ kiểu TrueType", "it has no TrueType outlines")
	case errors.Is(err, errNotFont):
		return fault.T("không phải tệp phông TrueType", "not a TrueType file")
	case errors.Is(err, errTooLarge):
		return fault.T("tệp lớn quá 64 MB", "the file is larger than 64 MB")
	case errors.Is(err, errMalformed):
		return fault.T("tệp bị hỏng", "the file is damaged")
	}
	return fault.Same(err.Error())
}
