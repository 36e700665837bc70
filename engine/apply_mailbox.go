package engine

import "slices"

func (b MailboxOpened) apply(in *Instance, e *Event) {
	in.ID, in.State, in.StartedAt = b.ID, StateActive, e.At
	in.Mailbox = &Mailbox{Message: b.Message, Key: b.Key}
}

func (b MailboxSubscribed) apply(in *Instance, _ *Event) {
	in.Mailbox.Subscribers = append(in.Mailbox.Subscribers, b.Subscriber)
}

func (b MailboxUnsubscribed) apply(in *Instance, _ *Event) {
	m := in.Mailbox
	m.Subscribers = slices.DeleteFunc(m.Subscribers, func(s Subscriber) bool { return s == b.Subscriber })
}

func (b MessageKept) apply(in *Instance, e *Event) {
	m := in.Mailbox
	in.used(b.Kept)
	m.Kept = append(m.Kept, KeptMessage{Number: b.Kept, ID: b.MessageID, Values: b.Values, From: e.Origin, Expires: b.Expires})
	m.Seen = remember(m.Seen, b.MessageID, e.At, b.Expires-e.At+messageMemory)
}

func (b MessagePassed) apply(in *Instance, e *Event) {
	in.Mailbox.unkeep(b.Kept)
	in.Mailbox.Seen = remember(in.Mailbox.Seen, b.MessageID, e.At, messageMemory)
}

func (b MessageExpired) apply(in *Instance, _ *Event) { in.Mailbox.unkeep(b.Kept) }

func (b CaseStarted) apply(in *Instance, e *Event) {
	in.Mailbox.Running = b.Instance
	in.Mailbox.Seen = remember(in.Mailbox.Seen, b.MessageID, e.At, messageMemory)
}

func (b StartKeyReleased) apply(in *Instance, _ *Event) { in.Mailbox.Running = "" }

// unkeep takes out the kept message of that number; 0 means none.
func (m *Mailbox) unkeep(number int64) {
	m.Kept = slices.DeleteFunc(m.Kept, func(k KeptMessage) bool { return number != 0 && k.Number == number })
}
