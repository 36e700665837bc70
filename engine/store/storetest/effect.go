package storetest

import (
	"fmt"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

func due(t *testing.T, s store.Store, at engine.Millis) []string {
	t.Helper()
	var ids []string
	for _, e := range must[[]store.Effect](t)(s.Effects(t.Context(), at, 100)) {
		ids = append(ids, fmt.Sprintf("%s#%d", e.ID, e.Attempts))
	}
	return ids
}

func settle(t *testing.T, s store.Store, deliveries ...store.Delivery) {
	t.Helper()
	if err := s.Settle(t.Context(), deliveries); err != nil {
		t.Fatalf("settle: %v", err)
	}
}

var effects = []topic{
	{"effects/due ones, soonest first, then in the order committed", func(t *testing.T, s store.Store) {
		change := begin("a", "complaint", "", noon).effect("a/1/erp", noon+5).effect("a/1/log", noon+1).effect("a/1/crm", noon+5).effect("a/1/far", noon+9).change()
		commit(t, s, change)
		wantSame(t, "due", due(t, s, noon+5), []string{"a/1/log#0", "a/1/erp#0", "a/1/crm#0"})
		one := must[[]store.Effect](t)(s.Effects(t.Context(), noon+5, 1))
		wantSame(t, "the first", one, change.Effects[1:2])
		wantSame(t, "too early", len(due(t, s, noon)), 0)
	}},
	{"effects/settled ones are done or come again later", func(t *testing.T, s store.Store) {
		commit(t, s, begin("a", "complaint", "", noon).effect("a/1/erp", noon).effect("a/1/log", noon).change())
		settle(t, s,
			store.Delivery{Effect: "a/1/erp", At: noon, Due: noon + 30, Result: "503"},
			store.Delivery{Effect: "a/1/log", At: noon, Done: true, Result: "written"})
		wantSame(t, "now", len(due(t, s, noon+29)), 0)
		wantSame(t, "later", due(t, s, noon+30), []string{"a/1/erp#1"})
		settle(t, s, store.Delivery{Effect: "a/1/erp", At: noon + 30, Done: true, Result: "202"})
		wantSame(t, "at last", len(due(t, s, noon+1000)), 0)
	}},
	{"effects/what is unknown or done is left alone", func(t *testing.T, s store.Store) {
		commit(t, s, begin("a", "complaint", "", noon).effect("a/1/erp", noon).change())
		settle(t, s, store.Delivery{Effect: "a/1/erp", At: noon, Done: true})
		settle(t, s, store.Delivery{Effect: "a/1/erp", At: noon, Due: noon}, store.Delivery{Effect: "nobody/1/erp", At: noon, Due: noon})
		wantSame(t, "due", len(due(t, s, noon+1000)), 0)
	}},
	{"effects/an id is one effect", func(t *testing.T, s store.Store) {
		c := begin("a", "complaint", "", noon).effect("a/1/erp", noon)
		commit(t, s, c.change())
		commit(t, s, c.note("x", noon+1).effect("a/1/erp", noon+7).change())
		wantSame(t, "due", due(t, s, noon+1000), []string{"a/1/erp#0"})
		wantSame(t, "version", load(t, s, "a").Version, int64(2))
	}},
}
