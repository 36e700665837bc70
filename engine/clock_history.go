package engine

import (
	"slices"

	"github.com/laneway-flow/laneway/engine/calendar"
)

// ClockHistory follows the clocks of a case through its events, in order: what
// an instance forgets of cycles that have ended stands in its history only.
type ClockHistory struct {
	Ended  []EndedClock // in order of their end
	Levels []ReachedLevel
	// Targets are the targets of all clocks, the first one of each among them.
	Targets []ClockTarget

	in Instance
}

// EndedClock is a cycle that has ended: the clock as it was, and the event
// that ended it.
type EndedClock struct {
	Clock Clock // its last stretch lasts until the stop
	Stop  ClockStopped
}

// ReachedLevel is a level or event of a clock that fired, and when.
type ReachedLevel struct {
	Level LevelReached
	At    Millis
}

// ClockTarget is a target a clock was given, and when.
type ClockTarget struct {
	Clock    int64
	At       Millis
	Budget   Millis
	By       Millis
	None     bool
	Extended bool
	Reason   string // of an extension; `data` when the case's data changed
}

// Add follows the next event of the case; most have nothing to do with clocks.
func (h *ClockHistory) Add(e *Event) {
	switch b := e.Body.(type) {
	case *ClockStarted:
		h.Targets = append(h.Targets, ClockTarget{Clock: b.Clock, At: b.From, Budget: b.Budget, By: b.By, None: b.None})
	case *ClockRetargeted:
		h.Targets = append(h.Targets, ClockTarget{
			Clock: b.Clock, At: e.At, Budget: b.Budget, By: b.By, None: b.None, Extended: b.Extended, Reason: b.Reason,
		})
	case *ClockStopped:
		h.Ended = append(h.Ended, EndedClock{Clock: h.in.clock(b.Clock).until(b.StoppedAt), Stop: *b})
	case *LevelReached:
		h.Levels = append(h.Levels, ReachedLevel{Level: *b, At: e.At})
	case *ClockPaused, *ClockResumed, *ClockRedued, *ClockBreached, *LevelAcknowledged:
	default: // moves no clock
		return
	}
	h.in.apply(e)
}

// Clock returns a clock that has not ended by the last event added, or nil.
func (h *ClockHistory) Clock(number int64) *Clock { return h.in.clock(number) }

// EndedClock returns a cycle that has ended, or nil.
func (h *ClockHistory) EndedClock(number int64) *EndedClock {
	at := slices.IndexFunc(h.Ended, func(e EndedClock) bool { return e.Clock.Number == number })
	if at < 0 {
		return nil
	}
	return &h.Ended[at]
}

// until is the clock without the stretches behind the instant it stopped, which
// may lie before the last of them: things are recorded later than they happen.
// The last one stays open, so that the due it had can still be worked out.
func (c *Clock) until(at Millis) Clock {
	ended := *c
	ended.Stretches = nil
	for i, s := range c.Stretches {
		if i > 0 && s.From >= at {
			break
		}
		ended.Stretches = append(ended.Stretches, s)
	}
	ended.Stretches[len(ended.Stretches)-1].To = 0
	return ended
}

// DueOn is when the clock is due by a calendar, which need not be the one that
// is in force: what an edit would change is asked so. False while it stands
// still before its due, or promises nothing.
func (c *Clock) DueOn(line *calendar.Timeline) (Millis, bool) { return c.due(line) }
