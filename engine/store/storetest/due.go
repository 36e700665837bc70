package storetest

import (
	"fmt"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

var dues = []topic{
	{"due/soonest first, up to an instant", func(t *testing.T, s store.Store) {
		for i, due := range []engine.Millis{300, 100, 0, 200, 100} {
			c := begin(fmt.Sprintf("260302-000%d", i), "complaint", "", noon)
			if due > 0 {
				c.arm(noon+9000, noon).arm(noon+due, noon)
			}
			commit(t, s, c.change())
		}
		got := must[[]store.Wakeup](t)(s.Due(t.Context(), noon+200, store.Wakeup{}, 10))
		wantSame(t, "due", got, []store.Wakeup{
			{Instance: "260302-0001", Due: noon + 100, Version: 1},
			{Instance: "260302-0004", Due: noon + 100, Version: 1},
			{Instance: "260302-0003", Due: noon + 200, Version: 1},
		})
	}},
	{"due/pages neither lose nor repeat", func(t *testing.T, s store.Store) {
		for i := range 30 {
			commit(t, s, begin(fmt.Sprintf("260302-%04d", 99-i), "complaint", "", noon).arm(noon+engine.Millis(i%4), noon).change())
		}
		seen := map[string]bool{}
		var after store.Wakeup
		for {
			page := must[[]store.Wakeup](t)(s.Due(t.Context(), noon+10, after, 7))
			if len(page) == 0 {
				break
			}
			for _, w := range page {
				if w.Due < after.Due || seen[w.Instance] {
					t.Fatalf("%v after %v", w, after)
				}
				seen[w.Instance], after = true, w
			}
		}
		wantSame(t, "instances", len(seen), 30)
	}},
	{"due/it follows the timers of the state", func(t *testing.T, s store.Store) {
		c := begin("260302-0001", "complaint", "", noon).arm(noon+100, noon)
		commit(t, s, c.change())
		commit(t, s, c.disarm(noon).arm(noon+50, noon).change())
		got := must[[]store.Wakeup](t)(s.Due(t.Context(), noon+1000, store.Wakeup{}, 10))
		wantSame(t, "due", got, []store.Wakeup{{Instance: "260302-0001", Due: noon + 50, Version: 2}})
		commit(t, s, c.disarm(noon).change())
		got = must[[]store.Wakeup](t)(s.Due(t.Context(), noon+1000, store.Wakeup{}, 10))
		wantSame(t, "due", len(got), 0)
	}},
	{"due/a mailbox wakes for what expires", func(t *testing.T, s store.Store) {
		m := mailbox("answer", "k1", noon)
		m.in.Mailbox.Kept = []engine.KeptMessage{{Number: 1, ID: "m-1", Expires: noon + 70}}
		commit(t, s, m.change())
		got := must[[]store.Wakeup](t)(s.Due(t.Context(), noon+1000, store.Wakeup{}, 10))
		wantSame(t, "due", got, []store.Wakeup{{Instance: "mailbox/answer/k1", Due: noon + 70, Version: 1}})
	}},
}

var subscribers = []topic{
	{"subscribers/of a name and key, by instance and number", func(t *testing.T, s store.Store) {
		b := begin("260302-0002", "complaint", "", noon).listen("answer", "k1", noon).listen("answer", "k2", noon).listen("answer", "k1", noon)
		a := begin("260302-0001", "complaint", "", noon).listen("other", "k1", noon).listen("answer", "k1", noon)
		c := begin("260302-0003", "complaint", "", noon).listen("answer", "", noon)
		for _, x := range []*story{b, a, c} {
			commit(t, s, x.change())
		}
		find := func(message, key string, limit int) []engine.Subscriber {
			t.Helper()
			return must[[]engine.Subscriber](t)(s.Subscribers(t.Context(), message, key, limit))
		}
		all := []engine.Subscriber{{Instance: "260302-0001", Subscription: 2}, {Instance: "260302-0002", Subscription: 1}, {Instance: "260302-0002", Subscription: 3}}
		wantSame(t, "answer k1", find("answer", "k1", 10), all)
		wantSame(t, "answer k1, two", find("answer", "k1", 2), all[:2])
		wantSame(t, "without a key", find("answer", "", 10), []engine.Subscriber{{Instance: "260302-0003", Subscription: 1}})
		wantSame(t, "nobody", len(find("answer", "k9", 10)), 0)

		commit(t, s, b.hear(1, noon+1).change())
		wantSame(t, "after one was heard", find("answer", "k1", 10), []engine.Subscriber{all[0], all[2]})
		commit(t, s, a.end(engine.StateCancelled, noon+2).change())
		wantSame(t, "after one ended", find("answer", "k1", 10), all[2:])
	}},
}
