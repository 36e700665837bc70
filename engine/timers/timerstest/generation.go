package timerstest

import "testing"

func olderDropped(_ *testing.T, b *bench) {
	b.arm(at("a", 100, 5))
	b.arm(at("a", 50, 4))
	b.nextIs(100)
	b.claims(99)
	b.claims(100, "a")
}

func olderDoesNotRemove(_ *testing.T, b *bench) {
	b.arm(at("a", 100, 5))
	b.arm(at("a", 0, 4))
	b.claims(100, "a")
}

func sameGeneration(_ *testing.T, b *bench) {
	b.arm(at("a", 100, 5))
	b.arm(at("a", 50, 5))
	b.nextIs(50)
	b.arm(at("a", 0, 5))
	b.nextIs(0)
}

func olderDroppedWhileClaimed(_ *testing.T, b *bench) {
	b.arm(at("a", 100, 5))
	b.claims(100, "a")
	b.arm(at("a", 100, 4))
	b.claims(100)
	b.claims(1100, "a")
}
