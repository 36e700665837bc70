package memory

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// Tasks answers a list of open tasks, soonest next due first.
func (s *Store) Tasks(_ context.Context, q store.TaskQuery) ([]store.TaskRow, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, fmt.Errorf("memory: tasks: %w", errClosed)
	}
	var out []store.TaskRow
	for id, r := range s.instances {
		for _, task := range r.state.Tasks {
			row := store.TaskRow{
				Instance:  id,
				Process:   r.state.Process,
				Edition:   r.state.Edition,
				Task:      task,
				NextDue:   r.state.NextDue(),
				StartedAt: r.state.StartedAt,
			}
			if asksFor(&q, &row) && (q.After == (store.TaskCursor{}) || s.soonestFirst(row.Cursor(), q.After) > 0) {
				row.Task.Excluded = slices.Clone(task.Excluded)
				row.Task.Holds = slices.Clone(task.Holds)
				out = append(out, row)
			}
		}
	}
	slices.SortFunc(out, func(a, b store.TaskRow) int { return s.soonestFirst(a.Cursor(), b.Cursor()) })
	return page(out, q.Limit), nil
}

func (s *Store) soonestFirst(a, b store.TaskCursor) int {
	return cmp.Or(
		cmp.Compare(dueOrLast(a.NextDue), dueOrLast(b.NextDue)),
		cmp.Compare(a.EnabledAt, b.EnabledAt),
		cmp.Compare(s.number(a.Instance), s.number(b.Instance)),
		cmp.Compare(a.Task, b.Task),
	)
}

// dueOrLast puts what has no due instant behind everything that has one.
func dueOrLast(due engine.Millis) engine.Millis {
	if due == 0 {
		return math.MaxInt64
	}
	return due
}

func asksFor(q *store.TaskQuery, row *store.TaskRow) bool {
	t := &row.Task
	return (len(q.Teams) == 0 || slices.Contains(q.Teams, t.Team)) &&
		(q.Assignee == "" || t.Assignee == q.Assignee) &&
		(!q.Queued || t.Assignee == "") &&
		(!q.Assigned || t.Assignee != "") &&
		(q.Customer == "" || t.Customer == q.Customer) &&
		(q.Process == "" || row.Process == q.Process) &&
		(q.Step == "" || t.Element == q.Step) &&
		(q.Held == nil || (t.HoldReason != "") == *q.Held)
}
