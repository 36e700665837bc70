package api

import (
	"context"
	"net/http"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
)

// PromiseView is one cycle of a promise. Lengths are open time of its calendar.
type PromiseView struct {
	ID           string      `json:"id" example:"260302-4K7Q-2MXD.p5"`
	ETag         string      `json:"etag" doc:"For If-Match of an extension; changes with the target."`
	Promise      string      `json:"promise"`
	Name         string      `json:"name"`
	Kind         string      `json:"kind" enum:"customer,step,supplier" doc:"Over the flow, on a step of ours, or an outside party's on its step."`
	Step         string      `json:"step,omitempty"`
	StepName     string      `json:"stepName,omitempty"`
	Task         string      `json:"task,omitempty" doc:"The open task it times."`
	Lane         string      `json:"lane,omitempty" doc:"To whom it is made, or whose step it times."`
	LaneName     string      `json:"laneName,omitempty"`
	Cycle        int32       `json:"cycle"`
	State        string      `json:"state" enum:"running,paused,ended"`
	Why          string      `json:"why,omitempty" doc:"Of a pause: customer, supplier or a hold reason."`
	WhyName      string      `json:"whyName,omitempty"`
	Verdict      string      `json:"verdict" enum:"open,met,breached,cancelled"`
	StartedAt    Instant     `json:"startedAt"`
	StoppedAt    Instant     `json:"stoppedAt,omitzero" doc:"When it ended, which may be before it was recorded."`
	LateRecorded bool        `json:"lateRecorded,omitempty" doc:"In time, but recorded after its due."`
	Calendar     string      `json:"calendar"`
	Judged       int64       `json:"judged" doc:"Version of the calendar its due was worked out with."`
	Due          Instant     `json:"due,omitzero" doc:"None while it stands still, and for one that promises nothing."`
	Provisional  bool        `json:"provisional,omitempty" doc:"No holiday data is loaded for the year of its due yet."`
	NextAt       Instant     `json:"nextAt,omitzero" doc:"The next point at which something happens."`
	Target       int32       `json:"target" doc:"Revision of the target: 1, 2, ..."`
	None         bool        `json:"none,omitempty" doc:"Nothing is promised for this case."`
	Budget       Length      `json:"budget" doc:"Open time promised."`
	Original     Length      `json:"original" doc:"At the first target."`
	By           Instant     `json:"by,omitzero" doc:"An instant promised besides; pauses do not move it."`
	Extended     int32       `json:"extended,omitempty" doc:"How often it was extended."`
	Elapsed      Length      `json:"elapsed"`
	Paused       Length      `json:"paused" doc:"Open time in which it stood still."`
	Left         Length      `json:"left" doc:"Negative: overrun."`
	LeftSeconds  int64       `json:"leftSeconds"`
	Percent      int         `json:"percent" doc:"Of the budget used."`
	BreachedAt   Instant     `json:"breachedAt,omitzero"`
	ByRetarget   bool        `json:"byRetarget,omitempty" doc:"A new target put the due into the past."`
	Acknowledged string      `json:"acknowledged,omitempty" doc:"Who did."`
	Levels       []LevelView `json:"levels" doc:"Levels and events of this cycle that fired."`

	number int64
}

// LevelView is a level or event that fired.
type LevelView struct {
	Level  string  `json:"level" doc:"Index in the escalation, or the event's id."`
	Repeat int32   `json:"repeat" doc:"1, 2, ... of a repeating one."`
	Point  Instant `json:"point" doc:"The instant it stands for."`
	At     Instant `json:"at" doc:"When it fired."`
}

// promiseReader makes the views of one case's clocks.
type promiseReader struct {
	s       *server
	c       *call
	in      *engine.Instance
	p       *definition.Process // nil when this version cannot read it any more
	now     engine.Millis
	history engine.ClockHistory
	past    map[int64]map[string]*calendar.Timeline // calendars by revision, for cycles that have ended
}

// promises reads the clocks a case has now; what has ended stands in its
// history (readPromises). What a command answers stands as of its own instant,
// so that the answer to a repeated request says the same.
func (s *server) promises(c *call, in *engine.Instance) *promiseReader {
	r := &promiseReader{s: s, c: c, in: in, p: s.world().Process(in.Process, in.Edition), now: in.At}
	if c.method == http.MethodGet {
		r.now = max(engine.Millis(s.asOf()), in.At)
	}
	return r
}

// livingView is a cycle that has not ended, at the reader's instant.
func (r *promiseReader) livingView(c *engine.Clock) PromiseView {
	v := r.view(c)
	last := c.Stretches[len(c.Stretches)-1]
	if v.State = "running"; !last.Running {
		v.State, v.Why, v.WhyName = "paused", last.Why, r.why(last.Why)
	}
	v.Verdict, v.Due, v.NextAt = string(engine.VerdictOpen), Instant(c.Due), Instant(c.Next)
	if c.BreachedAt != 0 {
		v.Verdict = string(engine.VerdictBreached)
	}
	line := r.s.world().Calendar(c.Calendar)
	if line == nil {
		return v
	}
	r.measure(&v, line, c, r.now)
	// A due that has passed unseen is a breach: it is written down within the
	// moment, and must not be told otherwise until then.
	if v.Verdict == "open" && c.Due != 0 && c.Due < r.now && c.Running() {
		v.Verdict, v.BreachedAt = string(engine.VerdictBreached), Instant(c.Due)
	}
	return v
}

