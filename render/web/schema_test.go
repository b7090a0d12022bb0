package web_test

import (
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// bare is a JSON value without its titles and descriptions.
func bare(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = bare(v[i])
		}
	case map[string]any:
		for key, value := range v {
			if _, text := value.(string); text && (key == "description" || key == "title") {
				delete(v, key)
			} else {
				v[key] = bare(value)
			}
		}
	}
	return v
}

// The schema is the same in both languages but for its descriptions; the Vietnamese one is
// the file that editors find among the samples.
func TestSchemaLanguages(t *testing.T) {
	sample, err := os.ReadFile("../../samples/bienban.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	vi := get(t, "/api/v1/schema").Body.String()
	if vi != string(sample) {
		t.Error("the schema is not samples/bienban.schema.json")
	}
	en := get(t, "/api/v1/schema?lang=en")
	if en.Header().Get("Content-Language") != "en" || !strings.Contains(en.Body.String(), "name of the meeting (required)") || strings.Contains(en.Body.String(), "tên cuộc họp (bắt buộc)") {
		t.Errorf("it is not in English: %.300s", en.Body)
	}
	for _, tt := range []struct{ query, accept, want string }{
		{"", "en-GB,vi;q=0.5", en.Body.String()}, {"", "fr", vi}, {"?lang=vi", "en", vi}, {"?lang=en", "vi", en.Body.String()},
	} {
		if got := get(t, "/api/v1/schema"+tt.query, "Accept-Language", tt.accept).Body.String(); got != tt.want {
			t.Errorf("%q, Accept-Language %q: %.100s", tt.query, tt.accept, got)
		}
	}
	a, err := jsonschema.UnmarshalJSON(strings.NewReader(vi))
	if err != nil {
		t.Fatal(err)
	}
	b, err := jsonschema.UnmarshalJSON(en.Body)
	if err != nil {
		t.Fatal(err)
	}
	if marshal(t, bare(a)) != marshal(t, bare(b)) {
		t.Error("the schemas differ in more than their descriptions")
	}
	refused(t, get(t, "/api/v1/schema?lang=fr"), 400, "bad-request")
}
