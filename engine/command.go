package engine

import "github.com/laneway-flow/laneway/engine/definition"

// ActorKind is what kind of actor did something.
type ActorKind string

// The actor kinds; the system acts when a timer fires or an automatic step runs.
const (
	ActorStaff    ActorKind = "staff"
	ActorCustomer ActorKind = "customer"
	ActorService  ActorKind = "service" // a program with an API token of its own
	ActorSystem   ActorKind = "system"
)

// Actor is who did something.
type Actor struct {
	Kind ActorKind
	ID   string
}

// Origin is where a command came from. It stands on every event the command
// leads to.
type Origin struct {
	Actor      Actor
	OnBehalf   string // the customer or person it was done for, if not the actor
	Channel    string // phone, web, counter, mail, api ...
	OccurredAt Millis // when it really happened, if earlier than recorded
	Request    string // request id
	Source     string // network address
}

// Command is one of the closed set of things that may be asked of an
// instance. Commands are plain data; a refused one is a *Rejection.
//
//sumtype:decl
type Command interface {
	origin() Origin
	decide(x *step) error
}

func (o Origin) origin() Origin { return o }

// StartInstance starts a case. Data are canonical values of the start step's
// form (or of the start message's form); Customers names who stands behind
// outside lanes.
type StartInstance struct {
	Origin
	ID        string
	Process   string
	Edition   int    // 0: the current version
	Start     string // element id of the start event; empty: the first none start
	Key       string // key of a message start
	Customers []LaneActor
	Data      []definition.Datum
}

// ClaimTask makes the actor the assignee of a queued task and starts it.
type ClaimTask struct {
	Origin
	Task int64
}

// UnclaimTask puts the actor's task back into its queue.
type UnclaimTask struct {
	Origin
	Task int64
}

// AssignTask gives a task to a person of the lane's team.
type AssignTask struct {
	Origin
	Task int64
	To   string
}

// StartTask marks the assignee's first touch of a task that somebody assigned.
type StartTask struct {
	Origin
	Task int64
}

// CompleteTask finishes a task with the values of its form.
type CompleteTask struct {
	Origin
	Task   int64
	Values []definition.Datum
}

// HoldTask puts a task aside with a reason; ResumeTask takes it up again.
type HoldTask struct {
	Origin
	Task   int64
	Reason string
	Note   string
}

// ResumeTask ends a hold.
type ResumeTask struct {
	Origin
	Task int64
}

// AddNote writes a note on the case.
type AddNote struct {
	Origin
	Text string
	Task int64 // the task it concerns, or 0
}

// ChangeData corrects values of the case outside any step.
type ChangeData struct {
	Origin
	Values []definition.Datum
	Reason string
}

// DeliverMessage gives a message to the instance: to one subscription by
// number, or by name and key to the innermost one that waits for it.
type DeliverMessage struct {
	Origin
	Message      string
	Key          string
	MessageID    string
	Subscription int64 // 0: find it
	Values       []definition.Datum
}

// Wake fires what is due and does nothing else.
type Wake struct{ Origin }

// RetryIncident enters the element of an incident once more.
type RetryIncident struct {
	Origin
	Incident int64
	Reason   string
}

// SkipIncident lets the token go on behind the element, by the given flow
// where there is a choice.
type SkipIncident struct {
	Origin
	Incident int64
	Flow     string
	Reason   string
}

// CancelInstance ends a case by a person's decision.
type CancelInstance struct {
	Origin
	Reason string
}

// FailEffect records that an effect was given up after its last attempt.
type FailEffect struct {
	Origin
	Effect string
	Code   string
	Detail string
}

// PostMessage puts a message into a mailbox: it is passed on to the oldest
// subscriber, starts a case, is kept, or is refused.
type PostMessage struct {
	Origin
	Message   string
	Key       string
	MessageID string
	Values    []definition.Datum
	KeepFor   int64  // wall milliseconds; 0: refuse when nobody waits
	Process   string // the process this message starts, or empty
	Start     string // its start event
	NewID     string // the id of the case it would start
	Many      bool   // may start more than one case for the key
}

// Subscribe tells a mailbox that a subscription waits; Unsubscribe that it
// waits no more.
type Subscribe struct {
	Origin
	Message    string
	Key        string
	Subscriber Subscriber
}

// Unsubscribe takes a subscription out of a mailbox.
type Unsubscribe struct {
	Origin
	Subscriber Subscriber
}

// FreeStartKey tells a mailbox that the case it started has ended.
type FreeStartKey struct {
	Origin
	Instance string
}
