package engine

import (
	"reflect"
	"testing"
)

// The clock of a cycle that has ended is rebuilt as it was: an earlier
// occurred_at cuts the stretches that were recorded meanwhile.
func TestClockHistoryCutsAtTheStop(t *testing.T) {
	const hour = Millis(3_600_000)
	w9 := week9(t)
	start := june(t, "02 09:00")
	events := []Event{
		{Seq: 1, At: start, Body: &ClockStarted{Clock: 7, Promise: "answer", Cycle: 1, From: start, Budget: 4 * hour, Due: start + 4*hour}},
		{Seq: 2, At: start + hour, Body: &ClockPaused{Clock: 7, Why: "customer"}},
		{Seq: 3, At: start + 2*hour, Body: &ClockResumed{Clock: 7, Due: start + 5*hour}},
		{Seq: 4, At: start + 3*hour, Body: &ClockRetargeted{Clock: 7, Budget: 6 * hour, Due: start + 7*hour, Extended: true, Reason: "parts"}},
		{Seq: 5, At: start + 4*hour, Body: &ClockPaused{Clock: 7, Why: "customer"}},
		{Seq: 6, At: start + 5*hour, Body: &ClockStopped{Clock: 7, Verdict: VerdictMet, StoppedAt: start + 3*hour}},
	}
	var h ClockHistory
	for i := range events {
		if i == 5 && h.Clock(7) == nil {
			t.Error("the clock is gone before it stopped")
		}
		h.Add(&events[i])
	}
	ended := h.EndedClock(7)
	if ended == nil || h.Clock(7) != nil || ended.Stop.Verdict != VerdictMet {
		t.Fatalf("ended: %+v", ended)
	}
	want := []Stretch{
		{From: start, To: start + hour, Running: true},
		{From: start + hour, To: start + 2*hour, Why: "customer"},
		{From: start + 2*hour, Running: true},
	}
	if !reflect.DeepEqual(ended.Clock.Stretches, want) {
		t.Errorf("stretches %+v", ended.Clock.Stretches)
	}
	if x := Explain(w9, &ended.Clock, ended.Stop.StoppedAt); x.Elapsed != 2*hour || x.Paused != hour || x.Left != 4*hour || x.Due != start+7*hour {
		t.Errorf("explained: %d used, %d paused, %d left, due %d", x.Elapsed, x.Paused, x.Left, x.Due)
	}
	if len(h.Targets) != 2 || !h.Targets[1].Extended || h.Targets[1].Reason != "parts" {
		t.Errorf("targets %+v", h.Targets)
	}
}
