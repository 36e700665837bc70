package runner

import (
	"context"
	"errors"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// maxTries bounds how often a call is decided anew after a conflict.
const maxTries = 16

// errAgain says that a try was made on stale state: decide again. errLocked:
// without a lock that it turned out to need, which the next try takes first.
var (
	errAgain  = errors.New("decide again")
	errLocked = errors.New("decide again with more locks")
)

// Do loads the instance, lets engine.Step decide, commits and answers.
//
// Errors: *engine.Rejection, *store.Duplicate (the request key was used
// before: its Request holds the first answer), *Defect (the engine panicked:
// nothing changed), whatever Check returned, store.ErrNotFound, ErrConflict
// (after bounded retries), ErrUnavailable, ErrUnknown, ErrClosed.
func (r *Runner) Do(ctx context.Context, call Call) (Result, error) {
	if err := r.calls.enter(); err != nil {
		return Result{}, err
	}
	defer r.calls.leave()
	if call.Request.Key == "" {
		return r.decide(ctx, &call)
	}
	return r.flights.run(ctx, call.Request, func() (Result, error) { return r.decide(ctx, &call) })
}

// decide tries until a try was made on the newest state.
func (r *Runner) decide(ctx context.Context, call *Call) (Result, error) {
	t := try{runner: r, call: call}
	defer t.unlock()
	for tries := 0; tries < maxTries; tries++ {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		result, err := t.run(ctx)
		switch {
		case err == nil:
			return result, nil
		case errors.Is(err, errLocked):
			if len(t.held) < 4*maxChanges {
				tries-- // the locks only grow, so this comes to an end
			}
		case errors.Is(err, errAgain):
		case errors.Is(err, store.ErrConflict):
			t.forget()
		default:
			return Result{}, r.firstAnswer(ctx, call.Request, err)
		}
	}
	return Result{}, store.ErrConflict
}

// firstAnswer looks whether the reason for a refusal is that the same request
// was carried out before: then its answer is what the caller wants.
func (r *Runner) firstAnswer(ctx context.Context, q store.Request, refusal error) error {
	if q.Key == "" {
		return refusal
	}
	first, err := r.store.Answer(ctx, q.Scope, q.Key)
	if err != nil {
		return refusal
	}
	return &store.Duplicate{Request: first, Differs: first.BodyHash != q.BodyHash}
}

// Load returns the last committed state of an instance, or store.ErrNotFound.
// A cached state is confirmed by its version.
func (r *Runner) Load(ctx context.Context, id string) (engine.Instance, error) {
	if in := r.cache.get(id); in != nil {
		version, err := r.store.Version(ctx, id)
		if err != nil {
			return engine.Instance{}, err
		}
		if version == in.Version {
			return *in, nil
		}
	}
	in, err := r.store.Load(ctx, id)
	if err != nil {
		return engine.Instance{}, err
	}
	r.cache.put(&in)
	return in, nil
}
