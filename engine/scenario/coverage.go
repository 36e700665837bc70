package scenario

import (
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// Reached is what plays came by: elements entered and sequence flows taken.
type Reached struct {
	elements map[mark]bool
	flows    map[mark]bool
}

// mark is an element or flow of a process.
type mark struct{ process, id string }

func newReached() *Reached { return &Reached{elements: map[mark]bool{}, flows: map[mark]bool{}} }

func (r *Reached) read(p *definition.Process, e *engine.Event) {
	var element, flow string
	switch b := e.Body.(type) {
	case *engine.TokenEntered:
		element, flow = b.Element, b.Via
	case *engine.TokenMoved:
		element, flow = b.Element, b.Flow
	default:
		return
	}
	r.elements[mark{p.ID, element}] = true
	if flow != "" {
		r.flows[mark{p.ID, flow}] = true
	}
}

func (r *Reached) add(other *Reached) {
	for m := range other.elements {
		r.elements[m] = true
	}
	for m := range other.flows {
		r.flows[m] = true
	}
}

// Missed is a step, an event or a flow that no example reached.
type Missed struct {
	Kind string // step, event or flow
	ID   string
	Pos  definition.Position // where its step stands
	Text definition.Text     // one line about it
}

// Missing lists what was not reached, in document order: steps, then events
// that never happened, then the flows between reached elements that were not
// taken. What lies behind something missed is not told twice.
func Missing(p *definition.Process, r *Reached) []Missed {
	var missed []Missed
	for _, e := range p.Elements {
		if e.ID == e.Step && !r.elements[mark{p.ID, e.ID}] {
			missed = append(missed, Missed{"step", e.ID, e.Pos, text("没有示例走到步骤 %s", "no example reaches step %s", e.ID)})
		}
	}
	for _, e := range p.Elements {
		if !r.elements[mark{p.ID, e.ID}] {
			continue
		}
		for _, t := range slices.Concat(e.Events, e.Rows) {
			if !r.flows[mark{p.ID, t.Out.ID}] {
				missed = append(missed, Missed{"event", t.ID, t.Pos, text("没有示例发生事件 %s(去 %s)", "in no example event %s happens (to %s)", t.ID, t.Out.To.ID)})
			}
		}
	}
	for _, f := range p.Flows {
		if f.Trigger == nil && r.elements[mark{p.ID, f.From.ID}] && !r.flows[mark{p.ID, f.ID}] {
			missed = append(missed, Missed{"flow", f.ID, f.From.Pos, text("没有示例走过 %s", "no example takes %s", f.ID)})
		}
	}
	return missed
}
