package api

import (
	"context"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/calendar"
)

// Explanation is how a cycle came to its numbers. Adding the windows of a row
// gives its open time, adding the rows that ran gives elapsed, adding those
// that stood still gives paused; elapsed and left make the budget.
type Explanation struct {
	Promise  PromiseView  `json:"promise" doc:"The cycle as of the instant."`
	At       Instant      `json:"at" doc:"The instant it speaks of."`
	Zone     string       `json:"zone" doc:"Of the calendar; the texts are in its time."`
	Version  int64        `json:"calendarVersion" doc:"That judges the instant."`
	Targets  []TargetView `json:"targets" doc:"What was promised, in order; the last one counts."`
	Rows     []ExplainRow `json:"rows"`
	Rest     *ExplainRow  `json:"rest,omitempty" doc:"From the instant to the due: the windows that add up to what is left."`
	Elapsed  Length       `json:"elapsed"`
	Paused   Length       `json:"paused"`
	Left     Length       `json:"left" doc:"Budget less elapsed, or until the promised instant where there is no budget; negative: overrun."`
	Wall     Length       `json:"wall" doc:"By the clock on the wall."`
	WallLate Length       `json:"wallOverrun,omitempty" doc:"From the due by the clock on the wall, where it has passed."`
	Due      Instant      `json:"due,omitzero"`
	Text     []string     `json:"text" doc:"The same in words, in the reader's language."`
	AsOf     Instant      `json:"asOf"`
}

// ExplainRow is a stretch in which the clock ran or stood still.
type ExplainRow struct {
	From    Instant      `json:"from"`
	To      Instant      `json:"to"`
	Running bool         `json:"running"`
	Why     string       `json:"why,omitempty" doc:"Of standing still."`
	WhyName string       `json:"whyName,omitempty"`
	Windows []WindowView `json:"windows" doc:"Open windows of the calendar within it."`
	Open    Length       `json:"open" doc:"Sum of the windows."`
	Total   Length       `json:"total" doc:"Elapsed up to the end of this row."`
}

// WindowView is a span of open instants.
type WindowView struct {
	From Instant `json:"from"`
	To   Instant `json:"to"`
	Open Length  `json:"open"`
}

// TargetView is a target that a clock was given.
type TargetView struct {
	At       Instant `json:"at"`
	Budget   Length  `json:"budget"`
	By       Instant `json:"by,omitzero"`
	None     bool    `json:"none,omitempty"`
	Extended bool    `json:"extended,omitempty"`
	Reason   string  `json:"reason,omitempty" doc:"Of an extension, or data."`
}

type explainInput struct {
	PromiseInput
	At string `query:"at" maxLength:"40" format:"date-time" doc:"Explain as things stood at this instant; without it now, or at the end of a cycle that has ended."`
}

type explainOutput struct{ Body Explanation }

func (s *server) explainPromise(ctx context.Context, in *explainInput) (*explainOutput, error) {
	instance, number, err := clockNumber(in.Promise)
	if err != nil {
		return nil, err
	}
	state, err := s.loadCase(ctx, instance)
	if err != nil {
		return nil, err
	}
	at, err := s.explainAt(in.At, state)
	if err != nil {
		return nil, err
	}
	r, err := s.readPromises(ctx, state, at)
	if err != nil {
		return nil, err
	}
	out := &explainOutput{}
	r.now = at
	var clock *engine.Clock
	if ended := r.history.EndedClock(number); ended != nil {
		clock, at = &ended.Clock, ended.Stop.StoppedAt
		out.Body.Promise, err = r.endedView(ctx, ended)
	} else if clock = r.history.Clock(number); clock != nil {
		out.Body.Promise = r.livingView(clock)
	}
	if clock == nil || err != nil {
		return nil, orNotFound(err)
	}
	line, err := r.lineOf(ctx, clock)
	if line == nil || err != nil {
		return nil, orNotFound(err)
	}
	out.Body.AsOf = s.asOf()
	r.explain(&out.Body, line, clock, at)
	return out, nil
}

func orNotFound(err error) error {
	if err == nil {
		err = errCode("not_found")
	}
	return err
}

// explainAt is the instant that was asked for: none after now, and for a case
// whose clock is ahead of this node's, none after its last event.
func (s *server) explainAt(text string, in *engine.Instance) (engine.Millis, error) {
	now := max(engine.Millis(s.asOf()), in.At)
	if text == "" {
		return now, nil
	}
	at, err := parseInstant(text)
	switch {
	case err != nil:
		return 0, errField("query.at", "type", "type", "date-time")
	case engine.Millis(at) > now:
		return 0, errField("query.at", "future")
	case engine.Millis(at) < in.StartedAt:
		return 0, errField("query.at", "before_start")
	}
	return engine.Millis(at), nil
}

func (r *promiseReader) explain(v *Explanation, line *calendar.Timeline, c *engine.Clock, at engine.Millis) {
	x := engine.Explain(line, c, at)
	v.At, v.Version, v.Zone = Instant(at), x.Calendar, line.At(int64(at)).Calendar.Zone().String()
	if c.Row < 0 { // only an instant was promised
		x.Left = leftOf(line, c, at)
	}
	v.Elapsed, v.Paused, v.Left, v.Wall, v.Due = Length(x.Elapsed), Length(x.Paused), Length(x.Left), Length(x.Wall), Instant(x.Due)
	for _, t := range r.history.Targets {
		if t.Clock == c.Number {
			v.Targets = append(v.Targets, TargetView{Instant(t.At), Length(t.Budget), Instant(t.By), t.None, t.Extended, t.Reason})
		}
	}
	for i := range x.Rows {
		row := &x.Rows[i]
		v.Rows = append(v.Rows, ExplainRow{
			From: Instant(row.From), To: Instant(row.To), Running: row.Running, Why: row.Why, WhyName: r.why(row.Why),
			Windows: windowViews(row.Windows), Open: Length(row.Open), Total: Length(row.Total),
		})
	}
	switch {
	case x.Due != 0 && x.Due < at:
		v.WallLate = Length(at - x.Due)
	case x.Due != 0 && v.Promise.State == "running":
		rest := ExplainRow{From: Instant(at), To: Instant(x.Due), Running: true, Windows: windowViews(line.Windows(int64(at), int64(x.Due)))}
		for _, w := range rest.Windows {
			rest.Open += w.Open
		}
		rest.Total = v.Elapsed + rest.Open
		v.Rest = &rest
	}
	v.Text = explainTexts(v, r.c.lang)
}

// windowViews are the windows, those that touch made one: a calendar that
// never closes has no midnight.
func windowViews(windows []calendar.Window) []WindowView {
	views := make([]WindowView, 0, len(windows))
	for _, w := range windows {
		if n := len(views); n > 0 && views[n-1].To == Instant(w.From) {
			views[n-1].To = Instant(w.To)
			views[n-1].Open += Length(w.To - w.From)
			continue
		}
		views = append(views, WindowView{Instant(w.From), Instant(w.To), Length(w.To - w.From)})
	}
	return views
}
