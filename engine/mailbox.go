package engine

import "slices"

// A mailbox is the one home of a message's key: kept messages, who waits for
// them, and the case that a unique key has started. Every node that posts or
// subscribes changes the same instance, so two of them cannot both win.

// inBox opens the mailbox at its first command and refuses one that was
// meant for another.
func (x *step) inBox(message, key string) error {
	if x.in.State == StateNone {
		x.emit(&MailboxOpened{ID: MailboxID(message, key), Message: message, Key: key})
		return nil
	}
	if m := x.in.Mailbox; m == nil || m.Message != message || m.Key != key {
		return reject(RejectMailbox, "%s is not the mailbox of message %s, key %q", x.in.ID, message, key)
	}
	return nil
}

// decide of PostMessage: a waiting case first, then a start, then keeping it;
// else it is refused (SEMANTICS.md §8).
func (c PostMessage) decide(x *step) error {
	if err := x.inBox(c.Message, c.Key); err != nil {
		return err
	}
	m := x.in.Mailbox
	if c.MessageID != "" && slices.ContainsFunc(m.Seen, func(s SeenMessage) bool { return s.ID == c.MessageID && s.Until > x.at }) {
		return nil // posted before: the sender repeats itself
	}
	switch {
	case len(m.Subscribers) > 0:
		x.emit(&MessagePassed{MessageID: c.MessageID, Values: c.Values, Subscriber: m.Subscribers[0], From: c.Origin})
	case c.Process != "" && (m.Running == "" || c.Many):
		x.emit(&CaseStarted{MessageID: c.MessageID, Process: c.Process, Start: c.Start, Instance: c.NewID, Values: c.Values})
	case c.KeepFor > 0:
		x.emit(&MessageKept{Kept: x.next(), MessageID: c.MessageID, Values: c.Values, Expires: x.at + Millis(c.KeepFor)})
	case c.Process != "":
		return reject(RejectKeyRunning, "message %s has started %s for key %q, which is still running", c.Message, m.Running, c.Key)
	default:
		return reject(RejectMessageUnwanted, "nobody waits for message %s with key %q", c.Message, c.Key)
	}
	return nil
}

// decide of Subscribe: the oldest kept message goes to the new subscriber.
func (c Subscribe) decide(x *step) error {
	if err := x.inBox(c.Message, c.Key); err != nil {
		return err
	}
	if slices.Contains(x.in.Mailbox.Subscribers, c.Subscriber) {
		return nil
	}
	x.emit(&MailboxSubscribed{Subscriber: c.Subscriber})
	if kept := x.in.Mailbox.Kept; len(kept) > 0 {
		k := kept[0]
		x.emit(&MessagePassed{Kept: k.Number, MessageID: k.ID, Values: k.Values, Subscriber: c.Subscriber, From: k.From})
	}
	return nil
}

func (c Unsubscribe) decide(x *step) error {
	if m := x.in.Mailbox; m != nil && slices.Contains(m.Subscribers, c.Subscriber) {
		x.emit(&MailboxUnsubscribed{Subscriber: c.Subscriber})
	}
	return nil
}

func (c FreeStartKey) decide(x *step) error {
	if m := x.in.Mailbox; m != nil && m.Running == c.Instance {
		x.emit(&StartKeyReleased{Instance: c.Instance})
	}
	return nil
}

// expireKept forgets messages nobody came for.
func (x *step) expireKept() {
	for i := 0; i < len(x.in.Mailbox.Kept); {
		if k := x.in.Mailbox.Kept[i]; k.Expires <= x.at {
			x.emit(&MessageExpired{Kept: k.Number})
			continue
		}
		i++
	}
}
