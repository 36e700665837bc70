// Package timerstest holds the promises every timers.Index keeps, one file a
// topic. Instants are arguments, so no test waits for time to pass.
package timerstest

import (
	"slices"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/timers"
)

// Run exercises an adapter. open returns an empty index; the suite closes it.
func Run(t *testing.T, open func(*testing.T) timers.Index) {
	topics := []struct {
		name string
		test func(*testing.T, *bench)
	}{
		{"ArmSetsAnEntry", armSets},
		{"ArmMovesAnEntryBothWays", armMoves},
		{"ArmWithoutDueRemoves", armRemoves},
		{"ArmTakesManyAtOnce", armMany},
		{"OlderGenerationIsDropped", olderDropped},
		{"OlderGenerationDoesNotRemove", olderDoesNotRemove},
		{"SameGenerationArmsAgain", sameGeneration},
		{"OlderGenerationIsDroppedWhileClaimed", olderDroppedWhileClaimed},
		{"ClaimTakesSoonestFirst", claimOrder},
		{"ClaimNeverTakesBeforeTheDue", claimNotEarly},
		{"ClaimStopsAtTheLimit", claimLimit},
		{"ClaimHidesUntilTheLeaseEnds", leaseExpires},
		{"ClaimedEntryArmedAgainIsVisible", armEndsLease},
		{"ClaimedEntryRemovedStaysAway", removeWhileClaimed},
		{"NextIsTheEarliestInstant", next},
		{"NextOfAClaimedEntryIsItsLease", nextOfClaimed},
		{"ChangedSignalsAnEarlierEntry", changed},
		{"ChangedDoesNotBlockTheSender", changedDoesNotBlock},
		{"ConcurrentClaimsShareTheEntries", concurrentClaims},
		{"ConcurrentArmsKeepTheNewestGeneration", concurrentArms},
		{"AgreesWithANaiveModel", model},
	}
	for _, topic := range topics {
		t.Run(topic.name, func(t *testing.T) {
			t.Parallel()
			index := open(t)
			t.Cleanup(func() {
				if err := index.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
			})
			topic.test(t, &bench{t: t, index: index})
		})
	}
}

// bench wraps an index so that a test reads as a story.
type bench struct {
	t     *testing.T
	index timers.Index
}

func (b *bench) arm(entries ...timers.Entry) {
	b.t.Helper()
	if err := b.index.Arm(b.t.Context(), entries); err != nil {
		b.t.Fatalf("arm: %v", err)
	}
}

func (b *bench) claim(now engine.Millis, lease int64, limit int) []string {
	b.t.Helper()
	entries, err := b.index.Claim(b.t.Context(), now, lease, limit)
	if err != nil {
		b.t.Fatalf("claim at %d: %v", now, err)
	}
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.Instance
	}
	return ids
}

// claims checks what a claim of up to 100 with a lease of 1000 ms takes.
func (b *bench) claims(now engine.Millis, want ...string) {
	b.t.Helper()
	if got := b.claim(now, 1000, 100); !slices.Equal(got, want) {
		b.t.Fatalf("claim at %d took %v, want %v", now, got, want)
	}
}

func (b *bench) nextIs(want engine.Millis) {
	b.t.Helper()
	got, err := b.index.Next(b.t.Context())
	if err != nil {
		b.t.Fatalf("next: %v", err)
	}
	if got != want {
		b.t.Fatalf("next is %d, want %d", got, want)
	}
}

// signalled reports whether Changed has a signal waiting, and takes it.
func (b *bench) signalled() bool {
	select {
	case <-b.index.Changed():
		return true
	default:
		return false
	}
}

func at(instance string, due engine.Millis, generation int64) timers.Entry {
	return timers.Entry{Instance: instance, Due: due, Generation: generation}
}
