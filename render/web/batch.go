package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/report"
)

// batchQuery is what the address says of a batch.
type batchQuery struct {
	Template string   `query:"template" doc:"The template instead of those that the meetings name"`
	To       []string `query:"to" enum:"docx,pdf" doc:"The formats; both where there are none"`
	Strict   string   `query:"strict" enum:"true,false" doc:"Figures that contradict each other are errors"`
}

// A batch is a request for the documents of many meetings, read.
type batch struct {
	*tree
	template []string // at most one
	to       []string
	strict   bool
	meetings []string // paths

	taken map[string]bool // names of documents, folded
	left  int64           // bytes that documents may still have
	made  []RenderedFile
	rows  []batchRow
}

// A batchRow is a document, or a meeting that gave none, in the report; it is as a batch on
// the disk reports it.
type batchRow struct {
	Source   string           `json:"source"`
	Template string           `json:"template,omitempty"`
	Status   string           `json:"status"`
	Files    []string         `json:"files,omitempty"`
	Warnings int              `json:"warnings,omitempty"`
	Findings []render.Finding `json:"findings,omitempty"`

	told []string // the findings as the table has them
}

// BatchSummary counts the documents of a batch, and the meetings that gave none.
type BatchSummary struct {
	Made   int `json:"made"`
	Warned int `json:"warned"`
	Failed int `json:"failed"`
}

// BatchProgress is told of each meeting as it is done.
type BatchProgress struct {
	Done      int              `json:"done"`
	Total     int              `json:"total"`
	File      string           `json:"file" doc:"The meeting"`
	Documents []string         `json:"documents" doc:"Their paths in the zip"`
	Status    string           `json:"status" enum:"made,failed"`
	Findings  []render.Finding `json:"findings"`
}

// BatchDone is told at the end.
type BatchDone struct {
	Summary BatchSummary `json:"summary"`
	Result  string       `json:"result" doc:"Where the zip is, from the address of the request" example:"batch/4KCN2FVQO5DXSWBXZ3TAGK7LMM"`
}

// batch is POST /api/v1/batch.
func (h *handler) batch(c *call, q *batchQuery) (answer, error) {
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	b, err := h.readBatch(c, *q, body)
	if err != nil {
		return nil, err
	}
	if wantsEvents(c.request.Header.Get("Accept")) {
		return &events{b}, nil
	}
	for i := range b.meetings {
		if _, err := b.make(c, i); err != nil {
			return nil, err
		}
	}
	data, err := b.archive()
	if err != nil {
		return nil, err
	}
	c.writer.Header().Set("Bienban-Failed", strconv.Itoa(b.summary().Failed))
	return &file{"bienban.zip", typeZip, data, b.count()}, nil
}

// readBatch reads a body, as a worker's work.
func (h *handler) readBatch(c *call, q batchQuery, body []byte) (*batch, error) {
	_, end, err := c.work()
	if err != nil {
		return nil, err
	}
	defer end()
	b := &batch{tree: newTree(c), taken: map[string]bool{}, left: h.options.AnswerBytes}
	contentType := c.request.Header.Get("Content-Type")
	switch kind, parameters, _ := mime.ParseMediaType(contentType); kind {
	case typeZip, "application/x-zip-compressed":
		err = b.unzip(body)
	case typeForm:
		err = b.readForm(body, parameters["boundary"], &q)
	default:
		err = wrongType(contentType, typeZip+", "+typeForm)
	}
	if err != nil {
		return nil, err
	}
	if b.strict, err = yes(q.Strict); err != nil {
		return nil, err
	}
	if b.to, err = formats(q.To); err != nil {
		return nil, err
	}
	if q.Template != "" {
		b.template = []string{q.Template}
	}
	if b.meetings = b.tree.meetings(); len(b.meetings) == 0 {
		return nil, refused(render.FaultList{{Code: "no-inputs",
			Message: render.Text{Vi: "không có tệp cuộc họp (.yaml, .yml, .json) nào ở đây", En: "there are no meeting files (.yaml, .yml, .json) here"}}})
	}
	return b, nil
}

