package runner

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// relay is the payload of an effect "message": what one instance has for
// another and what had no room in the batch that said so.
type relay struct {
	Instance    string                 `json:"instance,omitempty"`
	Message     *Message               `json:"message,omitempty"`
	Deliver     *engine.DeliverMessage `json:"deliver,omitempty"`
	Start       *engine.StartInstance  `json:"start,omitempty"`
	Subscribe   *engine.Subscribe      `json:"subscribe,omitempty"`
	Unsubscribe *engine.Unsubscribe    `json:"unsubscribe,omitempty"`
	Free        *engine.FreeStartKey   `json:"free,omitempty"`
}

// relayOf packs what one instance says to another.
func relayOf(instance string, command engine.Command) relay {
	what := relay{Instance: instance}
	switch c := command.(type) {
	case engine.DeliverMessage:
		what.Deliver = &c
	case engine.StartInstance:
		what.Start = &c
	case engine.Subscribe:
		what.Subscribe = &c
	case engine.Unsubscribe:
		what.Unsubscribe = &c
	case engine.FreeStartKey:
		what.Free = &c
	case engine.PostMessage:
		what.Message = &Message{Origin: c.Origin, Name: c.Message, Key: c.Key, ID: c.MessageID, Process: c.Process, Values: c.Values}
	default: // nothing else is said between instances
	}
	return what
}

func (w *relay) command() engine.Command {
	switch {
	case w.Deliver != nil:
		return *w.Deliver
	case w.Start != nil:
		return *w.Start
	case w.Subscribe != nil:
		return *w.Subscribe
	case w.Unsubscribe != nil:
		return *w.Unsubscribe
	case w.Free != nil:
		return *w.Free
	}
	return nil
}

// deliverRelay carries out a relay exactly once: under the effect's id as
// request key.
func (d *delivery) deliverRelay(ctx context.Context, e *store.Effect) (string, error) {
	var what relay
	if err := json.Unmarshal(e.Payload, &what); err != nil {
		return "", final(err)
	}
	if m := what.Message; m != nil {
		if m.inside = true; m.ID == "" {
			m.ID = e.ID
		}
		result, err := d.runner.Send(ctx, *m)
		if err == nil && result.Outcome == Refused {
			err = refuse(result.Code, "%s", result.Reason)
		}
		return string(result.Outcome), finalRejection(err)
	}
	command := what.command()
	if command == nil {
		return "", final(errors.New("an empty relay"))
	}
	_, err := d.runner.Do(ctx, Call{
		Instance: what.Instance, Command: command, inside: true,
		Request: store.Request{Scope: "effect", Key: e.ID},
	})
	if _, before := errors.AsType[*store.Duplicate](err); before {
		err = nil
	}
	return "told " + what.Instance, finalRejection(err)
}

// finalRejection: asking again would be refused again.
func finalRejection(err error) error {
	if _, ok := isRejection(err); ok || errors.Is(err, store.ErrNotFound) {
		return final(err)
	}
	return err
}
