package engine

import "github.com/laneway-flow/laneway/engine/definition"

// planned is a timer or subscription of a trigger, worked out before anything
// is emitted, so that a failing expression leaves nothing half armed.
type planned struct {
	trigger *definition.Trigger
	due     Millis
	key     string
}

// plan works out what the triggers of an element wait for from now on.
func (x *step) plan(t Token, triggers []*definition.Trigger) ([]planned, error) {
	if len(triggers) == 0 {
		return nil, nil
	}
	v := env{x: x, scope: t.Scope}
	plans := make([]planned, 0, len(triggers))
	for _, tr := range triggers {
		p := planned{trigger: tr}
		var err error
		switch tr.Kind {
		case definition.TriggerAfter:
			p.due, err = x.world.After(tr.After, x.at)
		case definition.TriggerAt:
			p.due, err = v.instant(tr.At)
		case definition.TriggerMessage:
			if tr.Key != nil {
				p.key, err = v.text(tr.Key)
			}
		case definition.TriggerPromise:
			continue // it stands on the promise's clock
		}
		if err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}

// arm starts the timers and subscriptions that were planned.
func (x *step) arm(token int64, plans []planned) {
	for _, p := range plans {
		if p.trigger.Kind == definition.TriggerMessage {
			x.subscribe(token, p.trigger.ID, p.trigger.Message, p.key)
			continue
		}
		x.emit(&TimerArmed{Timer: x.next(), Token: token, Trigger: p.trigger.ID, Due: p.due})
	}
}

func (x *step) subscribe(token int64, trigger string, m *definition.Message, key string) {
	x.emit(&SubscriptionOpened{
		Subscription: x.next(), Token: token, Trigger: trigger, Message: m.ID, Key: key, Kept: m.Kept(),
	})
}

// disarm ends every timer and subscription of a token. The subscription
// `taken` is the one whose message came; 0 for none.
func (x *step) disarm(token, taken int64) {
	for i := 0; i < len(x.in.Timers); {
		if t := x.in.Timers[i]; t.Token == token {
			x.emit(&TimerCancelled{Timer: t.Number})
			continue
		}
		i++
	}
	for i := 0; i < len(x.in.Subscriptions); {
		if s := x.in.Subscriptions[i]; s.Token == token {
			x.emit(&SubscriptionClosed{
				Subscription: s.Number, Message: s.Message, Key: s.Key, Kept: s.Kept, Taken: s.Number == taken,
			})
			continue
		}
		i++
	}
}

// happen follows a trigger: a row of an event gateway decides for its flow
// and withdraws the others; a boundary event adds a path, or takes its host's
// place (SEMANTICS.md §2, §4).
func (x *step) happen(token int64, tr *definition.Trigger, taken int64) {
	t := *x.in.token(token)
	switch {
	case tr.Host.Kind == definition.KindEventGate:
		x.emit(&StepCompleted{Token: token, Element: tr.Host.ID, Visit: t.Visit})
		x.disarm(token, taken)
		x.leave(token, tr.Out)
	case tr.Keep:
		x.put(t.Scope, tr.Out)
	default:
		x.withdraw(token, taken)
		x.leave(token, tr.Out)
	}
}
