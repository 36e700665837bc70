package engine

import (
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
)

func (c StartInstance) decide(x *step) error {
	if x.in.State != StateNone {
		return reject(RejectExists, "%s exists already", x.in.ID)
	}
	p := x.world.Process(c.Process, c.Edition)
	if p == nil {
		return reject(RejectProcess, "there is no process %s", c.Process)
	}
	x.process = p
	start := p.StartAt(c.Start)
	if start == nil {
		return reject(RejectStart, "process %s has no start %q", c.Process, c.Start)
	}
	if err := lanesOf(p, c.Customers); err != nil {
		return err
	}
	asked, extra, err := x.given(c, start)
	if err != nil {
		return err
	}
	starter := c.OnBehalf
	if starter == "" {
		starter = c.Actor.ID
	}
	x.lead(&InstanceStarted{
		ID: c.ID, Process: p.ID, Edition: p.Version, Start: start.Element.ID, Key: c.Key,
		Starter: starter, Channel: c.Channel, Customers: c.Customers,
	})
	if len(extra) > 0 {
		x.emit(&DataChanged{Written: x.written(0, extra)})
	}
	x.begins(start, asked)
	return nil
}

// begins puts the first token at the start event. A message start takes what
// the message said; a start step in an outside lane is done by starting the
// case, so its task opens and closes at once.
func (x *step) begins(start *definition.Start, asked []definition.Datum) {
	written := x.written(0, asked)
	if start.Message != nil {
		x.lead(&MessageReceived{Message: start.Message.ID, Written: written})
	}
	number := x.next()
	x.emit(&TokenEntered{Token: number, Element: start.Element.ID})
	x.queue = append(x.queue, arrival{number, x.cause})
	if !start.Asks() {
		return
	}
	x.drain()
	if t := x.in.taskOf(number); t != nil {
		x.complete(t.Number, x.process.Element(t.Element), written)
		return
	}
	x.emit(&DataChanged{Written: written}) // the step has an incident; nothing said is lost
}

// given checks what a start was given: the form of the start step or message,
// and beside it any other data of the process that does not belong to the form.
func (x *step) given(c StartInstance, start *definition.Start) (asked, extra []definition.Datum, err error) {
	form := start.Form()
	for _, d := range c.Data {
		if form.Asks(d.Name) {
			asked = append(asked, d)
		} else {
			extra = append(extra, d)
		}
	}
	what := "start of " + c.Process
	if extra, err = x.declared(what, extra); err != nil {
		return nil, nil, err
	}
	asked, err = x.fill(what, form, 0, asked)
	return asked, extra, err
}

// lanesOf refuses customers behind lanes that are not outside ones.
func lanesOf(p *definition.Process, customers []LaneActor) error {
	for i, c := range customers {
		if !p.Lane(c.Lane).Outside() {
			return reject(RejectLane, "process %s has no customer or supplier lane %q", p.ID, c.Lane)
		}
		if slices.ContainsFunc(customers[:i], func(o LaneActor) bool { return o.Lane == c.Lane }) {
			return reject(RejectLane, "lane %s is given twice", c.Lane)
		}
	}
	return nil
}
