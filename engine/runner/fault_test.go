package runner_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/memory"
)

// lossy loses every tenth reply of a commit: half of those had been applied,
// half had not.
type lossy struct {
	store.Store
	commits, lost atomic.Int64
}

func (l *lossy) Commit(ctx context.Context, b store.Batch) error {
	switch n := l.commits.Add(1); {
	case n%20 == 0:
		l.lost.Add(1)
		return fmt.Errorf("lost before: %w", store.ErrUnknown)
	case n%20 == 10:
		l.lost.Add(1)
		if err := l.Store.Commit(ctx, b); err != nil {
			return err
		}
		return fmt.Errorf("lost after: %w", store.ErrUnknown)
	default:
		return l.Store.Commit(ctx, b)
	}
}

func TestEveryTenthReplyLostGivesAsManyEffectsAsCommands(t *testing.T) {
	t.Parallel()
	s := &lossy{Store: memory.New()}
	h := open(t, []string{line}, func(cfg *runner.Config) { cfg.Store = s })
	const clients, each = 8, 250
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			done, err := h.Do(t.Context(), runner.Call{Command: engine.StartInstance{Origin: desk, Process: "line"}})
			if err != nil {
				t.Errorf("start: %v", err)
				return
			}
			for i := range each {
				note := engine.AddNote{Origin: desk, Text: fmt.Sprintf("%d/%d", c, i)}
				if _, err := h.Do(t.Context(), runner.Call{Instance: done.Instance.ID, Command: note}); err != nil {
					t.Errorf("note %d: %v", i, err)
				}
			}
			history, err := h.store.History(t.Context(), done.Instance.ID, 1, 10_000)
			if err != nil {
				t.Error(err)
			}
			notes := 0
			for i := range history {
				if n, ok := history[i].Body.(*engine.NoteAdded); ok {
					if want := fmt.Sprintf("%d/%d", c, notes); n.Text != want {
						t.Errorf("note %d says %s, want %s", notes, n.Text, want)
					}
					notes++
				}
			}
			if notes != each {
				t.Errorf("%d notes after %d commands", notes, each)
			}
		})
	}
	wg.Wait()
	if s.lost.Load() < 100 {
		t.Fatalf("only %d replies were lost", s.lost.Load())
	}
}

// A nil command is the one way to make the engine panic from outside.
func TestAPanicOfTheEngineIsContained(t *testing.T) {
	t.Parallel()
	h := open(t, []string{line})
	in := h.start("line")
	var nobody *engine.Wake
	_, err := h.Do(t.Context(), runner.Call{Instance: in.ID, Command: nobody})
	var defect *runner.Defect
	if !errors.As(err, &defect) || defect.Instance != in.ID {
		t.Fatalf("got %v, want a defect of %s", err, in.ID)
	}
	if after := h.load(in.ID); after.Version != in.Version {
		t.Fatal("the instance changed")
	}
	h.complete(in.ID)
}

func TestACancelledCallChangesNothing(t *testing.T) {
	t.Parallel()
	h := open(t, []string{line})
	in := h.start("line")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Do(ctx, runner.Call{Instance: in.ID, Command: engine.AddNote{Origin: desk, Text: "x"}}); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want %v", err, context.Canceled)
	}
	if after := h.load(in.ID); after.Version != in.Version {
		t.Fatal("the instance changed")
	}
}

func TestCallsAfterCloseAreRefused(t *testing.T) {
	t.Parallel()
	h := open(t, []string{line})
	h.close()
	if _, err := h.Do(t.Context(), runner.Call{Command: engine.StartInstance{Origin: desk, Process: "line"}}); !errors.Is(err, runner.ErrClosed) {
		t.Fatalf("got %v, want %v", err, runner.ErrClosed)
	}
}
