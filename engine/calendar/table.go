package calendar

import (
	"slices"
	"sort"
)

// The years whose windows are worked out beforehand. Instants outside are
// answered all the same, day by day.
const (
	firstYear = 2000
	lastYear  = 2050
)

// table holds the windows of the tabulated years in order, each with the open
// time before it.
type table struct {
	first, last Date // inclusive
	windows     []Window
	before      []Millis // before[i]: open time of windows[:i]; one longer than windows
}

func (c *Calendar) tabulate() table {
	t := table{first: On(firstYear, 1, 1), last: On(lastYear, 12, 31)}
	for d := t.first; d <= t.last; d++ {
		t.windows = c.append(t.windows, d)
	}
	t.before = make([]Millis, len(t.windows)+1)
	for i, w := range t.windows {
		t.before[i+1] = t.before[i] + w.To - w.From
	}
	return t
}

// append adds the windows that start on a date. Where one would begin before
// the last one ended (an ambiguous hour, a night shift into an early morning)
// it begins there: no instant is open twice.
func (c *Calendar) append(windows []Window, d Date) []Window {
	for _, s := range c.hours(d) {
		w := Window{From: instant(d, s.From, c.zone, begins), To: c.closing(d, s)}
		if n := len(windows); n > 0 {
			w.From = max(w.From, windows[n-1].To)
		}
		if w.From < w.To {
			windows = append(windows, w)
		}
	}
	return windows
}

// closing is the instant a span of a date ends, on the next date if it runs
// over midnight.
func (c *Calendar) closing(d Date, s Span) Millis {
	if s.To >= dayMillis {
		return instant(d+1, s.To-dayMillis, c.zone, ends)
	}
	return instant(d, s.To, c.zone, ends)
}

// spread calls visit with the windows that touch [from, to), in order, until
// it returns false. Two days of margin hold night shifts and zone offsets.
func (c *Calendar) spread(from, to Millis, visit func(Window) bool) {
	first, last := dateOf(from, c.zone)-2, dateOf(to, c.zone)+2
	var windows []Window
	for d := first; d <= last; d++ {
		n := len(windows)
		windows = c.append(windows, d)
		for _, w := range windows[n:] {
			if w.To > from && w.From < to && !visit(w) {
				return
			}
		}
	}
}

// covers reports whether everything about an instant is in the table.
func (t *table) covers(at Millis) bool {
	return at >= int64(t.first+2)*dayMillis && at < int64(t.last-2)*dayMillis
}

// upTo is the open time from the table's beginning to an instant.
func (t *table) upTo(at Millis) Millis {
	i := sort.Search(len(t.windows), func(i int) bool { return t.windows[i].To > at })
	total := t.before[i]
	if i < len(t.windows) && t.windows[i].From < at {
		total += at - t.windows[i].From
	}
	return total
}

// earliest is the first instant at which the open time since the table's
// beginning reaches total; false when the table is too short.
func (t *table) earliest(total Millis) (Millis, bool) {
	i, _ := slices.BinarySearch(t.before, total)
	if i == 0 || i >= len(t.before) {
		return 0, false
	}
	return t.windows[i-1].From + total - t.before[i-1], true
}

// latest is the last instant at which the open time since the table's
// beginning is still total; false when the table is too short.
func (t *table) latest(total Millis) (Millis, bool) {
	i := sort.Search(len(t.before), func(i int) bool { return t.before[i] > total })
	if i == 0 || i >= len(t.before) {
		return 0, false
	}
	return t.windows[i-1].From + total - t.before[i-1], true
}

// longestClosure is the longest time between two windows of the table.
func (c *Calendar) longestClosure() (from, gap Millis) {
	at := int64(c.days.first) * dayMillis
	closures := append(slices.Clone(c.days.windows), Window{From: int64(c.days.last) * dayMillis})
	for _, w := range closures {
		if w.From-at > gap {
			from, gap = at, w.From-at
		}
		at = w.To
	}
	return from, gap
}
