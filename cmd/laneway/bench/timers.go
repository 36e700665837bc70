package bench

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// starters is how many clients put the timers of W3 in place.
const starters = 64

// punctuality is how the timers of one run fired.
type punctuality struct {
	perSecond     float64       // from the first due to the last firing
	p50, p99, max time.Duration // from a timer's due to its durable firing
	stalls        int           // commits that took longer than stall
	worst         time.Duration // the longest of them
	calm          time.Duration // p99 of the firings that no stall touched
	others        float64
}

// stall is a commit that took so long that something stood in its way: on
// SQLite a checkpoint of the write-ahead log.
const stall = 20 * time.Millisecond

// fire starts one case a timer, due count timers from a common instant on,
// gap apart (0: all at once), and waits until all have fired.
func fire(ctx context.Context, t target, w *watched, count int, gap time.Duration) (punctuality, error) {
	// every timer must be in place before the first is due
	lead := time.Second + time.Duration(count)*time.Second/2500
	first := time.Now().Add(lead).Truncate(time.Millisecond)
	w.forget()
	if err := place(ctx, t, count, first, gap); err != nil {
		return punctuality{}, err
	}
	if late := time.Since(first); late > 0 {
		return punctuality{}, fmt.Errorf("bench: placing %d timers took %s longer than the %s foreseen; use fewer", count, late, lead)
	}
	pause(ctx, time.Until(first))
	before := loadNow()
	end := first.Add(time.Duration(count)*gap + time.Minute)
	for w.firings() < count {
		if time.Now().After(end) || ctx.Err() != nil {
			return punctuality{}, fmt.Errorf("bench: %d of %d timers fired within a minute", w.firings(), count)
		}
		pause(ctx, 5*time.Millisecond)
	}
	out := w.punctuality(first)
	out.others = before.others()
	return out, nil
}

func place(ctx context.Context, t target, count int, first time.Time, gap time.Duration) error {
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range starters {
		group.Go(func() error {
			for i := next.Add(1) - 1; i < int64(count); i = next.Add(1) - 1 {
				due := first.Add(time.Duration(i) * gap).UTC().Format("2006-01-02T15:04:05.000Z")
				if _, err := t.start(ctx, timer, "due", due); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

func (w *watched) punctuality(first time.Time) punctuality {
	w.mu.Lock()
	defer w.mu.Unlock()
	var late, calm []time.Duration
	var last time.Time
	stalls := w.stallsSince(first)
	for _, f := range w.fired {
		late = append(late, f.done.Sub(f.due))
		if f.done.After(last) {
			last = f.done
		}
		if !touched(f, stalls) {
			calm = append(calm, f.done.Sub(f.due))
		}
	}
	slices.Sort(late)
	slices.Sort(calm)
	out := punctuality{
		perSecond: float64(len(late)) / last.Sub(first).Seconds(),
		p50:       quantile(late, 0.5), p99: quantile(late, 0.99), max: quantile(late, 1),
		stalls: len(stalls), calm: quantile(calm, 0.99),
	}
	for _, s := range stalls {
		out.worst = max(out.worst, s.done.Sub(s.began))
	}
	return out
}

// stallsSince returns the spans in which the store stood still: commits that
// took too long, those that overlap taken as one.
func (w *watched) stallsSince(first time.Time) []span {
	var long []span
	for _, c := range w.commits {
		if c.began.After(first) && c.done.Sub(c.began) > stall {
			long = append(long, c)
		}
	}
	slices.SortFunc(long, func(a, b span) int { return a.began.Compare(b.began) })
	var merged []span
	for _, c := range long {
		if n := len(merged); n > 0 && !c.began.After(merged[n-1].done) {
			if c.done.After(merged[n-1].done) {
				merged[n-1].done = c.done
			}
			continue
		}
		merged = append(merged, c)
	}
	return merged
}

// touched reports whether a stall lies between a timer's due and its firing.
func touched(f firing, stalls []span) bool {
	return slices.ContainsFunc(stalls, func(s span) bool { return s.began.Before(f.done) && s.done.After(f.due) })
}
