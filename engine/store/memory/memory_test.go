package memory

import (
	"testing"

	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/storetest"
)

func TestMemoryKeepsThePromisesOfAStore(t *testing.T) {
	storetest.Run(t, storetest.Adapter{
		Open: func(*testing.T) store.Store { return New() },
	})
}
