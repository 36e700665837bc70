package engine

import "slices"

func (b ClockStarted) apply(in *Instance, e *Event) {
	in.used(b.Clock)
	c := Clock{
		Number: b.Clock, Promise: b.Promise, Token: b.Token, Lane: b.Lane, Cycle: b.Cycle,
		Calendar: b.Calendar, Judged: b.Judged, Row: b.Row, Target: 1, None: b.None,
		Budget: b.Budget, Original: b.Budget, By: b.By, Due: b.Due, Next: b.Next,
		Stretches: []Stretch{{From: b.From, Running: b.Why == "", Why: b.Why}},
	}
	in.Clocks = append(in.Clocks, c)
	k := in.kept(b.Promise)
	if k == nil {
		in.Promises = append(in.Promises, Kept{Promise: b.Promise})
		k = &in.Promises[len(in.Promises)-1]
	}
	k.Cycles = b.Cycle
}

// turn ends the open stretch of a clock and begins another.
func (c *Clock) turn(at Millis, running bool, why string) {
	c.Stretches = slices.Clone(c.Stretches)
	c.Stretches[len(c.Stretches)-1].To = at
	c.Stretches = append(c.Stretches, Stretch{From: at, Running: running, Why: why})
}

func (b ClockPaused) apply(in *Instance, e *Event) {
	c := in.clock(b.Clock)
	c.turn(e.At, false, b.Why)
	c.Due, c.Next = b.Due, b.Next
}

func (b ClockResumed) apply(in *Instance, e *Event) {
	c := in.clock(b.Clock)
	c.turn(e.At, true, "")
	c.Due, c.Next = b.Due, b.Next
}

func (b ClockRetargeted) apply(in *Instance, e *Event) {
	c := in.clock(b.Clock)
	c.Row, c.None, c.Calendar, c.Budget, c.By, c.Due, c.Next = b.Row, b.None, b.Calendar, b.Budget, b.By, b.Due, b.Next
	c.Target++
	if b.Extended {
		c.Extended++
	}
	if b.Breached && c.BreachedAt == 0 {
		c.BreachedAt, c.ByRetarget = e.At, true
	}
}

func (b ClockRedued) apply(in *Instance, _ *Event) {
	c := in.clock(b.Clock)
	c.Judged, c.Due, c.Next = b.Judged, b.Due, b.Next
}

func (b ClockBreached) apply(in *Instance, _ *Event) {
	c := in.clock(b.Clock)
	c.BreachedAt, c.Next = b.Due, b.Next
}

func (b ClockStopped) apply(in *Instance, _ *Event) {
	c := in.clock(b.Clock)
	k := in.kept(c.Promise)
	if b.Verdict != VerdictCancelled {
		if k.First == "" {
			k.First = b.Verdict
		}
		k.Last, k.Left = b.Verdict, b.Left
	}
	in.Clocks = slices.DeleteFunc(in.Clocks, func(c Clock) bool { return c.Number == b.Clock })
}

func (b LevelReached) apply(in *Instance, _ *Event) {
	c := in.clock(b.Clock)
	c.Fired = append(slices.Clone(c.Fired), Fired{Level: b.Level, Repeat: b.Repeat, Target: c.Target})
	c.Next = b.Next
}

func (b LevelAcknowledged) apply(in *Instance, _ *Event) { in.clock(b.Clock).Acked = b.By }

func (b PriorityRaised) apply(in *Instance, _ *Event) { in.Priority = b.To }

func (b ParticipantAdded) apply(in *Instance, _ *Event) {
	in.Participants = append(in.Participants, b.Person)
}

func (PersonNotified) apply(*Instance, *Event) {}
