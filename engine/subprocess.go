package engine

import (
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
)

// enterSubprocess opens a scope of its own: the token waits at the subprocess
// while a new one runs inside from its start event.
func (x *step) enterSubprocess(t Token, e *definition.Element) {
	plans, err := x.plan(t, e.Events)
	if err != nil {
		x.failed(t.Number, err)
		return
	}
	x.begin(t, e)
	scope := x.next()
	x.emit(&ScopeOpened{Scope: scope, Parent: t.Scope, Element: e.ID, Token: t.Number})
	x.arm(t.Number, plans)
	number := x.next()
	x.emit(&TokenEntered{Token: number, Scope: scope, Element: e.Sub.Start.ID})
	x.queue = append(x.queue, arrival{number, x.cause})
}

// closeScope ends the youngest scope in which no token is left: a subprocess
// is done and its token goes on, the process itself has completed. It reports
// whether there was one to go on from.
func (x *step) closeScope() bool {
	for _, s := range slices.Backward(x.in.Scopes) {
		if x.alive(s.Number) {
			continue
		}
		if s.Number == 0 {
			x.end(StateCompleted, "")
			return false
		}
		e := x.process.Element(s.Element)
		x.emit(&ScopeClosed{Scope: s.Number})
		x.done(s.Token, e, e.Out[0])
		return true
	}
	return false
}

// alive reports whether a scope has a token.
func (x *step) alive(scope int64) bool {
	for i := range x.in.Tokens {
		if x.in.Tokens[i].Scope == scope {
			return true
		}
	}
	return false
}

// withdraw takes away everything that goes on at a token, inside a subprocess
// too, but leaves the token where it is.
func (x *step) withdraw(token, taken int64) {
	t := *x.in.token(token)
	x.disarm(token, taken)
	if task := x.in.taskOf(token); task != nil {
		x.emit(&TaskWithdrawn{Task: task.Number})
	} else if e := x.element(&t); t.Visit > 0 && e.Kind != definition.KindUserTask {
		for i := range x.in.Scopes {
			if s := x.in.Scopes[i]; s.Token == token && s.Number != 0 {
				x.clear(s.Number, "withdrawn")
				x.emit(&ScopeClosed{Scope: s.Number})
				break
			}
		}
		x.emit(&StepCompleted{Token: token, Element: e.ID, Visit: t.Visit, Withdrawn: true})
	}
	for i := 0; i < len(x.in.Incidents); {
		if in := x.in.Incidents[i]; in.Token == token {
			x.emit(&IncidentResolved{Incident: in.Number, How: "withdrawn"})
			continue
		}
		i++
	}
}

// clear withdraws and consumes every token of a scope.
func (x *step) clear(scope int64, reason string) {
	for i := 0; i < len(x.in.Tokens); {
		if t := x.in.Tokens[i]; t.Scope == scope {
			x.withdraw(t.Number, 0)
			x.emit(&TokenConsumed{Token: t.Number, Reason: reason})
			i = 0 // withdrawing a subprocess removed tokens anywhere in the list
			continue
		}
		i++
	}
}
