package runner

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/timers"
)

// step lets the engine decide. A panic of the engine is contained here: the
// instance stays as it was.
func (t *try) step(in *engine.Instance, command engine.Command) (out engine.Instance, events []engine.Event, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			defect := &Defect{Instance: in.ID, Command: fmt.Sprintf("%T", command), Cause: cause}
			t.runner.log.Error("engine defect", slog.String("instance", in.ID), slog.String("command", defect.Command),
				slog.Int64("version", in.Version), slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
			err = defect
		}
	}()
	return engine.Step(t.snapshot.world, *in, command, time.UnixMilli(int64(t.now)).UTC())
}

// commit writes the batch and tells the index, the cache and the delivery loop.
func (t *try) commit(ctx context.Context, result Result) (Result, error) {
	batch := store.Batch{Changes: t.changes}
	if t.call.Request.Key != "" {
		batch.Request = t.call.Request
		batch.Request.At = t.now
	} else if len(t.changes) == 0 {
		return result, nil // nothing to do, and nothing to remember
	}
	if t.call.Answer != nil {
		answer, err := t.call.Answer(result)
		if err != nil {
			return Result{}, err
		}
		result.Answer, batch.Request.Answer = answer, answer
	}
	// A commit that has begun is finished, whatever becomes of the caller: its
	// outcome decides what the cache and the index hold.
	ctx = context.WithoutCancel(ctx)
	err := t.runner.store.Commit(ctx, batch)
	if errors.Is(err, store.ErrUnknown) {
		err = t.resolve(ctx, err)
	}
	if err != nil {
		return Result{}, err
	}
	t.committed(ctx)
	return result, nil
}

// resolve finds out what became of a commit whose reply was lost: the head of
// the hash chain says whether the stored version is ours.
func (t *try) resolve(ctx context.Context, unknown error) error {
	if len(t.changes) == 0 {
		return unknown
	}
	ours := &t.changes[0].Instance
	for i := range t.changes {
		if t.changes[i].Instance.ID == ours.ID {
			ours = &t.changes[i].Instance
		}
	}
	for range 3 {
		stored, err := t.runner.store.Load(ctx, ours.ID)
		switch {
		case errors.Is(err, store.ErrNotFound), err == nil && stored.Version < ours.Version:
			return errAgain
		case err == nil && stored.Version == ours.Version && stored.Head == ours.Head:
			return nil
		case err == nil && stored.Version == ours.Version:
			return store.ErrConflict
		case err == nil:
			t.forget()
			return unknown
		}
	}
	t.forget()
	return unknown
}

// committed keeps the new states, arms what is due next, and counts how late
// timers fired. The locks are still held, so the index sees generations grow.
func (t *try) committed(ctx context.Context) {
	r := t.runner
	effects := false
	for i := range t.changes {
		c := &t.changes[i]
		in := c.Instance
		if !t.call.passing || r.cache.has(in.ID) {
			r.cache.put(&in)
		}
		r.lateness.record(c.Events)
		effects = effects || len(c.Effects) > 0
		if due := in.NextDue(); due != t.reads[i].before.NextDue() {
			r.arm(ctx, timers.Entry{Instance: in.ID, Due: due, Generation: in.Version})
		}
	}
	if effects {
		r.delivery.wake()
	}
	t.destroy(ctx)
}

// arm tells the index. It may fail: the reconciler arms what is missing.
func (r *Runner) arm(ctx context.Context, e timers.Entry) {
	if err := r.timers.Arm(ctx, []timers.Entry{e}); err != nil {
		r.log.Warn("wake-up not armed", slog.String("instance", e.Instance), slog.Any("error", err))
	}
}
