package runner

import (
	"context"
	"errors"
	"sync"

	"github.com/laneway-flow/laneway/engine/store"
)

// flights lets a second request with the same key wait for the first one that
// is still under way, so that it gets the first answer.
type flights struct {
	mu    sync.Mutex
	under map[flightKey]*flight
}

type flightKey struct{ scope, key string }

type flight struct {
	done  chan struct{}
	first store.Request // set before done is closed; Key is empty when the first failed
}

// run calls do unless a request with the same key succeeds before: then it
// returns that one as a *store.Duplicate. Requests without a key go straight on.
func (f *flights) run(ctx context.Context, q store.Request, do func() (Result, error)) (Result, error) {
	if q.Key == "" {
		return do()
	}
	key := flightKey{q.Scope, q.Key}
	for {
		own, other := f.board(key)
		if own != nil {
			return f.fly(key, own, q, do)
		}
		select {
		case <-other.done:
		case <-ctx.Done():
			return Result{}, ctx.Err()
		}
		if other.first.Key != "" {
			return Result{}, &store.Duplicate{Request: other.first, Differs: other.first.BodyHash != q.BodyHash}
		}
	}
}

func (f *flights) board(key flightKey) (own, other *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if other = f.under[key]; other != nil {
		return nil, other
	}
	own = &flight{done: make(chan struct{})}
	if f.under == nil {
		f.under = make(map[flightKey]*flight)
	}
	f.under[key] = own
	return own, nil
}

func (f *flights) fly(key flightKey, own *flight, q store.Request, do func() (Result, error)) (Result, error) {
	defer func() {
		f.mu.Lock()
		delete(f.under, key)
		f.mu.Unlock()
		close(own.done)
	}()
	result, err := do()
	var before *store.Duplicate
	switch {
	case err == nil:
		own.first = q
		own.first.Answer = result.Answer
	case errors.As(err, &before):
		own.first = before.Request
	}
	return result, err
}
