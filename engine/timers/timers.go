// Package timers is the port of the wake-up index: instance -> next due
// instant. The index makes timers fast and shared; the truth stays in the
// store, so an index may be emptied at any moment. timerstest holds the
// promises of every adapter.
package timers

import (
	"context"

	"github.com/laneway-flow/laneway/engine"
)

// Entry says when an instance must be woken. Generation is the version of the
// instance that said so: an older one never replaces a newer one.
type Entry struct {
	Instance   string
	Due        engine.Millis // 0: nothing is due any more
	Generation int64
}

// Index maps instances to their next due instant.
//
// Every method is safe for concurrent use.
type Index interface {
	// Arm sets or moves entries; one with Due 0 removes the instance. Entries
	// older than what the index has are dropped.
	Arm(ctx context.Context, entries []Entry) error
	// Claim takes up to limit entries due at or before now, soonest first, and
	// hides them until now+lease milliseconds unless armed again before.
	Claim(ctx context.Context, now engine.Millis, lease int64, limit int) ([]Entry, error)
	// Next returns the earliest due instant, or 0 when the index is empty.
	Next(ctx context.Context) (engine.Millis, error)
	// Changed signals, without blocking the sender, that an earlier entry than
	// before may have been armed.
	Changed() <-chan struct{}
	// Close releases the index.
	Close() error
}
