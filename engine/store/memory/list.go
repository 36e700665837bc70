package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// Due returns instances whose next due instant is at or before `until`.
func (s *Store) Due(_ context.Context, until engine.Millis, after store.Wakeup, limit int) ([]store.Wakeup, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, fmt.Errorf("memory: due: %w", errClosed)
	}
	var out []store.Wakeup
	for id, r := range s.instances {
		w := store.Wakeup{Instance: id, Due: r.state.NextDue(), Version: r.state.Version}
		if w.Due != 0 && w.Due <= until && s.compareWakeups(w, after) > 0 {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, s.compareWakeups)
	return page(out, limit), nil
}

// number is the place of an instance among all, 0 for one that is not known.
func (s *Store) number(id string) int {
	if r := s.instances[id]; r != nil {
		return r.number + 1
	}
	return 0
}

func (s *Store) compareWakeups(a, b store.Wakeup) int {
	return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(s.number(a.Instance), s.number(b.Instance)))
}

// Subscribers returns open subscriptions for a message name and key.
func (s *Store) Subscribers(_ context.Context, message, key string, limit int) ([]engine.Subscriber, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, fmt.Errorf("memory: subscribers of %s: %w", message, errClosed)
	}
	var out []engine.Subscriber
	for id, r := range s.instances {
		for _, sub := range r.state.Subscriptions {
			if sub.Message == message && sub.Key == key {
				out = append(out, engine.Subscriber{Instance: id, Subscription: sub.Number})
			}
		}
	}
	slices.SortFunc(out, func(a, b engine.Subscriber) int {
		return cmp.Or(strings.Compare(a.Instance, b.Instance), cmp.Compare(a.Subscription, b.Subscription))
	})
	return page(out, limit), nil
}

// Instances answers a list of cases, newest start first.
func (s *Store) Instances(_ context.Context, q store.InstanceQuery) ([]store.InstanceRow, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, fmt.Errorf("memory: instances: %w", errClosed)
	}
	newestFirst := func(a, b store.InstanceCursor) int {
		return cmp.Or(cmp.Compare(b.StartedAt, a.StartedAt), cmp.Compare(s.number(b.ID), s.number(a.ID)))
	}
	var out []store.InstanceRow
	for _, r := range s.instances {
		row := store.RowOf(&r.state)
		if r.state.Mailbox != nil || !selects(&q, &row) ||
			q.Before != (store.InstanceCursor{}) && newestFirst(row.Cursor(), q.Before) <= 0 {
			continue
		}
		out = append(out, row)
	}
	slices.SortFunc(out, func(a, b store.InstanceRow) int { return newestFirst(a.Cursor(), b.Cursor()) })
	return page(out, q.Limit), nil
}

func selects(q *store.InstanceQuery, row *store.InstanceRow) bool {
	return (q.Process == "" || row.Process == q.Process) &&
		(q.Customer == "" || row.Customer == q.Customer) &&
		(len(q.States) == 0 || slices.Contains(q.States, row.State)) &&
		(!q.Incident || row.Incidents > 0) &&
		strings.HasPrefix(row.ID, q.Prefix)
}

// Incidents answers a list of open incidents, oldest first.
func (s *Store) Incidents(_ context.Context, q store.IncidentQuery) ([]store.IncidentRow, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, fmt.Errorf("memory: incidents: %w", errClosed)
	}
	oldestFirst := func(a, b store.IncidentCursor) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(s.number(a.Instance), s.number(b.Instance)), cmp.Compare(a.Incident, b.Incident))
	}
	var out []store.IncidentRow
	for id, r := range s.instances {
		if q.Instance != "" && id != q.Instance || q.Process != "" && r.state.Process != q.Process {
			continue
		}
		for _, incident := range r.state.Incidents {
			row := store.IncidentRow{Instance: id, Process: r.state.Process, Edition: r.state.Edition, Incident: incident}
			if oldestFirst(row.Cursor(), q.After) > 0 {
				out = append(out, row)
			}
		}
	}
	slices.SortFunc(out, func(a, b store.IncidentRow) int { return oldestFirst(a.Cursor(), b.Cursor()) })
	return page(out, q.Limit), nil
}

func page[T any](rows []T, limit int) []T {
	return slices.Clip(rows[:min(len(rows), store.Limit(limit))])
}
