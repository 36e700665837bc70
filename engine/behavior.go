package engine

import "github.com/laneway-flow/laneway/engine/definition"

// enter lets a token begin what its element is for. One case a kind; the
// behaviour itself stands in the file of the element.
func (x *step) enter(number int64) {
	t := *x.in.token(number)
	e := x.element(&t)
	switch e.Kind {
	case definition.KindStart:
		x.leave(number, e.Out[0])
	case definition.KindUserTask:
		x.enterUserTask(t, e)
	case definition.KindScript:
		x.enterScript(t, e)
	case definition.KindSend:
		x.enterSend(t, e)
	case definition.KindReceive:
		x.enterReceive(t, e)
	case definition.KindTimer:
		x.enterTimer(t, e)
	case definition.KindEventGate:
		x.enterEventGate(t, e)
	case definition.KindSubprocess:
		x.enterSubprocess(t, e)
	case definition.KindExclusive:
		x.enterExclusive(t, e)
	case definition.KindParallel:
		x.fork(t, e.Out)
	case definition.KindInclusive:
		x.enterInclusive(t, e)
	case definition.KindJoin:
		// It waits; fireJoin looks at it once nothing else moves.
	case definition.KindEnd:
		x.enterEnd(t, e)
	default:
		panic("engine: no behaviour for element " + e.ID)
	}
}

// begin counts a visit of an automatic step, unless a retry enters it again.
func (x *step) begin(t Token, e *definition.Element) {
	if t.Visit == 0 {
		x.emit(&StepEntered{Token: t.Number, Element: e.ID, Visit: x.visits(e.ID) + 1})
	}
}

// done closes the visit of an automatic step and lets its token go on.
func (x *step) done(token int64, e *definition.Element, flow *definition.Flow) {
	t := x.in.token(token)
	x.emit(&StepCompleted{Token: token, Element: e.ID, Visit: t.Visit})
	x.disarm(token, 0)
	x.leave(token, flow)
}

// visits is how often a step was entered so far.
func (x *step) visits(name string) int32 {
	if s := x.in.Step(name); s != nil {
		return s.Visits
	}
	return 0
}
