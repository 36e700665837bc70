package engine

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
)

// watched runs Step on one instance and checks after every command what must
// hold whatever the flow and the command are. A shadow is fed the events one
// by one and nothing else.
type watched struct {
	world   *World
	in      Instance
	shadow  Instance
	history []Event
	commits [][]Event
	facts   []Fact
	born    int // tokens created
	gone    int // tokens consumed
	joining bool
	skipped bool
}

// step runs a command. The first error is the refusal of the command, the
// second one says which promise was broken.
func (w *watched) step(cmd Command, at Millis) (refused *Rejection, broken error) {
	given := AppendInstance(nil, &w.in)
	before := w.in
	after, events, err := Step(w.world, w.in, cmd, at.Time())
	if !bytes.Equal(AppendInstance(nil, &before), given) {
		return nil, errors.New("the instance given to Step was changed")
	}
	if err := w.repeatable(cmd, at, after, events, err); err != nil {
		return nil, err
	}
	if err != nil {
		if !errors.As(err, &refused) {
			return nil, fmt.Errorf("refused with %T, expected a *Rejection: %w", err, err)
		}
		if len(events) > 0 || !bytes.Equal(AppendInstance(nil, &after), given) {
			return nil, fmt.Errorf("refused (%w), but something changed", err)
		}
		return refused, nil
	}
	if err := w.numbered(before, after, events, at); err != nil {
		return nil, err
	}
	if err := w.follow(before, after, events); err != nil {
		return nil, err
	}
	if !WritesData(events) && !bytes.Equal(dataOf(&before), dataOf(&after)) {
		return nil, errors.New("data changed, and WritesData says that they did not")
	}
	w.in = after
	return nil, w.sound()
}

// dataOf is the data of an instance by scope, as bytes.
func dataOf(in *Instance) []byte {
	var only Instance
	for _, s := range in.Scopes {
		only.Scopes = append(only.Scopes, Scope{Number: s.Number, Data: s.Data})
	}
	return AppendInstance(nil, &only)
}

// repeatable: the same input gives the same bytes, whatever else was decided
// on the same state in between. (That other decision would show memory that
// two states share.)
func (w *watched) repeatable(cmd Command, at Millis, after Instance, events []Event, err error) error {
	first, firstEvents := AppendInstance(nil, &after), AppendEvents(nil, events)
	_, _, _ = Step(w.world, w.in, cmd, (at + 1).Time()) // a rival; only what it leaves behind matters
	if !bytes.Equal(first, AppendInstance(nil, &after)) || !bytes.Equal(firstEvents, AppendEvents(nil, events)) {
		return errors.New("a result changed when another decision was made on the same state")
	}
	again, eventsAgain, errAgain := Step(w.world, w.in, cmd, at.Time())
	if fmt.Sprint(err) != fmt.Sprint(errAgain) ||
		!bytes.Equal(first, AppendInstance(nil, &again)) || !bytes.Equal(firstEvents, AppendEvents(nil, eventsAgain)) {
		return errors.New("the same input gave other bytes the second time")
	}
	return nil
}

// numbered: versions and events count up without gap, instants never go back,
// the hash chain goes on.
func (w *watched) numbered(before, after Instance, events []Event, at Millis) error {
	if len(events) == 0 {
		if after.Version != before.Version {
			return errors.New("a new version without an event")
		}
		return nil
	}
	if after.Version != before.Version+1 || after.Head != ChainHead(before.Head, events) {
		return fmt.Errorf("version %d follows %d, or the chain is broken", after.Version, before.Version)
	}
	for i, e := range events {
		switch {
		case e.Seq != before.Seq+1+int64(i):
			return fmt.Errorf("event %d stands at place %d behind %d", e.Seq, i+1, before.Seq)
		case e.At != max(at, before.At):
			return fmt.Errorf("event %d is of %s, expected %s", e.Seq, e.At, max(at, before.At))
		case e.Cause < 0 || e.Cause >= e.Seq:
			return fmt.Errorf("event %d is caused by event %d", e.Seq, e.Cause)
		case e.Kind() == "timer_fired" && e.Cause != 0:
			return fmt.Errorf("timer in event %d is caused by event %d, expected time alone", e.Seq, e.Cause)
		case e.Origin.Actor.Kind == "":
			return fmt.Errorf("event %d has no actor", e.Seq)
		}
	}
	return nil
}

