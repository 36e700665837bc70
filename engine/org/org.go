// Package org holds who works here: people, the tree of teams with their
// leads, and the customers a case names. It is plain data; the runner builds
// an Organisation from the stored documents once a configuration revision.
package org

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

// Organisation is an immutable set of people and teams.
type Organisation struct {
	people map[string]*Person
	teams  map[string]*Team
	order  []string                   // person ids in file order
	member map[string]map[string]bool // team -> person, members of sub-teams included
}

// Person returns the person with the id, or nil.
func (o *Organisation) Person(id string) *Person { return o.people[id] }

// Team returns the team with the id, or nil.
func (o *Organisation) Team(id string) *Team { return o.teams[id] }

// Member reports whether the person belongs to the team or to one below it.
func (o *Organisation) Member(team, person string) bool { return o.member[team][person] }
