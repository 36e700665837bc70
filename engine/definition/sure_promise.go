package definition

// running is what holds while a cycle of a promise runs: what does at every
// moment that begins one, since what has happened stays so.
func (s *surely) running(p *Promise) factSet {
	var set factSet
	for _, m := range p.From {
		set = set.meet(s.moment(m))
	}
	if p.Again != nil {
		set = set.meet(s.moment(Moment{Kind: MomentDone, Step: p.Again.Step}))
	}
	return set
}

func (s *surely) moment(m Moment) factSet {
	d := s.b.steps[m.Step]
	switch {
	case m.Kind == MomentStart:
		var set factSet
		for _, el := range starts(s.b.p.Scopes[0]) {
			set = set.meet(s.after[el.Index])
		}
		return set
	case d == nil || d.kind == 0: // an instant of the case, or a mistake told already
		return make(factSet, s.width)
	case m.Kind == MomentDone:
		return s.after[d.element.Index]
	default:
		return s.before[d.element.Index]
	}
}
