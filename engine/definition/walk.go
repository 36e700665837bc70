package definition

// region is a set of elements of a process, by Element.Index.
type region []bool

func (g region) has(el *Element) bool { return g[el.Index] }

// reachable returns the elements a token comes to from the given ones, in
// their scope, by flows it may take.
func (b *builder) reachable(from []*Element, take func(*Flow) bool) region {
	seen := make(region, len(b.p.Elements))
	work := append([]*Element(nil), from...)
	for len(work) > 0 {
		el := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[el.Index] {
			continue
		}
		seen[el.Index] = true
		el.leaving(func(f *Flow) {
			if !seen[f.To.Index] && take(f) {
				work = append(work, f.To)
			}
		})
	}
	return seen
}

// leadingTo returns the elements from which a token can come to an element
// without passing another one, which may be nil.
func (b *builder) leadingTo(to, without *Element) region {
	seen := make(region, len(b.p.Elements))
	work := []*Element{to}
	for len(work) > 0 {
		el := work[len(work)-1]
		work = work[:len(work)-1]
		if el == without || seen[el.Index] {
			continue
		}
		seen[el.Index] = true
		for _, f := range el.In {
			work = append(work, f.From)
		}
	}
	return seen
}

// leaving visits every flow out of an element: its own, then those of its
// boundary events or rows.
func (el *Element) leaving(visit func(*Flow)) {
	for _, f := range el.Out {
		visit(f)
	}
	for _, t := range el.Events {
		if t.Out != nil {
			visit(t.Out)
		}
	}
	for _, t := range el.Rows {
		if t.Out != nil {
			visit(t.Out)
		}
	}
}

// starts lists the start events of a scope.
func starts(scope *Scope) []*Element {
	var list []*Element
	for _, el := range scope.Elements {
		if el.Kind == KindStart {
			list = append(list, el)
		}
	}
	return list
}

// onward returns every element a token can come to from the given ones, into
// subprocesses and out of them.
func (b *builder) onward(from []*Element) region {
	seen := make(region, len(b.p.Elements))
	work := append([]*Element(nil), from...)
	for len(work) > 0 {
		el := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[el.Index] {
			continue
		}
		seen[el.Index] = true
		if el.Sub != nil {
			work = append(work, starts(el.Sub)...)
		}
		onto := func(f *Flow) { work = append(work, f.To) }
		el.leaving(onto)
		if host := el.Scope.Host; host != nil { // what is inside can end, or be interrupted
			host.leaving(onto)
		}
	}
	return seen
}

func targetsOf(el *Element) []*Element {
	var list []*Element
	el.leaving(func(f *Flow) { list = append(list, f.To) })
	return list
}
