// Package storetest holds the promises that every store keeps, one file a
// topic. An adapter's test calls Run; nothing in here may be skipped.
package storetest

import (
	"errors"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// Adapter says how the store under test is come by.
type Adapter struct {
	// Open returns a new empty store. It is closed by the cleanup of the test.
	Open func(t *testing.T) store.Store
	// Reopen closes the store and opens the same home once more, as after a
	// restart. It is nil for a store that does not outlive its process.
	Reopen func(t *testing.T, s store.Store) store.Store
}

// topic is one promise.
type topic struct {
	name string
	test func(t *testing.T, s store.Store)
}

// Run tests every promise against stores of the adapter.
func Run(t *testing.T, a Adapter) {
	for _, topics := range [][]topic{
		commits, conflicts, duplicates, batches, races, logs, histories,
		dues, subscribers, taskLists, instanceLists, incidentLists, facts, effects, documents, keys, closed,
	} {
		for _, tp := range topics {
			t.Run(tp.name, func(t *testing.T) {
				t.Parallel()
				tp.test(t, a.Open(t))
			})
		}
	}
	if a.Reopen == nil {
		return
	}
	for _, d := range restarts {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			s := a.Open(t)
			d.before(t, s)
			d.after(t, a.Reopen(t, s))
		})
	}
}

// commit writes one batch of changes without a request key, or fails the test.
func commit(t *testing.T, s store.Store, changes ...store.Change) {
	t.Helper()
	if err := s.Commit(t.Context(), store.Batch{Changes: changes}); err != nil {
		t.Fatalf("commit: %v", err)
	}
}

// load returns the stored state, or fails the test.
func load(t *testing.T, s store.Store, id string) engine.Instance {
	t.Helper()
	in, err := s.Load(t.Context(), id)
	if err != nil {
		t.Fatalf("load %s: %v", id, err)
	}
	return in
}

// wantError fails the test unless err is the wanted one.
func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
}

// wantSame fails the test unless both are equal; an empty list equals none.
func wantSame(t *testing.T, what string, got, want any) {
	t.Helper()
	if reflect.DeepEqual(got, want) {
		return // at once; a diff of a large value takes its time
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s: (-want +got)\n%s", what, diff)
	}
}

// must returns the value, or fails the test.
func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
