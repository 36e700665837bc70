package storetest

import (
	"testing"

	"github.com/laneway-flow/laneway/engine/store"
)

var conflicts = []topic{
	{"conflict/a stale version is refused and changes nothing", func(t *testing.T, s store.Store) {
		c := begin("260302-0001", "complaint", "", noon)
		commit(t, s, c.change())
		stale := *c
		winner := c.note("winner", noon+1).change()
		commit(t, s, winner)
		err := s.Commit(t.Context(), store.Batch{Changes: []store.Change{
			stale.note("loser", noon+2).open("handle", "service", noon+2).effect("260302-0001/3/erp", noon).turn(noon, noon+2, "").change(),
		}})
		wantError(t, err, store.ErrConflict)
		wantSame(t, "state", load(t, s, "260302-0001"), winner.Instance)
		wantNothingBeside(t, s, 2)
	}},
	{"conflict/an id that exists cannot be started again", func(t *testing.T, s store.Store) {
		first := begin("260302-0001", "complaint", "c-1", noon).change()
		commit(t, s, first)
		err := s.Commit(t.Context(), store.Batch{Changes: []store.Change{begin("260302-0001", "complaint", "c-2", noon).change()}})
		wantError(t, err, store.ErrConflict)
		wantSame(t, "state", load(t, s, "260302-0001"), first.Instance)
	}},
	{"conflict/a version from the future is refused", func(t *testing.T, s store.Store) {
		c := begin("260302-0001", "complaint", "", noon)
		c.change()
		err := s.Commit(t.Context(), store.Batch{Changes: []store.Change{c.note("second", noon+1).change()}})
		wantError(t, err, store.ErrConflict)
		_, err = s.Load(t.Context(), "260302-0001")
		wantError(t, err, store.ErrNotFound)
	}},
}

// wantNothingBeside fails the test unless the store holds the given number of
// commits, and no task, effect or fact.
func wantNothingBeside(t *testing.T, s store.Store, commits int) {
	t.Helper()
	entries := must[[]store.Commit](t)(s.Log(t.Context(), 0, 100))
	wantSame(t, "commits in the log", len(entries), commits)
	tasks := must[[]store.TaskRow](t)(s.Tasks(t.Context(), store.TaskQuery{}))
	wantSame(t, "tasks", len(tasks), 0)
	effects := must[[]store.Effect](t)(s.Effects(t.Context(), noon+1_000_000, 10))
	wantSame(t, "effects", len(effects), 0)
	wantSame(t, "facts", len(allFacts(t, s, "")), 0)
}
