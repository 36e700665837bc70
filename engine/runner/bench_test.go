package runner_test

import (
	"context"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/memory"
	"github.com/laneway-flow/laneway/engine/store/sqlite"
	"github.com/laneway-flow/laneway/engine/timers"
)

// five is the flow of W1: five user tasks in a line.
const five = `
process: five
calendar: 24x7
lanes: {desk: {team: desk}}
start: a
steps:
  a: {lane: desk, next: b}
  b: {lane: desk, next: c}
  c: {lane: desk, next: d}
  d: {lane: desk, next: e}
  e: {lane: desk, next: end}
`

// BenchmarkDo runs W1: start and five tasks; one operation is one durable step.
func BenchmarkDo(b *testing.B) {
	stores := map[string]func(*testing.B) store.Store{
		"memory": func(*testing.B) store.Store { return memory.New() },
		"sqlite": func(b *testing.B) store.Store {
			s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = s.Close() })
			return s
		},
	}
	for _, kind := range []string{"memory", "sqlite"} {
		for _, clients := range []int{1, 64} {
			b.Run(kind+"/"+strconv.Itoa(clients), func(b *testing.B) {
				h := open(b, []string{five}, func(cfg *runner.Config) { cfg.Store = stores[kind](b) })
				b.ReportAllocs()
				b.SetParallelism(clients)
				b.ResetTimer()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						done, err := h.Do(b.Context(), runner.Call{Command: engine.StartInstance{Origin: desk, Process: "five"}})
						for err == nil && done.Instance.Open() && pb.Next() {
							done, err = h.Do(b.Context(), runner.Call{
								Instance: done.Instance.ID,
								Command:  engine.CompleteTask{Origin: desk, Task: done.Instance.Tasks[0].Number},
							})
						}
						if err != nil {
							b.Error(err)
						}
					}
				})
			})
		}
	}
}

// alarm is the flow of W3: one timer an instance.
const alarm = `
process: alarm
calendar: 24x7
lanes: {desk: {team: desk}}
start: first
steps:
  first: {wait: {for: 1s on 24x7}, next: end}
`

// BenchmarkWake runs W3 as a burst: b.N timers are due at once; one operation
// is one durable firing.
func BenchmarkWake(b *testing.B) {
	file, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	s := &counting{Store: file, done: make(chan struct{})}
	s.left.Store(int64(2 * b.N)) // a start and a firing each
	clock := &still{now: time.Now()}
	h := open(b, []string{alarm}, func(cfg *runner.Config) { cfg.Store, cfg.Clock = s, clock })
	start := make(chan struct{}, 64)
	var wg sync.WaitGroup
	for range b.N {
		start <- struct{}{}
		wg.Go(func() {
			defer func() { <-start }()
			if _, err := h.Do(b.Context(), runner.Call{Command: engine.StartInstance{Origin: desk, Process: "alarm"}}); err != nil {
				b.Error(err)
			}
		})
	}
	wg.Wait()
	b.ResetTimer()
	clock.set(clock.Now().Add(time.Hour))
	early := timers.Entry{Instance: "nobody", Due: 1, Generation: 1} // wakes the loop
	if err := h.index.Arm(b.Context(), []timers.Entry{early}); err != nil {
		b.Fatal(err)
	}
	<-s.done
}

// counting closes done when as many commits were made as left said.
type counting struct {
	store.Store
	left atomic.Int64
	done chan struct{}
}

func (c *counting) Commit(ctx context.Context, batch store.Batch) error {
	err := c.Store.Commit(ctx, batch)
	if err == nil && c.left.Add(-1) == 0 {
		close(c.done)
	}
	return err
}
