package timerstest

import (
	"testing"

	"github.com/laneway-flow/laneway/engine"
)

func next(_ *testing.T, b *bench) {
	b.nextIs(0)
	b.arm(at("a", 200, 1))
	b.nextIs(200)
	b.arm(at("b", 100, 1))
	b.nextIs(100)
	b.arm(at("b", 0, 2))
	b.nextIs(200)
}

func nextOfClaimed(_ *testing.T, b *bench) {
	b.arm(at("a", 100, 1), at("b", 5000, 1))
	b.claims(100, "a")
	b.nextIs(1100)
}

func changed(t *testing.T, b *bench) {
	b.arm(at("a", 200, 1))
	if !b.signalled() {
		t.Fatal("no signal for the first entry")
	}
	b.arm(at("b", 100, 1))
	if !b.signalled() {
		t.Fatal("no signal for an earlier entry")
	}
	b.arm(at("a", 50, 2))
	if !b.signalled() {
		t.Fatal("no signal for an entry moved to the front")
	}
}

func changedDoesNotBlock(t *testing.T, b *bench) {
	for due := 100; due > 0; due-- {
		b.arm(at("a", 1000+2*engine.Millis(due), 1))
	}
	if !b.signalled() {
		t.Fatal("no signal after a hundred earlier entries")
	}
	b.nextIs(1002)
}
