package runner

import (
	"errors"
	"fmt"

	"github.com/laneway-flow/laneway/engine"
)

// ErrClosed is returned for calls after Close.
var ErrClosed = errors.New("runner closed")

// Defect is a panic of the engine: the instance was left as it was.
type Defect struct {
	Instance string
	Command  string // type of the command
	Cause    any    // what was panicked with
}

// Error names the instance and the command.
func (d *Defect) Error() string {
	return fmt.Sprintf("engine defect in %s on %s: %v", d.Command, d.Instance, d.Cause)
}

// isRejection returns the engine's refusal, if err is one.
func isRejection(err error) (*engine.Rejection, bool) {
	var refused *engine.Rejection
	ok := errors.As(err, &refused)
	return refused, ok
}
