// Package engine is the pure core: one instance, one command, one instant in;
// the next state and the events that lead there out. It knows no clock, no
// network, no store and no goroutine; everything else in Laneway is a shell
// around Step.
package engine

import "github.com/laneway-flow/laneway/engine/definition"

// Rejection is the refusal of a command: the state does not allow it, and
// nothing changed.
type Rejection struct {
	Code   string // stable, e.g. "task.already_claimed"
	Reason string // lower case, names the thing by id and says what was expected
	// Fields are the places of a form that were refused, if that is the reason.
	Fields []definition.Problem
}

// Error returns code and reason.
func (r *Rejection) Error() string { return r.Code + ": " + r.Reason }
