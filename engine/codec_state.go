package engine

// AppendInstance appends the state's frame: its canonical bytes, the same for
// equal states on every machine.
func AppendInstance(dst []byte, in *Instance) []byte {
	c := codec{mode: writing, out: dst}
	c.header(holdsInstance)
	in.frame(&c)
	return c.out
}

// DecodeInstance reads a frame that AppendInstance wrote in this or an older
// format. It shares no memory with b. Any other bytes are refused with the
// part and the place that cannot be read.
func DecodeInstance(b []byte) (Instance, error) {
	c := codec{mode: reading, in: string(b)}
	c.header(holdsInstance)
	var in Instance
	in.frame(&c)
	if err := c.finish("state"); err != nil {
		return Instance{}, err
	}
	return in, nil
}

func (in *Instance) frame(c *codec) {
	c.instant("at", &in.At)
	c.base = in.At
	c.text("id", &in.ID)
	c.text("process", &in.Process)
	integer(c, "edition", &in.Edition)
	c.state("state", &in.State)
	integer(c, "version", &in.Version)
	integer(c, "seq", &in.Seq)
	c.hash("head", &in.Head)
	integer(c, "serial", &in.Serial)
	c.text("start", &in.Start)
	c.text("starter", &in.Starter)
	c.text("channel", &in.Channel)
	c.instant("startedAt", &in.StartedAt)
	c.instant("endedAt", &in.EndedAt)
	c.text("endReason", &in.EndReason)
	c.text("key", &in.Key)
	c.text("priority", &in.Priority)
	c.text("owner", &in.Owner)
	c.texts("participants", &in.Participants)
	frameList(c, "customers", &in.Customers, (*LaneActor).frame)
	frameList(c, "scopes", &in.Scopes, (*Scope).frame)
	frameList(c, "tokens", &in.Tokens, (*Token).frame)
	frameList(c, "tasks", &in.Tasks, (*Task).frame)
	frameList(c, "timers", &in.Timers, (*Timer).frame)
	frameList(c, "subscriptions", &in.Subscriptions, (*Subscription).frame)
	frameList(c, "incidents", &in.Incidents, (*Incident).frame)
	frameList(c, "clocks", &in.Clocks, (*Clock).frame)
	frameList(c, "promises", &in.Promises, (*Kept).frame)
	frameList(c, "steps", &in.Steps, (*StepLog).frame)
	in.Turn.frame(c)
	frameList(c, "seen", &in.Seen, (*SeenMessage).frame)
	in.frameMailbox(c)
}

// frameMailbox frames what only a mailbox has.
func (in *Instance) frameMailbox(c *codec) {
	has := in.Mailbox != nil
	if c.mode != showing {
		c.flag("mailbox", &has)
	}
	if !has {
		return
	}
	if c.mode == reading {
		in.Mailbox = new(Mailbox)
	}
	c.begin("mailbox")
	in.Mailbox.frame(c)
	c.end()
}

func (a *LaneActor) frame(c *codec) {
	c.text("lane", &a.Lane)
	c.text("id", &a.ID)
}

func (s *Scope) frame(c *codec) {
	c.ref("scope", 's', &s.Number)
	c.text("element", &s.Element)
	c.ref("parent", 's', &s.Parent)
	c.ref("token", 't', &s.Token)
	c.data("data", &s.Data)
}

func (t *Token) frame(c *codec) {
	c.ref("token", 't', &t.Number)
	c.ref("scope", 's', &t.Scope)
	c.text("element", &t.Element)
	c.text("via", &t.Via)
	c.instant("since", &t.Since)
	integer(c, "visit", &t.Visit)
}

func (t *Task) frame(c *codec) {
	c.ref("task", 'k', &t.Number)
	c.ref("token", 't', &t.Token)
	c.text("element", &t.Element)
	c.text("lane", &t.Lane)
	c.text("party", (*string)(&t.Party))
	c.text("team", &t.Team)
	c.text("customer", &t.Customer)
	integer(c, "visit", &t.Visit)
	c.texts("excluded", &t.Excluded)
	c.text("assignee", &t.Assignee)
	integer(c, "revision", &t.Revision)
	c.instant("enabledAt", &t.EnabledAt)
	c.instant("assignedAt", &t.AssignedAt)
	c.instant("startedAt", &t.StartedAt)
	c.text("holdReason", &t.HoldReason)
	frameList(c, "holds", &t.Holds, (*Hold).frame)
}

func (h *Hold) frame(c *codec) {
	c.text("reason", &h.Reason)
	c.instant("from", &h.From)
	c.instant("to", &h.To)
}

func (t *Timer) frame(c *codec) {
	c.ref("timer", 'w', &t.Number)
	c.ref("token", 't', &t.Token)
	c.text("trigger", &t.Trigger)
	c.instant("due", &t.Due)
}

func (s *Subscription) frame(c *codec) {
	c.ref("subscription", 'm', &s.Number)
	c.ref("token", 't', &s.Token)
	c.text("trigger", &s.Trigger)
	c.text("message", &s.Message)
	c.text("key", &s.Key)
	c.flag("kept", &s.Kept)
}

func (i *Incident) frame(c *codec) {
	c.ref("incident", 'i', &i.Number)
	c.ref("token", 't', &i.Token)
	c.text("element", &i.Element)
	c.text("effect", &i.Effect)
	c.text("code", &i.Code)
	c.text("detail", &i.Detail)
	c.instant("at", &i.At)
}

func (l *StepLog) frame(c *codec) {
	c.text("step", &l.Step)
	integer(c, "visits", &l.Visits)
	c.texts("doers", &l.Doers)
	c.text("by", &l.By)
	c.instant("at", &l.At)
	c.data("values", &l.Values)
	c.text("outcome", &l.Outcome)
}

func (t *Turn) frame(c *codec) {
	c.begin("turn")
	c.text("party", (*string)(&t.Party))
	c.text("lane", &t.Lane)
	c.instant("since", &t.Since)
	integer(c, "number", &t.Number)
	c.end()
}

func (m *Mailbox) frame(c *codec) {
	c.text("message", &m.Message)
	c.text("key", &m.Key)
	frameList(c, "kept", &m.Kept, (*KeptMessage).frame)
	frameList(c, "subscribers", &m.Subscribers, (*Subscriber).frame)
	c.text("running", &m.Running)
	frameList(c, "seen", &m.Seen, (*SeenMessage).frame)
}

func (k *KeptMessage) frame(c *codec) {
	integer(c, "kept", &k.Number)
	c.text("id", &k.ID)
	c.data("values", &k.Values)
	k.From.frame(c)
	c.instant("expires", &k.Expires)
}

func (s *Subscriber) frame(c *codec) {
	c.text("instance", &s.Instance)
	c.ref("subscription", 'm', &s.Subscription)
}

func (s *SeenMessage) frame(c *codec) {
	c.text("id", &s.ID)
	c.instant("until", &s.Until)
}
