package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/storetest"
)

func TestSQLiteKeepsThePromisesOfAStore(t *testing.T) {
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
