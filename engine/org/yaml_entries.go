package org

import "gopkg.in/yaml.v3"

// The keys of each kind of entry, in the order they are best written.
var (
	personKeys   = []string{"id", "name", "mail", "phone", "lang", "teams", "roles"}
	teamKeys     = []string{"id", "name", "parent", "lead"}
	customerKeys = []string{"id", "name", "also", "contacts", "type", "tier", "zone", "lang", "marks"}
	contactKeys  = []string{"kind", "value", "about"}
)

func (r *reader) person(node *yaml.Node, path string) Person {
	var p Person
	r.mapping(node, path, personKeys, func(key string, value *yaml.Node) {
		at := path + "/" + key
		r.places[at] = value
		switch key {
		case "id":
			p.ID = r.text(value, at)
		case "name":
			p.Name = r.text(value, at)
		case "mail":
			p.Mail = r.text(value, at)
		case "phone":
			p.Phone = r.text(value, at)
		case "lang":
			p.Lang = r.text(value, at)
		case "teams":
			p.Teams = r.texts(value, at)
		case "roles":
			p.Roles = r.texts(value, at)
		}
	})
	return p
}

func (r *reader) team(node *yaml.Node, path string) Team {
	var t Team
	r.mapping(node, path, teamKeys, func(key string, value *yaml.Node) {
		at := path + "/" + key
		r.places[at] = value
		switch key {
		case "id":
			t.ID = r.text(value, at)
		case "name":
			t.Name = r.name(value, at)
		case "parent":
			t.Parent = r.text(value, at)
		case "lead":
			t.Lead = r.text(value, at)
		}
	})
	return t
}

func (r *reader) customer(node *yaml.Node, path string) Customer {
	var c Customer
	r.mapping(node, path, customerKeys, func(key string, value *yaml.Node) {
		at := path + "/" + key
		r.places[at] = value
		switch key {
		case "id":
			c.ID = r.text(value, at)
		case "name":
			c.Name = r.text(value, at)
		case "also":
			c.Also = r.texts(value, at)
		case "contacts":
			c.Contacts = list(r, value, at, r.contact)
		case "type":
			c.Type = r.text(value, at)
		case "tier":
			c.Tier = r.text(value, at)
		case "zone":
			c.Zone = r.text(value, at)
		case "lang":
			c.Lang = r.text(value, at)
		case "marks":
			c.Marks = r.texts(value, at)
		}
	})
	return c
}

func (r *reader) contact(node *yaml.Node, path string) Contact {
	var c Contact
	r.mapping(node, path, contactKeys, func(key string, value *yaml.Node) {
		switch key {
		case "kind":
			c.Kind = r.text(value, path)
		case "value":
			c.Value = r.text(value, path)
		case "about":
			c.About = r.text(value, path)
		}
	})
	return c
}
