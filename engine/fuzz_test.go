package engine

import (
	"testing"

	"github.com/laneway-flow/laneway/engine/definition"
)

// taped draws from bytes; behind their end it draws zeros.
type taped struct{ bytes []byte }

func (t *taped) upTo(n int) int {
	if len(t.bytes) == 0 {
		return 0
	}
	b := t.bytes[0]
	t.bytes = t.bytes[1:]
	return int(b) % (n + 1)
}

// fuzzFlows are the flows that FuzzStep runs commands on.
var fuzzFlows = []string{
	randomHead + `
start: [s1, {message: keyed, go: sub}]
steps:
  s1: {lane: customer, form: [n], events: [{after: 10m on 24x7, keep: true, go: note}], fork: [a, b, sub]}
  a: {lane: desk, form: [again], events: [{message: said, go: j}, {at: =when, go: end}], next: [{if: again, go: a}, {go: j}]}
  b:
    wait-first:
      - {message: kept, go: j}
      - {message: keyed, go: enough}
      - {after: 1h on 24x7, go: note}
  note: {lane: varying, form: [pick], next: j}
  sub:
    events: [{message: stop, go: c}]
    start: inner
    steps:
      inner: {lane: technical, fork: [{if: n > 2, go: x}, {if: 12 / n > 3, go: y}]}
      x: {receive: said, next: k}
      y: {wait: {for: 5m on 24x7}, next: k}
      k: {lane: desk, join: all, not: [inner], send: {to: customer, text: hello}, next: end}
    next: c
  c: {set: {n: =n + 1, crew: nowhere}, next: j}
  j: {lane: desk, join: all, form: [again], next: [{if: again, go: note}, {go: last}]}
  last: {end: {message: said, to: other, with: {n: =n}}}
  enough: {end: terminate}
`,
	lineFlow,
}

// FuzzStep turns bytes into commands; see watched for what must hold.
func FuzzStep(f *testing.F) {
	base := world(f)
	var processes []*definition.Process
	for _, source := range fuzzFlows {
		processes = append(processes, parse(f, source))
	}
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0})
	f.Add([]byte("complete hold resume message wake cancel retry skip and so on, again and again"))
	f.Fuzz(func(t *testing.T, tape []byte) {
		if len(tape) > 1024 {
			tape = tape[:1024]
		}
		c := &taped{tape}
		p := processes[c.upTo(len(processes)-1)]
		if err := storm(c, base, p, len(tape)/8); err != nil {
			t.Fatal(err)
		}
	})
}
