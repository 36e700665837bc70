package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

// answer is what a route that creates or moves something says. It is stored
// with the request's key in the commit itself, so it must hold no personal
// value and no secret.
type answer[T any] struct {
	Status   int
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Replayed string `header:"Idempotency-Replayed" doc:"true when this is the stored answer of an earlier request with the same key."`
	Body     T
}

// storedAnswer is the form in which an answer is kept for 24 h.
type storedAnswer[T any] struct {
	Status   int    `json:"s"`
	ETag     string `json:"e,omitempty"`
	Location string `json:"l,omitempty"`
	Body     T      `json:"b"`
}

func (a *answer[T]) bytes() ([]byte, error) {
	return json.Marshal(storedAnswer[T]{a.Status, a.ETag, a.Location, a.Body})
}

func replay[T any](stored []byte) (*answer[T], error) {
	var sa storedAnswer[T]
	if err := json.Unmarshal(stored, &sa); err != nil {
		return nil, fmt.Errorf("api: stored answer: %w", err)
	}
	return &answer[T]{Status: sa.Status, ETag: sa.ETag, Location: sa.Location, Replayed: "true", Body: sa.Body}, nil
}

// request identifies a call to the store; without a key it asks for nothing.
func (s *server) request(c *call) store.Request {
	if c.key == "" {
		return store.Request{}
	}
	return store.Request{
		Scope: string(c.actor.Kind) + "/" + c.actor.ID + " " + c.route, Key: c.key,
		BodyHash: c.bodyHash, At: engine.Millis(s.now().UnixMilli()),
	}
}

// IdempotencyKey documents the header; readBody has taken it already.
type IdempotencyKey struct {
	Key string `header:"Idempotency-Key" maxLength:"200" doc:"Makes the request safe to repeat for 24 hours: the first answer is given again."`
}

// handleOnce registers a handler that honours Idempotency-Key. The runner finds
// the first answer of a repeated command; after any other refusal it is looked
// for here, because what the handler asked for (a document's version) may be
// gone by the request's own first success.
func handleOnce[I, T any](s *server, op huma.Operation, h func(context.Context, *I) (*answer[T], error)) {
	if op.DefaultStatus == 0 {
		op.DefaultStatus = http.StatusOK
	}
	op.Errors = append(op.Errors, http.StatusConflict)
	handle(s, op, func(ctx context.Context, in *I) (*answer[T], error) {
		out, err := h(ctx, in)
		if c := callOf(ctx); err != nil && c.key != "" {
			if first, ferr := firstAnswer[T](ctx, s, c); first != nil || ferr != nil {
				out, err = first, ferr
			}
		}
		if err == nil && out.Status == 0 {
			out.Status = op.DefaultStatus
		}
		return out, err
	})
}

// firstAnswer returns the answer stored under the call's key, or nil.
func firstAnswer[T any](ctx context.Context, s *server, c *call) (*answer[T], error) {
	req := s.request(c)
	stored, err := s.Runner.Store().Answer(ctx, req.Scope, req.Key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	case stored.BodyHash != req.BodyHash:
		return nil, errCode("idempotency.key_reused")
	}
	return replay[T](stored.Answer)
}

// do runs one command and renders its result, which becomes the stored answer
// when the call has a key.
func do[T any](ctx context.Context, s *server, rc runner.Call, render func(*engine.Instance) *answer[T]) (*answer[T], error) {
	c := callOf(ctx)
	if c.key != "" {
		rc.Request = s.request(c)
		rc.Answer = func(r runner.Result) ([]byte, error) { return render(&r.Instance).bytes() }
	}
	r, err := s.Runner.Do(ctx, rc)
	if first, ok := duplicate(err); ok {
		return replay[T](first)
	}
	if err != nil {
		return nil, err
	}
	return render(&r.Instance), nil
}

// duplicate returns the first answer when an error says that this very request
// was made before.
func duplicate(err error) ([]byte, bool) {
	var d *store.Duplicate
	if errors.As(err, &d) && !d.Differs {
		return d.Request.Answer, true
	}
	return nil, false
}
