package org

import "slices"

// Absence is a dated absence: from From until To, UTC milliseconds, with the
// person who stands in, if any.
type Absence struct {
	Person   string `json:"person" yaml:"person"`
	From     int64  `json:"from" yaml:"from"`
	To       int64  `json:"to" yaml:"to"`
	Delegate string `json:"delegate,omitempty" yaml:"delegate,omitempty"`
}

// WithAbsences returns the organisation with other absences.
func (o *Organisation) WithAbsences(absences []Absence) *Organisation {
	with := *o
	with.absences = make(map[string][]Absence, len(absences))
	for _, a := range absences {
		with.absences[a.Person] = append(with.absences[a.Person], a)
	}
	return &with
}

// Absent reports whether a person is away at an instant, UTC milliseconds.
func (o *Organisation) Absent(person string, at int64) bool {
	return slices.ContainsFunc(o.absences[person], func(a Absence) bool { return a.From <= at && at < a.To })
}

// WithRole returns the people who have a role, in file order.
func (o *Organisation) WithRole(role string) []*Person {
	var found []*Person
	for _, p := range o.People() {
		if slices.Contains(p.Roles, role) {
			found = append(found, p)
		}
	}
	return found
}
