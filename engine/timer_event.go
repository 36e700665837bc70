package engine

import "github.com/laneway-flow/laneway/engine/definition"

// enterTimer is a timer catch event: the token waits for a duration, or until
// an instant. An instant in the past is due at once.
func (x *step) enterTimer(t Token, e *definition.Element) {
	due, err := x.until(t, e.Wait)
	if err != nil {
		x.failed(t.Number, err)
		return
	}
	plans, err := x.plan(t, e.Events)
	if err != nil {
		x.failed(t.Number, err)
		return
	}
	x.begin(t, e)
	x.emit(&TimerArmed{Timer: x.next(), Token: t.Number, Due: due})
	x.arm(t.Number, plans)
}

func (x *step) until(t Token, w *definition.Wait) (Millis, error) {
	if w.Until != nil {
		return env{x: x, scope: t.Scope}.instant(w.Until)
	}
	return x.world.After(w.For, x.at)
}

// fireDue fires every timer that is due, the earliest first, each one's
// consequences before the next: two interrupting timers that are both overdue
// act in the order of their dues, so the second finds its host gone (B2, B10).
func (x *step) fireDue() {
	if x.in.Mailbox != nil {
		x.expireKept()
		return
	}
	for x.in.Open() {
		timer, clock := x.earliest(), x.earliestClock()
		switch {
		case timer == nil && clock == nil:
			x.tell()
			return
		case clock == nil || timer != nil && timer.Due <= clock.Next:
			x.due = timer.Due
			x.fire(*timer)
		default:
			x.due = clock.Next
			x.firePoint(clock.Number)
		}
		x.settle()
		x.due = 0
	}
	x.tell()
}

// earliest is the pending timer with the earliest due at or before now, the
// older one of two that fall together; nil when nothing is due.
func (x *step) earliest() *Timer {
	var first *Timer
	for i := range x.in.Timers {
		t := &x.in.Timers[i]
		if t.Due <= x.at && (first == nil || t.Due < first.Due) {
			first = t
		}
	}
	return first
}

func (x *step) fire(timer Timer) {
	x.cause = 0 // time passed; nothing before it in this step led to it
	x.lead(&TimerFired{Timer: timer.Number, Token: timer.Token, Trigger: timer.Trigger, Due: timer.Due})
	switch timer.Trigger {
	case holdEnds:
		x.emit(&TaskResumed{Task: x.in.taskOf(timer.Token).Number})
	case "":
		e := x.element(x.in.token(timer.Token))
		x.done(timer.Token, e, e.Out[0])
	default:
		x.happen(timer.Token, x.process.Trigger(timer.Trigger), 0)
	}
}

// decide of Wake has nothing to add: what is due fires before any command.
func (Wake) decide(*step) error { return nil }
