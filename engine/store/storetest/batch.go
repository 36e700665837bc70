package storetest

import (
	"fmt"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

var batches = []topic{
	{"batch/several instances are written together", func(t *testing.T, s store.Store) {
		a, b := begin("260302-0001", "complaint", "", noon), mailbox("answer", "k1", noon)
		commit(t, s, a.change(), b.change())
		second, kept := a.note("x", noon+1).change(), b.tell(noon+1, &engine.MailboxSubscribed{
			Subscriber: engine.Subscriber{Instance: "260302-0001", Subscription: 4},
		}).change()
		commit(t, s, second, kept)
		wantSame(t, "case", load(t, s, "260302-0001"), second.Instance)
		wantSame(t, "mailbox", load(t, s, "mailbox/answer/k1"), kept.Instance)
	}},
	{"batch/one stale change refuses them all", func(t *testing.T, s store.Store) {
		a := begin("260302-0001", "complaint", "", noon)
		first := a.change()
		commit(t, s, first)
		err := s.Commit(t.Context(), store.Batch{Changes: []store.Change{
			a.open("handle", "service", noon+1).change(),
			begin("260302-0002", "complaint", "", noon).change(),
			begin("260302-0001", "complaint", "", noon).change(),
		}})
		wantError(t, err, store.ErrConflict)
		wantSame(t, "state", load(t, s, "260302-0001"), first.Instance)
		_, err = s.Load(t.Context(), "260302-0002")
		wantError(t, err, store.ErrNotFound)
		wantNothingBeside(t, s, 1)
	}},
	{"batch/one instance may change several times in order", func(t *testing.T, s store.Store) {
		a := begin("260302-0001", "complaint", "", noon)
		first, second := a.open("handle", "service", noon).change(), a.complete(1, noon+1).change()
		third := a.open("close", "service", noon+2).change()
		commit(t, s, first, second, third)
		wantSame(t, "state", load(t, s, "260302-0001"), third.Instance)
		tasks := must[[]store.TaskRow](t)(s.Tasks(t.Context(), store.TaskQuery{}))
		wantSame(t, "tasks", len(tasks), 1)
		entries := must[[]store.Commit](t)(s.Log(t.Context(), 0, 10))
		wantSame(t, "commits in the log", len(entries), 3)
		wantSame(t, "facts", len(allFacts(t, s, "260302-0001")), 1)
	}},
	{"batch/several changes of one instance must follow each other", func(t *testing.T, s store.Store) {
		a := begin("260302-0001", "complaint", "", noon)
		first := a.change()
		a.change()
		err := s.Commit(t.Context(), store.Batch{Changes: []store.Change{first, a.change()}})
		wantError(t, err, store.ErrConflict)
		_, err = s.Load(t.Context(), "260302-0001")
		wantError(t, err, store.ErrNotFound)
	}},
	{"batch/sixty-four instances", func(t *testing.T, s store.Store) {
		var changes []store.Change
		for i := range 64 {
			changes = append(changes, begin(fmt.Sprintf("260302-%04d", i), "complaint", "", noon).open("handle", "service", noon).change())
		}
		commit(t, s, changes...)
		for _, c := range changes {
			wantSame(t, "state", load(t, s, c.Instance.ID), c.Instance)
		}
	}},
}
