package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

func (s *server) taskRoutes() {
	handle(s, operation("list-tasks", http.MethodGet, "/tasks", "The inbox: open tasks, soonest next due first", 422), s.listTasks)
	handle(s, operation("get-task", http.MethodGet, "/tasks/{task}", "A task with its form", 304), s.getTask)
}

type listTasksInput struct {
	ListInput
	Mine     bool     `query:"mine" doc:"Only tasks the caller has."`
	Queue    bool     `query:"queue" doc:"Only tasks nobody has yet."`
	Team     []string `query:"team,explode" maxItems:"20" doc:"Only these teams; repeat the key for several."`
	Process  string   `query:"process"`
	Step     string   `query:"step"`
	Held     string   `query:"held" enum:"true,false"`
	Customer string   `query:"customer" doc:"Only what this customer is asked to do."`
}

type listTasksOutput struct{ Body Page[TaskView] }

// listTasks lists the tasks of the caller's teams, or, for roles that see
// everything, of all. Tasks of customers appear when a customer is named.
func (s *server) listTasks(ctx context.Context, in *listTasksInput) (*listTasksOutput, error) {
	c := callOf(ctx)
	q, any := s.taskQuery(c, in)
	filter := filterOf(c.route, c.actor.ID, strconv.FormatBool(in.Mine), strconv.FormatBool(in.Queue),
		strings.Join(in.Team, ","), in.Process, in.Step, in.Held, in.Customer)
	if err := s.cursors.open(in.Cursor, filter, &q.After); err != nil {
		return nil, err
	}
	out := &listTasksOutput{Page[TaskView]{Items: []TaskView{}, AsOf: s.asOf()}}
	if !any {
		return out, nil
	}
	sees := s.visible(c)
	read := lister[store.TaskRow, store.TaskCursor]{
		limit: in.Limit, after: q.After,
		fetch: func(after store.TaskCursor, limit int) ([]store.TaskRow, error) {
			q.After, q.Limit = after, limit
			return s.Runner.Store().Tasks(ctx, q)
		},
		at: func(r *store.TaskRow) store.TaskCursor {
			return store.TaskCursor{NextDue: r.NextDue, EnabledAt: r.Task.EnabledAt, Instance: r.Instance, Task: r.Task.Number}
		},
		keep: func(r *store.TaskRow) (bool, error) {
			if r.Task.Team != "" { // the query asked for permitted teams only
				return true, nil
			}
			return sees.row(ctx, r.Instance, r.Process, r.Edition, "")
		},
	}
	rows, next, err := read.page()
	if err != nil {
		return nil, err
	}
	for i := range rows {
		v, err := s.taskRow(ctx, &rows[i])
		if err != nil {
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, v)
	}
	if next != nil {
		out.Body.NextCursor = s.cursors.seal(filter, next)
	}
	return out, nil
}

// taskRow is a row with the promises it runs under. Of flows that promise
// something the case is looked at, as the list's order is by what is due there.
func (s *server) taskRow(ctx context.Context, row *store.TaskRow) (TaskView, error) {
	c := callOf(ctx)
	v := s.taskView(c, row.Instance, row.Process, row.Edition, &row.Task, row.NextDue)
	if p := s.world().Process(row.Process, row.Edition); p == nil || len(p.Promises) == 0 {
		return v, nil
	}
	in, err := s.Runner.Load(ctx, row.Instance)
	if err != nil {
		return v, err
	}
	r := s.promises(c, &in)
	v.StepDue, v.CaseDue = r.stepDue(row.Task.Token), r.caseDue()
	return v, nil
}

// taskQuery narrows the question to what the caller may see. It reports false
// when nothing can match.
func (s *server) taskQuery(c *call, in *listTasksInput) (q store.TaskQuery, any bool) {
	q = store.TaskQuery{Queued: in.Queue, Customer: in.Customer, Process: in.Process, Step: in.Step, Teams: in.Team}
	if in.Held != "" {
		held := in.Held == "true"
		q.Held = &held
	}
	if in.Mine {
		q.Assignee = c.personID()
		return q, q.Assignee != ""
	}
	if c.roles.any(everywhere) || in.Customer != "" {
		return q, true
	}
	allowed := s.teamsOf(c)
	if len(in.Team) > 0 {
		allowed = slices.DeleteFunc(allowed, func(team string) bool { return !slices.Contains(in.Team, team) })
	}
	q.Teams = allowed
	return q, len(allowed) > 0
}

type TaskInput struct {
	Task string `path:"task" maxLength:"80" example:"260302-4K7Q-2MXD.k3"`
}

type getTaskInput struct {
	TaskInput
	IfNoneMatch
}

// TaskDetail is a task with what is needed to do it.
type TaskDetail struct {
	TaskView
	About    string    `json:"about,omitempty" doc:"What the analyst says about the step."`
	Channel  string    `json:"channel,omitempty" doc:"How the customer is spoken to here."`
	Excluded []string  `json:"excluded" doc:"Persons who may not do it: they did an earlier step."`
	Holds    []Option  `json:"holds" doc:"Reasons for which it may be put on hold."`
	Form     *FormView `json:"form,omitempty"`
	AsOf     Instant   `json:"asOf"`
}

type taskDetailOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   TaskDetail
}

func (s *server) getTask(ctx context.Context, in *getTaskInput) (*taskDetailOutput, error) {
	c := callOf(ctx)
	instance, number, err := taskNumber(in.Task)
	if err != nil {
		return nil, err
	}
	state, err := s.Runner.Load(ctx, instance)
	if err != nil {
		return nil, err
	}
	if err := s.ownTask(c, &state, number); err != nil {
		return nil, err
	}
	t := state.Task(number)
	if t == nil {
		return nil, errCode("not_found")
	}
	if in.unchanged(t.Revision) {
		return &taskDetailOutput{Status: http.StatusNotModified, ETag: etag(t.Revision)}, nil
	}
	detail, err := s.taskDetail(ctx, &state, t)
	if err != nil {
		return nil, err
	}
	return &taskDetailOutput{Status: http.StatusOK, ETag: detail.ETag, Body: *detail}, nil
}

func (s *server) taskDetail(ctx context.Context, in *engine.Instance, t *engine.Task) (*TaskDetail, error) {
	c := callOf(ctx)
	d := &TaskDetail{
		TaskView: s.taskViewIn(c, in, t),
		Excluded: t.Excluded, Holds: []Option{}, AsOf: s.asOf(),
	}
	if d.Excluded == nil {
		d.Excluded = []string{}
	}
	p := s.world().Process(in.Process, in.Edition)
	if p == nil {
		return d, nil
	}
	for _, r := range p.Holds {
		d.Holds = append(d.Holds, Option{r.ID, named(r.Name, r.ID, c.lang)})
	}
	e := p.Element(t.Element)
	if e == nil {
		return d, nil
	}
	d.About, d.Channel = e.About.In(c.lang), e.Channel
	if e.Form != nil {
		values, err := s.open(ctx, p, inSight(in, t.Token))
		if err != nil {
			return nil, err
		}
		d.Form = formView(e.Form, values, c.lang)
	}
	return d, nil
}
