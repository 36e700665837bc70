package definition

import (
	"errors"
	"fmt"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Expr is a compiled condition or value of the case data (CEL). It may be
// evaluated by any number of goroutines at once.
type Expr struct {
	Source string
	Pos    Position

	program cel.Program // nil: the expression `null`
	vars    []variable
	want    exprWant
}

// Env is what an expression may ask of the case it is evaluated on.
type Env interface {
	// Data returns the canonical JSON of a field, or nil when it has no value.
	Data(name string) []byte
	// Now is the instant of the step, UTC milliseconds.
	Now() int64
	// Starter is the id of who started the case.
	Starter() string
	// Last returns a field of the nearest finished visit of a step: a form
	// name, "outcome", "by" or "at", as canonical JSON; nil when there is none.
	Last(step, field string) []byte
}

// Eval returns the value as canonical JSON ("null" for null), or why it has
// none: a name without a value, an overflow, a division by zero, a value
// outside the limits of the field it is for, or the cost limit.
func (e *Expr) Eval(env Env) ([]byte, error) {
	if e.program == nil {
		return []byte("null"), nil
	}
	v, err := e.run(env)
	if err != nil {
		return nil, err
	}
	out, err := encodeFor(e.want, v)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Source, err)
	}
	return out, nil
}

// True evaluates a condition. Anything but a Boolean is an error.
func (e *Expr) True(env Env) (bool, error) {
	if e.program == nil {
		return false, errors.New("null is no condition")
	}
	v, err := e.run(env)
	if err != nil {
		return false, err
	}
	b, ok := v.(types.Bool)
	if !ok {
		return false, fmt.Errorf("%s: expected true or false, got %s", e.Source, v.Type().TypeName())
	}
	return bool(b), nil
}

func (e *Expr) run(env Env) (ref.Val, error) {
	v, _, err := e.program.Eval(newActivation(e, env))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Source, err)
	}
	return v, nil
}

// Names returns the data names the expression speaks of, sorted, each once.
func (e *Expr) Names() []string {
	var list []string
	for _, v := range e.vars {
		if v.from == fromData || v.from == fromDataGiven {
			list = append(list, v.field.Name)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
