package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// A list is read in two strokes: the keys of its rows along the index that
// serves the query best, then what is shown from the frames of those rows
// alone. Where one index holds the rows in several ordered runs (one a team, one
// a state), each run is read for itself and they are merged: an `IN` would read
// and sort them all.

// frames returns the states of instances by number, without their data, which
// no list shows.
func frames(ctx context.Context, tx reader, numbers []int64) (map[int64]*engine.Instance, error) {
	found := make(map[int64]*engine.Instance, len(numbers))
	for _, n := range numbers {
		if found[n] != nil {
			continue
		}
		var frame []byte
		if err := tx.QueryRowContext(ctx, `SELECT frame FROM instance WHERE number = ?`, n).Scan(&frame); err != nil {
			return nil, err
		}
		in, err := unpadded(frame)
		if err != nil {
			return nil, err
		}
		found[n] = &in
	}
	return found, nil
}

// numberOf returns the number of the instance that a cursor names, 0 when there
// is none of that id.
func numberOf(ctx context.Context, tx reader, id string) (int64, error) {
	var number int64
	err := tx.QueryRowContext(ctx, `SELECT coalesce((SELECT number FROM instance WHERE id = ?), 0)`, id).Scan(&number)
	return number, err
}

// nameOf returns the number of a text, 0 when the store has never seen it.
func nameOf(ctx context.Context, tx reader, text string) (int64, error) {
	var number int64
	err := tx.QueryRowContext(ctx, `SELECT coalesce((SELECT number FROM name WHERE text = ?), 0)`, text).Scan(&number)
	return number, err
}

type instanceKey struct{ started, number int64 }

// Instances answers a list of cases, newest start first.
func (s *Store) Instances(ctx context.Context, q store.InstanceQuery) ([]store.InstanceRow, error) {
	var out []store.InstanceRow
	err := s.snapshot(ctx, func(tx reader) error {
		keys, err := instanceKeys(ctx, tx, &q)
		if err != nil {
			return err
		}
		numbers := make([]int64, len(keys))
		for i, k := range keys {
			numbers[i] = k.number
		}
		states, err := frames(ctx, tx, numbers)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			out = append(out, store.RowOf(states[n]))
		}
		return nil
	})
	return out, wrapped("instances", err)
}

// allStates are what a case can be in; a mailbox is in none.
var allStates = []engine.State{engine.StateActive, engine.StateCompleted, engine.StateCancelled, engine.StateFailed}

func instanceKeys(ctx context.Context, tx reader, q *store.InstanceQuery) ([]instanceKey, error) {
	limit := store.Limit(q.Limit)
	var base filter
	if q.Before != (store.InstanceCursor{}) {
		number, err := numberOf(ctx, tx, q.Before.ID)
		if err != nil {
			return nil, err
		}
		base.add(`(started, number) < (?, ?)`, int64(q.Before.StartedAt), number)
	}
	if q.Process != "" {
		process, err := nameOf(ctx, tx, q.Process)
		if err != nil {
			return nil, err
		}
		base.add(`process = ?`, process)
	}
	if q.Customer != "" {
		base.add(`customer = ?`, q.Customer)
		base.add(`customer <> ''`) // says which index may serve
	}
	if q.Incident {
		base.add(`incidents > 0`)
	}
	if q.Prefix != "" {
		base.add(`id >= ? AND id < ?`, q.Prefix, q.Prefix+"\U0010FFFF")
	}
	states := q.States
	if len(states) == 0 {
		states = allStates
	}
	// Few rows at best are left by these: one run, whatever the states.
	if q.Customer != "" || q.Incident || q.Prefix != "" {
		base.addStates(states)
		return keysOf(ctx, tx, base, limit)
	}
	var keys []instanceKey
	for _, state := range states {
		run := base.and(`state = ? AND state > 0`, int64(state))
		more, err := keysOf(ctx, tx, run, limit)
		if err != nil {
			return nil, err
		}
		keys = append(keys, more...)
	}
	slices.SortFunc(keys, func(a, b instanceKey) int {
		return cmp.Or(cmp.Compare(b.started, a.started), cmp.Compare(b.number, a.number))
	})
	return keys[:min(limit, len(keys))], nil
}

func keysOf(ctx context.Context, tx reader, f filter, limit int) ([]instanceKey, error) {
	text := `SELECT started, number FROM instance` + f.where() + ` ORDER BY started DESC, number DESC LIMIT ?`
	return query(ctx, tx, text, func(r *sql.Rows) (k instanceKey, err error) {
		return k, r.Scan(&k.started, &k.number)
	}, append(f.args, limit)...)
}

// Incidents answers a list of open incidents, oldest first.
func (s *Store) Incidents(ctx context.Context, q store.IncidentQuery) ([]store.IncidentRow, error) {
	var out []store.IncidentRow
	err := s.snapshot(ctx, func(tx reader) error {
		f, err := incidentFilter(ctx, tx, &q)
		if err != nil {
			return err
		}
		type key struct{ instance, number int64 }
		text := `SELECT c.instance, c.number FROM incident c` + f.where() + ` ORDER BY c.at, c.instance, c.number LIMIT ?`
		keys, err := query(ctx, tx, text, func(r *sql.Rows) (k key, err error) {
			return k, r.Scan(&k.instance, &k.number)
		}, append(f.args, store.Limit(q.Limit))...)
		if err != nil {
			return err
		}
		numbers := make([]int64, len(keys))
		for i, k := range keys {
			numbers[i] = k.instance
		}
		states, err := frames(ctx, tx, numbers)
		if err != nil {
			return err
		}
		for _, k := range keys {
			in := states[k.instance]
			at := slices.IndexFunc(in.Incidents, func(i engine.Incident) bool { return i.Number == k.number })
			out = append(out, store.IncidentRow{Instance: in.ID, Process: in.Process, Edition: in.Edition, Incident: in.Incidents[at]})
		}
		return nil
	})
	return out, wrapped("incidents", err)
}

func incidentFilter(ctx context.Context, tx reader, q *store.IncidentQuery) (f filter, err error) {
	if q.After != (store.IncidentCursor{}) {
		number, err := numberOf(ctx, tx, q.After.Instance)
		if err != nil {
			return f, err
		}
		f.add(`(c.at, c.instance, c.number) > (?, ?, ?)`, int64(q.After.At), number, q.After.Incident)
	}
	if q.Instance != "" {
		f.add(`c.instance = (SELECT number FROM instance WHERE id = ?)`, q.Instance)
	}
	if q.Process != "" {
		f.add(`(SELECT process FROM instance WHERE number = c.instance) = (SELECT number FROM name WHERE text = ?)`, q.Process)
	}
	return f, nil
}
