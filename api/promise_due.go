package api

import (
	"slices"

	"github.com/laneway-flow/laneway/engine"
)

// DueView is the clock that matters for a task or case, in short.
type DueView struct {
	ID          string  `json:"id" example:"260302-4K7Q-2MXD.p5"`
	Promise     string  `json:"promise"`
	Name        string  `json:"name"`
	State       string  `json:"state" enum:"running,paused"`
	WhyName     string  `json:"whyName,omitempty" doc:"What a paused one waits for."`
	Due         Instant `json:"due,omitzero"`
	Left        Length  `json:"left" doc:"Open time of the promise's calendar."`
	LeftSeconds int64   `json:"leftSeconds"`
	Percent     int     `json:"percent"`
	Breached    bool    `json:"breached"`
	AsOf        Instant `json:"asOf"`
}

// stepDue is the clock of the step that a task stands at; caseDue that over
// the flow which is due soonest, a paused one when none runs.
func (r *promiseReader) stepDue(token int64) *DueView {
	at := slices.IndexFunc(r.in.Clocks, func(c engine.Clock) bool { return c.Token == token && !c.None })
	if at < 0 {
		return nil
	}
	return r.due(&r.in.Clocks[at])
}

func (r *promiseReader) caseDue() *DueView {
	var first *engine.Clock
	for i := range r.in.Clocks {
		c := &r.in.Clocks[i]
		if c.Token != 0 || c.None {
			continue
		}
		if first == nil || c.Due != 0 && (first.Due == 0 || c.Due < first.Due) {
			first = c
		}
	}
	if first == nil {
		return nil
	}
	return r.due(first)
}

func (r *promiseReader) due(c *engine.Clock) *DueView {
	v := r.livingView(c)
	return &DueView{v.ID, v.Promise, v.Name, v.State, v.WhyName, v.Due, v.Left, v.LeftSeconds, v.Percent, v.Verdict == "breached", Instant(r.now)}
}
