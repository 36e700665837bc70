package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
)

// The routes of this file are what a customer's link opens: one case, and of
// it only what the flow tells customers: `status`, their own steps, and the
// messages they may send.

func (s *server) customerPageRoutes() {
	handle(s, operation("get-my-case", http.MethodGet, "/link", "The case of a customer link", 304), s.myCase)
	handle(s, operation("get-my-task", http.MethodGet, "/link/tasks/{task}", "What the customer is asked to do, with its form", 304), s.myTask)
	handleOnce(s, operation("complete-my-task", http.MethodPost, "/link/tasks/{task}/complete", "Do what was asked", 412, 422, 428), s.completeMine)
	handleOnce(s, operation("send-my-message", http.MethodPost, "/link/messages", "Say something on the case", 422), s.sendMine)
}

// MyCase is a case as its customer sees it.
type MyCase struct {
	ID        string         `json:"id"`
	Name      string         `json:"name" doc:"Of the process."`
	State     string         `json:"state" enum:"active,completed,cancelled,failed"`
	Status    []string       `json:"status" doc:"What the flow says about where the case stands."`
	StartedAt Instant        `json:"startedAt"`
	EndedAt   Instant        `json:"endedAt,omitzero"`
	Tasks     []MyTaskRow    `json:"tasks" doc:"What the customer is asked to do."`
	Messages  []MessageOffer `json:"messages" doc:"What the customer may say now."`
	AsOf      Instant        `json:"asOf"`
}

// MyTaskRow is something the customer is asked to do.
type MyTaskRow struct {
	ID    string  `json:"id"`
	ETag  string  `json:"etag"`
	Name  string  `json:"name"`
	Since Instant `json:"since"`
}

type myCaseOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   MyCase
}

func (s *server) myCase(ctx context.Context, in *IfNoneMatch) (*myCaseOutput, error) {
	c := callOf(ctx)
	state, err := s.Runner.Load(ctx, c.token.Instance)
	if err != nil {
		return nil, err
	}
	if in.unchanged(state.Version) {
		return &myCaseOutput{Status: http.StatusNotModified, ETag: etag(state.Version)}, nil
	}
	return &myCaseOutput{http.StatusOK, etag(state.Version), s.myCaseView(c, &state)}, nil
}

func (s *server) myCaseView(c *call, in *engine.Instance) MyCase {
	v := MyCase{
		ID: in.ID, Name: in.Process, State: stateName(in.State), Status: []string{}, StartedAt: Instant(in.StartedAt),
		EndedAt: Instant(in.EndedAt), Tasks: []MyTaskRow{}, Messages: []MessageOffer{}, AsOf: s.asOf(),
	}
	p := s.world().Process(in.Process, in.Edition)
	if p == nil {
		return v
	}
	v.Name = named(p.Name, p.ID, c.lang)
	for i := range in.Tokens {
		e := p.Element(in.Tokens[i].Element)
		if e == nil {
			continue
		}
		if text := e.Status.In(c.lang); text != "" && !slices.Contains(v.Status, text) {
			v.Status = append(v.Status, text)
		}
	}
	for i := range in.Tasks {
		t := &in.Tasks[i]
		if e := p.Element(t.Element); e != nil && asksOf(e, t, c.actor.ID) {
			v.Tasks = append(v.Tasks, MyTaskRow{engine.TaskID(in.ID, t.Number), etag(t.Revision), stepName(e, c.lang), Instant(t.EnabledAt)})
		}
	}
	v.Messages = messageOffers(p, in, c.lang, func(m *definition.Message) bool { return mySay(m, in, c.actor.ID) })
	return v
}

// asksOf reports whether a task is the customer's: a step of an outside lane.
func asksOf(e *definition.Element, t *engine.Task, customer string) bool {
	return e.Lane.Outside() && t.Customer == customer
}

// mySay reports whether a message is one that the customer may send: it comes
// from an outside lane, and that lane is not another customer's.
func mySay(m *definition.Message, in *engine.Instance, customer string) bool {
	if !m.From.Outside() {
		return false
	}
	at := slices.IndexFunc(in.Customers, func(l engine.LaneActor) bool { return l.Lane == m.From.ID })
	return at < 0 || in.Customers[at].ID == customer
}

// MyTask is what the customer is asked to do.
type MyTask struct {
	MyTaskRow
	About string    `json:"about,omitempty"`
	Form  *FormView `json:"form,omitempty"`
	AsOf  Instant   `json:"asOf"`
}

type myTaskOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   MyTask
}

func (s *server) myTask(ctx context.Context, in *getTaskInput) (*myTaskOutput, error) {
	detail, err := s.getTask(ctx, in)
	if err != nil {
		return nil, err
	}
	d := &detail.Body
	row := MyTaskRow{d.ID, d.ETag, d.StepName, d.EnabledAt}
	return &myTaskOutput{detail.Status, detail.ETag, MyTask{row, d.About, d.Form, d.AsOf}}, nil
}

func (s *server) completeMine(ctx context.Context, in *completeTaskInput) (*answer[MyCase], error) {
	return complete(ctx, s, in.Task, &in.IfMatch, &in.Body, s.myAnswer(callOf(ctx)))
}

func (s *server) myAnswer(c *call) func(*engine.Instance) *answer[MyCase] {
	return func(in *engine.Instance) *answer[MyCase] {
		return &answer[MyCase]{ETag: etag(in.Version), Body: s.myCaseView(c, in)}
	}
}

type myMessageInput struct {
	IdempotencyKey
	Body CaseMessage
}

func (s *server) sendMine(ctx context.Context, in *myMessageInput) (*answer[MyCase], error) {
	c := callOf(ctx)
	rc := runner.Call{Instance: c.token.Instance, Check: func(state *engine.Instance) error {
		p := s.world().Process(state.Process, state.Edition)
		if p == nil {
			return errCode("not_found")
		}
		if m := p.Message(in.Body.Message); m == nil || !mySay(m, state, c.actor.ID) {
			return errField("body.message", "unknown")
		}
		return nil
	}}
	return deliver(ctx, s, rc, &in.Body, s.myAnswer(c))
}
