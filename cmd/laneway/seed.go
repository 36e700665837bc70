package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/laneway-flow/laneway/api"
	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/processes"
)

// seed loads the shipped flows and calendars, and the people and customers of
// the demonstration, into an empty store, and reports whether it was empty. Later
// it is the store that says.
func seed(ctx context.Context, run *runner.Runner) (loaded bool, err error) {
	if revision, err := run.Store().Revision(ctx); err != nil || revision > 0 {
		return false, err
	}
	people, err := parsePeople(processes.Organisation())
	if err != nil {
		return false, err
	}
	customers, err := parsePeople(processes.Customers())
	if err != nil {
		return false, err
	}
	const by = "shipped"
	body, err := json.Marshal(people.Document)
	if err != nil {
		return false, err
	}
	docs := []store.Document{{Kind: runner.KindOrganisation, ID: runner.OrganisationID, Body: body, By: by}}
	for i := range customers.Customers {
		d, err := api.CustomerDocument(ctx, run, &customers.Customers[i], by)
		if err != nil {
			return false, err
		}
		docs = append(docs, d)
	}
	for _, file := range processes.Calendars() {
		d, problems := runner.CalendarDocument(file.Source)
		if len(problems) > 0 {
			return false, fmt.Errorf("shipped file %s cannot be used: %w", file.Name, problems[0])
		}
		d.By = by
		docs = append(docs, d)
	}
	for _, flow := range processes.Flows() {
		docs = append(docs, store.Document{Kind: runner.KindProcess, ID: strings.TrimSuffix(flow.Name, ".yaml"), Body: flow.Source, By: by})
	}
	return run.Bootstrap(ctx, docs)
}

func parsePeople(f processes.File) (*org.File, error) {
	parsed, problems := org.ParseYAML(f.Name, f.Source)
	if org.Refused(problems) {
		return nil, fmt.Errorf("shipped file cannot be used: %v", problems)
	}
	return parsed, nil
}
