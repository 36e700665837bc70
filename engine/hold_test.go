package engine

import (
	"errors"
	"testing"
)

const holdFlow = promiseHead + `
messages:
  more: {from: customer}
  paid: {}
holds:
  parts: {pauses: [resolution, work], at-most: 1wd}
  rest: {at-most: 30m}
  ask: {}
promises:
  resolution: {from: start, to: work, within: 8h, for: customer}
start: work
steps:
  work:
    lane: desk
    within: 4h
    events:
      - {message: more, keep: true, go: note}
      - {message: paid, keep: true, go: note}
    next: end
  note: {lane: desk, next: end}
`

func (k *kept) hold(step, person, reason string) {
	k.t.Helper()
	k.run(ClaimTask{Origin: by(person), Task: k.task(step)})
	k.run(HoldTask{Origin: by(person), Task: k.task(step), Reason: reason})
}

func (k *kept) held(step string) string { return k.in.task(k.task(step)).HoldReason }

// A hold ends by itself after `at-most`, in the open time of its calendar.
func TestHoldEndsByItself(t *testing.T) {
	k := keep(t, holdFlow)
	k.at("02 16:45").start()
	k.hold("work", "ann", "rest")
	if due := k.in.NextDue(); due != june(t, "03 09:15") {
		t.Fatalf("the hold ends %s", due)
	}
	events := k.at("03 09:15").wake()
	if len(of[*TimerFired](events)) != 1 || len(of[*TaskResumed](events)) != 1 || k.held("work") != "" || len(k.in.Timers) != 0 {
		t.Errorf("got %v", events)
	}
	k = keep(t, holdFlow)
	k.at("02 10:00").start()
	k.hold("work", "ann", "parts")
	k.at("03 17:00").wake() // one working day closes
	if k.held("work") != "" {
		t.Error("held on after its last instant")
	}
	k.due("work", "04 13:00") // seven open hours on Monday and eight on Tuesday do not count
}

// Who resumes, finishes or cancels leaves no timer behind.
func TestHoldLeavesNoTimer(t *testing.T) {
	k := keep(t, holdFlow)
	k.at("02 09:00").start()
	k.hold("work", "ann", "rest")
	k.run(ResumeTask{Origin: by("ann"), Task: k.task("work")})
	if len(k.in.Timers) != 0 || k.in.NextDue() != june(t, "02 13:00")+1 {
		t.Errorf("after resume: %v", k.in.Timers)
	}
	k.run(HoldTask{Origin: by("ann"), Task: k.task("work"), Reason: "rest"})
	k.do("work", "ann")
	if len(k.in.Timers) != 0 || k.in.Open() {
		t.Errorf("after completion: %v", k.in.Timers)
	}
}

// What the customer says ends a hold that pauses a promise, and no other; what
// a program says ends none (TIME.md §1.2).
func TestCustomerEndsPauses(t *testing.T) {
	for reason, ends := range map[string]bool{"parts": true, "rest": false, "ask": false} {
		k := keep(t, holdFlow)
		k.at("02 09:00").start()
		k.hold("work", "ann", reason)
		k.at("02 09:10").run(DeliverMessage{Origin: Origin{Actor: Actor{Kind: ActorService, ID: "bank"}}, Message: "paid"})
		if k.held("work") != reason {
			t.Errorf("%s: ended by a program", reason)
		}
		k.run(DeliverMessage{Origin: Origin{Actor: Actor{Kind: ActorCustomer, ID: "carol"}}, Message: "more"})
		if got := k.held("work") == ""; got != ends {
			t.Errorf("%s: ended %v, want %v", reason, got, ends)
		}
		if ends {
			k.due("resolution", "03 09:10")
		}
	}
}

// Case 100: where a calendar has gone, nothing counts by another one.
func TestNoCalendarTakesAnothersPlace(t *testing.T) {
	k := keep(t, promiseHead+`
start: pause
steps:
  pause: {wait: {for: 1h on nowhere}, next: work}
  work:
    lane: desk
    events: [{after: 1wd on nowhere, go: end}]
    next: end
`)
	k.at("02 09:00").start()
	if len(k.in.Incidents) != 1 || k.in.Incidents[0].Code != "no-calendar" {
		t.Fatalf("a wait without its calendar: %+v", k.in.Incidents)
	}
	k.run(SkipIncident{Origin: by("ann"), Incident: k.in.Incidents[0].Number, Reason: "no calendar"})
	if len(k.in.Incidents) != 1 || k.in.Incidents[0].Element != "work" || len(k.in.Tasks) != 0 {
		t.Errorf("an event without its calendar: %+v", k.in.Incidents)
	}
	k = keep(t, promiseHead+`
promises: {answer: {from: start, to: work, within: 4h, escalate: late, for: customer}}
escalations: {late: [{at: +1wd on nowhere, notify: lead}]}
start: work
steps:
  work: {lane: desk, next: end}
`)
	k.at("02 09:00").start()
	if len(k.in.Clocks) != 0 || len(k.in.Incidents) != 1 || k.in.Incidents[0].Code != "promise" {
		t.Errorf("a level without its calendar: %+v", k.in.Incidents)
	}
	k = keep(t, promiseHead+"holds: {rest: {at-most: 1h on nowhere}}\nstart: work\nsteps:\n  work: {lane: desk, next: end}\n")
	k.at("02 09:00").start()
	k.run(ClaimTask{Origin: by("ann"), Task: k.task("work")})
	_, _, err := Step(k.world, k.in, HoldTask{Origin: by("ann"), Task: k.task("work"), Reason: "rest"}, k.now.Time())
	var r *Rejection
	if !errors.As(err, &r) || r.Code != RejectCalendar {
		t.Errorf("a hold without its calendar: %v", err)
	}
}