// make makes the documents of the nth meeting, all of them or none. The error is the client's:
// it has gone.
func (b *batch) make(c *call, n int) (*BatchProgress, error) {
	leave, err := c.handler.gate.wait(c.request.Context())
	if err != nil {
		return nil, err
	}
	defer leave()
	name := b.meetings[n]
	others := b.files // a meeting alone, many such beside it, and nothing else
	if len(b.meetings) == len(b.files) {
		others = nil
	}
	free, err := c.handler.gate.room(c.request.Context(), len(b.files[name]), others)
	if err != nil {
		return nil, err
	}
	defer free()
	ctx, cancel := context.WithTimeout(c.request.Context(), c.handler.options.Time)
	defer cancel()
	p := &BatchProgress{Done: n + 1, Total: len(b.meetings), File: name, Documents: []string{}, Status: "made"}
	rows, made, faults, err := b.documents(ctx, c.handler, name)
	if c.request.Context().Err() != nil {
		return nil, c.request.Context().Err()
	}
	switch list, ok := errors.AsType[render.FaultList](err); {
	case err == nil:
	case ok:
		faults = append(faults, list...)
	case errors.Is(err, context.DeadlineExceeded):
		faults = append(faults, &render.Fault{Code: "limit", File: name, Message: outOfTime().detail})
	default:
		return nil, err
	}
	if err == nil && !faults.Failed() && !keepAll(c, made) {
		faults = append(faults, &render.Fault{Code: "limit", File: name,
			Message: render.Text{Vi: "máy chủ đang giữ quá nhiều văn bản", En: "the server holds too many documents"},
			Hint:    render.Text{Vi: "Gửi lại cuộc họp này sau ít giây, hoặc trong một lượt nhỏ hơn.", En: "Send this meeting again in a few seconds, or in a smaller batch."}})
	}
	if err != nil || faults.Failed() {
		rows, made, p.Status = []batchRow{{Source: name, Status: "failed"}}, nil, "failed"
	}
	// What is found about the meeting stands with its first document.
	p.Findings = findings(faults, c.lang)
	rows[0].tell(faults, c.lang)
	for _, r := range rows {
		p.Documents = append(p.Documents, r.Files...)
		for _, f := range r.Files {
			b.taken[folded(strings.TrimSuffix(f, path.Ext(f)))] = true
		}
	}
	for _, f := range made {
		b.left -= int64(len(f.Content))
		c.handler.metrics.made(f.Format)
	}
	b.made, b.rows = append(b.made, made...), append(b.rows, rows...)
	c.handler.metrics.batched(p.Status)
	return p, nil
}

// keepAll counts what documents hold until their request ends.
func keepAll(c *call, made []RenderedFile) bool {
	for _, f := range made {
		if c.keep(len(f.Content)) != nil {
			return false
		}
	}
	return true
}

func folded(name string) string { return strings.ToLower(norm.NFC.String(name)) }

// documents makes the documents of one meeting. The faults are the warnings in any case.
func (b *batch) documents(ctx context.Context, h *handler, name string) (rows []batchRow, made []RenderedFile, faults render.FaultList, err error) {
	data := b.files[name]
	if strings.EqualFold(path.Ext(name), ".json") {
		if data, err = yamlOf(data); err != nil {
			var p *Problem
			if errors.As(err, &p) {
				err = render.FaultList{{Code: "bad-json", File: name, Message: p.detail}}
			}
			return nil, nil, nil, err
		}
	}
	r := h.rendererFor(&task{templates: b.templates(name), strict: b.strict})
	documents, faults := r.Documents(name, data, b.beside(name), b.template...)
	if faults.Failed() {
		return nil, nil, faults, nil
	}
	if len(documents) == 0 {
		return nil, nil, append(faults, noDocuments(name)), nil
	}
	folder := outputFolder(path.Dir(name))
	taken := map[string]bool{}
	left := b.left
	for i, d := range documents {
		documents[i] = nil // it holds its pages
		stem := folder + d.Name
		for n := 2; b.taken[folded(stem)] || taken[folded(stem)]; n++ {
			stem = folder + d.Name + " (" + strconv.Itoa(n) + ")"
		}
		taken[folded(stem)] = true
		row := batchRow{Source: name, Template: d.Template, Status: "made"}
		for _, format := range b.to {
			content, err := makeOne(ctx, d, format, &left)
			if err != nil {
				return nil, nil, append(faults, d.Faults()...), err
			}
			made = append(made, RenderedFile{stem + "." + format, format, d.Template, content})
			row.Files = append(row.Files, stem+"."+format)
		}
		faults = append(faults, d.Faults()...)
		rows = append(rows, row)
	}
	return rows, made, faults, nil
}

