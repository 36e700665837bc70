package engine

import "github.com/laneway-flow/laneway/engine/definition"

// FormatVersion is the version of the event and state formats written today.
// Older formats are read for ever.
const FormatVersion = 1

// Event is one thing that happened to an instance. Released event types are
// never edited; a new fact gets a new type.
type Event struct {
	Seq    int64 // 1, 2, ... without a gap
	At     Millis
	Cause  int64 // number of the event that led to it; 0: the command itself
	Origin Origin
	Body   Body
}

// Body is what an event says: a pointer to one of the closed set of types in
// this file, never changed once it stands in an event. apply of a body is the
// only place where an Instance changes.
//
//sumtype:decl
type Body interface {
	// apply changes in as the event says. It reads nothing but the event.
	apply(in *Instance, e *Event)
	// frame reads or writes the body's canonical bytes: see codec.go.
	frame(c *codec)
}

// Written are values put into the data of one scope, sorted by name. A datum
// without a value removes the name.
type Written struct {
	Scope  int64
	Values []definition.Datum
}

// The events of a case.
type (
	// InstanceStarted is the first event of every case.
	InstanceStarted struct {
		ID, Process string
		Edition     int
		Start       string // start event taken
		Key         string
		Starter     string
		Channel     string
		Customers   []LaneActor
	}
	// InstanceEnded is the last one that changes the state.
	InstanceEnded struct {
		State  State
		Reason string
	}
	// DataChanged replaces values of the case.
	DataChanged struct {
		Written []Written
		Reason  string // of a correction; empty when the flow did it
	}
	// TokenEntered: a token is new at its element (start, split, boundary event).
	TokenEntered struct {
		Token   int64
		Scope   int64
		Element string
		Via     string // sequence flow taken; empty at a start event
	}
	// TokenMoved: a token took a sequence flow to the next element.
	TokenMoved struct {
		Token   int64
		Flow    string
		Element string
	}
	// TokenConsumed: a token is gone.
	TokenConsumed struct {
		Token  int64
		Reason string // ended, joined, withdrawn
	}
	// StepEntered counts a visit of an automatic step or subprocess.
	StepEntered struct {
		Token   int64
		Element string
		Visit   int32
	}
	// StepCompleted closes a visit of an automatic step or subprocess;
	// Withdrawn when its work was taken away.
	StepCompleted struct {
		Token     int64
		Element   string
		Visit     int32
		Withdrawn bool
	}
	// ScopeOpened: a subprocess began.
	ScopeOpened struct {
		Scope, Parent int64
		Element       string
		Token         int64
	}
	// ScopeClosed: a subprocess has nothing left to do, or was withdrawn.
	ScopeClosed struct{ Scope int64 }

	// TaskOpened: somebody is asked to do a step.
	TaskOpened struct {
		Task     int64
		Token    int64
		Element  string
		Lane     string
		Party    definition.Party // of the lane
		Team     string
		Customer string
		Visit    int32
		Excluded []string
		Assignee string // by `same`, or empty
	}
	// TaskAssigned: a person has it now. Started when the person took it.
	TaskAssigned struct {
		Task    int64
		To      string
		Started bool
	}
	// TaskUnassigned: it is back in the queue.
	TaskUnassigned struct{ Task int64 }
	// TaskStarted: first touch of an assigned task.
	TaskStarted struct{ Task int64 }
	// TaskHeld and TaskResumed bound a hold.
	TaskHeld struct {
		Task   int64
		Reason string
		Note   string
	}
	// TaskResumed ends a hold.
	TaskResumed struct{ Task int64 }
	// TaskCompleted: done by the event's actor.
	TaskCompleted struct {
		Task    int64
		Written []Written // what its form was given
		// Remembered: some expression of the process asks for these values by
		// last("step"), so the instance keeps them beside its data.
		Remembered bool
	}
	// TaskWithdrawn: taken away undone.
	TaskWithdrawn struct{ Task int64 }
	// NoteAdded is a note on the case.
	NoteAdded struct {
		Text string
		Task int64
	}

	// TimerArmed, TimerFired, TimerCancelled: the life of a timer.
	TimerArmed struct {
		Timer   int64
		Token   int64
		Trigger string
		Due     Millis
	}
	// TimerFired carries its due: the event's instant may be later.
	TimerFired struct {
		Timer   int64
		Token   int64
		Trigger string
		Due     Millis
	}
	// TimerCancelled: its host is gone.
	TimerCancelled struct{ Timer int64 }

	// SubscriptionOpened and SubscriptionClosed bound the wait for a message.
	// Of a kept message they are outbound: the mailbox must know.
	SubscriptionOpened struct {
		Subscription int64
		Token        int64
		Trigger      string
		Message      string
		Key          string
		Kept         bool
	}
	// SubscriptionClosed ends it; Taken when a message came.
	SubscriptionClosed struct {
		Subscription int64
		Message      string
		Key          string
		Kept         bool
		Taken        bool
	}
	// MessageReceived: a message was delivered to a subscription of this case.
	MessageReceived struct {
		Subscription int64
		Message      string
		MessageID    string
		Written      []Written // what its form was given
	}
	// MessageSent is outbound: a message for other instances.
	MessageSent struct {
		Element string
		Message string
		Key     string
		Process string // the process addressed, or empty
		Values  []definition.Datum
	}
	// TextSent is outbound: a text for a person, delivered as an effect.
	TextSent struct {
		Element string
		Text    string
		Lane    string
		To      string // customer or person id, if known
		Channel string
		Values  []definition.Datum // what its placeholders say at this instant
	}
	// TurnPassed: the case is with another party now (TIME.md §1.1).
	TurnPassed struct {
		From, To definition.Party
		Lane     string // the outside lane of the thread
	}

	// IncidentRaised: a token cannot go on, or an effect was given up.
	IncidentRaised struct {
		Incident int64
		Token    int64
		Element  string
		Effect   string
		Code     string
		Detail   string
	}
	// IncidentResolved by "retried", "skipped" or "withdrawn".
	// Of an effect's incident it is outbound: a retried effect is due again.
	IncidentResolved struct {
		Incident int64
		Effect   string
		How      string
		Reason   string
	}
	// StartKeyFreed is outbound: the mailbox that started this case is told of its end.
	StartKeyFreed struct {
		Message, Key string
	}
)

// The events of a mailbox.
type (
	// MailboxOpened is its first event.
	MailboxOpened struct{ ID, Message, Key string }
	// MailboxSubscribed and MailboxUnsubscribed follow the subscribers.
	MailboxSubscribed struct{ Subscriber Subscriber }
	// MailboxUnsubscribed takes one out.
	MailboxUnsubscribed struct{ Subscriber Subscriber }
	// MessageKept: nobody waits, it is kept until Expires.
	MessageKept struct {
		Kept      int64 // its number inside the mailbox
		MessageID string
		Values    []definition.Datum
		Expires   Millis
	}
	// MessagePassed is outbound: the message goes to a subscriber.
	MessagePassed struct {
		Kept       int64 // the kept message it was; 0: it came just now
		MessageID  string
		Values     []definition.Datum
		Subscriber Subscriber
		From       Origin
	}
	// MessageExpired: nobody came for it.
	MessageExpired struct{ Kept int64 }
	// CaseStarted is outbound: a case is started for the key, under this id.
	CaseStarted struct {
		MessageID string
		Process   string
		Start     string
		Instance  string
		Values    []definition.Datum
	}
	// StartKeyReleased: the case of this key has ended.
	StartKeyReleased struct{ Instance string }
)
