package storetest

import (
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
)

// story builds the commits of one instance as plain values: what happens is
// told by its methods, change ends one commit. It knows nothing of Step; a store
// needs only that state and events fit each other.
type story struct {
	in      engine.Instance
	events  []engine.Event
	facts   []engine.Fact
	effects []store.Effect
}

// noon is the instant at which stories begin.
const noon engine.Millis = 1_772_438_400_000

// begin starts a case of a process for a customer.
func begin(id, process, customer string, at engine.Millis) *story {
	s := &story{in: engine.Instance{
		ID: id, Process: process, Edition: 1, State: engine.StateActive,
		Starter: "li.na", Channel: "phone", StartedAt: at,
		Scopes: []engine.Scope{{}},
	}}
	if customer != "" {
		s.in.Customers = []engine.LaneActor{{Lane: "customer", ID: customer}}
	}
	s.tell(at, &engine.InstanceStarted{
		ID: id, Process: process, Edition: 1, Start: "start", Starter: "li.na", Channel: "phone", Customers: s.in.Customers,
	})
	return s
}

// mailbox opens the mailbox of a message and key.
func mailbox(message, key string, at engine.Millis) *story {
	id := engine.MailboxID(message, key)
	s := &story{in: engine.Instance{ID: id, State: engine.StateActive, StartedAt: at, Mailbox: &engine.Mailbox{Message: message, Key: key}}}
	s.tell(at, &engine.MailboxOpened{ID: id, Message: message, Key: key})
	return s
}

// tell adds an event.
func (s *story) tell(at engine.Millis, body engine.Body) *story {
	s.in.Seq++
	s.in.At = at
	s.events = append(s.events, engine.Event{
		Seq: s.in.Seq, At: at, Body: body,
		Origin: engine.Origin{Actor: engine.Actor{Kind: engine.ActorStaff, ID: "li.na"}, Channel: "phone"},
	})
	return s
}

// note is an event that leaves the lists as they are.
func (s *story) note(text string, at engine.Millis) *story {
	return s.tell(at, &engine.NoteAdded{Text: text})
}

// set puts a value into the case data.
func (s *story) set(name, value string, at engine.Millis) *story {
	data := []definition.Datum{{Name: name, Value: []byte(value)}}
	s.in.Scopes = []engine.Scope{{Data: data}}
	return s.tell(at, &engine.DataChanged{Reason: "heard wrong"})
}

// open opens a task of a team; its number is the story's last serial.
func (s *story) open(step, team string, at engine.Millis) *story {
	s.in.Serial++
	s.in.Tasks = append(slices.Clip(s.in.Tasks), engine.Task{
		Number: s.in.Serial, Element: step, Lane: "service", Party: definition.Us, Team: team,
		Visit: 1, Excluded: []string{"wang.wei"}, EnabledAt: at, Revision: s.in.Seq + 1,
	})
	return s.tell(at, &engine.TaskOpened{
		Task: s.in.Serial, Element: step, Lane: "service", Party: definition.Us, Team: team, Visit: 1, Excluded: []string{"wang.wei"},
	})
}

// ask opens a task for a customer outside.
func (s *story) ask(step, customer string, at engine.Millis) *story {
	s.in.Serial++
	s.in.Tasks = append(slices.Clip(s.in.Tasks), engine.Task{
		Number: s.in.Serial, Element: step, Lane: "customer", Party: definition.Customer, Customer: customer,
		Visit: 1, EnabledAt: at, Revision: s.in.Seq + 1,
	})
	return s.tell(at, &engine.TaskOpened{
		Task: s.in.Serial, Element: step, Lane: "customer", Party: definition.Customer, Customer: customer, Visit: 1,
	})
}

// task gives the story a copy of its tasks in which one is another.
func (s *story) task(number int64, alter func(*engine.Task)) {
	s.in.Tasks = slices.Clone(s.in.Tasks)
	for i := range s.in.Tasks {
		if s.in.Tasks[i].Number == number {
			alter(&s.in.Tasks[i])
			s.in.Tasks[i].Revision = s.in.Seq + 1
		}
	}
}

// assign gives a task to a person.
func (s *story) assign(task int64, to string, at engine.Millis) *story {
	s.task(task, func(t *engine.Task) { t.Assignee, t.AssignedAt = to, at })
	return s.tell(at, &engine.TaskAssigned{Task: task, To: to})
}

// hold puts a task aside.
func (s *story) hold(task int64, reason string, at engine.Millis) *story {
	s.task(task, func(t *engine.Task) {
		t.HoldReason = reason
		t.Holds = append(slices.Clip(t.Holds), engine.Hold{Reason: reason, From: at})
	})
	return s.tell(at, &engine.TaskHeld{Task: task, Reason: reason})
}

