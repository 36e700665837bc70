package bench

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/store"
)

//go:embed flows/*.yaml
var flows embed.FS

// The flows of the cells, by process id.
const (
	line     = "bench-line"
	parallel = "bench-parallel"
	timer    = "bench-timer"
)

// The one person who does everything, and the customer who asks for it.
const (
	clerk = "clerk"
	asker = "asker"
)

// about is what a case carries besides its steps: at least a letter, which its
// form asks for.
func (s *settings) about() string {
	const sentence = "The line has been down since yesterday evening. "
	return strings.Repeat(sentence, s.Data/len(sentence)+1)[:max(s.Data, 1)]
}

// documents are the flows, the clerk and the asker, for an empty store.
func documents() ([]store.Document, error) {
	people, err := json.Marshal(org.Document{
		People: []org.Person{{ID: clerk, Name: "Clerk", Teams: []string{"desk"}, Roles: []string{"staff"}}},
		Teams:  []org.Team{{ID: "desk", Name: org.Name{ZH: "前台", EN: "Desk"}, Lead: clerk}},
	})
	if err != nil {
		return nil, err
	}
	customer, err := json.Marshal(org.Customer{ID: asker, Name: "Asker"})
	if err != nil {
		return nil, err
	}
	docs := []store.Document{
		{Kind: "organisation", ID: "main", Body: people},
		{Kind: "customer", ID: asker, Body: customer},
	}
	for _, file := range []string{"line", "parallel", "timer"} {
		source, err := flows.ReadFile("flows/" + file + ".yaml")
		if err != nil {
			return nil, fmt.Errorf("bench: flow %s: %w", file, err)
		}
		docs = append(docs, store.Document{Kind: "process", ID: "bench-" + file, Body: source})
	}
	return docs, nil
}