// tell puts findings into a row.
func (r *batchRow) tell(faults render.FaultList, l render.Lang) {
	r.Findings = findings(faults, l)
	told := map[string]bool{}
	faults = append(render.FaultList{}, faults...)
	faults.Sort()
	for _, f := range faults {
		line := f.Severity.In(l) + ": " + f.In(l)
		if told[line] {
			continue
		}
		told[line] = true
		r.told = append(r.told, line)
		if f.Severity == render.Warning {
			r.Warnings++
		}
	}
}

func (b *batch) summary() (s BatchSummary) {
	for _, r := range b.rows {
		switch {
		case r.Status == "failed":
			s.Failed++
		case r.Warnings > 0:
			s.Warned++
			s.Made++
		default:
			s.Made++
		}
	}
	return s
}

// count is how many findings there are.
func (b *batch) count() (n int) {
	for _, r := range b.rows {
		n += len(r.Findings)
	}
	return n
}

// archive is the zip of the documents, in the folders of their meetings, and the report.
func (b *batch) archive() ([]byte, error) {
	report := []RenderedFile{{Name: "report.json", Content: b.reportJSON()}, {Name: "report.csv", Content: b.reportCSV()}}
	return archive(append(report, b.made...))
}

// reportJSON is the report for programs: the counts, then a line for each row.
func (b *batch) reportJSON() []byte {
	var out bytes.Buffer
	line := func(v any) {
		e := json.NewEncoder(&out)
		e.SetEscapeHTML(false)
		_ = e.Encode(v)             // strings and numbers
		out.Truncate(out.Len() - 1) // the line's end
	}
	out.WriteString(`{"summary":`)
	line(b.summary())
	out.WriteString(",\n\"documents\":[")
	for i, r := range b.rows {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		line(r)
	}
	out.WriteString("\n]}\n")
	return out.Bytes()
}

// reportCSV is the report for a spreadsheet.
func (b *batch) reportCSV() []byte {
	var rows [][]string
	for _, r := range b.rows {
		rows = append(rows, []string{r.Source, r.Template, r.Status, "", strings.Join(r.Files, "\n"), strconv.Itoa(r.Warnings), strings.Join(r.told, "\n")})
	}
	return report.CSV(rows)
}

type resultPath struct {
	ID string `path:"id" doc:"As the last event of the batch has it"`
}

// batchResult is GET /api/v1/batch/{id}.
func (h *handler) batchResult(_ *call, in *resultPath) (answer, error) {
	r := h.results.get(in.ID)
	if r == nil {
		return nil, problem(http.StatusNotFound, "unknown-batch", "không có kết quả này, hoặc đã lấy rồi, hoặc đã quá 10 phút", "there is no such result: it was fetched, or ten minutes are over")
	}
	return r, nil
}

// write gives a result, and forgets it once the client has it.
func (r *result) write(c *call) {
	before := c.writer.bytes
	c.writer.Header().Set("Bienban-Failed", strconv.Itoa(r.failed))
	(&file{"bienban.zip", typeZip, r.data, r.findings}).write(c)
	if c.writer.bytes-before == int64(len(r.data)) && c.request.Context().Err() == nil {
		c.handler.results.forget(r.id)
	}
}
