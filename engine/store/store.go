// Package store is the port behind which Laneway remembers: one write for
// cases, one for configuration, and the queries that the inbox, the API and
// the timers ask. Adapters live in the folders below; storetest holds the
// promises every one of them keeps.
package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/laneway-flow/laneway/engine"
)

// Store is one durable home of all instances and configuration.
//
// Every method is safe for concurrent use. Errors are wrapped once with the
// operation and the id; test them with errors.Is and errors.As. A limit of 0
// or less stands for DefaultLimit. What a list leaves equal stands in the order
// in which the instances were first committed.
type Store interface {
	// Commit writes all changes of the batch durably, or nothing.
	// It returns *Duplicate when the request key was used before (this is
	// asked first), ErrConflict when an instance is not at its Expect version,
	// ErrUnavailable when surely nothing was written, and ErrUnknown when it
	// may have been. A batch may change one instance several times, in order.
	//
	// The batch must not be modified until Commit has returned; a cancelled
	// context ends the wait, not the write.
	Commit(ctx context.Context, b Batch) error

	// Load returns the last committed state of an instance, or ErrNotFound.
	Load(ctx context.Context, id string) (engine.Instance, error)
	// Version returns the last committed version of an instance, 0 if there is none.
	Version(ctx context.Context, id string) (int64, error)
	// History returns the events of an instance from event number `from` on, at most limit.
	History(ctx context.Context, id string, from int64, limit int) ([]engine.Event, error)
	// Log returns commits of all instances behind a log position, oldest
	// first, at most limit.
	Log(ctx context.Context, after int64, limit int) ([]Commit, error)
	// Answer returns the stored answer of a request, or ErrNotFound.
	Answer(ctx context.Context, scope, key string) (Request, error)

	// Due returns instances whose next due instant is at or before `until`,
	// soonest first, behind the cursor (zero Wakeup for the first page).
	Due(ctx context.Context, until engine.Millis, after Wakeup, limit int) ([]Wakeup, error)
	// Subscribers returns open subscriptions for a message name and key, in
	// the order of instance id and number, at most limit.
	Subscribers(ctx context.Context, message, key string, limit int) ([]engine.Subscriber, error)

	// Instances, Tasks and Incidents answer lists; see their query types.
	Instances(ctx context.Context, q InstanceQuery) ([]InstanceRow, error)
	Tasks(ctx context.Context, q TaskQuery) ([]TaskRow, error)
	Incidents(ctx context.Context, q IncidentQuery) ([]IncidentRow, error)
	// Facts streams facts of one instance, or of all when the id is empty, in
	// the order written. It stops at the first error of fn and returns it.
	Facts(ctx context.Context, instance string, fn func(engine.Fact) error) error

	// Effects returns undelivered effects that are due, soonest first.
	Effects(ctx context.Context, at engine.Millis, limit int) ([]Effect, error)
	// Settle records delivery attempts; it never touches an instance. Effects
	// that are unknown or done are left alone.
	Settle(ctx context.Context, deliveries []Delivery) error

	// Put appends a version of a document and returns the new global revision.
	// ErrConflict when the document's newest version is not Expect.
	Put(ctx context.Context, d Document, r Request) (revision int64, err error)
	// Revision is the newest global revision, 0 in an empty store.
	Revision(ctx context.Context) (int64, error)
	// Document returns the newest version of one document, or ErrNotFound.
	Document(ctx context.Context, kind, id string) (Document, error)
	// Documents returns the newest version of each document of a kind, by id;
	// all kinds, by kind and id, when kind is empty. Deleted ones are among them.
	Documents(ctx context.Context, kind string) ([]Document, error)
	// DocumentVersions returns every version of one document, oldest first.
	DocumentVersions(ctx context.Context, kind, id string) ([]Document, error)

	// Key returns the secret key of a subject (a customer, or a case without
	// one), or ErrNotFound when it never had one or was erased.
	Key(ctx context.Context, subject string) ([]byte, error)
	// CreateKey stores a key unless the subject has one, and returns the one
	// that is stored. ErrErased after DestroyKey.
	CreateKey(ctx context.Context, subject string, key []byte) ([]byte, error)
	// DestroyKey erases a subject's key for ever.
	DestroyKey(ctx context.Context, subject string) error

	// Close ends all work and releases the store.
	Close() error
}

// RequestsKept is for how long, in milliseconds, the answer of a request stands
// for every later one under its key; after that the key is free again.
const RequestsKept = 24 * 60 * 60 * 1000

// The typed outcomes of a Commit besides nil and *Duplicate.
var (
	ErrNotFound    = errors.New("not found")
	ErrConflict    = errors.New("version conflict")
	ErrUnavailable = errors.New("store unavailable")
	ErrUnknown     = errors.New("outcome unknown")
	ErrErased      = errors.New("key erased")
)

