package runner_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/memory"
	"github.com/laneway-flow/laneway/engine/timers/local"
)

const (
	longDay  = "calendar: office\nzone: UTC\nweek: {mon-sun: [00:00-20:00]}\n"
	shortDay = "calendar: office\nzone: UTC\nweek: {mon-sun: [00:00-10:00]}\n"
)

// waiting opens a runner on a store in which some cases run on the office's hours.
func waiting(t testing.TB, s store.Store, cases int) (*house, []string) {
	t.Helper()
	h := open(t, nil, func(cfg *runner.Config) { cfg.Store = s })
	h.mustWrite(runner.KindCalendar, "office", longDay, 0)
	flow := strings.Replace(timed, "within: 4h", "within: 15h", 1)
	if p, _, found, err := h.Deploy(t.Context(), "timed.yaml", []byte(flow), "ann"); err != nil || p == nil {
		t.Fatalf("deploy: %v, %s", err, diagnostics(found))
	}
	var ids []string
	for range cases {
		ids = append(ids, h.start("timed").ID)
		time.Sleep(time.Millisecond)
	}
	return h, ids
}

// dueAfter is the due of a case's promise, counted from the beginning.
func (h *house) dueAfter(id string, began time.Time) time.Duration {
	in := h.load(id)
	return time.UnixMilli(int64(in.Clocks[0].Due)).Sub(began).Truncate(time.Hour)
}

func TestAChangedCalendarReachesEveryRunningCase(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // it begins at midnight, UTC
		began := time.Now()
		h, ids := waiting(t, memory.New(), 1200) // more than two pages
		synctest.Wait()
		if due := h.dueAfter(ids[0], began); due != 15*time.Hour {
			t.Fatalf("due after %s, want 15h", due)
		}
		done := h.complete(ids[7])
		h.mustWrite(runner.KindCalendar, "office", shortDay, 0)
		time.Sleep(time.Second) // the rate is bounded
		synctest.Wait()
		for _, id := range ids {
			if id == done.Instance.ID {
				continue
			}
			if due := h.dueAfter(id, began); due != 29*time.Hour {
				t.Fatalf("%s is due after %s, want 29h", id, due)
			}
		}
		s := h.Sweep()
		want := runner.Sweep{
			Revision: h.World().Calendar("office").Newest(), Total: 1199, Done: 1199, Redued: 1199,
			StartedAt: s.StartedAt, EndedAt: s.EndedAt,
		}
		if s != want || s.EndedAt < s.StartedAt {
			t.Errorf("sweep %+v, want %+v", s, want)
		}
	})
}

// The wake-up that was armed for the old due finds a new one: nothing is
// breached by hours that are no longer open.
func TestNoLevelFiresByTheOldCalendar(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, ids := waiting(t, memory.New(), 1)
		time.Sleep(9 * time.Hour)
		h.mustWrite(runner.KindCalendar, "office", shortDay, 0)
		time.Sleep(7 * time.Hour)
		if in := h.load(ids[0]); in.Clocks[0].BreachedAt != 0 {
			t.Error("breached by the old calendar")
		}
		time.Sleep(14 * time.Hour)
		synctest.Wait()
		if in := h.load(ids[0]); in.Clocks[0].BreachedAt == 0 {
			t.Error("not breached by the new calendar")
		}
	})
}

// A change whose sweep was cut off is brought to the rest by the next start;
// one that was finished is not begun again.
func TestASweepSurvivesARestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		h, ids := waiting(t, s, 30)
		h.close()
		// The change is stored, and the node dies before it has told anybody.
		last, err := s.Document(t.Context(), runner.KindCalendar, "office")
		if err != nil {
			t.Fatal(err)
		}
		d := store.Document{Kind: runner.KindCalendar, ID: "office", Expect: last.Version, Body: []byte(shortDay)}
		d.ValidFrom = engine.Millis(time.Now().UnixMilli())
		if _, err := s.Put(t.Context(), d, store.Request{}); err != nil {
			t.Fatal(err)
		}
		again := restarted(t, s)
		if got := again.Sweep(); got.Redued != len(ids) || got.EndedAt == 0 {
			t.Errorf("after the restart: %+v", got)
		}
		if got := restarted(t, s).Sweep(); got != (runner.Sweep{}) {
			t.Errorf("after another restart: %+v, want none", got)
		}
	})
}

// restarted is a runner on a store that another one has used.
func restarted(t *testing.T, s store.Store) *house {
	t.Helper()
	h := &house{t: t, Runner: runner.New(runner.Config{Store: s, Timers: local.New()}), store: s}
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second)
	synctest.Wait()
	h.close()
	return h
}
