package runner

import (
	"strconv"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// appendWebhooks adds an effect for every webhook that wants to hear of the
// event, which led from one state of its instance to another. The effect's id
// is `instance/seq/<webhook id>`.
func (s *snapshot) appendWebhooks(effects []store.Effect, in, before *engine.Instance, e *engine.Event) []store.Effect {
	kind := eventKind(e.Body)
	if kind == "" {
		return effects
	}
	var payload []byte
	for _, h := range s.webhooks {
		if !h.wants(kind) {
			continue
		}
		if payload == nil {
			payload = appendCloudEvent(nil, h.source, kind, in, before, e)
		}
		effects = append(effects, store.Effect{
			ID: effectID(in, e, h.id), Instance: in.ID, Kind: effectWebhook, Target: h.id, Payload: payload, Due: e.At,
		})
	}
	return effects
}

// eventKind is the published name of an event, empty for those that stay
// inside. Names are stable.
func eventKind(b engine.Body) string {
	switch b.(type) {
	case *engine.InstanceStarted:
		return "instance.started"
	case *engine.InstanceEnded:
		return "instance.ended"
	case *engine.TaskOpened:
		return "task.opened"
	case *engine.TaskAssigned:
		return "task.assigned"
	case *engine.TaskUnassigned:
		return "task.unassigned"
	case *engine.TaskStarted:
		return "task.started"
	case *engine.TaskHeld:
		return "task.held"
	case *engine.TaskResumed:
		return "task.resumed"
	case *engine.TaskCompleted:
		return "task.completed"
	case *engine.TaskWithdrawn:
		return "task.withdrawn"
	case *engine.TimerFired:
		return "timer.fired"
	case *engine.MessageReceived:
		return "message.received"
	case *engine.MessageSent:
		return "message.sent"
	case *engine.TextSent:
		return "text.sent"
	case *engine.TurnPassed:
		return "turn.passed"
	case *engine.ClockStarted:
		return "promise.started"
	case *engine.ClockPaused:
		return "promise.paused"
	case *engine.ClockResumed:
		return "promise.resumed"
	case *engine.ClockRetargeted:
		return "promise.retargeted"
	case *engine.ClockBreached:
		return "promise.breached"
	case *engine.ClockStopped:
		return "promise.stopped"
	case *engine.LevelReached:
		return "promise.level_reached"
	case *engine.PersonNotified:
		return "promise.notified"
	case *engine.LevelAcknowledged:
		return "promise.acknowledged"
	case *engine.PriorityRaised:
		return "priority.raised"
	case *engine.ParticipantAdded:
		return "participant.added"
	case *engine.IncidentRaised:
		return "incident.raised"
	case *engine.IncidentResolved:
		return "incident.resolved"
	default:
		return ""
	}
}

// appendCloudEvent appends the event as CloudEvents 1.0 JSON, structured mode
// (https://github.com/cloudevents/spec, v1.0.2). Its data name things and
// people by id; what the case says is not among them.
func appendCloudEvent(dst []byte, source, kind string, in, before *engine.Instance, e *engine.Event) []byte {
	dst = append(dst, '{')
	dst = appendMember(dst, "specversion", "1.0")
	dst = appendMember(dst, "id", in.ID+"/"+strconv.FormatInt(e.Seq, 10))
	dst = appendMember(dst, "source", source)
	dst = appendMember(dst, "type", "dev.laneway."+kind+".v1")
	dst = appendMember(dst, "subject", "instance/"+in.ID)
	dst = appendInstant(dst, "time", e.At)
	dst = appendMember(dst, "datacontenttype", "application/json")
	dst = append(appendName(dst, "data"), '{')
	dst = appendMember(dst, "instance", in.ID)
	dst = appendMember(dst, "process", in.Process)
	dst = appendNumber(dst, "edition", int64(in.Edition))
	dst = appendNumber(dst, "seq", e.Seq)
	dst = appendMember(dst, "actorKind", string(e.Origin.Actor.Kind))
	dst = appendMember(dst, "actor", e.Origin.Actor.ID)
	dst = appendMember(dst, "onBehalf", e.Origin.OnBehalf)
	dst = appendMember(dst, "channel", e.Origin.Channel)
	dst = appendBody(dst, in, before, e.Body)
	return append(dst, '}', '}')
}

// appendBody appends what is particular to an event.
func appendBody(dst []byte, in, before *engine.Instance, b engine.Body) []byte {
	task := func(number int64) []byte { return appendMember(dst, "task", engine.TaskID(in.ID, number)) }
	switch b := b.(type) {
	case *engine.InstanceStarted:
		dst = appendMember(dst, "starter", b.Starter)
	case *engine.InstanceEnded:
		dst = appendMember(dst, "state", b.State.String())
		dst = appendMember(dst, "reason", b.Reason)
	case *engine.TaskOpened:
		dst = appendMember(task(b.Task), "step", b.Element)
		dst = appendMember(dst, "lane", b.Lane)
		dst = appendMember(dst, "team", b.Team)
		dst = appendMember(dst, "customer", b.Customer)
		dst = appendMember(dst, "assignee", b.Assignee)
	case *engine.TaskAssigned:
		dst = appendMember(task(b.Task), "assignee", b.To)
	case *engine.TaskUnassigned:
		dst = task(b.Task)
	case *engine.TaskStarted:
		dst = task(b.Task)
	case *engine.TaskHeld:
		dst = appendMember(task(b.Task), "reason", b.Reason)
	case *engine.TaskResumed:
		dst = task(b.Task)
	case *engine.TaskCompleted:
		dst = task(b.Task)
	case *engine.TaskWithdrawn:
		dst = task(b.Task)
	case *engine.TimerFired:
		dst = appendMember(dst, "trigger", b.Trigger)
		dst = appendInstant(dst, "due", b.Due)
	case *engine.MessageReceived:
		dst = appendMember(dst, "message", b.Message)
	case *engine.MessageSent:
		dst = appendMember(dst, "message", b.Message)
	case *engine.TextSent:
		dst = appendMember(dst, "text", b.Text)
		dst = appendMember(dst, "lane", b.Lane)
	case *engine.TurnPassed:
		dst = appendMember(dst, "from", string(b.From))
		dst = appendMember(dst, "to", string(b.To))
		dst = appendMember(dst, "lane", b.Lane)
	case *engine.IncidentRaised:
		dst = appendMember(dst, "incident", engine.IncidentID(b.Incident))
		dst = appendMember(dst, "step", b.Element)
		dst = appendMember(dst, "code", b.Code)
	case *engine.IncidentResolved:
		dst = appendMember(dst, "incident", engine.IncidentID(b.Incident))
		dst = appendMember(dst, "how", b.How)
	default:
		dst = appendPromise(dst, in, before, b)
	}
	return dst
}

// appendPromise appends what is particular to an event of a promise.
func appendPromise(dst []byte, in, before *engine.Instance, b engine.Body) []byte {
	clock := func(number int64, due engine.Millis) []byte {
		dst := appendMember(dst, "clock", "p"+strconv.FormatInt(number, 10))
		if c := or(in.Clock(number), before.Clock(number)); c != nil {
			dst = appendMember(dst, "promise", c.Promise)
		}
		if due == 0 {
			return dst
		}
		return appendInstant(dst, "due", due)
	}
	switch b := b.(type) {
	case *engine.ClockStarted:
		dst = appendNumber(clock(b.Clock, b.Due), "cycle", int64(b.Cycle))
	case *engine.ClockPaused:
		dst = appendMember(clock(b.Clock, b.Due), "reason", b.Why)
	case *engine.ClockResumed:
		dst = clock(b.Clock, b.Due)
	case *engine.ClockRetargeted:
		dst = appendMember(clock(b.Clock, b.Due), "reason", b.Reason)
	case *engine.ClockBreached:
		dst = clock(b.Clock, b.Due)
	case *engine.ClockStopped:
		dst = appendMember(clock(b.Clock, 0), "verdict", string(b.Verdict))
	case *engine.LevelReached:
		dst = appendMember(clock(b.Clock, 0), "level", b.Level)
		dst = appendInstant(dst, "point", b.Point)
	case *engine.PersonNotified:
		dst = appendMember(clock(b.Clock, b.Due), "level", b.Level)
		dst = appendNumber(dst, "percent", int64(b.Percent))
		dst = appendMember(dst, "person", b.Person)
		dst = appendMember(dst, "as", b.As)
	case *engine.LevelAcknowledged:
		dst = clock(b.Clock, 0)
	case *engine.PriorityRaised:
		dst = appendMember(dst, "priority", b.To)
	case *engine.ParticipantAdded:
		dst = appendMember(dst, "person", b.Person)
	default:
	}
	return dst
}
