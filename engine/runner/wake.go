package runner

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/timers"
)

const (
	claimBatch = 256
	// maxSleep bounds a sleep to the next due instant, so that a wall clock that
	// was moved is noticed.
	maxSleep = time.Minute
	// wakeRetry is the wait after a wake-up, or a claim, failed for now.
	wakeRetry = time.Second
)

// wakeLoop sleeps until the next due instant, claims what is due and hands it
// to the workers. While all of them are busy it claims nothing.
func (r *Runner) wakeLoop(ctx context.Context) {
	work := make(chan timers.Entry)
	var workers sync.WaitGroup
	for range r.cfg.Wakers {
		workers.Go(func() {
			for e := range work {
				r.wake(ctx, e)
			}
		})
	}
	defer workers.Wait()
	defer close(work)
	for ctx.Err() == nil {
		now := r.clock.Now()
		entries, err := r.timers.Claim(ctx, millis(now), r.cfg.Lease.Milliseconds(), claimBatch)
		if err != nil && ctx.Err() == nil {
			r.log.Warn("wake-ups not claimed", slog.Any("error", err))
		}
		for _, e := range entries {
			select {
			case work <- e:
			case <-ctx.Done():
				return
			}
		}
		if len(entries) == 0 {
			r.sleep(ctx, err)
		}
	}
}

// sleep waits for the next due instant, or for one that was armed before it.
func (r *Runner) sleep(ctx context.Context, failed error) {
	pause := maxSleep
	next, err := r.timers.Next(ctx)
	switch {
	case failed != nil || err != nil:
		pause = wakeRetry
	case next != 0:
		pause = min(pause, time.UnixMilli(int64(next)).Sub(r.clock.Now()))
	}
	if pause <= 0 {
		return
	}
	timer := r.clock.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C():
	case <-r.timers.Changed():
	case <-ctx.Done():
	}
}

// wake fires what is due on one instance and arms what is due next.
func (r *Runner) wake(ctx context.Context, e timers.Entry) {
	done, err := r.Do(ctx, Call{Instance: e.Instance, Command: engine.Wake{Origin: system}})
	var defect *Defect
	switch {
	case err == nil:
		due := done.Instance.NextDue()
		if len(done.Events) == 0 && due != 0 && due <= e.Due {
			return // it was due and nothing fired: leave it to the lease
		}
		r.arm(ctx, timers.Entry{Instance: e.Instance, Due: due, Generation: done.Instance.Version})
	case errors.Is(err, store.ErrNotFound):
		r.arm(ctx, timers.Entry{Instance: e.Instance, Generation: e.Generation})
	case errors.As(err, &defect):
		// Logged where it was contained; the lease keeps it from spinning.
	case ctx.Err() != nil:
	default:
		r.log.Warn("wake-up failed", slog.String("instance", e.Instance), slog.Any("error", err))
		again := millis(r.clock.Now().Add(wakeRetry))
		r.arm(ctx, timers.Entry{Instance: e.Instance, Due: again, Generation: e.Generation})
	}
}

// reconcileLoop compares the index with the store, at once and then
// periodically: whatever is missing from the index is armed.
func (r *Runner) reconcileLoop(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.reconcile(ctx); err != nil && ctx.Err() == nil {
			r.log.Warn("wake-ups not reconciled", slog.Any("error", err))
		}
		timer := r.clock.NewTimer(r.cfg.Reconcile)
		select {
		case <-timer.C():
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

const reconcilePage = 1000

// reconcile streams every due instant, soonest first, into the index.
func (r *Runner) reconcile(ctx context.Context) error {
	var after store.Wakeup
	entries := make([]timers.Entry, 0, reconcilePage)
	for {
		page, err := r.store.Due(ctx, parked, after, reconcilePage)
		if err != nil || len(page) == 0 {
			return err
		}
		entries = entries[:0]
		for _, w := range page {
			entries = append(entries, timers.Entry{Instance: w.Instance, Due: w.Due, Generation: w.Version})
		}
		if err := r.timers.Arm(ctx, entries); err != nil {
			return err
		}
		if len(page) < reconcilePage {
			return nil
		}
		after = page[len(page)-1]
	}
}
