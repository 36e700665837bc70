package engine

import (
	"slices"
	"strconv"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
)

// point is something that happens to a clock at an instant: the breach, a
// level, or an event of an open step.
type point struct {
	at     Millis
	id     string // level index or trigger id; "" is the breach
	repeat int32
	level  *definition.Level
	event  *definition.Trigger
	token  int64
}

// dues are the due of a clock and the next point at which something happens;
// zero where there is none. A clock that stands still fires nothing (K4).
func (x *step) dues(c *Clock) (due, next Millis) {
	line := x.world.Calendar(c.Calendar)
	due, ok := c.due(line)
	if !ok {
		return 0, 0
	}
	if p, ok := x.nextPoint(c, line, due); ok {
		next = p.at
	}
	return due, next
}

// nextPoint is the earliest point that has not been claimed: the breach before
// levels, levels in the order written, then events.
func (x *step) nextPoint(c *Clock, line *calendar.Timeline, due Millis) (point, bool) {
	if !c.Running() || c.None {
		return point{}, false
	}
	var first point
	found := false
	offer := func(p point, ok bool) {
		if ok && (!found || p.at < first.at) {
			first, found = p, true
		}
	}
	if c.BreachedAt == 0 {
		offer(point{at: due}, true)
	}
	p := x.process.Promise(c.Promise)
	total := c.Elapsed(line, due)
	if p.Escalation != nil {
		for _, l := range p.Escalation.Levels {
			offer(x.levelPoint(c, l, line, due, total))
		}
	}
	for _, tr := range x.process.PromiseEvents(p) {
		offer(x.eventPoint(c, tr, line, due, total))
	}
	return first, found
}

// levelPoint is where a level stands on a clock, unless it has been claimed.
func (x *step) levelPoint(c *Clock, l *definition.Level, line *calendar.Timeline, due, total Millis) (point, bool) {
	id := strconv.Itoa(l.Index)
	fired := c.fired(id)
	if l.Every == (definition.Duration{}) {
		at, ok := x.place(c, l.Point, line, due, total)
		return point{at: at, id: id, repeat: 1, level: l}, ok && fired == 0
	}
	if int(fired) >= l.Times || l.UntilAck && c.Acked != "" {
		return point{}, false
	}
	n := fired + 1
	own := x.calendarOf(l.Every, line)
	if l.Every.WorkingDays > 0 {
		at := Millis(own.WorkingDays(int64(due), l.Every.WorkingDays*int(n)))
		return point{at: at, id: id, repeat: n, level: l}, true
	}
	if own != line {
		at := Millis(own.Add(int64(due), l.Every.Millis*int64(n)))
		return point{at: at, id: id, repeat: n, level: l}, true
	}
	at, ok := c.Reach(line, total+Millis(l.Every.Millis)*Millis(n))
	return point{at: at, id: id, repeat: n, level: l}, ok
}

// eventPoint is where an event at a point of a promise stands, while a token
// is at its step: once a cycle, at once if the point has passed.
func (x *step) eventPoint(c *Clock, tr *definition.Trigger, line *calendar.Timeline, due, total Millis) (point, bool) {
	for _, f := range c.Fired {
		if f.Level == tr.ID {
			return point{}, false
		}
	}
	for i := range x.in.Tokens {
		if t := &x.in.Tokens[i]; t.Element == tr.Host.ID {
			at, ok := x.place(c, tr.Point, line, due, total)
			return point{at: at, id: tr.ID, repeat: 1, event: tr, token: t.Number}, ok
		}
	}
	return point{}, false
}

// place is the instant of a point. Percentages and offsets count the clock's
// own open time, so what pauses moves them; an offset on another calendar is
// counted from the due.
func (x *step) place(c *Clock, p definition.Point, line *calendar.Timeline, due, total Millis) (Millis, bool) {
	own := x.calendarOf(p.Offset, line)
	switch {
	case p.Percent > 0:
		return c.Reach(line, total*Millis(p.Percent)/100)
	case p.Offset == (definition.Duration{}):
		return due, true
	case p.Offset.WorkingDays > 0:
		return Millis(own.WorkingDays(int64(due), p.Offset.WorkingDays)), true
	case own != line && p.Before:
		return Millis(own.Sub(int64(due), p.Offset.Millis)), true
	case own != line:
		return Millis(own.Add(int64(due), p.Offset.Millis)), true
	case p.Before:
		return c.Reach(line, total-Millis(p.Offset.Millis))
	default:
		return c.Reach(line, total+Millis(p.Offset.Millis))
	}
}

func (x *step) calendarOf(d definition.Duration, line *calendar.Timeline) *calendar.Timeline {
	if d.Calendar == "" {
		return line
	}
	if own := x.world.Calendar(d.Calendar); own != nil {
		return own
	}
	return line
}

// fired is how often a level was claimed for the present target.
func (c *Clock) fired(level string) int32 {
	n := int32(0)
	for _, f := range c.Fired {
		if f.Level == level && f.Target == c.Target {
			n++
		}
	}
	return n
}

// earliestClock is the clock whose next point comes first and lies before
// now; nil when there is none. A promise stopped exactly at its due is met, so
// a point fires only after its instant.
func (x *step) earliestClock() *Clock {
	var first *Clock
	for i := range x.in.Clocks {
		c := &x.in.Clocks[i]
		if c.Next != 0 && c.Next < x.at && (first == nil || c.Next < first.Next) {
			first = c
		}
	}
	return first
}

// firePoint lets the next point of a clock happen.
func (x *step) firePoint(number int64) {
	c := x.in.clock(number)
	line := x.world.Calendar(c.Calendar)
	due, _ := c.due(line)
	p, ok := x.nextPoint(c, line, due)
	if !ok {
		panic("engine: a clock without a point to fire in " + x.in.ID)
	}
	next := *c
	if p.id == "" {
		next.BreachedAt = due
		_, at := x.dues(&next)
		x.lead(&ClockBreached{Clock: number, Due: due, Next: at})
		x.renew(number, due)
		return
	}
	next.Fired = append(slices.Clip(next.Fired), Fired{Level: p.id, Repeat: p.repeat, Target: c.Target})
	_, at := x.dues(&next)
	x.lead(&LevelReached{Clock: number, Promise: c.Promise, Level: p.id, Repeat: p.repeat, Point: p.at, Next: at})
	if p.event != nil {
		x.happen(p.token, p.event, 0)
		return
	}
	x.act(number, p.level)
}

// renew begins the next cycle of a periodic promise at the due of the one
// that was just missed: every period without a word is a breach of its own.
func (x *step) renew(number int64, due Millis) {
	c := x.in.clock(number)
	p := x.process.Promise(c.Promise)
	if p.Every == (definition.Duration{}) {
		return
	}
	x.emit(&ClockStopped{Clock: number, Verdict: VerdictBreached, StoppedAt: due})
	x.startClock(p, c.Token, due, false)
}
