package bench

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
)

// target is the engine behind one of its doors: a call, or HTTP. Both commit
// durably before they answer.
type target interface {
	// start starts a case with one value on its start form and returns its
	// open tasks.
	start(ctx context.Context, process, name string, value any) ([]task, error)
	// complete completes a task and returns what is open then.
	complete(ctx context.Context, t task) ([]task, error)
}

// task is an open task as the door names it, with the revision a client saw.
type task struct {
	id       string
	instance string
	number   int64
	etag     string
}

// inProcess calls the runner directly.
type inProcess struct{ run *runner.Runner }

var (
	byClerk = engine.Origin{Actor: engine.Actor{Kind: engine.ActorStaff, ID: clerk}, Channel: "bench"}
	remark  = []definition.Datum{{Name: "remark", Value: []byte(`"done"`)}}
)

func (d inProcess) start(ctx context.Context, process, name string, value any) ([]task, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return d.do(ctx, "", engine.StartInstance{
		Origin: byClerk, Process: process,
		Customers: []engine.LaneActor{{Lane: "customer", ID: asker}},
		Data:      []definition.Datum{{Name: name, Value: raw}},
	})
}

func (d inProcess) complete(ctx context.Context, t task) ([]task, error) {
	return d.do(ctx, t.instance, engine.CompleteTask{Origin: byClerk, Task: t.number, Values: remark})
}

func (d inProcess) do(ctx context.Context, instance string, cmd engine.Command) ([]task, error) {
	res, err := d.run.Do(ctx, runner.Call{Instance: instance, Command: cmd})
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	in := &res.Instance
	open := make([]task, len(in.Tasks))
	for i := range in.Tasks {
		open[i] = task{instance: in.ID, number: in.Tasks[i].Number}
	}
	return open, nil
}
