package calendar

import (
	"testing"

	"pgregory.net/rapid"
)

func compileOne(t *testing.T, src string) *Calendar {
	t.Helper()
	f, problems := ParseCalendar([]byte(src))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	c, err := Compile(f.Spec)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Case 73 of TIME.md §2.4: at 15:30 it becomes known that Thursday closes at
// 16:00; four hours from Thursday 15:00 are due on Friday at 12:00, not 11:00.
func TestEarlyClosing(t *testing.T) {
	const week = "calendar: c\nzone: UTC\nweek: {mon-fri: 09:00-17:00}\n"
	first, second := compileOne(t, week), compileOne(t, week+"exceptions: {2025-06-05: [09:00-16:00]}")
	line, err := NewTimeline(
		Version{Number: 2, From: local(t, first, "2025-06-05 15:30"), Calendar: second},
		Version{Number: 1, From: local(t, first, "2025-01-01 00:00"), Calendar: first},
	)
	if err != nil {
		t.Fatal(err)
	}
	start := local(t, first, "2025-06-05 15:00")
	if got := first.Add(start, 4*hour); got != local(t, first, "2025-06-06 11:00") {
		t.Errorf("before the change: due %d", got)
	}
	if got := line.Add(start, 4*hour); got != local(t, first, "2025-06-06 12:00") {
		t.Errorf("after the change: due %d", got)
	}
	if got := line.At(start).Number; got != 1 {
		t.Errorf("15:00 is judged by version %d, want 1", got)
	}
}

func TestTimelineWantsAVersion(t *testing.T) {
	if _, err := NewTimeline(); err == nil {
		t.Error("want an error")
	}
}

// TestTimelineLaws checks the algebra across changes of version.
func TestTimelineLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var versions []Version
		for i := range rapid.IntRange(1, 3).Draw(t, "versions") {
			c, err := Compile(randomSpec(t))
			if err != nil {
				t.Fatal(err)
			}
			from := int64(On(2020, 1, 1)+Date(rapid.IntRange(0, 60).Draw(t, "day"))) * dayMillis
			versions = append(versions, Version{Number: int64(i + 1), From: from, Calendar: c})
		}
		line, err := NewTimeline(versions...)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			timelineLaws(t, line)
		}
	})
}

func timelineLaws(t *rapid.T, line *Timeline) {
	a := int64(On(2020, 1, 1))*dayMillis + rapid.Int64Range(-20*dayMillis, 60*dayMillis).Draw(t, "a")
	d := rapid.Int64Range(1, 200*hour).Draw(t, "d")
	due := line.Add(a, d)
	if got := line.Between(a, due); got != d {
		t.Fatalf("between(a, add(a, d)) = %d, want %d", got, d)
	}
	if got := line.Between(a, due-1); got != d-1 {
		t.Fatalf("an earlier instant than add(a, d) has d open")
	}
	if got := line.Between(line.Sub(due, d), due); got != d {
		t.Fatalf("between(sub(b, d), b) = %d, want %d", got, d)
	}
	sum := Millis(0)
	for _, w := range line.Windows(a, due) {
		sum += w.To - w.From
	}
	if sum != d {
		t.Fatalf("the windows of a due sum to %d, want %d", sum, d)
	}
}
