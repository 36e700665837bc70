package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
	"pgregory.net/rapid"
)

// promiseFlow is a flow with every kind of promise, whose limits are drawn.
// It has no timers of its own, so that what happens is decided by commands.
func promiseFlow(t *rapid.T) string {
	hours := func(label string) string { return fmt.Sprint(rapid.IntRange(1, 30).Draw(t, label)) + "h" }
	return `
process: flow
calendar: w9
lanes: {customer: {party: customer}, desk: {team: desk}, maker: {party: supplier}}
data:
  severity: {choices: [ordinary, grave], default: ordinary}
holds: {parts: {pauses: [resolution, work]}, lunch: {}}
escalations:
  overdue:
    - {at: ` + fmt.Sprint(rapid.IntRange(1, 99).Draw(t, "percent")) + `%, notify: [assignee, lead]}
    - {at: due, raise: urgent, assign: lead, notify: manager}
    - {at: +2h, notify: manager.2}
    - {every: 1wd, times: 3, until: ack, notify: lead}
promises:
  resolution:
    from: start
    to: last
    for: customer
    within: [{if: severity == "grave", is: ` + hours("grave") + `}, {is: ` + hours("ordinary") + `}]
    again: reopen
    escalate: overdue
    ` + rapid.SampledFrom([]string{"", "pause: maker", "carry: restart", "floor: 1h"}).Draw(t, "rule") + `
  informed: {from: start, to: last, every: 1wd, reset: [work, make]}
start: work
steps:
  work: {lane: desk, within: ` + hours("work") + `, escalate: overdue, next: ask}
  ask: {lane: customer, next: make}
  make: {lane: maker, within: 4h, next: last}
  last: {lane: desk, next: more}
  more: {lane: customer, next: [{if: severity == "grave", go: reopen}, {go: end}]}
  reopen: {set: {severity: ordinary}, next: work}
`
}

func promiseWorld(t *rapid.T, outer *testing.T) *World {
	p, found := definition.Parse("promise.yaml", []byte(promiseFlow(t)))
	if p == nil {
		t.Fatal(found)
	}
	p.Version = 1
	return &World{
		Processes: map[Edition]*definition.Process{{p.ID, 1}: p}, Current: map[string]*definition.Process{p.ID: p},
		Org: shop(outer), Calendars: map[string]*calendar.Timeline{"w9": week9(outer)},
	}
}

// act is a command at an instant, as a function of the state it finds.
type act struct {
	at     Millis
	verb   string
	person string
}

func drawActs(t *rapid.T, start Millis) []act {
	var acts []act
	at := start
	for range rapid.IntRange(3, 25).Draw(t, "acts") {
		at += Millis(rapid.Int64Range(0, 20*3_600_000).Draw(t, "pause"))
		acts = append(acts, act{
			at, rapid.SampledFrom([]string{"do", "do", "do", "hold", "resume", "grave", "ordinary", "ack", "wake", "claim"}).Draw(t, "verb"),
			rapid.SampledFrom([]string{"ann", "bob"}).Draw(t, "person"),
		})
	}
	return acts
}

// command makes an act's command for a state; nil when it says nothing.
func (a act) command(in *Instance) Command {
	o := by(a.person)
	if a.verb == "grave" || a.verb == "ordinary" {
		return ChangeData{Origin: o, Reason: "told", Values: []definition.Datum{{Name: "severity", Value: []byte(`"` + a.verb + `"`)}}}
	}
	if a.verb == "wake" || len(in.Tasks) == 0 {
		return Wake{}
	}
	task := in.Tasks[0]
	if task.Assignee != "" {
		o = by(task.Assignee)
	}
	switch a.verb {
	case "do":
		return CompleteTask{Origin: o, Task: task.Number}
	case "claim":
		return ClaimTask{Origin: o, Task: task.Number}
	case "hold":
		return HoldTask{Origin: o, Task: task.Number, Reason: "parts"}
	case "resume":
		return ResumeTask{Origin: o, Task: task.Number}
	case "ack":
		if len(in.Clocks) > 0 {
			return AcknowledgeLevel{Origin: o, Clock: in.Clocks[0].Number}
		}
	}
	return Wake{}
}

// TestPromiseInvariants checks TIME.md §1.3 after every step of random
// histories; replay, untouched input and equal bytes are checked by watched.
func TestPromiseInvariants(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := promiseWorld(rt, t)
		k := &watched{world: w}
		start := june(t, "02 09:00")
		run(rt, k, StartInstance{Origin: by("ann"), ID: "case", Process: "flow"}, start)
		for _, a := range drawActs(rt, start) {
			run(rt, k, Wake{}, a.at) // a refused command would leave undone what is due
			run(rt, k, a.command(&k.in), a.at)
			invariants(rt, k, w, a.at)
		}
	})
}

