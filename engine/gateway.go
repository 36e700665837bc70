package engine

import "github.com/laneway-flow/laneway/engine/definition"

// enterExclusive takes the first flow whose condition holds, in the order
// written; a flow without a condition always does (SEMANTICS.md §2).
func (x *step) enterExclusive(t Token, e *definition.Element) {
	v := env{x: x, scope: t.Scope}
	for _, flow := range e.Out {
		holds, err := x.holds(flow, v)
		if err != nil {
			x.fail(t.Number, "expression", err.Error())
			return
		}
		if holds {
			x.leave(t.Number, flow)
			return
		}
	}
	x.fail(t.Number, "no-condition", "no condition of "+e.ID+" holds and there is no last row")
}

// enterInclusive takes every flow whose condition holds, or the default when
// none does (SEMANTICS.md §1).
func (x *step) enterInclusive(t Token, e *definition.Element) {
	v := env{x: x, scope: t.Scope}
	var taken []*definition.Flow
	var fallback *definition.Flow
	for _, flow := range e.Out {
		if flow.When == nil {
			fallback = flow
			continue
		}
		holds, err := x.holds(flow, v)
		if err != nil {
			x.fail(t.Number, "expression", err.Error())
			return
		}
		if holds {
			taken = append(taken, flow)
		}
	}
	if len(taken) == 0 && fallback != nil {
		taken = append(taken, fallback)
	}
	if len(taken) == 0 {
		x.fail(t.Number, "no-condition", "no condition of "+e.ID+" holds and there is no last row")
		return
	}
	x.fork(t, taken)
}

func (x *step) holds(flow *definition.Flow, v env) (bool, error) {
	if flow.When == nil {
		return true, nil
	}
	return flow.When.True(v)
}

// fork sends one token along each flow: the token itself along the first, new
// ones along the others.
func (x *step) fork(t Token, flows []*definition.Flow) {
	x.leave(t.Number, flows[0])
	for _, flow := range flows[1:] {
		x.put(t.Scope, flow)
	}
}
