package api

import (
	"context"
	"net/http"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
)

func (s *server) messageRoutes() {
	handle(s, operation("send-message", http.MethodPost, "/messages", "Give a message by name and key to whoever waits for it", 409, 422), s.sendMessage)
	handleOnce(s, operation("send-case-message", http.MethodPost, "/instances/{instance}/messages", "Give a message to one case", 409, 422), s.caseMessage)
}

type sendInput struct {
	IdempotencyKey
	Body struct {
		Name    string `json:"name" minLength:"1" maxLength:"64"`
		Key     string `json:"key,omitempty" maxLength:"200"`
		ID      string `json:"id,omitempty" maxLength:"200" doc:"The sender's id: the same id is taken once."`
		Process string `json:"process,omitempty" maxLength:"64" doc:"Only receivers of this process."`
		Values  Values `json:"values,omitempty"`
		Provenance
	}
}

// MessageOutcome is what became of a message: the sender always learns it.
type MessageOutcome struct {
	Outcome  string `json:"outcome" enum:"delivered,kept,started,refused"`
	Instance string `json:"instance,omitempty" doc:"The case it was delivered to, or that it started."`
	Code     string `json:"code,omitempty" doc:"Of a refusal."`
	Reason   string `json:"reason,omitempty" doc:"Of a refusal."`
	Repeated bool   `json:"repeated,omitempty" doc:"It was taken before; this is its first outcome."`
}

type sendOutput struct{ Body MessageOutcome }

// sendMessage is repeated by the message's own id, or else by the request key:
// the runner keeps the outcome under it.
func (s *server) sendMessage(ctx context.Context, in *sendInput) (*sendOutput, error) {
	c := callOf(ctx)
	origin, err := s.provenance(c, &in.Body.Provenance)
	if err != nil {
		return nil, err
	}
	m := runner.Message{
		Origin: origin, Name: in.Body.Name, Key: in.Body.Key, ID: in.Body.ID, Process: in.Body.Process,
		Values: in.Body.Values.data(), Request: s.request(c),
	}
	r, err := s.Runner.Send(ctx, m)
	if err != nil {
		return nil, err
	}
	return &sendOutput{s.outcome(c, r)}, nil
}

// outcome tells a refusal in the caller's language.
func (s *server) outcome(c *call, r runner.MessageResult) MessageOutcome {
	o := MessageOutcome{Outcome: string(r.Outcome), Instance: r.Instance, Code: r.Code, Reason: r.Reason, Repeated: r.Repeated}
	if o.Code != "" && c.lang == chinese {
		o.Reason = meanings[o.Code].hint.In(chinese)
	}
	return o
}

// CaseMessage is something said to one case.
type CaseMessage struct {
	Message string `json:"message" minLength:"1" maxLength:"64"`
	Key     string `json:"key,omitempty" maxLength:"200"`
	Values  Values `json:"values,omitempty"`
	Provenance
}

type caseMessageInput struct {
	InstanceInput
	IdempotencyKey
	Body CaseMessage
}

func (s *server) caseMessage(ctx context.Context, in *caseMessageInput) (*answer[CaseView], error) {
	c := callOf(ctx)
	rc, err := s.caseCall(c, in.Instance, nil)
	if err != nil {
		return nil, err
	}
	return deliver(ctx, s, rc, &in.Body, s.caseAnswer(c))
}

// deliver serves staff and, through a link, customers.
func deliver[T any](ctx context.Context, s *server, rc runner.Call, body *CaseMessage, render func(*engine.Instance) *answer[T]) (*answer[T], error) {
	c := callOf(ctx)
	origin, err := s.provenance(c, &body.Provenance)
	if err != nil {
		return nil, err
	}
	rc.Command = engine.DeliverMessage{
		Origin: origin, Message: body.Message, Key: body.Key, Values: body.Values.data(),
	}
	return do(ctx, s, rc, render)
}
