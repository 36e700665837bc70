// Package processes carries the flows that ship with Laneway, with the calendars,
// people and customers of the demonstration. They are loaded into an empty store and
// never read again: from then on the store is the truth.
package processes

import "embed"

//go:embed *.yaml calendars/*.yaml
var files embed.FS

// File is one shipped YAML file.
type File struct {
	Name   string // as in this folder
	Source []byte
}

// flows are the shipped process definitions, in the order they are loaded.
var flows = []string{"complaint.yaml"}

// Flows returns the shipped process definitions, in the order they are loaded.
func Flows() []File {
	all := make([]File, 0, len(flows))
	for _, name := range flows {
		all = append(all, read(name))
	}
	return all
}

// calendars are the shipped calendars, after the holiday data they use.
var calendars = []string{"calendars/holidays-cn.yaml", "calendars/cn-service.yaml"}

// Calendars returns the shipped calendars and holiday data, in the order they
// are loaded.
func Calendars() []File {
	all := make([]File, 0, len(calendars))
	for _, name := range calendars {
		all = append(all, read(name))
	}
	return all
}

// Organisation returns the teams and people of the demonstration.
func Organisation() File { return read("organisation.yaml") }

// Customers returns the customers of the demonstration.
func Customers() File { return read("customers.yaml") }

func read(name string) File {
	source, err := files.ReadFile(name)
	if err != nil {
		panic("processes: " + name + " is named in embed.go but not in the folder")
	}
	return File{Name: name, Source: source}
}
