package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
)

func (s *server) promiseRoutes() {
	handle(s, operation("list-promises", http.MethodGet, "/instances/{instance}/promises", "Every cycle of every promise of a case, ended ones too"), s.listPromises)
	handle(s, operation("explain-promise", http.MethodGet, "/promises/{promise}/explain", "How a cycle came to its numbers, window by window", 422), s.explainPromise)
	handleOnce(s, operation("acknowledge-promise", http.MethodPost, "/promises/{promise}/acknowledge", "Say that it is being seen to: ends repeated notifications, never the clock", 409), s.acknowledgePromise)
	handleOnce(s, operation("extend-promise", http.MethodPost, "/promises/{promise}/extend", "Give a running promise more time, for a reason", 409, 412, 422, 428), s.extendPromise)
}

// CasePromises are the promises of a case.
type CasePromises struct {
	Items    []PromiseView  `json:"items" doc:"Cycles in order of their beginning."`
	Verdicts []VerdictsView `json:"verdicts" doc:"Of each promise whose cycles have ended: the first resolution and the final one."`
	AsOf     Instant        `json:"asOf"`
}

// VerdictsView is what is remembered of the ended cycles of a promise.
type VerdictsView struct {
	Promise string `json:"promise"`
	Name    string `json:"name"`
	Cycles  int32  `json:"cycles" doc:"Begun so far."`
	First   string `json:"first" enum:"met,breached" doc:"Of the first cycle that ended."`
	Last    string `json:"last" enum:"met,breached"`
	Left    Length `json:"left" doc:"What the last one left of its time; negative: overrun."`
}

type listPromisesOutput struct{ Body CasePromises }

func (s *server) listPromises(ctx context.Context, in *InstanceInput) (*listPromisesOutput, error) {
	state, err := s.loadCase(ctx, in.Instance)
	if err != nil {
		return nil, err
	}
	r, err := s.readPromises(ctx, state, state.At)
	if err != nil {
		return nil, err
	}
	out := &listPromisesOutput{CasePromises{Items: []PromiseView{}, Verdicts: []VerdictsView{}, AsOf: Instant(r.now)}}
	for i := range r.history.Ended {
		v, err := r.endedView(ctx, &r.history.Ended[i])
		if err != nil {
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, v)
	}
	for i := range state.Clocks {
		out.Body.Items = append(out.Body.Items, r.livingView(&state.Clocks[i]))
	}
	slices.SortStableFunc(out.Body.Items, func(a, b PromiseView) int { return int(a.number - b.number) })
	for _, k := range state.Promises {
		if k.Last != "" {
			out.Body.Verdicts = append(out.Body.Verdicts, VerdictsView{k.Promise, r.name(k.Promise), k.Cycles, string(k.First), string(k.Last), Length(k.Left)})
		}
	}
	return out, nil
}

// readPromises reads what happened to the clocks of a case up to an instant.
func (s *server) readPromises(ctx context.Context, in *engine.Instance, until engine.Millis) (*promiseReader, error) {
	r := s.promises(callOf(ctx), in)
	for from := int64(1); from <= in.Seq; {
		events, err := s.Runner.Store().History(ctx, in.ID, from, historyBatch)
		if err != nil {
			return nil, err
		}
		for i := range events {
			e := &events[i]
			if e.Seq > in.Seq || e.At > until {
				return r, nil
			}
			r.history.Add(e)
		}
		if len(events) == 0 {
			break
		}
		from = events[len(events)-1].Seq + 1
	}
	return r, nil
}

// PromiseInput names a cycle of a promise.
type PromiseInput struct {
	Promise string `path:"promise" maxLength:"80" example:"260302-4K7Q-2MXD.p5"`
}

// clockNumber takes the public id of a cycle apart.
func clockNumber(id string) (instance string, number int64, err error) {
	instance, number, ok := engine.ParseClockID(id)
	if !ok {
		return "", 0, errCode("not_found")
	}
	instance, err = caseNumber(instance)
	return instance, number, err
}

type acknowledgeInput struct {
	PromiseInput
	IdempotencyKey
}

type promiseAnswer = answer[PromiseView]

func (s *server) acknowledgePromise(ctx context.Context, in *acknowledgeInput) (*promiseAnswer, error) {
	return s.movePromise(ctx, in.Promise, nil, func(o engine.Origin, n int64) engine.Command {
		return engine.AcknowledgeLevel{Origin: o, Clock: n}
	})
}

type extendInput struct {
	PromiseInput
	IfMatch
	IdempotencyKey
	Body struct {
		By     string `json:"by" minLength:"2" maxLength:"20" example:"2h30m" doc:"Open time of the promise's calendar, as flows write it."`
		Reason string `json:"reason" minLength:"1" maxLength:"200" doc:"One of the reasons the promise names."`
	}
}

func (s *server) extendPromise(ctx context.Context, in *extendInput) (*promiseAnswer, error) {
	by, err := definition.ParseDuration(in.Body.By)
	if err != nil || by.Calendar != "" || by.WorkingDays != 0 {
		return nil, errField("body.by", "open_time")
	}
	return s.movePromise(ctx, in.Promise, &in.IfMatch, func(o engine.Origin, n int64) engine.Command {
		return engine.ExtendPromise{Origin: o, Clock: n, By: by.Millis, Reason: in.Body.Reason}
	})
}

// movePromise runs a command on a running cycle. Its ETag counts its targets.
func (s *server) movePromise(ctx context.Context, id string, match *IfMatch, command func(engine.Origin, int64) engine.Command) (*promiseAnswer, error) {
	if match != nil {
		if err := match.required(); err != nil {
			return nil, err
		}
	}
	instance, number, err := clockNumber(id)
	if err != nil {
		return nil, err
	}
	c := callOf(ctx)
	rc := runner.Call{Instance: instance, Command: command(c.origin(), number)}
	rc.Check = func(in *engine.Instance) error {
		if err := s.ownCase(c, in); err != nil {
			return err
		}
		if number > in.Serial {
			return errCode("not_found")
		}
		if clock := in.Clock(number); clock != nil && match != nil {
			return match.check(int64(clock.Target))
		}
		return nil
	}
	return do(ctx, s, rc, func(in *engine.Instance) *promiseAnswer {
		r := s.promises(c, in)
		clock := in.Clock(number)
		if clock == nil { // a point that was due ended it in the same step
			return &promiseAnswer{Body: PromiseView{ID: engine.ClockID(in.ID, number), State: "ended", Verdict: "cancelled", Levels: []LevelView{}}}
		}
		v := r.livingView(clock)
		return &promiseAnswer{ETag: v.ETag, Body: v}
	})
}
