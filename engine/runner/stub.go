package runner

import (
	"context"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
)

// Runner is the shell around one store. Every method is safe for concurrent use.
type Runner struct{ cfg Config }

// New builds a runner; nothing runs and nothing is read before Start.
func New(cfg Config) *Runner { return &Runner{cfg: cfg} }

// Start reads the configuration from the store and starts the background
// loops: waking, reconciling, delivering. The context bounds Start only.
func (r *Runner) Start(ctx context.Context) error { panic("not yet") }

// Close stops the loops and waits for them; calls under way are finished first.
func (r *Runner) Close(ctx context.Context) error { panic("not yet") }

// Do loads the instance, lets engine.Step decide, commits and answers.
//
// Errors: *engine.Rejection, *store.Duplicate (the request key was used
// before: its Request holds the first answer), *Defect (the engine panicked:
// nothing changed), whatever Check returned, store.ErrNotFound, ErrConflict
// (after bounded retries), ErrUnavailable, ErrUnknown, ErrClosed.
func (r *Runner) Do(ctx context.Context, call Call) (Result, error) { panic("not yet") }

// Load returns the last committed state of an instance, or store.ErrNotFound.
func (r *Runner) Load(ctx context.Context, id string) (engine.Instance, error) { panic("not yet") }

// World is the newest snapshot of definitions and organisation.
func (r *Runner) World() *engine.World { panic("not yet") }

// Store is the store the runner was built on.
func (r *Runner) Store() store.Store { return r.cfg.Store }

// Deploy makes a definition the current version of its process. changed is
// false when its newest version has the same content. Errors among the
// diagnostics refuse it: then the process is nil and err is nil.
func (r *Runner) Deploy(ctx context.Context, file string, src []byte, by string) (p *definition.Process, changed bool, found []definition.Diagnostic, err error) {
	panic("not yet")
}

// Put writes any other document and refreshes the world.
func (r *Runner) Put(ctx context.Context, d store.Document, q store.Request) (revision int64, err error) {
	panic("not yet")
}

// Bootstrap loads documents into an empty store and reports whether it was
// empty; a process document holds its YAML. Call it after Start.
func (r *Runner) Bootstrap(ctx context.Context, documents []store.Document) (loaded bool, err error) {
	panic("not yet")
}

// Message is something said from outside by name and key.
type Message struct {
	engine.Origin
	Name    string
	Key     string
	ID      string // the sender's id: the same id is taken once; empty: the runner makes one
	Process string // only receivers of this process; empty: of any
	Values  []definition.Datum
	// Request makes the call idempotent; with an ID the id does so already.
	Request store.Request
}

// Outcome is what became of a message.
type Outcome string

// The outcomes of a message: the sender always learns one of them.
const (
	Delivered Outcome = "delivered"
	Kept      Outcome = "kept"
	Started   Outcome = "started"
	Refused   Outcome = "refused"
)

// MessageResult is the outcome of a message, and the case it reached.
type MessageResult struct {
	Outcome  Outcome `json:"outcome"`
	Instance string  `json:"instance,omitempty"` // delivered to, or started
	Code     string  `json:"code,omitempty"`     // of the refusal
	Reason   string  `json:"reason,omitempty"`   // of the refusal
	Repeated bool    `json:"repeated,omitempty"` // the message was taken before; this is its first outcome
}

// Send gives a message to the one who waits for it, keeps it, starts a case
// with it, or refuses it. A message that nobody may receive is no error but
// the outcome Refused; values that break the form, and several receivers
// (message.ambiguous, listing them), are a *engine.Rejection.
func (r *Runner) Send(ctx context.Context, m Message) (MessageResult, error) { panic("not yet") }

// Unseal returns the canonical JSON of a sealed personal value, or the value
// itself when it is not sealed; store.ErrErased after its key was destroyed.
func (r *Runner) Unseal(ctx context.Context, d definition.Datum) ([]byte, error) { panic("not yet") }

// Erase destroys the key of a subject: a customer's id, or "case:<instance>".
// Values sealed under it read as erased from then on.
func (r *Runner) Erase(ctx context.Context, subject string) error { panic("not yet") }


// Lateness is how late timers fired since Start.
func (r *Runner) Lateness() Lateness { panic("not yet") }
