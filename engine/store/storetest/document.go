package storetest

import (
	"testing"

	"github.com/laneway-flow/laneway/engine/store"
)

func put(t *testing.T, s store.Store, d store.Document) int64 {
	t.Helper()
	revision, err := s.Put(t.Context(), d, store.Request{})
	if err != nil {
		t.Fatalf("put %s %s: %v", d.Kind, d.ID, err)
	}
	return revision
}

func draft(kind, id string, expect int64, body string) store.Document {
	return store.Document{Kind: kind, ID: id, Expect: expect, Body: []byte(body), At: noon, By: "li.na", ValidFrom: noon + 1}
}

// stored is the document as the store hands it out.
func stored(d store.Document, revision int64) store.Document {
	d.Version, d.Revision = d.Expect+1, revision
	return d
}

var documents = []topic{
	{"documents/versions of each, one revision for all", func(t *testing.T, s store.Store) {
		wantSame(t, "revision", must[int64](t)(s.Revision(t.Context())), int64(0))
		p1, p2 := draft("process", "complaint", 0, "one"), draft("process", "complaint", 1, "two")
		o, c := draft("organisation", "main", 0, "{}"), draft("process", "billing", 0, "x")
		for i, d := range []store.Document{p1, o, p2, c} {
			wantSame(t, "revision", put(t, s, d), int64(i+1))
		}
		wantSame(t, "revision", must[int64](t)(s.Revision(t.Context())), int64(4))
		newest := must[[]store.Document](t)(s.Documents(t.Context(), "process"))
		wantSame(t, "processes", newest, []store.Document{stored(c, 4), stored(p2, 3)})
		all := must[[]store.Document](t)(s.Documents(t.Context(), ""))
		wantSame(t, "all", all, []store.Document{stored(o, 2), stored(c, 4), stored(p2, 3)})
		one := must[store.Document](t)(s.Document(t.Context(), "process", "complaint"))
		wantSame(t, "one", one, stored(p2, 3))
		versions := must[[]store.Document](t)(s.DocumentVersions(t.Context(), "process", "complaint"))
		wantSame(t, "versions", versions, []store.Document{stored(p1, 1), stored(p2, 3)})
		_, err := s.Document(t.Context(), "process", "nobody")
		wantError(t, err, store.ErrNotFound)
		none := must[[]store.Document](t)(s.DocumentVersions(t.Context(), "process", "nobody"))
		wantSame(t, "versions of nobody", len(none), 0)
	}},
	{"documents/a stale version is refused", func(t *testing.T, s store.Store) {
		put(t, s, draft("process", "complaint", 0, "one"))
		for _, expect := range []int64{0, 2} {
			_, err := s.Put(t.Context(), draft("process", "complaint", expect, "two"), asked("k-1", noon))
			wantError(t, err, store.ErrConflict)
		}
		wantSame(t, "revision", must[int64](t)(s.Revision(t.Context())), int64(1))
		_, err := s.Answer(t.Context(), asked("k-1", noon).Scope, "k-1")
		wantError(t, err, store.ErrNotFound)
	}},
	{"documents/a deleted one is marked and can come back", func(t *testing.T, s store.Store) {
		put(t, s, draft("token", "t-1", 0, "{}"))
		gone := draft("token", "t-1", 1, "")
		gone.Deleted = true
		put(t, s, gone)
		newest := must[[]store.Document](t)(s.Documents(t.Context(), "token"))
		wantSame(t, "tokens", newest, []store.Document{stored(gone, 2)})
		back := draft("token", "t-1", 2, "{}")
		put(t, s, back)
		one := must[store.Document](t)(s.Document(t.Context(), "token", "t-1"))
		wantSame(t, "token", one, stored(back, 3))
	}},
	{"documents/a used request key returns the first answer", func(t *testing.T, s store.Store) {
		first := asked("k-1", noon)
		if _, err := s.Put(t.Context(), draft("process", "complaint", 0, "one"), first); err != nil {
			t.Fatal(err)
		}
		_, err := s.Put(t.Context(), draft("process", "complaint", 0, "one"), first)
		wantDuplicate(t, err, first, false)
		// Commits and documents share the keys.
		wantDuplicate(t, s.Commit(t.Context(), store.Batch{Request: first}), first, false)
		wantSame(t, "revision", must[int64](t)(s.Revision(t.Context())), int64(1))
	}},
	{"documents/a body belongs to the caller", func(t *testing.T, s store.Store) {
		d := draft("process", "complaint", 0, "one")
		put(t, s, d)
		d.Body[0] = 'X'
		got := must[store.Document](t)(s.Document(t.Context(), "process", "complaint"))
		wantSame(t, "body", string(got.Body), "one")
		got.Body[0] = 'X'
		got = must[store.Document](t)(s.Document(t.Context(), "process", "complaint"))
		wantSame(t, "body", string(got.Body), "one")
	}},
}
