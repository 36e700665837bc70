package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// expect compares a case with what a line says of it, key by key.
func (r *play) expect(m *definition.Move) *refusal {
	id := r.main
	if m.Process != "" {
		var ok bool
		if id, ok = r.stage.latest(m.Process); !ok {
			return refuse("expect：流程 %s 还没有案件", "expect: no case of process %s was started", m.Process)
		}
	}
	c := check{play: r, pos: m.Pos, in: r.stage.instances[id], diary: r.stage.diaries[id]}
	c.process = r.stage.world.Process(c.in.Process, c.in.Edition)
	for _, key := range m.Expect.Given {
		c.key(key, m.Expect)
	}
	return nil
}

// check is one case under the eyes of one `expect`.
type check struct {
	play    *play
	pos     definition.Position
	in      engine.Instance
	process *definition.Process
	diary   *diary
}

func (c *check) key(key string, want *definition.Expect) {
	switch key {
	case "open":
		c.many(key, "正在进行的步骤", c.play.stage.open(c.in.ID), want.Open)
	case "ended":
		c.ended(*want.Ended)
	case "failed": // compared with the line before, in moves
	case "stuck":
		c.one(key, "卡住", fmt.Sprint(c.stuck()), fmt.Sprint(*want.Stuck))
	case "data":
		c.data(want.Data)
	case "notified":
		c.many(key, "通知过谁、发出的文本", c.diary.told, want.Notified)
	case "breached":
		c.many(key, "违约的承诺", c.diary.broke, want.Breached)
	case "promises":
		c.many(key, "承诺", c.promises(want.Promises), want.Promises)
	case "tasks":
		c.many(key, "任务", c.tasks(want.Tasks), want.Tasks)
	case "timers":
		c.many(key, "定时器", c.timers(), want.Timers)
	case "subscriptions":
		c.many(key, "等待的消息", c.subscriptions(), want.Subscriptions)
	case "incidents":
		c.many(key, "异常", c.incidents(), want.Incidents)
	case "ran":
		c.many(key, "完成过的步骤", c.diary.ran, want.Ran)
	case "path":
		c.one(key, "走过的路", list(c.diary.path), list(want.Path))
	default:
		panic("scenario: nothing checks the key " + key)
	}
}

// many compares two collections without regard to order, but with counts.
func (c *check) many(key, zh string, got, want []string) {
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	c.one(key, zh, list(got), list(want))
}

func list(items []string) string { return "[" + strings.Join(items, ", ") + "]" }

func (c *check) one(key, zh, got, want string) {
	if got == want {
		return
	}
	c.play.failures = append(c.play.failures, Failure{
		Pos: c.pos, Key: key, Got: got, Want: want,
		Message: text(key+"（"+zh+"）：实际为 %s，应为 %s", key+": got %s, want %s", got, want),
	})
}

func (c *check) ended(want string) {
	got := "false"
	switch c.in.State {
	case engine.StateNone, engine.StateActive:
	case engine.StateCompleted:
		got = "completed"
	case engine.StateCancelled:
		got = "cancelled"
	case engine.StateFailed:
		got = "failed"
	}
	if want == "true" && got != "false" {
		return
	}
	c.one("ended", "已结束", got, want)
}

// stuck: it runs, but no person, message or timer can move it.
func (c *check) stuck() bool {
	return c.in.Open() && len(c.in.Tasks)+len(c.in.Timers)+len(c.in.Subscriptions) == 0
}

// data compares values as the case would hold them.
func (c *check) data(want []definition.Datum) {
	for _, d := range want {
		f := c.process.Field(d.Name)
		if f == nil {
			c.play.fail(c.pos, "data", text("data：没有 %s 这个数据项", "data: there is no field %s", d.Name))
			continue
		}
		wanted := string(d.Value)
		if wanted != "null" {
			value, problem := f.Canonical(d.Value)
			if problem != nil {
				c.play.fail(c.pos, "data", text("data:%s 不可能是 %s:%s", "data: %s cannot be %s: %s", d.Name, wanted, problem.Reason))
				continue
			}
			wanted = string(value)
		}
		got := "null"
		if value := shown(&c.in, f); value != nil {
			got = string(value)
		}
		c.one("data."+d.Name, f.Label.In("zh"), got, wanted)
	}
}

// tasks lists the open tasks as `step`, or as `step: person` where the
// expectation names who has that step.
func (c *check) tasks(want []string) []string {
	var got []string
	for _, t := range c.in.Tasks {
		entry := t.Element
		if t.Assignee != "" && !slices.Contains(want, entry) {
			entry += ": " + t.Assignee
		}
		got = append(got, entry)
	}
	return got
}

func (c *check) timers() []string {
	var got []string
	for _, t := range c.in.Timers {
		if t.Trigger != "" {
			got = append(got, t.Trigger)
		} else {
			got = append(got, c.standsAt(t.Token))
		}
	}
	return got
}

func (c *check) standsAt(token int64) string {
	for _, t := range c.in.Tokens {
		if t.Number == token {
			return t.Element
		}
	}
	return ""
}

func (c *check) subscriptions() []string {
	var got []string
	for _, s := range c.in.Subscriptions {
		got = append(got, s.Message)
	}
	return got
}

func (c *check) incidents() []string {
	var got []string
	for _, i := range c.in.Incidents {
		got = append(got, i.Code)
	}
	return got
}

// resting are the kinds of elements at which work is open.
var resting = []definition.Kind{definition.KindUserTask, definition.KindReceive, definition.KindTimer, definition.KindEventGate}

// open lists the steps of a case with open work: tasks, and what waits for
// time or a message. A step open twice is named twice.
func (s *stage) open(id string) []string {
	in := s.instances[id]
	p := s.world.Process(in.Process, in.Edition)
	var steps []string
	for _, t := range in.Tokens {
		e := p.Element(t.Element)
		helpless := slices.ContainsFunc(in.Incidents, func(i engine.Incident) bool { return i.Token == t.Number })
		if slices.Contains(resting, e.Kind) && !helpless {
			steps = append(steps, e.Step)
		}
	}
	return steps
}