// Duplicate says that a request key was used before.
type Duplicate struct {
	Request Request // the first one, with its answer
	// Differs is set when the body under the same key was another one.
	Differs bool
}

// Error names the key.
func (d *Duplicate) Error() string {
	if d.Differs {
		return fmt.Sprintf("request key %q was used before with another body", d.Request.Key)
	}
	return fmt.Sprintf("request key %q was used before", d.Request.Key)
}

// Batch is everything one request changes.
type Batch struct {
	Changes []Change
	Request Request // zero: without a key
}

// Change is the next version of one instance. It is refused unless the store
// holds version Expect (0: none); Instance.Version is Expect+1.
type Change struct {
	Expect   int64
	Instance engine.Instance
	Events   []engine.Event
	Facts    []engine.Fact
	Effects  []Effect
}

// Request identifies a mutating call; its answer is kept for 24 h.
type Request struct {
	Scope    string // actor + route
	Key      string // empty: no idempotency asked for
	BodyHash [32]byte
	Answer   []byte
	At       engine.Millis
}

// Commit is one entry of the log of all instances.
type Commit struct {
	Position int64 // grows with every commit; never reused
	Instance string
	Version  int64
	Events   []engine.Event
}

// Wakeup is the next due instant of an instance.
type Wakeup struct {
	Instance string
	Due      engine.Millis
	Version  int64 // of the instance when it was read
}

// InstanceRow is an instance in a list.
type InstanceRow struct {
	ID, Process string
	Edition     int
	State       engine.State
	Customer    string // first customer, or empty
	Starter     string
	StartedAt   engine.Millis
	EndedAt     engine.Millis
	At          engine.Millis
	NextDue     engine.Millis
	Incidents   int
	Version     int64
}

// InstanceQuery selects cases (never mailboxes), newest start first, of equal
// ones the later committed first. Every field that is set narrows.
type InstanceQuery struct {
	Process  string
	Customer string
	States   []engine.State
	Incident bool   // only those with an open incident
	Prefix   string // readable number begins with it
	// Before is the keyset position: rows after (StartedAt, ID) in the order. Zero: from the top.
	Before InstanceCursor
	Limit  int
}

// InstanceCursor is the position of a row in a list of instances.
type InstanceCursor struct {
	StartedAt engine.Millis
	ID        string
}

// TaskRow is an open task in a list.
type TaskRow struct {
	Instance  string
	Process   string
	Edition   int
	Task      engine.Task
	NextDue   engine.Millis // next due instant of its instance; 0: none
	StartedAt engine.Millis // of the instance
}

// TaskQuery selects open tasks, soonest next due first, those without one
// last, then oldest first. Every field that is set narrows.
type TaskQuery struct {
	Teams    []string // tasks of these teams
	Assignee string   // tasks of this person, whatever the team
	// Queued keeps only tasks without an assignee, Assigned only those with one.
	Queued, Assigned bool
	Customer         string // asked of this customer, in an outside lane
	Process, Step    string
	Held             *bool
	After            TaskCursor
	Limit            int
}

// TaskCursor is the position of a row in a list of tasks.
type TaskCursor struct {
	NextDue   engine.Millis
	EnabledAt engine.Millis
	Instance  string
	Task      int64
}

// IncidentRow is an open incident in a list.
type IncidentRow struct {
	Instance string
	Process  string
	Edition  int
	Incident engine.Incident
}

// IncidentQuery selects open incidents, oldest first.
type IncidentQuery struct {
	Process  string
	Instance string
	After    IncidentCursor
	Limit    int
}

// IncidentCursor is the position of a row in a list of incidents.
type IncidentCursor struct {
	At       engine.Millis
	Instance string
	Incident int64
}

// Effect is something to be done in the outside world at least once. Its id
// `instance/seq/target` is stable over retries.
type Effect struct {
	ID       string
	Instance string
	Kind     string // text, webhook, message
	Target   string // webhook id, channel, or process
	Payload  []byte // JSON
	Due      engine.Millis
	Attempts int
}

// Delivery is the result of one attempt at an effect: delivered or given up
// (Done), or to be tried again at Due.
type Delivery struct {
	Effect string
	At     engine.Millis
	Done   bool
	Due    engine.Millis // next attempt, when not done
	Result string        // one line for people
}

// Document is one version of something that is not a case: a process
// definition, the organisation, a customer, an API token, a webhook.
type Document struct {
	Kind      string
	ID        string
	Version   int64 // set by Put: 1, 2, ... of this document
	Revision  int64 // set by Put: global
	Expect    int64 // for Put: the version it replaces, 0 for a new one
	ValidFrom engine.Millis
	Deleted   bool
	Body      []byte
	At        engine.Millis
	By        string
}
