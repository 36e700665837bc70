package definition

// A join that waits for all branches of a fork knows what each of them left
// behind, not only what all of them did alike. Here are found the branches of
// parallel forks of which a token has surely arrived when a join fires, or
// when the scope is done.

// branches fills meets for the joins of a scope, and ends for the scope.
func (s *surely) branches(scope *Scope) {
	terminates := false
	for _, el := range scope.Elements {
		terminates = terminates || el.Kind == KindEnd && el.End == EndTerminate
	}
	for _, fork := range scope.Elements {
		if fork.Kind != KindParallel {
			continue
		}
		// What is reached without the fork is not behind it on every way.
		without := s.b.reachable(starts(scope), func(f *Flow) bool { return f.To != fork })
		for _, join := range scope.Joins {
			if !without.has(join) {
				s.joined(fork, join)
			}
		}
		if !terminates && !s.b.ends(scope, without) {
			s.ended(fork, scope)
		}
	}
}

// joined notes, by branch of the fork, the flows it surely comes to the join by.
func (s *surely) joined(fork, join *Element) {
	for _, out := range fork.Out {
		if out.To == join {
			continue
		}
		branch := s.b.reachable([]*Element{out.To}, func(f *Flow) bool { return f.interrupts() && f.To != join })
		if branch.has(fork) || leaks(fork.Scope, branch) {
			continue
		}
		var arrivals []*Flow
		for _, in := range join.In {
			if branch.has(in.From) && in.interrupts() {
				arrivals = append(arrivals, in)
			}
		}
		if len(arrivals) > 0 && !s.filledByOthers(join, out, branch, arrivals) {
			s.meets[join] = append(s.meets[join], arrivals)
		}
	}
}

// ended notes, by branch of the fork, the flows by which it comes to its end.
func (s *surely) ended(fork *Element, scope *Scope) {
	for _, out := range fork.Out {
		branch := s.b.reachable([]*Element{out.To}, (*Flow).interrupts)
		if branch.has(fork) {
			continue
		}
		var last []*Flow
		for _, el := range scope.Elements {
			for _, in := range el.In {
				if el.Kind == KindEnd && branch.has(in.From) && in.interrupts() {
					last = append(last, in)
				}
			}
		}
		if len(last) > 0 {
			s.ends[scope] = append(s.ends[scope], last)
		}
	}
}

// interrupts reports whether the token of From itself takes the flow; a kept
// event makes another one.
func (f *Flow) interrupts() bool { return f.Trigger == nil || !f.Trigger.Keep }

// leaks reports whether a token may end inside a region.
func leaks(scope *Scope, inside region) bool {
	for _, el := range scope.Elements {
		if inside.has(el) && (el.Kind == KindEnd || len(el.Out)+len(el.Rows) == 0) {
			return true
		}
	}
	return false
}

// filledByOthers reports whether a token that did not take the branch can come
// in by one of its flows, so that the join need not wait for the branch. Only
// the first time counts, before any token has passed the join: what is known
// then stays known.
func (s *surely) filledByOthers(join *Element, branch *Flow, inside region, arrivals []*Flow) bool {
	from := starts(join.Scope)
	for _, el := range join.Scope.Elements {
		if !inside.has(el) {
			continue
		}
		for _, t := range el.Events {
			if t.Keep && t.Out != nil {
				from = append(from, t.Out.To)
			}
		}
	}
	others := s.b.reachable(from, func(f *Flow) bool { return f != branch && f.To != join })
	for _, in := range arrivals {
		if others.has(in.From) {
			return true
		}
	}
	return false
}
