package engine

import (
	"pgregory.net/rapid"

	"github.com/laneway-flow/laneway/engine/definition"
)

// chooser draws from what a command can be about; rapid and the fuzzer each
// have one.
type chooser interface {
	// upTo draws a number from 0 to n.
	upTo(n int) int
}

// drawn draws with rapid, evenly: what rapid draws itself is mostly small.
type drawn struct {
	t     *rapid.T
	calls *uint64
}

func newDrawn(t *rapid.T) drawn { return drawn{t, new(uint64)} }

func (d drawn) upTo(n int) int {
	*d.calls++
	v := rapid.Uint64().Draw(d.t, "choice") + *d.calls*0x9e3779b97f4a7c15
	v = (v ^ v>>31) * 0xbf58476d1ce4e5b9
	return int((v ^ v>>29) % uint64(n+1))
}

func pick[T any](c chooser, of ...T) T { return of[c.upTo(len(of)-1)] }

// number is mostly that of something there, sometimes of nothing.
func number[T any](c chooser, list []T, of func(T) int64) int64 {
	if len(list) == 0 || c.upTo(9) == 0 {
		return int64(c.upTo(20))
	}
	return of(pick(c, list...))
}

func someOrigin(c chooser) Origin {
	o := Origin{Channel: pick(c, "", "web", "phone"), Request: pick(c, "", "q-1")}
	o.Actor = pick(c,
		Actor{ActorStaff, "li"}, Actor{ActorStaff, "li"}, Actor{ActorStaff, "wang"}, Actor{ActorStaff, "zhao"},
		Actor{ActorStaff, "chen"}, Actor{ActorStaff, "sun"}, Actor{ActorStaff, "nobody"}, Actor{ActorCustomer, "c-1"},
		Actor{ActorCustomer, "li"}, Actor{ActorService, "robot"})
	return o
}

// someValues are what a form of the random flows could be given, right or wrong.
func someValues(c chooser) []definition.Datum {
	one := []definition.Datum{
		{Name: "n", Value: []byte(pick(c, "0", "1", "3", "12", "-4", `"x"`))},
		{Name: "pick", Value: []byte(pick(c, `"a"`, `"b"`, `"c"`, `"z"`, "7"))},
		{Name: "again", Value: []byte(pick(c, "false", "false", "true", "null"))},
		{Name: "word", Value: []byte(pick(c, `"说"`, "null", "12"))},
		{Name: "ref", Value: []byte(pick(c, `"r-1"`, `"r-2"`))},
		{Name: "crew", Value: []byte(pick(c, `"desk"`, `"technical"`, `"nowhere"`, "null"))},
		{Name: "when", Value: []byte(pick(c, `"2026-03-02T02:00:00Z"`, `"2027-01-01T00:00:00Z"`, `"soon"`))},
		{Name: "unheard", Value: []byte("1")},
	}
	var values []definition.Datum
	for range c.upTo(2) {
		values = append(values, pick(c, one...))
	}
	return values
}

// fitting are values a form asks for, so that most completions succeed.
func fitting(c chooser, form *definition.Form) []definition.Datum {
	if form == nil {
		return nil
	}
	var values []definition.Datum
	for _, item := range form.Items {
		if item.Field == nil || item.Show || (item.Optional && c.upTo(1) == 0) {
			continue
		}
		d := definition.Datum{Name: item.Field.Name, Value: someValue(c, item.Field)}
		values = append(values, d)
	}
	return values
}

// someValue is a value a field may have.
func someValue(c chooser, f *definition.Field) []byte {
	switch {
	case f.Personal:
		return []byte(`"sealed:c2VjcmV0"`)
	case f.Type == definition.TypeChoice:
		return quote(pick(c, f.Choices...).Value)
	case f.Type == definition.TypeBoolean:
		return []byte(pick(c, "false", "false", "true"))
	case f.Type == definition.TypeInteger:
		return []byte(pick(c, "0", "1", "3", "12"))
	case f.Type == definition.TypeRating:
		return []byte(pick(c, "1", "3", "5"))
	case f.Type == definition.TypeInstant:
		return []byte(pick(c, `"2026-03-02T02:00:00Z"`, `"2026-03-04T02:00:00Z"`))
	default:
		return []byte(`"说"`)
	}
}

