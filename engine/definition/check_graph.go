package definition

import (
	"strconv"
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
		hidden := el.Scope.Host != nil && !seen.has(el.Scope.Host)
		if el.Step != "" && !seen.has(el) && !hidden && !told[el.Step] {
			told[el.Step] = true
			b.add(b.steps[el.Step].name.pos, "unreachable", el.Step)
		}
	}
	for _, s := range b.p.Scopes[1:] {
		if seen.has(s.Host) && !b.ends(s, seen) {
			b.add(s.Host.Pos, "subprocess-without-end", s.ID)
		}
	}
}

func (b *builder) ends(s *Scope, seen region) bool {
	for _, el := range s.Elements {
		if el.Kind == KindEnd && seen.has(el) {
			return true
		}
	}
	return false
}
