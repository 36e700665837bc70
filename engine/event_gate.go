package engine

import "github.com/laneway-flow/laneway/engine/definition"

// enterEventGate arms all rows at once; the first that happens decides.
func (x *step) enterEventGate(t Token, e *definition.Element) {
	plans, err := x.plan(t, e.Rows)
	if err != nil {
		x.fail(t.Number, "expression", err.Error())
		return
	}
	x.begin(t, e)
	x.arm(t.Number, plans)
}
