package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

var races = []topic{
	{"race/many writers on one instance: exactly one wins a version", func(t *testing.T, s store.Store) {
		const writers, versions = 8, 25
		commit(t, s, begin("260302-0001", "complaint", "", noon).change())
		var won [versions + 2]atomic.Int32
		var all sync.WaitGroup
		for i := range writers {
			all.Go(func() {
				for {
					in, err := s.Load(t.Context(), "260302-0001")
					if err != nil {
						t.Errorf("load: %v", err)
						return
					}
					if in.Version > versions {
						return
					}
					c := (&story{in: in}).note(fmt.Sprintf("writer %d", i), noon).change()
					err = s.Commit(t.Context(), store.Batch{Changes: []store.Change{c}})
					if err == nil {
						won[c.Instance.Version].Add(1)
					} else if !errors.Is(err, store.ErrConflict) {
						t.Errorf("commit: %v", err)
						return
					}
				}
			})
		}
		all.Wait()
		for v := 2; v <= versions+1; v++ {
			if n := won[v].Load(); n != 1 {
				t.Errorf("version %d was won %d times", v, n)
			}
		}
		events := must[[]engine.Event](t)(s.History(t.Context(), "260302-0001", 1, 1000))
		wantSame(t, "events", len(events), versions+1)
		for i, e := range events {
			wantSame(t, "event number", e.Seq, int64(i+1))
		}
	}},
	{"race/conflicts and duplicates of some never fail the others", func(t *testing.T, s store.Store) {
		commit(t, s, begin("260302-0000", "complaint", "", noon).change())
		if err := s.Commit(t.Context(), store.Batch{Request: asked("used", noon)}); err != nil {
			t.Fatal(err)
		}
		const callers, rounds = 24, 10
		var all sync.WaitGroup
		for i := range callers {
			all.Go(func() {
				for round := range rounds {
					id := fmt.Sprintf("260302-%02d%02d", i+1, round)
					b := store.Batch{Changes: []store.Change{begin(id, "complaint", "", noon).change()}}
					var want error
					switch i % 3 {
					case 1:
						b.Changes = append(b.Changes, begin("260302-0000", "complaint", "", noon).change())
						want = store.ErrConflict
					case 2:
						b.Request = asked("used", noon)
						want = errDuplicate
					}
					if got := kindOf(s.Commit(t.Context(), b)); !errors.Is(got, want) {
						t.Errorf("caller %d: got %v, want %v", i, got, want)
					}
					version, err := s.Version(t.Context(), id)
					if err != nil || (version == 1) != (want == nil) {
						t.Errorf("caller %d: version %d, error %v", i, version, err)
					}
				}
			})
		}
		all.Wait()
	}},
	{"race/what was acknowledged is read by everyone", func(t *testing.T, s store.Store) {
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				c := begin(fmt.Sprintf("260302-%04d", i), "complaint", "", noon).open("handle", fmt.Sprintf("team-%d", i), noon)
				for range 10 {
					change := c.arm(noon+c.in.At+1, noon).change()
					if err := s.Commit(t.Context(), store.Batch{Changes: []store.Change{change}}); err != nil {
						t.Errorf("commit: %v", err)
						return
					}
					tasks, err := s.Tasks(t.Context(), store.TaskQuery{Teams: []string{fmt.Sprintf("team-%d", i)}})
					if err != nil || len(tasks) != 1 {
						t.Errorf("got %d tasks, error %v", len(tasks), err)
						return
					}
					in, err := s.Load(t.Context(), change.Instance.ID)
					if err != nil || in.Version != change.Instance.Version {
						t.Errorf("got version %d, error %v, want version %d", in.Version, err, change.Instance.Version)
					}
				}
			})
		}
		all.Wait()
	}},
}

var errDuplicate = errors.New("duplicate")

// kindOf makes a *store.Duplicate comparable to the others.
func kindOf(err error) error {
	if _, ok := errors.AsType[*store.Duplicate](err); ok {
		return errDuplicate
	}
	return err
}
