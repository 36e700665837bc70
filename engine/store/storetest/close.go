package storetest

import (
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
)

var closed = []topic{
	{"close/a closed store is unavailable and says so", func(t *testing.T, s store.Store) {
		commit(t, s, begin("a", "complaint", "", noon).change())
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		ctx := t.Context()
		err := s.Commit(ctx, store.Batch{Changes: []store.Change{begin("b", "complaint", "", noon).change()}})
		wantError(t, err, store.ErrUnavailable)
		_, err = s.Load(ctx, "a")
		wantError(t, err, store.ErrUnavailable)
		_, err = s.Version(ctx, "a")
		wantError(t, err, store.ErrUnavailable)
		_, err = s.Tasks(ctx, store.TaskQuery{})
		wantError(t, err, store.ErrUnavailable)
		_, err = s.Due(ctx, noon, store.Wakeup{}, 10)
		wantError(t, err, store.ErrUnavailable)
		wantError(t, s.Facts(ctx, "", func(engine.Fact) error { return nil }), store.ErrUnavailable)
		_, err = s.Put(ctx, draft("process", "complaint", 0, "x"), store.Request{})
		wantError(t, err, store.ErrUnavailable)
		wantError(t, s.DestroyKey(ctx, "c-17"), store.ErrUnavailable)
		if err := s.Close(); err == nil {
			t.Error("closing twice went unnoticed")
		}
	}},
}

// restart is a promise about what stands after the store was opened again.
type restart struct {
	name          string
	before, after func(t *testing.T, s store.Store)
}

// told is the same story each time: the commits that restarts are judged by.
func told() (changes []store.Change) {
	c := begin("260302-0001", "complaint", "c-17", noon).open("handle", "service", noon).arm(noon+50, noon).listen("answer", "k1", noon)
	changes = append(changes, c.change(), c.complete(1, noon+5).turn(noon, noon+5, definition.Customer).effect("260302-0001/9/erp", noon).change())
	return append(changes, c.open("close", "service", noon+6).stumble("loop", noon+6).change())
}

var restarts = []restart{
	{
		"restart/all that was acknowledged is still there",
		func(t *testing.T, s store.Store) {
			for _, c := range told() {
				commit(t, s, c)
			}
			put(t, s, draft("process", "complaint", 0, "one"))
			must[[]byte](t)(s.CreateKey(t.Context(), "c-17", []byte("secret")))
			if err := s.Commit(t.Context(), store.Batch{Request: asked("k-1", noon)}); err != nil {
				t.Fatal(err)
			}
		},
		func(t *testing.T, s store.Store) {
			want := told()
			last := want[len(want)-1].Instance
			wantSame(t, "state", load(t, s, last.ID), last)
			wantSame(t, "version", must[int64](t)(s.Version(t.Context(), last.ID)), last.Version)
			entries := must[[]store.Commit](t)(s.Log(t.Context(), 0, 10))
			wantSame(t, "commits", len(entries), len(want))
			events := must[[]engine.Event](t)(s.History(t.Context(), last.ID, 1, 100))
			wantSame(t, "events", int64(len(events)), last.Seq)
			wantSame(t, "facts", allFacts(t, s, ""), want[1].Facts)
			wantSame(t, "tasks", tasks(t, s, store.TaskQuery{}), []string{engine.TaskID(last.ID, last.Tasks[0].Number)})
			wantSame(t, "effects", due(t, s, noon+1000), []string{"260302-0001/9/erp#0"})
			wakeups := must[[]store.Wakeup](t)(s.Due(t.Context(), noon+1000, store.Wakeup{}, 10))
			wantSame(t, "due", len(wakeups), 1)
			document := must[store.Document](t)(s.Document(t.Context(), "process", "complaint"))
			wantSame(t, "document", document, stored(draft("process", "complaint", 0, "one"), 1))
			key := must[[]byte](t)(s.Key(t.Context(), "c-17"))
			wantSame(t, "key", string(key), "secret")
			wantDuplicate(t, s.Commit(t.Context(), store.Batch{Request: asked("k-1", noon)}), asked("k-1", noon), false)
		},
	},
	{
		"restart/work goes on where it stood",
		func(t *testing.T, s store.Store) {
			for _, c := range told()[:2] {
				commit(t, s, c)
			}
		},
		func(t *testing.T, s store.Store) {
			third := told()[2]
			commit(t, s, third)
			wantSame(t, "state", load(t, s, third.Instance.ID), third.Instance)
			again := (&story{in: third.Instance}).complete(third.Instance.Tasks[0].Number, noon+9).turn(noon+5, noon+9, "")
			commit(t, s, again.change())
			wantSame(t, "tasks", len(tasks(t, s, store.TaskQuery{})), 0)
			wantSame(t, "facts", len(allFacts(t, s, third.Instance.ID)), 4)
			entries := must[[]store.Commit](t)(s.Log(t.Context(), 0, 10))
			wantSame(t, "commits", len(entries), 4)
			for i, e := range entries {
				wantSame(t, "version", e.Version, int64(i+1))
			}
			err := s.Commit(t.Context(), store.Batch{Changes: []store.Change{third}})
			wantError(t, err, store.ErrConflict)
		},
	},
}
