package engine

// The frames of the events of user tasks. A released frame is never changed.

func (b *TaskOpened) frame(c *codec) {
	c.ref("task", 'k', &b.Task)
	c.ref("token", 't', &b.Token)
	c.text("element", &b.Element)
	c.text("lane", &b.Lane)
	c.text("party", (*string)(&b.Party))
	c.text("team", &b.Team)
	c.text("customer", &b.Customer)
	integer(c, "visit", &b.Visit)
	c.texts("excluded", &b.Excluded)
	c.text("assignee", &b.Assignee)
}

func (b *TaskAssigned) frame(c *codec) {
	c.ref("task", 'k', &b.Task)
	c.text("to", &b.To)
	c.flag("started", &b.Started)
}

func (b *TaskUnassigned) frame(c *codec) { c.ref("task", 'k', &b.Task) }

func (b *TaskStarted) frame(c *codec) { c.ref("task", 'k', &b.Task) }

func (b *TaskHeld) frame(c *codec) {
	c.ref("task", 'k', &b.Task)
	c.text("reason", &b.Reason)
	c.text("note", &b.Note)
}

func (b *TaskResumed) frame(c *codec) { c.ref("task", 'k', &b.Task) }

func (b *TaskCompleted) frame(c *codec) {
	c.ref("task", 'k', &b.Task)
	frameList(c, "written", &b.Written, (*Written).frame)
	c.flag("remembered", &b.Remembered)
}

func (b *TaskWithdrawn) frame(c *codec) { c.ref("task", 'k', &b.Task) }
