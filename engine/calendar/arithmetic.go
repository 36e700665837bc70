package calendar

import "slices"

// Open reports whether an instant is open.
func (c *Calendar) Open(t Millis) bool { return c.Between(t, t+1) == 1 }

// Between is the open time in [a, b), milliseconds; 0 if b <= a.
func (c *Calendar) Between(a, b Millis) Millis {
	if b <= a {
		return 0
	}
	if c.days.covers(a) && c.days.covers(b) {
		return c.days.upTo(b) - c.days.upTo(a)
	}
	total := Millis(0)
	c.spread(a, b, func(w Window) bool {
		total += min(w.To, b) - max(w.From, a)
		return true
	})
	return total
}

// Add is the earliest t with Between(a, t) = d; a itself for d <= 0.
func (c *Calendar) Add(a, d Millis) Millis {
	if d <= 0 {
		return a
	}
	if c.days.covers(a) {
		if t, ok := c.days.earliest(c.days.upTo(a) + d); ok && c.days.covers(t) {
			return t
		}
	}
	at := a
	for {
		t, left := a, d
		until := at + horizon*dayMillis
		c.spread(a, until, func(w Window) bool {
			from := max(w.From, a)
			if open := min(w.To, until) - from; open < left {
				left -= open
				return true
			}
			t, left = from+left, 0
			return false
		})
		if left == 0 {
			return t
		}
		at = until
	}
}

// Sub is the latest t with Between(t, b) = d; b itself for d <= 0. It is what
// "30 minutes before due" means.
func (c *Calendar) Sub(b, d Millis) Millis {
	if d <= 0 {
		return b
	}
	if c.days.covers(b) {
		if total := c.days.upTo(b) - d; total >= 0 {
			if t, ok := c.days.latest(total); ok && c.days.covers(t) {
				return t
			}
		}
	}
	for back := Millis(horizon * dayMillis); ; back *= 2 {
		windows := c.Windows(b-back, b)
		left := d
		for _, w := range slices.Backward(windows) {
			open := w.To - w.From
			if open >= left {
				return w.To - left
			}
			left -= open
		}
	}
}

// WorkingDays is the closing instant of the n-th working date after the local
// date of a: the start day is not counted (TIME.md §2.2; the rule of articles
// 201 and 203 of the PRC Civil Code). A date is working when it has hours.
func (c *Calendar) WorkingDays(a Millis, n int) Millis {
	d := dateOf(a, c.zone)
	for n > 0 {
		d++
		if c.working(d) {
			n--
		}
	}
	spans := c.hours(d)
	if len(spans) == 0 {
		return a
	}
	return c.closing(d, spans[len(spans)-1])
}

// working reports whether a date has open time left of its hours: a date that
// the zone skipped has none.
func (c *Calendar) working(d Date) bool {
	for _, s := range c.hours(d) {
		if instant(d, s.From, c.zone, begins) < c.closing(d, s) {
			return true
		}
	}
	return false
}

// Windows are the open windows in [a, b), cut at both ends: what an
// explanation of Between lists.
func (c *Calendar) Windows(a, b Millis) []Window {
	var windows []Window
	c.spread(a, b, func(w Window) bool {
		windows = append(windows, Window{max(w.From, a), min(w.To, b)})
		return true
	})
	return windows
}

// NextOpen is the first open instant at or after t.
func (c *Calendar) NextOpen(t Millis) Millis { return c.Add(t, 1) - 1 }
