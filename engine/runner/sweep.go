package runner

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// Sweep is how far the dues of running promises have been worked out again
// after a calendar or holiday data changed. A case that takes any other step
// does so first, so nothing is judged by what is old, however far it has come.
type Sweep struct {
	Revision  int64 // of the change it brings to the cases; 0: there was none yet
	Total     int   // cases on which something was due when it began
	Done      int   // of them, looked at so far; those that took a step meanwhile had followed already
	Redued    int   // of them, with a clock on a calendar that has changed
	Failed    int   // of them, refused: their process cannot be read, say
	StartedAt engine.Millis
	EndedAt   engine.Millis // zero while it goes on
}

// Sweep reports on the sweep that goes on, or on the last one.
func (r *Runner) Sweep() Sweep { return r.sweeper.report() }

// kindSweep is a document of ours: the last sweep that was finished. A store
// without it, or with an older one, is swept from the top: what was done
// before is recognised by its clocks and costs a look only.
const (
	kindSweep = "sweep"
	sweepID   = "main"
)

// Bounds of a sweep, so that live commands keep their latency.
const (
	sweepPage    = 512
	sweepWorkers = 16 // cases at once
)

// sweeper brings changes of calendars to the running cases, the one that is
// due soonest first.
type sweeper struct {
	runner *Runner
	signal chan struct{}
	done   int64 // the change all cases have followed; unread: ask the store

	mu    sync.Mutex
	state Sweep
}

const unread = -1

func newSweeper(r *Runner) *sweeper {
	return &sweeper{runner: r, signal: make(chan struct{}, 1), done: unread}
}

// wake makes the loop look whether there is something to do.
func (s *sweeper) wake() {
	select {
	case s.signal <- struct{}{}:
	default:
	}
}

func (s *sweeper) report() Sweep {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

func (s *sweeper) note(change func(*Sweep)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.state)
}

func (s *sweeper) loop(ctx context.Context) {
	for ctx.Err() == nil {
		if err := s.catchUp(ctx); err != nil {
			if ctx.Err() == nil {
				s.runner.log.Warn("dues not swept", slog.Any("error", err))
			}
			s.pause(ctx, wakeRetry)
			continue
		}
		select {
		case <-s.signal:
		case <-ctx.Done():
		}
	}
}

// catchUp sweeps until no change is newer than the last sweep.
func (s *sweeper) catchUp(ctx context.Context) (err error) {
	if s.done == unread {
		if s.done, err = s.swept(ctx); err != nil {
			s.done = unread
			return err
		}
	}
	for newest := s.target(); newest > s.done; newest = s.target() {
		switch err := s.sweep(ctx, newest); {
		case err == nil:
			s.done = newest
		case !errors.Is(err, errAgain):
			return err
		}
	}
	return nil
}

// target is the newest change that clocks have to follow.
func (s *sweeper) target() int64 { return s.runner.snapshot.Load().schedule.newest }

// swept is the change that all cases have followed, as far as the store knows.
func (s *sweeper) swept(ctx context.Context) (int64, error) {
	d, err := s.runner.store.Document(ctx, kindSweep, sweepID)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	var last struct{ Revision int64 }
	if err == nil {
		err = json.Unmarshal(d.Body, &last)
	}
	return last.Revision, err
}

// sweep lets every case on which something is due work its dues out again. A
// case without has no clock that could be late: it follows when it next takes
// a step. errAgain: there is a newer change, which begins at the top.
func (s *sweeper) sweep(ctx context.Context, target int64) error {
	total, err := s.count(ctx)
	if err != nil {
		return err
	}
	s.note(func(state *Sweep) {
		*state = Sweep{Revision: target, Total: total, StartedAt: millis(s.runner.clock.Now())}
	})
	var after store.Wakeup
	for {
		page, err := s.runner.store.Due(ctx, parked, after, sweepPage)
		if err != nil {
			return err
		}
		if err := s.redue(ctx, page); err != nil {
			return err
		}
		if s.target() != target {
			return errAgain
		}
		if len(page) < sweepPage {
			break
		}
		after = page[len(page)-1]
	}
	s.note(func(state *Sweep) { state.EndedAt = millis(s.runner.clock.Now()) })
	if s.report().Done == 0 {
		return nil // nothing to remember: a look at nothing is free
	}
	return s.remember(ctx, target)
}

func (s *sweeper) count(ctx context.Context) (total int, err error) {
	var after store.Wakeup
	for {
		page, err := s.runner.store.Due(ctx, parked, after, reconcilePage)
		total += len(page)
		if err != nil || len(page) < reconcilePage {
			return total, err
		}
		after = page[len(page)-1]
	}
}

// redue works on a page with a few workers and waits until it has taken the
// time that the rate asks for.
func (s *sweeper) redue(ctx context.Context, page []store.Wakeup) error {
	began := s.runner.clock.Now()
	var next, redued atomic.Int64
	var failed atomic.Pointer[error]
	var workers sync.WaitGroup
	for range sweepWorkers {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(page)) && failed.Load() == nil; i = next.Add(1) - 1 {
				changed, err := s.one(ctx, page[i].Instance)
				if err != nil {
					failed.Store(&err)
				} else if changed {
					redued.Add(1)
				}
			}
		})
	}
	workers.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	due := time.Duration(redued.Load()) * time.Second / time.Duration(s.runner.cfg.SweepRate)
	s.pause(ctx, due-s.runner.clock.Now().Sub(began))
	return ctx.Err()
}

// one re-dues a case. What stands in the way of one case is counted; an error
// is what stands in the way of all of them.
func (s *sweeper) one(ctx context.Context, instance string) (changed bool, err error) {
	done, err := s.runner.Do(ctx, Call{Instance: instance, Command: engine.Redue{Origin: system}, passing: true})
	_, refused := isRejection(err)
	var defect *Defect
	switch {
	case err == nil:
		changed = len(done.Events) > 0
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrConflict): // it went on meanwhile
	case refused, errors.As(err, &defect):
		s.runner.log.Warn("dues of a case not worked out again", slog.String("instance", instance), slog.Any("error", err))
		s.note(func(state *Sweep) { state.Failed++ })
	default:
		return false, err
	}
	s.note(func(state *Sweep) {
		if changed {
			state.Redued++
		}
		// One whose due moved is met again further on.
		if changed || done.Instance.At < state.StartedAt {
			state.Done++
		}
	})
	return changed, nil
}

// remember lets the next start know that this change needs no sweep.
func (s *sweeper) remember(ctx context.Context, revision int64) error {
	r := s.runner
	body, err := json.Marshal(struct{ Revision int64 }{revision})
	if err != nil {
		return err
	}
	last, err := r.store.Document(ctx, kindSweep, sweepID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	d := store.Document{Kind: kindSweep, ID: sweepID, Expect: last.Version, Body: body, At: millis(r.clock.Now())}
	if _, err = r.store.Put(ctx, d, store.Request{}); errors.Is(err, store.ErrConflict) {
		return nil // another node has done the same
	}
	return err
}

func (s *sweeper) pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := s.runner.clock.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C():
	case <-ctx.Done():
	}
}
