package main

import (
	"path/filepath"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/sqlite"
)

// verify reads the database of a shard and compares it with what the clients
// were told. It returns how many cases are right and how many are not.
func (s *crashShard) verify() (passed, failed int64) {
	db, err := sqlite.Open(s.t.Context(), filepath.Join(s.folder, "laneway.db"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			s.t.Error(err)
		}
	}()
	known := map[string]*crashCase{}
	for _, c := range s.load.cases {
		known[c.id] = c
	}
	chains := s.readLog(db)
	q := store.InstanceQuery{Process: "crash", Limit: 200}
	for {
		rows, err := db.Instances(s.t.Context(), q)
		if err != nil {
			s.t.Fatal(err)
		}
		for i := range rows {
			if s.verifyCase(db, rows[i].ID, known[rows[i].ID], chains[rows[i].ID]) {
				passed++
			} else {
				failed++
			}
			delete(known, rows[i].ID)
		}
		if len(rows) < q.Limit {
			break
		}
		last := &rows[len(rows)-1]
		q.Before = store.InstanceCursor{StartedAt: last.StartedAt, ID: last.ID}
	}
	for id, c := range known {
		s.t.Errorf("%s: case %s was acknowledged and is lost", c.marker, id)
		failed++
	}
	return passed, failed
}

func (s *crashShard) verifyCase(db store.Store, id string, c *crashCase, log chain) bool {
	if c == nil {
		s.t.Errorf("case %s is there and nobody was told: a start was done twice", id)
		return false
	}
	in, err := db.Load(s.t.Context(), id)
	if err != nil {
		s.t.Errorf("%s: %v", id, err)
		return false
	}
	events, err := db.History(s.t.Context(), id, 1, 1000)
	if err != nil {
		s.t.Errorf("%s: %v", id, err)
		return false
	}
	good := true
	expect := func(what string, got, want any) {
		if got != want {
			s.t.Errorf("%s %s: %s is %v, expected %v", c.marker, id, what, got, want)
			good = false
		}
	}
	seen := countEvents(events)
	expect("state", in.State, engine.StateCompleted)
	expect("ended as its client was told", c.ended, true)
	expect("steps completed", seen.completed, 3) // raise, by starting; first; last
	expect("timers fired", seen.fired, 1)
	expect("messages received", seen.received, 1)
	expect("notes as acknowledged, each once", slices.Equal(seen.notes, c.notes), true)
	expect("events without a gap", int64(len(events)), in.Seq)
	expect("version of the last commit in the log", log.version, in.Version)
	expect("head of the hash chain", log.head, in.Head)
	again := engine.Replay(events)
	again.Version, again.Head = in.Version, in.Head
	expect("replay", string(engine.AppendInstance(nil, &again)), string(engine.AppendInstance(nil, &in)))
	return good
}

// chain is how far the log of an instance goes.
type chain struct {
	version int64
	head    [32]byte
}

// readLog walks the commits of all instances: versions without a gap, and the
// head of each hash chain.
func (s *crashShard) readLog(db store.Store) map[string]chain {
	const page = 500
	chains := map[string]chain{}
	for after := int64(0); ; {
		commits, err := db.Log(s.t.Context(), after, page)
		if err != nil {
			s.t.Fatal(err)
		}
		for i := range commits {
			c := &commits[i]
			before := chains[c.Instance]
			if c.Version != before.version+1 {
				s.t.Errorf("log of %s: version %d follows %d", c.Instance, c.Version, before.version)
			}
			chains[c.Instance] = chain{c.Version, engine.ChainHead(before.head, c.Events)}
			after = c.Position
		}
		if len(commits) < page {
			return chains
		}
	}
}

type crashCount struct {
	completed, fired, received int
	notes                      []string
}

func countEvents(events []engine.Event) (n crashCount) {
	for i := range events {
		switch b := events[i].Body.(type) {
		case *engine.TaskCompleted:
			n.completed++
		case *engine.TimerFired:
			n.fired++
		case *engine.MessageReceived:
			n.received++
		case *engine.NoteAdded:
			n.notes = append(n.notes, b.Text)
		default: // the others follow from these
		}
	}
	return n
}
