package engine

import (
	"slices"
	"testing"
	"time"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
)

// shop is where the promises of these tests are kept: desk (zhang leads) in
// service (wang leads) in the company (li leads).
func shop(t testing.TB) *org.Organisation {
	t.Helper()
	o, problems := org.New(
		[]org.Person{
			{ID: "ann", Name: "Ann", Teams: []string{"desk"}},
			{ID: "bob", Name: "Bob", Teams: []string{"desk"}},
			{ID: "zhang", Name: "Zhang", Teams: []string{"desk"}},
			{ID: "wang", Name: "Wang", Teams: []string{"service"}},
			{ID: "li", Name: "Li", Teams: []string{"company"}},
			{ID: "dora", Name: "Dora", Teams: []string{"directors"}},
		},
		[]org.Team{
			{ID: "company", Name: org.Name{EN: "company", ZH: "company"}, Lead: "li"},
			{ID: "service", Name: org.Name{EN: "service", ZH: "service"}, Parent: "company", Lead: "wang"},
			{ID: "desk", Name: org.Name{EN: "desk", ZH: "desk"}, Parent: "service", Lead: "zhang"},
			{ID: "directors", Name: org.Name{EN: "directors", ZH: "directors"}, Parent: "company", Lead: "dora"},
		})
	if org.Refused(problems) {
		t.Fatal(problems)
	}
	return o
}

// kept is one case with promises, in simulated time on calendars.
type kept struct {
	*play
}

func keep(t *testing.T, source string) *kept {
	t.Helper()
	p, found := definition.Parse("promise.yaml", []byte(source))
	if p == nil {
		t.Fatal(found)
	}
	p.Version = 1
	w := &World{
		Processes: map[Edition]*definition.Process{{p.ID, 1}: p}, Current: map[string]*definition.Process{p.ID: p},
		Org: shop(t), Calendars: map[string]*calendar.Timeline{"w9": week9(t)},
	}
	return &kept{play: &play{watched: &watched{world: w}, t: t}}
}

func (k *kept) at(s string) *kept {
	k.t.Helper()
	at, err := time.Parse("2006-01-02 15:04:05.000", ("2025-06-" + s + ":00.000")[:len("2006-01-02 15:04:05.000")])
	if err != nil {
		at, err = time.Parse("2006-01-02 15:04:05", "2025-06-"+s)
	}
	if err != nil {
		k.t.Fatal(err)
	}
	k.now = Millis(at.UnixMilli())
	return k
}

// run steps the case and keeps the events.
func (k *kept) run(cmd Command) []Event {
	k.t.Helper()
	before := k.in.Seq
	k.must(cmd)
	var new []Event
	for _, e := range k.history {
		if e.Seq > before {
			new = append(new, e)
		}
	}
	return new
}

func (k *kept) start(values ...definition.Datum) {
	k.t.Helper()
	k.run(StartInstance{Origin: by("ann"), ID: "case", Process: "flow", Data: values})
}

func (k *kept) wake() []Event { k.t.Helper(); return k.run(Wake{}) }

func (k *kept) do(step, person string, values ...definition.Datum) []Event {
	k.t.Helper()
	return k.run(CompleteTask{Origin: by(person), Task: k.task(step), Values: values})
}

// of collects what a kind of event says.
func of[T Body](events []Event) []T {
	var list []T
	for _, e := range events {
		if b, ok := e.Body.(T); ok {
			list = append(list, b)
		}
	}
	return list
}

func (k *kept) clock(promise string) *Clock {
	k.t.Helper()
	for i := range k.in.Clocks {
		if k.in.Clocks[i].Promise == promise {
			return &k.in.Clocks[i]
		}
	}
	k.t.Fatalf("no clock of %s among %v", promise, k.in.Clocks)
	return nil
}

func (k *kept) due(promise, want string) {
	k.t.Helper()
	if got := k.clock(promise).Due; got != june(k.t, want) {
		k.t.Errorf("%s is due %s, want June %s", promise, got, want)
	}
}

