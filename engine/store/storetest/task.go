package storetest

import (
	"fmt"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// tasks returns the public ids of the tasks a query selects.
func tasks(t *testing.T, s store.Store, q store.TaskQuery) []string {
	t.Helper()
	rows := must[[]store.TaskRow](t)(s.Tasks(t.Context(), q))
	var ids []string
	for _, r := range rows {
		ids = append(ids, engine.TaskID(r.Instance, r.Task.Number))
	}
	return ids
}

var taskLists = []topic{
	{"tasks/soonest due first, those without one last, then oldest", func(t *testing.T, s store.Store) {
		commit(t, s, begin("a", "complaint", "", noon).open("handle", "service", noon+9).change())
		commit(t, s, begin("b", "complaint", "", noon).open("handle", "service", noon+8).change())
		commit(t, s, begin("c", "complaint", "", noon).open("handle", "repair", noon+7).arm(noon+500, noon).change())
		commit(t, s, begin("d", "complaint", "", noon).open("handle", "service", noon+6).open("check", "service", noon+5).arm(noon+400, noon).change())
		wantSame(t, "all", tasks(t, s, store.TaskQuery{}), []string{"d.k2", "d.k1", "c.k1", "b.k1", "a.k1"})
		wantSame(t, "both teams", tasks(t, s, store.TaskQuery{Teams: []string{"repair", "service", "nobody"}}), []string{"d.k2", "d.k1", "c.k1", "b.k1", "a.k1"})
		wantSame(t, "one team", tasks(t, s, store.TaskQuery{Teams: []string{"service"}}), []string{"d.k2", "d.k1", "b.k1", "a.k1"})
		wantSame(t, "no such team", len(tasks(t, s, store.TaskQuery{Teams: []string{"nobody"}})), 0)
		wantSame(t, "two", tasks(t, s, store.TaskQuery{Limit: 2}), []string{"d.k2", "d.k1"})
	}},
	{"tasks/a row says what the state says", func(t *testing.T, s store.Store) {
		c := begin("a", "complaint", "c-17", noon).open("handle", "service", noon+9).assign(1, "li.na", noon+10).
			hold(1, "parts", noon+11).arm(noon+400, noon)
		change := c.change()
		commit(t, s, change)
		rows := must[[]store.TaskRow](t)(s.Tasks(t.Context(), store.TaskQuery{}))
		wantSame(t, "row", rows, []store.TaskRow{{
			Instance: "a", Process: "complaint", Edition: 1, Task: change.Instance.Tasks[0], NextDue: noon + 400, StartedAt: noon,
		}})
		rows[0].Task.Excluded[0] = "mallory"
		again := must[[]store.TaskRow](t)(s.Tasks(t.Context(), store.TaskQuery{}))
		wantSame(t, "row after spoiling the first", again[0].Task, change.Instance.Tasks[0])
	}},
	{"tasks/every filter narrows", func(t *testing.T, s store.Store) {
		commit(t, s, begin("a", "complaint", "", noon).open("handle", "service", noon+1).assign(1, "li.na", noon+2).change())
		commit(t, s, begin("b", "complaint", "", noon).open("check", "repair", noon+2).assign(1, "li.na", noon+2).hold(1, "parts", noon+3).change())
		commit(t, s, begin("c", "return", "", noon).open("handle", "service", noon+3).change())
		commit(t, s, begin("d", "return", "c-17", noon).ask("answer", "c-17", noon+4).change())
		held, running := true, false
		for _, c := range []struct {
			name string
			q    store.TaskQuery
			want []string
		}{
			{"assignee", store.TaskQuery{Assignee: "li.na"}, []string{"a.k1", "b.k1"}},
			{"assignee and team", store.TaskQuery{Assignee: "li.na", Teams: []string{"repair", "x"}}, []string{"b.k1"}},
			{"queued", store.TaskQuery{Queued: true}, []string{"c.k1", "d.k1"}},
			{"queued of a team", store.TaskQuery{Queued: true, Teams: []string{"service"}}, []string{"c.k1"}},
			{"assigned", store.TaskQuery{Assigned: true}, []string{"a.k1", "b.k1"}},
			{"customer", store.TaskQuery{Customer: "c-17"}, []string{"d.k1"}},
			{"process", store.TaskQuery{Process: "return"}, []string{"c.k1", "d.k1"}},
			{"step", store.TaskQuery{Step: "handle"}, []string{"a.k1", "c.k1"}},
			{"process and step", store.TaskQuery{Process: "return", Step: "handle"}, []string{"c.k1"}},
			{"held", store.TaskQuery{Held: &held}, []string{"b.k1"}},
			{"not held", store.TaskQuery{Held: &running, Assignee: "li.na"}, []string{"a.k1"}},
			{"nothing", store.TaskQuery{Process: "unheard-of"}, nil},
		} {
			wantSame(t, c.name, tasks(t, s, c.q), c.want)
		}
	}},
	{"tasks/the list follows the state", func(t *testing.T, s store.Store) {
		c := begin("a", "complaint", "", noon).open("handle", "service", noon).open("check", "service", noon+1)
		commit(t, s, c.change())
		commit(t, s, c.assign(1, "li.na", noon+2).change())
		wantSame(t, "hers", tasks(t, s, store.TaskQuery{Assignee: "li.na"}), []string{"a.k1"})
		wantSame(t, "queued", tasks(t, s, store.TaskQuery{Queued: true}), []string{"a.k2"})
		commit(t, s, c.assign(1, "wang.wei", noon+3).change())
		wantSame(t, "hers", len(tasks(t, s, store.TaskQuery{Assignee: "li.na"})), 0)
		wantSame(t, "his", tasks(t, s, store.TaskQuery{Assignee: "wang.wei"}), []string{"a.k1"})
		commit(t, s, c.arm(noon+50, noon+4).change())
		rows := must[[]store.TaskRow](t)(s.Tasks(t.Context(), store.TaskQuery{Teams: []string{"service"}}))
		for _, r := range rows {
			wantSame(t, "next due", r.NextDue, noon+50)
		}
		commit(t, s, c.complete(1, noon+5).change())
		wantSame(t, "left", tasks(t, s, store.TaskQuery{}), []string{"a.k2"})
		commit(t, s, c.end(engine.StateCancelled, noon+6).change())
		wantSame(t, "ended", len(tasks(t, s, store.TaskQuery{})), 0)
	}},
	{"tasks/pages neither lose nor repeat", func(t *testing.T, s store.Store) {
		for i := range 40 {
			c := begin(fmt.Sprintf("%02d", 99-i), "complaint", "", noon)
			c.open("handle", fmt.Sprintf("team-%d", i%3), noon+engine.Millis(i%5)).open("check", "team-0", noon)
			c.assign(2, "li.na", noon+1)
			if i%4 > 0 {
				c.arm(noon+engine.Millis(i%4)*100, noon)
			}
			commit(t, s, c.change())
		}
		for _, q := range []store.TaskQuery{{}, {Teams: []string{"team-0", "team-2"}}, {Assignee: "li.na"}, {Step: "handle"}} {
			q.Limit = 1000
			whole := must[[]store.TaskRow](t)(s.Tasks(t.Context(), q))
			q.Limit = 7
			var paged []store.TaskRow
			for {
				page := must[[]store.TaskRow](t)(s.Tasks(t.Context(), q))
				if len(page) == 0 {
					break
				}
				paged = append(paged, page...)
				q.After = page[len(page)-1].Cursor()
			}
			wantSame(t, "pages", paged, whole)
		}
	}},
}
