package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// reader is a pool of read-only connections, or a transaction on one of them.
type reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// query reads all rows of a query.
func query[T any](ctx context.Context, from reader, text string, scan func(*sql.Rows) (T, error), args ...any) ([]T, error) {
	rows, err := from.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// snapshot runs fn on one state of the database.
func (s *Store) snapshot(ctx context.Context, fn func(tx reader) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return fn(tx)
}

// wrapped gives an error its one prefix and, where it has none yet, its type:
// what a query could not read, the store could not give.
func wrapped(operation string, err error) error {
	var duplicate *store.Duplicate
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		err = store.ErrNotFound
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrErased),
		errors.Is(err, store.ErrUnavailable), errors.Is(err, store.ErrUnknown), errors.As(err, &duplicate):
	default:
		err = fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	return fmt.Errorf("sqlite: %s: %w", operation, err)
}

const loadFrame = `SELECT i.frame, d.frame FROM instance i LEFT JOIN data d ON d.instance = i.number WHERE i.id = ?`

// Load returns the last committed state of an instance.
func (s *Store) Load(ctx context.Context, id string) (engine.Instance, error) {
	var frame, data []byte
	err := s.load.QueryRowContext(ctx, id).Scan(&frame, &data)
	if err != nil {
		return engine.Instance{}, wrapped("instance "+id, err)
	}
	in, err := joined(frame, data)
	if err != nil {
		return engine.Instance{}, fmt.Errorf("sqlite: instance %s: %w", id, err)
	}
	return in, nil
}

// Version returns the last committed version of an instance, 0 if there is none.
func (s *Store) Version(ctx context.Context, id string) (int64, error) {
	if s.closed.Load() {
		return 0, wrapped("version of "+id, errClosed)
	}
	if e := s.recent.get(id); e != nil {
		return e.version, nil
	}
	var version int64
	err := s.version.QueryRowContext(ctx, id).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return version, wrapped("version of "+id, err)
}

// `due <> 0` says which index may serve; `due > 0` would be taken for its lower
// bound, and every page would begin at the first one's. What is due at the
// cursor's own instant is asked for apart, so that a page begins where the last
// one ended even when a million are due together (a calendar opens).
const dueUntil = `SELECT id, due, version, number FROM instance
	WHERE due <> 0 AND due = ?2 AND due <= ?1 AND number > coalesce((SELECT number FROM instance WHERE id = ?3), 0)
	UNION ALL SELECT id, due, version, number FROM instance WHERE due <> 0 AND due > ?2 AND due <= ?1
	ORDER BY due, number LIMIT ?4`

// Due returns instances whose next due instant is at or before `until`.
func (s *Store) Due(ctx context.Context, until engine.Millis, after store.Wakeup, limit int) ([]store.Wakeup, error) {
	wakeups, err := query(ctx, s.read, dueUntil, func(r *sql.Rows) (w store.Wakeup, err error) {
		var number int64
		return w, r.Scan(&w.Instance, &w.Due, &w.Version, &number)
	}, int64(until), int64(after.Due), after.Instance, store.Limit(limit))
	return wakeups, wrapped("due", err)
}

const waitingFor = `SELECT instance, number FROM subscription
	WHERE message = ?1 AND key = ?2 ORDER BY instance, number LIMIT ?3`

// Subscribers returns open subscriptions for a message name and key.
func (s *Store) Subscribers(ctx context.Context, message, key string, limit int) ([]engine.Subscriber, error) {
	subscribers, err := query(ctx, s.read, waitingFor, func(r *sql.Rows) (w engine.Subscriber, err error) {
		return w, r.Scan(&w.Instance, &w.Subscription)
	}, message, key, store.Limit(limit))
	return subscribers, wrapped("subscribers of "+message, err)
}
