// Package runner is the shell around the pure core: it loads an instance,
// lets engine.Step decide, commits the outcome and retries on a conflict; it
// wakes instances when something is due and delivers what is for the outside
// world. It decides nothing about a case.
package runner

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/timers"
)

// Config is what a Runner is built from. Store and Timers must be set; every
// other zero value stands for the default named beside it.
type Config struct {
	Store  store.Store
	Timers timers.Index
	Clock  Clock        // the machine's
	Logger *slog.Logger // discards

	Cache     int           // instances kept in memory, about 1.5 KB each: 100,000
	Wakers    int           // wake-ups worked on at once: 256
	Lease     time.Duration // how long a claimed wake-up is hidden: 30 s
	Reconcile time.Duration // between two comparisons of index and store: 5 min
	SweepRate int           // cases re-dued in a second after a calendar changed: 5,000
	Seed      uint64        // of the jitter between delivery attempts: 1

	// Letters hands a text over to a channel; nil writes one log line without
	// its content. An error means: try again later.
	Letters func(context.Context, Letter) error
	// Mail brings notifications about promises to people of ours; nil: they go
	// to Letters, as texts to customers do.
	Mail *Mail
	// Source is the CloudEvents source of webhooks: "laneway".
	Source string
	// Reachable are address ranges webhooks may reach although they are
	// private, loopback or link-local: none.
	Reachable []netip.Prefix
}

// The defaults of Config.
const (
	defaultCache     = 100_000
	defaultWakers    = 256
	defaultLease     = 30 * time.Second
	defaultReconcile = 5 * time.Minute
	defaultSweepRate = 5_000
)

// Runner is the shell around one store. Every method is safe for concurrent use.
type Runner struct {
	cfg     Config
	store   store.Store
	timers  timers.Index
	clock   Clock
	log     *slog.Logger
	letters func(context.Context, Letter) error

	calls    calls
	flights  flights
	locks    *keyedLocks
	cache    *cache
	numbers  numbers
	lateness latenessRecorder
	delivery *delivery
	sweeper  *sweeper

	snapshot atomic.Pointer[snapshot]
	config   sync.Mutex // one change of the configuration at a time
	parsed   map[engine.Edition]*definition.Process
	// calendars is what was compiled for the snapshot; guarded by config.
	calendars *calendarCache

	stop  context.CancelFunc
	loops sync.WaitGroup
}

// New builds a runner; nothing runs and nothing is read before Start. The
// store and the index stay the caller's to close.
func New(cfg Config) *Runner {
	cfg.Clock = or[Clock](cfg.Clock, System{})
	cfg.Logger = or(cfg.Logger, slog.New(slog.DiscardHandler))
	cfg.Cache = or(cfg.Cache, defaultCache)
	cfg.Wakers = or(cfg.Wakers, defaultWakers)
	cfg.Lease = or(cfg.Lease, defaultLease)
	cfg.Reconcile = or(cfg.Reconcile, defaultReconcile)
	cfg.SweepRate = or(cfg.SweepRate, defaultSweepRate)
	cfg.Seed = or(cfg.Seed, 1)
	cfg.Source = or(cfg.Source, "laneway")
	r := &Runner{
		cfg: cfg, store: cfg.Store, timers: cfg.Timers, clock: cfg.Clock, log: cfg.Logger, letters: cfg.Letters,
		locks: newKeyedLocks(), cache: newCache(cfg.Cache), parsed: make(map[engine.Edition]*definition.Process),
		calendars: newCalendarCache(),
	}
	if r.letters == nil {
		r.letters = r.logLetter
	}
	r.delivery = newDelivery(r, &cfg)
	r.sweeper = newSweeper(r)
	return r
}

func or[T comparable](value, standard T) T {
	var zero T
	if value == zero {
		return standard
	}
	return value
}

// Start reads the configuration from the store and starts the background
// loops: waking, reconciling, delivering, sweeping. The context bounds Start only.
func (r *Runner) Start(ctx context.Context) error {
	r.config.Lock()
	defer r.config.Unlock()
	if r.cfg.Mail != nil {
		if err := r.cfg.Mail.Check(); err != nil {
			return fmt.Errorf("runner: start: %w", err)
		}
	}
	if err := r.refresh(ctx); err != nil {
		return fmt.Errorf("runner: start: %w", err)
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	r.stop = stop
	for _, loop := range []func(context.Context){r.wakeLoop, r.reconcileLoop, r.delivery.loop, r.sweeper.loop} {
		r.loops.Go(func() { loop(running) })
	}
	return nil
}

// Close stops the loops and waits for them; calls under way are finished
// first. It returns the context's error when they do not finish in time.
func (r *Runner) Close(ctx context.Context) error {
	if r.stop != nil {
		r.stop()
		stopped := make(chan struct{})
		go func() {
			r.loops.Wait()
			close(stopped)
		}()
		select {
		case <-stopped:
		case <-ctx.Done():
		}
	}
	return r.calls.close(ctx)
}

// Store is the store the runner was built on.
func (r *Runner) Store() store.Store { return r.store }

// Lateness is how late timers fired since Start.
func (r *Runner) Lateness() Lateness { return r.lateness.snapshot() }
