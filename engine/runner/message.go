package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
)

// Message is something said by name and key.
type Message struct {
	engine.Origin
	Name    string
	Key     string
	ID      string // the sender's id: one id is taken once; may be empty
	Process string // only receivers of this process; empty: of any
	Values  []definition.Datum
	// Request makes the call idempotent; where there is an ID, the id does.
	Request store.Request

	inside bool // said by a case: its personal values are sealed already
}

// Outcome is what became of a message.
type Outcome string

// The outcomes of a message: the sender always learns one of them.
const (
	Delivered Outcome = "delivered"
	Kept      Outcome = "kept"
	Started   Outcome = "started"
	Refused   Outcome = "refused"
)

// MessageResult is the outcome of a message, and the case it reached.
type MessageResult struct {
	Outcome  Outcome `json:"outcome"`
	Instance string  `json:"instance,omitempty"` // delivered to, or started
	Code     string  `json:"code,omitempty"`     // of the refusal
	Reason   string  `json:"reason,omitempty"`   // of the refusal
	Repeated bool    `json:"repeated,omitempty"` // it was taken before, and this is what became of it then
}

// Send gives a message to the one who waits for it, keeps it, starts a case
// with it, or refuses it (SEMANTICS.md §8). A message that nobody may receive
// is no error but the outcome Refused; values that break the form, and several
// receivers (message.ambiguous, which lists them), are a *engine.Rejection.
// Every other error is one of Do.
func (r *Runner) Send(ctx context.Context, m Message) (MessageResult, error) {
	if m.ID != "" {
		hash := m.Request.BodyHash
		m.Request = store.Request{Scope: "message/" + m.Name + "/" + m.Key, Key: m.ID, BodyHash: hash}
	}
	for range maxTries {
		result, err := r.sendOnce(ctx, &m)
		if !errors.Is(err, errAgain) {
			return result, err
		}
	}
	return MessageResult{}, store.ErrConflict
}

func (r *Runner) sendOnce(ctx context.Context, m *Message) (MessageResult, error) {
	instance, command, err := r.address(ctx, r.snapshot.Load(), m)
	if err == nil {
		call := Call{Instance: instance, Command: command, Request: m.Request, Answer: answerMessage, inside: m.inside}
		var done Result
		if done, err = r.Do(ctx, call); err == nil {
			return outcome(done), nil
		}
	} else {
		err = r.firstAnswer(ctx, m.Request, err)
	}
	var before *store.Duplicate
	if errors.As(err, &before) && !before.Differs {
		var first MessageResult
		if err := json.Unmarshal(before.Request.Answer, &first); err != nil {
			return MessageResult{}, fmt.Errorf("first answer to message %s: %w", m.Name, err)
		}
		first.Repeated = true
		return first, nil
	}
	return r.refused(ctx, m, instance, err)
}

// refused tells an outcome from an error. A subscription that was there a
// moment ago and has gone is looked for again.
func (r *Runner) refused(ctx context.Context, m *Message, instance string, err error) (MessageResult, error) {
	refusal, ok := isRejection(err)
	if !ok {
		return MessageResult{}, err
	}
	switch refusal.Code {
	case engine.RejectMessageUnwanted, engine.RejectNotActive:
		if instance != "" && !strings.HasPrefix(instance, "mailbox/") {
			if subscribers, err := r.store.Subscribers(ctx, m.Name, m.Key, 1); err == nil && len(subscribers) > 0 && subscribers[0].Instance != instance {
				return MessageResult{}, errAgain
			}
		}
		fallthrough
	case engine.RejectMessageUnknown, engine.RejectKeyRunning:
		return MessageResult{Outcome: Refused, Code: refusal.Code, Reason: refusal.Reason}, nil
	default:
		return MessageResult{}, err
	}
}

func answerMessage(done Result) ([]byte, error) { return json.Marshal(outcome(done)) }

// outcome reads from the events what became of a message.
func outcome(done Result) MessageResult {
	for i := range done.Events {
		switch b := done.Events[i].Body.(type) {
		case *engine.MessagePassed:
			return MessageResult{Outcome: Delivered, Instance: b.Subscriber.Instance}
		case *engine.CaseStarted:
			return MessageResult{Outcome: Started, Instance: b.Instance}
		case *engine.MessageKept:
			return MessageResult{Outcome: Kept}
		case *engine.InstanceStarted:
			return MessageResult{Outcome: Started, Instance: b.ID}
		default:
		}
	}
	result := MessageResult{Outcome: Delivered, Repeated: len(done.Events) == 0}
	if done.Instance.Mailbox == nil {
		result.Instance = done.Instance.ID
	}
	return result
}

// maxListed is how many receivers an ambiguous message names.
const maxListed = 10

