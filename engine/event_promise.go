package engine

import "github.com/laneway-flow/laneway/engine/definition"

// The events of promises. What they took from the World (calendar, dues,
// recipients) stands in them, so apply needs none.
type (
	// ClockStarted: a cycle of a promise began.
	ClockStarted struct {
		Clock    int64
		Promise  string
		Token    int64
		Lane     string
		Cycle    int32
		Calendar string
		Judged   int64
		From     Millis // when it began: now, or an instant of the case
		Why      string // it begins standing still; empty: running
		Row      int32
		None     bool
		Budget   Millis
		By       Millis
		Due      Millis
		Next     Millis
	}
	// ClockPaused: it stands still from now on.
	ClockPaused struct {
		Clock int64
		Why   string
		Due   Millis // where the due is an instant that pauses do not move
		Next  Millis
	}
	// ClockResumed: it runs again.
	ClockResumed struct {
		Clock int64
		Due   Millis
		Next  Millis
	}
	// ClockRetargeted: another target, because the data changed or somebody
	// extended it; time used is carried.
	ClockRetargeted struct {
		Clock    int64
		Row      int32
		None     bool
		Calendar string
		Budget   Millis
		By       Millis
		Due      Millis
		Next     Millis
		Breached bool // the new due lies in the past
		Extended bool // by a person, for a reason
		Reason   string
	}
	// ClockRedued: the calendar has changed; only dues are new.
	ClockRedued struct {
		Clock  int64
		Judged int64
		Due    Millis
		Next   Millis
	}
	// ClockBreached is dated at its due: the event's instant may be later.
	ClockBreached struct {
		Clock int64
		Due   Millis
		Next  Millis
	}
	// ClockStopped ends a cycle with its verdict.
	ClockStopped struct {
		Clock        int64
		Verdict      Verdict
		StoppedAt    Millis // when it happened; may be before the event
		LateRecorded bool   // in time, but recorded after the due
		Left         Millis // open time left of the budget; negative: overrun
	}
	// LevelReached claims a level of an escalation, or an event, once a
	// cycle and target.
	LevelReached struct {
		Clock   int64
		Promise string
		Level   string
		Repeat  int32
		Point   Millis // the instant of the point
		Next    Millis
	}
	// PersonNotified is outbound: somebody is told of a promise.
	PersonNotified struct {
		Clock   int64
		Promise string
		Level   string // the highest one, where several were merged
		Percent int32  // of the budget used, at firing
		Due     Millis
		Person  string // of ours, or the customer
		As      string // the recipient as written: assignee, lead, manager ...
		Party   definition.Party
		Text    string // template, or empty for the built-in text
		Values  []definition.Datum
		Skipped []Skip
	}
	// LevelAcknowledged stops the repeats of a clock's levels.
	LevelAcknowledged struct {
		Clock int64
		By    string
	}
	// PriorityRaised: the case is more urgent from now on.
	PriorityRaised struct {
		To string
	}
	// ParticipantAdded: another person takes part.
	ParticipantAdded struct {
		Person string
	}
)

// Skip is a recipient who was passed over, and why: absent, missing,
// duplicate, self, not-eligible.
type Skip struct {
	As     string
	Person string
	Why    string
}
