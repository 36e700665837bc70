package engine

import (
	"strings"
	"testing"

	"github.com/laneway-flow/laneway/engine/definition"
)

// lineFlow is W1 of the bench: five user tasks in a line.
const lineFlow = `
process: flow
calendar: 24x7
lanes:
  desk: {team: desk}
data:
  finding: {type: text}
start: s1
steps:
  s1: {lane: desk, form: [finding], next: s2}
  s2: {lane: desk, form: [finding], next: s3}
  s3: {lane: desk, form: [finding], next: s4}
  s4: {lane: desk, form: [finding], next: s5}
  s5: {lane: desk, form: [finding], next: end}
`

func startLine(b *testing.B) (*World, Instance) {
	b.Helper()
	w := world(b, lineFlow)
	in, _, err := Step(w, Instance{}, StartInstance{Origin: by("li"), ID: "260302-0000-0001", Process: "flow"}, monday.Time())
	if err != nil {
		b.Fatal(err)
	}
	return w, in
}

// BenchmarkStepCompleteTask completes the tasks of W1 one after the other: one
// iteration is one completion, with its events hashed. The goal is 10 us.
func BenchmarkStepCompleteTask(b *testing.B) {
	w, start := startLine(b)
	values := []definition.Datum{{Name: "finding", Value: []byte(`"线路老化,已更换"`)}}
	in := start
	b.ReportAllocs()
	for b.Loop() {
		if !in.Open() {
			in = start
		}
		next, _, err := Step(w, in, CompleteTask{Origin: by("li"), Task: in.Tasks[0].Number, Values: values}, monday.Time())
		if err != nil {
			b.Fatal(err)
		}
		in = next
	}
}

// BenchmarkStepStart is the first commit of W1.
func BenchmarkStepStart(b *testing.B) {
	w, _ := startLine(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Step(w, Instance{}, StartInstance{Origin: by("li"), ID: "260302-0000-0001", Process: "flow"}, monday.Time()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCommitCompleteTask is all the pure work of one step: decide, hash,
// derive facts, frame state and events.
func BenchmarkCommitCompleteTask(b *testing.B) {
	w, in := startLine(b)
	values := []definition.Datum{{Name: "finding", Value: []byte(`"线路老化,已更换"`)}}
	var state, events []byte
	b.ReportAllocs()
	for b.Loop() {
		next, happened, err := Step(w, in, CompleteTask{Origin: by("li"), Task: in.Tasks[0].Number, Values: values}, monday.Time())
		if err != nil {
			b.Fatal(err)
		}
		if len(Facts(in, happened, next)) == 0 {
			b.Fatal("no facts")
		}
		state, events = AppendInstance(state[:0], &next), AppendEvents(events[:0], happened)
	}
	b.ReportMetric(float64(len(state)), "state-bytes")
	b.ReportMetric(float64(len(events)), "event-bytes")
}

// BenchmarkStepTimer fires one timer.
func BenchmarkStepTimer(b *testing.B) {
	w := world(b, strings.Replace(lineFlow, "s1: {lane: desk, form: [finding], next: s2}", "s1: {wait: {for: 1m on 24x7}, next: s2}", 1))
	in, _, err := Step(w, Instance{}, StartInstance{Origin: by("li"), ID: "260302-0000-0001", Process: "flow"}, monday.Time())
	if err != nil {
		b.Fatal(err)
	}
	due := in.NextDue().Time()
	b.ReportAllocs()
	for b.Loop() {
		if _, events, err := Step(w, in, Wake{Origin: system}, due); err != nil || len(events) == 0 {
			b.Fatal(err)
		}
	}
}
