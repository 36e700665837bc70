package engine

import (
	"strings"
	"testing"

	"github.com/laneway-flow/laneway/engine/definition"
)

var gatewayRows = []semantic{
	{"P4_the_first_true_condition_wins", `
start: ask
steps:
  ask:
    lane: desk
    form: [n]
    next:
      - {if: n > 10, go: a}
      - {if: n > 5, go: b}
      - {if: n > 2, go: c}
      - {go: end}
  a: {lane: desk, next: end}
  b: {lane: desk, next: end}
  c: {lane: desk, next: end}
`, `
			do ask n=7
			open b
		`},
	{"P6_a_condition_without_an_answer_is_an_incident", `
start: ask
steps:
  ask:
    lane: desk
    form: [n]
    next:
      - {if: 6 / n == 2, go: a}
      - {go: end}
  a: {lane: desk, next: end}
`, `
			do ask n=0
			incidents expression
			at ask.choice
			data n=3
			retry
			incidents
			open a
		`},
	{"P6_and_a_person_may_send_the_token_on", `
start: ask
steps:
  ask:
    lane: desk
    form: [n]
    next:
      - {if: 6 / n == 2, go: a}
      - {go: b}
  a: {lane: desk, next: end}
  b: {lane: desk, next: end}
`, `
			do ask n=0
			refused incident.flow_unknown skip
			refused incident.flow_unknown skip ask.choice>end
			skip ask.choice>b
			incidents
			open b
		`},
	{"P7_message_and_timer_in_the_same_instant", gate, `
			do ask
			at gate
			later 1h
			refused message.not_expected say said
			at gate
			after 0s
			open late
			subscriptions 0
		`},
	{"P7_the_message_a_millisecond_before", gate, `
			do ask
			later 59m59.999s
			say said
			open heard
			timers 0
			after 1h
			open heard
		`},
	{"P8_the_loser_comes_later", gate, `
			do ask
			say said
			open heard
			refused message.not_expected say stop
			refused message.not_expected say said
			open heard
		`},
	{"P10_the_message_comes_before_the_token", gate, `
			refused message.not_expected say said
			do ask
			at gate
		`},
	{"P12_looping_back_arms_it_afresh", gate, `
			do ask
			after 40m
			say said
			do heard
			at gate
			timers 1
			subscriptions 2
			after 59m
			at gate
			after 1m
			open late
		`},
}

const gate = `
start: ask
steps:
  ask: {lane: desk, next: gate}
  gate:
    wait-first:
      - {message: said, go: heard}
      - {message: stop, go: end}
      - {after: 1h on 24x7, go: late}
  heard: {lane: desk, next: gate}
  late: {lane: desk, next: end}
`

func TestSemantics_Refused(t *testing.T) {
	for _, test := range []struct{ id, steps, code string }{
		{"P5_a_row_without_a_condition_that_is_not_the_last", `
start: ask
steps:
  ask: {lane: desk, form: [n], next: [{if: n > 1, go: a}, {go: a}, {go: end}]}
  a: {lane: desk, next: end}
`, "row-without-if"},
		{"P6_a_condition_that_is_not_boolean", `
start: ask
steps:
  ask: {lane: desk, form: [n], next: [{if: n + 1, go: a}, {go: end}]}
  a: {lane: desk, next: end}
`, ""},
		{"P6_a_value_that_may_be_missing", `
start: ask
steps:
  ask: {lane: desk, next: [{if: when < now, go: a}, {go: end}]}
  a: {lane: desk, next: end}
`, ""},
		{"P9_the_same_message_in_two_rows", `
start: gate
steps:
  gate: {wait-first: [{message: said, go: a}, {message: said, go: end}]}
  a: {lane: desk, next: end}
`, ""},
		{"B2_an_event_with_two_triggers", `
start: ask
steps:
  ask: {lane: desk, events: [{after: 1h on 24x7, message: said, go: end}], next: end}
`, ""},
	} {
		t.Run(test.id, func(t *testing.T) {
			p, diagnostics := definition.Parse("flow.yaml", []byte(flowHead+test.steps))
			if p != nil || !strings.Contains(said(diagnostics), test.code) {
				t.Errorf("expected %q, got:\n%s", test.code, said(diagnostics))
			}
		})
	}
}
