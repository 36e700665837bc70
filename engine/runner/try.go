package runner

import (
	"context"
	"errors"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// try is one attempt at a call: the locks it holds, the states it read, and
// the changes it will commit as one batch. It is used again after a conflict.
type try struct {
	runner *Runner
	call   *Call
	sealed bool // the door has been passed; a second try must not seal anew

	held   []string // locks, in the order taken
	wanted []string // locks an earlier try could not get

	snapshot *snapshot
	now      engine.Millis
	changes  []store.Change
	reads    []read // of changes[i]
}

// read is the state a change was decided on.
type read struct {
	before engine.Instance
	cached bool // it came from the cache: a refusal needs to be confirmed
	depth  int  // how many instances stand between the call and this change
}

func (t *try) run(ctx context.Context) (Result, error) {
	t.changes, t.reads = t.changes[:0:0], t.reads[:0:0]
	t.snapshot, t.now = t.runner.snapshot.Load(), millis(t.runner.clock.Now())
	id := t.target()
	if err := t.lock(ctx, id); err != nil {
		return Result{}, err
	}
	from, err := t.load(ctx, id)
	if err != nil {
		return Result{}, err
	}
	if err := t.judge(ctx, &from); err != nil {
		return Result{}, t.confirm(ctx, &from, err)
	}
	in, events, err := t.step(id, &from, t.call.Command)
	if err != nil {
		return Result{}, t.confirm(ctx, &from, err)
	}
	result := Result{Instance: in, Events: events}
	if len(events) == 0 && t.call.Request.Key == "" {
		return result, nil
	}
	if len(events) > 0 {
		t.change(from, in, events)
		if err := t.follow(ctx); err != nil {
			return Result{}, err
		}
		t.collect(&result)
	}
	return t.commit(ctx, result)
}

// target is the instance of the call; a case without an id gets one, a new
// one for every try, because the last may have been taken.
func (t *try) target() string {
	start, ok := t.call.Command.(engine.StartInstance)
	if !ok || t.call.Instance != "" {
		return t.call.Instance
	}
	if start.ID != "" && !t.sealed {
		return start.ID
	}
	return start.ID
}

// load reads an instance: what this batch made of it, the cache, the store. A
// mailbox and a case to be started need not exist.
func (t *try) load(ctx context.Context, id string) (read, error) {
	for i := len(t.changes) - 1; i >= 0; i-- {
		if t.changes[i].Instance.ID == id {
			return read{before: t.changes[i].Instance}, nil
		}
	}
	if in := t.runner.cache.get(id); in != nil {
		return read{before: *in, cached: true}, nil
	}
	in, err := t.runner.store.Load(ctx, id)
	return read{before: in}, err
}

// judge asks the caller's check, and seals personal values at the door.
func (t *try) judge(ctx context.Context, from *read) error {
	if t.call.Check != nil {
		if err := t.call.Check(&from.before); err != nil {
			return err
		}
	}
	if t.sealed {
		return nil
	}
	command, err := t.runner.seal(ctx, t.snapshot, &from.before, t.call.Command)
	if err != nil {
		return err
	}
	t.call.Command, t.sealed = command, true
	return nil
}

// confirm answers a refusal that was decided on a cached state only when that
// is still the stored one.
func (t *try) confirm(ctx context.Context, from *read, refusal error) error {
	if !from.cached {
		return refusal
	}
	version, err := t.runner.store.Version(ctx, from.before.ID)
	if err != nil {
		return err
	}
	if version != from.before.Version {
		t.runner.cache.drop(from.before.ID)
		return errAgain
	}
	return refusal
}

// change appends the outcome of a step to the batch.
func (t *try) change(from read, in engine.Instance, events []engine.Event) {
	t.changes = append(t.changes, store.Change{
		Expect:   from.before.Version,
		Instance: in,
		Events:   events,
		Facts:    engine.Facts(from.before, events, in),
	})
	t.reads = append(t.reads, from)
}

// collect gives the result what the rest of the batch did to its instance.
func (t *try) collect(result *Result) {
	for i := range t.changes[1:] {
		if c := &t.changes[1+i]; c.Instance.ID == result.Instance.ID {
			result.Instance = c.Instance
			result.Events = slices.Concat(result.Events, c.Events)
		}
	}
}

// lock takes the locks an earlier try could not get together with the call's
// own, all in one order so that no two calls wait for each other.
func (t *try) lock(ctx context.Context, id string) error {
	if len(t.wanted) == 0 && len(t.held) == 1 && t.held[0] == id {
		return nil
	}
	ids := append(append(t.held[:0:0], t.wanted...), id)
	if t.wanted != nil {
		ids = append(ids, t.held...)
	}
	t.unlock()
	t.wanted = nil
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if err := t.runner.locks.lock(ctx, id); err != nil {
			return err
		}
		t.held = append(t.held, id)
	}
	return nil
}

// also takes one more lock if it is free; otherwise the whole try begins anew
// with the lock wanted.
func (t *try) also(id string) error {
	if slices.Contains(t.held, id) {
		return nil
	}
	if !t.runner.locks.tryLock(id) {
		t.wanted = append(t.wanted, id)
		return errAgain
	}
	t.held = append(t.held, id)
	return nil
}

func (t *try) unlock() {
	for _, id := range t.held {
		t.runner.locks.unlock(id)
	}
	t.held = t.held[:0]
}

// forget drops every state the try was made on from the cache.
func (t *try) forget() {
	for i := range t.changes {
		t.runner.cache.drop(t.changes[i].Instance.ID)
	}
}

// isRejection reports whether the engine refused.
func isRejection(err error) (*engine.Rejection, bool) {
	var refused *engine.Rejection
	ok := errors.As(err, &refused)
	return refused, ok
}
