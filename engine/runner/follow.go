package runner

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// One batch reaches at most this many changes and this far; what lies beyond
// becomes an effect that the delivery loop carries out.
const (
	maxChanges = 64
	maxDepth   = 10
)

// follow steps, in the order of the events, every instance that an outbound
// event is for; what they emit is followed in turn. Texts, notifications and
// webhooks become effects.
func (t *try) follow(ctx context.Context) error {
	for i := 0; i < len(t.changes); i++ {
		events := t.changes[i].Events
		for e := range events {
			if err := t.route(ctx, i, &events[e]); err != nil {
				return err
			}
		}
	}
	return nil
}

// route follows one event of changes[i].
func (t *try) route(ctx context.Context, i int, e *engine.Event) error {
	from := &t.changes[i].Instance
	if len(t.snapshot.webhooks) > 0 && from.Mailbox == nil {
		t.changes[i].Effects = t.snapshot.appendWebhooks(t.changes[i].Effects, from, t.reads[i].before, e)
	}
	switch b := e.Body.(type) {
	case *engine.TextSent:
		t.effect(i, e, store.Effect{Kind: effectText, Target: b.Text, Payload: appendText(nil, from, e, b)})
	case *engine.PersonNotified:
		t.notify(i, e, b)
	case *engine.IncidentResolved:
		if b.Effect != "" {
			t.effect(i, e, store.Effect{Kind: effectResolve, Target: b.Effect, Payload: appendString(nil, b.How)})
		}
	case *engine.SubscriptionOpened:
		if b.Kept {
			box := engine.MailboxID(b.Message, b.Key)
			waits := engine.Subscriber{Instance: from.ID, Subscription: b.Subscription}
			return t.tell(ctx, i, e, box, engine.Subscribe{Origin: e.Origin, Message: b.Message, Key: b.Key, Subscriber: waits})
		}
	case *engine.SubscriptionClosed:
		if b.Kept {
			waits := engine.Subscriber{Instance: from.ID, Subscription: b.Subscription}
			return t.tell(ctx, i, e, engine.MailboxID(b.Message, b.Key), engine.Unsubscribe{Origin: e.Origin, Subscriber: waits})
		}
	case *engine.StartKeyFreed:
		return t.tell(ctx, i, e, engine.MailboxID(b.Message, b.Key), engine.FreeStartKey{Origin: e.Origin, Instance: from.ID})
	case *engine.MessagePassed:
		return t.pass(ctx, i, e, b)
	case *engine.CaseStarted:
		return t.start(ctx, i, e, b)
	case *engine.MessageSent:
		return t.send(ctx, i, e, b)
	case *engine.MessageExpired:
		t.expired(i, b)
	default: // says nothing to anybody else
	}
	return nil
}

// pass gives a message from its mailbox to the subscriber.
func (t *try) pass(ctx context.Context, i int, e *engine.Event, b *engine.MessagePassed) error {
	box := t.changes[i].Instance.Mailbox
	return t.tell(ctx, i, e, b.Subscriber.Instance, engine.DeliverMessage{
		Origin: b.From, Message: box.Message, Key: box.Key, MessageID: b.MessageID,
		Subscription: b.Subscriber.Subscription, Values: b.Values,
	})
}

// start starts the case a mailbox has decided on.
func (t *try) start(ctx context.Context, i int, e *engine.Event, b *engine.CaseStarted) error {
	return t.tell(ctx, i, e, b.Instance, engine.StartInstance{
		Origin: e.Origin, ID: b.Instance, Process: b.Process, Start: b.Start,
		Key: t.changes[i].Instance.Mailbox.Key, Data: b.Values,
	})
}

// send finds who a flow's message is for. One that nobody may have becomes an
// incident of the sender, so that it always learns.
func (t *try) send(ctx context.Context, i int, e *engine.Event, b *engine.MessageSent) error {
	m := Message{
		Origin: e.Origin, Name: b.Message, Key: b.Key, Process: b.Process, Values: b.Values,
		ID: effectID(&t.changes[i].Instance, e, effectMessage),
	}
	if !t.room(i) {
		return t.relay(i, e, relay{Message: &m}, e.At)
	}
	instance, command, err := t.runner.address(ctx, t.snapshot, &m)
	if refused, ok := isRejection(err); ok {
		return t.refuse(ctx, i, e, relay{Message: &m}, refused)
	}
	if err != nil {
		return err
	}
	return t.tell(ctx, i, e, instance, command)
}

