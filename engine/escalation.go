package engine

import (
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
)

// act takes the actions of a level: raise, assign, add, message at once;
// notifications wait until everything due has fired and are then merged, so
// that after a downtime nobody is told five times (TIME.md §1.5).
func (x *step) act(number int64, l *definition.Level) {
	c := *x.in.clock(number)
	if l.Raise != "" && l.Raise != x.in.Priority {
		x.emit(&PriorityRaised{To: l.Raise})
	}
	if l.Assign != "" {
		x.assignAll(&c, l)
	}
	if l.Add != "" {
		for _, r := range x.resolve(&c, l.Add, nil) {
			if r.person != "" && !slices.Contains(x.in.Participants, r.person) {
				x.emit(&ParticipantAdded{Person: r.person})
			}
		}
	}
	if l.Message != "" {
		x.emit(&MessageSent{Element: c.Promise, Message: l.Message, Process: l.To})
	}
	if len(l.Notify) > 0 {
		x.notices = append(x.notices, notice{clock: c, level: l})
	}
}

// assignAll gives every open task of ours within the promise to its recipient,
// each by its own lane.
func (x *step) assignAll(c *Clock, l *definition.Level) {
	for _, t := range slices.Clone(x.scopeTasks(c)) {
		for _, r := range x.resolveFor(c, &t, l.Assign, nil) {
			if r.person == "" || r.person == t.Assignee || !x.eligible(&t, r.person) && !x.above(&t, r.person) {
				continue
			}
			x.emit(&TaskAssigned{Task: t.Number, To: r.person})
			break
		}
	}
}

// above reports whether a person leads the task's team or one above it, and
// may do the task: work that runs late moves to a higher authority.
func (x *step) above(t *Task, person string) bool {
	if slices.Contains(t.Excluded, person) {
		return false
	}
	for _, lead := range x.world.Org.Chain(t.Team) {
		if lead.ID == person {
			return true
		}
	}
	return false
}

// scopeTasks are the open tasks of ours that a promise covers: its step's, or
// all of the case.
func (x *step) scopeTasks(c *Clock) []Task {
	var tasks []Task
	for _, t := range x.in.Tasks {
		if t.Team != "" && (c.Token == 0 || t.Token == c.Token) {
			tasks = append(tasks, t)
		}
	}
	return tasks
}

// notice is a level whose notifications are still to be said.
type notice struct {
	clock Clock
	level *definition.Level
}

// tell says the collected notifications: once a person and clock, naming the
// highest level, leaving out no recipient of a lower one.
func (x *step) tell() {
	notices := x.notices
	x.notices = nil
	type told struct {
		clock  int64
		person string
	}
	said := map[told]bool{}
	for i := len(notices) - 1; i >= 0; i-- { // the highest level first
		n := &notices[i]
		var within []string
		for _, as := range n.level.Notify {
			for _, r := range x.resolve(&n.clock, as, within) {
				if r.person == "" {
					x.say(n, r)
					continue
				}
				within = append(within, r.person)
				if !said[told{n.clock.Number, r.person}] {
					said[told{n.clock.Number, r.person}] = true
					x.say(n, r)
				}
			}
		}
	}
}

// say emits one notification. Its values are those of the firing instant (K6).
func (x *step) say(n *notice, r recipient) {
	line := x.world.Calendar(n.clock.Calendar)
	used := n.clock.Elapsed(line, x.at)
	percent := int32(0)
	if n.clock.Budget > 0 {
		percent = int32(used * 100 / n.clock.Budget)
	}
	due, _ := n.clock.due(line)
	e := PersonNotified{
		Clock: n.clock.Number, Promise: n.clock.Promise, Level: levelName(n.level), Percent: percent, Due: due,
		Person: r.person, As: r.as, Party: r.party, Skipped: r.skipped,
	}
	if t := n.level.Text; t != nil {
		e.Text = t.ID
		e.Values = x.words(t, env{x: x})
	}
	x.emit(&e)
}
