package store

import "github.com/laneway-flow/laneway/engine"

// DefaultLimit is what a limit of 0 or less stands for in every query.
const DefaultLimit = 100

// Limit returns how many rows a query that asks for n gets at most.
func Limit(n int) int {
	if n <= 0 {
		return DefaultLimit
	}
	return n
}

// RowOf is what a list of instances says of one.
func RowOf(in *engine.Instance) InstanceRow {
	row := InstanceRow{
		ID:        in.ID,
		Process:   in.Process,
		Edition:   in.Edition,
		State:     in.State,
		Starter:   in.Starter,
		StartedAt: in.StartedAt,
		EndedAt:   in.EndedAt,
		At:        in.At,
		NextDue:   in.NextDue(),
		Incidents: len(in.Incidents),
		Version:   in.Version,
	}
	if len(in.Customers) > 0 {
		row.Customer = in.Customers[0].ID
	}
	return row
}

// Cursor is the position of the row in its list.
func (r *InstanceRow) Cursor() InstanceCursor {
	return InstanceCursor{StartedAt: r.StartedAt, ID: r.ID}
}

// Cursor is the position of the row in its list.
func (r *TaskRow) Cursor() TaskCursor {
	return TaskCursor{NextDue: r.NextDue, EnabledAt: r.Task.EnabledAt, Instance: r.Instance, Task: r.Task.Number}
}

// Cursor is the position of the row in its list.
func (r *IncidentRow) Cursor() IncidentCursor {
	return IncidentCursor{At: r.Incident.At, Instance: r.Instance, Incident: r.Incident.Number}
}