// follow feeds the shadow and counts tokens.
func (w *watched) follow(before, after Instance, events []Event) error {
	if len(events) == 0 {
		return nil
	}
	stored, err := DecodeEvents(AppendEvents(nil, events))
	if err != nil {
		return err
	}
	for i := range stored {
		if err := w.fires(&w.shadow, &stored[i]); err != nil {
			return err
		}
		w.shadow.apply(&stored[i])
		switch stored[i].Body.(type) {
		case *TokenEntered:
			w.born++
		case *TokenConsumed:
			w.gone++
		default: // no token comes or goes
		}
	}
	w.shadow.Version, w.shadow.Head = after.Version, after.Head
	want := AppendInstance(nil, &after)
	if got := AppendInstance(nil, &w.shadow); !bytes.Equal(got, want) {
		return fmt.Errorf("the events lead to another state:\n%s\nexpected\n%s", showState(&w.shadow), showState(&after))
	}
	reread, err := DecodeInstance(want)
	if err != nil {
		return err
	}
	if again := AppendInstance(nil, &reread); !bytes.Equal(again, want) {
		return errors.New("the state read back from its frame is another one")
	}
	w.history, w.commits = append(w.history, stored...), append(w.commits, stored)
	facts := Facts(before, events, after)
	w.facts = append(w.facts, facts...)
	return factsAddUp(facts, &after)
}

func showState(in *Instance) []byte {
	show, err := in.MarshalJSON()
	if err != nil {
		return []byte(err.Error())
	}
	return show
}

func factsAddUp(facts []Fact, in *Instance) error {
	for _, f := range facts {
		switch f := f.(type) {
		case VisitFact:
			if int64(f.CompletedAt-f.EnabledAt) != f.Queue+f.Touch+f.Hold || min(f.Queue, f.Touch, f.Hold) < 0 || f.Visit < 1 || f.Instance != in.ID {
				return fmt.Errorf("visit does not add up: %+v", f)
			}
		case TurnFact:
			if f.To < f.From || f.Number < 1 || f.Lane == "" || f.Party == "" {
				return fmt.Errorf("turn does not add up: %+v", f)
			}
		}
	}
	return nil
}

// sound: what holds of a state at rest.
func (w *watched) sound() error {
	in := &w.in
	switch {
	case in.Mailbox != nil:
		return w.mailboxSound()
	case w.born-w.gone != len(in.Tokens):
		return fmt.Errorf("%d tokens created, %d consumed, but %d live", w.born, w.gone, len(in.Tokens))
	case !in.Open():
		return w.nothingLeft()
	case len(in.Tasks)+len(in.Timers)+len(in.Subscriptions)+len(in.Incidents) == 0:
		return fmt.Errorf("nothing can happen any more: %s", showState(in))
	}
	if err := w.attached(); err != nil {
		return err
	}
	p := w.world.Process(in.Process, in.Edition)
	for i := range in.Tokens {
		if err := w.hasReason(p, &in.Tokens[i]); err != nil {
			return err
		}
	}
	for _, t := range in.Timers {
		if t.Due <= in.At {
			return fmt.Errorf("timer w%d was due %s, but has not fired at %s", t.Number, t.Due, in.At)
		}
	}
	for i := range in.Scopes {
		if join := firing(p, in, in.Scopes[i].Number); join != nil {
			return fmt.Errorf("join %s could fire and has not", join.ID)
		}
	}
	return nil
}

