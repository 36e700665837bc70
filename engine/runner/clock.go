package runner

import (
	"time"

	"github.com/laneway-flow/laneway/engine"
)

// Clock is where the runner reads the time and waits. Tests give a simulated one.
type Clock interface {
	Now() time.Time
	// NewTimer returns a timer that sends once after d.
	NewTimer(d time.Duration) Timer
}

// Timer is a running timer of a Clock.
type Timer interface {
	C() <-chan time.Time
	Stop() bool
}

// System is the machine's clock.
type System struct{}

var _ Clock = System{}

// Now returns the current wall time.
func (System) Now() time.Time { return time.Now() }

// NewTimer starts a timer of the standard library.
func (System) NewTimer(d time.Duration) Timer { return systemTimer{time.NewTimer(d)} }

type systemTimer struct{ timer *time.Timer }

func (t systemTimer) C() <-chan time.Time { return t.timer.C }
func (t systemTimer) Stop() bool          { return t.timer.Stop() }

// millis rounds down to the resolution of the engine: the one place where
// time is rounded.
func millis(t time.Time) engine.Millis { return engine.Millis(t.UnixMilli()) }
