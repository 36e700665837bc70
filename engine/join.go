package engine

import "github.com/laneway-flow/laneway/engine/definition"

// fireJoin fires the first join, in the order of scopes and of the document,
// that waits for nothing more, and reports whether there was one. It runs
// whenever nothing else moves, so a token that died elsewhere frees a join
// without a new arrival (SEMANTICS.md §1, cases O3 to O6).
func (x *step) fireJoin() bool {
	for i := range x.in.Scopes {
		scope := &x.in.Scopes[i]
		for _, join := range x.scopeDefinition(scope).Joins {
			if marked := x.ready(scope.Number, join); marked != 0 {
				x.join(scope.Number, join, marked)
				return true
			}
		}
	}
	return false
}

// ready returns the incoming flows of a join that carry a token, as bits, if
// the join fires; else 0. Every other token of the scope holds it back that
// could still fill an empty flow and could not come in by a filled one.
func (x *step) ready(scope int64, join *definition.Element) uint64 {
	marked := uint64(0)
	for i := range x.in.Tokens {
		if t := &x.in.Tokens[i]; t.Scope == scope && t.Element == join.ID {
			marked |= incoming(join, t.Via)
		}
	}
	if marked == 0 {
		return 0
	}
	empty := (uint64(1)<<len(join.In) - 1) &^ marked
	for i := range x.in.Tokens {
		t := &x.in.Tokens[i]
		if t.Scope != scope || t.Element == join.ID {
			continue
		}
		if reach := join.Reach[x.element(t).Index]; reach&empty != 0 && reach&marked == 0 {
			return 0
		}
	}
	return marked
}

// join takes one token from each filled flow: the oldest one goes on, the
// others are consumed.
func (x *step) join(scope int64, join *definition.Element, marked uint64) {
	first := int64(0)
	var spent []int64
	for i := range x.in.Tokens {
		t := &x.in.Tokens[i]
		bit := incoming(join, t.Via)
		if t.Scope != scope || t.Element != join.ID || bit&marked == 0 {
			continue
		}
		marked &^= bit
		if first == 0 {
			first = t.Number
		} else {
			spent = append(spent, t.Number)
		}
	}
	for _, number := range spent {
		x.emit(&TokenConsumed{Token: number, Reason: "joined"})
	}
	x.leave(first, join.Out[0])
}

// stuck raises an incident when nothing can happen to the case any more
// because joins wait for each other (SEMANTICS.md O13): then a person has to
// send a token on.
func (x *step) stuck() {
	in := &x.in
	if !in.Open() || in.Mailbox != nil || len(in.Tasks)+len(in.Timers)+len(in.Subscriptions)+len(in.Incidents) > 0 {
		return
	}
	x.cause = 0
	x.fail(in.Tokens[0].Number, "stuck", "joins wait for each other: nothing can happen any more")
}

// incoming is the bit of an incoming flow of a join.
func incoming(join *definition.Element, flow string) uint64 {
	for i, f := range join.In {
		if f.ID == flow {
			return 1 << i
		}
	}
	return 0
}

// scopeDefinition is the definition of a scope.
func (x *step) scopeDefinition(s *Scope) *definition.Scope {
	if s.Element == "" {
		return x.process.Scopes[0]
	}
	return x.process.Element(s.Element).Sub
}
