package runner_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/memory"
	"github.com/laneway-flow/laneway/engine/timers"
	"github.com/laneway-flow/laneway/engine/timers/local"
)

// pause waits an hour, then asks somebody.
const pause = `
process: pause
calendar: 24x7
lanes: {desk: {team: desk}}
start: first
steps:
  first: {wait: {for: 1h on 24x7}, next: ask}
  ask: {lane: desk, events: [{after: 30m on 24x7, go: late}], next: end}
  late: {lane: desk, next: end}
`

func TestTimersFireAtTheirDue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := open(t, []string{pause})
		var ids []string
		for range 300 {
			ids = append(ids, h.start("pause").ID)
			time.Sleep(time.Millisecond) // of the bubble's clock
		}
		time.Sleep(time.Hour - 301*time.Millisecond)
		synctest.Wait()
		if in := h.load(ids[0]); len(in.Tasks) != 0 {
			t.Fatal("the first timer fired before its due")
		}
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		if first, last := h.load(ids[0]), h.load(ids[299]); at(&first) != "ask" || at(&last) != "" {
			t.Fatalf("an hour later the first is at %q and the last at %q", at(&first), at(&last))
		}
		time.Sleep(31 * time.Minute)
		synctest.Wait()
		for _, id := range ids {
			if in := h.load(id); at(&in) != "late" {
				t.Fatalf("%s is at %q, want late", id, at(&in))
			}
		}
		late := h.Lateness()
		if late.Count != 600 || late.Max != 0 {
			t.Fatalf("%d timers fired, the latest %d ms late; want 600 on time", late.Count, late.Max)
		}
		if h.index.Len() != 0 {
			t.Fatalf("%d entries are left in the index", h.index.Len())
		}
	})
}

func TestARestartFiresWhatBecameDueMeanwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		shared := memory.New()
		h := open(t, []string{pause}, func(cfg *runner.Config) { cfg.Store = shared })
		due := h.start("pause")
		time.Sleep(50 * time.Minute)
		later := h.start("pause")
		h.close()
		time.Sleep(20 * time.Minute)

		again := &house{t: t, store: shared, index: local.New()}
		again.Runner = runner.New(runner.Config{Store: shared, Timers: again.index})
		if err := again.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer again.close()
		synctest.Wait()
		if in := again.load(due.ID); at(&in) != "ask" {
			t.Fatalf("what was due stands at %q", at(&in))
		}
		if late := again.Lateness(); late.Max != (10 * time.Minute).Milliseconds() {
			t.Fatalf("lateness %d ms, want ten minutes", late.Max)
		}
		time.Sleep(40 * time.Minute)
		synctest.Wait()
		if in := again.load(later.ID); at(&in) != "ask" {
			t.Fatalf("what was not due yet stands at %q afterwards", at(&in))
		}
	})
}

// The index may be emptied at any moment: the reconciler arms what is missing.
func TestAnEmptiedIndexIsFilledAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := open(t, []string{pause})
		in := h.start("pause")
		if err := h.index.Close(); err != nil { // empties it
			t.Fatal(err)
		}
		time.Sleep(time.Hour + 5*time.Minute)
		synctest.Wait()
		if after := h.load(in.ID); at(&after) != "ask" {
			t.Fatalf("the case stands at %q", at(&after))
		}
	})
}

func TestACompletedHostCancelsItsTimer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := open(t, []string{pause})
		in := h.start("pause")
		time.Sleep(time.Hour + time.Minute)
		synctest.Wait()
		h.complete(in.ID)
		if h.index.Len() != 0 {
			t.Fatal("the index still has the case")
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if late := h.Lateness(); late.Count != 1 {
			t.Fatalf("%d timers fired, want one", late.Count)
		}
	})
}

// away is a store that refuses commits for a while.
type away struct {
	store.Store
	gone atomic.Bool
}

func (a *away) Commit(ctx context.Context, b store.Batch) error {
	if a.gone.Load() {
		return store.ErrUnavailable
	}
	return a.Store.Commit(ctx, b)
}

func TestWakingGoesOnWhenTheStoreComesBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &away{Store: memory.New()}
		h := open(t, []string{pause}, func(cfg *runner.Config) { cfg.Store = s })
		in := h.start("pause")
		s.gone.Store(true)
		time.Sleep(time.Hour + 10*time.Second)
		if _, err := h.Do(t.Context(), runner.Call{Command: engine.StartInstance{Origin: desk, Process: "pause"}}); !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("got %v, want %v", err, store.ErrUnavailable)
		}
		s.gone.Store(false)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if after := h.load(in.ID); at(&after) != "ask" {
			t.Fatalf("the case stands at %q", at(&after))
		}
	})
}

func TestTheInstantNeverGoesBack(t *testing.T) {
	t.Parallel()
	clock := &still{now: time.Date(2026, 3, 2, 9, 0, 0, 123_456_789, time.UTC)}
	h := open(t, []string{line}, func(cfg *runner.Config) { cfg.Clock = clock })
	in := h.start("line")
	if want := engine.Millis(clock.now.UnixMilli()); in.At != want {
		t.Fatalf("at %d, want %d: milliseconds, rounded down", in.At, want)
	}
	clock.set(clock.now.Add(-time.Hour))
	if after := h.complete(in.ID); after.Instance.At != in.At {
		t.Fatalf("a clock that went back gave %d after %d", after.Instance.At, in.At)
	}
}

// still is a clock that stands until it is set; its timers never fire.
type still struct {
	mu  sync.Mutex
	now time.Time
}

func (c *still) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *still) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

func (c *still) NewTimer(time.Duration) runner.Timer { return never{} }

type never struct{}

func (never) C() <-chan time.Time { return nil }
func (never) Stop() bool          { return true }

// ahead is the machine's clock, moved forward.
type ahead struct{ by atomic.Int64 }

func (a *ahead) Now() time.Time                        { return time.Now().Add(time.Duration(a.by.Load())) }
func (a *ahead) NewTimer(d time.Duration) runner.Timer { return runner.System{}.NewTimer(d) }

// pass moves the clock, and lets the runner look at it.
func (h *house) pass(clock *ahead, d time.Duration) {
	h.t.Helper()
	by := clock.by.Add(int64(d))
	early := timers.Entry{Instance: "nobody-" + strconv.FormatInt(by, 10), Due: 1, Generation: 1}
	if err := h.index.Arm(h.t.Context(), []timers.Entry{early}); err != nil {
		h.t.Fatal(err)
	}
}
