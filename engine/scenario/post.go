package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// letter is a message by name and key on its way to whoever waits for it.
type letter struct {
	origin  engine.Origin
	name    string
	key     string
	id      string
	process string // only cases of this process; empty: of any
	values  []definition.Datum
}

// deliver follows one outbound event with the commands the runner uses.
func (s *stage) deliver(o outgoing) error {
	origin := engine.Origin{Actor: engine.Actor{Kind: engine.ActorSystem}, Channel: o.event.Origin.Channel}
	id := fmt.Sprintf("%s/%d/message", o.from, o.event.Seq)
	switch b := o.event.Body.(type) {
	case *engine.SubscriptionOpened:
		if b.Kept {
			return s.step(engine.MailboxID(b.Message, b.Key), engine.Subscribe{
				Origin: origin, Message: b.Message, Key: b.Key, Subscriber: engine.Subscriber{Instance: o.from, Subscription: b.Subscription},
			})
		}
	case *engine.SubscriptionClosed:
		if b.Kept {
			return s.step(engine.MailboxID(b.Message, b.Key), engine.Unsubscribe{
				Origin: origin, Subscriber: engine.Subscriber{Instance: o.from, Subscription: b.Subscription},
			})
		}
	case *engine.StartKeyFreed:
		return s.step(engine.MailboxID(b.Message, b.Key), engine.FreeStartKey{Origin: origin, Instance: o.from})
	case *engine.MessageSent:
		err := s.post(letter{origin: origin, name: b.Message, key: b.Key, id: id, process: b.Process, values: b.Values})
		if err != nil {
			return s.step(o.from, engine.FailEffect{Origin: origin, Effect: id, Code: "message-refused", Detail: err.Error()})
		}
	case *engine.MessagePassed:
		box := s.instances[o.from].Mailbox
		return s.step(b.Subscriber.Instance, engine.DeliverMessage{
			Origin: b.From, Message: box.Message, Key: box.Key, MessageID: b.MessageID, Subscription: b.Subscriber.Subscription, Values: b.Values,
		})
	case *engine.CaseStarted:
		return s.step(b.Instance, engine.StartInstance{
			Origin: o.event.Origin, ID: b.Instance, Process: b.Process, Start: b.Start, Key: s.instances[o.from].Mailbox.Key, Data: b.Values,
		})
	default: // nobody else hears of it
	}
	return nil
}

// post gives a message to the one case that waits for it, to the mailbox that
// keeps it or starts a case with it, or refuses it (SEMANTICS.md §8).
func (s *stage) post(l letter) error {
	r := s.route(l)
	if r.message == nil {
		return reject(engine.RejectMessageUnknown, "no process knows message %s", l.name)
	}
	if len(r.starts) > 1 {
		return reject(engine.RejectMessageAmbiguous, "message %s starts %s and %s: name the process", l.name, r.starts[0].process, r.starts[1].process)
	}
	if waiting := s.waiting(l); !r.message.Kept() && len(waiting) > 1 {
		return reject(engine.RejectMessageAmbiguous, "message %s with key %q is waited for by %s", l.name, l.key, strings.Join(waiting, ", "))
	} else if len(waiting) == 1 {
		return s.step(waiting[0], engine.DeliverMessage{Origin: l.origin, Message: l.name, Key: l.key, MessageID: l.id, Values: l.values})
	}
	if len(r.starts) == 0 && !r.message.Kept() {
		return reject(engine.RejectMessageUnwanted, "nobody waits for message %s with key %q", l.name, l.key)
	}
	said, problems := r.message.Form.Canonical(l.values)
	if len(problems) > 0 {
		return reject(engine.RejectForm, "message %s: %s: %s", l.name, problems[0].Field, problems[0].Reason)
	}
	box := engine.PostMessage{Origin: l.origin, Message: l.name, Key: l.key, MessageID: l.id, Values: said}
	if r.message.Kept() {
		until, err := s.world.After(r.message.KeepFor, s.now)
		if err != nil {
			return err
		}
		box.KeepFor = int64(until - s.now)
	}
	for _, start := range r.starts {
		if !start.unique && !r.message.Kept() {
			id := s.newID()
			return s.step(id, engine.StartInstance{Origin: l.origin, ID: id, Process: start.process, Start: start.element, Key: l.key, Data: said})
		}
		box.Process, box.Start, box.Many, box.NewID = start.process, start.element, !start.unique, s.newID()
	}
	return s.step(engine.MailboxID(l.name, l.key), box)
}

// route is where a message may go.
type route struct {
	message *definition.Message // as its receivers declare it; nil when there is none
	starts  []startRoute
}

// startRoute is a start by a message; unique when one case of a key may run.
type startRoute struct {
	process, element string
	unique           bool
}

// route collects what the processes on the stage make of a message. One that
// starts a case counts as the receiver, as one that keeps it does.
func (s *stage) route(l letter) route {
	var r route
	for _, p := range s.processes {
		m := p.Message(l.name)
		if m == nil || l.process != "" && l.process != p.ID {
			continue
		}
		start := startBy(p, l.name)
		if r.message == nil || start != nil || m.Kept() {
			r.message = m
		}
		if start != nil {
			r.starts = append(r.starts, startRoute{p.ID, start.Element.ID, m.Key != nil && !start.Many})
		}
	}
	return r
}

func reject(code, format string, args ...any) error {
	return &engine.Rejection{Code: code, Reason: fmt.Sprintf(format, args...)}
}

// waiting lists the cases that wait for a message that is not kept.
func (s *stage) waiting(l letter) []string {
	var ids []string
	for _, id := range s.order {
		in := s.instances[id]
		if in.Mailbox != nil || l.process != "" && in.Process != l.process {
			continue
		}
		waits := func(sub engine.Subscription) bool {
			return sub.Message == l.name && !sub.Kept && (l.key == "" || sub.Key == l.key)
		}
		if slices.ContainsFunc(in.Subscriptions, waits) {
			ids = append(ids, id)
		}
	}
	return ids
}

func startBy(p *definition.Process, message string) *definition.Start {
	for _, start := range p.Starts {
		if start.Message != nil && start.Message.ID == message {
			return start
		}
	}
	return nil
}
