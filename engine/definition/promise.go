package definition

// Promise is a clock with a target: to a customer over a stretch of the flow,
// or on one step (`within`), where an outside lane's is that party's
// commitment (TIME.md §1.1).
type Promise struct {
	ID   string // the promise's name; the step's for a step promise
	Name Text
	Step *Element // the step of a step promise; nil for one over the flow
	For  *Lane    // to whom; nil on a step of ours

	From   []Moment // whichever comes first starts a cycle; empty for a step promise
	To     []Moment // whichever comes first ends it
	Within []Target // first match; empty when only By or Every is given
	By     *Expr    // an instant that the target is besides; the earlier counts
	Every  Duration // periodic: a new cycle whenever one ends or is reset
	Reset  []Moment

	Restart bool     // `carry: restart`: a new target forgets the time used
	Floor   Duration // at least this much is left after a new target
	Again   *Again
	Extend  *Extension
	Pause   []*Lane // stands still while the case is with these lanes, besides For

	Calendar   string
	Escalation *Escalation
	Pos        Position
}

// Supplier reports whether it is an outside party's commitment on a step.
func (p *Promise) Supplier() bool { return p.Step != nil && p.Step.Lane.Outside() }

// MomentKind is what of a step or case a promise runs from or to.
type MomentKind uint8

// The moments of LANGUAGE.md §6.
const (
	MomentDone    MomentKind = iota + 1 // `step`
	MomentOpened                        // `step.opened`
	MomentStarted                       // `step.started`
	MomentStart                         // `start`: the case begins
	MomentInstant                       // `=instant`: a value of the case
)

// Moment is a point of a case.
type Moment struct {
	Kind MomentKind
	Step string
	At   *Expr // MomentInstant
}

// Target is a row of `within`.
type Target struct {
	If   *Expr    // nil: the last row
	Is   Duration // open time, or working days
	None bool     // `is: none`: nothing is promised
}

// Again reopens a promise: when its step is done, a new cycle begins with the
// remaining budget, or the full one.
type Again struct {
	Step string
	Full bool
}

// Extension says how a running promise may be extended.
type Extension struct {
	Reasons []string
	Times   int // at most so often; 1 unless written
}

// Escalation is a named list of levels.
type Escalation struct {
	ID     string
	Levels []*Level
	Pos    Position
}

// Level is a point on a promise with actions, in the order they are taken.
type Level struct {
	Index    int // in its escalation
	Point    Point
	Every    Duration // repeats after due, instead of Point
	Times    int      // how often it repeats
	UntilAck bool     // an acknowledgement ends the repeats

	Raise   string // a priority
	Assign  string // recipients: see Recipient
	Add     string
	Message string // a message's name, with
	To      string // the process it is for, or empty: this case
	Notify  []string
	Text    *Template // what the notification says; nil: the built-in text
	Pos     Position
}

// Point is a place on a promise's clock.
type Point struct {
	Percent int      // of the budget, when Offset is zero and Percent is not
	Offset  Duration // behind due, or before it
	Before  bool
}