// address finds the instance a message is for and the command that brings it
// there, or refuses it. Kept messages and unique starts go through the mailbox
// of their name and key; others straight to who waits, or to a new case.
func (r *Runner) address(ctx context.Context, s *snapshot, m *Message) (instance string, command engine.Command, err error) {
	route := s.routes[m.Name]
	if route == nil {
		return "", nil, refuse(engine.RejectMessageUnknown, "no process knows message %s", m.Name)
	}
	start, err := route.start(m)
	if err != nil {
		return "", nil, err
	}
	if !route.kept {
		found, err := r.waiting(ctx, m)
		if err != nil || found.Instance != "" {
			return found.Instance, engine.DeliverMessage{
				Origin: m.Origin, Message: m.Name, Key: m.Key, MessageID: m.ID, Subscription: found.Subscription, Values: m.Values,
			}, err
		}
		if start == nil {
			return "", nil, refuse(engine.RejectMessageUnwanted, "nobody waits for message %s with key %q", m.Name, m.Key)
		}
		if !start.unique {
			id := r.numbers.next(r.clock.Now())
			return id, engine.StartInstance{
				Origin: m.Origin, ID: id, Process: start.process, Start: start.start, Key: m.Key, Data: m.Values,
			}, nil
		}
	}
	// A mailbox does not look at what it keeps: a form that is broken is refused here.
	said, problems := route.message.Form.Canonical(m.Values)
	if len(problems) > 0 {
		return "", nil, refuseFields("message "+m.Name, problems)
	}
	keepFor, err := route.longest(s.world, r.clock.Now())
	if err != nil {
		return "", nil, err
	}
	post := engine.PostMessage{Origin: m.Origin, Message: m.Name, Key: m.Key, MessageID: m.ID, Values: said, KeepFor: keepFor}
	if start != nil {
		post.Process, post.Start, post.Many = start.process, start.start, !start.unique
		post.NewID = r.numbers.next(r.clock.Now())
	}
	return engine.MailboxID(m.Name, m.Key), post, nil
}

// longest is how long the message is kept when nobody waits, wall
// milliseconds: as long as any edition says.
func (r *route) longest(w *engine.World, now time.Time) (int64, error) {
	wall := int64(0)
	for _, d := range r.keepFor {
		until, err := w.After(d, engine.Millis(now.UnixMilli()))
		if err != nil {
			return 0, err
		}
		wall = max(wall, int64(until)-now.UnixMilli())
	}
	return wall, nil
}

// start is the one way the message starts a case, or nil.
func (r *route) start(m *Message) (*startRoute, error) {
	var one *startRoute
	for i := range r.starts {
		s := &r.starts[i]
		if m.Process != "" && s.process != m.Process {
			continue
		}
		if one != nil {
			return nil, refuse(engine.RejectMessageAmbiguous, "message %s starts %s and %s: name the process", m.Name, one.process, s.process)
		}
		one = s
	}
	return one, nil
}

// waiting finds the one case that waits for a message. Several places in one
// case are left to the case: its innermost one takes it. A zero subscriber:
// nobody waits.
func (r *Runner) waiting(ctx context.Context, m *Message) (engine.Subscriber, error) {
	all, err := r.store.Subscribers(ctx, m.Name, m.Key, maxListed)
	if err != nil {
		return engine.Subscriber{}, err
	}
	var found engine.Subscriber
	var cases []string
	for _, s := range all {
		ours, err := r.of(ctx, s.Instance, m.Process)
		switch {
		case err != nil:
			return engine.Subscriber{}, err
		case !ours:
		case s.Instance == found.Instance:
			found.Subscription = 0
		default:
			found = s
			cases = append(cases, s.Instance)
		}
	}
	if len(cases) > 1 {
		return engine.Subscriber{}, refuse(engine.RejectMessageAmbiguous, "message %s with key %q is waited for by %s: name a key or the case",
			m.Name, m.Key, strings.Join(cases, ", "))
	}
	return found, nil
}

// of reports whether an instance runs the process, if one is asked for.
func (r *Runner) of(ctx context.Context, instance, process string) (bool, error) {
	if process == "" {
		return true, nil
	}
	in, err := r.Load(ctx, instance)
	return in.Process == process, err
}

// refuseFields refuses values that break a form.
func refuseFields(what string, problems []definition.Problem) *engine.Rejection {
	r := refuse(engine.RejectForm, "%s: %s: %s", what, problems[0].Field, problems[0].Reason)
	r.Fields = problems
	return r
}

func refuse(code, format string, args ...any) *engine.Rejection {
	return &engine.Rejection{Code: code, Reason: fmt.Sprintf(format, args...)}
}
