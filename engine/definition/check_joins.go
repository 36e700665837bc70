package definition

// checkJoins warns of joins that do not do what they look like (SEMANTICS.md
// §1, O13 and O14).
func (b *builder) checkJoins(sure *surely) {
	for _, s := range b.p.Scopes {
		for i, join := range s.Joins {
			switch {
			case len(join.In) < 2:
				b.add(join.Pos, "join-of-one", join.Step)
			case !b.forked(s, join):
				b.add(join.Pos, "join-without-fork", join.Step)
			}
			b.joinBehindEvent(s, join)
			for _, other := range s.Joins[:i] {
				if b.waitForEachOther(s, join, other) && !sure.released(join, other) && !sure.released(other, join) {
					b.add(join.Pos, "joins-wait-for-each-other", join.Step, other.Step)
				}
			}
		}
	}
}

// forked reports whether two tokens can be under way to the join at once.
func (b *builder) forked(s *Scope, join *Element) bool {
	leading := b.leadingTo(join, nil)
	for _, el := range s.Elements {
		branches := 0
		for _, out := range branchesOf(el) {
			if leading.has(out.To) {
				branches++
			}
		}
		if branches > 1 {
			return true
		}
	}
	return false
}

// branchesOf lists flows of an element that can carry tokens at the same time:
// those of a fork, or kept events beside their host's own way.
func branchesOf(el *Element) []*Flow {
	if el.Kind == KindParallel || el.Kind == KindInclusive {
		return el.Out
	}
	var list []*Flow
	for _, t := range el.Events {
		if t.Keep && t.Out != nil {
			list = append(list, t.Out, t.Out) // it may come more than once
		}
	}
	if len(list) > 0 {
		list = append(list, el.Out...)
	}
	return list
}

// joinBehindEvent warns of a join that an event leads to but its host does
// not: while the host is at work, the join does not wait for it.
func (b *builder) joinBehindEvent(s *Scope, join *Element) {
	if join.Reach == nil {
		return
	}
	for _, host := range s.Elements {
		for _, t := range host.Events {
			if t.Out == nil || join.Reach[host.Index] != 0 {
				continue
			}
			var behind uint64
			if t.Out.To == join {
				for i, in := range join.In {
					if in == t.Out {
						behind = 1 << i
					}
				}
			} else {
				behind = join.Reach[t.Out.To.Index]
			}
			if behind != 0 && behind != uint64(1)<<len(join.In)-1 {
				b.add(t.Pos, "join-behind-event", join.Step, host.Step)
			}
		}
	}
}

// waitForEachOther reports whether tokens can stand at both joins at once and
// each could still send one to the other.
func (b *builder) waitForEachOther(s *Scope, x, y *Element) bool {
	if x.Reach == nil || y.Reach == nil || x.Reach[y.Index] == 0 || y.Reach[x.Index] == 0 {
		return false
	}
	toX, toY := b.leadingTo(x, y), b.leadingTo(y, x)
	for _, el := range s.Elements {
		onlyX, onlyY, both := 0, 0, 0
		for _, f := range branchesOf(el) {
			switch x, y := toX.has(f.To), toY.has(f.To); {
			case x && y:
				both++
			case x:
				onlyX++
			case y:
				onlyY++
			}
		}
		if both > 1 || both == 1 && onlyX+onlyY > 0 || onlyX > 0 && onlyY > 0 {
			return true
		}
	}
	return false
}

// released reports whether a branch surely fills a flow that a token at the
// other join could come in by, so that the join does not wait for it.
func (s *surely) released(join, other *Element) bool {
	for _, branch := range s.meets[join] {
		inside := true
		for _, f := range branch {
			for i, in := range join.In {
				inside = inside && (in != f || join.Reach[other.Index]&(1<<i) != 0)
			}
		}
		if inside {
			return true
		}
	}
	return false
}
