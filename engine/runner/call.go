package runner

import (
	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// Call is one command for one instance.
type Call struct {
	Instance string // empty for a StartInstance without an id: the runner makes one
	Command  engine.Command
	// Check judges the loaded state before the command (If-Match), which it may
	// not change; its error is returned as it is. May be nil.
	Check func(*engine.Instance) error
	// Request makes the call idempotent when its Key is set.
	Request store.Request
	// Answer gives the bytes that are stored with the request and returned in
	// Result.Answer. It is called before the commit. May be nil.
	Answer func(Result) ([]byte, error)

	inside bool // the command comes from an instance: its personal values are sealed already
	// passing: one of very many cases that are looked at once; they push no
	// other out of the cache.
	passing bool
}

// Result is what a call led to: the committed state and the events of this
// call on the instance.
type Result struct {
	Instance engine.Instance
	Events   []engine.Event
	Answer   []byte
}
