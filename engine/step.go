// Package engine is the pure core: one instance, one command, one instant in;
// the next state and the events that lead there out. It knows no clock, no
// network, no store and no goroutine; everything else in Laneway is a shell
// around Step.
package engine

import (
	"time"

	"github.com/laneway-flow/laneway/engine/definition"
)

// maxMoves caps the automatic moves of one step; a token that would go on
// beyond it becomes an incident "loop".
const maxMoves = 10_000

// Step decides what cmd does to in at the given instant. It reads nothing but
// its arguments and never modifies in.
//
// The instant is rounded down to milliseconds and is never before the
// instance's last one. What is due by then fires first: boundary and wait
// timers with due <= at, in the order of their dues. Values in cmd are
// canonical or raw JSON; personal ones are sealed before they come here.
//
// The error is always a *Rejection; then the instance returned is the one
// given. A command that finds nothing to do (a Wake before the next due)
// returns the instance as it was, and no events.
func Step(w *World, in Instance, cmd Command, at time.Time) (Instance, []Event, error) {
	x := newStep(w, &in, Millis(at.UnixMilli()))
	if err := x.run(cmd); err != nil {
		return in, nil, err
	}
	if len(x.events) == 0 {
		return in, nil, nil
	}
	x.in.Version++
	x.in.Head = ChainHead(x.in.Head, x.events)
	return x.in, x.events, nil
}

// Replay rebuilds the state of an instance from all its events, except its
// Version and Head, which belong to commits.
func Replay(events []Event) Instance {
	var in Instance
	for i := range events {
		in.apply(&events[i])
	}
	return in
}

// step is one run of Step: the state on its way and what happened so far.
// Elements change it by its verbs only: emit, put, leave, arm, disarm, fail;
// settle runs tokens to rest.
type step struct {
	world   *World
	process *definition.Process
	in      Instance
	at      Millis
	by      Origin
	cause   int64 // number of the event that the next ones follow from
	events  []Event
	queue   []arrival
	moves   int

	due     Millis   // due of the timer that is firing, or zero
	moments []moment // what promises have not looked at yet
	changed bool     // data changed since they did
	notices []notice // what levels have to say
}

// arrival is a token that stands before its element and has to enter it.
type arrival struct {
	token int64
	cause int64
}

func newStep(w *World, in *Instance, at Millis) *step {
	x := &step{world: w, in: in.clone(), at: max(at, in.At), events: make([]Event, 0, 6)}
	if in.Process != "" {
		x.process = w.Process(in.Process, in.Edition)
	}
	return x
}

// run fires what is due, decides the command, and runs every token to rest.
func (x *step) run(cmd Command) error {
	if x.process == nil && x.in.Process != "" {
		return reject(RejectProcess, "%s runs on version %d of process %s, which is not here", x.in.ID, x.in.Edition, x.in.Process)
	}
	x.by = system
	x.redue()
	x.fireDue()
	x.by, x.cause = cmd.origin(), 0
	if err := cmd.decide(x); err != nil {
		return err
	}
	x.settle()
	x.by = system
	x.fireDue() // what the command armed for now or earlier
	x.stuck()
	x.passTurn()
	return nil
}

// system is the origin of what timers and automatic steps do.
var system = Origin{Actor: Actor{Kind: ActorSystem}}

// emit appends an event and applies it: the only way anything changes.
func (x *step) emit(b Body) *Event {
	x.observe(b)
	x.events = append(x.events, Event{Seq: x.in.Seq + 1, At: x.at, Cause: x.cause, Origin: x.by, Body: b})
	e := &x.events[len(x.events)-1]
	x.in.apply(e)
	return e
}

// lead emits an event that the following ones of this decision follow from.
func (x *step) lead(b Body) {
	x.cause = x.emit(b).Seq
}

// next is a new number for something inside the instance.
func (x *step) next() int64 { return x.in.Serial + 1 }

// put makes a new token at the flow's target, to enter it when its turn comes.
func (x *step) put(scope int64, flow *definition.Flow) {
	number := x.next()
	x.emit(&TokenEntered{Token: number, Scope: scope, Element: flow.To.ID, Via: flow.ID})
	x.queue = append(x.queue, arrival{number, x.cause})
}

// leave takes a token out of its element and along a flow.
func (x *step) leave(token int64, flow *definition.Flow) {
	x.emit(&TokenMoved{Token: token, Flow: flow.ID, Element: flow.To.ID})
	x.queue = append(x.queue, arrival{token, x.cause})
}

// settle runs tokens to rest: each enters its element until it waits; then
// joins that can fire do, and scopes without a token close; and so on until
// nothing moves.
func (x *step) settle() {
	for {
		x.drain()
		if !x.in.Open() || x.in.Mailbox != nil {
			return
		}
		if x.fireJoin() || x.closeScope() {
			continue
		}
		x.keepPromises()
		return
	}
}

// drain lets the queued tokens enter their elements, first come first served,
// so branches run in document order.
func (x *step) drain() {
	for len(x.queue) > 0 {
		a := x.queue[0]
		x.queue = x.queue[1:]
		if x.in.token(a.token) == nil {
			continue // withdrawn in the meantime
		}
		x.cause = a.cause
		if x.moves++; x.moves > maxMoves {
			x.fail(a.token, "loop", "more than 10,000 automatic moves in one step")
			continue
		}
		x.enter(a.token)
	}
	x.queue = nil
}

// element is the element a token stands at.
func (x *step) element(t *Token) *definition.Element { return x.process.Element(t.Element) }
