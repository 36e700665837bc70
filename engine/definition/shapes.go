package definition

// shapes are the kinds of values in the table of keys, as JSON Schema 2020-12.
// A plain word or number means what was written: YAML may make a number or a
// Boolean of it.
var shapes = []struct{ name, schema string }{
	{"scalar", `{"type": ["string", "number", "boolean"]}`},
	{"string", `{"$ref": "#/$defs/scalar"}`},
	{"strings", `{"anyOf": [{"$ref": "#/$defs/scalar"}, {"type": "array", "items": {"$ref": "#/$defs/scalar"}}]}`},
	{"id", `{"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}`},
	{"ids", `{"anyOf": [{"$ref": "#/$defs/id"}, {"type": "array", "items": {"$ref": "#/$defs/id"}}]}`},
	{"data-name", `{"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}`},
	{"condition", `{"type": ["string", "boolean"], "description": "CEL over the data of the case"}`},
	{"value", `{"type": "string", "pattern": "^=", "description": "an expression, as in a spreadsheet: =name"}`},
	{"id-or-value", `{"anyOf": [{"$ref": "#/$defs/id"}, {"$ref": "#/$defs/value"}]}`},
	{"literal", `{}`},
	{"number", `{"type": "number"}`},
	{"integer", `{"type": "integer"}`},
	{"boolean", `{"type": "boolean"}`},
	{"duration", `{"type": "string", "pattern": "^[0-9]+[smh]([0-9]+[smh])*( on 24x7)?$"}`},
	{"time", `{"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?$"}`},
	{"calendar", `{"const": "24x7"}`},
	{"party", `{"enum": ["customer", "supplier"]}`},
	{"assign", `{"const": "pull"}`},
	{"type", `{"enum": [@types]}`},
	{"choices", `{"anyOf": [
		{"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/scalar"}},
		{"type": "object", "minProperties": 1, "additionalProperties": {"anyOf": [{"$ref": "#/$defs/text"}, {"type": "null"}]}}]}`},
	{"data", `{"type": "object", "propertyNames": {"$ref": "#/$defs/data-name"}, "additionalProperties": {"$ref": "#/$defs/field"}}`},
	{"form", `{"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/data-name"}, {"$ref": "#/$defs/form-item"}]}}`},
	{"starts", `{"anyOf": [{"$ref": "#/$defs/id"}, {"type": "array", "minItems": 1, "items": {"anyOf": [{"$ref": "#/$defs/id"}, {"$ref": "#/$defs/start"}]}}]}`},
	{"value-kind", `{"enum": ["adds", "needed", "wasted"]}`},
	{"stage", `{"enum": ["collect", "classify", "handle", "feedback", "summarise"]}`},
	{"join", `{"const": "all"}`},
	{"assignments", `{"type": "object", "propertyNames": {"$ref": "#/$defs/data-name"}}`},
	{"values", `{"type": "object", "propertyNames": {"$ref": "#/$defs/data-name"}}`},
	{"way", `{"anyOf": [{"$ref": "#/$defs/id"}, {"type": "array", "minItems": 1, "items": {"anyOf": [{"$ref": "#/$defs/id"}, {"$ref": "#/$defs/row"}]}}]}`},
	{"branches", `{"type": "array", "minItems": 2, "items": {"anyOf": [{"$ref": "#/$defs/id"}, {"$ref": "#/$defs/row"}]}}`},
	{"ends", `{"anyOf": [{"enum": ["plain", "terminate"]}, {"$ref": "#/$defs/end"}]}`},
	{"ended", `{"enum": [true, false, "completed", "cancelled", "failed"]}`},
	{"tasks", `{"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": {"$ref": "#/$defs/scalar"}}]}}`},
}
