package api

import (
	"strconv"
	"strings"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// promiseBody covers clocks, levels and what levels do.
func (t *teller) promiseBody(e *Entry, body engine.Body) bool {
	switch b := body.(type) {
	case *engine.ClockStarted:
		e.Kind, e.Due = "promise_started", Instant(b.Due)
		t.clocks[b.Clock] = b.Promise
		t.clock(e, b.Clock)
		if b.None {
			e.Kind = "promise_none"
		}
	case *engine.ClockPaused:
		e.Kind = "promise_paused"
		t.clock(e, b.Clock)
		t.fill["why"] = whyName(t.p, b.Why, t.c.lang)
	case *engine.ClockResumed:
		e.Kind, e.Due = "promise_resumed", Instant(b.Due)
		t.clock(e, b.Clock)
	case *engine.ClockRetargeted:
		e.Kind, e.Due = "promise_retargeted", Instant(b.Due)
		t.clock(e, b.Clock)
		if b.Extended {
			e.Kind = "promise_extended"
			t.fill["reason"] = t.said(b.Reason)
		}
	case *engine.ClockRedued:
		e.Kind, e.Due = "promise_redued", Instant(b.Due)
		t.clock(e, b.Clock)
	case *engine.ClockBreached:
		e.Kind, e.Due = "promise_breached", Instant(b.Due)
		t.clock(e, b.Clock)
	case *engine.ClockStopped:
		e.Kind = "promise_" + string(b.Verdict)
		if b.Verdict == engine.VerdictBreached {
			e.Kind = "promise_late"
		}
		t.clock(e, b.Clock)
	case *engine.PriorityRaised:
		e.Kind = "priority_raised"
		t.fill["to"] = b.To
	case *engine.ParticipantAdded:
		e.Kind = "participant_added"
		t.fill["to"] = t.person(b.Person)
	default:
		return t.levelBody(e, body)
	}
	return true
}

// levelBody covers what a level says and to whom.
func (t *teller) levelBody(e *Entry, body engine.Body) bool {
	switch b := body.(type) {
	case *engine.LevelReached:
		e.Kind, e.Due = "level_reached", Instant(b.Point)
		t.clock(e, b.Clock)
		t.fill["level"] = t.level(b)
		if t.p != nil && t.p.Trigger(b.Level) != nil {
			e.Kind, e.Step = "event_reached", t.host(b.Level)
		}
	case *engine.LevelAcknowledged:
		e.Kind = "level_acknowledged"
		t.clock(e, b.Clock)
		t.fill["who"] = t.person(b.By)
	case *engine.PersonNotified:
		e.Kind = "person_notified"
		t.clock(e, b.Clock)
		t.fill["to"], t.fill["as"] = t.recipient(b), b.As
		if b.Person == "" {
			e.Kind = "nobody_notified"
		}
		e.Note = t.skipped(b.Skipped)
	default:
		return false
	}
	return true
}

// clock says which promise an entry speaks of.
func (t *teller) clock(e *Entry, number int64) {
	e.Promise = engine.ClockID(t.instance, number)
	id := t.clocks[number]
	t.fill["promise"] = promiseName(t.p, id, t.c.lang)
	if t.p != nil {
		if p := t.p.Promise(id); p != nil && p.Step != nil {
			e.Step = p.Step.ID
		}
	}
}

// level is how the flow writes the point of a level.
func (t *teller) level(b *engine.LevelReached) string {
	if t.p == nil {
		return b.Level
	}
	p := t.p.Promise(b.Promise)
	if p == nil || p.Escalation == nil {
		return b.Level
	}
	for i, l := range p.Escalation.Levels {
		if b.Level == strconv.Itoa(i) {
			return pointText(l, t.c.lang)
		}
	}
	return b.Level
}

var dueTexts = definition.Text{ZH: "到期", EN: "due"}

func pointText(l *definition.Level, lang string) string {
	p := &l.Point
	switch {
	case l.Every != (definition.Duration{}):
		return l.Every.Source
	case p.Offset != (definition.Duration{}) && p.Before:
		return dueTexts.In(lang) + " -" + p.Offset.Source
	case p.Offset != (definition.Duration{}):
		return dueTexts.In(lang) + " +" + p.Offset.Source
	case p.Percent != 0 && p.Percent != 100:
		return strconv.Itoa(p.Percent) + "%"
	}
	return dueTexts.In(lang)
}

// recipient is a person of ours by name; a customer is no name to everybody.
func (t *teller) recipient(b *engine.PersonNotified) string {
	if b.Party != definition.Us && b.Party != "" {
		return partyTexts[b.Party].In(t.c.lang)
	}
	return t.person(b.Person)
}

var skipTexts = map[string]definition.Text{
	"absent":       {ZH: "{who}不在", EN: "{who} is away"},
	"missing":      {ZH: "没有{as}", EN: "there is no {as}"},
	"duplicate":    {ZH: "{who}已通知", EN: "{who} is told already"},
	"self":         {ZH: "{who}是操作者本人", EN: "{who} does it"},
	"not-eligible": {ZH: "{who}不能做", EN: "{who} may not do it"},
}

// skipped says who was passed over, and why.
func (t *teller) skipped(skips []engine.Skip) string {
	var parts []string
	for _, s := range skips {
		parts = append(parts, fill(skipTexts[s.Why].In(t.c.lang), map[string]string{"who": t.person(s.Person), "as": s.As}))
	}
	return strings.Join(parts, "; ")
}
