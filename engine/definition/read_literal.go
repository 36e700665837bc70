package definition

import (
	"encoding/json"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// initial returns the canonical form of a field's default.
func (r *reader) initial(f *Field, n *yaml.Node) []byte {
	if f.Personal {
		r.add(r.pos(n), "personal-default", f.Name)
		return nil
	}
	return r.literal(f, n)
}

// literal returns what was written as canonical JSON of the field's type.
func (r *reader) literal(f *Field, n *yaml.Node) []byte {
	value, problem := f.Canonical(r.raw(f, n))
	if problem != nil {
		r.add(r.pos(n), "bad-value", problem.Field, problem.Message("en"), problem.Message("zh"))
		return nil
	}
	return value
}

// raw returns what was written as JSON: the field decides whether `010` or
// `2026-03-02` is a number, a date or a text, not YAML. f is nil where no
// field is known.
func (r *reader) raw(f *Field, n *yaml.Node) []byte {
	switch {
	case empty(n) && n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0:
		return []byte("null")
	case n.Kind == yaml.SequenceNode:
		return r.rawList(f, n)
	case n.Kind == yaml.MappingNode:
		return r.rawRow(f, n)
	}
	if f != nil && (f.Type == TypeInstant || f.Type == TypeDuration) {
		return f.scalarJSON(n.Value)
	}
	quoted := n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	switch {
	case f == nil && quoted:
	case f == nil, f.Type == TypeBoolean && !quoted:
		if n.Value == "true" || n.Value == "false" {
			return []byte(n.Value)
		}
	}
	if f == nil && !quoted || f != nil && numeric(f.Type) {
		if number, ok := jsonNumber(n.Value); ok {
			return number
		}
	}
	return jsonString(n.Value)
}

func numeric(t FieldType) bool {
	return t == TypeInteger || t == TypeNumber || t == TypeRating
}

func (r *reader) rawList(f *Field, n *yaml.Node) []byte {
	out := []byte{'['}
	for i, item := range n.Content {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, r.raw(f, item)...)
	}
	return append(out, ']')
}

// rawRow returns one row of a table.
func (r *reader) rawRow(f *Field, n *yaml.Node) []byte {
	out := []byte{'{'}
	for i, e := range r.entries(n) {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, jsonString(e.key.text)...), ':')
		var column *Field
		if f != nil {
			if at := f.column(e.key.text); at >= 0 {
				column = f.Columns[at]
			}
		}
		out = append(out, r.raw(column, e.node)...)
	}
	return append(out, '}')
}

// jsonNumber returns the text as a JSON number; 010 and 0x10 are none.
func jsonNumber(s string) ([]byte, bool) {
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || digits[0] < '0' || digits[0] > '9' || len(s) > 40 {
		return nil, false
	}
	if _, err := strconv.ParseFloat(s, 64); err != nil || !json.Valid([]byte(s)) {
		return nil, false
	}
	return []byte(s), true
}

func jsonString(s string) []byte { return appendString(nil, s) }
