package engine

import (
	"testing"
	"time"

	"github.com/laneway-flow/laneway/engine/calendar"
)

// week9 is W9 of TIME.md §2.4: UTC, Monday to Friday, 09:00 to 17:00.
func week9(t *testing.T) *calendar.Timeline {
	t.Helper()
	return timeline(t, "calendar: w9\nzone: UTC\nweek: {mon-fri: 09:00-17:00}")
}

func timeline(t *testing.T, src string) *calendar.Timeline {
	t.Helper()
	f, problems := calendar.ParseCalendar([]byte(src))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	c, err := calendar.Compile(f.Spec)
	if err != nil {
		t.Fatal(err)
	}
	line, err := calendar.NewTimeline(calendar.Version{Number: 1, Calendar: c})
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// june reads an instant of June 2025, UTC: `02 09:00` is the first Monday.
func june(t testing.TB, s string) Millis {
	t.Helper()
	layout := "2006-01-02 15:04:05"[:len("2006-01-")+len(s)]
	at, err := time.Parse(layout, "2025-06-"+s)
	if err != nil {
		t.Fatal(err)
	}
	return Millis(at.UnixMilli())
}

// TestClock is table B of TIME.md §2.4, by its numbers: a budget, when the
// clock stood still, its due.
func TestClock(t *testing.T) {
	const h = 3_600_000
	w9, always := week9(t), calendar.Always()
	for _, c := range []struct {
		id, origin string
		line       *calendar.Timeline
		budget     Millis
		start      string
		pauses     [][2]string // an open end: standing still now
		want       string      // empty: no due while it stands still
	}{
		{"44", "objectstack #1310", always, 48 * h, "02 09:00", [][2]string{{"02 10:00", "06 10:00"}}, "08 09:00"},
		{"45", "ERPNext #49414", w9, 8 * h, "02 10:00", [][2]string{{"02 17:00", "03 09:00"}}, "03 10:00"},
		{"47", "GLPI #6902, #15605", w9, 4 * h, "02 09:00", [][2]string{{"02 11:00", "03 09:00"}}, "03 11:00"},
		{"48", "GLPI #24481", w9, 4 * h, "02 09:00", [][2]string{{"02 11:00", ""}}, ""},
		{"50", "Dynamics case 1", w9, 4 * h, "02 06:00", [][2]string{{"02 07:00", "02 08:00"}}, "02 13:00"},
		{"51", "Dynamics case 2", w9, 4 * h, "02 06:00", [][2]string{{"02 10:00", "02 11:00"}}, "02 14:00"},
		{"53", "Dynamics case 4", w9, 4 * h, "02 14:00", [][2]string{{"02 18:00", "03 10:00"}}, "03 11:00"},
		{"55", "Zammad breaks", w9, 4 * h, "02 09:00", [][2]string{{"02 10:05:10", "02 10:05:40"}, {"02 10:05:50", "02 10:20:00"}}, "02 13:14:40"},
	} {
		t.Run(c.id+" "+c.origin, func(t *testing.T) {
			clock := Clock{Budget: c.budget, Stretches: []Stretch{{From: june(t, c.start), Running: true}}}
			for _, p := range c.pauses {
				clock.turn(june(t, p[0]), false, "customer")
				if p[1] != "" {
					clock.turn(june(t, p[1]), true, "")
				}
			}
			got, ok := clock.due(c.line)
			if c.want == "" {
				if ok {
					t.Errorf("got due %s, want none while it stands still", got)
				}
				return
			}
			if want := june(t, c.want); !ok || got != want {
				t.Errorf("got due %s, want %s", got, want)
			}
		})
	}
}

// Case 56 of TIME.md §2.4: the open pause counts up to now.
func TestOpenPauseCountsUpToNow(t *testing.T) {
	w9 := week9(t)
	clock := Clock{Budget: 4 * 3_600_000, Stretches: []Stretch{{From: june(t, "02 09:00"), Running: true}}}
	clock.turn(june(t, "02 10:00"), false, "customer")
	now := june(t, "03 10:00")
	if got, want := clock.Paused(w9, now), Millis(8*3_600_000); got != want {
		t.Errorf("paused %d ms, want %d", got, want)
	}
	if got, want := clock.Elapsed(w9, now), Millis(3_600_000); got != want {
		t.Errorf("elapsed %d ms, want %d", got, want)
	}
}
