package runner_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/memory"
	"github.com/laneway-flow/laneway/engine/store/sqlite"
	"github.com/laneway-flow/laneway/engine/timers/local"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// house is a runner on a store, with a few flows and people.
type house struct {
	t testing.TB
	*runner.Runner
	store store.Store
	index *local.Index
}

// desk is who works in the tests.
var desk = engine.Origin{Actor: engine.Actor{Kind: engine.ActorStaff, ID: "ann"}, Channel: "phone"}

// open starts a runner with the flows deployed. Changes of the configuration
// are made before New.
func open(t testing.TB, flows []string, configure ...func(*runner.Config)) *house {
	t.Helper()
	index := local.New()
	cfg := runner.Config{Store: memory.New(), Timers: index}
	for _, change := range configure {
		change(&cfg)
	}
	h := &house{t: t, Runner: runner.New(cfg), store: cfg.Store, index: index}
	if err := h.Start(t.Context()); err != nil {
		t.Fatalf("start: %v", err)
	}
	t.Cleanup(func() { h.close() })
	h.put(runner.KindOrganisation, runner.OrganisationID, org.Document{
		People: []org.Person{{ID: "ann", Name: "Ann", Teams: []string{"desk"}}, {ID: "bob", Name: "Bob", Teams: []string{"desk"}}},
		Teams:  []org.Team{{ID: "desk", Name: org.Name{EN: "Desk"}, Lead: "ann"}},
	})
	for _, flow := range flows {
		p, _, found, err := h.Deploy(t.Context(), "test.yaml", []byte(flow), "ann")
		if err != nil || p == nil {
			t.Fatalf("deploy: %v, %s", err, diagnostics(found))
		}
	}
	return h
}

// onBoth runs a test on the memory store and on SQLite.
func onBoth(t *testing.T, test func(*testing.T, store.Store)) {
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		test(t, memory.New())
	})
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Errorf("close the store: %v", err)
			}
		})
		test(t, s)
	})
}

// bare starts a runner on an empty store.
func bare(t *testing.T) *runner.Runner {
	t.Helper()
	r := runner.New(runner.Config{Store: memory.New(), Timers: local.New()})
	if err := r.Start(t.Context()); err != nil {
		t.Fatalf("start: %v", err)
	}
	t.Cleanup(func() {
		if err := r.Close(context.Background()); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return r
}

func (h *house) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := h.Close(ctx); err != nil {
		h.t.Errorf("close: %v", err)
	}
}

func diagnostics(found []definition.Diagnostic) string {
	var all []string
	for _, d := range found {
		all = append(all, fmt.Sprintf("%s %s: %s", d.Pos, d.Code, d.Message.EN))
	}
	return strings.Join(all, "\n")
}

func (h *house) put(kind, id string, body any) {
	h.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.Put(h.t.Context(), store.Document{Kind: kind, ID: id, Body: text}, store.Request{}); err != nil {
		h.t.Fatalf("put %s %s: %v", kind, id, err)
	}
}

// do calls and wants success.
func (h *house) do(call runner.Call) runner.Result {
	h.t.Helper()
	done, err := h.Do(h.t.Context(), call)
	if err != nil {
		h.t.Fatalf("%T on %s: %v", call.Command, call.Instance, err)
	}
	return done
}

func (h *house) start(process string, values ...definition.Datum) engine.Instance {
	h.t.Helper()
	return h.do(runner.Call{Command: engine.StartInstance{Origin: desk, Process: process, Data: values}}).Instance
}

// complete does the only open task of a case.
func (h *house) complete(id string, values ...definition.Datum) runner.Result {
	h.t.Helper()
	in := h.load(id)
	if len(in.Tasks) != 1 {
		h.t.Fatalf("%s has %d open tasks, want one", id, len(in.Tasks))
	}
	return h.do(runner.Call{Instance: id, Command: engine.CompleteTask{Origin: desk, Task: in.Tasks[0].Number, Values: values}})
}

func (h *house) load(id string) engine.Instance {
	h.t.Helper()
	in, err := h.Load(h.t.Context(), id)
	if err != nil {
		h.t.Fatalf("load %s: %v", id, err)
	}
	return in
}

func value(name, text string) definition.Datum {
	encoded, _ := json.Marshal(text)
	return definition.Datum{Name: name, Value: encoded}
}

func values(pairs ...string) []definition.Datum {
	var all []definition.Datum
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, value(pairs[i], pairs[i+1]))
	}
	return all
}

// eventually waits, without a fixed time, until what runs in the background
// has come about.
func (h *house) eventually(done func() bool) {
	h.t.Helper()
	for start := time.Now(); !done(); runtime.Gosched() {
		if time.Since(start) > 10*time.Second {
			h.t.Fatal("it did not come about within ten seconds")
		}
	}
}

// at is the step of each open task.
func at(in *engine.Instance) string {
	var steps []string
	for _, task := range in.Tasks {
		steps = append(steps, task.Element)
	}
	return strings.Join(steps, " ")
}

const line = `
process: line
calendar: 24x7
lanes: {desk: {team: desk}}
data: {say: {type: text}}
start: one
steps:
  one: {lane: desk, next: two}
  two: {lane: desk, form: [{field: say, optional: true}], next: end}
`

func TestACaseRunsFromStartToEnd(t *testing.T) {
	t.Parallel()
	h := open(t, []string{line})
	in := h.start("line")
	if id, ok := runner.Number(in.ID); !ok || id != in.ID {
		t.Errorf("id %q is no readable number", in.ID)
	}
	h.complete(in.ID)
	if got := h.load(in.ID); at(&got) != "two" || got.Version != 2 {
		t.Fatalf("after one: at %q, version %d; want two, 2", at(&got), got.Version)
	}
	h.complete(in.ID, value("say", "done"))
	stored, err := h.store.Load(t.Context(), in.ID)
	if err != nil || stored.State != engine.StateCompleted || stored.Version != 3 {
		t.Fatalf("stored: %v version %d, %v; want completed, 3", stored.State, stored.Version, err)
	}
	history, err := h.store.History(t.Context(), in.ID, 1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for i := range history {
		if history[i].Seq != int64(i+1) {
			t.Fatalf("event %d has number %d", i+1, history[i].Seq)
		}
	}
}

func TestHundredClientsOnOneCaseHaveOneWinner(t *testing.T) {
	t.Parallel()
	h := open(t, []string{line})
	in := h.start("line")
	task := in.Tasks[0].Number
	var won, lost sync.Map
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			_, err := h.Do(t.Context(), runner.Call{Instance: in.ID, Command: engine.ClaimTask{Origin: desk, Task: task}})
			if err == nil {
				won.Store(i, true)
			} else {
				lost.Store(i, err)
			}
		})
	}
	wg.Wait()
	winners := 0
	won.Range(func(any, any) bool { winners++; return true })
	if winners == 0 {
		t.Fatal("nobody won")
	}
	after := h.load(in.ID)
	if after.Version != 2 {
		t.Fatalf("version %d after a hundred claims, want 2", after.Version)
	}
}
