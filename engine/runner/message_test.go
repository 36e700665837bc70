package runner_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

// order waits for a kept message with its number as key.
const order = `
process: order
calendar: 24x7
lanes: {desk: {team: desk}}
data: {number: {type: text}, paid: {type: text}}
messages:
  payment: {key: =number, keep-for: 48h on 24x7, form: [paid]}
start: take
steps:
  take: {lane: desk, form: [number], next: pay}
  pay: {receive: payment, next: ship}
  ship: {lane: desk, next: end}
`

// call waits for a message nobody keeps.
const call = `
process: call
calendar: 24x7
lanes: {desk: {team: desk}}
data: {number: {type: text}, word: {type: text}}
messages:
  reply: {key: =number, form: [word]}
start: ask
steps:
  ask: {lane: desk, form: [number], next: wait}
  wait: {receive: reply, next: note}
  note: {lane: desk, next: end}
`

// claim is started by a message, one at a time for a policy.
const claim = `
process: claim
calendar: 24x7
lanes: {desk: {team: desk}}
data: {policy: {type: text}, what: {type: text}}
messages:
  damage: {key: =policy, form: [policy, what]}
start: [{message: damage, go: assess}]
steps:
  assess: {lane: desk, next: end}
`

// teller says something to other cases.
const teller = `
process: teller
calendar: 24x7
lanes: {desk: {team: desk}}
data: {to: {type: text}, word: {type: text}}
start: say
steps:
  say: {lane: desk, form: [to, word], next: tell}
  tell: {send: {to: call, message: reply, key: =to, with: {word: =word}}, next: rest}
  rest: {lane: desk, next: end}
`

func (h *house) send(m runner.Message) runner.MessageResult {
	h.t.Helper()
	m.Origin = desk
	result, err := h.Send(h.t.Context(), m)
	if err != nil {
		h.t.Fatalf("message %s, key %q: %v", m.Name, m.Key, err)
	}
	return result
}

// ordered starts an order and completes its first step: it waits for payment.
func (h *house) ordered(number string) engine.Instance {
	h.t.Helper()
	return h.begin("order", value("number", number))
}

// begin starts a case and completes its first step.
func (h *house) begin(process string, values ...definition.Datum) engine.Instance {
	h.t.Helper()
	return h.complete(h.start(process).ID, values...).Instance
}

func TestAMessageReachesTheOneWhoWaits(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{order, call}, func(cfg *runner.Config) { cfg.Store = s })
		other, mine := h.ordered("23"), h.ordered("42")
		got := h.send(runner.Message{Name: "payment", Key: "42", Values: values("paid", "yes")})
		if got.Outcome != runner.Delivered || got.Instance != mine.ID {
			t.Fatalf("got %+v, want delivered to %s", got, mine.ID)
		}
		if in := h.load(mine.ID); at(&in) != "ship" {
			t.Errorf("the receiver is at %q, want ship", at(&in))
		}
		if in := h.load(other.ID); len(in.Subscriptions) != 1 {
			t.Errorf("the other one does not wait any more")
		}
		straight := h.begin("call", value("number", "7"))
		got = h.send(runner.Message{Name: "reply", Key: "7", Values: values("word", "hello")})
		if got.Outcome != runner.Delivered || got.Instance != straight.ID {
			t.Fatalf("got %+v, want delivered to %s", got, straight.ID)
		}
	})
}

func TestAKeptMessageGoesToTheFirstSubscriberOnly(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{order}, func(cfg *runner.Config) { cfg.Store = s })
		got := h.send(runner.Message{Name: "payment", Key: "5", ID: "p1", Values: values("paid", "yes")})
		if got.Outcome != runner.Kept {
			t.Fatalf("got %+v, want kept", got)
		}
		first, second := h.ordered("5"), h.ordered("5")
		if in := h.load(first.ID); at(&in) != "ship" {
			t.Errorf("the first subscriber is at %q, want ship", at(&in))
		}
		if in := h.load(second.ID); len(in.Subscriptions) != 1 {
			t.Errorf("the second subscriber has %d subscriptions, want it to wait", len(in.Subscriptions))
		}
		box, err := h.Load(t.Context(), engine.MailboxID("payment", "5"))
		if err != nil || len(box.Mailbox.Kept) != 0 || len(box.Mailbox.Subscribers) != 1 {
			t.Fatalf("mailbox %+v, %v; want nothing kept and one subscriber", box.Mailbox, err)
		}
	})
}

// Everybody wants the one mailbox and, through it, each other.
func TestAHotMailboxNeitherBlocksNorLosesNorDoubles(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{order}, func(cfg *runner.Config) { cfg.Store = s })
		const clients, each = 12, 10
		var wg sync.WaitGroup
		for range clients {
			wg.Go(func() {
				for range each {
					if _, err := h.Send(t.Context(), runner.Message{Origin: desk, Name: "payment", Key: "hot", Values: values("paid", "yes")}); err != nil {
						t.Errorf("send: %v", err)
					}
				}
			})
			wg.Go(func() {
				for range each {
					done, err := h.Do(t.Context(), runner.Call{Command: engine.StartInstance{Origin: desk, Process: "order"}})
					if err == nil {
						_, err = h.Do(t.Context(), runner.Call{Instance: done.Instance.ID, Command: engine.CompleteTask{
							Origin: desk, Task: done.Instance.Tasks[0].Number, Values: values("number", "hot"),
						}})
					}
					if err != nil {
						t.Errorf("order: %v", err)
					}
				}
			})
		}
		wg.Wait()
		waiting, err := s.Subscribers(t.Context(), "payment", "hot", 1000)
		if err != nil || len(waiting) != 0 {
			t.Errorf("%d orders still wait, %v", len(waiting), err)
		}
		paid, err := s.Tasks(t.Context(), store.TaskQuery{Teams: []string{"desk"}, Step: "ship", Limit: 1000})
		if err != nil || len(paid) != clients*each {
			t.Errorf("%d orders are paid, %v; want %d", len(paid), err, clients*each)
		}
	})
}

