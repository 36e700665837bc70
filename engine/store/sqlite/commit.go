package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// encoded is a change made ready by the caller, so that the writer has nothing
// left to do but to decide and write.
type encoded struct {
	*store.Change
	state, events []byte
	data          []byte // nil when they have not changed
	index         indexed
}

// entry is what the writer must know of an instance to change it.
type entry struct {
	number    int64
	version   int64
	log, fact int64 // its newest rows there
	index     indexed
}

// absent is the entry of an instance that was never committed.
var absent entry

// Commit writes all changes of the batch, or nothing.
func (s *Store) Commit(ctx context.Context, b store.Batch) error {
	changes := make([]encoded, len(b.Changes))
	for i := range b.Changes {
		c := &b.Changes[i]
		changes[i] = encoded{
			Change: c,
			events: engine.AppendEvents(nil, c.Events),
			index:  indexOf(&c.Instance),
		}
		changes[i].state, changes[i].data = framed(&c.Instance, c.Expect == 0 || engine.WritesData(c.Events))
	}
	err := s.queue.submit(ctx, func(w *writer) (refused, err error) {
		return w.commitBatch(changes, &b.Request)
	})
	return wrapped("commit", err)
}

// commitBatch decides about a batch and writes it.
func (w *writer) commitBatch(changes []encoded, r *store.Request) (refused, err error) {
	before, conflict, err := w.check(changes)
	if err != nil {
		return nil, err
	}
	// A repeated request mostly asks for a version that it changed itself the
	// first time: it is a duplicate before it is a conflict.
	if refused, err = w.keepRequest(r, conflict == nil); refused != nil || err != nil {
		return refused, err
	}
	if conflict != nil {
		return conflict, nil
	}
	for i := range changes {
		c := &changes[i]
		old := before[i]
		if e := w.pending[c.Instance.ID]; e != nil {
			old = e // by this batch
		}
		if err := w.write(c, old); err != nil {
			return nil, fmt.Errorf("instance %s: %w", c.Instance.ID, err)
		}
	}
	return nil, nil
}

// check compares every change with what stands in the store; a change may
// follow another one of the same instance within the batch.
func (w *writer) check(changes []encoded) (before []*entry, conflict, err error) {
	before = make([]*entry, len(changes))
	for i := range changes {
		c := &changes[i]
		e, err := w.entry(c.Instance.ID)
		if err != nil {
			return nil, nil, err
		}
		before[i] = e
		held := e.version
		for j := range i {
			if changes[j].Instance.ID == c.Instance.ID {
				held = changes[j].Expect + 1
			}
		}
		if held != c.Expect {
			conflict = fmt.Errorf("%w: instance %s is at version %d, expected %d", store.ErrConflict, c.Instance.ID, held, c.Expect)
			return nil, conflict, nil
		}
	}
	return before, nil, nil
}

// entry returns what this transaction sees of an instance.
func (w *writer) entry(id string) (*entry, error) {
	if e := w.pending[id]; e != nil {
		return e, nil
	}
	if e := w.recent.get(id); e != nil {
		return e, nil
	}
	var row [4]driver.Value
	ok, err := w.sql.instance.row(row[:], id)
	if err != nil {
		return nil, fmt.Errorf("instance %s: %w", id, err)
	}
	if !ok {
		return &absent, nil
	}
	in, err := unpadded(row[3].([]byte))
	if err != nil {
		return nil, fmt.Errorf("instance %s: %w", id, err)
	}
	return &entry{
		number:  row[0].(int64),
		version: in.Version,
		log:     row[1].(int64),
		fact:    row[2].(int64),
		index:   indexOf(&in),
	}, nil
}

// write puts one change in the place of the entry it follows.
func (w *writer) write(c *encoded, old *entry) error {
	in := &c.Instance
	e := &entry{number: old.number, version: in.Version, fact: old.fact, index: c.index}
	if old == &absent {
		w.instance++
		e.number = w.instance
	}
	var err error
	if e.log, err = w.keepLog(in, old.log, c.events); err != nil {
		return fmt.Errorf("log: %w", err)
	}
	for _, f := range c.Facts {
		if err := w.keepFact(e, f); err != nil {
			return fmt.Errorf("fact: %w", err)
		}
	}
	if err := w.writeState(c, old, e); err != nil {
		return fmt.Errorf("state: %w", err)
	}
	if c.data != nil && (len(c.data) > 0 || old != &absent) {
		if err := w.writeData(e.number, c.data); err != nil {
			return fmt.Errorf("data: %w", err)
		}
	}
	if err := w.reindex(e.number, in.Process, in.ID, &old.index, &e.index); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	for i := range c.Effects {
		if err := w.keepEffect(&c.Effects[i]); err != nil {
			return fmt.Errorf("effect: %w", err)
		}
	}
	w.pending[kept(in.ID)] = e
	w.written += int64(len(c.state)+len(c.events)) + rowBytes
	return nil
}

// rowBytes is roughly what one commit writes beside its frames.
const rowBytes = 400

// writeState writes the row of the instance itself. Process, customer and
// start are indexed too, but never change.
func (w *writer) writeState(c *encoded, old, e *entry) error {
	in, x := &c.Instance, &c.index
	var err error
	switch {
	case old == &absent:
		var process int64
		if process, err = w.name(in.Process); err != nil {
			return err
		}
		row := store.RowOf(in)
		_, err = w.sql.addInstance.run(e.number, in.ID, in.Version, x.state, process, row.Customer,
			int64(in.StartedAt), x.due, x.incidents, e.log, e.fact, c.state)
	case x.state == old.index.state && x.due == old.index.due && x.incidents == old.index.incidents:
		_, err = w.sql.changeInstance.run(in.Version, e.log, e.fact, c.state, e.number)
	default:
		_, err = w.sql.moveInstance.run(in.Version, e.log, e.fact, c.state, x.state, x.due, x.incidents, e.number)
	}
	return err
}

// writeData replaces the data of an instance; an empty frame takes them away.
func (w *writer) writeData(number int64, frame []byte) error {
	w.written += int64(len(frame))
	if len(frame) == 0 {
		_, err := w.sql.noData.run(number)
		return err
	}
	_, err := w.sql.data.run(number, frame)
	return err
}
