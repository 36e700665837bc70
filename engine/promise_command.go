package engine

import (
	"slices"
	"strings"
)

// AcknowledgeLevel stops the repeats of a clock's levels; the clock goes on.
type AcknowledgeLevel struct {
	Origin
	Clock int64
}

// ExtendPromise gives a promise more time, once more for one of its reasons.
type ExtendPromise struct {
	Origin
	Clock  int64
	By     int64 // open milliseconds of the promise's calendar
	Reason string
}

// Redue works the dues out again after a calendar changed. Any other command
// does the same first.
type Redue struct{ Origin }

func (Redue) decide(*step) error { return nil }

// redue brings dues up to date where a calendar has a newer version than they
// were worked out with. Nothing already judged changes.
func (x *step) redue() {
	for _, n := range x.numbers() {
		c := x.in.clock(n)
		line := x.world.Calendar(c.Calendar)
		if line == nil || line.Newest() == c.Judged {
			continue
		}
		due, next := x.dues(c)
		x.emit(&ClockRedued{Clock: n, Judged: line.Newest(), Due: due, Next: next})
	}
}

func (x *step) living(number int64) (*Clock, error) {
	if c := x.in.clock(number); c != nil {
		return c, nil
	}
	return nil, reject(RejectClock, "%s: promise clock p%d does not run", x.in.ID, number)
}

func (c AcknowledgeLevel) decide(x *step) error {
	clock, err := x.living(c.Clock)
	if err != nil {
		return err
	}
	if clock.Acked == "" {
		x.emit(&LevelAcknowledged{Clock: clock.Number, By: c.Actor.ID})
	}
	return nil
}

func (c ExtendPromise) decide(x *step) error {
	clock, err := x.living(c.Clock)
	if err != nil {
		return err
	}
	ext := x.process.Promise(clock.Promise).Extend
	switch {
	case ext == nil:
		return reject(RejectExtension, "promise %s cannot be extended: it has no `extend`", clock.Promise)
	case clock.BreachedAt != 0:
		return reject(RejectExtension, "promise %s was breached at %s; a breach stays", clock.Promise, clock.BreachedAt)
	case int(clock.Extended) >= ext.Times:
		return reject(RejectExtension, "promise %s was extended %d times already", clock.Promise, clock.Extended)
	case !slices.Contains(ext.Reasons, c.Reason):
		return reject(RejectExtension, "%q is no reason to extend promise %s; expected %s", c.Reason, clock.Promise, strings.Join(ext.Reasons, ", "))
	case c.By <= 0:
		return reject(RejectExtension, "promise %s is extended by a time above zero", clock.Promise)
	}
	next := *clock
	next.Budget += Millis(c.By)
	x.emitTarget(clock, next, true, c.Reason)
	return nil
}
