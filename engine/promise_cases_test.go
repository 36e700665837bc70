package engine

import (
	"os"
	"slices"
	"testing"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
)

// The numbers of these tests are those of TIME.md §2.4, tables B to D.

// Case 58: a first-response clock is not touched by a suspension after the
// response. Case 66: what is closed a day after it was resolved keeps its
// resolution time.
func TestCase58And66StoppedClocksAreNotTouched(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  answer: {from: start, to: answer, within: 4h, for: customer}
  resolution: {from: start, to: work, within: 16h, for: customer}
start: answer
steps:
  answer: {lane: desk, next: ask}
  ask: {lane: customer, next: work}
  work: {lane: desk, next: close}
  close: {lane: desk, next: end}
`)
	k.at("02 09:00").start()
	stopped := of[*ClockStopped](k.at("02 10:00").do("answer", "ann"))
	if len(stopped) != 1 || stopped[0].Verdict != VerdictMet || stopped[0].StoppedAt != june(t, "02 10:00") {
		t.Errorf("answer: %+v", stopped)
	}
	k.at("04 09:00").do("ask", "ann")
	if n := len(of[*ClockStopped](k.at("04 10:00").do("work", "ann"))); n != 1 {
		t.Errorf("%d clocks stopped with work, want the resolution only", n)
	}
	if n := len(of[*ClockStopped](k.at("05 10:00").do("close", "ann"))); n != 0 || len(k.in.Clocks) != 0 {
		t.Error("closing changes a clock")
	}
}

// Cases 61, 62, 63: a next-reply clock does not exist before the first reply,
// stays on the oldest unanswered word, and stops when the case is resolved.
func TestCase61To63NextReply(t *testing.T) {
	k := keep(t, `
process: flow
calendar: w9
lanes: {customer: {party: customer}, desk: {team: desk}}
messages: {said: {from: customer}}
promises:
  first-reply: {from: start, to: reply, within: 4h}
  next-reply: {from: heard, to: [reply-again, resolve], within: 1h}
start: reply
steps:
  reply: {lane: desk, next: talk}
  talk:
    events: [{message: said, keep: true, go: heard}]
    start: resolve
    steps: {resolve: {lane: desk, next: end}}
    next: end
  heard: {set: {}, next: reply-again}
  reply-again: {lane: desk, next: end}
`)
	k.at("02 09:00").start()
	k.due("first-reply", "02 13:00")
	if len(k.in.Clocks) != 1 {
		t.Errorf("62: clocks %v", k.in.Clocks)
	}
	k.at("02 10:00").do("reply", "ann")
	say := DeliverMessage{Origin: Origin{Actor: Actor{ActorCustomer, "c"}}, Message: "said"}
	k.at("02 11:00").run(say)
	k.at("02 11:30").run(say)
	k.due("next-reply", "02 12:00")
	stopped := of[*ClockStopped](k.at("02 11:45").do("resolve", "ann"))
	if len(stopped) != 1 || stopped[0].Verdict != VerdictMet {
		t.Errorf("61: %+v", stopped)
	}
}

// Case 65: a breach survives the stop. Case 88: one breach is one event.
func TestCase65And88OneBreachStays(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, within: 4h}
start: work
steps:
  work: {lane: desk, next: end}
`)
	k.at("02 09:00").start()
	k.at("02 14:00").wake()
	k.at("02 15:00").wake()
	stopped := of[*ClockStopped](k.at("02 16:00").do("work", "ann"))
	breached := of[*ClockBreached](k.history)
	if len(breached) != 1 || breached[0].Due != june(t, "02 13:00") || stopped[0].Verdict != VerdictBreached {
		t.Errorf("breached %+v, stopped %+v", breached, stopped)
	}
}

// Case 70: a hand-off between teams has a limit of its own beside the case's.
func TestCase70HandOff(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: second, within: 2h}
start: first
steps:
  first: {lane: desk, within: 2h, next: second}
  second: {lane: director, within: 1h, next: end}
