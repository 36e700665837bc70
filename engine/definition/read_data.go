package definition

import (
	"math"
	"strconv"

	"gopkg.in/yaml.v3"
)

var fieldTypes = []string{
	string(TypeText), string(TypeLongText), string(TypeInteger), string(TypeNumber), string(TypeMoney), string(TypeBoolean),
	string(TypeDate), string(TypeInstant), string(TypeDuration), string(TypePhone), string(TypeMail), string(TypeAddress),
	string(TypePerson), string(TypeTeam), string(TypeCustomer), string(TypeRating), string(TypeChecks), string(TypeFile), string(TypeTable),
}

// data reads the fields of the case, of a subprocess or of a table.
func (r *reader) data(n *yaml.Node) []*Field {
	var fields []*Field
	for _, e := range r.entries(n) {
		switch {
		case !fieldPattern.MatchString(e.key.text):
			r.add(e.key.pos, "bad-data-name", e.key.text)
		case reservedName(e.key.text):
			r.add(e.key.pos, "reserved-data-name", e.key.text)
		case empty(e.node):
			r.add(e.key.pos, "no-value", e.key.text)
		default:
			fields = append(fields, r.field(e))
		}
	}
	return fields
}

func (r *reader) field(e entry) *Field {
	f := &Field{Name: e.key.text, Pos: e.key.pos}
	keys := map[string]word{}
	var initial *yaml.Node
	r.fields(e.node, atField, func(key word, v *yaml.Node) {
		keys[key.text] = key
		switch key.text {
		case "type":
			f.Type = FieldType(r.one(v, "type", fieldTypes...))
		case "choices":
			f.Choices = r.choices(v)
		case "name":
			f.Label = r.text(v)
		case "help":
			f.Help = r.text(v)
		case "default":
			initial = v
		case "min":
			f.Min = r.number(v)
		case "max":
			f.Max = r.number(v)
		case "many":
			f.Many = r.flag(v)
		case "columns":
			f.Columns = r.data(v)
		case "optional":
			f.Optional = r.flag(v)
		case "personal":
			f.Personal = r.flag(v)
		default:
			panic(unread(key))
		}
	})
	f.Label = named(f.Label, f.Name)
	r.fieldType(f, keys, e.node)
	if initial != nil && f.Type != "" {
		f.Default = r.initial(f, initial)
	}
	return f
}

// fieldType checks that the keys of a field fit its type.
func (r *reader) fieldType(f *Field, keys map[string]word, n *yaml.Node) {
	choices, hasChoices := keys["choices"]
	_, hasType := keys["type"]
	switch {
	case hasChoices && f.Type == "" && !hasType:
		f.Type = TypeChoice
	case hasChoices && f.Type != TypeChecks && f.Type != "":
		r.add(choices.pos, "choices-and-type", f.Name, string(f.Type))
	case f.Type == TypeChecks && !hasChoices:
		r.add(f.Pos, "missing-key", "choices", "a field of type checks", "checks 类型的数据项")
	case !hasType && !hasChoices && n.Kind == yaml.MappingNode:
		r.add(f.Pos, "field-without-type", f.Name)
	}
	if columns, ok := keys["columns"]; ok != (f.Type == TypeTable) && f.Type != "" {
		if ok {
			r.add(columns.pos, "columns-without-table", f.Name)
		} else {
			r.add(f.Pos, "missing-key", "columns", "a field of type table", "table 类型的数据项")
		}
	}
	if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
		r.add(keys["min"].pos, "min-over-max", f.Name)
	}
	for _, column := range f.Columns {
		if column.Type == TypeTable || column.Many {
			r.add(column.Pos, "nested-table", column.Name)
		}
	}
}

// choices reads `[a, b]` or `{a: label, b: label}`. An unquoted yes, no, on or
// off is refused: other YAML readers make a Boolean of it.
func (r *reader) choices(n *yaml.Node) []Choice {
	var list []Choice
	seen := map[string]Position{}
	add := func(v *yaml.Node, label Text) {
		w, ok := r.scalar(v)
		switch {
		case !ok:
		case w.text == "":
			r.add(w.pos, "no-value", "choices")
		case boolish(v):
			r.add(w.pos, "boolean-choice", w.text)
		default:
			if at, twice := seen[w.text]; twice {
				r.add(w.pos, "duplicate-choice", w.text, at.String())
				return
			}
			seen[w.text] = w.pos
			list = append(list, Choice{Value: w.text, Label: named(label, w.text)})
		}
	}
	if n.Kind == yaml.MappingNode {
		for _, e := range r.entries(n) {
			label := Text{}
			if !empty(e.node) {
				label = r.text(e.node)
			}
			add(keyNode(n, e.key), label)
		}
	} else {
		for _, item := range r.items(n) {
			add(item, Text{})
		}
	}
	if len(list) == 0 && len(n.Content) == 0 {
		r.add(r.pos(n), "no-choices")
	}
	return list
}

// keyNode returns the node of a key, for its quotes.
func keyNode(n *yaml.Node, key word) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Line == key.pos.Line && n.Content[i].Column == key.pos.Column {
			return n.Content[i]
		}
	}
	return n
}

// boolish reports whether a YAML 1.1 reader would take the scalar for a Boolean.
func boolish(n *yaml.Node) bool {
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		return false
	}
	switch n.Value {
	case "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF", "y", "Y", "n", "N",
		"true", "True", "TRUE", "false", "False", "FALSE", "null", "Null", "NULL", "~":
		return true
	}
	return false
}

func (r *reader) number(n *yaml.Node) *float64 {
	w, ok := r.scalar(n)
	if !ok {
		return nil
	}
	f, err := strconv.ParseFloat(w.text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		r.add(w.pos, "not-a-number", w.text)
		return nil
	}
	return &f
}

// reservedName reports whether a name means something of its own in CEL or is
// one of the words of LANGUAGE.md §3.
func reservedName(name string) bool {
	switch name {
	case "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
		"let", "loop", "package", "namespace", "return", "var", "void", "while",
		"int", "uint", "double", "bool", "string", "bytes", "list", "map", "type", "null_type", "dyn",
		"now", "starter", "outcome", "attempts", "last", "has", "size", "sum":
		return true
	}
	return false
}
