package api

import (
	"context"
	"strings"
	"time"

	"github.com/laneway-flow/laneway/engine"
)

// body says what kind of entry an event is and what it speaks of.
func (t *teller) body(ctx context.Context, e *Entry, body engine.Body) error {
	switch b := body.(type) {
	case *engine.InstanceStarted:
		e.Kind = "instance_started"
	case *engine.InstanceEnded:
		e.Kind = "instance_ended"
		if b.State == engine.StateCancelled {
			e.Kind = "instance_cancelled"
			t.fill["reason"] = t.said(b.Reason)
		}
	case *engine.DataChanged:
		e.Kind = "data_changed"
		if b.Reason != "" {
			e.Kind = "data_corrected"
			t.fill["reason"] = t.said(b.Reason)
		}
		return t.written(ctx, e, b.Written)
	case *engine.NoteAdded:
		e.Kind = "note_added"
		t.task(e, b.Task)
		t.note(e, b.Text)
	case *engine.MessageReceived:
		e.Kind = "message_received"
		t.fill["message"] = t.message(b.Message)
		return t.written(ctx, e, b.Written)
	case *engine.MessageSent:
		e.Kind, e.Step = "message_sent", b.Element
		t.fill["message"] = t.message(b.Message)
	case *engine.TextSent:
		e.Kind, e.Step = "text_sent", b.Element
		t.fill["text"], t.fill["lane"] = b.Text, t.lane(b.Lane)
	case *engine.IncidentRaised:
		e.Kind, e.Step = "incident_raised", b.Element
		t.fill["detail"] = b.Code
	case *engine.IncidentResolved:
		e.Kind = "incident_resolved"
		t.note(e, b.Reason)
	default:
		if t.taskBody(e, body) {
			if done, ok := body.(*engine.TaskCompleted); ok {
				return t.written(ctx, e, done.Written)
			}
			return nil
		}
		if t.promiseBody(e, body) {
			return nil
		}
		t.machinery(e, body)
	}
	return nil
}

// taskBody covers the life of tasks.
func (t *teller) taskBody(e *Entry, body engine.Body) bool {
	switch b := body.(type) {
	case *engine.TaskOpened:
		t.tasks[b.Task] = b.Element
		e.Kind = "task_opened"
		t.task(e, b.Task)
		t.fill["lane"] = t.lane(b.Lane)
	case *engine.TaskAssigned:
		e.Kind = "task_assigned"
		if b.Started {
			e.Kind = "task_claimed"
		}
		t.task(e, b.Task)
		t.fill["to"] = t.person(b.To)
	case *engine.TaskUnassigned:
		e.Kind = "task_unassigned"
		t.task(e, b.Task)
	case *engine.TaskStarted:
		e.Kind = "task_started"
		t.task(e, b.Task)
	case *engine.TaskHeld:
		e.Kind = "task_held"
		t.task(e, b.Task)
		t.note(e, b.Note)
		t.fill["reason"] = b.Reason
		if t.p != nil {
			t.fill["reason"] = holdName(t.p, b.Reason, t.c.lang)
		}
	case *engine.TaskResumed:
		e.Kind = "task_resumed"
		t.task(e, b.Task)
	case *engine.TaskCompleted:
		e.Kind = "task_completed"
		t.task(e, b.Task)
	case *engine.TaskWithdrawn:
		e.Kind = "task_withdrawn"
		t.task(e, b.Task)
	default:
		return false
	}
	return true
}

// machinery covers tokens, scopes, timers and subscriptions.
func (t *teller) machinery(e *Entry, body engine.Body) {
	switch b := body.(type) {
	case *engine.TokenEntered:
		e.Kind, e.Step, e.Flow = "token_entered", b.Element, b.Via
	case *engine.TokenMoved:
		e.Kind, e.Step, e.Flow = "token_moved", b.Element, b.Flow
	case *engine.TokenConsumed:
		e.Kind = "token_consumed"
	case *engine.StepEntered:
		e.Kind, e.Step = "step_entered", b.Element
	case *engine.StepCompleted:
		e.Kind, e.Step = "step_completed", b.Element
		if b.Withdrawn {
			e.Kind = "step_withdrawn"
		}
	case *engine.ScopeOpened:
		e.Kind, e.Step = "scope_opened", b.Element
	case *engine.ScopeClosed:
		e.Kind = "scope_closed"
	case *engine.TimerArmed:
		e.Kind, e.Step, e.Due = "timer_armed", t.host(b.Trigger), Instant(b.Due)
	case *engine.TimerFired:
		e.Kind, e.Step, e.Due = "timer_fired", t.host(b.Trigger), Instant(b.Due)
	case *engine.TimerCancelled:
		e.Kind = "timer_cancelled"
	case *engine.SubscriptionOpened:
		e.Kind = "subscription_opened"
		t.fill["message"] = t.message(b.Message)
	case *engine.SubscriptionClosed:
		e.Kind = "subscription_closed"
		t.fill["message"] = t.message(b.Message)
	case *engine.TurnPassed:
		e.Kind = "turn_passed"
		t.fill["party"] = partyTexts[b.To].In(t.c.lang)
	case *engine.StartKeyFreed:
		e.Kind = "start_key_freed"
	default: // a mailbox's, which no case has
	}
}

// host is the step whose boundary event or row a trigger is.
func (t *teller) host(trigger string) string {
	if t.p != nil {
		if tr := t.p.Trigger(trigger); tr != nil {
			return tr.Host.ID
		}
	}
	return ""
}

func (t *teller) task(e *Entry, number int64) {
	if number != 0 {
		e.Task, e.Step = engine.TaskID(t.instance, number), t.tasks[number]
	}
}

// said keeps free text from roles that see no personal data: people write
// telephone numbers into notes and reasons.
func (t *teller) said(text string) string {
	if t.c.roles.any(personal) || text == "" {
		return text
	}
	return "…"
}

func (t *teller) note(e *Entry, text string) { e.Note = t.said(text) }

// written names the values in the sentence and gives those the caller may see.
func (t *teller) written(ctx context.Context, e *Entry, written []engine.Written) error {
	var labels []string
	for _, w := range written {
		for _, d := range w.Values {
			labels = append(labels, t.label(d.Name))
		}
		if t.p == nil {
			continue
		}
		values, err := t.s.open(ctx, t.p, w.Values)
		if err != nil {
			return err
		}
		for name, value := range values {
			if e.Values == nil {
				e.Values = Values{}
			}
			e.Values[name] = value
		}
	}
	t.fill["fields"] = strings.Join(labels, ", ")
	return nil
}

func (t *teller) label(name string) string {
	if t.p != nil {
		if f := t.p.Field(name); f != nil {
			return named(f.Label, name, t.c.lang)
		}
	}
	return name
}

// clockText is an instant inside a sentence, in UTC; the entry's own fields
// are what a client converts.
func clockText(at Instant) string {
	return time.UnixMilli(int64(at)).UTC().Format("2006-01-02 15:04 UTC")
}
