package scenario

import (
	"errors"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// refusal is why a line could not be played.
type refusal struct {
	code    string // the engine's, or not_played where no command came about
	message definition.Text
}

func refuse(zh, en string, args ...any) *refusal {
	return &refusal{code: "not_played", message: text(zh, en, args...)}
}

// refused turns what the engine answered into a refusal; nil stays nil.
func refused(verb string, err error) *refusal {
	var r *engine.Rejection
	switch {
	case err == nil:
		return nil
	case errors.As(err, &r):
		return &refusal{code: r.Code, message: text("%s 被拒绝（%s）：%s", "%s was refused (%s): %s", verb, r.Code, r.Reason)}
	case errors.Is(err, errRunsAway):
		return refuse("%s：定时器触发超过 %d 次，流程停不下来", "%s: more than %d timers fired, the flow does not come to rest", verb, wakeUps)
	}
	return refuse("%s:%v", "%s: %v", verb, err)
}

// move plays one line.
func (r *play) move(m *definition.Move) *refusal {
	switch m.Verb {
	case "start":
		return r.start(m)
	case "after", "at":
		return r.clock(m)
	case "message":
		return r.message(m)
	}
	if r.main == "" {
		return refuse("%s：示例还没有 start", "%s: the example has no `start` before it", m.Verb)
	}
	switch m.Verb {
	case "do", "claim", "unclaim", "hold", "resume", "assign":
		return r.task(m)
	case "note":
		return r.command(m, engine.AddNote{Origin: r.staff(m.By), Text: m.Target})
	case "data":
		reason := m.Reason
		if reason == "" {
			reason = "example"
		}
		return r.command(m, engine.ChangeData{Origin: r.staff(m.By), Values: m.Values, Reason: reason})
	case "cancel":
		return r.command(m, engine.CancelInstance{Origin: r.staff(m.By), Reason: m.Target})
	case "retry", "skip":
		return r.incident(m)
	case "expect":
		return r.expect(m)
	}
	return refuse("没有 %q 这个动词", "there is no verb %q", m.Verb)
}

func (r *play) command(m *definition.Move, cmd engine.Command) *refusal {
	return refused(m.Verb, r.stage.do(r.main, cmd))
}

// clock moves the time, and fires what is due on the way.
func (r *play) clock(m *definition.Move) *refusal {
	if m.Verb == "after" {
		to, err := r.stage.world.After(m.Duration, r.stage.now)
		if err == nil {
			err = r.stage.advance(to)
		}
		return refused(m.Verb, err)
	}
	to, ok := instant(m.At, r.zone())
	if !ok {
		return refuse("at: %q 不是时间，应写成 2026-03-02 09:00", "at: %q is not a time, expected 2026-03-02 09:00", m.At)
	}
	if to < r.stage.now {
		return refuse("at: %s 已经过去，现在是 %s", "at: %s is past, it is %s now", m.At, clockTime(r.stage.now, r.zone()))
	}
	return refused(m.Verb, r.stage.advance(to))
}

// start begins a case: the first one is what the example is about.
func (r *play) start(m *definition.Move) *refusal {
	p := r.processOf(m)
	if p == nil {
		return refuse("没有流程 %s", "there is no process %s", m.Process)
	}
	begin := p.StartAt("")
	if m.Start != "" {
		begin = startBy(p, m.Start)
	}
	if begin == nil {
		return refuse("流程 %s 没有这样的开始 %q", "process %s has no such start %q", p.ID, m.Start)
	}
	id := r.stage.newID()
	cmd := engine.StartInstance{
		Origin: r.starter(p, begin, m.By), ID: id, Process: p.ID, Edition: p.Version, Start: begin.Element.ID, Key: m.Key,
		Customers: outsiders(p), Data: prefilled(begin.Form(), m.Values, func(f *definition.Field) []byte { return f.Default }),
	}
	if err := r.stage.do(id, cmd); err != nil {
		return refused(m.Verb, err)
	}
	if r.main == "" {
		r.main = id
	}
	return nil
}

// message says something: to the case of the example when it waits for it,
// else to whoever does. A message that starts a case may begin the example.
func (r *play) message(m *definition.Move) *refusal {
	p := r.processOf(m)
	if p == nil {
		return refuse("没有流程 %s", "there is no process %s", m.Process)
	}
	said := p.Message(m.Target)
	if said == nil {
		return refuse("流程 %s 没有消息 %s", "process %s has no message %s", p.ID, m.Target)
	}
	origin := r.speaker(said, m.By)
	values := prefilled(said.Form, m.Values, func(*definition.Field) []byte { return nil })
	if m.Process == "" && m.Key == "" && r.main != "" && waits(r.stage.instances[r.main], said.ID) {
		return refused(m.Verb, r.stage.do(r.main, engine.DeliverMessage{Origin: origin, Message: said.ID, Values: values}))
	}
	err := r.stage.post(letter{origin: origin, name: said.ID, key: m.Key, process: m.Process, values: values})
	if err == nil {
		err = r.stage.follow()
	}
	if id, ok := r.stage.latest(r.process.ID); ok && r.main == "" {
		r.main = id
	}
	return refused(m.Verb, err)
}

func waits(in engine.Instance, message string) bool {
	for _, s := range in.Subscriptions {
		if s.Message == message {
			return true
		}
	}
	return false
}

// incident retries or skips the step of a line.
func (r *play) incident(m *definition.Move) *refusal {
	in := r.stage.instances[r.main]
	p := r.stage.world.Process(in.Process, in.Edition)
	for _, i := range in.Incidents {
		e := p.Element(i.Element)
		if i.Element != m.Target && (e == nil || e.Step != m.Target) {
			continue
		}
		if m.Verb == "retry" {
			return r.command(m, engine.RetryIncident{Origin: r.staff(m.By), Incident: i.Number, Reason: m.Reason})
		}
		return r.command(m, engine.SkipIncident{Origin: r.staff(m.By), Incident: i.Number, Reason: m.Reason})
	}
	return refuse("%s：步骤 %s 没有异常", "%s: step %s has no incident", m.Verb, m.Target)
}

// processOf is the process a line is about; nil when it is not on the stage.
func (r *play) processOf(m *definition.Move) *definition.Process {
	if m.Process == "" {
		return r.process
	}
	return r.stage.world.Current[m.Process]
}
