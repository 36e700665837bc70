package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
)

func (s *server) taskActionRoutes() {
	post := func(action, summary string, statuses ...int) huma.Operation {
		return operation(action+"-task", http.MethodPost, "/tasks/{task}/"+action, summary, append(statuses, 409)...)
	}
	handleOnce(s, post("claim", "Take a queued task; needs no If-Match: one claim wins"), s.claimTask)
	handleOnce(s, post("unclaim", "Put a task back into its queue", 412, 428), s.unclaimTask)
	handleOnce(s, post("assign", "Give a task to a person", 412, 422, 428), s.assignTask)
	handleOnce(s, post("start", "Begin work on a task somebody assigned", 412, 428), s.startTask)
	handleOnce(s, post("hold", "Put a task on hold, with a reason", 412, 422, 428), s.holdTask)
	handleOnce(s, post("resume", "End a hold", 412, 428), s.resumeTask)
	handleOnce(s, post("complete", "Complete a task with the values of its form", 412, 422, 428), s.completeTask)
}

type claimInput struct {
	TaskInput
	IdempotencyKey
}

type ChangeTaskInput struct {
	TaskInput
	IfMatch
	IdempotencyKey
}

type taskAnswer = answer[TaskView]

func (s *server) claimTask(ctx context.Context, in *claimInput) (*taskAnswer, error) {
	return s.moveTask(ctx, in.Task, nil, func(o engine.Origin, n int64) engine.Command { return engine.ClaimTask{Origin: o, Task: n} })
}

func (s *server) unclaimTask(ctx context.Context, in *ChangeTaskInput) (*taskAnswer, error) {
	return s.moveTask(ctx, in.Task, &in.IfMatch, func(o engine.Origin, n int64) engine.Command { return engine.UnclaimTask{Origin: o, Task: n} })
}

func (s *server) startTask(ctx context.Context, in *ChangeTaskInput) (*taskAnswer, error) {
	return s.moveTask(ctx, in.Task, &in.IfMatch, func(o engine.Origin, n int64) engine.Command { return engine.StartTask{Origin: o, Task: n} })
}

func (s *server) resumeTask(ctx context.Context, in *ChangeTaskInput) (*taskAnswer, error) {
	return s.moveTask(ctx, in.Task, &in.IfMatch, func(o engine.Origin, n int64) engine.Command { return engine.ResumeTask{Origin: o, Task: n} })
}

type assignTaskInput struct {
	ChangeTaskInput
	Body struct {
		To string `json:"to" minLength:"1" maxLength:"64" doc:"Id of a person who may do the task."`
	}
}

func (s *server) assignTask(ctx context.Context, in *assignTaskInput) (*taskAnswer, error) {
	return s.moveTask(ctx, in.Task, &in.IfMatch, func(o engine.Origin, n int64) engine.Command {
		return engine.AssignTask{Origin: o, Task: n, To: in.Body.To}
	})
}

type holdTaskInput struct {
	ChangeTaskInput
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"64" doc:"One of the reasons the process names."`
		Note   string `json:"note,omitempty" maxLength:"4000"`
	}
}

func (s *server) holdTask(ctx context.Context, in *holdTaskInput) (*taskAnswer, error) {
	return s.moveTask(ctx, in.Task, &in.IfMatch, func(o engine.Origin, n int64) engine.Command {
		return engine.HoldTask{Origin: o, Task: n, Reason: in.Body.Reason, Note: in.Body.Note}
	})
}

// moveTask runs a command after which the task is still open.
func (s *server) moveTask(ctx context.Context, task string, match *IfMatch, command func(engine.Origin, int64) engine.Command) (*taskAnswer, error) {
	c := callOf(ctx)
	rc, number, err := s.taskCall(c, task, match)
	if err != nil {
		return nil, err
	}
	rc.Command = command(c.origin(), number)
	out, err := do(ctx, s, rc, func(in *engine.Instance) *taskAnswer {
		t := in.Task(number)
		if t == nil { // a timer that was due took it away in the same step
			return &taskAnswer{Body: TaskView{ID: engine.TaskID(in.ID, number), Instance: in.ID, Process: in.Process, State: "withdrawn"}}
		}
		v := s.taskViewIn(c, in, t)
		return &taskAnswer{ETag: v.ETag, Body: v}
	})
	return out, s.withCurrent(ctx, rc.Instance, number, err)
}

// taskCall prepares a command on a task: who may see it and the precondition
// are judged on the very state the command is decided on.
func (s *server) taskCall(c *call, task string, match *IfMatch) (rc runner.Call, number int64, err error) {
	if match != nil {
		if err := match.required(); err != nil {
			return rc, 0, err
		}
	}
	instance, number, err := taskNumber(task)
	if err != nil {
		return rc, 0, err
	}
	rc.Instance = instance
	rc.Check = func(in *engine.Instance) error {
		if err := s.ownTask(c, in, number); err != nil {
			return err
		}
		if t := in.Task(number); t != nil && match != nil {
			return match.check(t.Revision)
		}
		return nil
	}
	return rc, number, nil
}

type completeTaskInput struct {
	ChangeTaskInput
	Body CompleteTask
}

// CompleteTask is what a task is completed with.
type CompleteTask struct {
	Values Values `json:"values,omitempty" doc:"By field name; see the task's form."`
	Provenance
}

func (s *server) completeTask(ctx context.Context, in *completeTaskInput) (*answer[CaseView], error) {
	return complete(ctx, s, in.Task, &in.IfMatch, &in.Body, s.caseAnswer(callOf(ctx)))
}

// complete serves staff and, through a link, customers.
func complete[T any](ctx context.Context, s *server, task string, match *IfMatch, body *CompleteTask, render func(*engine.Instance) *answer[T]) (*answer[T], error) {
	c := callOf(ctx)
	rc, number, err := s.taskCall(c, task, match)
	if err != nil {
		return nil, err
	}
	origin, err := s.provenance(c, &body.Provenance)
	if err != nil {
		return nil, err
	}
	rc.Command = engine.CompleteTask{Origin: origin, Task: number, Values: body.Values.data()}
	out, err := do(ctx, s, rc, render)
	return out, s.withCurrent(ctx, rc.Instance, number, err)
}

// caseAnswer renders the state a command led to.
func (s *server) caseAnswer(c *call) func(*engine.Instance) *answer[CaseView] {
	return func(in *engine.Instance) *answer[CaseView] {
		v := s.caseView(c, in)
		return &answer[CaseView]{ETag: v.ETag, Body: v}
	}
}

// withCurrent adds to a conflict what the task looks like now, so that a client
// can show it without asking again. A link's holder is told nothing of it.
func (s *server) withCurrent(ctx context.Context, instance string, number int64, err error) error {
	c := callOf(ctx)
	if err == nil || c.rule.owner == linked {
		return err
	}
	f := *asFault(err)
	switch meanings[f.code].status {
	case http.StatusConflict, http.StatusForbidden, http.StatusPreconditionFailed:
	default:
		return err
	}
	in, lerr := s.Runner.Load(ctx, instance)
	if lerr != nil || s.own(c, &in) != nil {
		return err
	}
	if t := in.Task(number); t != nil {
		f.current = s.taskViewIn(c, &in, t)
	} else {
		f.current = s.caseView(c, &in)
	}
	return &f
}