const promiseHead = `
process: flow
calendar: w9
lanes:
  customer: {party: customer}
  desk: {team: desk}
  director: {team: directors}
  maker: {party: supplier}
data:
  severity: {choices: [ordinary, grave], default: ordinary}
  fault_at: {type: instant}
  promised_at: {type: instant}
`

// A breach stopped exactly at its due is met; one millisecond later it is
// not (K1). Case 90: the wake-up comes a millisecond after the due.
func TestStoppedAtDueIsMet(t *testing.T) {
	const flow = promiseHead + `
promises:
  resolution: {from: start, to: work, within: 4h}
start: work
steps:
  work: {lane: desk, next: end}
`
	k := keep(t, flow)
	k.at("02 09:00").start()
	k.due("resolution", "02 13:00")
	if next := k.in.NextDue(); next != june(t, "02 13:00")+1 {
		t.Errorf("wakes at %s", next)
	}
	stopped := of[*ClockStopped](k.at("02 13:00").do("work", "ann"))
	if len(stopped) != 1 || stopped[0].Verdict != VerdictMet {
		t.Errorf("got %+v, want met", stopped)
	}
	k = keep(t, flow)
	k.at("02 09:00").start()
	k.now = june(t, "02 13:00") + 1
	events := k.do("work", "ann")
	if len(of[*ClockBreached](events)) != 1 || of[*ClockStopped](events)[0].Verdict != VerdictBreached {
		t.Errorf("got %v, want breached", events)
	}
}

// The party decides: while every token is with the customer the promise
// stands still; supplier time counts unless `pause` says otherwise.
func TestPromiseStandsStillWithTheCustomer(t *testing.T) {
	const flow = promiseHead + `
promises:
  resolution: {from: start, to: last, within: 8h, for: customer}
  strict: {from: start, to: last, within: 8h, for: customer, pause: maker}
start: first
steps:
  first: {lane: desk, next: ask}
  ask: {lane: customer, next: make}
  make: {lane: maker, next: last}
  last: {lane: desk, next: end}
`
	k := keep(t, flow)
	k.at("02 09:00").start()
	k.at("02 10:00").do("first", "ann")
	if c := k.clock("resolution"); c.Running() || c.Due != 0 {
		t.Errorf("runs while the customer is asked: %+v", c)
	}
	k.at("02 12:00").do("ask", "ann")
	k.due("resolution", "03 11:00")
	if c := k.clock("strict"); c.Running() || c.Stretches[len(c.Stretches)-1].Why != "supplier" {
		t.Errorf("strict runs while the supplier works: %+v", c)
	}
	k.at("02 14:00").do("make", "ann")
	k.due("strict", "03 13:00")
	k.due("resolution", "03 11:00")
}

// A hold pauses only the promises its reason names (LANGUAGE.md §4).
func TestHoldPausesWhatItNames(t *testing.T) {
	k := keep(t, promiseHead+`
holds: {parts: {pauses: [resolution]}}
promises:
  resolution: {from: start, to: work, within: 4h}
  other: {from: start, to: work, within: 4h}
start: work
steps:
  work: {lane: desk, within: 2h, next: end}
`)
	k.at("02 09:00").start()
	k.run(ClaimTask{Origin: by("ann"), Task: k.task("work")})
	k.at("02 10:00").run(HoldTask{Origin: by("ann"), Task: k.task("work"), Reason: "parts"})
	if k.clock("resolution").Running() || !k.clock("other").Running() || !k.clock("work").Running() {
		t.Errorf("got %+v", k.in.Clocks)
	}
	k.at("02 11:00").run(ResumeTask{Origin: by("ann"), Task: k.task("work")})
	k.due("resolution", "02 14:00")
	k.due("other", "02 13:00")
}

