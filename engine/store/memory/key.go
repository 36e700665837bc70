package memory

import (
	"context"
	"fmt"

	"github.com/laneway-flow/laneway/engine/store"
)

// Key returns the secret key of a subject.
func (s *Store) Key(_ context.Context, subject string) ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, fmt.Errorf("memory: key: %w", errClosed)
	}
	key := s.keys[subject]
	if key == nil {
		return nil, fmt.Errorf("memory: key of %s: %w", subject, store.ErrNotFound)
	}
	return clone(key), nil
}

// CreateKey stores a key unless the subject has one, and returns the one that
// is stored.
func (s *Store) CreateKey(_ context.Context, subject string, key []byte) ([]byte, error) {
	if len(key) == 0 {
		return nil, fmt.Errorf("memory: key of %s: expected at least one byte", subject)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, fmt.Errorf("memory: create key: %w", errClosed)
	}
	held, ok := s.keys[subject]
	if !ok {
		held = clone(key)
		s.keys[subject] = held
	}
	if held == nil {
		return nil, fmt.Errorf("memory: key of %s: %w", subject, store.ErrErased)
	}
	return clone(held), nil
}

// DestroyKey erases a subject's key for ever.
func (s *Store) DestroyKey(_ context.Context, subject string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return fmt.Errorf("memory: destroy key: %w", errClosed)
	}
	clear(s.keys[subject])
	s.keys[subject] = nil
	return nil
}
