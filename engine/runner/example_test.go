package runner_test

import (
	"context"
	"fmt"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/memory"
	"github.com/laneway-flow/laneway/engine/timers/local"
)

func Example() {
	ctx := context.Background()
	r := runner.New(runner.Config{Store: memory.New(), Timers: local.New()})
	if err := r.Start(ctx); err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = r.Close(ctx) }()

	_, err := r.Bootstrap(ctx, []store.Document{
		{Kind: runner.KindOrganisation, ID: runner.OrganisationID, Body: []byte(`{
			"people": [{"id": "ann", "name": "Ann", "teams": ["desk"]}],
			"teams":  [{"id": "desk", "name": {"en": "Desk"}, "lead": "ann"}]}`)},
		{Kind: runner.KindProcess, ID: "ask", Body: []byte(`
process: ask
calendar: 24x7
lanes: {desk: {team: desk}}
data: {say: {type: text}}
start: one
steps:
  one: {lane: desk, form: [say], next: end}
`)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	by := engine.Origin{Actor: engine.Actor{Kind: engine.ActorStaff, ID: "ann"}}
	started, err := r.Do(ctx, runner.Call{Command: engine.StartInstance{Origin: by, Process: "ask"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(started.Instance.State, started.Instance.Tasks[0].Element)

	done, err := r.Do(ctx, runner.Call{
		Instance: started.Instance.ID,
		Command: engine.CompleteTask{
			Origin: by, Task: started.Instance.Tasks[0].Number,
			Values: []definition.Datum{{Name: "say", Value: []byte(`"hello"`)}},
		},
	})
	fmt.Println(done.Instance.State, err)
	// Output:
	// active one
	// completed <nil>
}
