package engine

import (
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
)

// enterReceive waits for a message.
func (x *step) enterReceive(t Token, e *definition.Element) {
	key := ""
	var err error
	if e.Key != nil {
		key, err = env{x: x, scope: t.Scope}.text(e.Key)
	}
	var plans []planned
	if err == nil {
		plans, err = x.plan(t, e.Events)
	}
	if err != nil {
		x.failed(t.Number, err)
		return
	}
	x.begin(t, e)
	x.subscribe(t.Number, "", e.Receive, key)
	x.arm(t.Number, plans)
}

// enterSend says something and goes on.
func (x *step) enterSend(t Token, e *definition.Element) {
	x.begin(t, e)
	if err := x.send(t, e, e.Send); err != nil {
		x.fail(t.Number, "expression", err.Error())
		return
	}
	x.done(t.Number, e, e.Out[0])
}

// send says a text to a lane, or a message to other cases. The runner follows
// it in the same commit, or delivers it as an effect.
func (x *step) send(t Token, e *definition.Element, s *definition.Send) error {
	v := env{x: x, scope: t.Scope}
	if s.Text != nil {
		return x.sendText(e, s, v)
	}
	values, err := x.assign(s.With, v)
	if err != nil {
		return err
	}
	key := ""
	if s.Key != nil {
		if key, err = v.text(s.Key); err != nil {
			return err
		}
	}
	x.emit(&MessageSent{Element: e.ID, Message: s.Message, Key: key, Process: s.Process, Values: values})
	return nil
}

func (x *step) sendText(e *definition.Element, s *definition.Send, v env) error {
	text := TextSent{Element: e.ID, Text: s.Text.ID, Channel: e.Channel}
	if text.Channel == "" {
		text.Channel = x.in.Channel
	}
	if s.To != nil {
		text.Lane = s.To.ID
		if s.To.Outside() {
			var err error
			if text.To, err = x.behind(s.To, v); err != nil {
				return err
			}
		}
	}
	text.Values = x.words(s.Text, v)
	x.emit(&text)
	return nil
}

func (c DeliverMessage) decide(x *step) error {
	if err := x.active(); err != nil {
		return err
	}
	if c.MessageID != "" && slices.ContainsFunc(x.in.Seen, func(s SeenMessage) bool { return s.ID == c.MessageID && s.Until > x.at }) {
		return nil // taken before: the sender repeats itself
	}
	m := x.process.Message(c.Message)
	if m == nil {
		return reject(RejectMessageUnknown, "process %s has no message %s", x.in.Process, c.Message)
	}
	s, err := x.listener(c)
	if err != nil {
		return err
	}
	scope := x.in.token(s.Token).Scope
	values, err := x.fill("message "+m.ID, m.Form, scope, c.Values)
	if err != nil {
		return err
	}
	x.lead(&MessageReceived{Subscription: s.Number, Message: m.ID, MessageID: c.MessageID, Written: x.written(scope, values)})
	x.customerSpoke(m)
	if s.Trigger != "" {
		x.happen(s.Token, x.process.Trigger(s.Trigger), s.Number)
		return nil
	}
	e := x.element(x.in.token(s.Token))
	x.emit(&StepCompleted{Token: s.Token, Element: e.ID, Visit: x.in.token(s.Token).Visit})
	x.disarm(s.Token, s.Number)
	x.leave(s.Token, e.Out[0])
	return nil
}

// listener is the subscription a message is for: the one named, or the
// innermost that waits for its name and key. Two equally deep ones are
// ambiguous (SEMANTICS.md R2, R4).
func (x *step) listener(c DeliverMessage) (Subscription, error) {
	var best Subscription
	depth, same := -1, 0
	for _, s := range x.in.Subscriptions {
		if s.Message != c.Message || c.Subscription != 0 && s.Number != c.Subscription || c.Key != "" && s.Key != c.Key {
			continue
		}
		switch d := x.depth(x.in.token(s.Token).Scope); {
		case d > depth:
			best, depth, same = s, d, 1
		case d == depth:
			same++
		}
	}
	switch {
	case same == 0:
		return best, reject(RejectMessageUnwanted, "%s does not wait for message %s now", x.in.ID, c.Message)
	case same > 1:
		return best, reject(RejectMessageAmbiguous, "%s waits for message %s at %d places: name the subscription or a key", x.in.ID, c.Message, same)
	}
	return best, nil
}

// depth is how many subprocesses a scope lies in.
func (x *step) depth(scope int64) int {
	d := 0
	for ; scope != 0; d++ {
		scope = x.in.scope(scope).Parent
	}
	return d
}

// active refuses commands to a case that does not run.
func (x *step) active() error {
	switch {
	case x.in.State == StateNone || x.in.Mailbox != nil:
		return reject(RejectNotActive, "there is no running case %s", x.in.ID)
	case x.in.State != StateActive:
		return reject(RejectNotActive, "%s ended at %s", x.in.ID, x.in.EndedAt)
	}
	return nil
}
