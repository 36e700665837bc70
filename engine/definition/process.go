package definition

import "encoding/hex"

// Process is one version of a process definition: the graph the engine walks,
// compiled from the YAML of an analyst. It is immutable after Parse and may be
// shared by any number of goroutines.
//
// Steps of the language become BPMN elements: a step with a list under `next`
// is its activity followed by an exclusive gateway `<step>.choice`, `fork`
// gives `<step>.fork`, and `join` gives `<step>.join` before it. Step names
// contain no dot, so these ids never meet a step's.
type Process struct {
	ID       string
	Version  int // 1, 2, ... once deployed; 0 in a draft
	Hash     Hash
	Name     Text
	About    Text
	Calendar string

	Lanes       []*Lane    // drawing order
	Data        []*Field   // the whole case's data
	Messages    []*Message // what may be said
	Promises    []*Promise // over the flow first, then those of steps, each in document order
	Escalations []*Escalation
	Texts       []*Template // what is written to people
	Holds       []*HoldReason
	Starts      []*Start
	Scopes      []*Scope   // Scopes[0] is the process itself
	Elements    []*Element // document order; Element.Index points here
	Flows       []*Flow    // document order; Flow.Index points here
	Examples    []*Example

	Source []byte // the YAML as it was given

	elements      map[string]*Element
	flows         map[string]*Flow
	triggers      map[string]*Trigger
	fields        map[string]*Field
	lanes         map[string]*Lane
	messages      map[string]*Message
	texts         map[string]*Template
	promises      map[string]*Promise
	promiseEvents map[*Promise][]*Trigger
	calendars     []word          // every calendar but 24x7 that is spoken of, and where
	remembered    map[string]bool // steps whose form values last("step") asks for
}

// Hash is the SHA-256 of a definition's source.
type Hash [32]byte

// String returns the hash in lower-case hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Text is something people read, in the two languages of the product. A name
// written as plain text stands for both.
type Text struct {
	ZH string `json:"zh,omitempty"`
	EN string `json:"en,omitempty"`
}

// In returns the text in the given language ("zh" or "en"), or in the other
// one where it was not written.
func (t Text) In(lang string) string {
	first, second := t.ZH, t.EN
	if lang == "en" {
		first, second = second, first
	}
	if first != "" {
		return first
	}
	return second
}

// Party says whose lane it is.
type Party string

// The parties of TIME.md §1.1; us is every lane that names no other.
const (
	Us       Party = "us"
	Customer Party = "customer"
	Supplier Party = "supplier"
)

// Lane is a swimlane: a team of ours, or a party outside.
type Lane struct {
	ID    string
	Index int
	Name  Text
	Party Party
	Team  string // team id; empty when TeamExpr is set or the lane is outside
	// TeamExpr gives the team's id from the case data (`team: =data`), or is nil.
	TeamExpr *Expr
	// Who gives the customer's id behind an outside lane (`who: =data`), or is
	// nil: then it is the starter.
	Who      *Expr
	Calendar string // what the limits of its steps count; empty: the process's
	Pos      Position
}

// Outside reports whether the lane is not one of ours.
func (l *Lane) Outside() bool { return l != nil && l.Party != Us }

// Scope is the process itself or the inside of one embedded subprocess.
type Scope struct {
	Index    int
	ID       string   // the subprocess's step name; empty for the process
	Host     *Element // the subprocess; nil for the process
	Parent   *Scope   // nil for the process
	Start    *Element // its start event when entered without a trigger; nil if there is none
	Data     []*Field // own data, one copy an instance of the scope
	Elements []*Element
	// Joins are its joins in document order.
	Joins []*Element
}

// Kind is the kind of a BPMN element.
type Kind uint8

// The element kinds the engine runs; see kinds.go for their names.
const (
	KindStart      Kind = iota + 1 // none or message start event
	KindUserTask                   // a person does it
	KindScript                     // `set`
	KindSend                       // `send` without a lane
	KindReceive                    // `receive`
	KindTimer                      // `wait`
	KindEventGate                  // `wait-first`
	KindSubprocess                 // `steps`
	KindExclusive                  // `next` with rows
	KindParallel                   // `fork: [a, b]`
	KindInclusive                  // `fork` with conditions
	KindJoin                       // `join: all`
	KindEnd                        // `end`, `next: end`
)

