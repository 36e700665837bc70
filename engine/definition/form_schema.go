package definition

import "strconv"

// JSONSchema returns the JSON Schema (2020-12) of what may be filled in, with
// titles in the language ("zh" or "en") and the properties in the order of the
// form. It says what Canonical demands as far as a schema can: limits of money,
// dates that do not exist in a calendar (format) and the form's own checks are
// Canonical's alone.
func (f *Form) JSONSchema(lang string) []byte {
	w := schemaWriter{lang: lang}
	w.open()
	w.text("$schema", "https://json-schema.org/draft/2020-12/schema")
	w.text("type", "object")
	var required []string
	w.key("properties")
	w.open()
	if f != nil {
		for i := range f.Items {
			item := &f.Items[i]
			if item.Field == nil || item.Show {
				continue
			}
			w.key(item.Field.Name)
			w.field(item.Field, item.optional())
			if !item.optional() {
				required = append(required, item.Field.Name)
			}
		}
	}
	w.close()
	w.list("required", required)
	w.raw("additionalProperties", "false")
	w.close()
	return w.out
}

// schemaWriter writes a schema in a fixed order of keys.
type schemaWriter struct {
	out  []byte
	lang string
}

func (w *schemaWriter) open()  { w.out = append(w.out, '{') }
func (w *schemaWriter) close() { w.out = append(w.out, '}') }

func (w *schemaWriter) key(name string) {
	if last := w.out[len(w.out)-1]; last != '{' && last != '[' {
		w.out = append(w.out, ',')
	}
	w.out = append(appendString(w.out, name), ':')
}

func (w *schemaWriter) text(key, value string) {
	w.key(key)
	w.out = appendString(w.out, value)
}

func (w *schemaWriter) raw(key, json string) {
	w.key(key)
	w.out = append(w.out, json...)
}

func (w *schemaWriter) number(key string, n float64) {
	w.key(key)
	w.out = appendNumber(w.out, n)
}

func (w *schemaWriter) list(key string, values []string) {
	if len(values) == 0 {
		return
	}
	w.key(key)
	w.out = append(w.out, '[')
	for i, v := range values {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.out = appendString(w.out, v)
	}
	w.out = append(w.out, ']')
}

// kind writes the type, which may be null where a value may be left out.
func (w *schemaWriter) kind(name string, optional bool) {
	if optional {
		w.list("type", []string{name, "null"})
		return
	}
	w.text("type", name)
}

// field writes the schema of a value with all its entries.
func (w *schemaWriter) field(f *Field, optional bool) {
	w.open()
	if label := f.Label.In(w.lang); label != "" {
		w.text("title", label)
	}
	if help := f.Help.In(w.lang); help != "" {
		w.text("description", help)
	}
	if f.Default != nil {
		w.raw("default", string(f.Default))
	}
	if !f.list() {
		w.one(f, optional)
		w.close()
		return
	}
	w.kind("array", optional)
	w.key("items")
	w.open()
	w.one(f, false)
	w.close()
	w.sizes(f, optional)
	w.close()
}

// sizes writes how many entries a list has; an optional one may be empty.
func (w *schemaWriter) sizes(f *Field, optional bool) {
	low, high := bounds(f, 0, maxItems)
	if f.Type == TypeChecks {
		w.raw("uniqueItems", "true")
		if !optional {
			w.number("minItems", float64(len(f.Choices)))
		}
		return
	}
	w.number("maxItems", high)
	switch {
	case !optional:
		w.number("minItems", max(low, 1))
	case low > 1:
		w.raw("anyOf", `[{"maxItems":0},{"minItems":`+strconv.Itoa(int(low))+`}]`)
	}
}

// one writes the schema of a single value or entry.
func (w *schemaWriter) one(f *Field, optional bool) {
	switch f.Type {
	case TypeBoolean:
		w.kind("boolean", optional)
	case TypeInteger, TypeRating:
		w.kind("integer", optional)
		w.limits(f, -maxSafe, maxSafe)
	case TypeNumber:
		w.kind("number", optional)
		w.limits(f, 0, 0)
	case TypeChoice, TypeChecks:
		w.choices(f, optional)
	case TypeTable:
		w.row(f)
	case TypeMoney:
		w.kind("string", optional)
		w.text("pattern", patternMoney)
	case TypeDate:
		w.kind("string", optional)
		w.text("format", "date")
		w.text("pattern", patternDate)
	case TypeInstant:
		w.kind("string", optional)
		w.text("format", "date-time")
	case TypeDuration:
		w.kind("string", optional)
		w.text("pattern", patternSpan)
	case TypeText, TypeLongText, TypePhone, TypeMail, TypeAddress, TypePerson, TypeTeam, TypeCustomer, TypeFile:
		w.free(f, optional)
	}
}

// limits writes least and greatest value; low and high stand where the field
// says nothing, unless both are 0.
func (w *schemaWriter) limits(f *Field, low, high float64) {
	least, greatest, _ := f.limits()
	if least != nil {
		w.number("minimum", *least)
	} else if low != high {
		w.number("minimum", low)
	}
	if greatest != nil {
		w.number("maximum", *greatest)
	} else if low != high {
		w.number("maximum", high)
	}
}

// free writes the schema of free text; an optional one may be blank.
func (w *schemaWriter) free(f *Field, optional bool) {
	w.kind("string", optional)
	low, high := f.lengths()
	if optional {
		w.key("anyOf")
		w.out = append(w.out, "[{"...)
		w.text("pattern", patternBlank)
		w.out = append(w.out, "},{"...)
	}
	w.number("minLength", low)
	w.number("maxLength", high)
	w.text("pattern", textRules[f.Type].pattern)
	if optional {
		w.out = append(w.out, "}]"...)
	}
}

// choices writes each choice with its label.
func (w *schemaWriter) choices(f *Field, optional bool) {
	w.key("oneOf")
	w.out = append(w.out, '[')
	for i, c := range f.Choices {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.open()
		w.text("const", c.Value)
		if label := c.Label.In(w.lang); label != "" {
			w.text("title", label)
		}
		w.close()
	}
	if optional {
		w.out = append(w.out, `,{"type":"null"}`...)
	}
	w.out = append(w.out, ']')
}

// row writes the schema of one row of a table.
func (w *schemaWriter) row(f *Field) {
	w.text("type", "object")
	w.key("properties")
	w.open()
	var required []string
	for _, c := range f.Columns {
		optional := c.Optional || c.Default != nil
		w.key(c.Name)
		w.field(c, optional)
		if !optional {
			required = append(required, c.Name)
		}
	}
	w.close()
	w.list("required", required)
	w.raw("additionalProperties", "false")
}