// Cases 67 and 69 of TIME.md §2.4: a target tightened below the time used is
// breached at that moment, by retarget; a floor leaves some time.
func TestRetarget(t *testing.T) {
	for floor, want := range map[string]struct {
		breached bool
		due      string
	}{"": {true, "02 13:00"}, ", floor: 30m": {false, "03 12:30"}} {
		k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, within: [{if: severity == "grave", is: 4h}, {is: 16h}]`+floor+`}
start: work
steps:
  work: {lane: desk, next: end}
`)
		k.at("02 09:00").start()
		events := k.at("03 12:00").run(ChangeData{Origin: by("ann"), Reason: "graver than thought", Values: []definition.Datum{{Name: "severity", Value: []byte(`"grave"`)}}})
		c := k.clock("resolution")
		if (c.BreachedAt == k.now) != want.breached || c.ByRetarget != want.breached {
			t.Errorf("floor %q: breached at %s by retarget %v", floor, c.BreachedAt, c.ByRetarget)
		}
		k.due("resolution", want.due)
		if n := len(of[*ClockRetargeted](events)); n != 1 {
			t.Errorf("%d new targets, want 1", n)
		}
	}
}

// Reopening continues with the remaining budget; the first verdict stays
// (TIME.md §1.2, case 59).
func TestReopenContinues(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, within: 8h, again: reopen}
start: work
steps:
  work: {lane: desk, next: ask}
  ask: {lane: customer, next: reopen}
  reopen: {set: {severity: grave}, next: work}
`)
	k.at("02 09:00").start()
	k.at("02 12:00").do("work", "ann")
	k.at("09 09:00").do("ask", "ann")
	c := k.clock("resolution")
	if c.Cycle != 2 || c.Budget != 5*3_600_000 {
		t.Errorf("cycle %d has %d ms, want cycle 2 with 5 h", c.Cycle, c.Budget)
	}
	k.due("resolution", "09 14:00")
	if kept := k.in.kept("resolution"); kept.First != VerdictMet {
		t.Errorf("the first verdict is %q", kept.First)
	}
}

// Levels fire once each, in order, at their points; after a downtime state
// actions run once each and notifications are merged (cases 85, 94).
func TestLevels(t *testing.T) {
	const flow = promiseHead + `
promises:
  resolution: {from: start, to: work, within: 4h, escalate: overdue}
escalations:
  overdue:
    - {at: 50%, notify: assignee}
    - {at: due, raise: urgent, assign: lead, notify: [lead, manager]}
    - {at: +4h, notify: manager.2}
    - {every: 1wd, times: 2, until: ack, notify: director}
start: work
steps:
  work: {lane: desk, next: end}
`
	k := keep(t, flow)
	k.at("02 13:00").start() // due at 17:00
	told := func(events []Event) (names []string) {
		for _, n := range of[*PersonNotified](events) {
			names = append(names, n.Person)
		}
		return names
	}
	want := func(at string, persons ...string) {
		t.Helper()
		if got := told(k.at(at).wake()); !slices.Equal(got, persons) {
			t.Errorf("at %s told %v, want %v", at, got, persons)
		}
	}
	want("02 15:00")
	want("02 15:01", "zhang") // nobody has it: the lead, one up
	want("02 17:00")
	want("02 17:01", "zhang", "wang")
	if k.in.Priority != "urgent" || k.in.Tasks[0].Assignee != "zhang" {
		t.Errorf("priority %q, with %q", k.in.Priority, k.in.Tasks[0].Assignee)
	}
	want("03 13:01", "li") // four open hours later
	want("03 17:01", "dora")
	want("04 17:01", "dora")
	want("05 17:01")

	k = keep(t, flow)
	k.at("02 13:00").start()
	want("10 10:00", "dora", "li", "zhang", "wang") // all at once, once each, the highest first
	if n := len(of[*LevelReached](k.history)); n != 5 {
		t.Errorf("%d levels, want 5", n)
	}
}

