package engine

import "github.com/laneway-flow/laneway/engine/definition"

// holdEnds stands in place of a trigger on the timer that ends the hold of
// its token's task. Triggers are called `step.event1`, so it is none of them.
const holdEnds = "hold"

// hold puts a task aside. A reason with `at-most` lets it go on by itself.
func (x *step) hold(t Task, reason *definition.HoldReason, c HoldTask) error {
	ends := Millis(0)
	if reason != nil && reason.AtMost != (definition.Duration{}) {
		var err error
		if ends, err = x.world.After(reason.AtMost, x.at); err != nil {
			return err
		}
	}
	x.emit(&TaskHeld{Task: t.Number, Reason: c.Reason, Note: c.Note})
	if ends != 0 {
		x.emit(&TimerArmed{Timer: x.next(), Token: t.Token, Trigger: holdEnds, Due: ends})
	}
	return nil
}

// resume ends the hold of a task.
func (x *step) resume(t Task) {
	x.emit(&TaskResumed{Task: t.Number})
	for _, timer := range x.in.Timers {
		if timer.Token == t.Token && timer.Trigger == holdEnds {
			x.emit(&TimerCancelled{Timer: timer.Number})
			return
		}
	}
}

// customerSpoke ends every hold that lets promises stand still: what they
// waited for may have come, and the promise is the customer's (TIME.md §1.2).
func (x *step) customerSpoke(m *definition.Message) {
	if m.From == nil || m.From.Party != definition.Customer {
		return
	}
	for i := range x.in.Tasks {
		t := x.in.Tasks[i]
		if r := x.process.Hold(t.HoldReason); t.HoldReason != "" && r != nil && len(r.Pauses) > 0 {
			x.resume(t)
		}
	}
}
