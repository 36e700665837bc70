package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

func (s *server) instanceRoutes() {
	handleOnce(s, created(operation("start-instance", http.MethodPost, "/processes/{process}/instances", "Start a case", 422)), s.startInstance)
	handle(s, operation("list-instances", http.MethodGet, "/instances", "Cases, newest first", 422), s.listInstances)
	handle(s, operation("get-instance", http.MethodGet, "/instances/{instance}", "A case with its data", 304), s.getInstance)
	handle(s, operation("change-data", http.MethodPatch, "/instances/{instance}/data", "Correct data of a case, with a reason", 409, 412, 422, 428), s.changeData)
	handleOnce(s, created(operation("add-note", http.MethodPost, "/instances/{instance}/notes", "Write a note on a case", 422)), s.addNote)
	handleOnce(s, operation("cancel-instance", http.MethodPost, "/instances/{instance}/cancel", "End a case by a person's decision", 412, 422, 428), s.cancelInstance)
}

type startInput struct {
	Process string `path:"process" maxLength:"64" example:"complaint"`
	IdempotencyKey
	Body StartCase
}

// StartCase is what a case is started with.
type StartCase struct {
	Start     string     `json:"start,omitempty" maxLength:"64" doc:"Name of a start message; without it the case begins at the first step."`
	Key       string     `json:"key,omitempty" maxLength:"200" doc:"Key of the start message."`
	Data      Values     `json:"data,omitempty" doc:"What the start asks for, and other data known already."`
	Customers []LaneView `json:"customers,omitempty" maxItems:"20" doc:"Who stands behind outside lanes."`
	Provenance
}

func (s *server) startInstance(ctx context.Context, in *startInput) (*answer[CaseView], error) {
	c := callOf(ctx)
	origin, err := s.provenance(c, &in.Body.Provenance)
	if err != nil {
		return nil, err
	}
	p := s.world().Process(in.Process, 0)
	if p == nil || !s.mayStart(c, p) {
		return nil, errCode("not_found")
	}
	if st := startBy(p, in.Body.Start); st != nil && (st.Message.Kept() || st.Message.Key != nil && !st.Many) {
		return s.startByMessage(ctx, origin, p, st.Message, &in.Body)
	}
	start, err := startElement(p, in.Body.Start)
	if err != nil {
		return nil, err
	}
	customers := make([]engine.LaneActor, 0, len(in.Body.Customers))
	for _, l := range in.Body.Customers {
		customers = append(customers, engine.LaneActor(l))
	}
	rc := runner.Call{Command: engine.StartInstance{
		Origin: origin, Process: p.ID, Start: start, Key: in.Body.Key, Customers: customers, Data: in.Body.Data.data(),
	}}
	return do(ctx, s, rc, func(state *engine.Instance) *answer[CaseView] {
		out := s.caseAnswer(c)(state)
		out.Location = prefix + "/instances/" + state.ID
		return out
	})
}

// mayStart: people start what their teams take part in; programs and those who
// see everything start anything.
func (s *server) mayStart(c *call, p *definition.Process) bool {
	return c.person == nil || c.roles.any(admin) ||
		s.anyTeam(p.ID, p.Version, nil, func(team string) bool { return s.worksFor(c, team) || s.directsTeam(c, team) })
}

// startElement finds the start event by the name of its message.
func startElement(p *definition.Process, message string) (string, error) {
	if message == "" {
		return "", nil
	}
	if st := startBy(p, message); st != nil {
		return st.Element.ID, nil
	}
	return "", errField("body.start", "choice", "allowed", strings.Join(startMessages(p), ", "))
}

func startMessages(p *definition.Process) []string {
	var names []string
	for _, st := range p.Starts {
		if st.Message != nil {
			names = append(names, st.Message.ID)
		}
	}
	return names
}

// startBy returns the start by a message of that name, or nil.
func startBy(p *definition.Process, message string) *definition.Start {
	for _, st := range p.Starts {
		if st.Message != nil && st.Message.ID == message {
			return st
		}
	}
	return nil
}

