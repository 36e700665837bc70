package main

import (
	"encoding/json"
	"fmt"

	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/processes"
)

// shipped returns the flows, people and customers of the demonstration as
// documents. They go into an empty store only: later it is the store that says.
func shipped() ([]store.Document, error) {
	people, err := parsePeople(processes.Organisation())
	if err != nil {
		return nil, err
	}
	customers, err := parsePeople(processes.Customers())
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(people.Document)
	if err != nil {
		return nil, err
	}
	docs := []store.Document{{Kind: "organisation", ID: "main", Body: body}}
	for i := range customers.Customers {
		c := &customers.Customers[i]
		if body, err = json.Marshal(c); err != nil {
			return nil, err
		}
		docs = append(docs, store.Document{Kind: "customer", ID: c.ID, Body: body})
	}
	for _, flow := range processes.Flows() {
		docs = append(docs, store.Document{Kind: "process", ID: flow.Name, Body: flow.Source})
	}
	for i := range docs {
		docs[i].By = "shipped"
	}
	return docs, nil
}

func parsePeople(f processes.File) (*org.File, error) {
	parsed, problems := org.ParseYAML(f.Name, f.Source)
	if org.Refused(problems) {
		return nil, fmt.Errorf("shipped file cannot be used: %v", problems)
	}
	return parsed, nil
}
