package engine

import "github.com/laneway-flow/laneway/engine/calendar"

// Explanation is how a clock came to its numbers: stretch by stretch, window
// by window, so that adding the rows again gives every one of them (TIME.md
// §1.3, invariant 9; §1.8). All lengths are open milliseconds of the calendar
// unless they say wall.
type Explanation struct {
	Clock    *Clock
	At       Millis // the instant it speaks of
	Rows     []ExplainedRow
	Elapsed  Millis // sum of Open of the running rows
	Paused   Millis // sum of Open of the rows that stood still
	Wall     Millis // At, or the end of the clock, minus its start
	Left     Millis // Budget - Elapsed; negative: overrun
	Due      Millis // zero while it stands still before its due
	Verdict  Verdict
	Covered  bool // holiday data is declared for the year of Due
	Calendar int64
}

// ExplainedRow is a stretch of a clock with the open windows in it.
type ExplainedRow struct {
	From, To Millis
	Running  bool
	Why      string // of standing still
	Windows  []calendar.Window
	Open     Millis // sum of the windows
	Total    Millis // elapsed up to the end of this row
}

// Explain works out how a clock stands at an instant.
func Explain(line *calendar.Timeline, c *Clock, at Millis) Explanation {
	x := Explanation{Clock: c, At: at, Calendar: line.At(int64(at)).Number, Verdict: VerdictOpen}
	for _, s := range c.Stretches {
		if s.From >= at && len(x.Rows) > 0 {
			break
		}
		row := ExplainedRow{From: s.From, To: max(s.end(at), s.From), Running: s.Running, Why: s.Why}
		row.Windows = line.Windows(int64(row.From), int64(row.To))
		for _, w := range row.Windows {
			row.Open += Millis(w.To - w.From)
		}
		if s.Running {
			x.Elapsed += row.Open
		} else {
			x.Paused += row.Open
		}
		row.Total = x.Elapsed
		x.Rows = append(x.Rows, row)
		x.Wall = row.To - c.StartedAt()
	}
	x.Left = c.Budget - x.Elapsed
	if due, ok := c.due(line); ok {
		x.Due, x.Covered = due, line.Covered(int64(due))
	}
	if c.BreachedAt != 0 && c.BreachedAt <= at {
		x.Verdict = VerdictBreached
	}
	return x
}