// someCommand draws a command for the state; most of them make sense.
func someCommand(c chooser, p *definition.Process, in *Instance) Command {
	o := someOrigin(c)
	task := number(c, in.Tasks, func(t Task) int64 { return t.Number })
	if t := in.task(task); t != nil && t.Assignee != "" && c.upTo(3) > 0 {
		o.Actor = Actor{ActorStaff, t.Assignee}
	}
	switch c.upTo(21) {
	case 20, 21, 0, 1, 2, 3, 4, 5:
		values := someValues(c)
		if t := in.task(task); t != nil && c.upTo(5) > 0 {
			values = fitting(c, p.Element(t.Element).Form)
		}
		return CompleteTask{Origin: o, Task: task, Values: values}
	case 6:
		return ClaimTask{Origin: o, Task: task}
	case 7:
		return pick[Command](c, UnclaimTask{Origin: o, Task: task}, StartTask{Origin: o, Task: task})
	case 8:
		return AssignTask{Origin: o, Task: task, To: pick(c, "li", "wang", "zhao", "chen", "sun", "nobody")}
	case 9:
		return HoldTask{Origin: o, Task: task, Reason: pick(c, "parts", "parts", "")}
	case 10:
		return ResumeTask{Origin: o, Task: task}
	case 11, 12:
		return Wake{Origin: system}
	case 13, 14, 15:
		return someMessage(c, o, p, in)
	case 16, 17:
		return someHelp(c, o, p, in)
	case 18:
		return pick[Command](c,
			AddNote{Origin: o, Text: pick(c, "客户来电", " "), Task: pick(c, 0, task)},
			ChangeData{Origin: o, Values: someValues(c), Reason: pick(c, "misread", "")},
			FailEffect{Origin: system, Effect: pick(c, "e-1", "e-2"), Code: "effect-failed"},
			StartInstance{Origin: o, ID: "260302-0000-0002", Process: "flow"})
	default:
		if c.upTo(9) > 0 {
			return Wake{Origin: o}
		}
		return CancelInstance{Origin: o, Reason: pick(c, "duplicate", "")}
	}
}

func someMessage(c chooser, o Origin, p *definition.Process, in *Instance) Command {
	m := DeliverMessage{Origin: o, Message: pick(c, "said", "stop", "keyed", "kept", "unheard"), MessageID: pick(c, "", "", "m-1", "m-2")}
	if len(in.Subscriptions) > 0 && c.upTo(9) > 0 {
		s := pick(c, in.Subscriptions...)
		m.Message, m.Key = s.Message, pick(c, s.Key, s.Key, "", "r-3")
		m.Subscription = pick(c, s.Number, s.Number, 0, 99)
	}
	if message := p.Message(m.Message); message != nil && c.upTo(5) > 0 {
		m.Values = fitting(c, message.Form)
	} else {
		m.Values = someValues(c)
	}
	return m
}

// someHelp is about an incident, if there is one.
func someHelp(c chooser, o Origin, p *definition.Process, in *Instance) Command {
	incident := number(c, in.Incidents, func(i Incident) int64 { return i.Number })
	flow := ""
	if i := in.incident(incident); i != nil && i.Token != 0 {
		if out := p.Element(i.Element).Out; len(out) > 0 && c.upTo(5) > 0 {
			flow = pick(c, out...).ID
		}
	}
	return pick[Command](c,
		RetryIncident{Origin: o, Incident: incident},
		SkipIncident{Origin: o, Incident: incident, Flow: flow, Reason: "told so"})
}

// someTime is when the next command comes: mostly a little later, sometimes at
// the next due instant, a millisecond beside it, long after it, or before now.
func someTime(c chooser, now Millis, in *Instance) Millis {
	due := in.NextDue()
	if due == 0 {
		due = now
	}
	return pick(c, now, now+1000, now+600_000, now+3_600_000, due, due-1, due+1, now+86_400_000, now-1000)
}
