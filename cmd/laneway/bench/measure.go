package bench

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// result is what a closed loop of clients reached.
type result struct {
	perSecond float64
	p50, p99  time.Duration // of one step
	others    float64       // share of the CPU that other processes used
}

// warmup is left out of every measured span.
const warmup = 300 * time.Millisecond

// measure lets clients call work until the span is over; work does one case
// and reports each step it did with its duration.
func measure(ctx context.Context, clients int, span time.Duration, work func(ctx context.Context, client int, did func(time.Duration)) error) (result, error) {
	var (
		counting, over atomic.Bool
		group          sync.WaitGroup
		steps          = make([][]time.Duration, clients)
		errs           = make(chan error, clients)
	)
	for client := range clients {
		group.Go(func() {
			did := func(took time.Duration) {
				if counting.Load() && !over.Load() {
					steps[client] = append(steps[client], took)
				}
			}
			for !over.Load() {
				if err := work(ctx, client, did); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	pause(ctx, warmup)
	before, began := loadNow(), time.Now()
	counting.Store(true)
	pause(ctx, span)
	over.Store(true)
	took := time.Since(began)
	others := before.others()
	group.Wait()
	select {
	case err := <-errs:
		return result{}, err
	default:
	}
	all := slices.Concat(steps...)
	slices.Sort(all)
	return result{
		perSecond: float64(len(all)) / took.Seconds(),
		p50:       quantile(all, 0.5), p99: quantile(all, 0.99), others: others,
	}, ctx.Err()
}

// pause waits, or returns early when the context ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// quantile returns the value that the share q of the sorted ones does not
// exceed.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}
