package engine

import (
	"slices"
	"strings"

	"github.com/laneway-flow/laneway/engine/definition"
)

func (c CompleteTask) decide(x *step) error {
	t, e, err := x.open(c.Task)
	if err != nil {
		return err
	}
	if err := x.mayComplete(t, e, c.Actor); err != nil {
		return err
	}
	scope := x.in.token(t.Token).Scope
	values, err := x.fill(TaskID(x.in.ID, t.Number), e.Form, scope, c.Values)
	if err != nil {
		return err
	}
	if t.Assignee == "" && !e.Lane.Outside() {
		x.emit(&TaskAssigned{Task: t.Number, To: c.Actor.ID, Started: true})
	}
	if x.in.task(c.Task).HoldReason != "" {
		x.emit(&TaskResumed{Task: c.Task})
	}
	x.complete(c.Task, e, x.written(scope, values))
	return nil
}

// complete closes a task and lets its token go on.
func (x *step) complete(number int64, e *definition.Element, written []Written) {
	token := x.in.task(number).Token
	x.lead(&TaskCompleted{Task: number, Written: written, Remembered: x.process.Remembers(e.Step)})
	x.finishTask(token, e)
}

// mayComplete: only the assignee completes a task; a candidate may complete a
// queued one, which claims it in the same command. What an outside party is
// asked is answered by that party, or by staff or a program on its behalf.
func (x *step) mayComplete(t *Task, e *definition.Element, actor Actor) error {
	if !e.Lane.Outside() {
		if t.Assignee == "" {
			return x.candidate(t, e, actor)
		}
		return x.holder(t, actor)
	}
	if actor.Kind == ActorCustomer && actor.ID != t.Customer {
		return reject(RejectTaskNotYours, "%s is asked of another customer", TaskID(x.in.ID, t.Number))
	}
	return nil
}

// fill checks what a form was given: names, types, required fields, then the
// form's own checks with the new values in sight. It returns canonical values.
func (x *step) fill(what string, form *definition.Form, scope int64, given []definition.Datum) ([]definition.Datum, error) {
	if form == nil {
		if len(given) > 0 {
			return nil, rejectFields(what, unasked(given))
		}
		return nil, nil
	}
	values, problems := form.Canonical(given)
	if len(problems) > 0 {
		return nil, rejectFields(what, problems)
	}
	v := env{x: x, scope: scope, over: values}
	for _, check := range form.Checks {
		bad, err := check.If.True(v)
		if err != nil {
			return nil, reject(RejectForm, "%s: the check %q has no answer: %v", what, check.If.Source, err)
		}
		if bad {
			problems = append(problems, definition.Problem{
				Code: "check", Reason: check.Say.In("en"),
				Params: map[string]string{"zh": check.Say.In("zh"), "en": check.Say.In("en")},
			})
		}
	}
	if len(problems) > 0 {
		return nil, rejectFields(what, problems)
	}
	return values, nil
}

func unasked(given []definition.Datum) []definition.Problem {
	var problems []definition.Problem
	for _, d := range given {
		problems = append(problems, definition.Problem{Field: d.Name, Code: "unknown", Reason: "is not asked here"})
	}
	slices.SortFunc(problems, func(a, b definition.Problem) int { return strings.Compare(a.Field, b.Field) })
	return problems
}
