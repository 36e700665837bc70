package engine

import (
	"fmt"

	"github.com/laneway-flow/laneway/engine/definition"
)

// Rejection is the refusal of a command: the state does not allow it, and
// nothing changed.
type Rejection struct {
	Code   string // one of the Reject constants
	Reason string // lower case, names the thing by id and says what was expected
	// Fields are the places of a form that were refused, if that is the reason.
	Fields []definition.Problem
}

// Error returns code and reason.
func (r *Rejection) Error() string { return r.Code + ": " + r.Reason }

// The codes of rejections. They are stable: clients switch on them.
const (
	RejectExists           = "instance.exists"
	RejectNotActive        = "instance.not_active"
	RejectProcess          = "process.unknown"
	RejectStart            = "start.unknown"
	RejectLane             = "lane.unknown"
	RejectTaskNotOpen      = "task.not_open"
	RejectTaskClaimed      = "task.already_claimed"
	RejectTaskNotYours     = "task.not_yours"
	RejectTaskCandidate    = "task.not_a_candidate"
	RejectTaskExcluded     = "task.excluded"
	RejectTaskHeld         = "task.held"
	RejectTaskNotHeld      = "task.not_held"
	RejectTaskUnassigned   = "task.not_assigned"
	RejectTaskStarted      = "task.already_started"
	RejectForm             = "form.invalid"
	RejectHoldReason       = "hold.unknown_reason"
	RejectMessageUnknown   = "message.unknown"
	RejectMessageUnwanted  = "message.not_expected"
	RejectMessageAmbiguous = "message.ambiguous"
	RejectNoteEmpty        = "note.empty"
	RejectNoteLong         = "note.too_long"
	RejectIncident         = "incident.not_open"
	RejectIncidentFlow     = "incident.flow_unknown"
	RejectReason           = "reason.missing"
	RejectKeyRunning       = "start.key_running"
	RejectCalendar         = "calendar.unknown"
	RejectClock            = "promise.not_running"
	RejectExtension        = "promise.extension_refused"
	RejectMailbox          = "mailbox.mismatch"
)

func reject(code, format string, args ...any) *Rejection {
	return &Rejection{Code: code, Reason: fmt.Sprintf(format, args...)}
}

func rejectFields(what string, problems []definition.Problem) *Rejection {
	first := problems[0]
	if first.Field != "" { // a check concerns the form as a whole
		what += ": " + first.Field
	}
	r := reject(RejectForm, "%s: %s", what, first.Reason)
	r.Fields = problems
	return r
}
