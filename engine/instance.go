package engine

import "github.com/laneway-flow/laneway/engine/definition"

// Millis is an instant in UTC milliseconds since 1970, the only resolution
// the engine knows. Zero means "never" or "not yet".
type Millis int64

// State is where a process instance stands in its life.
type State uint8

// The states of an instance.
const (
	StateNone      State = iota // not started: the zero Instance
	StateActive                 // at least one token lives
	StateCompleted              // ended by its own flow
	StateCancelled              // ended by a person's decision
	StateFailed                 // ended by an error nobody caught
)

var stateNames = [...]string{"none", "active", "completed", "cancelled", "failed"}

// String returns the state's name in the API.
func (s State) String() string {
	if int(s) >= len(stateNames) {
		return "unknown"
	}
	return stateNames[s]
}

// Instance is all state of one case: a plain value that only apply changes.
// Step never modifies the Instance it is given; a copy may be kept and read
// while another one goes on.
//
// A mailbox (Mailbox != nil) is an instance of another kind: the one home of
// kept messages and of a unique start key, id `mailbox/<message>/<key>`.
type Instance struct {
	ID      string // the readable number of a case
	Process string // process id
	Edition int    // version of the process definition
	State   State
	Version int64    // commits so far; set by Step, checked by the store
	Seq     int64    // number of the last event
	At      Millis   // instant of the last event
	Head    [32]byte // head of the hash chain over all commits
	Serial  int64    // last number given to something inside the instance

	Starter      string // id of the person or customer who started it
	Channel      string // channel it came by
	StartedAt    Millis
	EndedAt      Millis
	EndReason    string
	Start        string      // the start event it began with
	Key          string      // key of the message that started it, if that has one
	Priority     string      // as raised by a level or a person; empty: ordinary
	Owner        string      // who answers for the case: the holder of its first task of ours
	Participants []string    // others who take part, in order of joining
	Customers    []LaneActor // who stands behind each outside lane, in lane order

	Scopes        []Scope // Scopes[0] is the process itself, number 0
	Tokens        []Token // in order of creation
	Tasks         []Task  // open ones only; history is in the events
	Timers        []Timer
	Subscriptions []Subscription
	Incidents     []Incident // open ones only
	Clocks        []Clock    // cycles of promises that have not ended
	Promises      []Kept     // what is remembered of those that have, in order of first start
	Steps         []StepLog  // what each step has seen so far, in order of first visit
	Turn          Turn
	Seen          []SeenMessage // messages taken by id, so that none counts twice

	Mailbox *Mailbox
}

// LaneActor names the customer or supplier behind an outside lane.
type LaneActor struct {
	Lane string
	ID   string
}

// Scope is one run of the process or of an embedded subprocess, with its data.
type Scope struct {
	Number  int64  // 0 for the process
	Element string // the subprocess element; empty for the process
	Parent  int64
	Token   int64              // the token that waits at the subprocess; 0 for the process
	Data    []definition.Datum // sorted by name; immutable, replaced as a whole
}

// Token is a point of control at an element. Public id `t<number>`.
type Token struct {
	Number  int64
	Scope   int64
	Element string
	Via     string // the sequence flow it came by; joins need it
	Since   Millis // when it arrived
	Visit   int32  // 1, 2, ... of the element's step
}

// Task is an open user task. Public id `<instance>.k<number>`.
type Task struct {
	Number     int64
	Token      int64
	Element    string
	Lane       string
	Party      definition.Party
	Team       string   // resolved team; empty in an outside lane
	Customer   string   // who is asked in an outside lane, if known
	Visit      int32    // 1, 2, ... of this step in this case
	Excluded   []string // persons who may not do it (`not:`), sorted
	Assignee   string   // empty while queued
	Revision   int64    // sequence number of the event that last changed it
	EnabledAt  Millis
	AssignedAt Millis // first assignment to a person
	StartedAt  Millis // first claim or start: the first human touch
	HoldReason string // not empty while held
	Holds      []Hold // every hold so far; the last one is open while held
}

// Hold is one span in which a step was put aside for a reason. To is zero
// while it lasts.
type Hold struct {
	Reason   string
	From, To Millis
}

// Timer is a pending timer. Public id `w<number>`.
type Timer struct {
	Number  int64
	Token   int64
	Trigger string // the boundary event or gateway row; empty for a `wait` step; `hold` where it ends a hold
	Due     Millis
}

// Subscription waits for a message.
type Subscription struct {
	Number  int64
	Token   int64
	Trigger string // the boundary event or gateway row; empty for `receive`
	Message string
	Key     string // correlation key, canonical text; empty when the message has none
	Kept    bool   // the message is kept: the mailbox knows of this subscription
}

// Incident is a token that cannot go on without help. Public id `i<number>`.
type Incident struct {
	Number  int64
	Token   int64 // 0 when it concerns an effect
	Element string
	Effect  string // id of the effect that was given up, if that is the trouble
	Code    string // stable: no-condition, expression, loop, no-team, effect-failed ...
	Detail  string
	At      Millis
}

// StepLog is what the engine remembers of a step's finished visits: what
// `same`, `not` and last("...") ask for.
type StepLog struct {
	Step    string
	Visits  int32              // entered so far
	Doers   []string           // who really completed it, each once, in order of first time
	By      string             // who completed it last
	At      Millis             // when it was last completed
	Values  []definition.Datum // what its form was given last, sorted by name, where some expression asks for it
	Outcome string
}

// Turn is whose move it is: the open side of the interaction between us and
// the outside party of Lane (MEASURES.md §2).
type Turn struct {
	Party  definition.Party // us, customer, supplier; empty: nobody's
	Lane   string           // the outside lane of the thread
	Since  Millis
	Number int32 // 1, 2, ... within the thread
}

// Mailbox is the state of a `mailbox/<message>/<key>` instance.
type Mailbox struct {
	Message     string
	Key         string
	Kept        []KeptMessage // oldest first
	Subscribers []Subscriber  // oldest first
	Running     string        // the case that was started for this key and has not ended
	Seen        []SeenMessage // ids already taken, for idempotence
}

// KeptMessage waits for a subscriber until it expires.
type KeptMessage struct {
	Number  int64
	ID      string // the sender's, may be empty
	Values  []definition.Datum
	From    Origin
	Expires Millis
}

// Subscriber is a waiting subscription of another instance.
type Subscriber struct {
	Instance     string
	Subscription int64
}

// SeenMessage is a message id that must not be taken twice before Until.
type SeenMessage struct {
	ID    string
	Until Millis
}

// NextDue returns the earliest instant at which the instance must be woken,
// or zero when nothing is timed.
func (in *Instance) NextDue() Millis {
	var next Millis
	sooner := func(due Millis) {
		if next == 0 || due < next {
			next = due
		}
	}
	for i := range in.Timers {
		sooner(in.Timers[i].Due)
	}
	for i := range in.Clocks {
		if next := in.Clocks[i].Next; next != 0 {
			sooner(next + 1) // met exactly at its due is met
		}
	}
	if in.Mailbox != nil {
		for i := range in.Mailbox.Kept {
			sooner(in.Mailbox.Kept[i].Expires)
		}
	}
	return next
}

// Open reports whether the instance is active.
func (in *Instance) Open() bool { return in.State == StateActive }
