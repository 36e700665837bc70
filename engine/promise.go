package engine

import (
	"github.com/laneway-flow/laneway/engine/definition"
)

// moment is something in a step that promises run from or to.
type moment struct {
	kind  definition.MomentKind
	step  string
	token int64
	at    Millis // when it happened: what ends is judged by it
	from  Millis // when what it begins begins: a timer that fired late begins nothing in the past
	gone  bool   // the visit was withdrawn
}

// observe notes the moments an event brings, before it is applied. Promises
// look at them once everything has come to rest.
func (x *step) observe(b Body) {
	if x.process == nil || len(x.process.Promises) == 0 {
		return
	}
	at, from := x.happenedAt()
	note := func(kind definition.MomentKind, step string, token int64) {
		x.moments = append(x.moments, moment{kind: kind, step: step, token: token, at: at, from: from})
	}
	switch b := b.(type) {
	case *InstanceStarted:
		note(definition.MomentStart, "", 0)
		x.changed = true
	case *TaskOpened:
		note(definition.MomentOpened, b.Element, b.Token)
	case *StepEntered:
		note(definition.MomentOpened, b.Element, b.Token)
	case *TaskAssigned:
		if t := x.in.task(b.Task); b.Started && t.StartedAt == 0 {
			note(definition.MomentStarted, t.Element, t.Token)
		}
	case *TaskStarted:
		t := x.in.task(b.Task)
		note(definition.MomentStarted, t.Element, t.Token)
	case *TaskCompleted:
		t := x.in.task(b.Task)
		note(definition.MomentDone, t.Element, t.Token)
		x.changed = x.changed || len(b.Written) > 0
	case *TaskWithdrawn:
		t := x.in.task(b.Task)
		x.moments = append(x.moments, moment{step: t.Element, token: t.Token, at: at, gone: true})
	case *StepCompleted:
		if b.Withdrawn {
			x.moments = append(x.moments, moment{step: b.Element, token: b.Token, at: at, gone: true})
		} else {
			note(definition.MomentDone, b.Element, b.Token)
		}
	case *DataChanged, *MessageReceived:
		x.changed = true
	default: // no moment of a promise
	}
}

// happenedAt is when what is being decided happened: the due of a timer that
// fired late, the instant a person gives for what was recorded later, or now.
// What it begins begins now in the first case (HOUSE.md §3).
func (x *step) happenedAt() (at, from Millis) {
	switch {
	case x.due != 0:
		return x.due, x.at
	case x.by.OccurredAt != 0 && x.by.OccurredAt < x.at:
		return x.by.OccurredAt, x.by.OccurredAt
	}
	return x.at, x.at
}

// keepPromises follows the moments since it last looked: cycles begin and end,
// targets follow the data, clocks stand still or go on.
func (x *step) keepPromises() {
	if x.process == nil || len(x.process.Promises) == 0 || !x.in.Open() {
		return
	}
	x.judgeMoments()
	if x.changed {
		x.changed = false
		x.startByInstant()
		for _, c := range x.numbers() {
			x.retarget(c)
		}
	}
	for _, c := range x.numbers() {
		x.standOrRun(c)
	}
}

// numbers are the clocks there are now; what follows may end some.
func (x *step) numbers() []int64 {
	numbers := make([]int64, len(x.in.Clocks))
	for i := range x.in.Clocks {
		numbers[i] = x.in.Clocks[i].Number
	}
	return numbers
}

func (x *step) judgeMoments() {
	for len(x.moments) > 0 {
		m := x.moments[0]
		x.moments = x.moments[1:]
		for _, p := range x.process.Promises {
			if p.Step != nil {
				x.judgeStep(p, m)
			} else {
				x.judgeFlow(p, m)
			}
		}
	}
	x.moments = nil
}

// judgeStep: a step promise times one visit of its step.
func (x *step) judgeStep(p *definition.Promise, m moment) {
	if m.step != p.Step.ID {
		return
	}
	switch {
	case m.kind == definition.MomentOpened:
		x.startClock(p, m.token, m.from, false)
	case m.kind == definition.MomentDone || m.gone:
		for _, n := range x.numbers() {
			if c := x.in.clock(n); c.Promise == p.ID && c.Token == m.token {
				x.stopClock(c, m.at, m.gone)
			}
		}
	}
}

