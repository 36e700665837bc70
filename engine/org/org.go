// Package org holds who works here: people, the tree of teams with their
// leads, and the customers a case names. It is plain data; the runner builds
// an Organisation from the stored documents once a configuration revision.
package org

import "slices"

// Document is the organisation as it is stored and imported: all people and
// all teams, in the order they are shown and offered work.
type Document struct {
	People []Person `json:"people" yaml:"people"`
	Teams  []Team   `json:"teams" yaml:"teams"`
}

// Person is somebody of ours.
type Person struct {
	ID    string   `json:"id" yaml:"id"`
	Name  string   `json:"name" yaml:"name"`
	Mail  string   `json:"mail,omitempty" yaml:"mail,omitempty"`
	Phone string   `json:"phone,omitempty" yaml:"phone,omitempty"`
	Lang  string   `json:"lang,omitempty" yaml:"lang,omitempty"` // zh or en
	Teams []string `json:"teams,omitempty" yaml:"teams,omitempty"`
	Roles []string `json:"roles,omitempty" yaml:"roles,omitempty"`
}

// Team is a node of the tree of teams.
type Team struct {
	ID     string `json:"id" yaml:"id"`
	Name   Name   `json:"name" yaml:"name"`
	Parent string `json:"parent,omitempty" yaml:"parent,omitempty"`
	Lead   string `json:"lead,omitempty" yaml:"lead,omitempty"`
}

// Name is a name in the two languages.
type Name struct {
	ZH string `json:"zh,omitempty" yaml:"zh,omitempty"`
	EN string `json:"en,omitempty" yaml:"en,omitempty"`
}

// In returns the name in the given language ("zh" or "en"), or in the other
// one where it was not written.
func (n Name) In(lang string) string {
	first, second := n.ZH, n.EN
	if lang == "en" {
		first, second = second, first
	}
	if first != "" {
		return first
	}
	return second
}

// Organisation is an immutable set of people and teams. The zero value has
// nobody in it. What its methods return must not be changed.
type Organisation struct {
	people map[string]*Person
	teams  map[string]*Team
	order  []string                   // person ids in file order
	tree   []string                   // team ids in file order
	member map[string]map[string]bool // team -> person, members of sub-teams included
	crew   map[string][]*Person       // the same, in file order

	absences map[string][]Absence
}

// Person returns the person with the id, or nil.
func (o *Organisation) Person(id string) *Person { return o.people[id] }

// Team returns the team with the id, or nil.
func (o *Organisation) Team(id string) *Team { return o.teams[id] }

// People returns everybody, in file order.
func (o *Organisation) People() []*Person {
	all := make([]*Person, 0, len(o.order))
	for _, id := range o.order {
		all = append(all, o.people[id])
	}
	return all
}

// Teams returns every team, in file order.
func (o *Organisation) Teams() []*Team {
	all := make([]*Team, 0, len(o.tree))
	for _, id := range o.tree {
		all = append(all, o.teams[id])
	}
	return all
}

// Member reports whether the person belongs to the team or to one below it.
func (o *Organisation) Member(team, person string) bool { return o.member[team][person] }

// Members returns who belongs to the team or to one below it, in file order.
func (o *Organisation) Members(team string) []*Person { return o.crew[team] }

// First returns the first member of the team, in file order, who is not among
// the excluded ids, or nil.
func (o *Organisation) First(team string, excluded []string) *Person {
	for _, p := range o.crew[team] {
		if !slices.Contains(excluded, p.ID) {
			return p
		}
	}
	return nil
}

// Lead returns who leads the team, or nil when it names nobody.
func (o *Organisation) Lead(team string) *Person {
	if t := o.teams[team]; t != nil {
		return o.people[t.Lead]
	}
	return nil
}

// Parent returns the team above the team, or nil at the top.
func (o *Organisation) Parent(team string) *Team {
	if t := o.teams[team]; t != nil {
		return o.teams[t.Parent]
	}
	return nil
}

// Chain returns the leads from the team upwards: its own, its parent's and so
// on to the top. Teams without a lead are passed over, and nobody is named
// twice.
func (o *Organisation) Chain(team string) []*Person {
	var chain []*Person
	var seen []string
	for t := o.teams[team]; t != nil; t = o.teams[t.Parent] {
		if lead := o.people[t.Lead]; lead != nil && !slices.Contains(seen, lead.ID) {
			chain, seen = append(chain, lead), append(seen, lead.ID)
		}
	}
	return chain
}
