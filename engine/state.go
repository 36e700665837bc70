package engine

import (
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
)

// clone returns a copy whose slices apply may change without touching in.
// What lies deeper (data, holds, doers) is replaced, never written into.
func (in *Instance) clone() Instance {
	c := *in
	c.Scopes = slices.Clone(in.Scopes)
	c.Tokens = slices.Clone(in.Tokens)
	c.Tasks = slices.Clone(in.Tasks)
	c.Timers = slices.Clone(in.Timers)
	c.Subscriptions = slices.Clone(in.Subscriptions)
	c.Incidents = slices.Clone(in.Incidents)
	c.Clocks = slices.Clone(in.Clocks)
	c.Promises = slices.Clone(in.Promises)
	c.Participants = slices.Clone(in.Participants)
	c.Steps = append(make([]StepLog, 0, len(in.Steps)+1), in.Steps...) // most steps open another one
	c.Seen = slices.Clone(in.Seen)
	if in.Mailbox != nil {
		m := *in.Mailbox
		m.Kept = slices.Clone(m.Kept)
		m.Subscribers = slices.Clone(m.Subscribers)
		m.Seen = slices.Clone(m.Seen)
		c.Mailbox = &m
	}
	return c
}

func (in *Instance) token(number int64) *Token {
	for i := range in.Tokens {
		if in.Tokens[i].Number == number {
			return &in.Tokens[i]
		}
	}
	return nil
}

func (in *Instance) scope(number int64) *Scope {
	for i := range in.Scopes {
		if in.Scopes[i].Number == number {
			return &in.Scopes[i]
		}
	}
	return nil
}

func (in *Instance) task(number int64) *Task {
	for i := range in.Tasks {
		if in.Tasks[i].Number == number {
			return &in.Tasks[i]
		}
	}
	return nil
}

func (in *Instance) taskOf(token int64) *Task {
	for i := range in.Tasks {
		if in.Tasks[i].Token == token {
			return &in.Tasks[i]
		}
	}
	return nil
}

func (in *Instance) incident(number int64) *Incident {
	for i := range in.Incidents {
		if in.Incidents[i].Number == number {
			return &in.Incidents[i]
		}
	}
	return nil
}

// Step returns what the instance remembers of a step, or nil before its first visit.
func (in *Instance) Step(name string) *StepLog {
	for i := range in.Steps {
		if in.Steps[i].Step == name {
			return &in.Steps[i]
		}
	}
	return nil
}

// Task returns an open task by number, or nil.
func (in *Instance) Task(number int64) *Task { return in.task(number) }

// Value returns a value of the scope as canonical JSON, or nil.
func (s *Scope) Value(name string) []byte { return value(s.Data, name) }

func value(data []definition.Datum, name string) []byte {
	for i := range data {
		if data[i].Name == name {
			return data[i].Value
		}
	}
	return nil
}

// merge returns data with the values written over it, sorted by name. Neither
// argument is changed; a nil value removes its name.
func merge(data, values []definition.Datum) []definition.Datum {
	if len(values) == 0 {
		return data
	}
	out := make([]definition.Datum, 0, len(data)+len(values))
	for len(data) > 0 || len(values) > 0 {
		switch {
		case len(values) == 0 || len(data) > 0 && data[0].Name < values[0].Name:
			out, data = append(out, data[0]), data[1:]
		default:
			if len(data) > 0 && data[0].Name == values[0].Name {
				data = data[1:]
			}
			if values[0].Value != nil {
				out = append(out, values[0])
			}
			values = values[1:]
		}
	}
	return out
}