// complete closes a task and leaves the fact of its visit.
func (s *story) complete(task int64, at engine.Millis) *story {
	i := slices.IndexFunc(s.in.Tasks, func(t engine.Task) bool { return t.Number == task })
	t := s.in.Tasks[i]
	s.in.Tasks = slices.Delete(slices.Clone(s.in.Tasks), i, i+1)
	s.facts = append(s.facts, engine.VisitFact{
		Instance: s.in.ID, Process: s.in.Process, Edition: s.in.Edition, Step: t.Element, Visit: t.Visit,
		Lane: t.Lane, Team: t.Team, Party: t.Party, EnabledAt: t.EnabledAt, AssignedAt: t.AssignedAt,
		StartedAt: t.AssignedAt, CompletedAt: at, Queue: 10, Touch: int64(at-t.EnabledAt) - 10, Holds: t.Holds,
		By: "li.na", OnBehalf: "c-17", ByKind: engine.ActorStaff, Channel: "phone", Outcome: "completed",
	})
	return s.tell(at, &engine.TaskCompleted{Task: task})
}

// arm arms a timer.
func (s *story) arm(due, at engine.Millis) *story {
	s.in.Serial++
	s.in.Timers = append(slices.Clip(s.in.Timers), engine.Timer{Number: s.in.Serial, Trigger: "handle.event1", Due: due})
	return s.tell(at, &engine.TimerArmed{Timer: s.in.Serial, Trigger: "handle.event1", Due: due})
}

// disarm takes all timers away.
func (s *story) disarm(at engine.Millis) *story {
	for _, t := range s.in.Timers {
		s.tell(at, &engine.TimerCancelled{Timer: t.Number})
	}
	s.in.Timers = nil
	return s
}

// listen subscribes to a message.
func (s *story) listen(message, key string, at engine.Millis) *story {
	s.in.Serial++
	s.in.Subscriptions = append(slices.Clip(s.in.Subscriptions), engine.Subscription{Number: s.in.Serial, Message: message, Key: key})
	return s.tell(at, &engine.SubscriptionOpened{Subscription: s.in.Serial, Message: message, Key: key})
}

// hear ends a subscription.
func (s *story) hear(subscription int64, at engine.Millis) *story {
	s.in.Subscriptions = slices.DeleteFunc(slices.Clone(s.in.Subscriptions), func(x engine.Subscription) bool { return x.Number == subscription })
	return s.tell(at, &engine.SubscriptionClosed{Subscription: subscription, Taken: true})
}

// stumble raises an incident.
func (s *story) stumble(code string, at engine.Millis) *story {
	s.in.Serial++
	s.in.Incidents = append(slices.Clip(s.in.Incidents), engine.Incident{Number: s.in.Serial, Element: "check", Code: code, At: at})
	return s.tell(at, &engine.IncidentRaised{Incident: s.in.Serial, Element: "check", Code: code})
}

// recover resolves an incident.
func (s *story) recover(incident int64, at engine.Millis) *story {
	s.in.Incidents = slices.DeleteFunc(slices.Clone(s.in.Incidents), func(x engine.Incident) bool { return x.Number == incident })
	return s.tell(at, &engine.IncidentResolved{Incident: incident, How: "retried"})
}

// turn leaves the fact of a finished turn.
func (s *story) turn(from, to engine.Millis, next definition.Party) *story {
	s.facts = append(s.facts, engine.TurnFact{
		Instance: s.in.ID, Process: s.in.Process, Edition: s.in.Edition, Lane: "customer",
		Party: definition.Us, Number: int32(len(s.facts) + 1), From: from, To: to, Next: next,
	})
	return s
}

// effect asks for something to be done outside.
func (s *story) effect(id string, due engine.Millis) *story {
	s.effects = append(s.effects, store.Effect{
		ID: id, Instance: s.in.ID, Kind: "webhook", Target: "erp", Payload: []byte(`{"case":"` + s.in.ID + `"}`), Due: due,
	})
	return s
}

// end ends the case.
func (s *story) end(state engine.State, at engine.Millis) *story {
	s.in.State, s.in.EndedAt, s.in.EndReason = state, at, "done"
	s.in.Tasks, s.in.Timers, s.in.Subscriptions, s.in.Incidents = nil, nil, nil, nil
	return s.tell(at, &engine.InstanceEnded{State: state, Reason: "done"})
}

// change ends a commit and returns it.
func (s *story) change() store.Change {
	c := store.Change{Expect: s.in.Version, Events: s.events, Facts: s.facts, Effects: s.effects}
	s.in.Version++
	s.in.Head[0]++
	c.Instance = s.in
	s.events, s.facts, s.effects = nil, nil, nil
	return c
}
