package engine

import "github.com/laneway-flow/laneway/engine/definition"

// enterEventGate arms all rows at once; the first that happens decides.
func (x *step) enterEventGate(t Token, e *definition.Element) {
	plans, err := x.plan(t, e.Rows)
	if err != nil {
		x.failed(t.Number, err)
		return
	}
	x.begin(t, e)
	x.arm(t.Number, plans)
}
