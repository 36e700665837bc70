package definition

// Expr is a compiled condition or value of the case data (CEL). It may be
// evaluated by any number of goroutines at once.
type Expr struct {
	Source string
	Pos    Position
}

// Eval returns the value as canonical JSON ("null" for null), or why it has none.
func (e *Expr) Eval(env Env) ([]byte, error) { return nil, nil }

// True evaluates a condition. Anything but a Boolean is an error.
func (e *Expr) True(env Env) (bool, error) { return false, nil }

// Names returns the data names the expression speaks of, sorted, each once.
func (e *Expr) Names() []string { return nil }

// Env is what an expression may ask of the case it is evaluated on.
type Env interface {
	// Data returns the canonical JSON of a field, or nil when it has no value.
	Data(name string) []byte
	// Now is the instant of the step, UTC milliseconds.
	Now() int64
	// Starter is the id of who started the case.
	Starter() string
	// Last returns a field of the nearest finished visit of a step: a form
	// name, "outcome", "by" or "at", as canonical JSON; nil when there is none.
	Last(step, field string) []byte
}
