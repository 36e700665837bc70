package runner_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/storetest"
)

func TestEveryTenthReplyLostGivesAsManyEffectsAsCommands(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		faulty := storetest.NewFaulty(s)
		h := open(t, []string{line}, func(cfg *runner.Config) { cfg.Store = faulty })
		for n := 10; n <= 10_000; n += 20 { // half of them after the commit took effect
			faulty.FailBefore(storetest.Commit, n, store.ErrUnknown)
			faulty.FailAfter(storetest.Commit, n+10, store.ErrUnknown)
		}
		everyNoteOnce(h)
		if lost := faulty.Calls(storetest.Commit) / 10; lost < 200 {
			t.Fatalf("only %d replies were lost", lost)
		}
	})
}

// everyNoteOnce lets eight clients write notes on cases of their own, and finds
// each of them there, once and in order.
func everyNoteOnce(h *house) {
	const clients, each = 8, 250
	ctx := h.t.Context()
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			done, err := h.Do(ctx, runner.Call{Command: engine.StartInstance{Origin: desk, Process: "line"}})
			if err != nil {
				h.t.Errorf("start: %v", err)
				return
			}
			id := done.Instance.ID
			for i := range each {
				note := engine.AddNote{Origin: desk, Text: strconv.Itoa(i)}
				if _, err := h.Do(ctx, runner.Call{Instance: id, Command: note}); err != nil {
					h.t.Errorf("note %d: %v", i, err)
				}
			}
			history, err := h.store.History(ctx, id, 1, 10_000)
			if err != nil {
				h.t.Error(err)
			}
			notes := 0
			for i := range history {
				if n, ok := history[i].Body.(*engine.NoteAdded); ok {
					if n.Text != strconv.Itoa(notes) {
						h.t.Errorf("note %d says %s", notes, n.Text)
					}
					notes++
				}
			}
			if notes != each {
				h.t.Errorf("%d notes after %d commands", notes, each)
			}
		})
	}
	wg.Wait()
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
