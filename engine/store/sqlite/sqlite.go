// Package sqlite keeps everything in one SQLite file: the store of the default
// installation, which needs no server.
//
// One goroutine writes. What callers ask for while a transaction is made
// durable gathers for the next one, so hundreds share the price of one fsync;
// each still gets an outcome of its own. Readers have read-only connections and
// see the last durable transaction. Write-ahead log, synchronous=FULL: what was
// acknowledged survives a kill and, on an honest disk, a power loss.
//
// A lock file beside the database keeps other processes out; the kernel
// releases it with the process, however that ends.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync/atomic"

	"modernc.org/sqlite"

	"github.com/laneway-flow/laneway/engine/store"
)

// Store is one open database file. Open makes one.
type Store struct {
	queue       *queue
	recent      *recent
	writer      *writer
	checkpoints *checkpoints

	read          *sql.DB // read-only connections
	load, version *sql.Stmt

	path   string
	lock   *fileLock
	closed atomic.Bool
}

var _ store.Store = (*Store)(nil)

var errClosed = fmt.Errorf("%w: it was closed", store.ErrUnavailable)

const (
	readers    = 8
	recentSize = 32 << 10 // instances in each of two generations
	pageCache  = 64 << 20 // bytes, of the writer's connection
)

// Open opens the database file at path, creating it or bringing its schema up
// to date as needed. It refuses a file that another process has open, an SQLite
// library older than 3.51.3, and a schema newer than this program.
func Open(ctx context.Context, path string) (*Store, error) {
	s := &Store{queue: newQueue(), recent: newRecent(recentSize)}
	if err := s.open(ctx, path); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: open %s: %w", path, err), s.release())
	}
	go s.writer.loop()
	go s.checkpoints.loop()
	return s, nil
}

func (s *Store) open(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	s.path = path
	if err != nil {
		return err
	}
	if s.lock, err = lock(path + ".lock"); err != nil {
		return err
	}
	if err := migrate(ctx, path); err != nil {
		return err
	}
	s.checkpoints = &checkpoints{queue: s.queue, ask: make(chan chan error, 1), stop: make(chan struct{}), done: make(chan struct{})}
	if s.writer, err = newWriter(path, s); err != nil {
		return err
	}
	if s.checkpoints.conn, err = connect(dsn(path)); err != nil {
		return err
	}
	return s.openReaders(ctx, path)
}

// dsn names the file with the settings every connection has. The writer's
// checkpoints are asked for, never automatic.
func dsn(path string, pragmas ...string) string {
	q := url.Values{"_pragma": append([]string{
		"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(10000)", "wal_autocheckpoint(0)",
	}, pragmas...)}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

func newWriter(path string, s *Store) (*writer, error) {
	conn, err := connect(dsn(path, fmt.Sprintf("cache_size(-%d)", pageCache>>10)))
	if err != nil {
		return nil, err
	}
	w := &writer{
		conn:      conn,
		queue:     s.queue,
		recent:    s.recent,
		pending:   map[string]*entry{},
		checkNow:  s.checkpoints.request,
		checkSize: checkpointBytes,
		done:      make(chan struct{}),
	}
	if w.sql, err = prepareAll(conn); err != nil {
		return nil, errors.Join(err, conn.close())
	}
	if err := w.restore(); err != nil {
		return nil, errors.Join(err, conn.close())
	}
	return w, nil
}

func (s *Store) openReaders(ctx context.Context, path string) error {
	connector, err := sqlite.NewConnector(dsn(path, "query_only(1)"))
	if err != nil {
		return err
	}
	s.read = sql.OpenDB(connector)
	s.read.SetMaxOpenConns(readers)
	s.read.SetMaxIdleConns(readers)
	if s.load, err = s.read.PrepareContext(ctx, loadFrame); err != nil {
		return err
	}
	s.version, err = s.read.PrepareContext(ctx, `SELECT version FROM instance WHERE id = ?`)
	return err
}

// Close lets the writer finish what waits, then releases the file. Whatever is
// asked afterwards finds the store unavailable.
func (s *Store) Close() error {
	if !s.queue.close() {
		return errors.New("sqlite: close: it was closed before")
	}
	s.closed.Store(true)
	<-s.writer.done
	close(s.checkpoints.stop)
	<-s.checkpoints.done
	if err := s.release(); err != nil {
		return fmt.Errorf("sqlite: close: %w", err)
	}
	return nil
}

// release gives back what was opened, readers first: the last connection to
// close moves what is left in the write-ahead log into the file.
func (s *Store) release() error {
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.checkpoints != nil && s.checkpoints.conn != nil {
		errs = append(errs, s.checkpoints.conn.close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.conn.close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.release())
	}
	return errors.Join(errs...)
}
