package engine

import "testing"

// The beginning of most flows here; see withTasks for x, y and z.
const host = `
start: host
steps:
`

var boundaryRows = []semantic{
	{"B1_completed_in_the_millisecond_the_timer_is_due", host + `
  host: {lane: desk, events: [{after: 1h on 24x7, go: x}], next: y}
`, `
			later 1h
			refused task.not_open do host
			open host
			after 0s
			open x
		`},
	{"B1_completed_a_millisecond_before", host + `
  host: {lane: desk, events: [{after: 1h on 24x7, go: x}], next: y}
`, `
			later 59m59.999s
			do host
			open y
			timers 0
			after 1h
			open y
		`},
	{"B2_three_interrupting_timers", host + `
  host:
    lane: desk
    events:
      - {after: 3h on 24x7, go: z}
      - {after: 1h on 24x7, go: x}
      - {after: 2h on 24x7, go: y}
    next: end
`, `
			timers 3
			after 1h
			open x
			timers 0
			after 9h
			open x
		`},
	{"B3_two_timers_that_keep_their_host", host + `
  host:
    lane: desk
    events:
      - {after: 1h on 24x7, keep: true, go: x}
      - {after: 2h on 24x7, keep: true, go: y}
    next: z
`, `
			after 1h
			open host x
			after 1h
			open host x y
			timers 0
			after 9h
			open host x y
		`},
	{"B4_a_keeping_message_comes_twice", host + `
  host: {lane: desk, events: [{message: said, keep: true, go: x}, {message: stop, go: y}], next: z}
`, `
			say said
			say said
			open host x x
			say stop
			open y x x
			subscriptions 0
		`},
	{"B5_the_host_is_done_before_the_path_it_started", host + `
  host: {lane: desk, events: [{message: said, keep: true, go: x}, {after: 9h on 24x7, go: y}], next: z}
`, `
			say said
			do host
			do z
			open x
			do x
			ended completed
		`},
	{"B7_a_boundary_on_the_parent_takes_the_timers_inside", host + `
  host:
    events:
      - {after: 2h on 24x7, go: y}
    start: inside
    steps:
      inside:
        lane: desk
        events:
          - {after: 3h on 24x7, go: end}
          - {message: said, keep: true, go: deeper}
        next: end
      deeper:
        start: deepest
        steps:
          deepest: {wait: {for: 9h on 24x7}, next: end}
        next: end
    next: x
`, `
			say said
			timers 3
			open inside
			after 2h
			open y
			timers 0
			subscriptions 0
			at y
		`},
	{"B10_two_overdue_timers", host + `
  host:
    lane: desk
    events:
      - {after: 2h on 24x7, go: y}
      - {after: 1h on 24x7, go: x}
    next: z
`, `
			after 5h
			open x
			timers 0
		`},
	{"B10_what_an_overdue_timer_opens_starts_now", host + `
  host: {lane: desk, events: [{after: 1h on 24x7, go: w}], next: z}
  w: {lane: desk, events: [{after: 1h on 24x7, go: x}], next: y}
`, `
			after 5h
			open w
			timers 1
			after 59m
			open w
			after 1m
			open x
		`},
	{"B11_the_clock_is_set_back", host + `
  host: {lane: desk, events: [{after: 1h on 24x7, keep: true, go: x}, {after: 3h on 24x7, go: y}], next: z}
`, `
			after 2h
			open host x
			after -2h
			open host x
			after 2h
			open host x
			timers 1
			after 1h
			open y x
		`},
}

var terminateRows = []semantic{
	{"X7_terminate_ends_the_innermost_subprocess", `
start: begin
steps:
  begin: {lane: desk, fork: [outside, sub]}
  outside: {lane: desk, next: end}
  sub:
    start: inner
    steps:
      inner: {lane: desk, fork: [a, b, wait]}
      a: {lane: desk, next: enough}
      b: {lane: desk, events: [{after: 1h on 24x7, go: end}], next: end}
      wait: {wait: {for: 1h on 24x7}, next: end}
      enough: {end: terminate}
    next: behind
  behind: {lane: desk, next: end}
`, `
			do begin
			do inner
			open outside a b
			timers 2
			do a
			open outside behind
			timers 0
			do outside
			do behind
			ended completed
		`},
	{"X7_terminate_at_the_top_ends_the_case", `
start: begin
steps:
  begin: {lane: desk, fork: [a, sub]}
  a: {lane: desk, next: enough}
  enough: {end: terminate}
  sub:
    events: [{message: said, keep: true, go: a}]
    start: inner
    steps:
      inner: {lane: desk, next: end}
    next: end
`, `
			do begin
			say said
			open a a inner
			do a
			ended completed
			open
		`},
}

// A way round without a person that time does not stop ends as an incident.
func TestSemantics_LoopWithoutRest(t *testing.T) {
	p := newPlay(t, randomHead+`
start: s
steps:
  s: {wait: {until: when}, next: count}
  count: {set: {n: =n + 1}, next: s}
`)
	p.script(`
		at s
		after 2h
		incidents loop
		timers 0
		cancel it never ends
		ended cancelled
	`)
	moved := 0
	for _, e := range p.history {
		if _, ok := e.Body.(*TokenMoved); ok {
			moved++
		}
	}
	if moved < maxMoves || moved > maxMoves+10 {
		t.Errorf("%d moves, expected about %d", moved, maxMoves)
	}
}
