package definition

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// origin says where the value of a variable comes from.
type origin uint8

const (
	fromData      origin = iota + 1 // a field of the case data
	fromDataGiven                   // has(field)
	fromLast                        // last("step").field
	fromLastGiven                   // has(last("step").field)
	fromNow
	fromStarter
)

// variable is one thing an expression asks the case for. Its name is made so
// that no source text can spell it, except for data, now and starter.
type variable struct {
	name  string
	from  origin
	step  string // fromLast
	field *Field // nil for fromNow and fromStarter
}

// The fields last("step") has besides those of the step's form, and now.
var (
	fieldNow     = &Field{Name: "now", Type: TypeInstant}
	fieldStarter = &Field{Name: "starter", Type: TypePerson}
	lastFields   = []*Field{
		{Name: "outcome", Type: TypeText},
		{Name: "by", Type: TypePerson},
		{Name: "at", Type: TypeInstant},
	}
)

func dataVariable(f *Field) variable {
	return variable{name: f.Name, from: fromData, field: f}
}

func lastVariable(step string, f *Field) variable {
	return variable{name: "@last:" + step + ":" + f.Name, from: fromLast, step: step, field: f}
}

// given is the variable that tells whether v has a value.
func (v variable) given() variable {
	g := v
	g.name, g.from = "@has:"+v.name, fromDataGiven
	if v.from == fromLast {
		g.from = fromLastGiven
	}
	return g
}

// celType is the type the variable is declared with.
func (v variable) celType() *cel.Type {
	switch v.from {
	case fromDataGiven, fromLastGiven:
		return cel.BoolType
	case fromNow:
		return cel.TimestampType
	case fromStarter:
		return cel.StringType
	case fromData, fromLast:
	}
	return celType(v.field)
}

// activation gives a program the variables it asks for, decoding only those.
type activation struct {
	expr *Expr
	env  Env
	// values keeps what was decoded, for names that a loop asks for again; it
	// lies in few where that is enough.
	values []ref.Val
	few    [4]ref.Val
}

func newActivation(e *Expr, env Env) *activation {
	a := &activation{expr: e, env: env}
	if a.values = a.few[:]; len(e.vars) > len(a.few) {
		a.values = make([]ref.Val, len(e.vars))
	}
	return a
}

// Parent returns nil: there is nothing behind the case.
func (a *activation) Parent() cel.Activation { return nil }

// ResolveName returns the value of a variable, an error value when it has none.
func (a *activation) ResolveName(name string) (any, bool) {
	for i := range a.expr.vars {
		v := &a.expr.vars[i]
		if v.name != name {
			continue
		}
		if a.values[i] == nil {
			a.values[i] = v.value(a.env)
		}
		return a.values[i], true
	}
	return nil, false
}

// value asks the case for the variable.
func (v *variable) value(env Env) ref.Val {
	switch v.from {
	case fromNow:
		return instantVal(env.Now())
	case fromStarter:
		return types.String(env.Starter())
	case fromDataGiven, fromLastGiven:
		return types.Bool(v.raw(env) != nil)
	case fromData, fromLast:
	}
	raw := v.raw(env)
	if raw == nil {
		return types.NewErr("%s has no value", v.spoken())
	}
	val, err := decode(v.field, raw)
	if err != nil {
		return types.NewErr("%s: %s", v.spoken(), err)
	}
	return val
}

// raw is the canonical JSON of the variable, nil when it has no value.
func (v *variable) raw(env Env) []byte {
	var raw []byte
	if v.from == fromLast || v.from == fromLastGiven {
		raw = env.Last(v.step, v.field.Name)
	} else if raw = env.Data(v.field.Name); raw == nil {
		raw = v.field.Default
	}
	if string(raw) == "null" {
		return nil
	}
	return raw
}

// spoken names the variable as an analyst writes it.
func (v *variable) spoken() string {
	if v.from == fromLast || v.from == fromLastGiven {
		return `last("` + v.step + `").` + v.field.Name
	}
	return v.field.Name
}
