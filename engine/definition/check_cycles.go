package definition

import "strings"

// checkCycles finds ways round that pass neither a person nor a time.
func (b *builder) checkCycles() {
	told := make(region, len(b.p.Elements))
	passing := b.passing()
	for _, el := range b.p.Elements {
		if told.has(el) || !passing.has(el) {
			continue
		}
		ahead := b.atOnce(el, passing)
		if !ahead.has(el) {
			continue
		}
		var round []string
		for _, other := range b.p.Elements {
			if ahead.has(other) && b.atOnce(other, passing).has(el) {
				told[other.Index] = true
				if len(round) == 0 || round[len(round)-1] != other.Step {
					round = append(round, other.Step)
				}
			}
		}
		b.add(b.steps[el.Step].name.pos, "instant-cycle", el.Step, strings.Join(round, ", "))
	}
}

// atOnce returns the elements a token leaving el comes to without waiting.
func (b *builder) atOnce(el *Element, passing region) region {
	var next []*Element
	for _, f := range el.Out {
		if passing.has(f.To) {
			next = append(next, f.To)
		}
	}
	return b.reachable(next, func(f *Flow) bool { return f.Trigger == nil && passing.has(f.To) })
}

// passing returns the elements a token can pass in the instant it comes; a
// subprocess if there is such a way through it.
func (b *builder) passing() region {
	passing := make(region, len(b.p.Elements))
	for i := len(b.p.Elements) - 1; i >= 0; i-- { // what is inside a subprocess stands behind it
		el := b.p.Elements[i]
		switch el.Kind {
		case KindScript, KindSend, KindExclusive, KindParallel, KindInclusive, KindJoin:
			passing[i] = true
		case KindSubprocess:
			through := b.reachable(starts(el.Sub), func(f *Flow) bool {
				return f.Trigger == nil && (f.To.Kind == KindEnd || passing.has(f.To))
			})
			passing[i] = b.ends(el.Sub, through)
		case KindStart, KindUserTask, KindReceive, KindTimer, KindEventGate, KindEnd:
		}
	}
	return passing
}
