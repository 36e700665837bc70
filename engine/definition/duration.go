package definition

// Duration is a span as an analyst writes it: `30m`, `4h on 24x7`.
type Duration struct {
	// Millis is its length in milliseconds of open time of Calendar.
	Millis int64
	// Calendar is the calendar whose open time is counted. This version knows
	// `24x7` only, where open time is wall time.
	Calendar string
	// Source is the text as written.
	Source string
}
