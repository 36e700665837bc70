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
	err := without(before.tasks, after.tasks, func(t taskRow) error {
		team, err := w.name(t.team)
		if err != nil {
			return err
		}
		_, err = w.sql.dropTask.run(team, t.due, t.enabled, number, t.number)
		return err
	})
	if err != nil {
		return err
	}
	if err := without(after.tasks, before.tasks, func(t taskRow) error {
		return w.addTask(number, process, &t)
	}); err != nil {
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
	var held int64
	if t.held {
		held = 1
	}
	_, err = w.sql.addTask.run(team, t.due, t.enabled, instance, t.number, of, step, t.assignee, t.customer, held)
	return err
}
