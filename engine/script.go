package engine

import (
	"slices"
	"strings"

	"github.com/laneway-flow/laneway/engine/definition"
)

// enterScript sets values of the case, all judged on the data as it was before.
func (x *step) enterScript(t Token, e *definition.Element) {
	values, err := x.assign(e.Set, env{x: x, scope: t.Scope})
	if err == nil {
		err = x.fits(values)
	}
	if err != nil {
		x.fail(t.Number, "expression", err.Error())
		return
	}
	x.begin(t, e)
	if len(values) > 0 {
		x.emit(&DataChanged{Written: x.written(t.Scope, values)})
	}
	x.done(t.Number, e, e.Out[0])
}

// assign works out assignments; the result is sorted by name.
func (x *step) assign(set []definition.Assignment, v env) ([]definition.Datum, error) {
	values := make([]definition.Datum, 0, len(set))
	for _, a := range set {
		val := a.Literal
		if a.Expr != nil {
			var err error
			if val, err = a.Expr.Eval(v); err != nil {
				return nil, err
			}
		}
		if string(val) == "null" {
			val = nil
		}
		values = append(values, definition.Datum{Name: a.Name, Value: val})
	}
	slices.SortFunc(values, func(a, b definition.Datum) int { return strings.Compare(a.Name, b.Name) })
	return values, nil
}

// fits checks values against their fields and makes them canonical in place.
func (x *step) fits(values []definition.Datum) error {
	for i, d := range values {
		f := x.process.Field(d.Name)
		if f == nil {
			return reject("expression", "%s is not declared under data", d.Name)
		}
		if d.Value == nil {
			continue
		}
		val, problem := f.Canonical(d.Value)
		if problem != nil {
			return reject("expression", "%s: %s", d.Name, problem.Reason)
		}
		values[i].Value = val
	}
	return nil
}
