package memory

import (
	"context"
	"fmt"

	"github.com/laneway-flow/laneway/engine/store"
)

// duplicate returns the request that used the key within the time it is kept.
func (s *Store) duplicate(r store.Request) *store.Duplicate {
	if r.Key == "" {
		return nil
	}
	first, ok := s.requests[requestKey{r.Scope, r.Key}]
	if !ok || first.At <= r.At-store.RequestsKept {
		return nil
	}
	first.Answer = clone(first.Answer)
	return &store.Duplicate{Request: first, Differs: first.BodyHash != r.BodyHash}
}

func (s *Store) remember(r store.Request) {
	if r.Key == "" {
		return
	}
	r.Answer = clone(r.Answer)
	s.requests[requestKey{r.Scope, r.Key}] = r
}

// Answer returns the stored answer of a request.
func (s *Store) Answer(_ context.Context, scope, key string) (store.Request, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return store.Request{}, fmt.Errorf("memory: answer: %w", errClosed)
	}
	r, ok := s.requests[requestKey{scope, key}]
	if !ok {
		return store.Request{}, fmt.Errorf("memory: request %q: %w", key, store.ErrNotFound)
	}
	r.Answer = clone(r.Answer)
	return r, nil
}

func clone(b []byte) []byte { return append([]byte(nil), b...) }
