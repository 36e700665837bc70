package bench

import (
	"context"
	"sync"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// watched is the store with a look at what passes: when each timer's firing
// was durable, and how long every commit took.
type watched struct {
	store.Store

	keep    bool // also keep the changes themselves; set before anything runs
	mu      sync.Mutex
	kept    []store.Change
	fired   []firing
	commits []span
}

// firing is one timer: its due, and when the commit that fired it had returned.
type firing struct{ due, done time.Time }

// span is one commit.
type span struct{ began, done time.Time }

// Commit passes the batch on and notes what it was.
func (w *watched) Commit(ctx context.Context, b store.Batch) error {
	began := time.Now()
	err := w.Store.Commit(ctx, b)
	done := time.Now()
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.commits = append(w.commits, span{began, done})
	if w.keep {
		w.kept = append(w.kept, b.Changes...)
	}
	for i := range b.Changes {
		for j := range b.Changes[i].Events {
			if fired, ok := b.Changes[i].Events[j].Body.(*engine.TimerFired); ok {
				w.fired = append(w.fired, firing{time.UnixMilli(int64(fired.Due)), done})
			}
		}
	}
	return nil
}

// forget empties the notes before a measured span.
func (w *watched) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fired, w.commits = w.fired[:0], w.commits[:0]
}

func (w *watched) firings() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.fired)
}
