package sqlite

import (
	"math"
	"slices"
	"unique"

	"github.com/laneway-flow/laneway/engine"
)

// indexed is what the indexes and lists say of one instance. It follows from
// the state alone, so what a commit has to change there is the difference
// between two of these.
type indexed struct {
	state, due, incidents int64

	tasks         []taskRow
	subscriptions []subscriptionRow
	raised        []incidentRow
}

type taskRow struct {
	team, step           string
	due, enabled, number int64
	assignee, customer   string
	held                 bool
}

type subscriptionRow struct {
	message, key string
	number       int64
}

type incidentRow struct{ at, number int64 }

// never stands in place of a due instant where there is none, so that what is
// not timed comes last.
const never = math.MaxInt64

func indexOf(in *engine.Instance) indexed {
	x := indexed{due: int64(in.NextDue()), incidents: int64(len(in.Incidents))}
	if in.Mailbox == nil {
		x.state = int64(in.State)
	}
	due := x.due
	if due == 0 {
		due = never
	}
	for i := range in.Tasks {
		t := &in.Tasks[i]
		x.tasks = append(x.tasks, taskRow{
			team:     kept(t.Team),
			step:     kept(t.Element),
			due:      due,
			enabled:  int64(t.EnabledAt),
			number:   t.Number,
			assignee: kept(t.Assignee),
			customer: kept(t.Customer),
			held:     t.HoldReason != "",
		})
	}
	for _, s := range in.Subscriptions {
		x.subscriptions = append(x.subscriptions, subscriptionRow{kept(s.Message), kept(s.Key), s.Number})
	}
	for _, i := range in.Incidents {
		x.raised = append(x.raised, incidentRow{int64(i.At), i.Number})
	}
	return x
}

// kept returns a string that may be kept for long: those of an instance are
// often parts of a large frame.
func kept(s string) string {
	if s == "" {
		return ""
	}
	return unique.Make(s).Value()
}

// without calls fn with every row of a that does not stand in b.
func without[T comparable](a, b []T, fn func(T) error) error {
	for _, row := range a {
		if slices.Contains(b, row) {
			continue
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return nil
}

// reindex brings the rows of an instance from what they were to what they are.
func (w *writer) reindex(number int64, process, id string, before, after *indexed) error {
	if err := w.reindexTasks(number, process, before.tasks, after.tasks); err != nil {
		return err
	}
	if err := without(before.subscriptions, after.subscriptions, func(s subscriptionRow) error {
		_, err := w.sql.unsubscribe.run(s.message, s.key, id, s.number)
		return err
	}); err != nil {
		return err
	}
	if err := without(after.subscriptions, before.subscriptions, func(s subscriptionRow) error {
		_, err := w.sql.subscribe.run(s.message, s.key, id, s.number)
		return err
	}); err != nil {
		return err
	}
	if err := without(before.raised, after.raised, func(i incidentRow) error {
		_, err := w.sql.resolve.run(i.at, number, i.number)
		return err
	}); err != nil {
		return err
	}
	return without(after.raised, before.raised, func(i incidentRow) error {
		_, err := w.sql.raise.run(i.at, number, i.number)
		return err
	})
}

// reindexTasks moves one row where one task follows another, which is what
// most commits do; otherwise it takes rows out and puts rows in.
func (w *writer) reindexTasks(instance int64, process string, before, after []taskRow) error {
	gone, come := rest(before, after), rest(after, before)
	if len(gone) == 1 && len(come) == 1 {
		return w.moveTask(instance, &gone[0], &come[0])
	}
	for i := range gone {
		t := &gone[i]
		team, err := w.name(t.team)
		if err != nil {
			return err
		}
		if _, err := w.sql.dropTask.run(team, t.due, t.enabled, instance, t.number); err != nil {
			return err
		}
	}
	for i := range come {
		if err := w.addTask(instance, process, &come[i]); err != nil {
			return err
		}
	}
	return nil
}

// rest is what of a does not stand in b.
func rest(a, b []taskRow) []taskRow {
	if len(a) == 1 && !slices.Contains(b, a[0]) {
		return a
	}
	var out []taskRow
	for _, t := range a {
		if !slices.Contains(b, t) {
			out = append(out, t)
		}
	}
	return out
}

func (w *writer) moveTask(instance int64, from, to *taskRow) error {
	old, err := w.name(from.team)
	if err != nil {
		return err
	}
	team, err := w.name(to.team)
	if err != nil {
		return err
	}
	step, err := w.name(to.step)
	if err != nil {
		return err
	}
	_, err = w.sql.moveTask.run(team, to.due, to.enabled, to.number, step, to.assignee, to.customer, number(to.held),
		old, from.due, from.enabled, instance, from.number)
	return err
}

// number is how a yes or no stands in a row.
func number(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

func (w *writer) addTask(instance int64, process string, t *taskRow) error {
	team, err := w.name(t.team)
	if err != nil {
		return err
	}
	step, err := w.name(t.step)
	if err != nil {
		return err
	}
	of, err := w.name(process)
	if err != nil {
		return err
	}
	_, err = w.sql.addTask.run(team, t.due, t.enabled, instance, t.number, of, step, t.assignee, t.customer, number(t.held))
	return err
}
