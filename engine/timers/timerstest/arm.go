package timerstest

import (
	"fmt"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/timers"
)

func armSets(t *testing.T, b *bench) {
	b.arm(at("a", 100, 7))
	entries, err := b.index.Claim(t.Context(), 100, 1000, 10)
	if err != nil || len(entries) != 1 {
		t.Fatalf("claim gave %v, %v; want one entry", entries, err)
	}
	if want := at("a", 100, 7); entries[0] != want {
		t.Fatalf("claimed %+v, want %+v", entries[0], want)
	}
}

func armMoves(_ *testing.T, b *bench) {
	b.arm(at("a", 100, 1), at("b", 150, 1))
	b.arm(at("a", 200, 2))
	b.nextIs(150)
	b.arm(at("a", 50, 3))
	b.nextIs(50)
	b.claims(49)
	b.claims(50, "a")
	b.claims(200, "b")
}

func armRemoves(_ *testing.T, b *bench) {
	b.arm(at("a", 100, 1), at("b", 100, 1))
	b.arm(at("a", 0, 2))
	b.claims(100, "b")
	b.arm(at("unknown", 0, 1))
	b.arm(at("b", 0, 2))
	b.nextIs(0)
	b.claims(10_000)
}

func armMany(t *testing.T, b *bench) {
	var entries []timers.Entry
	for i := range 1000 {
		entries = append(entries, at(fmt.Sprintf("i%04d", i), 1+engine.Millis(i*7919%1000), 1))
	}
	b.arm(entries...)
	if got := b.claim(1000, 1000, 2000); len(got) != 1000 {
		t.Fatalf("claimed %d of 1000 entries", len(got))
	}
	b.arm()
	b.claims(1000)
}
