package engine

import (
	"slices"
	"strings"

	"github.com/laneway-flow/laneway/engine/definition"
)

// MaxNote is the longest note, in bytes.
const MaxNote = 16 << 10

func (c AddNote) decide(x *step) error {
	if x.in.State == StateNone || x.in.Mailbox != nil {
		return reject(RejectNotActive, "there is no case %s", x.in.ID)
	}
	if strings.TrimSpace(c.Text) == "" {
		return reject(RejectNoteEmpty, "%s: a note says something", x.in.ID)
	}
	if len(c.Text) > MaxNote {
		return reject(RejectNoteLong, "%s: a note has at most %d bytes, this one has %d", x.in.ID, MaxNote, len(c.Text))
	}
	if c.Task != 0 && x.in.task(c.Task) == nil {
		return reject(RejectTaskNotOpen, "%s is not open", TaskID(x.in.ID, c.Task))
	}
	x.emit(&NoteAdded{Text: c.Text, Task: c.Task})
	return nil
}

func (c ChangeData) decide(x *step) error {
	if err := x.active(); err != nil {
		return err
	}
	if strings.TrimSpace(c.Reason) == "" {
		return reject(RejectReason, "%s: correcting data wants a reason", x.in.ID)
	}
	values, err := x.declared(x.in.ID, c.Values)
	if err != nil {
		return err
	}
	if len(values) > 0 {
		x.emit(&DataChanged{Written: x.written(0, values), Reason: c.Reason})
	}
	return nil
}

// declared checks values against the process's fields, form or no form. A
// null value removes the field's value. The result is canonical and sorted.
func (x *step) declared(what string, given []definition.Datum) ([]definition.Datum, error) {
	values := slices.Clone(given)
	slices.SortStableFunc(values, func(a, b definition.Datum) int { return strings.Compare(a.Name, b.Name) })
	var problems []definition.Problem
	for i, d := range values {
		f := x.process.Field(d.Name)
		if f == nil || f.Scope != nil && f.Scope.Host != nil {
			problems = append(problems, definition.Problem{Field: d.Name, Code: "unknown", Reason: "is not declared under data"})
			continue
		}
		if i > 0 && values[i-1].Name == d.Name {
			problems = append(problems, definition.Problem{Field: d.Name, Code: "many", Reason: "is given twice"})
			continue
		}
		if d.Value == nil || string(d.Value) == "null" {
			values[i].Value = nil
			continue
		}
		val, problem := f.Canonical(d.Value)
		if problem != nil {
			problems = append(problems, *problem)
			continue
		}
		values[i].Value = val
	}
	if len(problems) > 0 {
		return nil, rejectFields(what, problems)
	}
	return values, nil
}

func (c CancelInstance) decide(x *step) error {
	if err := x.active(); err != nil {
		return err
	}
	if strings.TrimSpace(c.Reason) == "" {
		return reject(RejectReason, "cancelling %s wants a reason", x.in.ID)
	}
	x.clear(0, "withdrawn")
	x.end(StateCancelled, c.Reason)
	return nil
}
