// Package scenario plays the examples that analysts write beside their flows,
// in simulated time, on the same engine.Step that runs the cases of the real
// world. It keeps the cases of a play in memory and passes what they say to
// each other, so an example needs no store, no clock and no network.
//
// `do` without `by` acts as the first person in file order who may do the
// step; a form is filled in as a person would: what `with` does not name keeps
// the value it shows. Clocks move only by `after` and `at`, and every timer
// fires exactly at its due instant. Times are told in the zone of the flow's
// calendar.
package scenario

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
)

// Result is what became of one example.
type Result struct {
	Example  *definition.Example
	Failures []Failure // in the order met; none when it passed
	Reached  *Reached  // what it came by, of every process it touched
}

// Passed reports whether everything was as the example expects.
func (r *Result) Passed() bool { return len(r.Failures) == 0 }

// Failure is one thing that was not as an example says.
type Failure struct {
	Pos     definition.Position
	Key     string // the key of `expect`, or the verb that could not be played
	Message definition.Text
	Got     string // of an expectation
	Want    string
}

// In returns the failure as one line with its place, in the given language.
func (f Failure) In(lang string) string { return fmt.Sprintf("%s: %s", f.Pos, f.Message.In(lang)) }

// Report is what became of all examples of one process.
type Report struct {
	Process *definition.Process
	Results []Result
	Missed  []Missed // what none of the examples reached, in document order
}

// Passed reports whether every example passed; what was missed is no failure.
func (r *Report) Passed() bool {
	for i := range r.Results {
		if !r.Results[i].Passed() {
			return false
		}
	}
	return true
}

// Setting is the world the examples are played in, but for processes.
type Setting struct {
	Org       *org.Organisation             // nil: nobody works here
	Calendars map[string]*calendar.Timeline // by id; 24x7 is always there
}

// Run plays every example of a process. The others are processes it exchanges
// messages with.
func Run(p *definition.Process, in Setting, others ...*definition.Process) Report {
	report := Report{Process: p}
	reached := newReached()
	for _, ex := range p.Examples {
		result := Play(p, ex, in, others...)
		reached.add(result.Reached)
		report.Results = append(report.Results, result)
	}
	report.Missed = Missing(p, reached)
	return report
}

// Play plays one example of a process. A line that cannot be played ends the
// play, because what follows would only repeat that; an expectation that is not
// met does not.
func Play(p *definition.Process, ex *definition.Example, in Setting, others ...*definition.Process) Result {
	if in.Org == nil {
		in.Org = &org.Organisation{}
	}
	r := &play{stage: newStage(append([]*definition.Process{p}, others...), in), process: p}
	if r.begin(ex) {
		r.moves(ex.Play)
	}
	return Result{Example: ex, Failures: r.failures, Reached: r.stage.reached}
}

// play is one run of an example.
type play struct {
	stage    *stage
	process  *definition.Process
	main     string // id of the case the example is about; empty before `start`
	failures []Failure
}

// begin sets the clock to where the example begins.
func (r *play) begin(ex *definition.Example) bool {
	for _, d := range r.process.CheckCalendars(slices.Sorted(maps.Keys(r.stage.world.Calendars))) {
		r.fail(d.Pos, "calendar", d.Message)
	}
	begin := ex.At
	if begin == "" {
		begin = "2026-01-05 09:00" // a Monday
	}
	at, ok := instant(begin, r.zone())
	if !ok {
		r.fail(ex.Pos, "at", text("at: %q 不是时间，应写成 2026-03-02 09:00", "at: %q is not a time, expected 2026-03-02 09:00", ex.At))
	}
	if len(r.failures) > 0 {
		return false
	}
	r.stage.now = at
	return true
}

// zone is the zone of the flow's calendar, in which examples tell the time.
func (r *play) zone() *time.Location {
	if line := r.stage.world.Calendars[r.process.Calendar]; line != nil {
		return line.At(0).Calendar.Zone()
	}
	return time.UTC
}

// moves plays line after line. A refused line is no failure when the next one
// expects it with `failed`.
func (r *play) moves(lines []definition.Move) {
	for i := range lines {
		m := &lines[i]
		refused := r.move(m)
		var next *definition.Move
		if i+1 < len(lines) {
			next = &lines[i+1]
		}
		wanted := next != nil && next.Expect != nil && next.Expect.Failed != nil
		switch {
		case wanted && m.Verb != "expect":
			r.failed(m, next, refused)
		case refused != nil:
			r.fail(m.Pos, m.Verb, refused.message)
			return
		}
	}
}

// failed compares the refusal of a line with what the next line expects: a
// code, or true or false.
func (r *play) failed(m, next *definition.Move, refused *refusal) {
	got, want := "false", *next.Expect.Failed
	if refused != nil {
		got = refused.code
	}
	if got == want || want == "true" && refused != nil {
		return
	}
	message := text("failed（被拒绝的代码）：%s 实际为 %s，应为 %s", "failed: %s gave %s, want %s", m.Verb, got, want)
	r.failures = append(r.failures, Failure{Pos: next.Pos, Key: "failed", Message: message, Got: got, Want: want})
}

func (r *play) fail(pos definition.Position, key string, message definition.Text) {
	r.failures = append(r.failures, Failure{Pos: pos, Key: key, Message: message})
}

func text(zh, en string, args ...any) definition.Text {
	return definition.Text{ZH: fmt.Sprintf(zh, args...), EN: fmt.Sprintf(en, args...)}
}
