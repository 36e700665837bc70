package runner_test

import (
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

// hop starts another case of itself by a message until it has counted to
// thirty: three times deeper than one batch goes.
const hop = `
process: hop
calendar: 24x7
lanes: {desk: {team: desk}}
data: {n: {type: integer, default: 0}}
messages:
  go-on: {form: [n]}
start: [{message: go-on, go: count}]
steps:
  count:
    set: {n: =n + 1}
    next:
      - {if: n < 30, go: again}
      - {go: end}
  again: {send: {to: hop, message: go-on, with: {n: =n}}, next: end}
`

func TestWhatGoesTooDeepForOneBatchIsRelayed(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{hop}, func(cfg *runner.Config) { cfg.Store = s })
		m := runner.Message{Name: "go-on", Values: []definition.Datum{integer("n", "0")}}
		if got := h.send(m); got.Outcome != runner.Started {
			t.Fatalf("got %+v, want started", got)
		}
		h.eventually(func() bool { return h.undelivered() == 0 })
		rows, err := h.store.Instances(t.Context(), store.InstanceQuery{States: []engine.State{engine.StateCompleted}, Limit: 100})
		if err != nil || len(rows) != 30 {
			t.Fatalf("%d cases ended, %v; want 30", len(rows), err)
		}
	})
}

func integer(name, digits string) definition.Datum {
	return definition.Datum{Name: name, Value: []byte(digits)}
}
