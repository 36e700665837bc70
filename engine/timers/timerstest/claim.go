package timerstest

import "testing"

func claimOrder(_ *testing.T, b *bench) {
	b.arm(at("late", 300, 1), at("soon", 100, 1), at("mid", 200, 1), at("tie-b", 150, 1), at("tie-a", 150, 1))
	b.claims(300, "soon", "tie-a", "tie-b", "mid", "late")
}

func claimNotEarly(_ *testing.T, b *bench) {
	b.arm(at("a", 100, 1), at("b", 101, 1))
	b.claims(99)
	b.claims(100, "a")
	b.claims(101, "b")
}

func claimLimit(t *testing.T, b *bench) {
	b.arm(at("a", 1, 1), at("b", 2, 1), at("c", 3, 1))
	if got := b.claim(10, 1000, 2); len(got) != 2 || got[0] != "a" || got[1] != "b" {
		t.Fatalf("claim of two took %v, want the two soonest", got)
	}
	if got := b.claim(10, 1000, 0); len(got) != 0 {
		t.Fatalf("claim of none took %v", got)
	}
	b.claims(10, "c")
}

func leaseExpires(_ *testing.T, b *bench) {
	b.arm(at("a", 100, 1))
	b.claims(150, "a")
	b.claims(1149)
	b.claims(1150, "a")
	b.claims(2149)
}

func armEndsLease(_ *testing.T, b *bench) {
	b.arm(at("a", 100, 1))
	b.claims(100, "a")
	b.arm(at("a", 400, 2))
	b.claims(399)
	b.claims(400, "a")
}

func removeWhileClaimed(_ *testing.T, b *bench) {
	b.arm(at("a", 100, 1))
	b.claims(100, "a")
	b.arm(at("a", 0, 2))
	b.nextIs(0)
	b.claims(10_000)
}
