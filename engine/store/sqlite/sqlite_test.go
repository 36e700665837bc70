package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/storetest"
)

func TestSQLiteKeepsThePromisesOfAStore(t *testing.T) {
	open := func(t *testing.T, path string) store.Store {
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if !s.closed.Load() {
				s.Close()
			}
		})
		return s
	}
	storetest.Run(t, storetest.Adapter{
		Open: func(t *testing.T) store.Store { return open(t, filepath.Join(t.TempDir(), "laneway.db")) },
		Reopen: func(t *testing.T, s store.Store) store.Store {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			return open(t, s.(*Store).path)
		},
	})
}
