package scenario

import (
	"fmt"
	"slices"

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
	id := fmt.Sprintf("%s/%d", o.from, o.event.Seq)
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
	waiting := s.waiting(l)
	switch {
	case len(waiting) > 1:
		return &engine.Rejection{Code: engine.RejectMessageAmbiguous, Reason: fmt.Sprintf("message %s with key %q is waited for by %v", l.name, l.key, waiting)}
	case len(waiting) == 1:
		return s.step(waiting[0], engine.DeliverMessage{Origin: l.origin, Message: l.name, Key: l.key, MessageID: l.id, Values: l.values})
	}
	box := engine.PostMessage{Origin: l.origin, Message: l.name, Key: l.key, MessageID: l.id, Values: l.values}
	for _, p := range s.processes {
		if m := p.Message(l.name); m != nil && (l.process == "" || l.process == p.ID) {
			box.KeepFor = max(box.KeepFor, m.KeepFor)
			if start := startBy(p, l.name); start != nil && box.Process == "" {
				box.Process, box.Start, box.Many, box.NewID = p.ID, start.Element.ID, start.Many, s.newID()
			}
		}
	}
	if box.KeepFor == 0 && box.Process == "" {
		return &engine.Rejection{Code: engine.RejectMessageUnwanted, Reason: fmt.Sprintf("nobody waits for message %s with key %q", l.name, l.key)}
	}
	return s.step(engine.MailboxID(l.name, l.key), box)
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
