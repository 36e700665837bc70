package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// asked is a request under a key.
func asked(key string, at engine.Millis) store.Request {
	return store.Request{Scope: "li.na POST /instances", Key: key, BodyHash: [32]byte{1}, Answer: []byte(`{"first":true}`), At: at}
}

// wantDuplicate fails the test unless err says that the request was used before.
func wantDuplicate(t *testing.T, err error, first store.Request, differs bool) {
	t.Helper()
	var d *store.Duplicate
	if !errors.As(err, &d) {
		t.Fatalf("got error %v, want a duplicate", err)
	}
	wantSame(t, "first request", d.Request, first)
	wantSame(t, "differs", d.Differs, differs)
}

var duplicates = []topic{
	{"duplicate/a used key returns the first answer and writes nothing", func(t *testing.T, s store.Store) {
		first := asked("k-1", noon)
		c := begin("260302-0001", "complaint", "", noon)
		stored := c.change()
		if err := s.Commit(t.Context(), store.Batch{Changes: []store.Change{stored}, Request: first}); err != nil {
			t.Fatal(err)
		}
		again := asked("k-1", noon+5)
		again.Answer = []byte(`{"second":true}`)
		err := s.Commit(t.Context(), store.Batch{Changes: []store.Change{begin("260302-0002", "complaint", "", noon).change()}, Request: again})
		wantDuplicate(t, err, first, false)
		_, err = s.Load(t.Context(), "260302-0002")
		wantError(t, err, store.ErrNotFound)
		wantNothingBeside(t, s, 1)

		got := must[store.Request](t)(s.Answer(t.Context(), first.Scope, "k-1"))
		wantSame(t, "answer", got, first)
	}},
	{"duplicate/it is a duplicate before it is a conflict", func(t *testing.T, s store.Store) {
		first := asked("k-1", noon)
		b := store.Batch{Changes: []store.Change{begin("260302-0001", "complaint", "", noon).change()}, Request: first}
		if err := s.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		wantDuplicate(t, s.Commit(t.Context(), b), first, false)
	}},
	{"duplicate/another body under the key is told apart", func(t *testing.T, s store.Store) {
		first := asked("k-1", noon)
		if err := s.Commit(t.Context(), store.Batch{Request: first}); err != nil {
			t.Fatal(err)
		}
		other := first
		other.BodyHash = [32]byte{2}
		wantDuplicate(t, s.Commit(t.Context(), store.Batch{Request: other}), first, true)
	}},
	{"duplicate/the same key in another scope is another one", func(t *testing.T, s store.Store) {
		other := asked("k-1", noon)
		other.Scope = "zhang.san POST /instances"
		for _, r := range []store.Request{asked("k-1", noon), other} {
			if err := s.Commit(t.Context(), store.Batch{Request: r}); err != nil {
				t.Fatal(err)
			}
		}
	}},
	{"duplicate/a refused batch leaves its key free", func(t *testing.T, s store.Store) {
		commit(t, s, begin("260302-0001", "complaint", "", noon).change())
		r := asked("k-1", noon)
		err := s.Commit(t.Context(), store.Batch{Changes: []store.Change{begin("260302-0001", "complaint", "", noon).change()}, Request: r})
		wantError(t, err, store.ErrConflict)
		_, err = s.Answer(t.Context(), r.Scope, r.Key)
		wantError(t, err, store.ErrNotFound)
		b := store.Batch{Changes: []store.Change{begin("260302-0002", "complaint", "", noon).change()}, Request: r}
		if err := s.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}},
	{"duplicate/a key is free again after a day", func(t *testing.T, s store.Store) {
		first, later := asked("k-1", noon), asked("k-1", noon+store.RequestsKept)
		if err := s.Commit(t.Context(), store.Batch{Request: first}); err != nil {
			t.Fatal(err)
		}
		early := asked("k-1", noon+store.RequestsKept-1)
		wantDuplicate(t, s.Commit(t.Context(), store.Batch{Request: early}), first, false)
		if err := s.Commit(t.Context(), store.Batch{Request: later}); err != nil {
			t.Fatal(err)
		}
		wantDuplicate(t, s.Commit(t.Context(), store.Batch{Request: later}), later, false)
	}},
	{"duplicate/of many in flight under one key one wins and all get its answer", func(t *testing.T, s store.Store) {
		const callers = 16
		errs := make([]error, callers)
		var all sync.WaitGroup
		for i := range callers {
			all.Go(func() {
				r := asked("k-1", noon)
				r.Answer = fmt.Append(nil, i)
				id := fmt.Sprintf("260302-%04d", i)
				errs[i] = s.Commit(t.Context(), store.Batch{Changes: []store.Change{begin(id, "complaint", "", noon).change()}, Request: r})
			})
		}
		all.Wait()
		winner := -1
		for i, err := range errs {
			if err == nil && winner >= 0 {
				t.Fatalf("callers %d and %d both won", winner, i)
			}
			if err == nil {
				winner = i
			}
		}
		if winner < 0 {
			t.Fatalf("nobody won: %v", errs)
		}
		first := asked("k-1", noon)
		first.Answer = fmt.Append(nil, winner)
		for i, err := range errs {
			if i != winner {
				wantDuplicate(t, err, first, false)
			}
		}
		wantNothingBeside(t, s, 1)
	}},
}
