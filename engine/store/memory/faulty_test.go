package memory

import (
	"errors"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/storetest"
)

func TestFaultyFailsTheCallItWasToldTo(t *testing.T) {
	s := storetest.NewFaulty(New())
	lost := errors.New("lost")
	s.FailBefore(storetest.Commit, 2, store.ErrUnavailable)
	s.FailAfter(storetest.Commit, 3, lost)
	for i, want := range []error{nil, store.ErrUnavailable, lost, nil} {
		id := string(rune('a' + i))
		b := store.Batch{Changes: []store.Change{{Instance: engine.Instance{ID: id, State: engine.StateActive, Version: 1}}}}
		if err := s.Commit(t.Context(), b); !errors.Is(err, want) {
			t.Errorf("call %d: got error %v, want %v", i+1, err, want)
		}
		version, err := s.Version(t.Context(), id)
		written := want == nil || errors.Is(want, lost)
		if err != nil || (version == 1) != written {
			t.Errorf("call %d: version %d, error %v; written: %v", i+1, version, err, written)
		}
	}
	if n := s.Calls(storetest.Commit); n != 4 {
		t.Errorf("%d calls, want 4", n)
	}
}