func TestTheSameMessageIDIsTakenOnce(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{order, call, claim}, func(cfg *runner.Config) { cfg.Store = s })
		in := h.begin("call", value("number", "7"))
		for name, m := range map[string]runner.Message{
			"straight": {Name: "reply", Key: "7", ID: "r1", Values: values("word", "hello")},
			"kept":     {Name: "payment", Key: "9", ID: "p1", Values: values("paid", "yes")},
			"start":    {Name: "damage", Key: "3", ID: "d1", Values: values("policy", "3", "what", "hail")},
		} {
			first, second := h.send(m), h.send(m)
			if !second.Repeated {
				t.Errorf("%s: the second %+v is not marked as repeated", name, second)
			}
			second.Repeated = false
			if first != second {
				t.Errorf("%s: first %+v, then %+v", name, first, second)
			}
		}
		if in = h.load(in.ID); in.Version != 3 {
			t.Errorf("version %d of the receiver, want 3", in.Version)
		}
	})
}

func TestAMessageStartsOneCaseAKey(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{claim}, func(cfg *runner.Config) { cfg.Store = s })
		damage := runner.Message{Name: "damage", Key: "3", Values: values("policy", "3", "what", "hail")}
		first := h.send(damage)
		if first.Outcome != runner.Started {
			t.Fatalf("got %+v, want started", first)
		}
		if again := h.send(damage); again.Outcome != runner.Refused || again.Code != engine.RejectKeyRunning {
			t.Fatalf("got %+v while the first runs, want %s", again, engine.RejectKeyRunning)
		}
		if in := h.load(first.Instance); in.Key != "3" || at(&in) != "assess" {
			t.Fatalf("the case has key %q and stands at %q", in.Key, at(&in))
		}
		h.complete(first.Instance)
		if third := h.send(damage); third.Outcome != runner.Started || third.Instance == first.Instance {
			t.Fatalf("got %+v after the first ended, want another case", third)
		}
	})
}

func TestTheSenderLearnsOfRefusals(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{order, call}, func(cfg *runner.Config) { cfg.Store = s })
		for code, m := range map[string]runner.Message{
			engine.RejectMessageUnknown:  {Name: "nonsense"},
			engine.RejectMessageUnwanted: {Name: "reply", Key: "nobody", Values: values("word", "x")},
		} {
			if got := h.send(m); got.Outcome != runner.Refused || got.Code != code {
				t.Errorf("%s: got %+v, want refused with %s", m.Name, got, code)
			}
		}
		a, b := h.begin("call", value("number", "1")), h.begin("call", value("number", "1"))
		_, err := h.Send(t.Context(), runner.Message{Origin: desk, Name: "reply", Key: "1", Values: values("word", "x")})
		var refused *engine.Rejection
		if !errors.As(err, &refused) || refused.Code != engine.RejectMessageAmbiguous ||
			!strings.Contains(refused.Reason, a.ID) || !strings.Contains(refused.Reason, b.ID) {
			t.Fatalf("got %v, want ambiguous with both ids", err)
		}
		_, err = h.Send(t.Context(), runner.Message{Origin: desk, Name: "payment", Key: "1", Values: values("nonsense", "x")})
		if !errors.As(err, &refused) || refused.Code != engine.RejectForm {
			t.Fatalf("got %v for values that are no form, want %s", err, engine.RejectForm)
		}
	})
}

func TestAFlowTellsAnotherCaseInOneCommit(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{call, teller}, func(cfg *runner.Config) { cfg.Store = s })
		to := h.begin("call", value("number", "7"))
		from := h.begin("teller", value("to", "7"), value("word", "hello"))
		if in := h.load(to.ID); at(&in) != "note" || string(in.Scopes[0].Value("word")) != `"hello"` {
			t.Fatalf("the receiver is at %q and heard %s", at(&in), in.Scopes[0].Value("word"))
		}
		if len(from.Incidents) != 0 {
			t.Fatalf("the sender has incidents: %+v", from.Incidents)
		}
	})
}

func TestARefusedMessageIsAnIncidentOfItsSender(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{call, teller}, func(cfg *runner.Config) { cfg.Store = s })
		from := h.begin("teller", value("to", "7"), value("word", "hello"))
		if len(from.Incidents) != 1 || from.Incidents[0].Code != "message-refused" || at(&from) != "rest" {
			t.Fatalf("the sender is at %q with incidents %+v, want one message-refused", at(&from), from.Incidents)
		}
		to := h.begin("call", value("number", "7"))
		retry := engine.RetryIncident{Origin: desk, Incident: from.Incidents[0].Number, Reason: "now it waits"}
		if in := h.do(runner.Call{Instance: from.ID, Command: retry}).Instance; len(in.Incidents) != 0 {
			t.Fatalf("incidents after the retry: %+v", in.Incidents)
		}
		h.eventually(func() bool { in := h.load(to.ID); return at(&in) == "note" })
	})
}
