package engine

// The frames of the events of a mailbox. A released frame is never changed.

func (b *MailboxOpened) frame(c *codec) {
	c.text("id", &b.ID)
	c.text("message", &b.Message)
	c.text("key", &b.Key)
}

func (b *MailboxSubscribed) frame(c *codec) { b.Subscriber.frame(c) }

func (b *MailboxUnsubscribed) frame(c *codec) { b.Subscriber.frame(c) }

func (b *MessageKept) frame(c *codec) {
	integer(c, "kept", &b.Kept)
	c.text("messageId", &b.MessageID)
	c.data("values", &b.Values)
	c.instant("expires", &b.Expires)
}

func (b *MessagePassed) frame(c *codec) {
	integer(c, "kept", &b.Kept)
	c.text("messageId", &b.MessageID)
	c.data("values", &b.Values)
	b.Subscriber.frame(c)
	c.begin("from")
	b.From.frame(c)
	c.end()
}

func (b *MessageExpired) frame(c *codec) { integer(c, "kept", &b.Kept) }

func (b *CaseStarted) frame(c *codec) {
	c.text("messageId", &b.MessageID)
	c.text("process", &b.Process)
	c.text("start", &b.Start)
	c.text("instance", &b.Instance)
	c.data("values", &b.Values)
}

func (b *StartKeyReleased) frame(c *codec) { c.text("instance", &b.Instance) }
