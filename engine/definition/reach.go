package definition

// reach fills Element.Reach of every join (SEMANTICS.md §1): the incoming
// flows a token at an element can still come in by. Paths are sequence flows:
// a row of an event gateway is an edge of the gateway, a boundary event is no
// edge of its host.
func (b *builder) reach() {
	for _, s := range b.p.Scopes {
		for _, join := range s.Joins {
			if len(join.In) > maxJoin {
				b.add(join.Pos, "join-too-wide", join.Step)
				continue
			}
			join.Reach = make([]uint64, len(b.p.Elements))
			for i, in := range join.In {
				reachBack(join, in, uint64(1)<<i)
			}
		}
	}
}

// reachBack marks every element that can send a token into the flow without
// passing the join.
func reachBack(join *Element, in *Flow, bit uint64) {
	work := []*Flow{in}
	for len(work) > 0 {
		f := work[len(work)-1]
		work = work[:len(work)-1]
		from := f.From
		if !f.edge() || from == join || join.Reach[from.Index]&bit != 0 {
			continue
		}
		join.Reach[from.Index] |= bit
		work = append(work, from.In...)
	}
}

// edge reports whether the flow continues the path of a token at its From: it
// does unless it leaves a boundary event.
func (f *Flow) edge() bool { return f.Trigger == nil || f.From.Kind == KindEventGate }
