package engine

// The frames of the events of a case. A released frame is never changed.

func (b *InstanceStarted) frame(c *codec) {
	c.text("id", &b.ID)
	c.text("process", &b.Process)
	integer(c, "edition", &b.Edition)
	c.text("start", &b.Start)
	c.text("key", &b.Key)
	c.text("starter", &b.Starter)
	c.text("channel", &b.Channel)
	frameList(c, "customers", &b.Customers, (*LaneActor).frame)
}

func (b *InstanceEnded) frame(c *codec) {
	c.state("state", &b.State)
	c.text("reason", &b.Reason)
}

func (w *Written) frame(c *codec) {
	c.ref("scope", 's', &w.Scope)
	c.data("values", &w.Values)
}

func (b *DataChanged) frame(c *codec) {
	frameList(c, "written", &b.Written, (*Written).frame)
	c.text("reason", &b.Reason)
}

func (b *TokenEntered) frame(c *codec) {
	c.ref("token", 't', &b.Token)
	c.ref("scope", 's', &b.Scope)
	c.text("element", &b.Element)
	c.text("via", &b.Via)
}

func (b *TokenMoved) frame(c *codec) {
	c.ref("token", 't', &b.Token)
	c.text("flow", &b.Flow)
	c.text("element", &b.Element)
}

func (b *TokenConsumed) frame(c *codec) {
	c.ref("token", 't', &b.Token)
	c.text("reason", &b.Reason)
}

func (b *StepEntered) frame(c *codec) {
	c.ref("token", 't', &b.Token)
	c.text("element", &b.Element)
	integer(c, "visit", &b.Visit)
}

func (b *StepCompleted) frame(c *codec) {
	c.ref("token", 't', &b.Token)
	c.text("element", &b.Element)
	integer(c, "visit", &b.Visit)
	c.flag("withdrawn", &b.Withdrawn)
}

func (b *ScopeOpened) frame(c *codec) {
	c.ref("scope", 's', &b.Scope)
	c.ref("parent", 's', &b.Parent)
	c.text("element", &b.Element)
	c.ref("token", 't', &b.Token)
}

func (b *ScopeClosed) frame(c *codec) { c.ref("scope", 's', &b.Scope) }

func (b *NoteAdded) frame(c *codec) {
	c.text("text", &b.Text)
	c.ref("task", 'k', &b.Task)
}

func (b *TimerArmed) frame(c *codec) {
	c.ref("timer", 'w', &b.Timer)
	c.ref("token", 't', &b.Token)
	c.text("trigger", &b.Trigger)
	c.instant("due", &b.Due)
}

func (b *TimerFired) frame(c *codec) {
	c.ref("timer", 'w', &b.Timer)
	c.ref("token", 't', &b.Token)
	c.text("trigger", &b.Trigger)
	c.instant("due", &b.Due)
}

func (b *TimerCancelled) frame(c *codec) { c.ref("timer", 'w', &b.Timer) }

func (b *SubscriptionOpened) frame(c *codec) {
	c.ref("subscription", 'm', &b.Subscription)
	c.ref("token", 't', &b.Token)
	c.text("trigger", &b.Trigger)
	c.text("message", &b.Message)
	c.text("key", &b.Key)
	c.flag("kept", &b.Kept)
}

func (b *SubscriptionClosed) frame(c *codec) {
	c.ref("subscription", 'm', &b.Subscription)
	c.text("message", &b.Message)
	c.text("key", &b.Key)
	c.flag("kept", &b.Kept)
	c.flag("taken", &b.Taken)
}

func (b *MessageReceived) frame(c *codec) {
	c.ref("subscription", 'm', &b.Subscription)
	c.text("message", &b.Message)
	c.text("messageId", &b.MessageID)
	frameList(c, "written", &b.Written, (*Written).frame)
}

func (b *MessageSent) frame(c *codec) {
	c.text("element", &b.Element)
	c.text("message", &b.Message)
	c.text("key", &b.Key)
	c.text("process", &b.Process)
	c.data("values", &b.Values)
}

func (b *TextSent) frame(c *codec) {
	c.text("element", &b.Element)
	c.text("text", &b.Text)
	c.text("lane", &b.Lane)
	c.text("to", &b.To)
	c.text("channel", &b.Channel)
	c.data("values", &b.Values)
}

func (b *TurnPassed) frame(c *codec) {
	c.text("from", (*string)(&b.From))
	c.text("to", (*string)(&b.To))
	c.text("lane", &b.Lane)
}

func (b *IncidentRaised) frame(c *codec) {
	c.ref("incident", 'i', &b.Incident)
	c.ref("token", 't', &b.Token)
	c.text("element", &b.Element)
	c.text("effect", &b.Effect)
	c.text("code", &b.Code)
	c.text("detail", &b.Detail)
}

func (b *IncidentResolved) frame(c *codec) {
	c.ref("incident", 'i', &b.Incident)
	c.text("effect", &b.Effect)
	c.text("how", &b.How)
	c.text("reason", &b.Reason)
}

func (b *StartKeyFreed) frame(c *codec) {
	c.text("message", &b.Message)
	c.text("key", &b.Key)
}
