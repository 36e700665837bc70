package engine

import "github.com/laneway-flow/laneway/engine/definition"

// passTurn notes whose move it is now, when that has changed: us while any
// step of ours is open and not held, else the supplier, else the customer
// (TIME.md §1.1). While nobody is asked (a timer runs) the turn stays where
// it was. Flows without an outside lane have no turns.
func (x *step) passTurn() {
	if x.in.Mailbox != nil || x.process == nil || !x.in.Open() {
		return
	}
	party, lane := x.party()
	if party == "" || party == x.in.Turn.Party && (party == definition.Us || lane == x.in.Turn.Lane) {
		return
	}
	if party == definition.Us {
		if lane = x.thread(); lane == "" {
			return
		}
	}
	x.cause = 0
	x.emit(&TurnPassed{From: x.in.Turn.Party, To: party, Lane: lane})
}

// party is who is asked at this instant, and in which lane.
func (x *step) party() (definition.Party, string) {
	var party definition.Party
	var lane string
	for i := range x.in.Tasks {
		t := &x.in.Tasks[i]
		l := x.process.Lane(t.Lane)
		switch {
		case !l.Outside() && t.HoldReason == "":
			return definition.Us, ""
		case l.Outside() && (party == "" || l.Party == definition.Supplier && party == definition.Customer):
			party, lane = l.Party, l.ID
		}
	}
	return party, lane
}

// thread is the outside lane whose request we are answering: the one that
// moved last, or the first customer lane of the flow.
func (x *step) thread() string {
	if x.in.Turn.Lane != "" {
		return x.in.Turn.Lane
	}
	for _, l := range x.process.Lanes {
		if l.Party == definition.Customer {
			return l.ID
		}
	}
	return ""
}
