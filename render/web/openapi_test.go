package web_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the table of the API into README.md")

// The document is one of OpenAPI 3.1 that other tools can use: it has what the standard
// requires, all its references lead somewhere, and each schema is one.
func TestOpenAPI(t *testing.T) {
	w := get(t, "/openapi.json")
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/openapi+json" {
		t.Fatalf("status %d, %v", w.Code, w.Header())
	}
	var document map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &document); err != nil {
		t.Fatal(err)
	}
	info, _ := document["info"].(map[string]any)
	if document["openapi"] != "3.1.0" || info["title"] == "" || info["version"] == "" {
		t.Errorf("openapi %v, info %v", document["openapi"], info)
	}
	d := described()
	ids := map[string]string{}
	for path, methods := range document["paths"].(map[string]any) {
		for method, op := range methods.(map[string]any) {
			name := method + " " + path
			o := op.(map[string]any)
			id, _ := o["operationId"].(string)
			if id == "" || ids[id] != "" || o["summary"] == "" {
				t.Errorf("%s: operationId %q is also that of %q", name, id, ids[id])
			}
			ids[id] = name
			declared := map[string]bool{}
			parameters, _ := o["parameters"].([]any)
			for _, p := range parameters {
				p := p.(map[string]any)
				if p["in"] == "path" {
					declared[p["name"].(string)] = p["required"] == true
				}
			}
			for _, m := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(path, -1) {
				if !declared[m[1]] {
					t.Errorf("%s does not declare its parameter %s", name, m[1])
				}
			}
			if (method == "post" && id != "starter") != (o["requestBody"] != nil) {
				t.Errorf("%s: requestBody %v", name, o["requestBody"])
			}
		}
	}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case []any:
			for i, e := range v {
				walk(fmt.Sprintf("%s/%d", at, i), e)
			}
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				below := at + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
				if key == "schema" || strings.HasSuffix(at, "/components/schemas") {
					if _, err := d.schemas.Compile("openapi.json#" + below); err != nil {
						t.Errorf("%s: %v", below, err)
					}
				}
				walk(below, v[key])
			}
		}
	}
	walk("", document)
	for _, gone := range []string{"ErrorModel", "cbor"} {
		if strings.Contains(w.Body.String(), gone) {
			t.Errorf("the document has %s", gone)
		}
	}
	if again := get(t, "/openapi.json"); again.Body.String() != w.Body.String() {
		t.Error("another handler has another document")
	}
}

// The README's table of the API is the document's.
func TestReadmeAPI(t *testing.T) {
	var rows []string
	for path, methods := range described().Paths {
		for method, op := range methods {
			ok := slices.Sorted(maps.Keys(op.Responses["200"].Content))
			for i, kind := range ok {
				ok[i] = shortNames[kind]
			}
			rows = append(rows, fmt.Sprintf("| `%s %s` | %s | %s |\n", strings.ToUpper(method), path, strings.ToLower(op.Summary[:1])+op.Summary[1:], strings.Join(ok, ", ")))
		}
	}
	slices.SortFunc(rows, func(a, b string) int { return strings.Compare(order(a), order(b)) })
	table := "| request | | answer |\n|---|---|---|\n" + strings.Join(rows, "")

	const begin, end = "<!-- api: kept by TestReadmeAPI -->\n", "<!-- end of api -->"
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(readme), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("README.md has no place for the API")
	}
	want := before + begin + table + end + after
	switch {
	case want == string(readme):
	case *update && os.Getenv("CI") == "":
		if err := os.WriteFile("../../README.md", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("README.md lists another API; go test ./render/web -run TestReadmeAPI -update writes it")
	}
}

// shortNames are those of content types for people.
var shortNames = map[string]string{
	typeDOCX: "DOCX", typePDF: "PDF", typeYAML: "YAML", typeJSON: "JSON", "application/zip": "zip", "application/schema+json": "JSON Schema", "text/plain": "text", "image/png": "PNG", "text/event-stream": "events",
}

// order puts what makes something before what tells something.
func order(row string) string {
	if strings.Contains(row, "`"+http.MethodPost) {
		return "0" + row
	}
	return "1" + row
}