`)
	k.at("02 09:00").start()
	k.at("02 10:30").do("first", "ann")
	k.due("resolution", "02 11:00")
	k.due("second", "02 11:30")
	for _, f := range k.facts {
		if v, ok := f.(VisitFact); ok && v.Step == "first" && v.CompletedAt-v.EnabledAt != 90*60_000 {
			t.Errorf("the first team had it for %d ms", v.CompletedAt-v.EnabledAt)
		}
	}
}

// Case 77: a due set by hand does not move with a pause or another target.
func TestCase77FixedDue(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, for: customer, by: =promised_at, within: [{if: severity == "grave", is: 12h}, {is: 16h}]}
start: note
steps:
  note: {lane: desk, form: [promised_at], next: ask}
  ask: {lane: customer, next: work}
  work: {lane: desk, next: end}
`)
	k.at("02 09:00").start()
	k.do("note", "ann", definition.Datum{Name: "promised_at", Value: []byte(`"2025-06-03T10:00:00Z"`)})
	k.at("02 09:05").do("ask", "ann")
	k.due("resolution", "03 10:00")
	k.run(ChangeData{Origin: by("ann"), Reason: "graver", Values: []definition.Datum{{Name: "severity", Value: []byte(`"grave"`)}}})
	k.due("resolution", "03 10:00")
	if c := k.clock("resolution"); c.Original != 16*3_600_000 {
		t.Errorf("the first target was %d", c.Original)
	}
}

// Case 80: a natural term of 56 days, 19 used, a pause of 14 days that ended
// on day 6: 37 days are left.
func TestCase80NaturalTerm(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, for: customer, within: 1344h on 24x7}
start: ask
steps:
  ask: {lane: desk, next: wait-customer}
  wait-customer: {lane: customer, events: [{after: 336h on 24x7, go: work}], next: work}
  work: {lane: desk, next: end}
`)
	k.at("02 10:00").start()
	k.at("21 10:00").do("ask", "ann")
	k.at("27 10:00").do("wait-customer", "ann")
	due := k.clock("resolution").Due
	if want := june(t, "27 10:00") + 37*24*3_600_000; due != want {
		t.Errorf("due %s, want %s (08-03 10:00)", due, want)
	}
}

// Case 81: a withdrawn case has no clock left, in the same commit.
func TestCase81WithdrawnCaseHasNoClocks(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, within: 4h}
start: work
steps:
  work: {lane: desk, within: 2h, next: end}
`)
	k.at("02 09:00").start()
	stopped := of[*ClockStopped](k.at("02 10:00").run(CancelInstance{Origin: by("zhang"), Reason: "merged"}))
	if len(stopped) != 2 || len(k.in.Clocks) != 0 || k.in.NextDue() != 0 {
		t.Errorf("stopped %+v, left %+v", stopped, k.in.Clocks)
	}
	for _, s := range stopped {
		if s.Verdict != VerdictCancelled {
			t.Errorf("verdict %s", s.Verdict)
		}
	}
}

// Case 82: reopening an overdue case clears the old due and begins a cycle.
func TestCase82ReopenAfterBreach(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, within: 4h, again: {from: reopen, budget: full}}
start: work
steps:
  work: {lane: desk, next: ask}
  ask: {lane: customer, next: reopen}
  reopen: {set: {severity: grave}, next: work}
`)
	k.at("02 09:00").start()
	k.at("02 15:00").do("work", "ann")
	k.at("09 09:00").do("ask", "ann")
	c := k.clock("resolution")
	if c.Cycle != 2 || c.BreachedAt != 0 || k.in.kept("resolution").First != VerdictBreached {
		t.Errorf("got %+v", c)
	}
	k.due("resolution", "09 13:00")
}

// Cases 85 and 87: two levels and a sweep every ten minutes until closed make
// exactly two firings; a wake-up that comes twice has one effect.
func TestCase85And87LevelsOnce(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, within: 1h, escalate: early}
escalations:
  early: [{at: -50m, notify: lead}, {at: -40m, notify: manager}]
start: work
steps:
  work: {lane: desk, next: end}
`)
	k.at("02 09:00").start()
	for minute := range 12 {
		k.now = june(t, "02 09:00") + Millis(minute)*600_000 + 1
		k.wake()
		k.wake()
	}
	k.do("work", "ann")
	if n := len(of[*PersonNotified](k.history)); n != 2 {
		t.Errorf("%d notifications, want 2", n)
	}
}

// Case 91: a notification at 75 % says 75 or more, as things are at firing.
func TestCase91PercentAtFiring(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, within: 4h, escalate: warn}
escalations:
  warn: [{at: 75%, notify: lead}]
start: work
steps:
  work: {lane: desk, next: end}
