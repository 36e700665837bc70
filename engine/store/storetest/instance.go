package storetest

import (
	"fmt"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// instances returns the ids of the cases a query selects.
func instances(t *testing.T, s store.Store, q store.InstanceQuery) []string {
	t.Helper()
	rows := must[[]store.InstanceRow](t)(s.Instances(t.Context(), q))
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

var instanceLists = []topic{
	{"instances/newest start first, of equal ones the later committed", func(t *testing.T, s store.Store) {
		for i, at := range []engine.Millis{5, 9, 5, 1} {
			commit(t, s, begin(fmt.Sprintf("260302-000%d", i), "complaint", "", noon+at).change())
		}
		commit(t, s, mailbox("answer", "k1", noon+7).change())
		wantSame(t, "all", instances(t, s, store.InstanceQuery{}), []string{"260302-0001", "260302-0002", "260302-0000", "260302-0003"})
		wantSame(t, "two", instances(t, s, store.InstanceQuery{Limit: 2}), []string{"260302-0001", "260302-0002"})
	}},
	{"instances/a row says what the state says", func(t *testing.T, s store.Store) {
		c := begin("260302-0001", "complaint", "c-17", noon).arm(noon+70, noon).stumble("loop", noon+1)
		commit(t, s, c.change())
		wantSame(t, "row", must[[]store.InstanceRow](t)(s.Instances(t.Context(), store.InstanceQuery{})), []store.InstanceRow{{
			ID: "260302-0001", Process: "complaint", Edition: 1, State: engine.StateActive, Customer: "c-17", Starter: "li.na",
			StartedAt: noon, At: noon + 1, NextDue: noon + 70, Incidents: 1, Version: 1,
		}})
		commit(t, s, c.end(engine.StateCompleted, noon+9).change())
		wantSame(t, "row", must[[]store.InstanceRow](t)(s.Instances(t.Context(), store.InstanceQuery{})), []store.InstanceRow{{
			ID: "260302-0001", Process: "complaint", Edition: 1, State: engine.StateCompleted, Customer: "c-17", Starter: "li.na",
			StartedAt: noon, EndedAt: noon + 9, At: noon + 9, Version: 2,
		}})
	}},
	{"instances/every filter narrows", func(t *testing.T, s store.Store) {
		commit(t, s, begin("260301-0001", "complaint", "c-1", noon).change())
		commit(t, s, begin("260302-0002", "complaint", "c-2", noon+1).stumble("loop", noon+2).change())
		commit(t, s, begin("260302-0003", "return", "c-1", noon+2).end(engine.StateCompleted, noon+3).change())
		commit(t, s, begin("260302-0004", "return", "", noon+3).end(engine.StateCancelled, noon+3).change())
		commit(t, s, begin("260303-0005", "return", "c-1", noon+4).stumble("loop", noon+4).change())
		active, ended := []engine.State{engine.StateActive}, []engine.State{engine.StateCompleted, engine.StateCancelled}
		for _, c := range []struct {
			name string
			q    store.InstanceQuery
			want []string
		}{
			{"process", store.InstanceQuery{Process: "return"}, []string{"260303-0005", "260302-0004", "260302-0003"}},
			{"customer", store.InstanceQuery{Customer: "c-1"}, []string{"260303-0005", "260302-0003", "260301-0001"}},
			{"active", store.InstanceQuery{States: active}, []string{"260303-0005", "260302-0002", "260301-0001"}},
			{"ended", store.InstanceQuery{States: ended}, []string{"260302-0004", "260302-0003"}},
			{"active of a process", store.InstanceQuery{States: active, Process: "return"}, []string{"260303-0005"}},
			{"ended of a customer", store.InstanceQuery{States: ended, Customer: "c-1"}, []string{"260302-0003"}},
			{"in trouble", store.InstanceQuery{Incident: true}, []string{"260303-0005", "260302-0002"}},
			{"in trouble of a customer", store.InstanceQuery{Incident: true, Customer: "c-2"}, []string{"260302-0002"}},
			{"number begins with", store.InstanceQuery{Prefix: "260302-"}, []string{"260302-0004", "260302-0003", "260302-0002"}},
			{"number begins with, of a process", store.InstanceQuery{Prefix: "260302-", Process: "complaint"}, []string{"260302-0002"}},
			{"no such process", store.InstanceQuery{Process: "unheard-of"}, nil},
		} {
			wantSame(t, c.name, instances(t, s, c.q), c.want)
		}
	}},
	{"instances/pages neither lose nor repeat", func(t *testing.T, s store.Store) {
		for i := range 40 {
			c := begin(fmt.Sprintf("260302-%04d", (i*7)%100), "complaint", fmt.Sprintf("c-%d", i%2), noon+engine.Millis(i%6))
			if i%3 == 0 {
				c.end(engine.StateCompleted, noon+50)
			}
			if i%5 == 0 {
				c.stumble("loop", noon+60)
			}
			commit(t, s, c.change())
		}
		for _, q := range []store.InstanceQuery{{}, {Customer: "c-1"}, {Process: "complaint"}, {Incident: true}, {Prefix: "260302-00"}} {
			q.Limit = 1000
			whole := instances(t, s, q)
			q.Limit = 7
			var paged []string
			for {
				page := must[[]store.InstanceRow](t)(s.Instances(t.Context(), q))
				if len(page) == 0 {
					break
				}
				for _, r := range page {
					paged = append(paged, r.ID)
				}
				q.Before = page[len(page)-1].Cursor()
			}
			wantSame(t, "pages", paged, whole)
		}
	}},
}

var incidentLists = []topic{
	{"incidents/open ones, oldest first", func(t *testing.T, s store.Store) {
		a := begin("a", "complaint", "", noon).stumble("loop", noon+5).stumble("expression", noon+1)
		b := begin("b", "return", "", noon).stumble("no-team", noon+3)
		first := a.change()
		commit(t, s, first)
		commit(t, s, b.change())
		all := []string{"a/i2", "b/i1", "a/i1"}
		wantSame(t, "all", incidents(t, s, store.IncidentQuery{}), all)
		wantSame(t, "of a process", incidents(t, s, store.IncidentQuery{Process: "return"}), all[1:2])
		wantSame(t, "of an instance", incidents(t, s, store.IncidentQuery{Instance: "a"}), []string{"a/i2", "a/i1"})
		rows := must[[]store.IncidentRow](t)(s.Incidents(t.Context(), store.IncidentQuery{Limit: 1}))
		wantSame(t, "row", rows, []store.IncidentRow{{Instance: "a", Process: "complaint", Edition: 1, Incident: first.Instance.Incidents[1]}})
		wantSame(t, "behind the first", incidents(t, s, store.IncidentQuery{After: rows[0].Cursor()}), all[1:])
		commit(t, s, a.recover(2, noon+9).change())
		wantSame(t, "after one was resolved", incidents(t, s, store.IncidentQuery{}), all[1:])
	}},
}

func incidents(t *testing.T, s store.Store, q store.IncidentQuery) []string {
	t.Helper()
	rows := must[[]store.IncidentRow](t)(s.Incidents(t.Context(), q))
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.Instance+"/"+engine.IncidentID(r.Incident.Number))
	}
	return ids
}
