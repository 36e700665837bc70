package engine

// The frames of clocks and of the events of promises. A released frame is
// never changed.

func (k *Clock) frame(c *codec) {
	c.ref("clock", 'p', &k.Number)
	c.text("promise", &k.Promise)
	c.ref("token", 't', &k.Token)
	c.text("lane", &k.Lane)
	integer(c, "cycle", &k.Cycle)
	c.text("calendar", &k.Calendar)
	integer(c, "judged", &k.Judged)
	integer(c, "row", &k.Row)
	integer(c, "target", &k.Target)
	c.flag("none", &k.None)
	integer(c, "budget", &k.Budget)
	integer(c, "original", &k.Original)
	c.instant("by", &k.By)
	integer(c, "extended", &k.Extended)
	frameList(c, "stretches", &k.Stretches, (*Stretch).frame)
	c.instant("due", &k.Due)
	c.instant("next", &k.Next)
	c.instant("breachedAt", &k.BreachedAt)
	c.flag("byRetarget", &k.ByRetarget)
	frameList(c, "fired", &k.Fired, (*Fired).frame)
	c.text("acked", &k.Acked)
}

func (s *Stretch) frame(c *codec) {
	c.instant("from", &s.From)
	c.instant("to", &s.To)
	c.flag("running", &s.Running)
	c.text("why", &s.Why)
}

func (f *Fired) frame(c *codec) {
	c.text("level", &f.Level)
	integer(c, "repeat", &f.Repeat)
	integer(c, "target", &f.Target)
}

func (k *Kept) frame(c *codec) {
	c.text("promise", &k.Promise)
	integer(c, "cycles", &k.Cycles)
	c.text("first", (*string)(&k.First))
	c.text("last", (*string)(&k.Last))
	integer(c, "left", &k.Left)
}

func (s *Skip) frame(c *codec) {
	c.text("as", &s.As)
	c.text("person", &s.Person)
	c.text("why", &s.Why)
}

func (b *ClockStarted) frame(c *codec) {
	c.ref("clock", 'p', &b.Clock)
	c.text("promise", &b.Promise)
	c.ref("token", 't', &b.Token)
	c.text("lane", &b.Lane)
	integer(c, "cycle", &b.Cycle)
	c.text("calendar", &b.Calendar)
	integer(c, "judged", &b.Judged)
	c.instant("from", &b.From)
	c.text("why", &b.Why)
	integer(c, "row", &b.Row)
	c.flag("none", &b.None)
	integer(c, "budget", &b.Budget)
	c.instant("by", &b.By)
	c.instant("due", &b.Due)
	c.instant("next", &b.Next)
}

func (b *ClockPaused) frame(c *codec) {
	c.ref("clock", 'p', &b.Clock)
	c.text("why", &b.Why)
	c.instant("due", &b.Due)
	c.instant("next", &b.Next)
}

func (b *ClockResumed) frame(c *codec) {
	c.ref("clock", 'p', &b.Clock)
	c.instant("due", &b.Due)
	c.instant("next", &b.Next)
}

func (b *ClockRetargeted) frame(c *codec) {
	c.ref("clock", 'p', &b.Clock)
	integer(c, "row", &b.Row)
	c.flag("none", &b.None)
	c.text("calendar", &b.Calendar)
	integer(c, "budget", &b.Budget)
	c.instant("by", &b.By)
	c.instant("due", &b.Due)
	c.instant("next", &b.Next)
	c.flag("breached", &b.Breached)
	c.flag("extended", &b.Extended)
	c.text("reason", &b.Reason)
}

func (b *ClockRedued) frame(c *codec) {
	c.ref("clock", 'p', &b.Clock)
	integer(c, "judged", &b.Judged)
	c.instant("due", &b.Due)
	c.instant("next", &b.Next)
}

func (b *ClockBreached) frame(c *codec) {
	c.ref("clock", 'p', &b.Clock)
	c.instant("due", &b.Due)
	c.instant("next", &b.Next)
}

func (b *ClockStopped) frame(c *codec) {
	c.ref("clock", 'p', &b.Clock)
	c.text("verdict", (*string)(&b.Verdict))
	c.instant("stoppedAt", &b.StoppedAt)
	c.flag("lateRecorded", &b.LateRecorded)
	integer(c, "left", &b.Left)
}

func (b *LevelReached) frame(c *codec) {
	c.ref("clock", 'p', &b.Clock)
	c.text("promise", &b.Promise)
	c.text("level", &b.Level)
	integer(c, "repeat", &b.Repeat)
	c.instant("point", &b.Point)
	c.instant("next", &b.Next)
}

func (b *PersonNotified) frame(c *codec) {
	c.ref("clock", 'p', &b.Clock)
	c.text("promise", &b.Promise)
	c.text("level", &b.Level)
	integer(c, "percent", &b.Percent)
	c.instant("due", &b.Due)
	c.text("person", &b.Person)
	c.text("as", &b.As)
	c.text("party", (*string)(&b.Party))
	c.text("text", &b.Text)
	c.data("values", &b.Values)
	frameList(c, "skipped", &b.Skipped, (*Skip).frame)
}

func (b *LevelAcknowledged) frame(c *codec) {
	c.ref("clock", 'p', &b.Clock)
	c.text("by", &b.By)
}

func (b *PriorityRaised) frame(c *codec) { c.text("to", &b.To) }

func (b *ParticipantAdded) frame(c *codec) { c.text("person", &b.Person) }