// What changes the flow is an event at a point of a promise; it fires at once
// if the point has passed before its step opened (TIME.md §1.5).
func TestEventAtAPointOfAPromise(t *testing.T) {
	const flow = promiseHead + `
promises:
  resolution: {from: start, to: [work, take-over], within: 4h}
start: prepare
steps:
  prepare: {lane: desk, next: work}
  work:
    lane: desk
    events: [{promise: resolution, at: +1h, go: take-over}]
    next: end
  take-over: {lane: director, within: 2h, next: end}
`
	k := keep(t, flow)
	k.at("02 09:00").start()
	k.at("02 10:00").do("prepare", "ann")
	k.at("02 14:00").wake()
	k.script("open work")
	k.at("02 14:01").wake()
	k.script("open take-over")
	k.due("take-over", "02 16:01")

	k = keep(t, flow)
	k.at("02 09:00").start()
	k.at("02 15:00").do("prepare", "ann")
	k.script("open take-over")
}

// A fault that happened before it was reported is timed from its occurrence
// (S0-70), and a promise by a person is capped by the hours (S0-88).
func TestInstantsOfTheCase(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  repair: {from: =fault_at, to: work, within: 8h}
  visit: {from: start, to: work, by: =promised_at, within: 6h}
start: note
steps:
  note: {lane: desk, form: [fault_at, promised_at], next: work}
  work: {lane: desk, next: end}
`)
	k.at("02 12:00").start()
	k.due("visit", "03 10:00")
	k.do("note", "ann", definition.Datum{Name: "fault_at", Value: []byte(`"2025-06-02T10:00:00Z"`)},
		definition.Datum{Name: "promised_at", Value: []byte(`"2025-06-02T15:00:00Z"`)})
	k.due("repair", "03 10:00")
	k.due("visit", "02 15:00")
}

// A periodic promise: every period without a word is a breach of its own.
func TestPeriodicPromise(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  informed: {from: start, to: tell, every: 1wd, reset: call}
start: call
steps:
  call: {lane: desk, next: tell}
  tell: {lane: desk, next: end}
`)
	k.at("02 10:00").start()
	k.due("informed", "03 17:00")
	k.at("03 12:00").do("call", "ann")
	k.due("informed", "04 17:00")
	events := k.at("06 12:00").wake()
	if n := len(of[*ClockBreached](events)); n != 2 {
		t.Errorf("%d breaches, want 2 (Wednesday and Thursday)", n)
	}
	k.due("informed", "06 17:00")
}

// Case 79: an extension after the breach is refused; before it, it is granted
// once.
func TestExtension(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, within: 4h, extend: {reasons: [supplier-late]}}
start: work
steps:
  work: {lane: desk, next: end}
`)
	k.at("02 09:00").start()
	extend := ExtendPromise{Origin: by("zhang"), Clock: k.clock("resolution").Number, By: 3_600_000, Reason: "supplier-late"}
	k.at("02 10:00").run(extend)
	k.due("resolution", "02 14:00")
	if refused := k.try(extend); refused == nil || refused.Code != RejectExtension {
		t.Errorf("a second extension: %v", refused)
	}
	if c := k.clock("resolution"); c.Original != 4*3_600_000 || c.Extended != 1 {
		t.Errorf("original %d, extended %d times", c.Original, c.Extended)
	}
}

// Late recorded: done in time, written down later (HOUSE.md §3).
func TestLateRecorded(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, within: 4h}
start: work
steps:
  work: {lane: desk, next: end}
`)
	k.at("02 09:00").start()
	o := by("ann")
	o.OccurredAt = june(t, "02 12:30")
	stopped := of[*ClockStopped](k.at("02 15:00").run(CompleteTask{Origin: o, Task: k.task("work")}))
	if len(stopped) != 1 || stopped[0].Verdict != VerdictMet || !stopped[0].LateRecorded || stopped[0].StoppedAt != o.OccurredAt {
		t.Errorf("got %+v", stopped)
	}
}
