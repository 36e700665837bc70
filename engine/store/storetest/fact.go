package storetest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

func allFacts(t *testing.T, s store.Store, instance string) []engine.Fact {
	t.Helper()
	var out []engine.Fact
	err := s.Facts(t.Context(), instance, func(f engine.Fact) error {
		out = append(out, f)
		return nil
	})
	if err != nil {
		t.Fatalf("facts: %v", err)
	}
	return out
}

var facts = []topic{
	{"facts/of all and of one, in the order written", func(t *testing.T, s store.Store) {
		a := begin("a", "complaint", "", noon).open("handle", "service", noon).assign(1, "li.na", noon+1).hold(1, "parts", noon+2)
		b := begin("b", "return", "", noon).open("check", "repair", noon)
		var all, ofA []engine.Fact
		for _, x := range []*story{a, b, a, b, a} {
			switch {
			case len(x.in.Tasks) > 0 && x.in.Version > 0:
				x.complete(x.in.Tasks[0].Number, noon+50).turn(noon, noon+50, "customer")
			default:
				x.turn(noon+50, noon+60, "")
			}
			c := x.change()
			all = append(all, c.Facts...)
			if x == a {
				ofA = append(ofA, c.Facts...)
			}
			commit(t, s, c)
		}
		wantSame(t, "all", allFacts(t, s, ""), all)
		wantSame(t, "of one", allFacts(t, s, "a"), ofA)
		wantSame(t, "of nobody", len(allFacts(t, s, "nobody")), 0)
	}},
	{"facts/the stream stops at the first error and returns it", func(t *testing.T, s store.Store) {
		for i := range 5 {
			commit(t, s, begin(fmt.Sprint(i), "complaint", "", noon).turn(noon, noon+1, "").change())
		}
		stop, seen := errors.New("enough"), 0
		err := s.Facts(t.Context(), "", func(engine.Fact) error {
			if seen++; seen == 3 {
				return stop
			}
			return nil
		})
		wantError(t, err, stop)
		wantSame(t, "seen", seen, 3)
	}},
}