// Element is one node of the graph. Which fields are set follows from Kind.
type Element struct {
	ID    string
	Index int
	Kind  Kind
	Step  string // the step it comes from: `handle.choice` comes from `handle`
	Name  Text
	About Text
	Scope *Scope // where it stands
	Lane  *Lane  // nil for what nobody does
	In    []*Flow
	Out   []*Flow // in the order written; an exclusive gateway's last one is its default; flows of triggers are not among them
	Pos   Position

	Events []*Trigger // boundary events, in the order written
	Rows   []*Trigger // KindEventGate: what it waits for

	Promise *Promise     // of its `within`, or nil
	Form    *Form        // KindUserTask; KindReceive has its message's form
	Same    string       // KindUserTask: the step whose doer does this one too
	Not     []string     // KindUserTask: steps whose doers may not do this one
	Set     []Assignment // KindScript
	Send    *Send        // KindSend, KindEnd with a message, and KindUserTask on completion
	Receive *Message     // KindReceive, and KindStart of a message start
	Key     *Expr        // KindReceive: correlation key; nil if the message has none
	Wait    *Wait        // KindTimer
	Sub     *Scope       // KindSubprocess
	End     EndKind      // KindEnd

	Value   string // adds, needed, wasted, or empty
	Stage   string // collect, classify, handle, feedback, summarise, or empty
	Status  Text   // what the customer reads while the case stands here
	Channel string // how the customer is spoken to here, or empty

	// Reach is set on joins: Reach[n] are the incoming flows (bit i = In[i])
	// that a token at element n (Element.Index) can still come in by without
	// passing the join. Elements of other scopes have 0.
	Reach []uint64
}

// EndKind says what an end event does.
type EndKind uint8

// The end events of this version.
const (
	EndPlain EndKind = iota
	EndTerminate
	EndMessage
)

// Flow is a sequence flow. Its id is `from>to`, with `.2`, `.3` ... when two
// elements are joined more than once; from is a trigger's id on the flow that
// leaves a boundary event or a row of an event gateway.
type Flow struct {
	ID      string
	Index   int
	From    *Element // the element it leaves; for a trigger's flow its host
	Trigger *Trigger // set when it leaves a boundary event or a gateway's row
	To      *Element
	When    *Expr // nil: unconditional or default
}

// TriggerKind is what a boundary event or gateway row waits for.
type TriggerKind uint8

// The triggers of this version.
const (
	TriggerAfter TriggerKind = iota + 1 // a duration after its host became active
	TriggerAt                           // an instant
	TriggerMessage
	TriggerPromise // a point of a promise; fires once a cycle
)

// Trigger is a boundary event of an element, or a row of an event gateway.
type Trigger struct {
	ID      string // `<step>.event1`, `<step>.row1`: counted from 1 as written
	Host    *Element
	Kind    TriggerKind
	After   Duration // TriggerAfter
	At      *Expr    // TriggerAt
	Message *Message // TriggerMessage
	Key     *Expr    // TriggerMessage: correlation key; nil if the message has none
	Promise *Promise // TriggerPromise, at
	Point   Point
	Keep    bool // non-interrupting
	Out     *Flow
	Pos     Position
}

// Start is one way a case begins.
type Start struct {
	Element *Element // a KindStart element
	Message *Message // nil: started by hand or by API
	Many    bool     // a message start that may run more than once for one key
}

// Message is something said by one lane and heard by a step, an event or a start.
type Message struct {
	ID   string
	Name Text
	From *Lane // nil: from outside any lane, a system say
	Form *Form
	Key  *Expr // where it has a key; evaluated on the receiving case
	// KeepFor is how long it is kept when nobody waits for it; the zero
	// Duration refuses it at once.
	KeepFor Duration
	Pos     Position
}

// Kept reports whether an instance `mailbox/<name>/<key>` stands between the
// sender and the receivers.
func (m *Message) Kept() bool { return m.KeepFor != (Duration{}) }

// Send is what a step says when it is done.
type Send struct {
	To      *Lane     // a lane, or
	Process string    // a process by id
	Text    *Template // a text to a person, or
	Message string    // a message's name
	Key     *Expr     // correlation key of the message, or nil
	With    []Assignment
	Pos     Position
}

// Assignment gives a name a value: a literal as canonical JSON, or an expression.
type Assignment struct {
	Name    string
	Literal []byte
	Expr    *Expr
}

// Wait is a timer catch event: a duration, or an instant.
type Wait struct {
	For   Duration
	Until *Expr
}

// Template is a text to a person. Placeholders are data names in braces.
type Template struct {
	ID      string
	Subject Text
	Body    Text
	Short   Text // for SMS
	Names   []string
	Pos     Position

	fields []*Field // of Names
}

// HoldReason is a reason a person may give for holding a step.
type HoldReason struct {
	ID     string
	Name   Text
	Pauses []string // promises that stand still while a step is held for it
	AtMost Duration // after this the hold ends by itself
}
