package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
)

// The data of a case stand in a row of their own: what a commit changes of
// them, leaves alone or takes away is what is read afterwards, whether the
// writer remembers the instance or the store was opened anew in between.
func TestDataAreReadAsLastWritten(t *testing.T) {
	value := func(text string) []definition.Datum {
		return []definition.Datum{{Name: "subject", Value: []byte(`"` + text + `"`)}}
	}
	scopes := func(outer, inner []definition.Datum) []engine.Scope {
		return []engine.Scope{{Data: outer}, {Number: 7, Element: "handle", Data: inner}}
	}
	path := filepath.Join(t.TempDir(), "laneway.db")
	s := open(t, path)
	changes := w1("a", 1)
	for i, want := range [][]engine.Scope{
		scopes(value("first"), nil),
		scopes(value("first"), value("inside")),
		scopes(value("first"), value("inside")),
		scopes(nil, nil),
		scopes(nil, nil),
		scopes(nil, value("late")),
	} {
		changes[i].Instance.Scopes = want
		changes[i].Events[0].Body = &engine.DataChanged{}
		if err := s.Commit(t.Context(), store.Batch{Changes: changes[i : i+1]}); err != nil {
			t.Fatal(err)
		}
		got, err := s.Load(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.Scopes); diff != "" {
			t.Errorf("after commit %d (-want +got):\n%s", i+1, diff)
		}
		if i%2 == 0 { // the next commit finds a writer that has not seen the data
			closed(t, s)
			s = open(t, path)
		}
	}
}
