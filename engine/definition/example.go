package definition

// Example is a story an analyst writes beside a flow: what happens when, and
// what must then be true. `laneway test` plays it in simulated time.
type Example struct {
	Name         Text
	At           string // wall time in the flow's calendar zone, "2026-03-02 09:00"
	Organization string // file of the organisation it plays in; empty: the flow's
	Play         []Move
	Pos          Position
}

// Move is one line of a play, a mapping whose first key is the verb:
//
//	start: {data}         key, process, by, with `start: message-name` as `from`
//	do: step              with, by, of
//	claim: step           by, of (also unclaim, resume)
//	hold: step            reason, by, of
//	assign: step          to, by, of
//	note: text            by
//	message: name         with, key, by, process
//	data: {values}        reason, by
//	cancel: reason        by
//	retry: step           reason, by (also skip)
//	after: duration
//	at: instant
//	expect: {...}         process
type Move struct {
	Verb    string  // start do claim unclaim hold resume assign note message data cancel retry skip after at expect
	Target  string  // the step or message the verb is about; note: its text; cancel: the reason
	Values  []Datum // raw JSON values as written, by name in order
	By      string  // person; for a customer step done by staff, the person
	Of      string  // which instance of the step, where there are several: its visit number
	To      string  // assign: the person
	Key     string  // message key
	Start   string  // start: which start (message name, key `from`), if not the first
	Process string  // start, message, expect: another process than the example's
	Reason  string  // hold: one of `holds`; data, retry, skip: why
	// Duration (after) and At (at) move the clock.
	Duration Duration
	At       string
	Expect   *Expect
	Pos      Position
}

// Expect is what must be true at a point of a play. A nil part is not checked.
type Expect struct {
	Open          []string // steps with open work, repeated when open several times; exact
	Ended         *string  // completed, cancelled; "true" for any
	Failed        *string
	Stuck         *bool
	Data          []Datum
	Notified      []string // texts or persons told so far, cumulative set
	Breached      []string // promises broken so far, cumulative set
	Promises      []string // `promise: state`, or `promise: 2026-03-05 18:00`, when it is due
	Tasks         []string // `step`, or `step: person`
	Timers        []string
	Subscriptions []string
	Incidents     []string // codes
	Ran           []string // steps completed at least once, cumulative set
	Path          []string // steps in the order entered
	Given         []string // the keys that were written
}