// judgeFlow: `to` ends the cycle, `reset` ends it and begins another, `from`
// and `again` begin one unless one lives (LANGUAGE.md §6).
func (x *step) judgeFlow(p *definition.Promise, m moment) {
	if m.gone {
		return
	}
	c := x.clockOf(p.ID)
	if c != nil && meets(p.To, m) {
		x.stopClock(c, m.at, false)
		c = nil
	}
	if c != nil && meets(p.Reset, m) {
		x.stopClock(c, m.at, false)
		x.startClock(p, 0, m.from, false)
		return
	}
	switch {
	case c != nil:
	case meets(p.From, m):
		x.startClock(p, 0, m.from, false)
	case p.Again != nil && m.kind == definition.MomentDone && m.step == p.Again.Step:
		x.startClock(p, 0, m.from, !p.Again.Full)
	}
}

func meets(moments []definition.Moment, m moment) bool {
	for _, want := range moments {
		if want.Kind == m.kind && want.Step == m.step {
			return true
		}
	}
	return false
}

// clockOf is the living cycle of a promise over the flow, or nil.
func (x *step) clockOf(promise string) *Clock {
	for i := range x.in.Clocks {
		if c := &x.in.Clocks[i]; c.Promise == promise && c.Token == 0 {
			return c
		}
	}
	return nil
}

// startByInstant begins promises that run from an instant of the case (a
// fault that happened before it was reported, S0-70) once it is known.
func (x *step) startByInstant() {
	for _, p := range x.process.Promises {
		for _, m := range p.From {
			if m.Kind != definition.MomentInstant || x.in.kept(p.ID) != nil {
				continue
			}
			v := env{x: x}
			if !v.known(m.At) {
				continue
			}
			if at, err := v.instant(m.At); err == nil {
				x.startClock(p, 0, at, false)
			}
		}
	}
}

// startClock begins a cycle. A reopened one has what the last cycle left.
func (x *step) startClock(p *definition.Promise, token int64, from Millis, remaining bool) {
	t, err := x.target(p, token, from)
	if err != nil {
		x.unclear(p, err)
		return
	}
	cycle := int32(1)
	if k := x.in.kept(p.ID); k != nil {
		cycle = k.Cycles + 1
		if remaining && !t.none {
			t.budget = max(k.Left, 0)
		}
	}
	start := ClockStarted{
		Clock: x.next(), Promise: p.ID, Token: token, Cycle: cycle, From: from, Why: x.still(p, token),
		Calendar: t.calendar, Judged: t.line.Newest(), Row: t.row, None: t.none, Budget: t.budget, By: t.by,
	}
	if p.For != nil {
		start.Lane = p.For.ID
	}
	c := Clock{
		Promise: p.ID, Token: token, Calendar: t.calendar, Row: t.row, Target: 1, None: t.none, Budget: t.budget, By: t.by,
		Stretches: []Stretch{{From: from, Running: start.Why == "", Why: start.Why}},
	}
	start.Due, start.Next = x.dues(&c)
	x.emit(&start)
}

// standOrRun lets a clock stand still or go on as the case now stands, and
// notes a point that lies elsewhere because a step with an event opened.
func (x *step) standOrRun(number int64) {
	c := x.in.clock(number)
	why := x.still(x.process.Promise(c.Promise), c.Token)
	last := c.Stretches[len(c.Stretches)-1]
	next := *c
	switch {
	case why == "" && !last.Running:
		next.turn(x.at, true, "")
		due, point := x.dues(&next)
		x.emit(&ClockResumed{Clock: number, Due: due, Next: point})
	case why != "" && why != last.Why:
		next.turn(x.at, false, why)
		due, point := x.dues(&next)
		x.emit(&ClockPaused{Clock: number, Why: why, Due: due, Next: point})
	default:
		if due, point := x.dues(&next); point != c.Next || due != c.Due {
			x.emit(&ClockRedued{Clock: number, Judged: c.Judged, Due: due, Next: point})
		}
	}
}

// stopClock ends a cycle. The verdict goes by when it happened, not by when it
// was recorded (TIME.md §2.3, K1, K5); a breach by a new target stays one.
func (x *step) stopClock(c *Clock, at Millis, withdrawn bool) {
	line := x.world.Calendar(c.Calendar)
	at = max(at, c.StartedAt())
	due, ok := c.due(line)
	stop := ClockStopped{Clock: c.Number, Verdict: VerdictMet, StoppedAt: at}
	if stop.Left = c.Budget - c.Elapsed(line, at); c.None {
		stop.Left = 0
	}
	switch {
	case c.ByRetarget || ok && at > due:
		stop.Verdict = VerdictBreached
	case withdrawn || c.None:
		stop.Verdict = VerdictCancelled
	case ok && x.at > due:
		stop.LateRecorded = true
	}
	x.emit(&stop)
}

// endClocks ends what still runs when the case does.
func (x *step) endClocks() {
	if len(x.process.Promises) == 0 {
		return
	}
	x.judgeMoments()
	for _, n := range x.numbers() {
		x.stopClock(x.in.clock(n), x.at, true)
	}
}
