package engine

import (
	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
)

// target is what a promise promises at this instant.
type target struct {
	row      int32
	none     bool
	budget   Millis
	by       Millis
	calendar string
	line     *calendar.Timeline
}

// target finds the first row that matches. A target in working days is turned
// into open time once, from the start (TIME.md §2.2).
func (x *step) target(p *definition.Promise, token int64, from Millis) (target, error) {
	t := target{row: -1, calendar: p.Calendar}
	v := env{x: x}
	if t := x.in.token(token); t != nil {
		v.scope = t.Scope
	}
	is := p.Every
	for i, row := range p.Within {
		if row.If != nil {
			if holds, err := row.If.True(v); err != nil || !holds {
				if err != nil {
					return t, err
				}
				continue
			}
		}
		t.row, t.none, is = int32(i), row.None, row.Is
		break
	}
	if is.Calendar != "" {
		t.calendar = is.Calendar
	}
	if t.line = x.world.Calendar(t.calendar); t.line == nil {
		return t, reject(RejectCalendar, "promise %s: there is no calendar %s", p.ID, t.calendar)
	}
	if err := x.countable(p); err != nil {
		return t, err
	}
	if p.Every != (definition.Duration{}) {
		t.row = 0
	}
	switch {
	case t.none || t.row < 0:
	case is.WorkingDays > 0:
		t.budget = open(t.line, from, Millis(t.line.WorkingDays(int64(from), is.WorkingDays)))
	default:
		t.budget = Millis(is.Millis)
	}
	if p.By != nil {
		var err error
		if v.known(p.By) {
			if t.by, err = v.instant(p.By); err != nil {
				return t, err
			}
		}
	}
	t.none = t.none || t.row < 0 && t.by == 0
	return t, nil
}

// retarget looks the target up again after the data changed. Time used is
// carried; what is then already past is breached now, by retarget.
func (x *step) retarget(number int64) {
	c := x.in.clock(number)
	p := x.process.Promise(c.Promise)
	t, err := x.target(p, c.Token, c.StartedAt())
	if err != nil {
		x.unclear(p, err)
		return
	}
	if t.row == c.Row && t.by == c.By && t.none == c.None {
		return
	}
	next := *c
	next.Row, next.None, next.By, next.Calendar = t.row, t.none, t.by, t.calendar
	used := c.Elapsed(t.line, x.at)
	if next.Budget = t.budget; p.Restart {
		next.Budget += used
	}
	if p.Floor.Millis > 0 {
		next.Budget = max(next.Budget, used+Millis(p.Floor.Millis))
	}
	x.emitTarget(c, next, false, "data")
}

// emitTarget gives a clock a new target.
func (x *step) emitTarget(c *Clock, next Clock, extended bool, reason string) {
	next.Target++
	line := x.world.Calendar(next.Calendar)
	due, ok := next.due(line)
	breached := ok && due < x.at && next.Running() && c.BreachedAt == 0
	if breached {
		next.BreachedAt = x.at
	}
	_, at := x.dues(&next)
	if !ok {
		due = 0
	}
	x.emit(&ClockRetargeted{
		Clock: c.Number, Row: next.Row, None: next.None, Calendar: next.Calendar, Budget: next.Budget, By: next.By,
		Due: due, Next: at, Breached: breached, Extended: extended, Reason: reason,
	})
}

// countable refuses a promise with a point on a calendar that is not here:
// nothing takes its place.
func (x *step) countable(p *definition.Promise) error {
	var spans []definition.Duration
	if p.Escalation != nil {
		for _, l := range p.Escalation.Levels {
			spans = append(spans, l.Every, l.Point.Offset)
		}
	}
	for _, tr := range x.process.PromiseEvents(p) {
		spans = append(spans, tr.Point.Offset)
	}
	for _, d := range spans {
		if d.Calendar != "" && x.world.Calendar(d.Calendar) == nil {
			return reject(RejectCalendar, "promise %s: %s: there is no calendar %s", p.ID, d, d.Calendar)
		}
	}
	return nil
}

// unclear raises the incident of a promise whose target cannot be worked out,
// once while it is open.
func (x *step) unclear(p *definition.Promise, err error) {
	for i := range x.in.Incidents {
		if x.in.Incidents[i].Element == p.ID && x.in.Incidents[i].Code == "promise" {
			return
		}
	}
	x.emit(&IncidentRaised{Incident: x.next(), Element: p.ID, Code: "promise", Detail: err.Error()})
}
