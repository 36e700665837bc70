package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

const (
	pruneEvery = 64  // requests kept between two prunings
	pruneRows  = 256 // removed at once at most: a small bite that nobody feels
)

// keepRequest stores a request under its key, or returns the *store.Duplicate
// that stands there. When add is false it only looks.
func (w *writer) keepRequest(r *store.Request, add bool) (refused, err error) {
	if r.Key == "" {
		return nil, nil
	}
	if add {
		if added, err := w.addRequest(r); added || err != nil {
			return nil, err
		}
	}
	first := store.Request{Scope: r.Scope, Key: r.Key}
	var row [3]driver.Value
	found, err := w.sql.useRequest.row(row[:], r.Scope, r.Key)
	if err != nil || !found {
		return nil, err
	}
	copy(first.BodyHash[:], row[0].([]byte))
	first.Answer, first.At = row[1].([]byte), engine.Millis(row[2].(int64))
	if first.At > r.At-store.RequestsKept {
		return &store.Duplicate{Request: first, Differs: first.BodyHash != r.BodyHash}, nil
	}
	if !add {
		return nil, nil
	}
	if _, err := w.sql.dropRequest.run(r.Scope, r.Key); err != nil {
		return nil, err
	}
	_, err = w.addRequest(r)
	return nil, err
}

func (w *writer) addRequest(r *store.Request) (bool, error) {
	w.request++
	rows, err := w.sql.request.run(w.request, r.Scope, r.Key, r.BodyHash[:], blob(r.Answer), int64(r.At))
	if err != nil || rows == 0 {
		return false, err
	}
	w.written += int64(len(r.Answer)) + rowBytes
	if w.unpruned++; w.unpruned >= pruneEvery {
		w.unpruned = 0
		if _, err := w.sql.oldRequests.run(int64(r.At)-store.RequestsKept, int64(pruneRows)); err != nil {
			return false, fmt.Errorf("prune requests: %w", err)
		}
	}
	return true, nil
}

// Answer returns the stored answer of a request.
func (s *Store) Answer(ctx context.Context, scope, key string) (store.Request, error) {
	r := store.Request{Scope: scope, Key: key}
	var hash []byte
	err := s.read.QueryRowContext(ctx, `SELECT body, answer, at FROM request WHERE scope = ? AND key = ?`, scope, key).
		Scan(&hash, &r.Answer, &r.At)
	if err != nil {
		return store.Request{}, wrapped(fmt.Sprintf("request %q", key), err)
	}
	copy(r.BodyHash[:], hash)
	return r, nil
}
