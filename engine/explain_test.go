package engine

import "testing"

// Re-adding the rows of an explanation gives its numbers: the two pauses of
// case 55 (TIME.md §2.4), to the second.
func TestExplainAddsUp(t *testing.T) {
	w9 := week9(t)
	clock := Clock{Budget: 4 * 3_600_000, Stretches: []Stretch{{From: june(t, "02 09:00"), Running: true}}}
	for _, p := range [][2]string{{"02 10:05:10", "02 10:05:40"}, {"02 10:05:50", "02 10:20:00"}} {
		clock.turn(june(t, p[0]), false, "customer")
		clock.turn(june(t, p[1]), true, "")
	}
	x := Explain(w9, &clock, june(t, "03 10:00"))
	elapsed, paused := Millis(0), Millis(0)
	for _, row := range x.Rows {
		sum := Millis(0)
		for _, w := range row.Windows {
			sum += Millis(w.To - w.From)
		}
		if sum != row.Open {
			t.Errorf("row from %s: windows sum to %d, open says %d", row.From, sum, row.Open)
		}
		if row.Running {
			elapsed += row.Open
		} else {
			paused += row.Open
		}
		if row.Total != elapsed {
			t.Errorf("row from %s: running total %d, want %d", row.From, row.Total, elapsed)
		}
	}
	if elapsed != x.Elapsed || paused != x.Paused || paused != 14*60_000+40_000 {
		t.Errorf("elapsed %d of %d, paused %d of %d", elapsed, x.Elapsed, paused, x.Paused)
	}
	if x.Elapsed+x.Paused != open(w9, clock.StartedAt(), x.At) {
		t.Error("elapsed + paused is not the open time between start and now (invariant 2)")
	}
	if x.Due != june(t, "02 13:14:40") || x.Left != x.Clock.Budget-x.Elapsed {
		t.Errorf("due %s, %d left", x.Due, x.Left)
	}
}
