// Package runner is the shell around the pure core: it loads an instance,
// lets engine.Step decide, commits the outcome and retries on a conflict; it
// wakes instances when something is due and delivers what is for the outside
// world. It decides nothing about a case.
package runner

import (
	"context"
	"log/slog"
	"net/netip"
	"time"

	"github.com/laneway-flow/laneway/engine"
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

	Cache     int           // instances kept in memory: 50,000
	Wakers    int           // wake-ups worked on at once: 256
	Lease     time.Duration // how long a claimed wake-up is hidden: 30 s
	Reconcile time.Duration // between two comparisons of index and store: 5 min
	Seed      uint64        // of the jitter between delivery attempts: 1

	// Letters hands a text over to a channel; nil writes one log line without
	// its content. An error means: try again later.
	Letters func(context.Context, Letter) error
	// Source is the CloudEvents source of webhooks: "laneway".
	Source string
	// Reachable are address ranges webhooks may reach although they are
	// private, loopback or link-local: none.
	Reachable []netip.Prefix
}

// Call is one command for one instance.
type Call struct {
	Instance string // empty for a StartInstance without an id: the runner makes one
	Command  engine.Command
	// Check judges the loaded state before the command (If-Match); its error
	// is returned as it is. May be nil.
	Check func(*engine.Instance) error
	// Request makes the call idempotent when its Key is set.
	Request store.Request
	// Answer gives the bytes that are stored with the request and returned in
	// Result.Answer. It is called before the commit. May be nil.
	Answer func(Result) ([]byte, error)
}

// Result is what a call led to: the committed state and the events of this
// call on the instance.
type Result struct {
	Instance engine.Instance
	Events   []engine.Event
	Answer   []byte
}
