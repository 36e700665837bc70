package engine

import (
	"testing"

	"github.com/laneway-flow/laneway/engine/definition"
)

// typicalInstance is a case in the middle of its life: one token, one task,
// six steps seen, five values.
func typicalInstance() Instance {
	const at = 1_772_409_600_000
	in := Instance{
		ID: "260302-4K7Q-2MXD", Process: "complaint", Edition: 3, State: StateActive, Version: 7, Seq: 41, At: at + 7_200_000, Serial: 12,
		Starter: "customer-17", Channel: "web", StartedAt: at, Customers: []LaneActor{{Lane: "customer", ID: "customer-17"}},
		Scopes: []Scope{{Data: []definition.Datum{
			{Name: "phone", Value: []byte(`"sealed:MTIzNDU2Nzg5MDEyMzQ1Njc4OTA"`)},
			{Name: "reopened", Value: []byte("0")},
			{Name: "severity", Value: []byte(`"ordinary"`)},
			{Name: "subject", Value: []byte(`"宽带断网"`)},
			{Name: "tier", Value: []byte(`"gold"`)},
		}}},
		Tokens: []Token{{Number: 3, Element: "return-visit", Via: "tell>return-visit", Since: at + 7_200_000, Visit: 1}},
		Tasks: []Task{{
			Number: 12, Token: 3, Element: "return-visit", Lane: "desk", Party: definition.Us, Team: "front-desk", Visit: 1,
			Excluded: []string{"li", "wang"}, Revision: 41, EnabledAt: at + 7_200_000,
		}},
		Turn: Turn{Party: definition.Us, Lane: "customer", Since: at + 3_600_000, Number: 3},
	}
	for i, step := range []string{"complain", "acknowledge", "handle", "investigate", "agree", "tell"} {
		in.Steps = append(in.Steps, StepLog{
			Step: step, Visits: 1, Doers: []string{"li"}, By: "li", At: at + Millis(i)*600_000,
			Values: []definition.Datum{{Name: "finding", Value: []byte(`"线路老化"`)}},
		})
	}
	return in
}

// typicalEvents are what completing one task and opening the next one says.
func typicalEvents() []Event {
	by := Origin{Actor: Actor{ActorStaff, "li"}, Channel: "web", Request: "7f1c9a1e", Source: "10.1.2.3"}
	event := func(seq, cause int64, b Body) Event {
		return Event{Seq: seq, At: 1_772_413_200_000, Cause: cause, Origin: by, Body: b}
	}
	return []Event{
		event(38, 0, &TaskCompleted{Task: 11, Written: []Written{{Values: []definition.Datum{{Name: "finding", Value: []byte(`"线路老化"`)}}}}}),
		event(39, 38, &TokenMoved{Token: 3, Flow: "tell>return-visit", Element: "return-visit"}),
		event(40, 38, &TaskOpened{Task: 12, Token: 3, Element: "return-visit", Lane: "desk", Party: definition.Us, Team: "front-desk", Visit: 1}),
	}
}

func BenchmarkAppendInstance(b *testing.B) {
	in := typicalInstance()
	buf := AppendInstance(nil, &in)
	b.ReportAllocs()
	for b.Loop() {
		buf = AppendInstance(buf[:0], &in)
	}
	b.ReportMetric(float64(len(buf)), "bytes")
}

func BenchmarkDecodeInstance(b *testing.B) {
	in := typicalInstance()
	buf := AppendInstance(nil, &in)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeInstance(buf); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendEvents(b *testing.B) {
	events := typicalEvents()
	buf := AppendEvents(nil, events)
	b.ReportAllocs()
	for b.Loop() {
		buf = AppendEvents(buf[:0], events)
	}
	b.ReportMetric(float64(len(buf)), "bytes")
}

func BenchmarkDecodeEvents(b *testing.B) {
	buf := AppendEvents(nil, typicalEvents())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeEvents(buf); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChainHead(b *testing.B) {
	events := typicalEvents()
	var head [32]byte
	b.ReportAllocs()
	for b.Loop() {
		head = ChainHead(head, events)
	}
}