// startByMessage starts a case whose message is kept, or whose key admits one
// case at a time: the mailbox of the key decides, and may find that a running
// case waits for the message. Customers are then named by what the case knows.
func (s *server) startByMessage(ctx context.Context, o engine.Origin, p *definition.Process, m *definition.Message, body *StartCase) (*answer[CaseView], error) {
	c := callOf(ctx)
	if len(body.Customers) > 0 {
		return nil, errField("body.customers", "readonly")
	}
	r, err := s.Runner.Send(ctx, runner.Message{Origin: o, Name: m.ID, Key: body.Key, Process: p.ID, Values: body.Data.data(), Request: s.request(c)})
	switch {
	case err != nil:
		return nil, err
	case r.Outcome == runner.Refused:
		return nil, &fault{code: r.Code, reason: r.Reason}
	case r.Instance == "":
		return nil, errCode(engine.RejectKeyRunning)
	}
	in, err := s.Runner.Load(ctx, r.Instance)
	if err != nil {
		return nil, err
	}
	out := s.caseAnswer(c)(&in)
	out.Location = prefix + "/instances/" + in.ID
	if r.Outcome == runner.Delivered {
		out.Status = http.StatusOK
	}
	return out, nil
}

type listInstancesInput struct {
	ListInput
	Number   string   `query:"number" maxLength:"40" doc:"Readable number, or how it begins; case and dashes do not matter."`
	Process  string   `query:"process"`
	Customer string   `query:"customer"`
	State    []string `query:"state,explode" enum:"active,completed,cancelled,failed" maxItems:"4"`
	Incident bool     `query:"incident" doc:"Only cases with an open incident."`
}

// CaseRow is a case in a list.
type CaseRow struct {
	ID        string  `json:"id"`
	ETag      string  `json:"etag"`
	Process   string  `json:"process"`
	Edition   int     `json:"edition"`
	Name      string  `json:"name"`
	State     string  `json:"state" enum:"active,completed,cancelled,failed"`
	Customer  string  `json:"customer,omitempty"`
	Starter   string  `json:"starter"`
	StartedAt Instant `json:"startedAt"`
	EndedAt   Instant `json:"endedAt,omitzero"`
	ChangedAt Instant `json:"changedAt"`
	NextDue   Instant `json:"nextDue,omitzero"`
	Incidents int     `json:"incidents"`
}

type listInstancesOutput struct{ Body Page[CaseRow] }

func (s *server) listInstances(ctx context.Context, in *listInstancesInput) (*listInstancesOutput, error) {
	c := callOf(ctx)
	q := store.InstanceQuery{Process: in.Process, Customer: in.Customer, Incident: in.Incident}
	for _, name := range in.State {
		q.States = append(q.States, stateOf(name))
	}
	out := &listInstancesOutput{Page[CaseRow]{Items: []CaseRow{}, AsOf: s.asOf()}}
	if in.Number != "" {
		number, ok := runner.NumberPrefix(in.Number)
		if !ok {
			return out, nil
		}
		q.Prefix = number
	}
	filter := filterOf(c.route, c.actor.ID, q.Prefix, in.Process, in.Customer, strings.Join(in.State, ","), strconv.FormatBool(in.Incident))
	if err := s.cursors.open(in.Cursor, filter, &q.Before); err != nil {
		return nil, err
	}
	sees := s.visible(c)
	read := lister[store.InstanceRow, store.InstanceCursor]{
		limit: in.Limit, after: q.Before,
		fetch: func(after store.InstanceCursor, limit int) ([]store.InstanceRow, error) {
			q.Before, q.Limit = after, limit
			return s.Runner.Store().Instances(ctx, q)
		},
		at: func(r *store.InstanceRow) store.InstanceCursor {
			return store.InstanceCursor{StartedAt: r.StartedAt, ID: r.ID}
		},
		keep: func(r *store.InstanceRow) (bool, error) { return sees.row(ctx, r.ID, r.Process, r.Edition, r.Starter) },
	}
	rows, next, err := read.page()
	if err != nil {
		return nil, err
	}
	for i := range rows {
		out.Body.Items = append(out.Body.Items, s.caseRow(c, &rows[i]))
	}
	if next != nil {
		out.Body.NextCursor = s.cursors.seal(filter, next)
	}
	return out, nil
}

func (s *server) caseRow(c *call, r *store.InstanceRow) CaseRow {
	name := r.Process
	if p := s.world().Process(r.Process, r.Edition); p != nil {
		name = named(p.Name, p.ID, c.lang)
	}
	return CaseRow{
		ID: r.ID, ETag: etag(r.Version), Process: r.Process, Edition: r.Edition, Name: name, State: stateName(r.State),
		Customer: r.Customer, Starter: r.Starter, StartedAt: Instant(r.StartedAt), EndedAt: Instant(r.EndedAt),
		ChangedAt: Instant(r.At), NextDue: Instant(r.NextDue), Incidents: r.Incidents,
	}
}

func stateOf(name string) engine.State {
	for _, st := range []engine.State{engine.StateActive, engine.StateCompleted, engine.StateCancelled, engine.StateFailed} {
		if stateName(st) == name {
			return st
		}
	}
	return engine.StateNone
}
