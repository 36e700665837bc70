package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// logEntry is one commit in a pack of the log.
type logEntry struct {
	position, version int64
	last              int64 // number of its last event
	previous          int64 // position of the instance's commit before it, or 0
	instance          string
	frame             []byte
}

// keepLog appends a commit to the log and returns its position.
func (w *writer) keepLog(in *engine.Instance, previous int64, frame []byte) (position int64, err error) {
	w.position++
	b := appendNumbers(w.log.bytes, w.position, in.Version, in.Seq, previous)
	w.log.bytes = appendBytes(appendText(b, in.ID), frame)
	return w.position, w.log.added(w.position, w.sql.log)
}

func (u *unpacker) logEntry() logEntry {
	return logEntry{position: u.number(), version: u.number(), last: u.number(), previous: u.number(), instance: u.text(), frame: u.value()}
}

const packOf = `SELECT pack FROM log WHERE last >= ?1 ORDER BY last LIMIT 1`

// commitAt reads the commit at a position; the pack it stood in comes back for
// the next one.
func commitAt(ctx context.Context, tx reader, position int64, pack []byte) (logEntry, []byte, error) {
	for range 2 {
		u := unpacker{bytes: pack}
		for u.more() {
			if e := u.logEntry(); e.position == position && u.err == nil {
				return e, pack, nil
			}
		}
		if u.err != nil {
			return logEntry{}, nil, u.err
		}
		if err := tx.QueryRowContext(ctx, packOf, position).Scan(&pack); err != nil {
			return logEntry{}, nil, err
		}
	}
	return logEntry{}, nil, errors.New("the log has a gap")
}

const newestCommit = `SELECT log FROM instance WHERE id = ?1`

// History returns the events of an instance from event number `from` on. It
// walks from the newest commit back to the one that holds the event.
func (s *Store) History(ctx context.Context, id string, from int64, limit int) ([]engine.Event, error) {
	limit = store.Limit(limit)
	var frames [][]byte // newest first
	err := s.snapshot(ctx, func(tx reader) error {
		var position int64
		var pack []byte
		if err := tx.QueryRowContext(ctx, newestCommit, id).Scan(&position); err != nil {
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			return err
		}
		for position > 0 {
			e, in, err := commitAt(ctx, tx, position, pack)
			if err != nil {
				return err
			}
			if e.last < from {
				return nil
			}
			pack = in
			frames = append(frames, e.frame)
			position = e.previous
		}
		return nil
	})
	if err != nil {
		return nil, wrapped("history of "+id, err)
	}
	var out []engine.Event
	for _, frame := range slices.Backward(frames) {
		events, err := engine.DecodeEvents(frame)
		if err != nil {
			return nil, wrapped("history of "+id, err)
		}
		for _, e := range events {
			if e.Seq >= from && len(out) < limit {
				out = append(out, e)
			}
		}
		if len(out) == limit {
			break
		}
	}
	return out, nil
}

// packsRead is how many packs one query reads.
const packsRead = 64

const packsBehind = `SELECT pack FROM log WHERE last > ?1 ORDER BY last LIMIT ?2`

// Log returns commits of all instances behind a log position. There is one
// writer, so positions become visible in their order and nothing appears later
// between two that were read.
func (s *Store) Log(ctx context.Context, after int64, limit int) ([]store.Commit, error) {
	limit = store.Limit(limit)
	var commits []store.Commit
	for {
		packs, err := query(ctx, s.read, packsBehind, scanPack, after, packsRead)
		if err != nil {
			return nil, wrapped("log", err)
		}
		for _, pack := range packs {
			for u := (unpacker{bytes: pack}); u.more(); {
				e := u.logEntry()
				if u.err != nil {
					return nil, wrapped("log", u.err)
				}
				if e.position <= after {
					continue
				}
				events, err := engine.DecodeEvents(e.frame)
				if err != nil {
					return nil, wrapped("log", err)
				}
				commits = append(commits, store.Commit{Position: e.position, Instance: e.instance, Version: e.version, Events: events})
				if after = e.position; len(commits) == limit {
					return commits, nil
				}
			}
		}
		if len(packs) < packsRead {
			return commits, nil
		}
	}
}

func scanPack(r *sql.Rows) (pack []byte, err error) { return pack, r.Scan(&pack) }
