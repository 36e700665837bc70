package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// effect is one that was committed, delivered or not.
type effect struct {
	store.Effect
	number int // order of commit
	done   bool
}

// keepEffects adds effects; an id that is known stays as it is.
func (s *Store) keepEffects(effects []store.Effect) {
	for _, e := range effects {
		if s.effects[e.ID] == nil {
			e.Payload = clone(e.Payload)
			s.effects[e.ID] = &effect{Effect: e, number: len(s.effects)}
		}
	}
}

// Effects returns undelivered effects that are due, soonest first.
func (s *Store) Effects(_ context.Context, at engine.Millis, limit int) ([]store.Effect, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, fmt.Errorf("memory: effects: %w", errClosed)
	}
	var due []*effect
	for _, e := range s.effects {
		if !e.done && e.Due <= at {
			due = append(due, e)
		}
	}
	slices.SortFunc(due, func(a, b *effect) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.number, b.number))
	})
	var out []store.Effect
	for _, e := range due[:min(len(due), store.Limit(limit))] {
		copied := e.Effect
		copied.Payload = clone(e.Payload)
		out = append(out, copied)
	}
	return out, nil
}

// Settle records delivery attempts.
func (s *Store) Settle(_ context.Context, deliveries []store.Delivery) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return fmt.Errorf("memory: settle: %w", errClosed)
	}
	for _, d := range deliveries {
		e := s.effects[d.Effect]
		if e == nil || e.done {
			continue
		}
		e.Attempts++
		e.Due, e.done = d.Due, d.Done
	}
	return nil
}
