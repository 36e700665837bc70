package memory

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// History returns the events of an instance from event number `from` on.
func (s *Store) History(_ context.Context, id string, from int64, limit int) ([]engine.Event, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, fmt.Errorf("memory: history of %s: %w", id, errClosed)
	}
	r := s.instances[id]
	if r == nil {
		return nil, nil
	}
	limit = store.Limit(limit)
	var out []engine.Event
	first := sort.Search(len(r.commits), func(i int) bool { return s.log[r.commits[i]].last >= from })
	for _, i := range r.commits[first:] {
		for _, e := range s.log[i].events() {
			if e.Seq < from {
				continue
			}
			if len(out) == limit {
				return out, nil
			}
			out = append(out, e)
		}
	}
	return out, nil
}

// Log returns commits of all instances behind a log position.
func (s *Store) Log(_ context.Context, after int64, limit int) ([]store.Commit, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, fmt.Errorf("memory: log: %w", errClosed)
	}
	after = min(max(after, 0), int64(len(s.log)))
	limit = min(store.Limit(limit), len(s.log)-int(after))
	out := make([]store.Commit, 0, limit)
	for i, c := range s.log[after : int(after)+limit] {
		out = append(out, store.Commit{
			Position: after + int64(i) + 1,
			Instance: c.instance,
			Version:  c.version,
			Events:   c.events(),
		})
	}
	return out, nil
}

// events panics on a frame that this process has written and cannot read.
func (c *commit) events() []engine.Event {
	events, err := engine.DecodeEvents(c.frame)
	if err != nil {
		panic("memory: events of " + c.instance + ": " + err.Error())
	}
	return events
}

// Facts streams facts of one instance, or of all, in the order written.
func (s *Store) Facts(_ context.Context, id string, fn func(engine.Fact) error) error {
	s.mu.RLock()
	facts, closed := slices.Clip(s.facts), s.closed // only ever appended to
	s.mu.RUnlock()
	if closed {
		return fmt.Errorf("memory: facts: %w", errClosed)
	}
	for _, f := range facts {
		if id != "" && instanceOf(f) != id {
			continue
		}
		if err := fn(copied(f)); err != nil {
			return err
		}
	}
	return nil
}

func instanceOf(f engine.Fact) string {
	switch f := f.(type) {
	case engine.VisitFact:
		return f.Instance
	case engine.TurnFact:
		return f.Instance
	}
	return ""
}

func copied(f engine.Fact) engine.Fact {
	if v, ok := f.(engine.VisitFact); ok {
		v.Holds = slices.Clone(v.Holds)
		return v
	}
	return f
}
