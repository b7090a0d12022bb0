package meeting

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
)

// IndicatorJSON is a table as a JSON object that can stand in a meeting file, below
// indicators: the keys are the English ones in the order of the vocabulary, figures are
// texts in Vietnamese form, and what is empty is left out. Equal tables give equal bytes.
func IndicatorJSON(in *Indicator) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(asWritten(reflect.ValueOf(*in))); err != nil {
		return nil // strings, lists and objects only: it cannot be
	}
	return escapeInvisible(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// escapeInvisible escapes what JSON may have as it is, and YAML or our reader may not.
func escapeInvisible(data []byte) []byte {
	var b bytes.Buffer
	for _, r := range string(data) { // our own JSON: such characters stand in texts only
		if r >= 0x7f && r < 0xa0 || r == '\ufeff' || r == '\ufffe' || r == '\uffff' {
			fmt.Fprintf(&b, "\\u%04x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}

// asWritten is a value as the file would have it.
func asWritten(v reflect.Value) any {
	switch of := v.Interface().(type) {
	case Figure:
		return of.Text
	case Date:
		if !of.Whole() {
			return of.Long()
		}
		return fmt.Sprintf("%04d-%02d-%02d", of.Year, of.Month, of.Day)
	case Values:
		if len(of) > 0 && of[0].Column == "" { // by the order of the columns
			list := make([]any, len(of))
			for i, f := range of {
				if f.Figure != nil {
					list[i] = f.Figure.Text
				}
			}
			return list
		}
		o := object{}
		for _, f := range of {
			if f.Figure != nil {
				o = append(o, member{f.Column, f.Figure.Text})
			}
		}
		return o
	}
	switch v.Kind() {
	case reflect.Pointer:
		return asWritten(v.Elem())
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = asWritten(v.Index(i))
		}
		return list
	case reflect.Struct:
		o := object{}
		for _, e := range entriesOf(v.Type()) {
			f := v.FieldByName(e.field)
			if e.from == written && !f.IsZero() && (f.Kind() != reflect.Slice || f.Len() > 0) {
				o = append(o, member{e.key, asWritten(f)})
			}
		}
		return o
	}
	return v.Interface()
}
