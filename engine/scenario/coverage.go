package scenario

import (
	"maps"
	"slices"
	"strconv"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// Reached is what plays came by: elements entered, sequence flows taken,
// levels reached, and how promises ended.
type Reached struct {
	elements map[mark]bool
	flows    map[mark]bool
	levels   map[mark]bool // `escalation.1`
	outcomes map[mark]bool // `promise.met`
}

// mark is an element, flow, level or outcome of a process.
type mark struct{ process, id string }

func newReached() *Reached {
	return &Reached{elements: map[mark]bool{}, flows: map[mark]bool{}, levels: map[mark]bool{}, outcomes: map[mark]bool{}}
}

func (r *Reached) read(p *definition.Process, clocks map[int64]string, e *engine.Event) {
	var element, flow string
	switch b := e.Body.(type) {
	case *engine.TokenEntered:
		element, flow = b.Element, b.Via
	case *engine.TokenMoved:
		element, flow = b.Element, b.Flow
	case *engine.LevelReached:
		r.level(p, b)
		return
	case *engine.ClockStopped:
		r.outcomes[mark{p.ID, clocks[b.Clock] + "." + string(b.Verdict)}] = true
		return
	default:
		return
	}
	r.elements[mark{p.ID, element}] = true
	if flow != "" {
		r.flows[mark{p.ID, flow}] = true
	}
}

func (r *Reached) add(other *Reached) {
	maps.Copy(r.elements, other.elements)
	maps.Copy(r.flows, other.flows)
	maps.Copy(r.levels, other.levels)
	maps.Copy(r.outcomes, other.outcomes)
}

// level notes a level by its number in its escalation; the points of events
// are sequence flows.
func (r *Reached) level(p *definition.Process, b *engine.LevelReached) {
	promise := p.Promise(b.Promise)
	if index, err := strconv.Atoi(b.Level); err == nil && promise != nil && promise.Escalation != nil {
		r.levels[mark{p.ID, levelID(promise.Escalation, index)}] = true
	}
}

func levelID(e *definition.Escalation, index int) string { return e.ID + "." + strconv.Itoa(index+1) }

// Missed is what no example reached.
type Missed struct {
	Kind string // step, event, flow, level or outcome
	ID   string
	Pos  definition.Position // where its step stands
	Text definition.Text     // one line about it
}

// Missing lists what was not reached, in document order: steps, then events
// that never happened, then the flows between reached elements that were not
// taken, then levels, then how promises over the flow never ended. What lies
// behind something missed is not told twice.
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
	return append(missed, missingPromises(p, r)...)
}

// missingPromises lists the levels no example reached, and the promises over
// the flow that none keeps, or breaks.
func missingPromises(p *definition.Process, r *Reached) []Missed {
	var missed []Missed
	for _, e := range p.Escalations {
		for _, l := range e.Levels {
			if id := levelID(e, l.Index); !r.levels[mark{p.ID, id}] {
				missed = append(missed, Missed{"level", id, l.Pos, text("没有示例升级到 %s", "no example reaches level %s", id)})
			}
		}
	}
	for _, c := range p.Promises {
		for _, verdict := range []engine.Verdict{engine.VerdictMet, engine.VerdictBreached} {
			if id := c.ID + "." + string(verdict); c.Step == nil && !r.outcomes[mark{p.ID, id}] {
				missed = append(missed, Missed{"outcome", id, c.Pos, outcomeText(c.ID, verdict)})
			}
		}
	}
	return missed
}

func outcomeText(promise string, verdict engine.Verdict) definition.Text {
	if verdict == engine.VerdictMet {
		return text("没有示例兑现承诺 %s", "no example keeps promise %s", promise)
	}
	return text("没有示例违反承诺 %s", "no example breaks promise %s", promise)
}
