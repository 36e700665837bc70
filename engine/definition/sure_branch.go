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
		for _, join := range scope.Joins {
			s.joined(fork, join)
		}
		if !terminates && dominates(fork, nil) {
			s.ended(fork, scope)
		}
	}
}

// joined notes, by branch of the fork, the flows it surely comes to the join by.
func (s *surely) joined(fork, join *Element) {
	if !dominates(fork, join) {
		return
	}
	for _, out := range fork.Out {
		region := reachable([]*Element{out.To}, func(f *Flow) bool { return f.interrupts() && f.To != join })
		if out.To == join || region[fork] || leaks(region) {
			continue
		}
		var arrivals []*Flow
		for _, in := range join.In {
			if region[in.From] && in.interrupts() {
				arrivals = append(arrivals, in)
			}
		}
		if len(arrivals) > 0 && !filledByOthers(join, out, region, arrivals) {
			s.meets[join] = append(s.meets[join], arrivals)
		}
	}
}

// ended notes, by branch of the fork, the end events it surely comes to.
func (s *surely) ended(fork *Element, scope *Scope) {
	for _, out := range fork.Out {
		region := reachable([]*Element{out.To}, (*Flow).interrupts)
		if region[fork] {
			continue
		}
		var ends []*Element
		for _, el := range scope.Elements {
			if region[el] && el.Kind == KindEnd {
				ends = append(ends, el)
			}
		}
		if len(ends) > 0 {
			s.ends[scope] = append(s.ends[scope], ends)
		}
	}
}

// interrupts reports whether the token of From itself takes the flow; a kept
// event makes another one.
func (f *Flow) interrupts() bool { return f.Trigger == nil || !f.Trigger.Keep }

// leaks reports whether a token may end inside a region.
func leaks(region map[*Element]bool) bool {
	for el := range region {
		if el.Kind == KindEnd || len(el.Out)+len(el.Rows) == 0 {
			return true
		}
	}
	return false
}

// dominates reports whether every way from the start of the scope to an
// element passes the fork; to nil is to any end event.
func dominates(fork, to *Element) bool {
	without := reachable(starts(fork.Scope), func(f *Flow) bool { return f.To != fork })
	if to != nil {
		return !without[to]
	}
	for el := range without {
		if el.Kind == KindEnd {
			return false
		}
	}
	return true
}

// filledByOthers reports whether a token that did not take the branch can come
// in by one of its flows, so that the join need not wait for the branch. Only
// the first time counts, before any token has passed the join: what is known
// then stays known.
func filledByOthers(join *Element, branch *Flow, region map[*Element]bool, arrivals []*Flow) bool {
	from := starts(join.Scope)
	for el := range region {
		for _, t := range el.Events {
			if t.Keep && t.Out != nil {
				from = append(from, t.Out.To)
			}
		}
	}
	others := reachable(from, func(f *Flow) bool { return f != branch && f.To != join })
	for _, in := range arrivals {
		if others[in.From] {
			return true
		}
	}
	return false
}

func starts(scope *Scope) []*Element {
	var list []*Element
	for _, el := range scope.Elements {
		if el.Kind == KindStart {
			list = append(list, el)
		}
	}
	return list
}

// reachable returns the elements a token comes to from the given ones by flows
// that may be taken, in their scope.
func reachable(from []*Element, take func(*Flow) bool) map[*Element]bool {
	seen := map[*Element]bool{}
	work := append([]*Element(nil), from...)
	for len(work) > 0 {
		el := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[el] {
			continue
		}
		seen[el] = true
		for _, f := range el.leaving() {
			if take(f) {
				work = append(work, f.To)
			}
		}
	}
	return seen
}

// leaving lists every flow out of an element: its own, then those of its
// boundary events or rows.
func (el *Element) leaving() []*Flow {
	list := append([]*Flow(nil), el.Out...)
	for _, triggers := range [][]*Trigger{el.Events, el.Rows} {
		for _, t := range triggers {
			if t.Out != nil {
				list = append(list, t.Out)
			}
		}
	}
	return list
}
