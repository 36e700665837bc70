package runner

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"net/http"
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

// parked is the due of an effect that waits for a person: never.
const parked = engine.Millis(math.MaxInt64)

// An effect is tried again after 5 s, 10 s, 20 s ... at most an hour, each
// plus or minus a fifth: 34 attempts within 24 hours.
const (
	firstRetry  = 5 * time.Second
	lastRetry   = time.Hour
	maxAttempts = 34
)

// Bounds of the delivery loop.
const (
	deliveries     = 32              // at once
	toOneTarget    = 4               // of them to one webhook, or to the mail server
	effectPage     = 256             // effects asked for at least
	effectPageMost = 16 * effectPage // and at most
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
	page    int
}

func newDelivery(r *Runner, cfg *Config) *delivery {
	return &delivery{
		runner: r, client: newClient(cfg.Reachable), signal: make(chan struct{}, 1),
		under: make(map[string]bool), targets: make(map[string]int),
		random: rand.New(rand.NewPCG(cfg.Seed, 1)), page: effectPage,
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

// round starts what is due, as far as there is room.
func (d *delivery) round(ctx context.Context, under *sync.WaitGroup) {
	now := millis(d.runner.clock.Now())
	d.mu.Lock()
	if d.retry <= now {
		d.retry = 0
	}
	page := d.page
	d.mu.Unlock()
	due, err := d.runner.store.Effects(ctx, now, page)
	if err != nil {
		if ctx.Err() == nil {
			d.runner.log.Warn("effects not read", slog.Any("error", err))
		}
		return
	}
	started := 0
	for i := range due {
		if e := &due[i]; d.take(e) {
			started++
			under.Go(func() {
				d.attempt(ctx, e)
				d.release(e)
			})
		}
	}
	d.resize(len(due) == page && started == 0)
}

// resize looks further when a whole page waits for a slow webhook, so that the
// effects behind it are not held up.
func (d *delivery) resize(stuck bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !stuck {
		d.page = effectPage
	} else if d.page < effectPageMost && len(d.under) < deliveries {
		d.page *= 2
		d.wake()
	}
}

func (d *delivery) take(e *store.Effect) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	target := narrow(e)
	if d.under[e.ID] || len(d.under) >= deliveries || target != "" && d.targets[target] >= toOneTarget {
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
func narrow(e *store.Effect) string {
	switch e.Kind {
	case effectWebhook:
		return e.Target
	case effectNotice:
		return effectNotice // no webhook has this id
	default:
		return ""
	}
}

func (d *delivery) release(e *store.Effect) {
	d.mu.Lock()
	delete(d.under, e.ID)
	if target := narrow(e); target != "" {
		if d.targets[target]--; d.targets[target] == 0 {
			delete(d.targets, target)
		}
	}
	d.mu.Unlock()
	d.wake()
}

// attempt tries once and records the outcome.
func (d *delivery) attempt(ctx context.Context, e *store.Effect) {
	result, err := d.deliver(ctx, e)
	if ctx.Err() != nil && err != nil {
		return // the runner closes: the effect stays due
	}
	settled := store.Delivery{Effect: e.ID, At: millis(d.runner.clock.Now()), Done: true, Result: result}
	var last *finalError
	switch {
	case err == nil:
	case errors.As(err, &last), e.Attempts+1 >= maxAttempts:
		settled.Done, settled.Due, settled.Result = false, d.giveUp(ctx, e, err), "given up: "+err.Error()
	default:
		settled.Done, settled.Due, settled.Result = false, d.later(settled.At, e.Attempts), err.Error()
	}
	if err := d.runner.store.Settle(ctx, []store.Delivery{settled}); err != nil && ctx.Err() == nil {
		d.runner.log.Warn("delivery not recorded", slog.String("effect", e.ID), slog.Any("error", err))
		d.remember(d.later(settled.At, 0))
	}
	if !settled.Done && settled.Due != parked {
		d.remember(settled.Due)
	}
}

func (d *delivery) deliver(ctx context.Context, e *store.Effect) (string, error) {
	switch e.Kind {
	case effectText:
		return d.deliverText(ctx, e)
	case effectNotice:
		return d.deliverNotice(ctx, e)
	case effectWebhook:
		return d.deliverWebhook(ctx, e)
	case effectMessage:
		return d.deliverRelay(ctx, e)
	case effectResolve:
		return d.resolve(ctx, e)
	default:
		return "", final(fmt.Errorf("unknown kind %q", e.Kind))
	}
}

// resolve makes a given-up effect due again, or done, as a person decided.
func (d *delivery) resolve(ctx context.Context, e *store.Effect) (string, error) {
	at := millis(d.runner.clock.Now())
	retried := string(e.Payload) == `"retried"`
	err := d.runner.store.Settle(ctx, []store.Delivery{{Effect: e.Target, At: at, Done: !retried, Due: at, Result: "incident resolved"}})
	return "resolved", err
}

// giveUp raises an incident on the case and parks the effect. Where that fails
// for now, the effect is due again soon.
func (d *delivery) giveUp(ctx context.Context, e *store.Effect, why error) engine.Millis {
	_, err := d.runner.Do(ctx, Call{Instance: e.Instance, Command: engine.FailEffect{
		Origin: system, Effect: e.ID, Code: "effect-failed", Detail: why.Error(),
	}})
	if _, refused := isRejection(err); err != nil && !refused && !errors.Is(err, store.ErrNotFound) {
		d.runner.log.Warn("incident not raised", slog.String("effect", e.ID), slog.Any("error", err))
		return d.later(millis(d.runner.clock.Now()), 4)
	}
	return parked
}

// later is when an effect is tried again after so many earlier attempts.
func (d *delivery) later(at engine.Millis, attempts int) engine.Millis {
	d.mu.Lock()
	jitter := 0.8 + 0.4*d.random.Float64()
	d.mu.Unlock()
	return at + engine.Millis(float64(retryAfter(attempts).Milliseconds())*jitter)
}

func retryAfter(attempts int) time.Duration {
	if attempts >= 10 {
		return lastRetry
	}
	return min(lastRetry, firstRetry<<attempts)
}

// remember lets the loop wake up for a retry.
func (d *delivery) remember(due engine.Millis) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.retry == 0 || due < d.retry {
		d.retry = due
	}
}

// finalError is one that no retry can change.
type finalError struct{ err error }

func final(err error) error { return &finalError{err} }

func (f *finalError) Error() string { return f.err.Error() }
func (f *finalError) Unwrap() error { return f.err }
