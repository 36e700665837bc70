package storetest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

var logs = []topic{
	{"log/commits of all instances in their order", func(t *testing.T, s store.Store) {
		a, b := begin("260302-0001", "complaint", "", noon), begin("260302-0002", "complaint", "", noon)
		changes := []store.Change{a.change(), b.change(), a.note("1", noon).change(), b.note("2", noon).change(), a.note("3", noon).change()}
		for _, c := range changes {
			commit(t, s, c)
		}
		entries := must[[]store.Commit](t)(s.Log(t.Context(), 0, 10))
		wantSame(t, "entries", len(entries), len(changes))
		var last int64
		for i, e := range entries {
			if e.Position <= last {
				t.Fatalf("position %d after %d", e.Position, last)
			}
			last = e.Position
			wantSame(t, "instance", e.Instance, changes[i].Instance.ID)
			wantSame(t, "version", e.Version, changes[i].Instance.Version)
			wantSame(t, "events", e.Events, changes[i].Events)
		}
		paged := must[[]store.Commit](t)(s.Log(t.Context(), entries[1].Position, 2))
		wantSame(t, "a page", paged, entries[2:4])
		end := must[[]store.Commit](t)(s.Log(t.Context(), last, 10))
		wantSame(t, "behind the end", len(end), 0)
	}},
	{"log/a follower misses nothing while many write", func(t *testing.T, s store.Store) {
		const writers, each = 8, 30
		var writing sync.WaitGroup
		for i := range writers {
			writing.Go(func() {
				c := begin(fmt.Sprintf("260302-%04d", i), "complaint", "", noon)
				for range each {
					if err := s.Commit(t.Context(), store.Batch{Changes: []store.Change{c.note("x", noon).change()}}); err != nil {
						t.Errorf("commit: %v", err)
						return
					}
				}
			})
		}
		versions := map[string]int64{}
		var position int64
		for seen := 0; seen < writers*each && !t.Failed(); {
			entries := must[[]store.Commit](t)(s.Log(t.Context(), position, 7))
			for _, e := range entries {
				wantSame(t, "version of "+e.Instance, e.Version, versions[e.Instance]+1)
				versions[e.Instance], position = e.Version, e.Position
				seen++
			}
		}
		writing.Wait()
	}},
}

var histories = []topic{
	{"history/pages of events from any number on", func(t *testing.T, s store.Store) {
		c, other := begin("260302-0001", "complaint", "", noon), begin("260302-0002", "complaint", "", noon)
		var want []engine.Event
		for i := range 40 {
			for j := range i%3 + 1 {
				c.note(fmt.Sprintf("%d.%d", i, j), noon+engine.Millis(i))
			}
			change := c.change()
			want = append(want, change.Events...)
			commit(t, s, change)
			commit(t, s, other.note("other", noon).change())
		}
		all := must[[]engine.Event](t)(s.History(t.Context(), "260302-0001", 0, 1000))
		wantSame(t, "all", all, want)
		for _, limit := range []int{1, 2, 7, 50} {
			var paged []engine.Event
			for from := int64(1); ; from = paged[len(paged)-1].Seq + 1 {
				events := must[[]engine.Event](t)(s.History(t.Context(), "260302-0001", from, limit))
				if len(events) > limit {
					t.Fatalf("got %d events, want at most %d", len(events), limit)
				}
				if len(events) == 0 {
					break
				}
				paged = append(paged, events...)
			}
			wantSame(t, fmt.Sprintf("pages of %d", limit), paged, want)
		}
		tail := must[[]engine.Event](t)(s.History(t.Context(), "260302-0001", int64(len(want)), 10))
		wantSame(t, "the last one", tail, want[len(want)-1:])
		none := must[[]engine.Event](t)(s.History(t.Context(), "260302-0001", int64(len(want))+1, 10))
		wantSame(t, "behind the last one", len(none), 0)
	}},
}
