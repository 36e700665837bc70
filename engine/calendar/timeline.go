package calendar

import (
	"fmt"
	"slices"
)

// Timeline is a calendar through its versions: an instant is judged by the
// version that was in force at it (TIME.md §1.2, §2.1 rule 8). The first
// version holds for everything before it too. A Timeline is immutable.
type Timeline struct {
	versions []Version
}

// Version is a calendar valid from an instant.
type Version struct {
	Number   int64
	From     Millis
	Calendar *Calendar
}

// NewTimeline orders versions by the instant they are valid from; of two with
// the same instant the one with the higher number wins. It wants at least one.
func NewTimeline(versions ...Version) (*Timeline, error) {
	if len(versions) == 0 {
		return nil, fmt.Errorf("a calendar has at least one version")
	}
	sorted := slices.Clone(versions)
	slices.SortStableFunc(sorted, func(a, b Version) int {
		if a.From != b.From {
			return compareInt(a.From, b.From)
		}
		return compareInt(a.Number, b.Number)
	})
	kept := sorted[:0]
	for _, v := range sorted {
		if n := len(kept); n > 0 && kept[n-1].From == v.From {
			kept[n-1] = v
			continue
		}
		kept = append(kept, v)
	}
	return &Timeline{versions: kept}, nil
}

func compareInt(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// At is the version in force at an instant.
func (l *Timeline) At(t Millis) Version {
	for _, v := range slices.Backward(l.versions) {
		if v.From <= t {
			return v
		}
	}
	return l.versions[0]
}

// piece is a stretch of time that one version judges.
type piece struct {
	from, to Millis
	calendar *Calendar
}

// The ends of all time, far enough from overflow.
const (
	beginning Millis = -1 << 53
	forever   Millis = 1 << 53
)

// pieces are the stretches of [a, b), in order.
func (l *Timeline) pieces(a, b Millis) []piece {
	var out []piece
	for i, v := range l.versions {
		from, to := v.From, forever
		if i == 0 {
			from = beginning
		}
		if i+1 < len(l.versions) {
			to = l.versions[i+1].From
		}
		if from, to = max(from, a), min(to, b); from < to {
			out = append(out, piece{from, to, v.Calendar})
		}
	}
	return out
}

// Between is the open time in [a, b), milliseconds; 0 if b <= a.
func (l *Timeline) Between(a, b Millis) Millis {
	if len(l.versions) == 1 {
		return l.versions[0].Calendar.Between(a, b)
	}
	total := Millis(0)
	for _, p := range l.pieces(a, b) {
		total += p.calendar.Between(p.from, p.to)
	}
	return total
}

// Add is the earliest t with Between(a, t) = d; a itself for d <= 0.
func (l *Timeline) Add(a, d Millis) Millis {
	if d <= 0 {
		return a
	}
	for _, p := range l.pieces(a, forever) {
		if p.to < forever {
			if open := p.calendar.Between(p.from, p.to); open < d {
				d -= open
				continue
			}
		}
		return p.calendar.Add(p.from, d)
	}
	panic("calendar: a timeline without an end")
}

// Sub is the latest t with Between(t, b) = d; b itself for d <= 0.
func (l *Timeline) Sub(b, d Millis) Millis {
	if d <= 0 {
		return b
	}
	for _, p := range slices.Backward(l.pieces(beginning, b)) {
		if p.from > beginning {
			if open := p.calendar.Between(p.from, p.to); open < d {
				d -= open
				continue
			}
		}
		return p.calendar.Sub(p.to, d)
	}
	panic("calendar: a timeline without a beginning")
}

// WorkingDays is the closing instant of the n-th working date after the local
// date of a, each date judged by the version in force when it begins.
func (l *Timeline) WorkingDays(a Millis, n int) Millis {
	c := l.At(a).Calendar
	d := dateOf(a, c.zone)
	for range n {
		for {
			d++
			c = l.At(instant(d, 0, c.zone, begins)).Calendar
			if c.working(d) {
				break
			}
		}
	}
	spans := c.hours(d)
	if len(spans) == 0 {
		return a
	}
	return c.closing(d, spans[len(spans)-1])
}

// Windows are the open windows in [a, b), cut at both ends and at every
// change of version.
func (l *Timeline) Windows(a, b Millis) []Window {
	var windows []Window
	for _, p := range l.pieces(a, b) {
		windows = append(windows, p.calendar.Windows(p.from, p.to)...)
	}
	return windows
}

// NextOpen is the first open instant at or after t.
func (l *Timeline) NextOpen(t Millis) Millis { return l.Add(t, 1) - 1 }

// Covered reports whether holiday data is declared for the year of an instant.
func (l *Timeline) Covered(t Millis) bool { return l.At(t).Calendar.Covered(t) }

// Always is the calendar 24x7: every instant is open, in UTC.
func Always() *Timeline {
	spec := Spec{ID: "24x7", Zone: "UTC"}
	for day := range spec.Week {
		spec.Week[day] = []Span{{0, dayMillis}}
	}
	c, err := Compile(spec)
	if err != nil {
		panic("calendar: 24x7: " + err.Error())
	}
	return &Timeline{versions: []Version{{Calendar: c}}}
}

// Newest is the number of the newest version.
func (l *Timeline) Newest() int64 {
	newest := int64(0)
	for _, v := range l.versions {
		newest = max(newest, v.Number)
	}
	return newest
}
