package definition

import (
	"maps"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
)

// vocabulary is everything the expressions of one process may speak of, with
// the CEL environment that declares it.
type vocabulary struct {
	fields map[string]*Field
	steps  map[string]stepFields // with lastFields
	names  []string              // of fields, sorted
	env    *cel.Env              // made when the first expression is compiled
}

// newVocabulary collects the data of a process and the forms of its steps.
func newVocabulary(fields []*Field, steps []stepFields) *vocabulary {
	v := &vocabulary{fields: map[string]*Field{}, steps: map[string]stepFields{}}
	for _, f := range fields {
		if f.Name != fieldNow.Name && f.Name != fieldStarter.Name { // refused elsewhere
			v.fields[f.Name] = f
		}
	}
	for _, s := range steps {
		known := stepFields{Step: s.Step}
		for _, f := range slices.Concat(lastFields, s.Fields) {
			if f != nil && !slices.ContainsFunc(known.Fields, func(k *Field) bool { return k.Name == f.Name }) {
				known.Fields = append(known.Fields, f)
			}
		}
		v.steps[s.Step] = known
	}
	v.names = slices.Sorted(maps.Keys(v.fields))
	return v
}

// lastField is the field that last(step).name asks for, or nil.
func (v *vocabulary) lastField(step, name string) *Field {
	for _, f := range v.steps[step].Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// environment declares every variable an expression of the process can have.
func (v *vocabulary) environment() (*cel.Env, error) {
	if v.env != nil {
		return v.env, nil
	}
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	rows := rowProvider{Registry: registry, tables: map[string]*Field{}}
	options := append(library(), cel.CustomTypeAdapter(registry), cel.CustomTypeProvider(&rows))
	declare := func(x variable) {
		options = append(options, cel.Variable(x.name, x.celType()))
	}
	declare(variable{name: "now", from: fromNow})
	declare(variable{name: "starter", from: fromStarter})
	for _, name := range v.names {
		f := v.fields[name]
		if f.Type == TypeTable {
			rows.tables[rowType(f).TypeName()] = f
		}
		declare(dataVariable(f))
		declare(dataVariable(f).given())
	}
	for _, step := range slices.Sorted(maps.Keys(v.steps)) {
		for _, f := range v.steps[step].Fields {
			declare(lastVariable(step, f))
			declare(lastVariable(step, f).given())
		}
	}
	v.env, err = cel.NewCustomEnv(options...)
	return v.env, err
}

// rowProvider tells CEL which columns the rows of the tables have.
type rowProvider struct {
	*types.Registry
	tables map[string]*Field // by name of the row's type
}

// FindStructType knows the row types besides those of CEL.
func (p *rowProvider) FindStructType(name string) (*types.Type, bool) {
	if f := p.tables[name]; f != nil {
		return types.NewTypeTypeWithParam(rowType(f)), true
	}
	return p.Registry.FindStructType(name)
}

// FindStructFieldNames lists the columns of a row type.
func (p *rowProvider) FindStructFieldNames(name string) ([]string, bool) {
	f := p.tables[name]
	if f == nil {
		return p.Registry.FindStructFieldNames(name)
	}
	var list []string
	for _, c := range f.Columns {
		list = append(list, c.Name)
	}
	return list, true
}

// FindStructFieldType says how a column is read from a row.
func (p *rowProvider) FindStructFieldType(name, column string) (*types.FieldType, bool) {
	f := p.tables[name]
	if f == nil {
		return p.Registry.FindStructFieldType(name, column)
	}
	i := f.column(column)
	if i < 0 {
		return nil, false
	}
	return &types.FieldType{
		Type:  celType(f.Columns[i]),
		IsSet: func(row any) bool { return row.(*rowVal).cells[i] != nil },
		GetFrom: func(row any) (any, error) {
			if v := row.(*rowVal).cells[i]; v != nil {
				return v, nil
			}
			return types.NewErr("%s.%s has no value", f.Name, column), nil
		},
	}, true
}
