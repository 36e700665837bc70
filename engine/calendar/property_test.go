package calendar

import (
	"os"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// dues is how many random dues are compared with brute force.
func dues() int {
	if n, err := strconv.Atoi(os.Getenv("LANEWAY_DUES")); err == nil && n > 0 {
		return n
	}
	return 5_000
}

var zones = []string{
	"UTC", "Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "Europe/London", "America/New_York", "America/St_Johns",
	"Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Africa/Casablanca", "America/Havana", "Asia/Tehran",
}

// randomSpec draws a calendar with whole-minute hours.
func randomSpec(t *rapid.T) Spec {
	spec := Spec{ID: "random", Zone: rapid.SampledFrom(zones).Draw(t, "zone")}
	for day := range 7 {
		spec.Week[day] = randomHours(t)
	}
	spec.Week[rapid.IntRange(0, 6).Draw(t, "open day")] = []Span{{9 * hour, 17 * hour}}
	from := On(2010, 1, 1)
	for range rapid.IntRange(0, 4).Draw(t, "exceptions") {
		d := from + Date(rapid.IntRange(0, 20*365).Draw(t, "date"))
		spec.Exceptions = append(spec.Exceptions, Exception{
			From: d, To: d + Date(rapid.IntRange(0, 9).Draw(t, "days")),
			Yearly: rapid.Bool().Draw(t, "yearly"), Hours: randomHours(t),
		})
	}
	return spec
}

func randomHours(t *rapid.T) []Span {
	var spans []Span
	at := 0
	for range rapid.IntRange(0, 3).Draw(t, "windows") {
		from := at + rapid.IntRange(0, 500).Draw(t, "from")
		to := from + rapid.IntRange(1, 700).Draw(t, "length")
		if from >= 1440 {
			break
		}
		spans = append(spans, Span{int64(from) * 60_000, int64(to) * 60_000})
		at = to
	}
	return spans
}

// minutes is the oracle: a stretch of time minute by minute, each open or not,
// decided from the rules alone, without instants of windows.
type minutes struct {
	first Millis
	wall  []int64 // local wall time of each minute, milliseconds since 1970 as if UTC
	open  []bool
}

func bruteForce(c *Calendar, first Millis, days int) *minutes {
	m := &minutes{first: first, wall: make([]int64, days*1440), open: make([]bool, days*1440)}
	for i := range m.wall {
		at := first + int64(i)*60_000
		_, offset := time.UnixMilli(at).In(c.zone).Zone()
		m.wall[i] = at + int64(offset)*1000
	}
	for d := dateOf(first, c.zone) - 3; d <= dateOf(first, c.zone)+Date(days)+3; d++ {
		for _, s := range c.hours(d) {
			from, to := m.begin(int64(d)*dayMillis+s.From), m.end(int64(d)*dayMillis+s.To)
			for i := from; i < to; i++ {
				m.open[i] = true
			}
		}
	}
	return m
}

// begin is the first minute that shows the wall time, or a later one.
func (m *minutes) begin(wall int64) int {
	first, last := m.around(wall)
	for i := first; i < last; i++ {
		if m.wall[i] >= wall {
			return i
		}
	}
	return last
}

// around are the minutes in which a wall time may be shown: two days either
// side of where it would be without any zone.
func (m *minutes) around(wall int64) (first, last int) {
	i := int((wall - m.first) / 60_000)
	clamp := func(i int) int { return min(max(i, 0), len(m.wall)) }
	return clamp(i - 2*1440), clamp(i + 2*1440)
}

// end is the last minute that shows the wall time; where none does, the minute
// behind the last earlier one.
func (m *minutes) end(wall int64) int {
	first, last := m.around(wall)
	end := first
	for i := first; i < last; i++ {
		if w := m.wall[i]; w == wall {
			end = i
		} else if w < wall {
			end = max(end, i+1)
		}
	}
	return end
}

func (m *minutes) between(a, b int) Millis {
	n := Millis(0)
	for i := a; i < b; i++ {
		if m.open[i] {
			n += 60_000
		}
	}
	return n
}

func (m *minutes) at(i int) Millis { return m.first + int64(i)*60_000 }

// TestDuesEqualBruteForce compares the primitives with counting minutes on
// random calendars and zones, fifty dues a calendar.
func TestDuesEqualBruteForce(t *testing.T) {
	for done := 0; done < dues(); done += 100 * 50 {
		rapid.Check(t, func(t *rapid.T) {
			c, err := Compile(randomSpec(t))
			if err != nil {
				t.Fatal(err)
			}
			first := int64(On(2010, 1, 1)+Date(rapid.IntRange(0, 20*365).Draw(t, "first day"))) * dayMillis
			m := bruteForce(c, first, 12)
			for range 50 {
				compare(t, c, m)
			}
		})
	}
}

// compare checks one pair of minutes, away from the oracle's ends.
func compare(t *rapid.T, c *Calendar, m *minutes) {
	const margin = 3 * 1440
	a := rapid.IntRange(margin, len(m.open)-margin).Draw(t, "a")
	b := rapid.IntRange(a, len(m.open)-margin).Draw(t, "b")
	open := m.between(a, b)
	if got := c.Between(m.at(a), m.at(b)); got != open {
		t.Fatalf("Between(%s, %s) = %d min, want %d min", show(c, m.at(a)), show(c, m.at(b)), got/60_000, open/60_000)
	}
	if open == 0 {
		return
	}
	due, start := b, a
	for !m.open[due-1] {
		due--
	}
	for !m.open[start] {
		start++
	}
	if got := c.Add(m.at(a), open); got != m.at(due) {
		t.Fatalf("Add(%s, %d min) = %s, want %s", show(c, m.at(a)), open/60_000, show(c, got), show(c, m.at(due)))
	}
	if got := c.Sub(m.at(b), open); got != m.at(start) {
		t.Fatalf("Sub(%s, %d min) = %s, want %s", show(c, m.at(b)), open/60_000, show(c, got), show(c, m.at(start)))
	}
}

func show(c *Calendar, at Millis) string { return time.UnixMilli(at).In(c.zone).Format(time.RFC3339) }

// TestLaws checks the algebra of TIME.md §2.1 at millisecond resolution, in
// the tabulated years and outside.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := Compile(randomSpec(t))
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			laws(t, c)
		}
	})
}

