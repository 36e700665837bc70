package engine

import "github.com/laneway-flow/laneway/engine/definition"

// enterEnd consumes the token. A terminate end first takes away everything
// else in the innermost scope; a message end says its message.
func (x *step) enterEnd(t Token, e *definition.Element) {
	if e.End == definition.EndMessage {
		if err := x.send(t, e, e.Send); err != nil {
			x.fail(t.Number, "expression", err.Error())
			return
		}
	}
	x.emit(&TokenConsumed{Token: t.Number, Reason: "ended"})
	if e.End == definition.EndTerminate {
		x.clear(t.Scope, "withdrawn")
	}
}

// end closes the case. The mailbox of a unique start key is told.
func (x *step) end(state State, reason string) {
	if start := x.started(); start != nil && start.Receive != nil && x.in.Key != "" {
		x.emit(&StartKeyFreed{Message: start.Receive.ID, Key: x.in.Key})
	}
	x.endClocks()
	x.emit(&InstanceEnded{State: state, Reason: reason})
}

// started is the start event the case began with.
func (x *step) started() *definition.Element { return x.process.Element(x.in.Start) }
