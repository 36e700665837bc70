package sqlite

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
)

// w1 is the work of a case: it is started and five tasks are done in a line,
// six commits. A state has about 500 bytes; a commit closes a task, opens the
// next one, and leaves three events and the fact of a visit.
func w1(id string, at engine.Millis) []store.Change {
	by := engine.Origin{Actor: engine.Actor{Kind: engine.ActorStaff, ID: "li.na"}, Channel: "phone", Request: "0f3c1d2e4b5a6978"}
	in := engine.Instance{
		ID: id, Process: "complaint", Edition: 3, State: engine.StateActive, Starter: "li.na", Channel: "phone", StartedAt: at,
		Customers: []engine.LaneActor{{Lane: "customer", ID: "c-1042"}},
		Scopes: []engine.Scope{{Data: []definition.Datum{
			{Name: "description", Value: []byte(`"` + strings.Repeat("the door of the machine leaks ", 8) + `"`)},
			{Name: "product", Value: []byte(`"washing machine WM-700"`)},
		}}},
	}
	var changes []store.Change
	for i := range 6 {
		var bodies []engine.Body
		var facts []engine.Fact
		if i == 0 {
			bodies = append(bodies, &engine.InstanceStarted{ID: id, Process: "complaint", Edition: 3, Start: "start", Starter: "li.na", Customers: in.Customers})
		} else {
			done := in.Tasks[0]
			bodies = append(bodies, &engine.TaskCompleted{Task: done.Number})
			facts = append(facts, engine.VisitFact{
				Instance: id, Process: "complaint", Edition: 3, Step: done.Element, Visit: 1, Lane: done.Lane, Team: done.Team, Party: definition.Us,
				EnabledAt: done.EnabledAt, AssignedAt: at, StartedAt: at, CompletedAt: at + 1000, Touch: 1000,
				By: "li.na", ByKind: engine.ActorStaff, Channel: "phone", Outcome: "completed",
			})
			in.Steps = append(slices.Clip(in.Steps), engine.StepLog{
				Step: done.Element, Visits: 1, Doers: []string{"li.na"}, By: "li.na", At: at, Outcome: "completed",
			})
		}
		in.Tasks, in.Tokens = nil, nil
		if i < 5 {
			in.Serial += 2
			step := fmt.Sprintf("step-%d", i)
			in.Tokens = []engine.Token{{Number: in.Serial - 1, Element: step, Since: at, Visit: 1}}
			in.Tasks = []engine.Task{{Number: in.Serial, Token: in.Serial - 1, Element: step, Lane: "service", Party: definition.Us, Team: "customer-service", Visit: 1, EnabledAt: at}}
			bodies = append(bodies,
				&engine.TokenMoved{Token: in.Serial - 1, Flow: step, Element: step},
				&engine.TaskOpened{Task: in.Serial, Token: in.Serial - 1, Element: step, Lane: "service", Party: definition.Us, Team: "customer-service", Visit: 1})
		} else {
			in.State, in.EndedAt = engine.StateCompleted, at
			bodies = append(bodies, &engine.TokenConsumed{Token: in.Serial - 1, Reason: "ended"}, &engine.InstanceEnded{State: engine.StateCompleted})
		}
		events := make([]engine.Event, len(bodies))
		for j, body := range bodies {
			in.Seq++
			events[j] = engine.Event{Seq: in.Seq, At: at, Origin: by, Body: body}
		}
		in.At = at
		in.Version++
		changes = append(changes, store.Change{Expect: in.Version - 1, Instance: in, Events: events, Facts: facts})
	}
	return changes
}

var clients = []int{1, 16, 64, 256}

// BenchmarkCommit is what Commit reaches; one operation is one durable commit.
func BenchmarkCommit(b *testing.B) {
	for _, n := range clients {
		b.Run(fmt.Sprintf("clients=%d", n), func(b *testing.B) {
			s, err := Open(b.Context(), filepath.Join(b.TempDir(), "laneway.db"))
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { closed(b, s) })
			var left, cases atomic.Int64
			left.Store(int64(b.N))
			b.ReportAllocs()
			b.ResetTimer()
			var all sync.WaitGroup
			for range n {
				all.Go(func() {
					for {
						for _, c := range w1(fmt.Sprintf("260302-%08d", cases.Add(1)), 1_772_438_400_000) {
							if left.Add(-1) < 0 {
								return
							}
							if err := s.Commit(b.Context(), store.Batch{Changes: []store.Change{c}}); err != nil {
								b.Error(err)
								return
							}
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
		})
	}
}

// BenchmarkRawCeiling is what the same rows reach when written by hand.
func BenchmarkRawCeiling(b *testing.B) {
	story := w1("260302-00000000", 1_772_438_400_000)
	for _, n := range clients {
		b.Run(fmt.Sprintf("clients=%d", n), func(b *testing.B) {
			var sum float64
			for b.Loop() {
				rate, err := Ceiling(b.Context(), filepath.Join(b.TempDir(), "laneway.db"), story, n, 2*time.Second)
				if err != nil {
					b.Fatal(err)
				}
				sum += rate
			}
			b.ReportMetric(sum/float64(b.N), "commits/s")
		})
	}
}
