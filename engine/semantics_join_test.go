package engine

// The two branches of most flows here.
const split = `
start: split
steps:
  split:
    lane: desk
    form: [pick]
    fork:
      - {if: pick != "b", go: a}
      - {if: pick != "a", go: b}
`

var joinRows = []semantic{
	{"O1_one_branch_chosen", split + `
  a: {lane: desk, next: j}
  b: {lane: desk, next: j}
  j: {lane: desk, join: all, next: end}
`, `
			do split pick=a
			open a
			do a
			open j
			do j
			ended completed
		`},
	{"O2_both_branches_chosen", split + `
  a: {lane: desk, next: j}
  b: {lane: desk, next: j}
  j: {lane: desk, join: all, next: end}
`, `
			do split pick=ab
			open a b
			do a
			open b
			at j.join b
			do b
			open j
			do j
			ended completed
			completed j 1
		`},
	{"O3_interrupting_timer_ends_the_other_branch", split + `
  a: {lane: desk, next: j}
  b: {lane: desk, events: [{after: 1h on 24x7, go: end}], next: j}
  j: {lane: desk, join: all, next: end}
`, `
			do split pick=ab
			do a
			open b
			after 1h
			open j
			do j
			ended completed
		`},
	{"O4_the_other_branch_leaves_by_a_choice", split + `
  a: {lane: desk, next: j}
  b: {lane: desk, form: [leave], next: [{if: leave, go: other}, {go: j}]}
  j: {lane: desk, join: all, next: end}
  other: {lane: desk, next: end}
`, `
			do split pick=ab
			do a
			open b
			do b leave=true
			open j other
		`},
	{"O5_the_other_branch_ends", split + `
  a: {lane: desk, next: j}
  b: {lane: desk, form: [leave], next: [{if: leave, go: end}, {go: j}]}
  j: {lane: desk, join: all, next: end}
`, `
			do split pick=ab
			do a
			open b
			do b leave=true
			open j
		`},
	{"O6_the_other_branch_is_a_subprocess_that_is_interrupted", split + `
  a: {lane: desk, next: j}
  b:
    events: [{message: stop, go: elsewhere}]
    start: inside
    steps:
      inside: {lane: desk, next: end}
    next: j
  elsewhere: {lane: desk, next: end}
  j: {lane: desk, join: all, next: end}
`, `
			do split pick=ab
			do a
			open inside
			say stop
			open elsewhere j
		`},
	{"O7_output_loops_back_to_the_split", split + `
  a: {lane: desk, next: j}
  b: {lane: desk, next: j}
  j: {lane: desk, join: all, form: [leave], next: [{if: leave, go: end}, {go: split}]}
`, `
			do split pick=a
			do a
			open j
			do j leave=false
			do split pick=ab
			do b
			open a
			do a
			open j
			do j leave=true
			ended completed
			completed j 2
		`},
	{"O8_a_branch_loops_before_the_join", split + `
  a: {lane: desk, form: [leave], next: [{if: leave, go: j}, {go: a}]}
  b: {lane: desk, next: j}
  j: {lane: desk, join: all, next: end}
`, `
			do split pick=ab
			do b
			do a leave=false
			open a
			do a leave=false
			open a
			do a leave=true
			open j
			do j
			ended completed
			completed j 1
		`},
	{"O9_two_tokens_on_one_flow", three + `
  merge: {set: {n: =n + 1}, next: j}
  j: {lane: desk, join: all, next: end}
`, `
			do split
			do a
			do b
			at j.join j.join c
			do c
			open j j
			n 2
		`},
	{"O10_a_late_token_for_a_filled_flow", three + `
  merge: {set: {n: =n + 1}, next: j}
  j: {lane: desk, join: all, next: end}
`, `
			do split
			do a
			open b c
			do c
			open j b
			do b
			open j j
		`},
}

const three = `
start: split
steps:
  split: {lane: desk, fork: [a, b, c]}
  a: {lane: desk, next: merge}
  b: {lane: desk, next: merge}
  c: {lane: desk, next: j}
`
