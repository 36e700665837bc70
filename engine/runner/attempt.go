package runner

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
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
