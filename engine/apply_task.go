package engine

import (
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
)

func (b TaskOpened) apply(in *Instance, e *Event) {
	in.used(b.Task)
	in.visit(b.Element, b.Visit)
	in.token(b.Token).Visit = b.Visit
	t := Task{
		Number: b.Task, Token: b.Token, Element: b.Element, Lane: b.Lane, Party: b.Party, Team: b.Team, Customer: b.Customer,
		Visit: b.Visit, Excluded: b.Excluded, Assignee: b.Assignee, Revision: e.Seq, EnabledAt: e.At,
	}
	if b.Assignee != "" {
		t.AssignedAt = e.At
		in.own(b.Assignee)
	}
	in.Tasks = append(in.Tasks, t)
}

// own makes the first holder of a task of ours the owner of the case
// (LANGUAGE.md §6).
func (in *Instance) own(person string) {
	if in.Owner == "" {
		in.Owner = person
	}
}

// touched returns the task of an event and marks it as changed by it.
func (in *Instance) touched(number int64, e *Event) *Task {
	t := in.task(number)
	t.Revision = e.Seq
	return t
}

func (b TaskAssigned) apply(in *Instance, e *Event) {
	t := in.touched(b.Task, e)
	t.Assignee = b.To
	in.own(b.To)
	if t.AssignedAt == 0 {
		t.AssignedAt = e.At
	}
	if b.Started && t.StartedAt == 0 {
		t.StartedAt = e.At
	}
}

func (b TaskUnassigned) apply(in *Instance, e *Event) { in.touched(b.Task, e).Assignee = "" }

func (b TaskStarted) apply(in *Instance, e *Event) { in.touched(b.Task, e).StartedAt = e.At }

func (b TaskHeld) apply(in *Instance, e *Event) {
	t := in.touched(b.Task, e)
	t.HoldReason = b.Reason
	t.Holds = append(slices.Clone(t.Holds), Hold{Reason: b.Reason, From: e.At})
}

func (b TaskResumed) apply(in *Instance, e *Event) {
	t := in.touched(b.Task, e)
	t.HoldReason = ""
	t.Holds = slices.Clone(t.Holds)
	t.Holds[len(t.Holds)-1].To = e.At
}

func (b TaskCompleted) apply(in *Instance, e *Event) {
	t := in.task(b.Task)
	s := in.Step(t.Element)
	s.By, s.At = e.Origin.Actor.ID, e.At
	if b.Remembered {
		s.Values = union(b.Written)
	}
	if !slices.Contains(s.Doers, s.By) {
		s.Doers = append(slices.Clone(s.Doers), s.By)
	}
	in.write(b.Written)
	in.removeTask(b.Task)
}

func (b TaskWithdrawn) apply(in *Instance, _ *Event) { in.removeTask(b.Task) }

func (in *Instance) removeTask(number int64) {
	in.Tasks = slices.DeleteFunc(in.Tasks, func(t Task) bool { return t.Number == number })
}

// union joins the values written to several scopes, sorted by name.
func union(written []Written) []definition.Datum {
	var all []definition.Datum
	for _, w := range written {
		all = merge(all, w.Values)
	}
	return all
}
