package local_test

import (
	"testing"

	"github.com/laneway-flow/laneway/engine/timers"
	"github.com/laneway-flow/laneway/engine/timers/local"
	"github.com/laneway-flow/laneway/engine/timers/timerstest"
)

func TestIndexKeepsThePromisesOfThePort(t *testing.T) {
	timerstest.Run(t, func(*testing.T) timers.Index { return local.New() })
}
