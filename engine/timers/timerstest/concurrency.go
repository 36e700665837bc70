package timerstest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/timers"
)

// concurrentClaims lets eight claimers share a thousand due entries: within
// the lease each is taken once.
func concurrentClaims(t *testing.T, b *bench) {
	const entries = 1000
	for i := range entries {
		b.arm(at(fmt.Sprintf("i%04d", i), engine.Millis(1+i%50), 1))
	}
	var mu sync.Mutex
	taken := make(map[string]int)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				got, err := b.index.Claim(t.Context(), 100, 60_000, 7)
				if err != nil {
					t.Errorf("claim: %v", err)
				}
				if len(got) == 0 {
					return
				}
				mu.Lock()
				for _, e := range got {
					taken[e.Instance]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(taken) != entries {
		t.Fatalf("%d of %d entries were claimed", len(taken), entries)
	}
	for id, n := range taken {
		if n != 1 {
			t.Fatalf("%s was claimed %d times within its lease", id, n)
		}
	}
}

// concurrentArms lets eight writers race with growing generations on the same
// instances: the newest one stands at the end.
func concurrentArms(t *testing.T, b *bench) {
	const writers, rounds = 8, 50
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for round := range rounds {
				generation := int64(round*writers + w + 1)
				for _, id := range []string{"a", "b"} {
					entry := at(id, engine.Millis(1000+generation), generation)
					if err := b.index.Arm(t.Context(), []timers.Entry{entry}); err != nil {
						t.Errorf("arm: %v", err)
					}
				}
			}
		})
	}
	wg.Wait()
	newest := engine.Millis(1000 + writers*rounds)
	b.nextIs(newest)
	b.claims(newest, "a", "b")
}
