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

	id      string
	command engine.Command // as the engine sees it: with its id, personal values sealed; nil: not made yet
	made    bool           // id was made here: after a conflict another one is

	held   []string // locks, in the order taken
	wanted []string // locks an earlier try could not get

	snapshot *snapshot
	now      engine.Millis
	changes  []store.Change
	reads    []read   // of changes[i]
	spent    []string // keys of messages that the batch delivers
}

// read is the state a change was decided on.
type read struct {
	before *engine.Instance // never changed: it may be the cache's own
	cached bool             // it came from the cache: a refusal needs to be confirmed
	depth  int              // how many instances stand between the call and this change
}

func (t *try) run(ctx context.Context) (Result, error) {
	t.changes, t.reads, t.spent = nil, nil, nil
	t.snapshot, t.now = t.runner.snapshot.Load(), millis(t.runner.clock.Now())
	t.name()
	if err := t.lock(ctx); err != nil {
		return Result{}, err
	}
	from, err := t.load(ctx, t.id, t.call.Command)
	if err != nil {
		return Result{}, err
	}
	if err := t.judge(ctx, from.before); err != nil {
		return Result{}, t.confirm(ctx, &from, err)
	}
	in, events, err := t.step(from.before, t.command)
	if err != nil {
		return Result{}, t.confirm(ctx, &from, err)
	}
	result := Result{Instance: in, Events: events}
	if len(events) > 0 {
		t.change(from, in, events)
		if err := t.follow(ctx); err != nil {
			return Result{}, err
		}
		t.collect(&result)
	}
	return t.commit(ctx, result)
}

// name finds the instance of the call; a case to be started without an id
// gets one.
func (t *try) name() {
	if t.id != "" {
		return
	}
	t.id = t.call.Instance
	if start, ok := t.call.Command.(engine.StartInstance); ok && t.id == "" {
		if t.id = start.ID; t.id == "" {
			t.id, t.made = t.runner.numbers.next(t.runner.clock.Now()), true
		}
	}
}

// load reads an instance: what this batch made of it, the cache, the store.
// What the command may create need not exist.
func (t *try) load(ctx context.Context, id string, command engine.Command) (read, error) {
	for i := len(t.changes) - 1; i >= 0; i-- {
		if t.changes[i].Instance.ID == id {
			return read{before: &t.changes[i].Instance}, nil
		}
	}
	if t.made && id == t.id {
		return read{before: new(engine.Instance)}, nil
	}
	if in := t.runner.cache.get(id); in != nil {
		return read{before: in, cached: true}, nil
	}
	in, err := t.runner.store.Load(ctx, id)
	if errors.Is(err, store.ErrNotFound) && creates(command) {
		return read{before: new(engine.Instance)}, nil
	}
	return read{before: &in}, err
}

// creates reports whether a command may be the first one of its instance.
func creates(command engine.Command) bool {
	switch command.(type) {
	case engine.StartInstance, engine.PostMessage, engine.Subscribe:
		return true
	default:
		return false
	}
}

// judge asks the caller's check, and seals personal values at the door.
func (t *try) judge(ctx context.Context, in *engine.Instance) error {
	if t.call.Check != nil {
		if err := t.call.Check(in); err != nil {
			return err
		}
	}
	if t.command != nil {
		return nil
	}
	command := t.call.Command
	if start, ok := command.(engine.StartInstance); ok {
		start.ID = t.id
		command = start
	}
	command, err := t.door(ctx, in, command, t.call.inside)
	if err != nil {
		return err
	}
	t.command = command
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
		Facts:    engine.Facts(*from.before, events, in),
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

// lock takes the call's own lock and those an earlier try could not get, all
// in one order, so that no two calls wait for each other.
func (t *try) lock(ctx context.Context) error {
	if len(t.wanted) == 0 && slices.Contains(t.held, t.id) {
		return nil
	}
	ids := slices.Concat(t.wanted, t.held, []string{t.id})
	t.wanted = nil
	t.unlock()
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
		return errLocked
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

// forget drops every state the try was made on from the cache, and an id that
// was taken.
func (t *try) forget() {
	for i := range t.changes {
		t.runner.cache.drop(t.changes[i].Instance.ID)
	}
	if t.made {
		t.id, t.command, t.made = "", nil, false
	}
}
