package web

import (
	"bytes"
	"encoding/json"
	"mime"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/meeting"
)

// A TableRead is a table of figures, read from a spreadsheet.
type TableRead struct {
	Table    json.RawMessage  `json:"table" doc:"Stands as it is below indicators of a meeting"`
	Above    []string         `json:"above" doc:"The texts above the table: its title, its unit"`
	Findings []render.Finding `json:"findings" doc:"Warnings and notes: also figures that contradict each other"`
}

// tableQuery is what the address says of a table.
type tableQuery struct {
	Name   string `query:"name" doc:"What the file is called: findings begin with it"`
	Cells  string `query:"cells" doc:"The cells of the table as rows_from has them behind the #; none: all of the first sheet" example:"Quy3!A5:H40"`
	Header string `query:"header" pattern:"^(false|[0-9]|[1-4][0-9]|50)$" doc:"How many rows the header has; 0 or false: there is none; default: found out"`
}

// Content types of spreadsheets.
const (
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeCSV  = "text/csv"
	typeTSV  = "text/tab-separated-values"
	typeText = "text/plain"
)

// table is POST /api/v1/table.
func (h *handler) table(c *call, q *tableQuery) (answer, error) {
	s := render.Sheet{Cells: q.Cells}
	switch q.Header {
	case "":
	case "false", "0":
		s.HeaderRows = -1
	default:
		n, err := strconv.Atoi(q.Header)
		if err != nil || n < 0 || n > 50 {
			return nil, bad("header nhận false hoặc số dòng đầu cột (0 đến 50), không nhận %q", "header takes false or how many rows the header has (0 to 50), not %q", q.Header)
		}
		s.HeaderRows = n
	}
	contentType := c.request.Header.Get("Content-Type")
	kind, _, _ := mime.ParseMediaType(contentType)
	extension := map[string]string{typeXLSX: ".xlsx", typeCSV: ".csv", typeTSV: ".tsv", typeText: ".tsv", typeBytes: ".tsv"}[kind]
	if extension == "" {
		return nil, wrongType(contentType, typeTSV+", "+typeText+", "+typeCSV+", "+typeXLSX+", "+typeBytes)
	}
	var err error
	if s.Data, err = c.body(); err != nil {
		return nil, err
	}
	if kind == typeBytes && bytes.HasPrefix(s.Data, []byte("PK\x03\x04")) {
		extension = ".xlsx"
	}
	s.Name = "bang" + extension
	if q.Name != "" {
		s.Name = render.FileName(render.Stem(q.Name)) + extension
	}
	ctx, end, err := c.work()
	if err != nil {
		return nil, err
	}
	defer end()
	leave, err := c.room(ctx, len(s.Data), alone(s.Data))
	if err != nil {
		return nil, err
	}
	defer leave()
	t, faults := h.renderer.Table(s)
	if t == nil {
		return nil, refused(faults)
	}
	above := t.Above
	if above == nil {
		above = []string{} // never null
	}
	return ok(TableRead{meeting.IndicatorJSON(t.Indicator), above, findings(faults, c.lang)}), nil
}

// describeTable says in the OpenAPI document what a table is, as a meeting file has it.
func describeTable(a huma.API) {
	texts := func(keys ...string) map[string]*huma.Schema {
		m := map[string]*huma.Schema{}
		for _, k := range keys {
			m[k] = text()
		}
		return m
	}
	list := func(of *huma.Schema) *huma.Schema { return &huma.Schema{Type: "array", Items: of} }
	row := &huma.Schema{Type: "object", Description: "A row; figures are texts in Vietnamese form, such as 2.351,5", AdditionalProperties: false,
		Properties: texts("ordinal", "name", "unit", "plan", "actual", "previous", "percent_of_plan", "growth", "assessment", "note")}
	row.Properties["values"] = &huma.Schema{Type: "object", Description: "The figures of other columns, by their ids", AdditionalProperties: text()}
	row.Properties["rows"] = list(&huma.Schema{Ref: "#/components/schemas/TableRow"})
	column := &huma.Schema{Type: "object", AdditionalProperties: false, Properties: texts("id", "header", "format", "align"), Required: []string{"id"}}
	column.Properties["group"] = list(text())
	schemas := a.OpenAPI().Components.Schemas.Map()
	schemas["TableRow"] = row
	schemas["TableRead"].Properties["table"] = &huma.Schema{
		Type: "object", Description: "Stands as it is below indicators of a meeting: see /api/v1/schema", Required: []string{"rows"}, AdditionalProperties: false,
		Properties: map[string]*huma.Schema{
			"columns": {Type: "array", Items: column, Description: "None: the rows have no others than those that everybody knows"},
			"rows":    list(&huma.Schema{Ref: "#/components/schemas/TableRow"}),
			"notes":   list(text()),
		},
	}
}
