package engine

import (
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
)

// still says why a promise's clock stands still as the case now stands, or ""
// when it runs: a held step whose reason pauses this promise, or, for one over
// the flow, every token is with the party it is made to, or with a lane that
// `pause` names (TIME.md §1.2). Supplier time counts unless it says so.
func (x *step) still(p *definition.Promise, token int64) string {
	for i := range x.in.Tasks {
		t := &x.in.Tasks[i]
		if t.HoldReason == "" || p.Step != nil && t.Token != token {
			continue
		}
		if r := x.process.Hold(t.HoldReason); r != nil && slices.Contains(r.Pauses, p.ID) {
			return t.HoldReason
		}
	}
	if p.Step != nil {
		return ""
	}
	why := ""
	for i := range x.in.Tokens {
		t := &x.in.Tokens[i]
		e := x.element(t)
		if e.Kind == definition.KindSubprocess || e.Kind == definition.KindJoin {
			continue // what counts is inside, or waits for others
		}
		if e.Lane == nil || e.Lane != p.For && !slices.Contains(p.Pause, e.Lane) {
			return ""
		}
		if why == "" || e.Lane.Party == definition.Supplier {
			why = string(e.Lane.Party)
		}
	}
	return why
}
