package scenario

import (
	"slices"
	"strings"

	"github.com/laneway-flow/laneway/engine"
)

// promises says of every promise that is asked for how it stands, as
// `promise: state`, or `promise: due` where the expectation is an instant.
func (c *check) promises(want []string) []string {
	got := make([]string, 0, len(want))
	for _, w := range want {
		promise, state, _ := strings.Cut(w, ": ")
		clock := c.living(promise)
		if _, ok := instant(state, c.play.zone()); ok && clock != nil && clock.Due != 0 {
			got = append(got, promise+": "+clockTime(clock.Due, c.play.zone())[:len(state)])
			continue
		}
		got = append(got, promise+": "+c.standing(promise, clock))
	}
	return got
}

// living is the newest cycle of a promise that has not ended, or nil.
func (c *check) living(promise string) *engine.Clock {
	for i := range slices.Backward(c.in.Clocks) {
		if c.in.Clocks[i].Promise == promise {
			return &c.in.Clocks[i]
		}
	}
	return nil
}

// standing is the state of a promise in one word: that of the cycle that
// lives, else the verdict on the last one.
func (c *check) standing(promise string, clock *engine.Clock) string {
	switch {
	case clock == nil:
		if verdict, ended := c.diary.verdicts[promise]; ended {
			return string(verdict)
		}
		return "none"
	case clock.BreachedAt != 0:
		return string(engine.VerdictBreached)
	case clock.Running():
		return "running"
	}
	return "paused"
}