`)
	k.at("02 09:00").start()
	told := of[*PersonNotified](k.at("02 12:30").wake())
	if len(told) != 1 || told[0].Percent != 87 || told[0].Due != june(t, "02 13:00") {
		t.Errorf("got %+v", told)
	}
}

// Cases 92 and 95 on the Chinese calendar: 75 % of a working day, and repeats
// by working days over a make-up Saturday.
func TestCase92And95WorkingDays(t *testing.T) {
	src, err := os.ReadFile("../processes/calendars/holidays-cn.yaml")
	if err != nil {
		t.Fatal(err)
	}
	holidays, problems := calendar.ParseHolidays(src)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	f, problems := calendar.ParseCalendar([]byte("calendar: cn\nzone: Asia/Shanghai\nweek: {mon-fri: [09:00-12:00, 13:30-18:00]}\nholidays: cn"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	f.Spec.Holidays = holidays
	c, err := calendar.Compile(f.Spec)
	if err != nil {
		t.Fatal(err)
	}
	cn, err := calendar.NewTimeline(calendar.Version{Calendar: c})
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) Millis {
		return Millis(int64(calendar.On(2025, 10, day))*86_400_000 + int64((hour-8)*60+minute)*60_000)
	}
	k := keep(t, promiseHead+`
promises:
  answer: {from: start, to: work, within: 1wd on cn, escalate: overdue}
escalations:
  overdue:
    - {at: 75%, notify: lead}
    - {every: 1wd, times: 3, notify: director}
start: work
steps:
  work: {lane: desk, next: end}
`)
	k.world.Calendars["cn"] = cn
	k.now = at(10, 10, 0)
	k.start()
	if next := k.clock("answer").Next; next != at(11, 14, 30) {
		t.Errorf("92: 75 %% is at %s, want %s", next, at(11, 14, 30))
	}
	k = keep(t, promiseHead+`
promises:
  answer: {from: start, to: work, within: 1h on cn, escalate: overdue}
escalations:
  overdue: [{every: 1wd, times: 3, notify: director}]
start: work
steps:
  work: {lane: desk, next: end}
`)
	k.world.Calendars["cn"] = cn
	k.now = at(9, 13, 30)
	k.start() // due on Thursday, 2025-10-09 14:30
	var points []Millis
	for k.in.NextDue() != 0 {
		k.now = k.in.NextDue()
		for _, l := range of[*LevelReached](k.wake()) {
			points = append(points, l.Point)
		}
	}
	if want := []Millis{at(10, 18, 0), at(11, 18, 0), at(13, 18, 0)}; !slices.Equal(points, want) {
		t.Errorf("95: repeats at %v, want %v", points, want)
	}
}

// Case 94: due on Friday at 16:00, four open hours later is Monday at 12:00.
func TestCase94AfterDue(t *testing.T) {
	k := keep(t, promiseHead+`
promises:
  resolution: {from: start, to: work, within: 4h, escalate: late}
escalations:
  late: [{at: +4h, notify: lead}]
start: work
steps:
  work: {lane: desk, next: end}
`)
	k.at("06 12:00").start()
	k.at("06 16:01").wake()
	if next := k.clock("resolution").Next; next != june(t, "09 12:00") {
		t.Errorf("the level is at %s", next)
	}
}

// Cases 73 and 75: a calendar that changes while a clock runs moves its due;
// a closed clock keeps its verdict.
func TestCase73And75CalendarChanges(t *testing.T) {
	const week = "calendar: w9\nzone: UTC\nweek: {mon-fri: 09:00-17:00}\n"
	compile := func(src string) *calendar.Calendar {
		f, problems := calendar.ParseCalendar([]byte(src))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		c, err := calendar.Compile(f.Spec)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	k := keep(t, promiseHead+`
promises:
  quick: {from: start, to: first, within: 1h}
  resolution: {from: start, to: work, within: 4h}
start: first
steps:
  first: {lane: desk, next: work}
  work: {lane: desk, next: end}
`)
	k.at("05 15:00").start()
	k.at("05 15:20").do("first", "ann")
	k.due("resolution", "06 11:00")
	closed := *k.in.kept("quick")
	line, err := calendar.NewTimeline(
		calendar.Version{Number: 1, Calendar: compile(week)},
		calendar.Version{Number: 2, From: int64(june(t, "05 15:30")), Calendar: compile(week + "exceptions: {2025-06-05: [09:00-16:00]}")},
	)
	if err != nil {
		t.Fatal(err)
	}
	k.world.Calendars["w9"] = line
	k.at("05 15:30").run(Redue{})
	k.due("resolution", "06 12:00")
	if *k.in.kept("quick") != closed {
		t.Error("a closed clock has changed")
	}
}
