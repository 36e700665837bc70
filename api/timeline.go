package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

func (s *server) timelineRoutes() {
	handle(s, operation("get-timeline", http.MethodGet, "/instances/{instance}/timeline", "What happened to a case, in sentences", 422), s.timeline)
}

type timelineInput struct {
	InstanceInput
	ListInput
	Detail bool `query:"detail" doc:"With the machinery: tokens, timers set, subscriptions."`
}

// Entry is one thing that happened to a case.
type Entry struct {
	Seq        int64     `json:"seq" doc:"Number of the event."`
	Cause      int64     `json:"cause,omitempty" doc:"The event it follows from."`
	At         Instant   `json:"at"`
	OccurredAt Instant   `json:"occurredAt,omitzero" doc:"When it really happened, if earlier than recorded."`
	Kind       string    `json:"kind" example:"task_completed"`
	Text       string    `json:"text" doc:"In the reader's language."`
	Actor      ActorView `json:"actor"`
	OnBehalf   string    `json:"onBehalf,omitempty"`
	Channel    string    `json:"channel,omitempty"`
	Step       string    `json:"step,omitempty"`
	Task       string    `json:"task,omitempty"`
	Promise    string    `json:"promise,omitempty" doc:"The cycle of a promise."`
	Flow       string    `json:"flow,omitempty" doc:"The sequence flow taken."`
	Due        Instant   `json:"due,omitzero"`
	Note       string    `json:"note,omitempty"`
	Values     Values    `json:"values,omitempty" doc:"What was given; personal values only for roles that may see them."`
}

// ActorView is who did something.
type ActorView struct {
	Kind string `json:"kind" enum:"staff,customer,service,system"`
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
}

type timelineOutput struct{ Body Page[Entry] }

// historyBatch is how many events are read at once while a page is filled.
const historyBatch = 200

func (s *server) timeline(ctx context.Context, in *timelineInput) (*timelineOutput, error) {
	c := callOf(ctx)
	state, err := s.loadCase(ctx, in.Instance)
	if err != nil {
		return nil, err
	}
	from, filter := int64(1), filterOf(c.route, state.ID, strconv.FormatBool(in.Detail))
	if err := s.cursors.open(in.Cursor, filter, &from); err != nil {
		return nil, err
	}
	out := &timelineOutput{Page[Entry]{Items: []Entry{}, AsOf: s.asOf()}}
	t := &teller{s: s, c: c, p: s.world().Process(state.Process, state.Edition), instance: state.ID, tasks: map[int64]string{}, clocks: map[int64]string{}}
	if from > 1 { // entries speak of tasks opened on earlier pages
		if err := t.recall(ctx, from); err != nil {
			return nil, err
		}
	}
	for {
		events, err := s.Runner.Store().History(ctx, state.ID, from, historyBatch)
		if err != nil {
			return nil, err
		}
		for i := range events {
			e, err := t.tell(ctx, &events[i])
			if err != nil {
				return nil, err
			}
			from = events[i].Seq + 1
			if detailKinds[e.Kind] && !in.Detail {
				continue
			}
			out.Body.Items = append(out.Body.Items, *e)
			if len(out.Body.Items) == in.Limit && from <= state.Seq {
				out.Body.NextCursor = s.cursors.seal(filter, from)
				return out, nil
			}
		}
		if len(events) < historyBatch {
			return out, nil
		}
	}
}

// teller turns the events of one case into entries.
type teller struct {
	s        *server
	c        *call
	p        *definition.Process // nil when this version cannot read it any more
	instance string
	tasks    map[int64]string // element of every task seen so far
	clocks   map[int64]string // promise of every clock seen so far
	fill     map[string]string
}

// recall learns which tasks and clocks there were before an event.
func (t *teller) recall(ctx context.Context, before int64) error {
	for from := int64(1); from < before; {
		events, err := t.s.Runner.Store().History(ctx, t.instance, from, historyBatch)
		if err != nil || len(events) == 0 {
			return err
		}
		for i := range events {
			switch b := events[i].Body.(type) {
			case *engine.TaskOpened:
				t.tasks[b.Task] = b.Element
			case *engine.ClockStarted:
				t.clocks[b.Clock] = b.Promise
			default: // nothing that later entries speak of
			}
		}
		from = events[len(events)-1].Seq + 1
	}
	return nil
}

// tell makes the entry of one event.
func (t *teller) tell(ctx context.Context, ev *engine.Event) (*Entry, error) {
	e := &Entry{
		Seq: ev.Seq, Cause: ev.Cause, At: Instant(ev.At), OccurredAt: Instant(ev.Origin.OccurredAt), Actor: t.actor(ev.Origin.Actor),
		OnBehalf: ev.Origin.OnBehalf, Channel: ev.Origin.Channel,
	}
	t.fill = map[string]string{"who": e.Actor.Name}
	if err := t.body(ctx, e, ev.Body); err != nil {
		return nil, err
	}
	if e.Step != "" {
		t.fill["step"] = t.step(e.Step)
	}
	t.fill["due"] = "-"
	if e.Due != 0 {
		t.fill["due"] = clockText(e.Due)
	}
	e.Text = fill(timelineTexts[e.Kind].In(t.c.lang), t.fill)
	return e, nil
}

func (t *teller) actor(a engine.Actor) ActorView {
	v := ActorView{Kind: string(a.Kind), ID: a.ID, Name: fill(actorTexts[string(a.Kind)].In(t.c.lang), map[string]string{"id": a.ID})}
	if a.Kind == engine.ActorStaff {
		v.Name = t.person(a.ID)
	}
	return v
}

func (t *teller) person(id string) string {
	if p := t.s.world().Org.Person(id); p != nil {
		return p.Name
	}
	return id
}

func (t *teller) step(id string) string {
	if t.p != nil {
		if e := t.p.Element(id); e != nil {
			return stepName(e, t.c.lang)
		}
	}
	return id
}

func (t *teller) lane(id string) string {
	if t.p != nil {
		if l := t.p.Lane(id); l != nil {
			return named(l.Name, l.ID, t.c.lang)
		}
	}
	return id
}

func (t *teller) message(id string) string {
	if t.p != nil {
		if m := t.p.Message(id); m != nil {
			return named(m.Name, m.ID, t.c.lang)
		}
	}
	return id
}
