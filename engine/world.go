package engine

import (
	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
)

// World is an immutable snapshot of what a decision depends on besides the
// instance: built by the runner once a configuration revision.
type World struct {
	Revision int64
	// Processes holds every version that a live instance may need.
	Processes map[Edition]*definition.Process
	// Current is the newest version of each process.
	Current map[string]*definition.Process
	Org     *org.Organisation
	// Calendars are all calendars through their versions, by id; 24x7 is
	// always there.
	Calendars map[string]*calendar.Timeline
}

// always is the calendar 24x7.
var always = calendar.Always()

// Calendar returns a calendar by id, or nil.
func (w *World) Calendar(id string) *calendar.Timeline {
	if id == definition.AlwaysOpen {
		return always
	}
	return w.Calendars[id]
}

// After is the instant a duration after another, in open time of the calendar
// the duration names. The error is a *Rejection: there is no such calendar,
// and none takes its place (TIME.md case 100).
func (w *World) After(d definition.Duration, at Millis) (Millis, error) {
	line := w.Calendar(d.Calendar)
	switch {
	case line == nil:
		return 0, reject(RejectCalendar, "%s: there is no calendar %s", d, d.Calendar)
	case d.WorkingDays > 0:
		return Millis(line.WorkingDays(int64(at), d.WorkingDays)), nil
	}
	return Millis(line.Add(int64(at), d.Millis)), nil
}

// Edition names one version of one process.
type Edition struct {
	Process string
	Version int
}

// Process returns the version an instance runs on, or nil.
func (w *World) Process(id string, version int) *definition.Process {
	if version == 0 {
		return w.Current[id]
	}
	return w.Processes[Edition{id, version}]
}
