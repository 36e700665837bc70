package timerstest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/timers"
)

// model runs random arms and claims against the index and a naive map.
func model(t *testing.T, b *bench) {
	random := rand.New(rand.NewPCG(1, 2))
	naive := make(naiveIndex)
	now := engine.Millis(1000)
	for turn := range 2000 {
		if random.IntN(3) > 0 {
			e := at(fmt.Sprintf("i%02d", random.IntN(40)), now+engine.Millis(random.IntN(200)-50), int64(random.IntN(turn/20+2)))
			if random.IntN(5) == 0 {
				e.Due = 0
			}
			b.arm(e)
			naive.arm(e)
		} else {
			now += engine.Millis(random.IntN(40))
			limit := random.IntN(6)
			got, want := b.claim(now, 30, limit), naive.claim(now, 30, limit)
			if !slices.Equal(got, want) {
				t.Fatalf("turn %d: claim of %d at %d took %v, the model says %v", turn, limit, now, got, want)
			}
		}
		b.nextIs(naive.next())
	}
}

type naiveEntry struct {
	timers.Entry
	visible engine.Millis
}

type naiveIndex map[string]naiveEntry

func (x naiveIndex) arm(e timers.Entry) {
	old, known := x[e.Instance]
	switch {
	case known && e.Generation < old.Generation:
	case e.Due == 0:
		delete(x, e.Instance)
	default:
		x[e.Instance] = naiveEntry{e, e.Due}
	}
}

func (x naiveIndex) sorted() []naiveEntry {
	var all []naiveEntry
	for _, e := range x {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b naiveEntry) int {
		return cmp.Or(cmp.Compare(a.visible, b.visible), cmp.Compare(a.Instance, b.Instance))
	})
	return all
}

func (x naiveIndex) claim(now engine.Millis, lease int64, limit int) []string {
	ids := []string{}
	for _, e := range x.sorted() {
		if e.visible > now || len(ids) == limit {
			break
		}
		ids = append(ids, e.Instance)
		e.visible = now + engine.Millis(lease)
		x[e.Instance] = e
	}
	return ids
}

func (x naiveIndex) next() engine.Millis {
	if all := x.sorted(); len(all) > 0 {
		return all[0].visible
	}
	return 0
}
