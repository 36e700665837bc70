// Package memory is a store that forgets: the reference that says in the
// plainest way what a store does, for tests and for trying things out.
//
// What is handed in is encoded at once and what is handed out is decoded anew,
// so nothing a caller does to its values afterwards reaches the store.
package memory

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// Store keeps everything in maps behind one lock. New makes one.
type Store struct {
	mu        sync.RWMutex
	closed    bool
	instances map[string]*record
	log       []commit
	requests  map[requestKey]store.Request
	facts     []engine.Fact
	effects   map[string]*effect
	documents []store.Document
	keys      map[string][]byte // nil: erased
}

var _ store.Store = (*Store)(nil)

// record is what the store has of one instance.
type record struct {
	number  int // order of first commit
	frame   []byte
	state   engine.Instance // of frame; read only
	commits []int           // its entries of the log
}

// commit is one entry of the log; its position is its index plus one.
type commit struct {
	instance string
	version  int64
	last     int64 // number of its last event
	frame    []byte
}

type requestKey struct{ scope, key string }

var errClosed = fmt.Errorf("%w: it was closed", store.ErrUnavailable)

// New returns an empty store.
func New() *Store {
	return &Store{
		instances: map[string]*record{},
		requests:  map[requestKey]store.Request{},
		effects:   map[string]*effect{},
		keys:      map[string][]byte{},
	}
}

// Commit writes all changes of the batch, or nothing.
func (s *Store) Commit(ctx context.Context, b store.Batch) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("memory: commit: %w: %w", store.ErrUnavailable, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return fmt.Errorf("memory: commit: %w", errClosed)
	}
	if d := s.duplicate(b.Request); d != nil {
		return d
	}
	if err := s.check(b.Changes); err != nil {
		return fmt.Errorf("memory: commit: %w", err)
	}
	for i := range b.Changes {
		s.write(&b.Changes[i])
	}
	s.remember(b.Request)
	return nil
}

// check compares every change with the stored versions; a change may follow
// another one of the same instance within the batch.
func (s *Store) check(changes []store.Change) error {
	after := map[string]int64{}
	for i := range changes {
		c := &changes[i]
		id := c.Instance.ID
		held, ok := after[id]
		if !ok {
			held = s.version(id)
		}
		if held != c.Expect {
			return fmt.Errorf("%w: instance %s is at version %d, expected %d", store.ErrConflict, id, held, c.Expect)
		}
		after[id] = c.Expect + 1
	}
	return nil
}

func (s *Store) write(c *store.Change) {
	frame := engine.AppendInstance(nil, &c.Instance)
	r := s.instances[c.Instance.ID]
	if r == nil {
		r = &record{number: len(s.instances)}
		s.instances[c.Instance.ID] = r
	}
	r.frame, r.state = frame, decoded(frame)
	r.commits = append(r.commits, len(s.log))
	s.log = append(s.log, commit{
		instance: c.Instance.ID,
		version:  c.Instance.Version,
		last:     c.Instance.Seq,
		frame:    engine.AppendEvents(nil, c.Events),
	})
	s.facts = append(s.facts, c.Facts...)
	s.keepEffects(c.Effects)
}

// decoded panics on a frame that this process has written and cannot read.
func decoded(frame []byte) engine.Instance {
	in, err := engine.DecodeInstance(frame)
	if err != nil {
		panic("memory: instance: " + err.Error())
	}
	return in
}

func (s *Store) version(id string) int64 {
	if r := s.instances[id]; r != nil {
		return r.state.Version
	}
	return 0
}

// Load returns the last committed state of an instance.
func (s *Store) Load(_ context.Context, id string) (engine.Instance, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return engine.Instance{}, fmt.Errorf("memory: load %s: %w", id, errClosed)
	}
	r := s.instances[id]
	if r == nil {
		return engine.Instance{}, fmt.Errorf("memory: instance %s: %w", id, store.ErrNotFound)
	}
	return decoded(r.frame), nil
}

// Version returns the last committed version of an instance, 0 if there is none.
func (s *Store) Version(_ context.Context, id string) (int64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return 0, fmt.Errorf("memory: version of %s: %w", id, errClosed)
	}
	return s.version(id), nil
}

// Close releases the store; afterwards it answers store.ErrUnavailable.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errors.New("memory: close: it was closed before")
	}
	s.closed = true
	return nil
}
