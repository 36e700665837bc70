package definition

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Schema returns the JSON Schema (2020-12) of the language, for editors that
// complete and check YAML as it is written. It is made of the table of keys;
// what it cannot say (names, types of conditions, paths), Parse does.
func Schema() []byte {
	var b bytes.Buffer
	b.WriteString(`{"$schema": "https://json-schema.org/draft/2020-12/schema",`)
	b.WriteString(`"$id": "https://laneway-flow.github.io/schema/process.json",`)
	b.WriteString(`"title": "Laneway process definition", "$ref": "#/$defs/process", "$defs": {`)
	for _, at := range places {
		writePlace(&b, at)
		b.WriteString(",")
	}
	for i, shape := range shapes {
		if i > 0 {
			b.WriteString(",")
		}
		writeString(&b, shape.name)
		b.WriteString(":" + strings.Replace(shape.schema, "@types", quotedTypes(), 1))
	}
	b.WriteString("}}")
	var out bytes.Buffer
	if err := json.Indent(&out, b.Bytes(), "", "  "); err != nil {
		panic("definition: the schema is no JSON: " + err.Error())
	}
	out.WriteByte('\n')
	return out.Bytes()
}

func quotedTypes() string {
	return `"` + strings.Join(fieldTypes, `", "`) + `"`
}

// writePlace writes the object that stands at a place.
func writePlace(b *bytes.Buffer, at place) {
	writeString(b, string(at))
	b.WriteString(`: {"description": `)
	writeString(b, placeNames[at].EN+" / "+placeNames[at].ZH)
	b.WriteString(", ")
	if at == atText { // plain text stands for both languages
		b.WriteString(`"anyOf": [{"$ref": "#/$defs/scalar"}, {`)
	}
	b.WriteString(`"type": "object", "additionalProperties": false, "properties": {`)
	var needed []string
	first := true
	for _, row := range keyTable {
		if row.at != at || row.later {
			continue
		}
		if !first {
			b.WriteString(", ")
		}
		first = false
		writeString(b, row.name)
		b.WriteString(`: {"description": `)
		writeString(b, row.en+" / "+row.zh)
		b.WriteString(", " + schemaOf(row.shape) + "}")
		if row.need {
			needed = append(needed, row.name)
		}
	}
	b.WriteString("}")
	if len(needed) > 0 {
		b.WriteString(`, "required": ["` + strings.Join(needed, `", "`) + `"]`)
	}
	if at == atText {
		b.WriteString("}]")
	}
	b.WriteString("}")
}

// schemaOf returns the inside of a schema for a shape.
func schemaOf(shape string) string {
	kind, item, ok := strings.Cut(shape, ":")
	switch {
	case ok && kind == "map":
		return `"type": "object", "propertyNames": {"$ref": "#/$defs/id"}, "additionalProperties": {"$ref": "#/$defs/` + item + `"}`
	case ok && kind == "list":
		return `"type": "array", "items": {"$ref": "#/$defs/` + item + `"}`
	default:
		return `"$ref": "#/$defs/` + shape + `"`
	}
}

func writeString(b *bytes.Buffer, s string) { b.Write(appendString(nil, s)) }
