package sqlite

import (
	"context"
	"database/sql"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// keepEffect writes an effect; one whose id is known stays as it is.
func (w *writer) keepEffect(e *store.Effect) error {
	w.effect++
	_, err := w.sql.effect.run(w.effect, e.ID, e.Instance, e.Kind, e.Target, blob(e.Payload), int64(e.Due), int64(e.Attempts))
	w.written += int64(len(e.Payload)) + rowBytes
	return err
}

// blob is a value that is never NULL.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

const effectsDue = `SELECT id, instance, kind, target, payload, due, attempts FROM effect
	WHERE done = 0 AND due <= ?1 ORDER BY due, number LIMIT ?2`

// Effects returns undelivered effects that are due, soonest first.
func (s *Store) Effects(ctx context.Context, at engine.Millis, limit int) ([]store.Effect, error) {
	effects, err := query(ctx, s.read, effectsDue, func(r *sql.Rows) (e store.Effect, err error) {
		return e, r.Scan(&e.ID, &e.Instance, &e.Kind, &e.Target, &e.Payload, &e.Due, &e.Attempts)
	}, int64(at), store.Limit(limit))
	return effects, wrapped("effects", err)
}

// Settle records delivery attempts.
func (s *Store) Settle(ctx context.Context, deliveries []store.Delivery) error {
	err := s.queue.submit(ctx, func(w *writer) (refused, err error) {
		for _, d := range deliveries {
			var done int64
			if d.Done {
				done = 1
			}
			if _, err := w.sql.settle.run(done, int64(d.Due), int64(d.At), d.Result, d.Effect); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return wrapped("settle", err)
}
