package definition

import "slices"

// Element returns the element with the id, or nil.
func (p *Process) Element(id string) *Element { return p.elements[id] }

// Flow returns the sequence flow with the id, or nil.
func (p *Process) Flow(id string) *Flow { return p.flows[id] }

// Trigger returns the boundary event or gateway row with the id, or nil.
func (p *Process) Trigger(id string) *Trigger { return p.triggers[id] }

// Field returns the field with the name, of the process or of one of its
// subprocesses (names are unique in a process), or nil.
func (p *Process) Field(name string) *Field { return p.fields[name] }

// Lane returns the lane with the id, or nil.
func (p *Process) Lane(id string) *Lane { return p.lanes[id] }

// Message returns the message with the name, or nil.
func (p *Process) Message(id string) *Message { return p.messages[id] }

// Promise returns the promise with the id, of the flow or of a step, or nil.
func (p *Process) Promise(id string) *Promise { return p.promises[id] }

// Hold returns the reason for holding a step with the id, or nil.
func (p *Process) Hold(id string) *HoldReason {
	for _, h := range p.Holds {
		if h.ID == id {
			return h
		}
	}
	return nil
}

// PromiseEvents are the events that stand at a point of the promise.
func (p *Process) PromiseEvents(promise *Promise) []*Trigger { return p.promiseEvents[promise] }

// Text returns the template with the name, or nil.
func (p *Process) Text(id string) *Template { return p.texts[id] }

// Remembers reports whether some expression asks, by last("step"), for what
// the form of the step was given.
func (p *Process) Remembers(step string) bool { return p.remembered[step] }

// remember notes whose form values an expression asks for.
func (p *Process) remember(e *Expr) {
	if e == nil {
		return
	}
	for _, v := range e.vars {
		if (v.from == fromLast || v.from == fromLastGiven) && !slices.Contains(lastFields, v.field) {
			if p.remembered == nil {
				p.remembered = map[string]bool{}
			}
			p.remembered[v.step] = true
		}
	}
}
