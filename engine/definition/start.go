package definition

// StartAt returns the start with the element id; the first one that a person
// or program may use when id is empty; nil when there is none.
func (p *Process) StartAt(id string) *Start {
	for _, s := range p.Starts {
		if s.Element.ID == id || id == "" && s.Message == nil {
			return s
		}
	}
	return nil
}

// Asks reports whether starting the case completes its first step: a step in
// an outside lane, which is done by saying what it asks for.
func (s *Start) Asks() bool {
	first := s.first()
	return s.Message == nil && first.Kind == KindUserTask && first.Lane.Outside()
}

// Form is what a start asks for: its message's form, or the form of a first
// step that is completed by starting; nil when it asks for nothing.
func (s *Start) Form() *Form {
	switch {
	case s.Message != nil:
		return s.Message.Form
	case s.Asks():
		return s.first().Form
	default:
		return nil
	}
}

func (s *Start) first() *Element { return s.Element.Out[0].To }

// Asks reports whether the form asks for the field.
func (f *Form) Asks(name string) bool {
	if f == nil {
		return false
	}
	for _, item := range f.Items {
		if item.Field != nil && !item.Show && item.Field.Name == name {
			return true
		}
	}
	return false
}
