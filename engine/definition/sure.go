package definition

// surely knows what has certainly happened whenever a place of the graph is
// reached: which data have a value and which steps are done. It is a forward
// must-analysis: what holds at an element is what holds on every way to it,
// so the least that is known counts (greatest fixed point).
type surely struct {
	b      *builder
	fact   map[string]int // "data x", "step y" -> bit
	width  int            // words of a set
	before []factSet      // by Element.Index
	after  []factSet
	meets  map[*Element][][]*Flow // of joins: flows of branches that surely arrived
	ends   map[*Scope][][]*Flow   // of scopes: flows by which a branch surely ended
}

// factSet is a set of facts; nil is every fact, of what is never reached.
type factSet []uint64

func (b *builder) analyse() *surely {
	s := &surely{b: b, fact: map[string]int{}, meets: map[*Element][][]*Flow{}, ends: map[*Scope][][]*Flow{}}
	for _, f := range b.allFields() {
		s.fact["data "+f.Name] = len(s.fact)
	}
	for _, d := range b.decl.top.walk() {
		s.fact["step "+d.name.text] = len(s.fact)
	}
	s.width = len(s.fact)/64 + 1
	s.before, s.after = make([]factSet, len(b.p.Elements)), make([]factSet, len(b.p.Elements))
	for _, scope := range b.p.Scopes {
		s.branches(scope)
	}
	for changed := true; changed; {
		changed = false
		for _, el := range b.p.Elements {
			changed = s.visit(el) || changed
		}
	}
	return s
}

// visit works out what holds before and after an element, and reports whether
// less is known than before.
func (s *surely) visit(el *Element) bool {
	in := s.arriving(el)
	if in == nil {
		return false
	}
	out := append(factSet(nil), in...)
	if el.Sub != nil {
		inside := s.scopeEnd(el.Sub)
		if inside == nil {
			out = nil
		}
		out.add(inside)
	}
	if out != nil {
		s.done(out, el)
	}
	changed := !in.equal(s.before[el.Index]) || !out.equal(s.after[el.Index])
	s.before[el.Index], s.after[el.Index] = in, out
	return changed
}

// arriving is what holds whenever a token comes to an element.
func (s *surely) arriving(el *Element) factSet {
	switch {
	case el.Kind == KindStart && el.Scope.Host == nil:
		set := make(factSet, s.width)
		if el.Receive != nil {
			s.form(set, el.Receive.Form)
		}
		return set
	case el.Kind == KindStart:
		host := s.before[el.Scope.Host.Index]
		if host == nil {
			return nil
		}
		set := append(factSet(nil), host...)
		for _, f := range el.Scope.Data { // a new copy, without values yet
			set.remove(s.fact["data "+f.Name])
		}
		return set
	}
	set := s.flows(el.In)
	for _, branch := range s.meets[el] {
		set = set.clone()
		set.add(s.flows(branch))
	}
	return set
}

// flows is what holds on every one of the flows.
func (s *surely) flows(flows []*Flow) factSet {
	var set factSet
	for _, f := range flows {
		set = set.meet(s.on(f))
	}
	return set
}

// on is what holds when a token takes the flow. A boundary event comes while
// its host is at work: what the host asks for is not there yet.
func (s *surely) on(f *Flow) factSet {
	if f.Trigger == nil {
		return s.after[f.From.Index]
	}
	set := s.before[f.From.Index].clone()
	if set != nil && f.Trigger.Message != nil {
		s.form(set, f.Trigger.Message.Form)
	}
	return set
}

// scopeEnd is what holds when a subprocess is done.
func (s *surely) scopeEnd(scope *Scope) factSet {
	var set factSet
	for _, el := range scope.Elements {
		if el.Kind == KindEnd {
			set = set.meet(s.after[el.Index])
		}
	}
	for _, branch := range s.ends[scope] {
		set = set.clone()
		set.add(s.flows(branch))
	}
	return set
}

// done adds what an element leaves behind.
func (s *surely) done(set factSet, el *Element) {
	switch el.Kind {
	case KindUserTask, KindReceive:
		s.form(set, el.Form)
	case KindScript:
		for _, a := range el.Set {
			s.put(set, a.Name)
		}
	case KindStart, KindSend, KindTimer, KindEventGate, KindSubprocess, KindExclusive, KindParallel, KindInclusive, KindJoin, KindEnd:
	}
	if el.ID == el.Step {
		set.set(s.fact["step "+el.Step])
	}
}

// form adds what a form surely asked for.
func (s *surely) form(set factSet, f *Form) {
	if f == nil {
		return
	}
	for _, item := range f.Items {
		if item.Field != nil && !item.Show && !item.optional() {
			s.put(set, item.Field.Name)
		}
	}
}

// put notes that a field has a value, unless the flow takes it away somewhere.
func (s *surely) put(set factSet, name string) {
	if i, ok := s.fact["data "+name]; ok && !s.b.cleared[name] {
		set.set(i)
	}
}

// holds reports whether a fact is certain at a site.
func (s *surely) holds(at site, fact string) bool {
	i, ok := s.fact[fact]
	switch {
	case at.anywhere:
		return true
	case !ok:
		return false
	case at.promise != nil:
		return s.running(at.promise).has(i)
	case at.lane != nil:
		for _, el := range s.b.p.Elements {
			if el.Lane == at.lane && !s.before[el.Index].has(i) {
				return false
			}
			if el.Send != nil && el.Send.To == at.lane && !s.sent(el).has(i) {
				return false
			}
		}
		return true
	case at.element == nil:
		return true
	case at.after:
		return s.after[at.element.Index].has(i)
	default:
		return s.before[at.element.Index].has(i)
	}
}

// sent is what holds when an element sends: a user task does when it is done.
func (s *surely) sent(el *Element) factSet {
	if el.Kind == KindUserTask {
		return s.after[el.Index]
	}
	return s.before[el.Index]
}

// field reports whether data surely has a value at a site.
func (s *surely) field(at site, name string) bool { return s.holds(at, "data "+name) }

// last reports whether last("step").field surely has a value at a site: the
// step is done, and the field is one of every visit or surely asked for there.
func (s *surely) last(at site, step, field string) bool {
	d := s.b.steps[step]
	if d == nil || !s.holds(at, "step "+step) {
		return false
	}
	switch field {
	case "at":
		return true
	case "by":
		return d.element.Kind == KindUserTask
	}
	asked := make(factSet, s.width)
	if d.element.Kind == KindUserTask {
		s.form(asked, d.element.Form)
	}
	i, ok := s.fact["data "+field]
	return ok && asked.has(i)
}
