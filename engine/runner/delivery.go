package runner

import (
	"context"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// The kinds of effects.
const (
	effectText    = "text"    // a text to a person
	effectWebhook = "webhook" // a CloudEvent to a webhook
	effectMessage = "message" // something for another instance
	effectNotice  = "notice"  // a notification about a promise
	effectResolve = "resolve" // what a person decided about an effect that was given up
)

// Bounds of the delivery loop.
const (
	deliveries     = 32              // at once
	toOneTarget    = 4               // of them to one webhook, or to the mail server
	effectPage     = 256             // effects asked for beyond those that are known
	effectPageMost = 16 * effectPage // and at most in all
	rescan         = time.Minute     // for what another node left behind
)

// delivery brings effects to the outside world, at least once under their
// stable ids, and records what came of it.
type delivery struct {
	runner *Runner
	client *http.Client
	signal chan struct{}

	mu      sync.Mutex
	under   map[string]bool // effects under way
	targets map[string]int  // deliveries under way, by webhook; notifications together
	retry   engine.Millis   // earliest retry known, 0 if none
	random  *rand.Rand

	queue []*store.Effect // read and due, waiting for room; the loop's own
}

func newDelivery(r *Runner, cfg *Config) *delivery {
	return &delivery{
		runner: r, client: newClient(cfg.Reachable), signal: make(chan struct{}, 1),
		under: make(map[string]bool), targets: make(map[string]int),
		random: rand.New(rand.NewPCG(cfg.Seed, 1)),
	}
}

// wake makes the loop look for effects now.
func (d *delivery) wake() {
	select {
	case d.signal <- struct{}{}:
	default:
	}
}

func (d *delivery) loop(ctx context.Context) {
	var under sync.WaitGroup
	defer d.client.CloseIdleConnections()
	defer under.Wait()
	for ctx.Err() == nil {
		d.round(ctx, &under)
		timer := d.runner.clock.NewTimer(d.pause())
		select {
		case <-d.signal:
		case <-timer.C():
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// pause is the time until the next retry is due.
func (d *delivery) pause() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.retry == 0 {
		return rescan
	}
	return min(rescan, max(0, time.UnixMilli(int64(d.retry)).Sub(d.runner.clock.Now())))
}

// round starts what is due, as far as there is room. What was read and found
// no room is kept, so that the store is not asked once an effect.
func (d *delivery) round(ctx context.Context, under *sync.WaitGroup) {
	now := millis(d.runner.clock.Now())
	d.mu.Lock()
	if d.retry <= now {
		d.retry = 0
	}
	d.mu.Unlock()
	for {
		d.queue = slices.DeleteFunc(d.queue, func(e *store.Effect) bool { return d.launch(ctx, under, e) })
		room := deliveries - d.busy()
		if room <= 0 {
			return
		}
		// Everything left waits for a slow webhook: look behind it.
		limit := min(len(d.queue)+d.busy()+effectPage, effectPageMost)
		known := d.underWay() // asked first: what is settled while we read must not begin anew
		due, err := d.runner.store.Effects(ctx, now, limit)
		if err != nil {
			if ctx.Err() == nil {
				d.runner.log.Warn("effects not read", slog.Any("error", err))
			}
			return
		}
		before := len(d.queue)
		d.queue = d.queue[:0]
		for i := range due {
			if !known[due[i].ID] {
				d.queue = append(d.queue, &due[i])
			}
		}
		if len(d.queue) <= before || len(due) < limit {
			d.queue = slices.DeleteFunc(d.queue, func(e *store.Effect) bool { return d.launch(ctx, under, e) })
			return
		}
	}
}

// launch begins a delivery if there is room for it.
func (d *delivery) launch(ctx context.Context, under *sync.WaitGroup, e *store.Effect) bool {
	if !d.take(e) {
		return false
	}
	under.Go(func() {
		d.attempt(ctx, e)
		d.release(e)
	})
	return true
}

func (d *delivery) busy() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.under)
}

func (d *delivery) underWay() map[string]bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.under)
}

func (d *delivery) take(e *store.Effect) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	target := d.narrow(e)
	if len(d.under) >= deliveries || target != "" && d.targets[target] >= toOneTarget {
		return false
	}
	d.under[e.ID] = true
	if target != "" {
		d.targets[target]++
	}
	return true
}

// narrow names the one place that an effect goes to, where only a few may go
// at once; empty: there is none.
func (d *delivery) narrow(e *store.Effect) string {
	switch {
	case e.Kind == effectWebhook:
		return e.Target
	case e.Kind == effectNotice && d.runner.cfg.Mail != nil:
		return effectNotice // no webhook has this id
	}
	return ""
}

func (d *delivery) release(e *store.Effect) {
	d.mu.Lock()
	delete(d.under, e.ID)
	if target := d.narrow(e); target != "" {
		if d.targets[target]--; d.targets[target] == 0 {
			delete(d.targets, target)
		}
	}
	d.mu.Unlock()
	d.wake()
}
