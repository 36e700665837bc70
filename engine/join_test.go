package engine

import (
	"fmt"
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
)

// The plain reading of the rule of inclusive joins (SEMANTICS.md §1), by
// walking paths instead of looking into prepared sets: an oracle for join.go
// and for the reach tables of the definition.

// firing returns a join of the scope that fires in this state, or nil.
func firing(p *definition.Process, in *Instance, scope int64) *definition.Element {
	s := p.Scopes[0]
	if scope != 0 {
		s = p.Element(in.scope(scope).Element).Sub
	}
	for _, join := range s.Joins {
		if joinFires(p, in, scope, join) {
			return join
		}
	}
	return nil
}

func joinFires(p *definition.Process, in *Instance, scope int64, join *definition.Element) bool {
	filled := map[string]bool{}
	for _, t := range in.Tokens {
		if t.Scope == scope && t.Element == join.ID {
			filled[t.Via] = true
		}
	}
	if len(filled) == 0 {
		return false
	}
	for _, t := range in.Tokens {
		if t.Scope != scope || t.Element == join.ID {
			continue
		}
		comesIn := map[string]bool{}
		walk(p.Element(t.Element), join, map[*definition.Element]bool{}, comesIn)
		toEmpty, toFilled := false, false
		for flow := range comesIn {
			toFilled = toFilled || filled[flow]
			toEmpty = toEmpty || !filled[flow]
		}
		if toEmpty && !toFilled {
			return false
		}
	}
	return true
}

// walk collects the incoming flows of join that a token at e can come in by.
func walk(e, join *definition.Element, seen map[*definition.Element]bool, comesIn map[string]bool) {
	if seen[e] {
		return
	}
	seen[e] = true
	out := e.Out
	for _, row := range e.Rows {
		out = append(slices.Clip(out), row.Out)
	}
	for _, f := range out {
		if f.To == join {
			comesIn[f.ID] = true
			continue
		}
		walk(f.To, join, seen, comesIn)
	}
}

// fires judges a join that fires by the state before: its first event is a
// token consumed there as joined, or, of a single token, the move that leaves
// the join. What follows a consumed token belongs to the same firing.
func (w *watched) fires(in *Instance, e *Event) error {
	var token int64
	begun := w.joining
	switch b := e.Body.(type) {
	case *TokenMoved:
		token, w.joining = b.Token, false
	case *TokenConsumed:
		if b.Reason == "joined" {
			token, w.joining = b.Token, true
		}
	case *IncidentResolved:
		w.skipped = b.How == "skipped"
	default: // not of a join
	}
	if token == 0 || begun {
		return nil
	}
	if w.skipped { // a person sent the token on
		w.skipped = false
		return nil
	}
	t := in.token(token)
	p := w.world.Process(in.Process, in.Edition)
	join := p.Element(t.Element)
	if join.Kind == definition.KindJoin && !joinFires(p, in, t.Scope, join) {
		return fmt.Errorf("join %s fired in event %d, but the rule has it wait: %s", join.ID, e.Seq, showState(in))
	}
	return nil
}
