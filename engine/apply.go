package engine

import "slices"

// apply is the only place where an Instance changes: the event's body changes
// what it says, and the instance remembers how far it has come.
func (in *Instance) apply(e *Event) {
	e.Body.apply(in, e)
	in.Seq, in.At = e.Seq, e.At
}

// used notes that a number inside the instance is taken.
func (in *Instance) used(number int64) { in.Serial = max(in.Serial, number) }

func (b InstanceStarted) apply(in *Instance, e *Event) {
	in.ID, in.Process, in.Edition = b.ID, b.Process, b.Edition
	in.State, in.StartedAt = StateActive, e.At
	in.Start, in.Starter, in.Channel, in.Key = b.Start, b.Starter, b.Channel, b.Key
	in.Customers = b.Customers
	in.Scopes = []Scope{{}}
}

func (b InstanceEnded) apply(in *Instance, e *Event) {
	in.State, in.EndedAt, in.EndReason = b.State, e.At, b.Reason
}

func (b DataChanged) apply(in *Instance, _ *Event) { in.write(b.Written) }

func (in *Instance) write(written []Written) {
	for _, w := range written {
		s := in.scope(w.Scope)
		s.Data = merge(s.Data, w.Values)
	}
}

func (b TokenEntered) apply(in *Instance, e *Event) {
	in.used(b.Token)
	in.Tokens = append(in.Tokens, Token{Number: b.Token, Scope: b.Scope, Element: b.Element, Via: b.Via, Since: e.At})
}

func (b TokenMoved) apply(in *Instance, e *Event) {
	t := in.token(b.Token)
	t.Element, t.Via, t.Since, t.Visit = b.Element, b.Flow, e.At, 0
}

func (b TokenConsumed) apply(in *Instance, _ *Event) {
	in.Tokens = slices.DeleteFunc(in.Tokens, func(t Token) bool { return t.Number == b.Token })
}

func (b StepEntered) apply(in *Instance, _ *Event) {
	in.visit(b.Element, b.Visit)
	in.token(b.Token).Visit = b.Visit
}

func (b StepCompleted) apply(in *Instance, e *Event) {
	if b.Withdrawn {
		return
	}
	in.Step(b.Element).At = e.At
}

// visit counts a visit of a step.
func (in *Instance) visit(name string, visit int32) {
	if s := in.Step(name); s != nil {
		s.Visits = visit
		return
	}
	in.Steps = append(in.Steps, StepLog{Step: name, Visits: visit})
}

func (b ScopeOpened) apply(in *Instance, _ *Event) {
	in.used(b.Scope)
	in.Scopes = append(in.Scopes, Scope{Number: b.Scope, Element: b.Element, Parent: b.Parent, Token: b.Token})
}

func (b ScopeClosed) apply(in *Instance, _ *Event) {
	in.Scopes = slices.DeleteFunc(in.Scopes, func(s Scope) bool { return s.Number == b.Scope })
}

func (b TimerArmed) apply(in *Instance, _ *Event) {
	in.used(b.Timer)
	in.Timers = append(in.Timers, Timer{Number: b.Timer, Token: b.Token, Trigger: b.Trigger, Due: b.Due})
}

func (b TimerFired) apply(in *Instance, _ *Event)     { in.removeTimer(b.Timer) }
func (b TimerCancelled) apply(in *Instance, _ *Event) { in.removeTimer(b.Timer) }

func (in *Instance) removeTimer(number int64) {
	in.Timers = slices.DeleteFunc(in.Timers, func(t Timer) bool { return t.Number == number })
}

func (b SubscriptionOpened) apply(in *Instance, _ *Event) {
	in.used(b.Subscription)
	in.Subscriptions = append(in.Subscriptions, Subscription{
		Number: b.Subscription, Token: b.Token, Trigger: b.Trigger, Message: b.Message, Key: b.Key, Kept: b.Kept,
	})
}

func (b SubscriptionClosed) apply(in *Instance, _ *Event) {
	in.Subscriptions = slices.DeleteFunc(in.Subscriptions, func(s Subscription) bool { return s.Number == b.Subscription })
}

// messageMemory is how long a message id is remembered so that it is not
// taken twice, wall milliseconds (SEMANTICS.md §8: 24 h).
const messageMemory = 24 * 3_600_000

func (b MessageReceived) apply(in *Instance, e *Event) {
	in.write(b.Written)
	in.Seen = remember(in.Seen, b.MessageID, e.At, messageMemory)
}

// remember adds a message id to the seen ones and forgets those whose time is over.
func remember(seen []SeenMessage, id string, at Millis, span Millis) []SeenMessage {
	seen = slices.DeleteFunc(seen, func(s SeenMessage) bool { return s.Until <= at })
	if id == "" {
		return seen
	}
	return append(seen, SeenMessage{ID: id, Until: at + span})
}

func (b TurnPassed) apply(in *Instance, e *Event) {
	in.Turn = Turn{Party: b.To, Lane: b.Lane, Since: e.At, Number: in.Turn.Number + 1}
}

func (b IncidentRaised) apply(in *Instance, e *Event) {
	in.used(b.Incident)
	in.Incidents = append(in.Incidents, Incident{
		Number: b.Incident, Token: b.Token, Element: b.Element, Effect: b.Effect, Code: b.Code, Detail: b.Detail, At: e.At,
	})
}

func (b IncidentResolved) apply(in *Instance, _ *Event) {
	in.Incidents = slices.DeleteFunc(in.Incidents, func(i Incident) bool { return i.Number == b.Incident })
}

// What leaves the instance or only tells a story changes nothing in it.

func (MessageSent) apply(*Instance, *Event)   {}
func (TextSent) apply(*Instance, *Event)      {}
func (NoteAdded) apply(*Instance, *Event)     {}
func (StartKeyFreed) apply(*Instance, *Event) {}

// WritesData reports whether any of the events changes the data of an
// instance: so a store need not write again what has not changed. A property
// test holds it to apply.
func WritesData(events []Event) bool {
	for i := range events {
		switch b := events[i].Body.(type) {
		case *InstanceStarted, *DataChanged, *ScopeOpened, *ScopeClosed:
			return true
		case *TaskCompleted:
			if len(b.Written) > 0 {
				return true
			}
		case *MessageReceived:
			if len(b.Written) > 0 {
				return true
			}
		default: // changes something else
		}
	}
	return false
}
