package sqlite

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/laneway-flow/laneway/engine/store"
)

// writer is the one goroutine that writes, and everything only it touches.
type writer struct {
	conn   *connection
	sql    *statements
	queue  *queue
	recent *recent
	words  *words
	broken error // why nothing is written any more until the store is opened anew

	// The last numbers given, of what is committed or about to be.
	instance, position, fact, effect, request, revision int64

	log, facts pack

	pending   map[string]*entry // what this transaction has written
	unpruned  int               // requests kept since the last pruning
	written   int64             // bytes since the last checkpoint, roughly
	checkNow  func()            // asks for a checkpoint
	checkSize int64
	done      chan struct{}
}

// loop writes groups until the queue is closed.
func (w *writer) loop() {
	defer close(w.done)
	for {
		g, ok := w.queue.take()
		if !ok {
			return
		}
		w.group(g.jobs)
		close(g.done)
		if w.written >= w.checkSize {
			w.written = 0
			w.checkNow()
		}
	}
}

// group gives every job its outcome. When a shared transaction fails by the
// doing of one job, each is tried alone, so that only that one fails.
func (w *writer) group(jobs []*job) {
	jobs = slices.DeleteFunc(jobs, func(j *job) bool {
		if j.alone != nil {
			j.err = j.alone(w)
		}
		return j.alone != nil
	})
	if len(jobs) == 0 {
		return
	}
	err := w.transaction(jobs)
	if err == nil {
		return
	}
	if w.broken != nil || len(jobs) == 1 || !ofOneJob(err) {
		for _, j := range jobs {
			j.err = err
		}
		return
	}
	for i := range jobs {
		if err := w.transaction(jobs[i : i+1]); err != nil {
			jobs[i].err = err
		}
	}
}

// transaction runs the jobs in one durable transaction. With an error nothing
// of it was written, or w.broken is set and nobody knows.
func (w *writer) transaction(jobs []*job) error {
	if w.broken != nil {
		return fmt.Errorf("%w: stopped by an earlier failure: %w", store.ErrUnavailable, w.broken)
	}
	if _, err := w.sql.begin.run(); err != nil {
		return fmt.Errorf("%w: begin: %w", store.ErrUnavailable, err)
	}
	for _, j := range jobs {
		refused, err := j.do(w)
		if err != nil {
			w.rollback()
			return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
		}
		j.err = refused
	}
	if err := errors.Join(w.log.flush(w.sql.log), w.facts.flush(w.sql.facts)); err != nil {
		w.rollback()
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	if _, err := w.sql.commit.run(); err != nil {
		return w.failed(err)
	}
	w.recent.put(w.pending)
	clear(w.pending)
	return nil
}

// failed judges a COMMIT that returned an error. A full disk leaves the
// transaction without its commit record. After any other error the record may
// or may not reach the disk: the outcome is unknown, and so is everything the
// page cache holds. Then nothing more is written until the file is opened anew.
func (w *writer) failed(err error) error {
	switch codeOf(err) {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_NOMEM:
		w.rollback()
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	w.broken = err
	w.rollback()
	return fmt.Errorf("%w: commit: %w", store.ErrUnknown, err)
}

// rollback forgets what the transaction wrote, here and in the database.
func (w *writer) rollback() {
	// SQLite itself rolls back on some errors; then there is nothing to do.
	_, _ = w.sql.rollback.run()
	clear(w.pending)
	w.log.bytes, w.facts.bytes = w.log.bytes[:0], w.facts.bytes[:0]
	if err := w.restore(); err != nil && w.broken == nil {
		w.broken = err
	}
}

// restore reads the last numbers given and the words from the database.
func (w *writer) restore() error {
	for _, c := range []struct {
		number *int64
		query  string
	}{
		{&w.instance, `SELECT coalesce(max(number), 0) FROM instance`},
		{&w.position, `SELECT coalesce(max(last), 0) FROM log`},
		{&w.fact, `SELECT coalesce(max(last), 0) FROM fact`},
		{&w.effect, `SELECT coalesce(max(number), 0) FROM effect`},
		{&w.request, `SELECT coalesce(max(number), 0) FROM request`},
		{&w.revision, newestRevision},
	} {
		if err := w.conn.rows(c.query, func(row []driver.Value) { *c.number = row[0].(int64) }); err != nil {
			return fmt.Errorf("last numbers: %w", err)
		}
	}
	words, err := readWords(w.conn)
	w.words = words
	return err
}

// ofOneJob reports whether the error may lie in what one job wrote: a value
// too big, a number out of place. A full disk or a failing one lies in none.
func ofOneJob(err error) bool {
	switch codeOf(err) {
	case sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE, 0:
		return true
	}
	return false
}
