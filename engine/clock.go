package engine

import (
	"github.com/laneway-flow/laneway/engine/calendar"
)

// Clock is one cycle of a promise: a list of stretches in which it ran or
// stood still, and a target. Nothing about it is counted up: elapsed time,
// due and verdict are derived from the stretches by the calendar (TIME.md
// §2.3); Due and Next are what an event said they were when it was written.
// Public id `p<number>`.
type Clock struct {
	Number   int64
	Promise  string
	Token    int64  // the visit a step promise times; 0 for one over the flow
	Lane     string // the outside lane it is made to or by, if any
	Cycle    int32  // 1, 2, ... of this promise in this case
	Calendar string
	Judged   int64 // newest version of the calendar that Due was worked out with

	Row      int32  // matched row of the target table; -1: only an instant was promised
	Target   int32  // revision of the target: 1, 2, ...
	None     bool   // nothing is promised for this case (`is: none`)
	Budget   Millis // open time promised
	Original Millis // what it was at the first target, before extensions
	By       Millis // an instant promised besides; it does not move with pauses
	Extended int32  // how often it was extended

	Stretches  []Stretch // in order; the last one is open while the clock lives
	Due        Millis    // zero while it stands still before its due, and for None
	Next       Millis    // the next point that has actions, or zero
	BreachedAt Millis    // zero while it is not
	ByRetarget bool      // a new target put the due into the past
	Fired      []Fired   // levels and events claimed in this cycle
	Acked      string    // who acknowledged it; stops repeats, never the clock
}

// Stretch is a span in which a clock ran, or stood still for a reason. To is
// zero while it lasts.
type Stretch struct {
	From, To Millis
	Running  bool
	Why      string // of standing still: customer, supplier or a hold reason
}

// Fired is the unique claim of a level or event of a cycle (TIME.md §1.3, 5).
type Fired struct {
	Level  string // index in the escalation, or a trigger's id
	Repeat int32  // 1, 2, ... of a repeating level
	Target int32
}

// Verdict is how a cycle ended.
type Verdict string

// The verdicts. Open is no verdict: the cycle still lives.
const (
	VerdictOpen      Verdict = "open"
	VerdictMet       Verdict = "met"
	VerdictBreached  Verdict = "breached"
	VerdictCancelled Verdict = "cancelled"
)

// StartedAt is the instant the cycle began.
func (c *Clock) StartedAt() Millis { return c.Stretches[0].From }

// Running reports whether the clock runs at this instant.
func (c *Clock) Running() bool {
	last := c.Stretches[len(c.Stretches)-1]
	return last.Running && last.To == 0
}

// Elapsed is the open time used by an instant, milliseconds of its calendar.
func (c *Clock) Elapsed(line *calendar.Timeline, at Millis) Millis {
	used := Millis(0)
	for _, s := range c.Stretches {
		if s.Running {
			used += open(line, s.From, s.end(at))
		}
	}
	return used
}

// Paused is the open time in which the clock stood still.
func (c *Clock) Paused(line *calendar.Timeline, at Millis) Millis {
	return open(line, c.StartedAt(), c.end(at)) - c.Elapsed(line, at)
}

// end is where a clock's time ends as seen from an instant.
func (c *Clock) end(at Millis) Millis { return c.Stretches[len(c.Stretches)-1].end(at) }

func (s Stretch) end(at Millis) Millis {
	if s.To != 0 && s.To < at {
		return s.To
	}
	return at
}

// Reach is the instant at which the open time used comes to the given amount:
// in the past where it has, in the future if the clock runs on; false while it
// stands still before it.
func (c *Clock) Reach(line *calendar.Timeline, amount Millis) (Millis, bool) {
	left := amount
	for _, s := range c.Stretches {
		if !s.Running {
			continue
		}
		if left <= 0 {
			return s.From, true
		}
		if s.To == 0 {
			return Millis(line.Add(int64(s.From), int64(left))), true
		}
		span := open(line, s.From, s.To)
		if span >= left {
			return Millis(line.Add(int64(s.From), int64(left))), true
		}
		left -= span
	}
	return 0, false
}

// due is when the budget is used up, or the promised instant if that is
// earlier; false while the clock stands still before it, or promises nothing.
func (c *Clock) due(line *calendar.Timeline) (Millis, bool) {
	if c.None {
		return 0, false
	}
	at, ok := c.Reach(line, c.Budget)
	if c.Row < 0 { // only an instant was promised
		at, ok = 0, false
	}
	if c.By != 0 && (!ok || c.By < at) {
		return c.By, true
	}
	return at, ok
}

// open is the open time between two instants.
func open(line *calendar.Timeline, a, b Millis) Millis {
	return Millis(line.Between(int64(a), int64(b)))
}

func (in *Instance) clock(number int64) *Clock {
	for i := range in.Clocks {
		if in.Clocks[i].Number == number {
			return &in.Clocks[i]
		}
	}
	return nil
}

// Clock returns a running or paused clock by number, or nil.
func (in *Instance) Clock(number int64) *Clock { return in.clock(number) }

// Kept is what the instance remembers of a promise's ended cycles.
type Kept struct {
	Promise string
	Cycles  int32   // begun so far
	First   Verdict // of the first cycle that ended
	Last    Verdict
	Left    Millis // open time the last ended cycle had left; negative: overrun
}

func (in *Instance) kept(promise string) *Kept {
	for i := range in.Promises {
		if in.Promises[i].Promise == promise {
			return &in.Promises[i]
		}
	}
	return nil
}
