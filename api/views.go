package api

import (
	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// TaskView is an open task as lists and answers show it. It holds no personal
// value.
type TaskView struct {
	ID         string    `json:"id" example:"260302-4K7Q-2MXD.k3"`
	ETag       string    `json:"etag" doc:"For If-Match; changes with this task only."`
	Instance   string    `json:"instance"`
	Process    string    `json:"process"`
	Edition    int       `json:"edition"`
	Step       string    `json:"step"`
	StepName   string    `json:"stepName"`
	Lane       string    `json:"lane"`
	LaneName   string    `json:"laneName"`
	Team       string    `json:"team,omitempty"`
	Customer   string    `json:"customer,omitempty" doc:"Who is asked, in a customer's lane."`
	Visit      int32     `json:"visit" doc:"1, 2, ... of this step in this case."`
	State      string    `json:"state" enum:"queued,assigned,started,held,withdrawn"`
	Assignee   string    `json:"assignee,omitempty"`
	Stage      string    `json:"stage,omitempty"`
	Value      string    `json:"value,omitempty"`
	EnabledAt  Instant   `json:"enabledAt"`
	AssignedAt Instant   `json:"assignedAt,omitzero"`
	StartedAt  Instant   `json:"startedAt,omitzero"`
	Hold       *HoldView `json:"hold,omitempty"`
	NextDue    Instant   `json:"nextDue,omitzero" doc:"Next instant at which something is due on the case."`
	StepDue    *DueView  `json:"stepDue,omitempty" doc:"The promise on this step."`
	CaseDue    *DueView  `json:"caseDue,omitempty" doc:"The promise over the flow that is due soonest."`
}

// HoldView is the hold a task is on.
type HoldView struct {
	Reason string  `json:"reason"`
	Name   string  `json:"name"`
	Since  Instant `json:"since"`
}

func (s *server) taskView(c *call, instance, process string, edition int, t *engine.Task, nextDue engine.Millis) TaskView {
	v := TaskView{
		ID: engine.TaskID(instance, t.Number), ETag: etag(t.Revision), Instance: instance, Process: process, Edition: edition,
		Step: t.Element, StepName: t.Element, Lane: t.Lane, LaneName: t.Lane, Team: t.Team, Customer: t.Customer, Visit: t.Visit,
		State: taskState(t), Assignee: t.Assignee, EnabledAt: Instant(t.EnabledAt), AssignedAt: Instant(t.AssignedAt),
		StartedAt: Instant(t.StartedAt), NextDue: Instant(nextDue),
	}
	p := s.world().Process(process, edition)
	if p == nil {
		return v
	}
	if e := p.Element(t.Element); e != nil {
		v.StepName, v.Stage, v.Value = stepName(e, c.lang), e.Stage, e.Value
	}
	if l := p.Lane(t.Lane); l != nil {
		v.LaneName = named(l.Name, l.ID, c.lang)
	}
	if t.HoldReason != "" {
		v.Hold = &HoldView{Reason: t.HoldReason, Name: holdName(p, t.HoldReason, c.lang), Since: Instant(t.Holds[len(t.Holds)-1].From)}
	}
	return v
}

// taskViewIn is a task of a case that is at hand, with its promises.
func (s *server) taskViewIn(c *call, in *engine.Instance, t *engine.Task) TaskView {
	v := s.taskView(c, in.ID, in.Process, in.Edition, t, in.NextDue())
	if len(in.Clocks) > 0 {
		r := s.promises(c, in)
		v.StepDue, v.CaseDue = r.stepDue(t.Token), r.caseDue()
	}
	return v
}

func taskState(t *engine.Task) string {
	switch {
	case t.HoldReason != "":
		return "held"
	case t.Assignee == "":
		return "queued"
	case t.StartedAt != 0:
		return "started"
	}
	return "assigned"
}

// CaseView is a case as answers to commands show it. It holds no value of the
// case's data.
type CaseView struct {
	ID        string     `json:"id" example:"260302-4K7Q-2MXD"`
	ETag      string     `json:"etag"`
	Process   string     `json:"process"`
	Edition   int        `json:"edition"`
	Name      string     `json:"name" doc:"Of the process."`
	State     string     `json:"state" enum:"active,completed,cancelled,failed"`
	Starter   string     `json:"starter"`
	Channel   string     `json:"channel,omitempty"`
	Key       string     `json:"key,omitempty"`
	Customers []LaneView `json:"customers"`
	StartedAt Instant    `json:"startedAt"`
	EndedAt   Instant    `json:"endedAt,omitzero"`
	EndReason string     `json:"endReason,omitempty"`
	NextDue   Instant    `json:"nextDue,omitzero"`
	Turn      *TurnView  `json:"turn,omitempty" doc:"Whose move it is."`
	Priority  string     `json:"priority,omitempty" doc:"As raised; none is ordinary."`
	Owner     string     `json:"owner,omitempty" doc:"Who answers for the case."`
	Others    []string   `json:"participants" doc:"Persons who take part besides, in order of joining."`
	Due       *DueView   `json:"due,omitempty" doc:"The promise over the flow that is due soonest."`
	Tasks     []TaskView `json:"tasks"`
	Incidents int        `json:"incidents" doc:"Open ones."`
}

// LaneView says who stands behind an outside lane.
type LaneView struct {
	Lane string `json:"lane"`
	ID   string `json:"id"`
}

// TurnView is the open side of the interaction with an outside party.
type TurnView struct {
	Party string  `json:"party" enum:"us,customer,supplier"`
	Lane  string  `json:"lane"`
	Since Instant `json:"since"`
}

func (s *server) caseView(c *call, in *engine.Instance) CaseView {
	due := in.NextDue()
	v := CaseView{
		ID: in.ID, ETag: etag(in.Version), Process: in.Process, Edition: in.Edition, Name: in.Process, State: stateName(in.State),
		Starter: in.Starter, Channel: in.Channel, Key: in.Key, Customers: make([]LaneView, 0, len(in.Customers)),
		StartedAt: Instant(in.StartedAt), EndedAt: Instant(in.EndedAt), EndReason: in.EndReason, NextDue: Instant(due),
		Tasks: make([]TaskView, 0, len(in.Tasks)), Incidents: len(in.Incidents), Priority: in.Priority, Owner: in.Owner,
		Others: append(make([]string, 0, len(in.Participants)), in.Participants...),
	}
	if len(in.Clocks) > 0 {
		v.Due = s.promises(c, in).caseDue()
	}
	if !c.roles.any(personal) { // free text of a person
		v.EndReason = ""
	}
	if p := s.world().Process(in.Process, in.Edition); p != nil {
		v.Name = named(p.Name, p.ID, c.lang)
	}
	for _, customer := range in.Customers {
		v.Customers = append(v.Customers, LaneView(customer))
	}
	if in.Turn.Party != "" {
		v.Turn = &TurnView{string(in.Turn.Party), in.Turn.Lane, Instant(in.Turn.Since)}
	}
	for i := range in.Tasks {
		v.Tasks = append(v.Tasks, s.taskViewIn(c, in, &in.Tasks[i]))
	}
	return v
}

func stateName(st engine.State) string {
	switch st {
	case engine.StateActive:
		return "active"
	case engine.StateCompleted:
		return "completed"
	case engine.StateCancelled:
		return "cancelled"
	case engine.StateFailed:
		return "failed"
	case engine.StateNone:
	}
	return "none"
}

// stepName is the element's name, or the name of the step it comes from.
func stepName(e *definition.Element, lang string) string { return named(e.Name, e.ID, lang) }

// named is a text in the language, or the id of what has no name.
func named(t definition.Text, id, lang string) string {
	if name := t.In(lang); name != "" {
		return name
	}
	return id
}

func holdName(p *definition.Process, id, lang string) string {
	for _, r := range p.Holds {
		if r.ID == id {
			return named(r.Name, id, lang)
		}
	}
	return id
}
