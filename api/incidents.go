package api

import (
	"context"
	"net/http"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

func (s *server) incidentRoutes() {
	const one = "/instances/{instance}/incidents/{incident}"
	handle(s, operation("list-incidents", http.MethodGet, "/incidents", "Open incidents, oldest first", 422), s.listIncidents)
	handle(s, operation("list-case-incidents", http.MethodGet, "/instances/{instance}/incidents", "Open incidents of a case"), s.caseIncidents)
	handleOnce(s, operation("retry-incident", http.MethodPost, one+"/retry", "Enter the element once more", 409), s.retryIncident)
	handleOnce(s, operation("skip-incident", http.MethodPost, one+"/skip", "Let the token go on behind the element", 409, 422), s.skipIncident)
}

// IncidentView is a place where a case cannot go on without help.
type IncidentView struct {
	ID       string  `json:"id" example:"i7"`
	Instance string  `json:"instance"`
	Process  string  `json:"process"`
	Edition  int     `json:"edition"`
	Element  string  `json:"element,omitempty"`
	Name     string  `json:"name,omitempty"`
	Effect   string  `json:"effect,omitempty" doc:"The effect that was given up, if that is the trouble."`
	Code     string  `json:"code"`
	Detail   string  `json:"detail"`
	At       Instant `json:"at"`
}

func (s *server) incidentView(c *call, instance, process string, edition int, i *engine.Incident) IncidentView {
	v := IncidentView{
		ID: engine.IncidentID(i.Number), Instance: instance, Process: process, Edition: edition,
		Element: i.Element, Effect: i.Effect, Code: i.Code, Detail: i.Detail, At: Instant(i.At),
	}
	if p := s.world().Process(process, edition); p != nil {
		if e := p.Element(i.Element); e != nil {
			v.Name = stepName(e, c.lang)
		}
	}
	return v
}

type listIncidentsInput struct {
	ListInput
	Process string `query:"process"`
}

type listIncidentsOutput struct{ Body Page[IncidentView] }

func (s *server) listIncidents(ctx context.Context, in *listIncidentsInput) (*listIncidentsOutput, error) {
	c := callOf(ctx)
	q := store.IncidentQuery{Process: in.Process}
	filter := filterOf(c.route, c.actor.ID, in.Process)
	if err := s.cursors.open(in.Cursor, filter, &q.After); err != nil {
		return nil, err
	}
	sees := s.visible(c)
	read := lister[store.IncidentRow, store.IncidentCursor]{
		limit: in.Limit, after: q.After,
		fetch: func(after store.IncidentCursor, limit int) ([]store.IncidentRow, error) {
			q.After, q.Limit = after, limit
			return s.Runner.Store().Incidents(ctx, q)
		},
		at: func(r *store.IncidentRow) store.IncidentCursor {
			return store.IncidentCursor{At: r.Incident.At, Instance: r.Instance, Incident: r.Incident.Number}
		},
		keep: func(r *store.IncidentRow) (bool, error) { return sees.row(ctx, r.Instance, r.Process, r.Edition, "") },
	}
	rows, next, err := read.page()
	if err != nil {
		return nil, err
	}
	out := &listIncidentsOutput{Page[IncidentView]{Items: []IncidentView{}, AsOf: s.asOf()}}
	for i := range rows {
		r := &rows[i]
		out.Body.Items = append(out.Body.Items, s.incidentView(c, r.Instance, r.Process, r.Edition, &r.Incident))
	}
	if next != nil {
		out.Body.NextCursor = s.cursors.seal(filter, next)
	}
	return out, nil
}

func (s *server) caseIncidents(ctx context.Context, in *InstanceInput) (*listIncidentsOutput, error) {
	c := callOf(ctx)
	state, err := s.loadCase(ctx, in.Instance)
	if err != nil {
		return nil, err
	}
	out := &listIncidentsOutput{Page[IncidentView]{Items: []IncidentView{}, AsOf: s.asOf()}}
	for i := range state.Incidents {
		out.Body.Items = append(out.Body.Items, s.incidentView(c, state.ID, state.Process, state.Edition, &state.Incidents[i]))
	}
	return out, nil
}

type IncidentInput struct {
	InstanceInput
	Incident string `path:"incident" maxLength:"20" example:"i7"`
	IdempotencyKey
}

type retryInput struct {
	IncidentInput
	Body *RetryIncident
}

// RetryIncident is what may be said about a retry; the body may be left out.
type RetryIncident struct {
	Reason string `json:"reason,omitempty" maxLength:"1000"`
}

func (s *server) retryIncident(ctx context.Context, in *retryInput) (*answer[CaseView], error) {
	reason := ""
	if in.Body != nil {
		reason = in.Body.Reason
	}
	return s.resolve(ctx, &in.IncidentInput, func(o engine.Origin, n int64) engine.Command {
		return engine.RetryIncident{Origin: o, Incident: n, Reason: reason}
	})
}

type skipInput struct {
	IncidentInput
	Body struct {
		Flow   string `json:"flow,omitempty" maxLength:"200" doc:"The sequence flow to leave by, where there is a choice."`
		Reason string `json:"reason" minLength:"1" maxLength:"1000"`
	}
}

func (s *server) skipIncident(ctx context.Context, in *skipInput) (*answer[CaseView], error) {
	return s.resolve(ctx, &in.IncidentInput, func(o engine.Origin, n int64) engine.Command {
		return engine.SkipIncident{Origin: o, Incident: n, Flow: in.Body.Flow, Reason: in.Body.Reason}
	})
}

// resolve needs no If-Match: an incident's number is given out once, so the
// command finds the very one that was meant or none.
func (s *server) resolve(ctx context.Context, in *IncidentInput, command func(engine.Origin, int64) engine.Command) (*answer[CaseView], error) {
	c := callOf(ctx)
	number, ok := engine.ParseIncidentID(in.Incident)
	if !ok {
		return nil, errCode("not_found")
	}
	rc, err := s.caseCall(c, in.Instance, nil)
	if err != nil {
		return nil, err
	}
	rc.Command = command(c.origin(), number)
	return do(ctx, s, rc, s.caseAnswer(c))
}
