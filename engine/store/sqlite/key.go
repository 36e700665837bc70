package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/laneway-flow/laneway/engine/store"
)

// Key returns the secret key of a subject.
func (s *Store) Key(ctx context.Context, subject string) ([]byte, error) {
	var key []byte
	err := s.read.QueryRowContext(ctx, `SELECT key FROM secret WHERE subject = ? AND key <> x''`, subject).Scan(&key)
	if err != nil {
		return nil, wrapped("key of "+subject, err)
	}
	return key, nil
}

// CreateKey stores a key unless the subject has one, and returns the one that
// is stored.
func (s *Store) CreateKey(ctx context.Context, subject string, key []byte) ([]byte, error) {
	if len(key) == 0 {
		return nil, fmt.Errorf("sqlite: key of %s: expected at least one byte", subject)
	}
	var held []byte
	err := s.queue.submit(ctx, func(w *writer) (refused, err error) {
		var row [1]driver.Value
		found, err := w.sql.secret.row(row[:], subject)
		if err != nil {
			return nil, err
		}
		if !found {
			held = key
			_, err = w.sql.createSecret.run(subject, key)
			return nil, err
		}
		if held = row[0].([]byte); len(held) == 0 {
			return store.ErrErased, nil
		}
		return nil, nil
	})
	if err != nil {
		return nil, wrapped("key of "+subject, err)
	}
	return append([]byte(nil), held...), nil
}

// DestroyKey erases a subject's key for ever: it is overwritten in the database
// file, and the write-ahead log that still holds it is emptied. What the file
// system or the disk keeps of old blocks is out of its reach.
func (s *Store) DestroyKey(ctx context.Context, subject string) error {
	err := s.queue.submit(ctx, func(w *writer) (refused, err error) {
		if err := w.conn.run(`PRAGMA secure_delete = ON`); err != nil {
			return nil, err
		}
		_, err = w.sql.noSecret.run(subject)
		if off := w.conn.run(`PRAGMA secure_delete = OFF`); err == nil {
			err = off
		}
		return nil, err
	})
	if err == nil {
		err = s.checkpoints.truncate(ctx)
	}
	return wrapped("destroy key of "+subject, err)
}
