package meeting

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/limit"
)

const (
	maxFaults    = 500       // of a file; what comes after is more of the same
	maxMeetings  = 10_000    // in a file
	maxDocuments = 1000      // made of a meeting
	maxCopied    = 1_000_000 // sections and free data that overrides copy, in a meeting
	maxAliased   = 200_000   // YAML nodes reached through aliases, in a meeting
)

// Parse reads the meetings of a file, which name stands for in the faults. All faults come
// at once, in the order of their lines; a meeting with an error is not among the meetings
// that are given back, the others are.
func Parse(name string, data []byte, limits limit.Limits) ([]*Meeting, fault.List) {
	return ParseWith(name, data, limits, Options{})
}

// Options tunes [ParseWith].
type Options struct {
	// Sources is for those who will ask for the [Source] of each meeting: it is noted while the
	// file is read, which costs a tenth of reading it again, and kept until
	// [Meeting.ForgetSource].
	Sources bool

	// Lists reads the lists that stand in spreadsheets; with nil they are empty.
	Lists Lists
}

// ParseWith is [Parse] with options.
func ParseWith(name string, data []byte, limits limit.Limits, o Options) ([]*Meeting, fault.List) {
	limits = limits.OrDefault()
	text, f := decodeText(data, limits)
	if f != nil {
		return nil, fault.List{f}.InFile(name)
	}
	chunks := split(strings.Split(text, "\n"))
	r := &report{}
	switch {
	case len(chunks) == 0:
		r.add(&fault.Fault{
			Code: "empty", Line: 1, Column: 1,
			Message: fault.T("Tệp trống: chưa có cuộc họp nào.", "The file is empty: it describes no meeting."),
			Hint:    fault.T("Viết ít nhất một dòng, ví dụ: title: Họp giao ban tháng 10", "Write at least one line, such as: title: Họp giao ban tháng 10"),
		})
	case len(chunks) > maxMeetings:
		r.add(limit.Exceeded(fault.T("Số cuộc họp trong một tệp", "The number of meetings in a file"), strconv.Itoa(maxMeetings)))
		chunks = nil
	}
	var meetings []*Meeting
	for _, c := range chunks {
		d := &decoder{report: r, chunk: c, limits: limits, sources: o.Sources, lists: o.Lists}
		if m := d.document(); m != nil && !d.failed {
			meetings = append(meetings, m)
		}
		if r.errors > maxFaults {
			break
		}
	}
	r.faults.Sort()
	if r.more {
		r.faults = append(r.faults, &fault.Fault{
			Severity: fault.Note, Code: "more",
			Message: fault.T("Còn lỗi hoặc cảnh báo khác; hãy sửa những chỗ trên trước.", "There are more faults; mend those above first."),
			Hint:    fault.T("Sửa xong, chạy lại để xem phần còn lại.", "Then run again to see the rest."),
		})
	}
	return meetings, r.faults.InFile(name)
}

// A report is what is told of a file.
type report struct {
	faults           fault.List
	told             map[place]bool // since an alias or an override reads a node again
	errors, warnings int
	more             bool // something is not told
}

// A place is where a fault of a kind is.
type place struct {
	line, column int
	code         string
	cell         string // of a spreadsheet, with its file
}

func (r *report) add(f *fault.Fault) {
	at := place{f.Line, f.Column, f.Code, ""}
	if f.Line == 0 {
		at.cell = f.File + "\x00" + f.Place.En
	}
	if r.told[at] {
		return
	}
	count := &r.errors
	if f.Severity != fault.Error {
		count = &r.warnings
	}
	if *count++; *count > maxFaults {
		r.more = true
		return
	}
	if r.told == nil {
		r.told = map[place]bool{}
	}
	r.told[at] = true
	r.faults = append(r.faults, f)
}

// document reads one YAML document; nil if it cannot be read at all.
func (d *decoder) document() *Meeting {
	root, err := readYAML(d.chunk.lines)
	if err != nil {
		if mended, ok := d.chunk.mendDashes(); ok {
			if r, e := readYAML(mended.lines); e == nil {
				d.chunk, root, err = mended, r, nil
			}
		}
	}
	if err != nil {
		d.add(d.chunk.slip(err))
		return nil
	}
	if len(root.Content) == 0 {
		return nil
	}
	top := root.Content[0]
	if top.Kind != yaml.MappingNode {
		if f := d.chunk.slip(nil); f != nil {
			d.add(f)
			return nil
		}
		d.fault(top, "wrong-type",
			fault.T("Mô tả cuộc họp phải gồm các dòng “khóa: giá trị”, nhưng đây là %s.", "A meeting is described by lines “key: value”, but this is %s.", kindOf(top)),
			fault.T("Bắt đầu bằng dòng: title: tên cuộc họp", "Begin with the line: title: name of the meeting"))
		return nil
	}
	m := d.meeting(top)
	if d.sources && m != nil && !d.failed {
		m.origin.source.Store(sourceOf(m, top))
	}
	return m
}

// readYAML gives the document node of a text. A panic of the reader, on a text that it
// does not expect, is an error like its others.
func readYAML(lines []string) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("yaml: %v", r)
		}
	}()
	root = new(yaml.Node)
	reader := yaml.NewDecoder(&lineReader{lines: lines})
	if err := reader.Decode(root); err != nil {
		return nil, err
	}
	// Lines that belong to no value any more, such as those indented less than the first,
	// begin another document to the reader.
	if err := reader.Decode(new(yaml.Node)); err == nil {
		return nil, errors.New("yaml: did not find the end of the document")
	} else if err != io.EOF {
		return nil, err
	}
	return root, nil
}

// A lineReader reads lines, each with its end, without another copy of them all.
type lineReader struct {
	lines []string
	at    int // in the first of them
}

func (r *lineReader) Read(b []byte) (n int, err error) {
	for len(r.lines) > 0 && n < len(b) {
		line := r.lines[0][r.at:]
		k := copy(b[n:], line)
		n, r.at = n+k, r.at+k
		if k == len(line) && n < len(b) {
			b[n] = '\n'
			n, r.at, r.lines = n+1, 0, r.lines[1:]
		}
	}
	if n == 0 && len(b) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

var loneDash = lazy.Compile(`^( *(?:- +)*[^\s"'#\[\]{}|>&*!%@-][^:#]*: +)-([ \t]*(?:[ \t]#.*)?)$`)

// mendDashes quotes each "-" that stands alone as a value: the office's sign for a figure
// that is missing, where YAML expects a list.
func (c chunk) mendDashes() (chunk, bool) {
	text := c.textLines()
	lines := make([]string, len(c.lines))
	mended := false
	for i, l := range c.lines {
		lines[i] = l
		if text[i] {
			continue
		}
		if m := loneDash.FindStringSubmatch(l); m != nil {
			lines[i], mended = m[1]+`"-"`+m[2], true
		}
	}
	return chunk{c.first, lines}, mended
}
