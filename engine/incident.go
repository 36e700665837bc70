package engine

import (
	"errors"
	"slices"
	"strings"

	"github.com/laneway-flow/laneway/engine/definition"
)

// fail raises an incident at a token: it stays where it is until a person
// retries, skips or cancels.
func (x *step) fail(token int64, code, detail string) {
	t := x.in.token(token)
	x.emit(&IncidentRaised{Incident: x.next(), Token: token, Element: t.Element, Code: code, Detail: detail})
}

// failed raises the incident of what could not be worked out at a token.
func (x *step) failed(token int64, err error) {
	var r *Rejection
	if errors.As(err, &r) && r.Code == RejectCalendar {
		x.fail(token, "no-calendar", r.Reason)
		return
	}
	x.fail(token, "expression", err.Error())
}

func (x *step) incidentOf(number int64) (Incident, error) {
	if i := x.in.incident(number); i != nil {
		return *i, nil
	}
	return Incident{}, reject(RejectIncident, "%s: incident %s is not open", x.in.ID, IncidentID(number))
}

func (c RetryIncident) decide(x *step) error {
	i, err := x.incidentOf(c.Incident)
	if err != nil {
		return err
	}
	x.lead(&IncidentResolved{Incident: i.Number, Effect: i.Effect, How: "retried", Reason: c.Reason})
	if i.Token != 0 {
		x.queue = append(x.queue, arrival{i.Token, x.cause})
	}
	return nil
}

func (c SkipIncident) decide(x *step) error {
	i, err := x.incidentOf(c.Incident)
	if err != nil {
		return err
	}
	if strings.TrimSpace(c.Reason) == "" {
		return reject(RejectReason, "skipping incident %s wants a reason", IncidentID(i.Number))
	}
	resolved := IncidentResolved{Incident: i.Number, Effect: i.Effect, How: "skipped", Reason: c.Reason}
	if i.Token == 0 {
		x.lead(&resolved)
		return nil
	}
	e := x.process.Element(i.Element)
	flow, err := x.skipBy(e, c.Flow)
	if err != nil {
		return err
	}
	x.lead(&resolved)
	if flow == nil {
		x.withdraw(i.Token, 0)
		x.emit(&TokenConsumed{Token: i.Token, Reason: "ended"})
		return nil
	}
	x.withdraw(i.Token, 0)
	x.leave(i.Token, flow)
	return nil
}

// skipBy is the flow a skipped element is left by: the one named, or the only
// one there is; nil behind an end event.
func (x *step) skipBy(e *definition.Element, id string) (*definition.Flow, error) {
	flows := e.Out
	for _, row := range e.Rows {
		flows = append(slices.Clip(flows), row.Out)
	}
	if len(flows) == 0 {
		return nil, nil
	}
	if id == "" && len(flows) == 1 {
		return flows[0], nil
	}
	names := make([]string, 0, len(flows))
	for _, f := range flows {
		if f.ID == id {
			return f, nil
		}
		names = append(names, f.ID)
	}
	return nil, reject(RejectIncidentFlow, "%s is left by one of %s; %q is none of them", e.ID, strings.Join(names, ", "), id)
}

func (c FailEffect) decide(x *step) error {
	if x.in.State == StateNone {
		return reject(RejectNotActive, "there is no case %s", x.in.ID)
	}
	for _, i := range x.in.Incidents {
		if i.Effect == c.Effect {
			return nil // raised before
		}
	}
	x.emit(&IncidentRaised{Incident: x.next(), Effect: c.Effect, Code: c.Code, Detail: c.Detail})
	return nil
}
