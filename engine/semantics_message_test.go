package engine

import (
	"testing"

	"github.com/laneway-flow/laneway/engine/definition"
)

var messageRows = []semantic{
	{"R1_another_key", listen, `
			do ask
			at heard
			refused message.not_expected say keyed#r-2
			at heard
			say keyed#r-1
			open x
		`},
	{"R2_two_places_wait_for_it", `
start: begin
steps:
  begin: {lane: desk, fork: [one, two]}
  one: {receive: said, next: end}
  two: {receive: said, next: end}
`, `
			do begin
			refused message.ambiguous say said
			at one two
		`},
	{"R3_the_host_of_the_boundary_event_is_done", host + `
  host: {lane: desk, events: [{message: said, keep: true, go: x}, {message: stop, go: y}], next: z}
`, `
			do host
			refused message.not_expected say said
			refused message.not_expected say stop
			open z
		`},
	{"R4_the_innermost_first", host + `
  host:
    events: [{message: said, go: y}]
    start: inside
    steps:
      inside: {lane: desk, events: [{message: said, go: deeper}], next: end}
      deeper: {lane: desk, next: end}
    next: z
`, `
			open inside
			say said
			open deeper
			say said
			open y
		`},
	{"R5_the_key_changes_after_the_subscription", listen, `
			do ask
			data ref=r-9
			refused message.not_expected say keyed#r-9
			say keyed#r-1
			open x
		`},
	{"R9_after_the_case_has_ended", listen, `
			do ask
			say keyed#r-1
			do x
			ended completed
			refused instance.not_active say keyed#r-1
		`},
}

const listen = `
start: ask
steps:
  ask: {lane: desk, next: heard}
  heard: {receive: keyed, next: x}
  x: {lane: desk, next: end}
`

func TestSemantics_SameMessageIDTwice(t *testing.T) {
	p := newPlay(t, flowHead+withTasks(host+`
  host: {lane: desk, events: [{message: said, keep: true, go: x}, {message: stop, go: y}], next: z}
`))
	say := DeliverMessage{Origin: by("li"), Message: "said", MessageID: "m-1"}
	p.must(say)
	p.must(say)
	p.script("open host x")
	p.now += messageMemory
	p.must(say)
	p.script("open host x x")
}

// box is a mailbox in simulated time.
func box(t *testing.T) *play {
	return &play{watched: &watched{world: world(t)}, t: t, now: monday}
}

func (p *play) post(id string, change func(*PostMessage)) *Rejection {
	p.t.Helper()
	m := PostMessage{Origin: by("li"), Message: "kept", Key: "r-1", MessageID: id}
	change(&m)
	return p.try(m)
}

// passed are the subscribers that messages went to, in order.
func (p *play) passed() (instances []string) {
	for _, e := range p.history {
		if b, ok := e.Body.(*MessagePassed); ok {
			instances = append(instances, b.Subscriber.Instance+":"+b.MessageID)
		}
	}
	return instances
}

func TestSemantics_R6_a_kept_message_goes_to_the_first_subscriber(t *testing.T) {
	p := box(t)
	if refused := p.post("m-1", func(m *PostMessage) { m.KeepFor = 7_200_000 }); refused != nil {
		t.Fatal(refused)
	}
	subscribe := func(instance string) {
		p.must(Subscribe{Origin: system, Message: "kept", Key: "r-1", Subscriber: Subscriber{instance, 4}})
	}
	subscribe("first")
	subscribe("second")
	if got := p.passed(); len(got) != 1 || got[0] != "first:m-1" {
		t.Errorf("passed to %v, expected the first subscriber only", got)
	}
}

func TestSemantics_P10_kept_until_it_expires(t *testing.T) {
	p := box(t)
	keep := func(m *PostMessage) { m.KeepFor = 7_200_000 }
	if refused := p.post("m-1", keep); refused != nil {
		t.Fatal(refused)
	}
	if due := p.in.NextDue(); due != monday+7_200_000 {
		t.Errorf("due %s, expected two hours later", due)
	}
	p.now += 7_200_000
	p.must(Wake{Origin: system})
	p.must(Subscribe{Origin: system, Message: "kept", Key: "r-1", Subscriber: Subscriber{"late", 4}})
	if got := p.passed(); got != nil {
		t.Errorf("passed to %v after it had expired", got)
	}
	if refused := p.post("m-2", func(*PostMessage) {}); refused != nil {
		t.Errorf("refused (%v) though one waits", refused)
	}
}

func TestSemantics_R8_one_running_case_a_key(t *testing.T) {
	p := box(t)
	start := func(m *PostMessage) { m.Process, m.Start, m.NewID = "flow", "start", "260302-0000-000"+m.MessageID }
	if refused := p.post("1", start); refused != nil || p.in.Mailbox.Running != "260302-0000-0001" {
		t.Fatalf("refused: %v, running %q", refused, p.in.Mailbox.Running)
	}
	if refused := p.post("2", start); refused == nil || refused.Code != RejectKeyRunning {
		t.Errorf("a second case of the key: %v, expected %s", refused, RejectKeyRunning)
	}
	many := func(m *PostMessage) { start(m); m.Many = true }
	if refused := p.post("3", many); refused != nil {
		t.Errorf("refused (%v) though the start says many", refused)
	}
}

// P11: of two messages for one key in the same instant, one starts the case.
// R9: after its end, the key may start another one.
func TestSemantics_P11_R9_start_key(t *testing.T) {
	p := box(t)
	start := func(m *PostMessage) { m.Process, m.Start, m.NewID = "flow", "start", "case-"+m.MessageID }
	first, second := p.post("1", start), p.post("2", start)
	if first != nil || second == nil {
		t.Fatalf("first: %v, second: %v", first, second)
	}
	p.must(FreeStartKey{Origin: system, Instance: "another"})
	if refused := p.post("3", start); refused == nil {
		t.Error("another case's end freed the key")
	}
	p.must(FreeStartKey{Origin: system, Instance: "case-1"})
	if refused := p.post("4", start); refused != nil || p.in.Mailbox.Running != "case-4" {
		t.Errorf("refused: %v, running %q", refused, p.in.Mailbox.Running)
	}
}

// A case started by a message frees its key when it ends.
func TestSemantics_R8_the_end_frees_the_key(t *testing.T) {
	source := flowHead + `
start: [{message: keyed, go: x}]
steps:
  x: {lane: desk, next: end}
`
	p := &play{watched: &watched{world: world(t, source)}, t: t, now: monday}
	start := p.world.Current["flow"].Starts[0].Element.ID
	p.must(StartInstance{Origin: by("li"), ID: "case-1", Process: "flow", Start: start, Key: "r-1", Data: []definition.Datum{{Name: "ref", Value: []byte(`"r-1"`)}}})
	p.script("do x \n ended completed")
	for _, e := range p.history {
		if b, ok := e.Body.(*StartKeyFreed); ok && b.Message == "keyed" && b.Key == "r-1" {
			return
		}
	}
	t.Error("the mailbox of the key was not told")
}
