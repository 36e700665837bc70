// Package calendar is business time: which instants are open, and how much
// open time lies between two of them. A calendar is a week pattern, holiday
// data with closed days and make-up working days, and dated exceptions, all
// resolved in one IANA zone and then compared as instants (TIME.md §2.1).
//
// A compiled Calendar is immutable and needs no lock: its days are worked out
// once, with the open time before each, so every primitive is a search.
package calendar

import (
	"fmt"
	"slices"
	"time"
)

// Millis is an instant in UTC milliseconds since 1970, or a span of them.
type Millis = int64

// Span is open time on a date: milliseconds of wall time after its midnight.
// To may lie beyond 24 h: a night shift belongs to the day it starts on.
type Span struct{ From, To Millis }

// Spec is a calendar as written.
type Spec struct {
	ID         string
	Zone       string    // IANA name
	Week       [7][]Span // by time.Weekday, Sunday first
	Holidays   *Holidays // nil: none
	MakeUp     []Span    // hours of a make-up working day; nil: those of the week's first open day, from Monday on
	Exceptions []Exception
}

// Exception changes the hours of some dates; the last one that names a date wins.
type Exception struct {
	From, To Date // inclusive
	// Yearly repeats it every year by month and day, over New Year too; the
	// years of From and To do not matter then.
	Yearly bool
	Hours  []Span // empty: closed
}

// Holidays is a data set of public holidays with its declared coverage.
type Holidays struct {
	ID         string
	FirstYear  int // inclusive
	LastYear   int // inclusive
	Closed     []Date
	Work       []Date // make-up working days
	Provenance string
}

// Window is a span of open instants, [From, To).
type Window struct{ From, To Millis }

// Calendar is a compiled Spec.
type Calendar struct {
	spec   Spec
	zone   *time.Location
	closed map[Date]bool
	work   map[Date]bool
	makeUp []Span
	days   table
}

// horizon is the longest time, in days, a calendar may stay closed: one that
// would not open again is refused, never served by wall time instead.
const horizon = 400

// Compile checks a Spec and works its days out. Errors name the calendar, the
// place and what was expected.
func Compile(spec Spec) (*Calendar, error) {
	zone, err := Zone(spec.Zone)
	if err != nil {
		return nil, fmt.Errorf("calendar %s: %w", spec.ID, err)
	}
	c := &Calendar{spec: spec, zone: zone, makeUp: spec.MakeUp}
	for day, spans := range spec.Week {
		if err := checkSpans(spans); err != nil {
			return nil, fmt.Errorf("calendar %s: %s: %w", spec.ID, time.Weekday(day), err)
		}
	}
	for _, e := range spec.Exceptions {
		if err := checkSpans(e.Hours); err != nil {
			return nil, fmt.Errorf("calendar %s: exception %s: %w", spec.ID, e.From, err)
		}
		if !e.Yearly && e.To < e.From {
			return nil, fmt.Errorf("calendar %s: exception %s ends on %s, before it begins", spec.ID, e.From, e.To)
		}
	}
	if c.makeUp == nil {
		c.makeUp = spec.firstOpenDay()
	}
	if h := spec.Holidays; h != nil {
		c.closed, c.work = dateSet(h.Closed), dateSet(h.Work)
	}
	c.days = c.tabulate()
	if from, gap := c.longestClosure(); gap > horizon*dayMillis {
		return nil, fmt.Errorf("calendar %s: closed from %s for more than %d days; a calendar has to open again",
			spec.ID, dateOf(from, zone), horizon)
	}
	return c, nil
}

// ID is the calendar's id.
func (c *Calendar) ID() string { return c.spec.ID }

// Zone is the calendar's time zone.
func (c *Calendar) Zone() *time.Location { return c.zone }

// checkSpans wants spans in order, not empty, not overlapping, within 48 h.
func checkSpans(spans []Span) error {
	for i, s := range spans {
		switch {
		case s.From < 0 || s.From >= dayMillis:
			return fmt.Errorf("hours %s begin outside the day", s)
		case s.To <= s.From || s.To > s.From+dayMillis:
			return fmt.Errorf("hours %s are empty or longer than a day", s)
		case i > 0 && s.From < spans[i-1].To:
			return fmt.Errorf("hours %s overlap %s", s, spans[i-1])
		}
	}
	return nil
}

// String is the span as written, `09:00-12:30`.
func (s Span) String() string { return clockTime(s.From) + "-" + clockTime(s.To) }

func clockTime(ms Millis) string {
	if ms > dayMillis {
		ms -= dayMillis
	}
	return fmt.Sprintf("%02d:%02d", ms/3_600_000, ms/60_000%60)
}

func (s *Spec) firstOpenDay() []Span {
	for i := range 7 {
		if spans := s.Week[(i+1)%7]; len(spans) > 0 {
			return spans
		}
	}
	return nil
}

// hours are the open spans of a date: the week pattern, then holidays, then
// exceptions, the last one that says something wins (TIME.md §2.1).
func (c *Calendar) hours(d Date) []Span {
	spans := c.spec.Week[d.Weekday()]
	switch {
	case c.closed[d]:
		spans = nil
	case c.work[d]:
		spans = c.makeUp
	}
	for _, e := range slices.Backward(c.spec.Exceptions) {
		if e.covers(d) {
			return e.Hours
		}
	}
	return spans
}

func (e *Exception) covers(d Date) bool {
	if !e.Yearly {
		return e.From <= d && d <= e.To
	}
	from, to, day := e.From.monthDay(), e.To.monthDay(), d.monthDay()
	if from <= to {
		return from <= day && day <= to
	}
	return day >= from || day <= to // over New Year
}

// Covered reports whether holiday data is declared for the year of an
// instant. What is due beyond the coverage is provisional: it is worked out by
// the week pattern and again when the data arrives.
func (c *Calendar) Covered(t Millis) bool {
	h := c.spec.Holidays
	if h == nil {
		return true
	}
	year := dateOf(t, c.zone).Year()
	return h.FirstYear <= year && year <= h.LastYear
}

func dateSet(dates []Date) map[Date]bool {
	set := make(map[Date]bool, len(dates))
	for _, d := range dates {
		set[d] = true
	}
	return set
}
