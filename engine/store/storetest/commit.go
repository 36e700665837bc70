package storetest

import (
	"context"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

var commits = []topic{
	{"commit/what was committed is loaded as it was", func(t *testing.T, s store.Store) {
		c := begin("260302-0001", "complaint", "c-17", noon).
			set("reason", `"late"`, noon).open("handle", "service", noon).arm(noon+500, noon).
			listen("answer", "k1", noon).stumble("expression", noon)
		first := c.change()
		commit(t, s, first)
		wantSame(t, "state", load(t, s, "260302-0001"), first.Instance)

		second := c.assign(1, "li.na", noon+5).hold(1, "waiting-for-parts", noon+6).change()
		commit(t, s, second)
		wantSame(t, "state", load(t, s, "260302-0001"), second.Instance)
	}},
	{"commit/an instance that was never committed is not found", func(t *testing.T, s store.Store) {
		_, err := s.Load(t.Context(), "260302-0001")
		wantError(t, err, store.ErrNotFound)
		wantSame(t, "version", must[int64](t)(s.Version(t.Context(), "260302-0001")), int64(0))
		events := must[[]engine.Event](t)(s.History(t.Context(), "260302-0001", 1, 10))
		wantSame(t, "history", len(events), 0)
	}},
	{"commit/the version follows every commit", func(t *testing.T, s store.Store) {
		c := begin("260302-0001", "complaint", "", noon)
		for want := int64(1); want <= 5; want++ {
			commit(t, s, c.note("again", noon+engine.Millis(want)).change())
			wantSame(t, "version", must[int64](t)(s.Version(t.Context(), "260302-0001")), want)
		}
	}},
	{"commit/what is loaded belongs to the caller", func(t *testing.T, s store.Store) {
		commit(t, s, begin("260302-0001", "complaint", "c-17", noon).open("handle", "service", noon).change())
		spoiled := load(t, s, "260302-0001")
		spoiled.Tasks[0].Excluded[0] = "mallory"
		spoiled.Customers[0].ID = "mallory"
		got := load(t, s, "260302-0001")
		wantSame(t, "excluded", got.Tasks[0].Excluded, []string{"wang.wei"})
		wantSame(t, "customer", got.Customers[0].ID, "c-17")
	}},
	{"commit/what was handed in may be changed afterwards", func(t *testing.T, s store.Store) {
		first := begin("260302-0001", "complaint", "c-17", noon).open("handle", "service", noon).change()
		commit(t, s, first)
		first.Instance.Tasks[0].Excluded[0] = "mallory"
		wantSame(t, "excluded", load(t, s, "260302-0001").Tasks[0].Excluded, []string{"wang.wei"})
	}},
	{"commit/a cancelled request is surely not written", func(t *testing.T, s store.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := s.Commit(ctx, store.Batch{Changes: []store.Change{begin("260302-0001", "complaint", "", noon).change()}})
		wantError(t, err, store.ErrUnavailable)
		_, err = s.Load(t.Context(), "260302-0001")
		wantError(t, err, store.ErrNotFound)
	}},
	{"commit/a large state and many events", func(t *testing.T, s store.Store) {
		long := make([]byte, 256<<10)
		for i := range long {
			long[i] = 'x'
		}
		c := begin("260302-0001", "complaint", "", noon).set("text", `"`+string(long)+`"`, noon)
		for i := range engine.Millis(2000) {
			c.note("n", noon+i)
		}
		first := c.change()
		commit(t, s, first)
		wantSame(t, "state", load(t, s, "260302-0001"), first.Instance)
		events := must[[]engine.Event](t)(s.History(t.Context(), "260302-0001", 1, 5000))
		wantSame(t, "events", events, first.Events)
	}},
}
