package api

import (
	"context"
	"net/http"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
)

type InstanceInput struct {
	Instance string `path:"instance" maxLength:"40" example:"260302-4K7Q-2MXD"`
}

type getInstanceInput struct {
	InstanceInput
	IfNoneMatch
}

// CaseDetail is a case with its data and what it waits for.
type CaseDetail struct {
	CaseView
	Data      Values         `json:"data" doc:"Personal values are left out for roles that may not see them."`
	Timers    []TimerView    `json:"timers"`
	Messages  []MessageOffer `json:"messages" doc:"What the case would take now."`
	Incidents []IncidentView `json:"openIncidents"`
	AsOf      Instant        `json:"asOf"`
}

// TimerView is something that will happen by itself.
type TimerView struct {
	Step string  `json:"step" doc:"Where it is armed."`
	Name string  `json:"name"`
	Due  Instant `json:"due"`
}

// MessageOffer is a message that a case waits for.
type MessageOffer struct {
	Message string    `json:"message"`
	Name    string    `json:"name"`
	Key     string    `json:"key,omitempty"`
	Form    *FormView `json:"form,omitempty"`
}

type caseDetailOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   CaseDetail
}

func (s *server) getInstance(ctx context.Context, in *getInstanceInput) (*caseDetailOutput, error) {
	state, err := s.loadCase(ctx, in.Instance)
	if err != nil {
		return nil, err
	}
	if in.unchanged(state.Version) {
		return &caseDetailOutput{Status: http.StatusNotModified, ETag: etag(state.Version)}, nil
	}
	c := callOf(ctx)
	data, err := s.dataOf(ctx, state)
	if err != nil {
		return nil, err
	}
	d := CaseDetail{
		CaseView: s.caseView(c, state), Data: data, Timers: []TimerView{}, Messages: []MessageOffer{},
		Incidents: []IncidentView{}, AsOf: s.asOf(),
	}
	p := s.world().Process(state.Process, state.Edition)
	for i := range state.Incidents {
		d.Incidents = append(d.Incidents, s.incidentView(c, state.ID, state.Process, state.Edition, &state.Incidents[i]))
	}
	if p != nil {
		d.Timers = timerViews(p, state, c.lang)
		d.Messages = messageOffers(p, state, c.lang, func(*definition.Message) bool { return true })
	}
	return &caseDetailOutput{Status: http.StatusOK, ETag: d.ETag, Body: d}, nil
}

func timerViews(p *definition.Process, in *engine.Instance, lang string) []TimerView {
	views := make([]TimerView, 0, len(in.Timers))
	for _, t := range in.Timers {
		v := TimerView{Due: Instant(t.Due)}
		if e := elementOf(p, in, t.Token); e != nil {
			v.Step, v.Name = e.ID, stepName(e, lang)
		}
		views = append(views, v)
	}
	return views
}

// messageOffers lists what the case would take now and the caller may say.
func messageOffers(p *definition.Process, in *engine.Instance, lang string, may func(*definition.Message) bool) []MessageOffer {
	offers := make([]MessageOffer, 0, len(in.Subscriptions))
	for _, sub := range in.Subscriptions {
		m := p.Message(sub.Message)
		if m == nil || !may(m) {
			continue
		}
		o := MessageOffer{Message: m.ID, Name: named(m.Name, m.ID, lang), Key: sub.Key}
		if m.Form != nil {
			o.Form = formView(m.Form, nil, lang)
		}
		offers = append(offers, o)
	}
	return offers
}

func elementOf(p *definition.Process, in *engine.Instance, token int64) *definition.Element {
	for i := range in.Tokens {
		if in.Tokens[i].Number == token {
			return p.Element(in.Tokens[i].Element)
		}
	}
	return nil
}

type changeDataInput struct {
	InstanceInput
	IfMatch
	Body struct {
		Values Values `json:"values" doc:"null removes a value."`
		Reason string `json:"reason" minLength:"1" maxLength:"1000"`
	}
}

type caseOutput struct {
	ETag string `header:"ETag"`
	Body CaseView
}

func (s *server) changeData(ctx context.Context, in *changeDataInput) (*caseOutput, error) {
	c := callOf(ctx)
	rc, err := s.caseCall(c, in.Instance, &in.IfMatch)
	if err != nil {
		return nil, err
	}
	rc.Command = engine.ChangeData{Origin: c.origin(), Values: in.Body.Values.data(), Reason: in.Body.Reason}
	a, err := do(ctx, s, rc, s.caseAnswer(c))
	if err != nil {
		return nil, err
	}
	return &caseOutput{a.ETag, a.Body}, nil
}

// caseCall prepares a command on a whole case.
func (s *server) caseCall(c *call, id string, match *IfMatch) (rc runner.Call, err error) {
	if match != nil {
		if err := match.required(); err != nil {
			return rc, err
		}
	}
	if rc.Instance, err = caseNumber(id); err != nil {
		return rc, err
	}
	rc.Check = func(in *engine.Instance) error {
		if err := s.ownCase(c, in); err != nil || match == nil {
			return err
		}
		return match.check(in.Version)
	}
	return rc, nil
}

type noteInput struct {
	InstanceInput
	IdempotencyKey
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"16000"`
		Task string `json:"task,omitempty" maxLength:"80" doc:"The open task it concerns."`
	}
}

func (s *server) addNote(ctx context.Context, in *noteInput) (*answer[CaseView], error) {
	c := callOf(ctx)
	rc, err := s.caseCall(c, in.Instance, nil)
	if err != nil {
		return nil, err
	}
	note := engine.AddNote{Origin: c.origin(), Text: in.Body.Text}
	if in.Body.Task != "" {
		instance, number, err := taskNumber(in.Body.Task)
		if err != nil || instance != rc.Instance {
			return nil, errField("body.task", "unknown")
		}
		note.Task = number
	}
	rc.Command = note
	return do(ctx, s, rc, s.caseAnswer(c))
}

type cancelInput struct {
	InstanceInput
	IfMatch
	IdempotencyKey
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"1000"`
	}
}

func (s *server) cancelInstance(ctx context.Context, in *cancelInput) (*answer[CaseView], error) {
	c := callOf(ctx)
	rc, err := s.caseCall(c, in.Instance, &in.IfMatch)
	if err != nil {
		return nil, err
	}
	rc.Command = engine.CancelInstance{Origin: c.origin(), Reason: in.Body.Reason}
	return do(ctx, s, rc, s.caseAnswer(c))
}