// tell steps another instance in this batch on behalf of event e of changes[i].
func (t *try) tell(ctx context.Context, i int, e *engine.Event, id string, command engine.Command) error {
	if !t.room(i) {
		return t.relay(i, e, relayOf(id, command), e.At)
	}
	if err := t.also(id); err != nil {
		return err
	}
	to, err := t.load(ctx, id, command)
	if err != nil {
		return err
	}
	in, events, err := t.decide(ctx, &to, command)
	if err == nil && len(events) > 0 {
		to.depth = t.reads[i].depth + 1
		t.change(to, in, events)
	}
	refused, ok := isRejection(err)
	if !ok || i == 0 && t.posted() {
		return err // nobody refused, or the caller is the sender and is told
	}
	return t.refuse(ctx, i, e, relayOf(id, command), refused)
}

// decide seals what is still open and lets the engine decide on another instance.
func (t *try) decide(ctx context.Context, to *read, command engine.Command) (engine.Instance, []engine.Event, error) {
	command, err := t.door(ctx, to.before, command, true)
	if err != nil {
		return engine.Instance{}, nil, err
	}
	in, events, err := t.step(to.before, command)
	if err != nil {
		return engine.Instance{}, nil, t.confirm(ctx, to, err)
	}
	return in, events, nil
}

// posted reports whether the call itself put a message into a mailbox.
func (t *try) posted() bool {
	_, ok := t.command.(engine.PostMessage)
	return ok
}

// refuse records on the sending case that what it said was refused: an
// incident, and a parked effect that says it again when the incident is retried.
func (t *try) refuse(ctx context.Context, i int, e *engine.Event, what relay, why *engine.Rejection) error {
	from := &t.changes[i].Instance
	t.runner.log.Warn("refused between instances", slog.String("instance", from.ID), slog.Int64("event", e.Seq),
		slog.String("code", why.Code))
	if from.Mailbox != nil {
		return nil
	}
	if err := t.relay(i, e, what, parked); err != nil {
		return err
	}
	failed := engine.FailEffect{
		Origin: system, Effect: effectID(from, e, effectMessage), Code: "message-refused", Detail: why.Reason,
	}
	in, err := t.load(ctx, from.ID, failed)
	if err != nil {
		return err
	}
	out, events, err := t.step(in.before, failed)
	if err == nil && len(events) > 0 {
		in.depth = t.reads[i].depth + 1
		t.change(in, out, events)
	}
	return err
}

// room reports whether the batch may grow beyond changes[i].
func (t *try) room(i int) bool {
	return len(t.changes) < maxChanges && t.reads[i].depth < maxDepth
}

// relay makes an effect of what has no room in the batch.
func (t *try) relay(i int, e *engine.Event, what relay, due engine.Millis) error {
	payload, err := json.Marshal(what)
	if err != nil {
		return err
	}
	t.effect(i, e, store.Effect{Kind: effectMessage, Target: effectMessage, Payload: payload, Due: due})
	return nil
}

// effect adds an effect of event e to changes[i]; its id names the kind of
// target, so that one event may have several.
func (t *try) effect(i int, e *engine.Event, what store.Effect) {
	from := &t.changes[i].Instance
	what.ID, what.Instance = effectID(from, e, what.Kind), from.ID
	if what.Due == 0 {
		what.Due = e.At
	}
	t.changes[i].Effects = append(t.changes[i].Effects, what)
}

// effectID is the stable id `instance/seq/target`.
func effectID(in *engine.Instance, e *engine.Event, target string) string {
	return in.ID + "/" + strconv.FormatInt(e.Seq, 10) + "/" + target
}

// system is the origin of what nobody asked for by name.
var system = engine.Origin{Actor: engine.Actor{Kind: engine.ActorSystem}}