// endedView is a cycle that has ended, judged by what was known then.
func (r *promiseReader) endedView(ctx context.Context, e *engine.EndedClock) (PromiseView, error) {
	v := r.view(&e.Clock)
	v.State, v.Verdict, v.StoppedAt, v.LateRecorded = "ended", string(e.Stop.Verdict), Instant(e.Stop.StoppedAt), e.Stop.LateRecorded
	line, err := r.lineOf(ctx, &e.Clock)
	if err != nil || line == nil {
		return v, err
	}
	r.measure(&v, line, &e.Clock, e.Stop.StoppedAt)
	if due, ok := e.Clock.DueOn(line); ok {
		v.Due = Instant(due)
		if e.Stop.Verdict == engine.VerdictBreached && v.BreachedAt == 0 {
			v.BreachedAt = v.Due
		}
	}
	return v, nil
}

func (r *promiseReader) measure(v *PromiseView, line *calendar.Timeline, c *engine.Clock, at engine.Millis) {
	v.Elapsed, v.Paused = Length(c.Elapsed(line, at)), Length(c.Paused(line, at))
	if v.Due != 0 {
		v.Provisional = !line.Covered(int64(v.Due))
	}
	left := leftOf(line, c, at)
	v.Left, v.LeftSeconds, v.Percent = Length(left), Length(left).seconds(), percent(c, engine.Millis(v.Elapsed))
}

// leftOf is the open time left until the due, negative when overrun: of the
// budget, or until the promised instant where that comes earlier.
func leftOf(line *calendar.Timeline, c *engine.Clock, at engine.Millis) engine.Millis {
	if c.None {
		return 0
	}
	left := c.Budget - c.Elapsed(line, at)
	if c.By == 0 {
		return left
	}
	until := engine.Millis(line.Between(int64(at), int64(c.By)))
	if c.By < at {
		until = -engine.Millis(line.Between(int64(c.By), int64(at)))
	}
	if c.Row < 0 {
		return until
	}
	return min(left, until)
}

func percent(c *engine.Clock, used engine.Millis) int {
	if c.Budget == 0 {
		return 0
	}
	return int(used * 100 / c.Budget)
}

// view is what does not depend on the instant.
func (r *promiseReader) view(c *engine.Clock) PromiseView {
	v := PromiseView{
		ID: engine.ClockID(r.in.ID, c.Number), number: c.Number, ETag: etag(int64(c.Target)), Promise: c.Promise, Name: r.name(c.Promise),
		Kind: "customer", Lane: c.Lane, Cycle: c.Cycle, StartedAt: Instant(c.StartedAt()), Calendar: c.Calendar, Judged: c.Judged,
		Target: c.Target, None: c.None, Budget: Length(c.Budget), Original: Length(c.Original), By: Instant(c.By), Extended: c.Extended,
		BreachedAt: Instant(c.BreachedAt), ByRetarget: c.ByRetarget, Acknowledged: c.Acked, Levels: r.levels(c.Number),
	}
	if r.p == nil {
		return v
	}
	if p := r.p.Promise(c.Promise); p != nil && p.Step != nil {
		v.Kind, v.Step, v.StepName = "step", p.Step.ID, stepName(p.Step, r.c.lang)
		if p.Step.Lane != nil {
			v.Lane = p.Step.Lane.ID
		}
		if p.Step.Lane != nil && p.Supplier() {
			v.Kind = "supplier"
		}
		for i := range r.in.Tasks {
			if r.in.Tasks[i].Token == c.Token {
				v.Task = engine.TaskID(r.in.ID, r.in.Tasks[i].Number)
			}
		}
	}
	if l := r.p.Lane(v.Lane); l != nil {
		v.LaneName = named(l.Name, l.ID, r.c.lang)
	}
	return v
}

func (r *promiseReader) levels(clock int64) []LevelView {
	views := []LevelView{}
	for _, l := range r.history.Levels {
		if l.Level.Clock == clock {
			views = append(views, LevelView{l.Level.Level, l.Level.Repeat, Instant(l.Level.Point), Instant(l.At)})
		}
	}
	return views
}

// name is the promise's, or its step's.
func (r *promiseReader) name(id string) string { return promiseName(r.p, id, r.c.lang) }

func promiseName(p *definition.Process, id, lang string) string {
	if p == nil {
		return id
	}
	promise := p.Promise(id)
	switch {
	case promise == nil:
		return id
	case promise.Step != nil && promise.Name.In(lang) == "":
		return stepName(promise.Step, lang)
	}
	return named(promise.Name, id, lang)
}

func (r *promiseReader) why(reason string) string { return whyName(r.p, reason, r.c.lang) }

// whyName says what a clock waits for.
func whyName(p *definition.Process, reason, lang string) string {
	if text, ok := partyTexts[definition.Party(reason)]; ok && reason != "" {
		return text.In(lang)
	}
	if p == nil {
		return reason
	}
	return holdName(p, reason, lang)
}

// lineOf is the calendar a clock was judged by: today's, or, when it was
// changed after the cycle ended, what it was then.
func (r *promiseReader) lineOf(ctx context.Context, c *engine.Clock) (*calendar.Timeline, error) {
	line := r.s.world().Calendar(c.Calendar)
	if c.Calendar == definition.AlwaysOpen || line != nil && line.Newest() == c.Judged {
		return line, nil
	}
	if r.past == nil {
		r.past = map[int64]map[string]*calendar.Timeline{}
	}
	lines, ok := r.past[c.Judged]
	if !ok {
		var err error
		if lines, err = r.s.Runner.CalendarsAsOf(ctx, c.Judged); err != nil {
			return nil, err
		}
		r.past[c.Judged] = lines
	}
	if then := lines[c.Calendar]; then != nil {
		return then, nil
	}
	return line, nil
}