func run(t *rapid.T, k *watched, cmd Command, at Millis) {
	if _, broken := k.step(cmd, at); broken != nil {
		t.Fatal(broken)
	}
}

func invariants(t *rapid.T, k *watched, w *World, at Millis) {
	line := w.Calendars["w9"]
	for i := range k.in.Clocks {
		c := &k.in.Clocks[i]
		for _, when := range []Millis{c.StartedAt(), at, at + 100*3_600_000} {
			if got, want := c.Elapsed(line, when)+c.Paused(line, when), open(line, c.StartedAt(), max(when, c.StartedAt())); got != want {
				t.Fatalf("2: elapsed + paused = %d, between = %d", got, want)
			}
		}
		if x := Explain(line, c, at); x.Elapsed != c.Elapsed(line, at) || x.Paused != c.Paused(line, at) {
			t.Fatalf("9: the rows of %s add up to %d and %d", c.Promise, x.Elapsed, x.Paused)
		}
		if !c.Running() && c.Next != 0 {
			t.Fatalf("6: %s stands still and has a next point at %s", c.Promise, c.Next)
		}
		if c.Next != 0 && c.Next < at {
			t.Fatalf("a point of %s at %s was passed over at %s", c.Promise, c.Next, at)
		}
	}
	if !k.in.Open() && (len(k.in.Clocks) > 0 || k.in.NextDue() != 0) {
		t.Fatal("8: an ended case has live clocks")
	}
	claims(t, k.history)
}

// claims checks invariants 5 and 6 on the whole history: a level at most once
// a cycle, target and repeat, none for a clock that stands still or has ended,
// and a person told at most once of it.
func claims(t *rapid.T, history []Event) {
	seen := map[string]bool{}
	target, live := map[int64]int{}, map[int64]bool{}
	for _, e := range history {
		switch b := e.Body.(type) {
		case *ClockStarted:
			live[b.Clock] = b.Why == ""
		case *ClockPaused:
			live[b.Clock] = false
		case *ClockResumed:
			live[b.Clock] = true
		case *ClockRetargeted:
			target[b.Clock]++
		case *ClockStopped:
			live[b.Clock] = false
		case *LevelReached:
			key := fmt.Sprint(b.Clock, " ", b.Level, " ", b.Repeat, " ", target[b.Clock])
			if seen[key] || !live[b.Clock] {
				t.Fatalf("level %s: claimed before %v, clock runs %v", key, seen[key], live[b.Clock])
			}
			seen[key] = true
		default: // no clock
		}
	}
}

// TestVerdictsDoNotDependOnDelay is invariant 10: whoever wakes a case at
// every due instant and whoever looks only when the next command comes see
// the same verdicts, dated the same.
func TestVerdictsDoNotDependOnDelay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := promiseWorld(rt, t)
		start := june(t, "02 09:00")
		acts := drawActs(rt, start)
		timely, late := &watched{world: w}, &watched{world: w}
		for _, k := range []*watched{timely, late} {
			run(rt, k, StartInstance{Origin: by("ann"), ID: "case", Process: "flow"}, start)
		}
		for _, a := range acts {
			for due := timely.in.NextDue(); due != 0 && due < a.at; due = timely.in.NextDue() {
				run(rt, timely, Wake{}, due)
			}
			for _, k := range []*watched{timely, late} {
				run(rt, k, Wake{}, a.at)
				run(rt, k, a.command(&k.in), a.at)
			}
		}
		if a, b := verdicts(timely.history), verdicts(late.history); !slices.Equal(a, b) {
			rt.Fatalf("timely:\n%s\nlate:\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
		}
	})
}

func verdicts(history []Event) []string {
	var list []string
	names := map[int64]string{}
	for _, e := range history {
		switch b := e.Body.(type) {
		case *ClockStarted:
			names[b.Clock] = fmt.Sprint(b.Promise, " ", b.Cycle, " from ", b.From)
		case *ClockBreached:
			list = append(list, fmt.Sprint(names[b.Clock], " breached at ", b.Due))
		case *ClockStopped:
			list = append(list, fmt.Sprint(names[b.Clock], " ", b.Verdict, " at ", b.StoppedAt, " left ", b.Left))
		default: // no verdict
		}
	}
	slices.Sort(list)
	return list
}
