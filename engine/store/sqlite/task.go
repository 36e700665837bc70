package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// taskKey is the place of a task in the order of its list.
type taskKey struct{ due, enabled, instance, number int64 }

func (k taskKey) compare(o taskKey) int {
	return cmp.Or(cmp.Compare(k.due, o.due), cmp.Compare(k.enabled, o.enabled),
		cmp.Compare(k.instance, o.instance), cmp.Compare(k.number, o.number))
}

// Tasks answers a list of open tasks, soonest next due first.
func (s *Store) Tasks(ctx context.Context, q store.TaskQuery) ([]store.TaskRow, error) {
	var out []store.TaskRow
	err := s.snapshot(ctx, func(tx reader) error {
		keys, err := taskKeys(ctx, tx, &q)
		if err != nil {
			return err
		}
		numbers := make([]int64, len(keys))
		for i, k := range keys {
			numbers[i] = k.instance
		}
		states, err := frames(ctx, tx, numbers)
		if err != nil {
			return err
		}
		for _, k := range keys {
			out = append(out, taskRowOf(states[k.instance], k.number))
		}
		return nil
	})
	return out, wrapped("tasks", err)
}

func taskRowOf(in *engine.Instance, number int64) store.TaskRow {
	at := slices.IndexFunc(in.Tasks, func(t engine.Task) bool { return t.Number == number })
	return store.TaskRow{
		Instance:  in.ID,
		Process:   in.Process,
		Edition:   in.Edition,
		Task:      in.Tasks[at],
		NextDue:   in.NextDue(),
		StartedAt: in.StartedAt,
	}
}

// taskKeys reads one ordered run of keys for each team that may have some, or
// one for the assignee or customer, and merges them.
func taskKeys(ctx context.Context, tx reader, q *store.TaskQuery) ([]taskKey, error) {
	base, err := taskFilter(ctx, tx, q)
	if err != nil {
		return nil, err
	}
	teams, err := teamsOf(ctx, tx, q.Teams)
	if err != nil {
		return nil, err
	}
	if len(q.Teams) > 0 && len(teams) == 0 {
		return nil, nil
	}
	limit := store.Limit(q.Limit)
	if q.Assignee != "" || q.Customer != "" {
		if len(q.Teams) > 0 {
			base.addTeams(teams)
		}
		return taskRun(ctx, tx, base, limit)
	}
	var keys []taskKey
	for _, team := range teams {
		run, err := taskRun(ctx, tx, base.and(`team = ?`, team), limit)
		if err != nil {
			return nil, err
		}
		keys = append(keys, run...)
	}
	slices.SortFunc(keys, taskKey.compare)
	return keys[:min(limit, len(keys))], nil
}

func taskRun(ctx context.Context, tx reader, f filter, limit int) ([]taskKey, error) {
	text := `SELECT due, enabled, instance, number FROM task` + f.where() + ` ORDER BY due, enabled, instance, number LIMIT ?`
	return query(ctx, tx, text, func(r *sql.Rows) (k taskKey, err error) {
		return k, r.Scan(&k.due, &k.enabled, &k.instance, &k.number)
	}, append(f.args, limit)...)
}

// teamsOf returns the numbers of the teams asked for, or of all that have open
// tasks, which it finds by leaping from one to the next.
func teamsOf(ctx context.Context, tx reader, names []string) ([]int64, error) {
	if len(names) == 0 {
		const leap = `WITH RECURSIVE next (team) AS (
				SELECT min(team) FROM task
				UNION ALL
				SELECT (SELECT min(team) FROM task WHERE team > next.team) FROM next WHERE next.team IS NOT NULL
			)
			SELECT team FROM next WHERE team IS NOT NULL`
		return query(ctx, tx, leap, func(r *sql.Rows) (n int64, err error) { return n, r.Scan(&n) })
	}
	var teams []int64
	for _, name := range names {
		n, err := nameOf(ctx, tx, name)
		if err != nil {
			return nil, err
		}
		if n != 0 && !slices.Contains(teams, n) {
			teams = append(teams, n)
		}
	}
	return teams, nil
}

func taskFilter(ctx context.Context, tx reader, q *store.TaskQuery) (f filter, err error) {
	if q.After != (store.TaskCursor{}) {
		number, err := numberOf(ctx, tx, q.After.Instance)
		if err != nil {
			return f, err
		}
		due := int64(q.After.NextDue)
		if due == 0 {
			due = never
		}
		f.add(`(due, enabled, instance, number) > (?, ?, ?, ?)`, due, int64(q.After.EnabledAt), number, q.After.Task)
	}
	// The comparisons with '' say which index may serve.
	if q.Assignee != "" {
		f.add(`assignee = ? AND assignee <> ''`, q.Assignee)
	}
	if q.Customer != "" {
		f.add(`customer = ? AND customer <> ''`, q.Customer)
	}
	if q.Queued {
		f.add(`assignee = ''`)
	}
	if q.Assigned {
		f.add(`assignee <> ''`)
	}
	if q.Process != "" {
		f.add(`process = (SELECT number FROM name WHERE text = ?)`, q.Process)
	}
	if q.Step != "" {
		f.add(`step = (SELECT number FROM name WHERE text = ?)`, q.Step)
	}
	if q.Held != nil {
		f.add(`held = ?`, *q.Held)
	}
	return f, nil
}
