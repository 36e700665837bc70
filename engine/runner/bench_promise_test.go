package runner_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/sqlite"
)

// size is how many of something a benchmark makes: an environment variable,
// or a standard that a laptop does in seconds.
func size(b *testing.B, name string, standard int) int {
	b.Helper()
	text := os.Getenv(name)
	if text == "" {
		return standard
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		b.Fatalf("%s=%q: expected a number above zero", name, text)
	}
	return n
}

func onFile(b *testing.B) store.Store {
	b.Helper()
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

const benchHours = "calendar: office\nzone: Asia/Shanghai\nweek: {mon-sat: [08:00-12:00, 13:30-18:00]}\n"

// promised is five with three promises over it, on a calendar that closes.
var promised = strings.Replace(five, "start: a", `calendar: office
promises:
  whole: {from: start, to: e, within: 2wd, escalate: up}
  begin: {from: start, to: b, within: 4h, escalate: up}
  rest: {from: b, to: e, within: 8h, escalate: up}
escalations:
  up: [{at: 50%, notify: [lead]}, {at: due, notify: [manager]}, {at: +4h, notify: [manager.2]}]
start: a`, 1)

// BenchmarkPromises runs W1 without and with three promises in turns, a
// thousand steps each, on SQLite with 64 clients; one operation is one step of each.
func BenchmarkPromises(b *testing.B) {
	const turn, clients = 1000, 64
	plain := open(b, []string{five}, func(cfg *runner.Config) { cfg.Store = onFile(b) })
	kept := open(b, nil, func(cfg *runner.Config) { cfg.Store = onFile(b) })
	kept.mustWrite(runner.KindCalendar, "office", benchHours, 0)
	flow := strings.Replace(promised, "calendar: 24x7\n", "", 1)
	if p, _, found, err := kept.Deploy(b.Context(), "five.yaml", []byte(flow), "ann"); err != nil || p == nil {
		b.Fatalf("deploy: %v, %s", err, diagnostics(found))
	}
	var spent [2]time.Duration
	b.ResetTimer()
	for left := b.N; left > 0; left -= turn {
		for i, h := range []*house{plain, kept} {
			began := time.Now()
			h.steps(b, clients, min(left, turn))
			spent[i] += time.Since(began)
		}
	}
	b.ReportMetric(float64(b.N)/spent[0].Seconds(), "plain/s")
	b.ReportMetric(float64(b.N)/spent[1].Seconds(), "promised/s")
	b.ReportMetric(spent[0].Seconds()/spent[1].Seconds(), "ratio")
}

// steps does so many steps of five.
func (h *house) steps(b *testing.B, clients, steps int) {
	var left atomic.Int64
	left.Store(int64(steps))
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				done, err := h.Do(b.Context(), runner.Call{Command: engine.StartInstance{Origin: desk, Process: "five"}})
				for err == nil && done.Instance.Open() && left.Add(-1) >= 0 {
					done, err = h.Do(b.Context(), runner.Call{
						Instance: done.Instance.ID, Command: engine.CompleteTask{Origin: desk, Task: done.Instance.Tasks[0].Number},
					})
				}
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// live runs commands of a few clients until done is closed, and gives the 99th
// percentile of their latency.
func (h *house) live(b *testing.B, done <-chan struct{}) time.Duration {
	const clients = 4
	var mu sync.Mutex
	var all []time.Duration
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			var mine []time.Duration
			for open := true; open; {
				began := time.Now()
				if _, err := h.Do(b.Context(), runner.Call{Command: engine.StartInstance{Origin: desk, Process: "five"}}); err != nil {
					b.Error(err)
				}
				mine = append(mine, time.Since(began))
				select {
				case <-done:
					open = false
				default:
				}
			}
			mu.Lock()
			all = append(all, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	slices.Sort(all)
	return all[len(all)*99/100]
}

// alone is the latency of live commands with nothing beside them.
func (h *house) alone(b *testing.B) time.Duration {
	ctx, cancel := context.WithTimeout(b.Context(), 2*time.Second)
	defer cancel()
	return h.live(b, ctx.Done())
}

// BenchmarkRedue changes a calendar on which LANEWAY_CLOCKS (20,000) promises
// run, while a few clients work; one operation is one such change. LANEWAY_RATE
// lets the sweep go faster than it does unless told.
func BenchmarkRedue(b *testing.B) {
	n := size(b, "LANEWAY_CLOCKS", 20_000)
	h := open(b, []string{five}, func(cfg *runner.Config) {
		cfg.Store, cfg.SweepRate = onFile(b), size(b, "LANEWAY_RATE", 5000)
	})
	h.mustWrite(runner.KindCalendar, "office", benchHours, 0)
	if p, _, found, err := h.Deploy(b.Context(), "timed.yaml", []byte(timed), "ann"); err != nil || p == nil {
		b.Fatalf("deploy: %v, %s", err, diagnostics(found))
	}
	h.fill(b, n, engine.StartInstance{Origin: desk, Process: "timed"})
	alone := h.alone(b)
	b.ResetTimer()
	var beside time.Duration
	for i := range b.N {
		h.mustWrite(runner.KindCalendar, "office", strings.Replace(benchHours, "08:00", []string{"08:15", "08:30"}[i%2], 1), 0)
		revision := h.World().Calendar("office").Newest()
		swept := make(chan struct{})
		go func() {
			defer close(swept)
			for s := h.Sweep(); s.Revision != revision || s.EndedAt == 0; s = h.Sweep() {
				<-time.After(10 * time.Millisecond)
			}
		}()
		beside = max(beside, h.live(b, swept))
	}
	s := h.Sweep()
	if s.Redued < n {
		b.Errorf("sweep %+v, want %d re-dued", s, n)
	}
	b.ReportMetric(float64(s.Redued)/(time.Duration(s.EndedAt-s.StartedAt)*time.Millisecond).Seconds(), "redued/s")
	b.ReportMetric(float64(alone.Microseconds())/1000, "alone-p99-ms")
	b.ReportMetric(float64(beside.Microseconds())/1000, "beside-p99-ms")
}

// fill starts so many cases.
func (h *house) fill(b *testing.B, n int, start engine.StartInstance) {
	var left atomic.Int64
	left.Store(int64(n))
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if _, err := h.Do(b.Context(), runner.Call{Command: start}); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// appointed promises an instant that is the same for all.
const appointed = `
process: appointed
calendar: 24x7
lanes: {customer: {party: customer}, desk: {team: desk}}
data: {promised_at: {type: instant}}
promises:
  visit: {from: start, to: come, by: =promised_at, for: customer, escalate: up}
escalations:
  up: [{at: due, notify: [lead]}]
start: come
steps:
  come: {lane: desk, next: end}
`

// BenchmarkLevels lets LANEWAY_LEVELS (5,000) levels be due at the same
// instant, while a few clients work; run it with -benchtime=1x.
func BenchmarkLevels(b *testing.B) {
	n := size(b, "LANEWAY_LEVELS", 5000)
	clock := &ahead{}
	s := &reached{Store: onFile(b)}
	h := open(b, []string{five, appointed}, func(cfg *runner.Config) { cfg.Store, cfg.Clock = s, clock })
	alone := h.alone(b)
	b.ResetTimer()
	var beside, took time.Duration
	for range b.N {
		due := clock.Now().Add(time.Hour).Truncate(time.Millisecond)
		at := definition.Datum{Name: "promised_at", Value: []byte(`"` + due.UTC().Format("2006-01-02T15:04:05.000Z") + `"`)}
		h.fill(b, n, engine.StartInstance{Origin: desk, Process: "appointed", Data: []definition.Datum{at}})
		done := s.wait(n)
		h.pass(clock, due.Sub(clock.Now())-time.Second)
		beside = max(beside, h.live(b, done))
		took += clock.Now().Sub(due)
	}
	late := h.Lateness()
	b.ReportMetric(float64(n*b.N)/took.Seconds(), "levels/s")
	b.ReportMetric(float64(late.Quantile(0.5)), "late-p50-ms")
	b.ReportMetric(float64(late.Quantile(0.99)), "late-p99-ms")
	b.ReportMetric(float64(late.Max), "late-max-ms")
	b.ReportMetric(float64(alone.Microseconds())/1000, "alone-p99-ms")
	b.ReportMetric(float64(beside.Microseconds())/1000, "beside-p99-ms")
}

// reached closes a channel when so many levels were committed.
type reached struct {
	store.Store
	left atomic.Int64
	done chan struct{}
}

func (r *reached) wait(n int) <-chan struct{} {
	r.done = make(chan struct{})
	r.left.Store(int64(n))
	return r.done
}

func (r *reached) Commit(ctx context.Context, batch store.Batch) error {
	err := r.Store.Commit(ctx, batch)
	for _, c := range batch.Changes {
		for _, e := range c.Events {
			if _, ok := e.Body.(*engine.LevelReached); ok && err == nil && r.left.Add(-1) == 0 {
				close(r.done)
			}
		}
	}
	return err
}
