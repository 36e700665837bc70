package definition

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

// Text returns the template with the name, or nil.
func (p *Process) Text(id string) *Template { return p.texts[id] }
