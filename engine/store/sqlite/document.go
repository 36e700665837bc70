package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"github.com/laneway-flow/laneway/engine/store"
)

// Put appends a version of a document.
func (s *Store) Put(ctx context.Context, d store.Document, r store.Request) (int64, error) {
	var revision int64
	err := s.queue.submit(ctx, func(w *writer) (refused, err error) {
		revision, refused, err = w.put(&d, &r)
		return refused, err
	})
	if err != nil {
		return 0, wrapped("put "+d.Kind+" "+d.ID, err)
	}
	return revision, nil
}

func (w *writer) put(d *store.Document, r *store.Request) (revision int64, refused, err error) {
	var row [1]driver.Value
	if _, err := w.sql.newestDocument.row(row[:], d.Kind, d.ID); err != nil {
		return 0, nil, err
	}
	held := row[0].(int64)
	refused, err = w.keepRequest(r, held == d.Expect)
	if refused != nil || err != nil {
		return 0, refused, err
	}
	if held != d.Expect {
		return 0, fmt.Errorf("%w: it is at version %d, expected %d", store.ErrConflict, held, d.Expect), nil
	}
	w.revision++
	w.written += int64(len(d.Body)) + rowBytes
	var deleted int64
	if d.Deleted {
		deleted = 1
	}
	_, err = w.sql.document.run(w.revision, d.Kind, d.ID, d.Expect+1, int64(d.ValidFrom), deleted, blob(d.Body), int64(d.At), d.By)
	return w.revision, nil, err
}

// Revision is the newest global revision, 0 in an empty store.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	var revision int64
	err := s.read.QueryRowContext(ctx, newestRevision).Scan(&revision)
	return revision, wrapped("revision", err)
}

const newestRevision = `SELECT coalesce(max(revision), 0) FROM document`

const documentNewest = `WHERE kind = ? AND id = ? ORDER BY version DESC LIMIT 1`

const documentColumns = `SELECT kind, id, version, revision, valid_from, deleted, body, at, by FROM document `

// Document returns the newest version of one document.
func (s *Store) Document(ctx context.Context, kind, id string) (store.Document, error) {
	found, err := query(ctx, s.read, documentColumns+documentNewest, scanDocument, kind, id)
	if err == nil && len(found) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return store.Document{}, wrapped(kind+" "+id, err)
	}
	return found[0], nil
}

// Documents returns the newest version of each document of a kind.
func (s *Store) Documents(ctx context.Context, kind string) ([]store.Document, error) {
	newest := `WHERE revision IN (SELECT max(revision) FROM document GROUP BY kind, id) ORDER BY kind, id`
	args := []any{}
	if kind != "" {
		newest = `WHERE revision IN (SELECT max(revision) FROM document WHERE kind = ? GROUP BY id) ORDER BY id`
		args = append(args, kind)
	}
	documents, err := query(ctx, s.read, documentColumns+newest, scanDocument, args...)
	return documents, wrapped("documents "+kind, err)
}

// DocumentVersions returns every version of one document, oldest first.
func (s *Store) DocumentVersions(ctx context.Context, kind, id string) ([]store.Document, error) {
	versions, err := query(ctx, s.read, documentColumns+`WHERE kind = ? AND id = ? ORDER BY version`, scanDocument, kind, id)
	return versions, wrapped("versions of "+kind+" "+id, err)
}

func scanDocument(r *sql.Rows) (d store.Document, err error) {
	err = r.Scan(&d.Kind, &d.ID, &d.Version, &d.Revision, &d.ValidFrom, &d.Deleted, &d.Body, &d.At, &d.By)
	d.Expect = d.Version - 1
	return d, err
}