func laws(t *rapid.T, c *Calendar) {
	day := rapid.IntRange(-3000, 35_000).Draw(t, "day") // 1961 to 2065
	a := int64(day)*dayMillis + rapid.Int64Range(0, dayMillis-1).Draw(t, "ms")
	d, e := rapid.Int64Range(1, 100*hour).Draw(t, "d"), rapid.Int64Range(1, 100*hour).Draw(t, "e")
	due := c.Add(a, d)
	if got := c.Between(a, due); got != d {
		t.Fatalf("between(a, add(a, d)) = %d, want d = %d", got, d)
	}
	if got := c.Between(a, due-1); got != d-1 {
		t.Fatalf("an earlier instant than add(a, d) has d open")
	}
	if got, want := c.Add(due, e), c.Add(a, d+e); got != want {
		t.Fatalf("add(add(a, d), e) = %d, add(a, d+e) = %d", got, want)
	}
	mid := a + rapid.Int64Range(0, due-a).Draw(t, "mid")
	if got := c.Between(a, mid) + c.Between(mid, due); got != d {
		t.Fatalf("between(a, m) + between(m, b) = %d, want %d", got, d)
	}
	start := c.Sub(due, d)
	if got := c.Between(start, due); got != d || start < a {
		t.Fatalf("sub(add(a, d), d) = %d with %d open, want at least a = %d with %d", start, got, a, d)
	}
	if got := c.Between(start+1, due); got != d-1 {
		t.Fatalf("a later instant than sub(b, d) has d open")
	}
}
