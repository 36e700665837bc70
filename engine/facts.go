package engine

import "slices"

// Facts derives the rows for measures from one commit: the state before it,
// its events, and the state it led to. It reads nothing else, so facts can be
// rebuilt from a history at any time. They come in the order of the events
// that finish them.
func Facts(before Instance, events []Event, after Instance) []Fact {
	last := len(events) - 1 // of those that finish something: what follows is of no interest
	for last >= 0 && !finishes(events[last].Body) {
		last--
	}
	if last < 0 {
		return nil
	}
	var facts []Fact
	in := before
	if last > 0 {
		in = before.clone() // nothing is applied before the first event
	}
	for i := range events[:last+1] {
		e := &events[i]
		switch b := e.Body.(type) {
		case *TaskCompleted:
			v := taskVisit(&after, in.task(b.Task), e, "completed")
			v.By, v.ByKind = e.Origin.Actor.ID, e.Origin.Actor.Kind
			v.OnBehalf, v.Channel = e.Origin.OnBehalf, e.Origin.Channel
			facts = append(facts, v)
		case *TaskWithdrawn:
			facts = append(facts, taskVisit(&after, in.task(b.Task), e, "withdrawn"))
		case *StepCompleted:
			facts = append(facts, stepVisit(&after, in.token(b.Token), b, e))
		case *TurnPassed, *InstanceEnded:
			if in.Turn.Party != "" && in.Open() {
				facts = append(facts, turnFact(&after, &in.Turn, e))
			}
		default: // what finishes neither a visit nor a turn
		}
		if i < last {
			in.apply(e)
		}
	}
	return facts
}

// finishes reports whether a body ends a visit or a turn.
func finishes(b Body) bool {
	switch b.(type) {
	case *TaskCompleted, *TaskWithdrawn, *StepCompleted, *TurnPassed, *InstanceEnded:
		return true
	default:
		return false
	}
}

// taskVisit measures the visit of a user task that ends with e. Queue is the
// time before the first human touch, touch the time after it, both without
// the holds inside them: so the three sum to the visit (MEASURES.md §1.2).
func taskVisit(in *Instance, t *Task, e *Event, outcome string) VisitFact {
	v := VisitFact{
		Instance: in.ID, Process: in.Process, Edition: in.Edition,
		Step: t.Element, Visit: t.Visit, Lane: t.Lane, Team: t.Team, Party: t.Party,
		EnabledAt: t.EnabledAt, AssignedAt: t.AssignedAt, StartedAt: t.StartedAt, CompletedAt: e.At,
		Holds: slices.Clone(t.Holds), Outcome: outcome,
	}
	touched := v.StartedAt
	if touched == 0 {
		touched = e.At
	}
	v.Queue, v.Touch = int64(touched-v.EnabledAt), int64(e.At-touched)
	for i := range v.Holds {
		h := &v.Holds[i]
		if h.To == 0 {
			h.To = e.At // it was held until it ended
		}
		queued := max(min(h.To, touched)-h.From, 0)
		v.Queue -= int64(queued)
		v.Touch -= int64(h.To - h.From - queued)
		v.Hold += int64(h.To - h.From)
	}
	return v
}

// stepVisit measures the visit of an automatic step, a wait or a subprocess:
// nobody of ours is asked, so it has no lane and no queue, and all its time
// stands as touch.
func stepVisit(in *Instance, t *Token, b *StepCompleted, e *Event) VisitFact {
	v := VisitFact{
		Instance: in.ID, Process: in.Process, Edition: in.Edition,
		Step: b.Element, Visit: b.Visit, EnabledAt: t.Since, StartedAt: t.Since, CompletedAt: e.At,
		Touch: int64(e.At - t.Since), ByKind: ActorSystem, Outcome: "completed",
	}
	if b.Withdrawn {
		v.Outcome = "withdrawn"
	}
	return v
}

// turnFact measures the turn that ends with e.
func turnFact(in *Instance, t *Turn, e *Event) TurnFact {
	f := TurnFact{
		Instance: in.ID, Process: in.Process, Edition: in.Edition,
		Lane: t.Lane, Party: t.Party, Number: t.Number, From: t.Since, To: e.At,
	}
	if passed, ok := e.Body.(*TurnPassed); ok {
		f.Next = passed.To
	}
	return f
}