// nothingLeft: an ended case has no work and nothing pending.
func (w *watched) nothingLeft() error {
	in := &w.in
	for _, i := range in.Incidents {
		if i.Token != 0 {
			return fmt.Errorf("ended with incident i%d at a token", i.Number)
		}
	}
	if n := len(in.Tokens) + len(in.Tasks) + len(in.Timers) + len(in.Subscriptions) + max(len(in.Scopes)-1, 0); n > 0 {
		return fmt.Errorf("ended with %d things left: %s", n, showState(in))
	}
	return nil
}

// attached: numbers are unique, everything belongs to a token, and every token
// stands at one element of its scope.
func (w *watched) attached() error {
	in := &w.in
	p := w.world.Process(in.Process, in.Edition)
	numbers := map[int64]bool{}
	own := func(number, token int64, what string) error {
		if numbers[number] || number > in.Serial || number == 0 {
			return fmt.Errorf("number %d of a %s is taken, 0 or beyond %d", number, what, in.Serial)
		}
		numbers[number] = true
		if token != 0 && in.token(token) == nil {
			return fmt.Errorf("%s %d belongs to token t%d, which is gone", what, number, token)
		}
		return nil
	}
	var errs []error
	for _, s := range in.Scopes[1:] {
		errs = append(errs, own(s.Number, s.Token, "scope"))
	}
	for _, t := range in.Tokens {
		errs = append(errs, own(t.Number, 0, "token"))
		s, e := in.scope(t.Scope), p.Element(t.Element)
		if s == nil || e == nil || e.Scope.ID != s.Element {
			errs = append(errs, fmt.Errorf("token t%d stands at %s of scope s%d, which is not there", t.Number, t.Element, t.Scope))
		}
	}
	for _, t := range in.Tasks {
		errs = append(errs, own(t.Number, t.Token, "task"))
	}
	for _, t := range in.Timers {
		errs = append(errs, own(t.Number, t.Token, "timer"))
		if task := in.taskOf(t.Token); t.Trigger == holdEnds && (task == nil || task.HoldReason == "") {
			errs = append(errs, fmt.Errorf("timer w%d ends a hold that is over", t.Number))
		}
	}
	for _, s := range in.Subscriptions {
		errs = append(errs, own(s.Number, s.Token, "subscription"))
	}
	for _, i := range in.Incidents {
		errs = append(errs, own(i.Number, i.Token, "incident"))
	}
	return errors.Join(errs...)
}

// hasReason: every token waits for something that can happen.
func (w *watched) hasReason(p *definition.Process, t *Token) error {
	in := &w.in
	if slices.ContainsFunc(in.Incidents, func(i Incident) bool { return i.Token == t.Number }) {
		return nil
	}
	timer := slices.ContainsFunc(in.Timers, func(x Timer) bool { return x.Token == t.Number })
	subscribed := slices.ContainsFunc(in.Subscriptions, func(x Subscription) bool { return x.Token == t.Number })
	ok := false
	switch p.Element(t.Element).Kind {
	case definition.KindUserTask:
		ok = in.taskOf(t.Number) != nil
	case definition.KindReceive:
		ok = subscribed
	case definition.KindTimer:
		ok = timer
	case definition.KindEventGate:
		ok = timer || subscribed
	case definition.KindSubprocess:
		ok = slices.ContainsFunc(in.Scopes[1:], func(s Scope) bool { return s.Token == t.Number })
	case definition.KindJoin:
		ok = len(in.Tokens) > 1 // another token can still come, or `sound` would have seen it fire
	case definition.KindStart, definition.KindScript, definition.KindSend, definition.KindExclusive, definition.KindParallel, definition.KindInclusive, definition.KindEnd:
		// no token rests there without an incident
	}
	if !ok {
		return fmt.Errorf("token t%d at %s has nothing to wait for", t.Number, t.Element)
	}
	return nil
}

func (w *watched) mailboxSound() error {
	for _, k := range w.in.Mailbox.Kept {
		if k.Expires <= w.in.At {
			return fmt.Errorf("kept message %d expired %s, but is there at %s", k.Number, k.Expires, w.in.At)
		}
	}
	return nil
}
