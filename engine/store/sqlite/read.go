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

const loadFrame = `SELECT frame FROM instance WHERE id = ?`

// Load returns the last committed state of an instance.
func (s *Store) Load(ctx context.Context, id string) (engine.Instance, error) {
	var frame []byte
	err := s.load.QueryRowContext(ctx, id).Scan(&frame)
	if err != nil {
		return engine.Instance{}, wrapped("instance "+id, err)
	}
	in, err := unpadded(frame)
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

// historyOf walks an instance's commits from the newest back to the one that
// holds event ?2, and returns them oldest first.
const historyOf = `
	WITH RECURSIVE chain (position, previous) AS (
		SELECT l.position, l.previous FROM instance i JOIN log l ON l.position = i.log
		WHERE i.id = ?1 AND l.last >= ?2
		UNION ALL
		SELECT l.position, l.previous FROM chain JOIN log l ON l.position = chain.previous
		WHERE l.last >= ?2
	)
	SELECT frame FROM log WHERE position IN (SELECT position FROM chain) ORDER BY position LIMIT ?3`

// History returns the events of an instance from event number `from` on.
func (s *Store) History(ctx context.Context, id string, from int64, limit int) ([]engine.Event, error) {
	limit = store.Limit(limit)
	commits, err := query(ctx, s.read, historyOf, func(r *sql.Rows) ([]engine.Event, error) {
		var frame []byte
		if err := r.Scan(&frame); err != nil {
			return nil, err
		}
		return engine.DecodeEvents(frame)
	}, id, from, limit)
	if err != nil {
		return nil, wrapped("history of "+id, err)
	}
	var out []engine.Event
	for _, events := range commits {
		for _, e := range events {
			if e.Seq >= from && len(out) < limit {
				out = append(out, e)
			}
		}
	}
	return out, nil
}

const logBehind = `SELECT l.position, i.id, l.version, l.frame FROM log l JOIN instance i ON i.number = l.instance
	WHERE l.position > ?1 ORDER BY l.position LIMIT ?2`

// Log returns commits of all instances behind a log position. There is one
// writer, so positions become visible in their order and nothing appears later
// between two that were read.
func (s *Store) Log(ctx context.Context, after int64, limit int) ([]store.Commit, error) {
	commits, err := query(ctx, s.read, logBehind, func(r *sql.Rows) (c store.Commit, err error) {
		var frame []byte
		if err := r.Scan(&c.Position, &c.Instance, &c.Version, &frame); err != nil {
			return c, err
		}
		c.Events, err = engine.DecodeEvents(frame)
		return c, err
	}, after, store.Limit(limit))
	return commits, wrapped("log", err)
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
