package definition

// vocabulary is everything the expressions of one process may speak of.
type vocabulary struct {
	fields map[string]*Field
	steps  map[string]stepFields
}

// newVocabulary collects the data of a process and the forms of its steps.
func newVocabulary(fields []*Field, steps []stepFields) *vocabulary {
	v := &vocabulary{fields: map[string]*Field{}, steps: map[string]stepFields{}}
	for _, f := range fields {
		v.fields[f.Name] = f
	}
	for _, s := range steps {
		v.steps[s.Step] = s
	}
	return v
}
