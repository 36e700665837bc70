package engine

import "testing"

var nestedJoinRows = []semantic{
	{"O11_tokens_outside_the_subprocess", `
start: begin
steps:
  begin: {lane: desk, fork: [outside, sub]}
  outside: {lane: desk, next: end}
  sub:
    start: inner
    steps:
      inner:
        lane: desk
        form: [pick]
        fork:
          - {if: pick != "b", go: x}
          - {if: pick != "a", go: y}
      x: {lane: desk, next: k}
      y: {lane: desk, next: k}
      k: {lane: desk, join: all, next: end}
    next: end
`, `
			do begin
			do inner pick=a
			do x
			open k outside
		`},
	{"O12_a_join_behind_a_join", `
start: begin
steps:
  begin: {lane: desk, fork: [a, b, c]}
  a: {lane: desk, next: j}
  b: {lane: desk, next: j}
  c: {lane: desk, next: k}
  j: {lane: desk, join: all, next: k}
  k: {lane: desk, join: all, next: end}
`, `
			do begin
			do c
			open a b
			do a
			open b
			do b
			open j
			do j
			open k
			do k
			ended completed
		`},
	{"O13_two_joins_wait_for_each_other", `
start: begin
steps:
  begin: {lane: desk, fork: [a, b]}
  a: {lane: desk, next: j1}
  b: {lane: desk, next: j2}
  j1: {lane: desk, join: all, form: [leave], next: [{if: leave, go: end}, {go: j2}]}
  j2: {lane: desk, join: all, form: [leave], next: [{if: leave, go: end}, {go: j1}]}
`, `
			do begin
			do a
			open b
			do b
			open
			at j1.join j2.join
			incidents stuck
			retry
			incidents stuck
			skip
			incidents
			open j1
			do j1 leave=true
			open j2
			do j2 leave=true
			ended completed
		`},
	{"O14_a_boundary_event_is_no_path", `
start: begin
steps:
  begin: {lane: desk, fork: [t, u]}
  t: {lane: desk, events: [{after: 1h on 24x7, keep: true, go: j}], next: end}
  u: {lane: desk, next: j}
  j: {lane: desk, join: all, next: end}
`, `
			do begin
			do u
			open t j
			after 1h
			open t j j
		`},
	{"O15_a_token_at_an_event_gateway", `
start: begin
steps:
  begin: {lane: desk, fork: [a, gate]}
  a: {lane: desk, next: j}
  gate:
    wait-first:
      - {message: said, go: j}
      - {after: 9h on 24x7, go: end}
  j: {lane: desk, join: all, next: end}
`, `
			do begin
			do a
			open
			at gate j.join
			say said
			open j
			timers 0
		`},
	{"O16_behind_a_choice_it_is_a_merge", `
start: split
steps:
  split: {lane: desk, form: [leave], next: [{if: leave, go: a}, {go: b}]}
  a: {lane: desk, next: j}
  b: {lane: desk, next: j}
  j: {lane: desk, join: all, next: end}
`, `
			do split leave=false
			do b
			open j
			do j
			ended completed
		`},
	{"O17_a_join_inside_another", `
start: begin
steps:
  begin: {lane: desk, fork: [x, inner]}
  inner: {fork: [a, b]}
  x: {lane: desk, next: j}
  a: {lane: desk, next: k}
  b: {lane: desk, next: k}
  k: {join: all, next: j}
  j: {lane: desk, join: all, next: end}
`, `
			do begin
			do a
			do x
			open b
			at k.join b j.join
			do b
			open j
			do j
			ended completed
			completed j 1
		`},
	{"O18_a_single_incoming_flow", three + `
  merge: {set: {n: =n + 1}, next: only}
  only: {lane: desk, join: all, next: end}
  j: {lane: desk, next: end}
`, `
			do split
			do a
			open only b c
			do b
			open only only c
		`},
	{"O20_no_condition_and_no_default", `
start: split
steps:
  split:
    lane: desk
    form: [pick]
    fork:
      - {if: pick == "a", go: a}
      - {if: pick == "b", go: b}
  a: {lane: desk, next: j}
  b: {lane: desk, next: j}
  j: {lane: desk, join: all, next: end}
`, `
			do split pick=none
			incidents no-condition
			at split.fork
			data pick=b
			retry
			incidents
			open b
			do b
			do j
			ended completed
		`},
	{"O21_the_default_is_for_when_no_other_holds", `
start: split
steps:
  split:
    lane: desk
    form: [pick]
    fork:
      - {if: pick == "a", go: a}
      - {go: b}
  a: {lane: desk, next: j}
  b: {lane: desk, next: j}
  j: {lane: desk, join: all, next: end}
`, `
			do split pick=a
			open a
			do a
			open j
		`},
}

func TestSemantics_O22_instances_are_never_joined_with_each_other(t *testing.T) {
	source := flowHead + split + `
  a: {lane: desk, next: j}
  b: {lane: desk, next: j}
  j: {lane: desk, join: all, next: end}
`
	first, second := newPlay(t, source), newPlay(t, source)
	first.script("do split pick=ab \n do a \n open b")
	second.script("do split pick=ab \n do b \n open a")
	first.script("open b")
}
