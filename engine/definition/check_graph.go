package definition

import (
	"strconv"
	"strings"
)

// checkGraph judges how the steps hang together. It is asked only when every
// flow has found its target.
func (b *builder) checkGraph(sure *surely) {
	b.checkReached()
	b.checkCycles()
	b.checkJoins(sure)
}

// small reports whether the graph is no larger than allowed.
func (b *builder) small() bool {
	if len(b.p.Elements) > maxElements {
		b.add(b.decl.top.pos, "too-many-elements", strconv.Itoa(len(b.p.Elements)), strconv.Itoa(maxElements))
		return false
	}
	return true
}

// checkReached finds steps no way leads to, and subprocesses that never end.
func (b *builder) checkReached() {
	seen := b.onward(starts(b.p.Scopes[0]))
	told := map[string]bool{}
	for _, el := range b.p.Elements {
		hidden := el.Scope.Host != nil && !seen[el.Scope.Host]
		if el.Step != "" && !seen[el] && !hidden && !told[el.Step] {
			told[el.Step] = true
			b.add(b.steps[el.Step].name.pos, "unreachable", el.Step)
		}
	}
	for _, s := range b.p.Scopes[1:] {
		if seen[s.Host] && !b.ends(s, seen) {
			b.add(s.Host.Pos, "subprocess-without-end", s.ID)
		}
	}
}

func (b *builder) ends(s *Scope, seen map[*Element]bool) bool {
	for _, el := range s.Elements {
		if el.Kind == KindEnd && seen[el] {
			return true
		}
	}
	return false
}

// onward returns every element a token can come to from the given ones, into
// subprocesses and out of them.
func (b *builder) onward(from []*Element) map[*Element]bool {
	seen := map[*Element]bool{}
	work := from
	for len(work) > 0 {
		el := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[el] {
			continue
		}
		seen[el] = true
		if el.Sub != nil {
			work = append(work, starts(el.Sub)...)
		}
		if el.Scope.Host != nil { // what is inside can end, or be interrupted
			work = append(work, targetsOf(el.Scope.Host)...)
		}
		work = append(work, targetsOf(el)...)
	}
	return seen
}

func targetsOf(el *Element) []*Element {
	var list []*Element
	for _, f := range el.leaving() {
		list = append(list, f.To)
	}
	return list
}

// checkCycles finds ways round that pass neither a person nor a time.
func (b *builder) checkCycles() {
	told := map[*Element]bool{}
	for _, el := range b.p.Elements {
		if told[el] || !automatic(el) {
			continue
		}
		ahead := b.atOnce(el)
		if !ahead[el] {
			continue
		}
		var round []string
		for _, other := range b.p.Elements {
			if ahead[other] && b.atOnce(other)[el] {
				told[other] = true
				if len(round) == 0 || round[len(round)-1] != other.Step {
					round = append(round, other.Step)
				}
			}
		}
		b.add(b.steps[el.Step].name.pos, "instant-cycle", el.Step, strings.Join(round, ", "))
	}
}

// atOnce returns the elements a token leaving el comes to without waiting.
func (b *builder) atOnce(el *Element) map[*Element]bool {
	seen := map[*Element]bool{}
	work := []*Element{el}
	for len(work) > 0 {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		for _, f := range at.Out {
			if !seen[f.To] && automatic(f.To) {
				seen[f.To] = true
				work = append(work, f.To)
			}
		}
	}
	return seen
}

// automatic reports whether a token can pass an element in the instant it
// comes; a subprocess if there is such a way through it.
func automatic(el *Element) bool {
	switch el.Kind {
	case KindScript, KindSend, KindExclusive, KindParallel, KindInclusive, KindJoin:
		return true
	case KindSubprocess:
		through := reachable(starts(el.Sub), func(f *Flow) bool {
			return f.Trigger == nil && (f.To.Kind == KindEnd || automatic(f.To))
		})
		for at := range through {
			if at.Kind == KindEnd {
				return true
			}
		}
	case KindStart, KindUserTask, KindReceive, KindTimer, KindEventGate, KindEnd:
	}
	return false
}
