package storetest

import (
	"testing"

	"github.com/laneway-flow/laneway/engine/store"
)

var keys = []topic{
	{"keys/the first one stays", func(t *testing.T, s store.Store) {
		_, err := s.Key(t.Context(), "c-17")
		wantError(t, err, store.ErrNotFound)
		first := must[[]byte](t)(s.CreateKey(t.Context(), "c-17", []byte("first")))
		wantSame(t, "created", string(first), "first")
		second := must[[]byte](t)(s.CreateKey(t.Context(), "c-17", []byte("second")))
		wantSame(t, "created again", string(second), "first")
		first[0] = 'X'
		held := must[[]byte](t)(s.Key(t.Context(), "c-17"))
		wantSame(t, "held", string(held), "first")
		_, err = s.Key(t.Context(), "c-18")
		wantError(t, err, store.ErrNotFound)
	}},
	{"keys/an erased one never comes back", func(t *testing.T, s store.Store) {
		must[[]byte](t)(s.CreateKey(t.Context(), "c-17", []byte("secret")))
		for range 2 {
			if err := s.DestroyKey(t.Context(), "c-17"); err != nil {
				t.Fatal(err)
			}
		}
		_, err := s.Key(t.Context(), "c-17")
		wantError(t, err, store.ErrNotFound)
		_, err = s.CreateKey(t.Context(), "c-17", []byte("again"))
		wantError(t, err, store.ErrErased)
	}},
	{"keys/a subject may be erased before it has one", func(t *testing.T, s store.Store) {
		if err := s.DestroyKey(t.Context(), "c-17"); err != nil {
			t.Fatal(err)
		}
		_, err := s.CreateKey(t.Context(), "c-17", []byte("late"))
		wantError(t, err, store.ErrErased)
	}},
}
