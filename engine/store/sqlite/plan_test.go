package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// Lists are asked for all day long over all cases there ever were: each must
// come out of an index in its order, without reading or sorting what it leaves
// out.
func TestListsComeOutOfAnIndexInOrder(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "laneway.db"))
	if err := s.Commit(t.Context(), store.Batch{Changes: w1("a", 1)[:1]}); err != nil {
		t.Fatal(err)
	}
	active, after := []engine.State{engine.StateActive}, store.InstanceCursor{StartedAt: 5, ID: "a"}
	for name, q := range map[string]store.InstanceQuery{
		"all": {}, "active": {States: active}, "of a process": {Process: "complaint"}, "active of a process": {Process: "complaint", States: active},
		"of a customer": {Customer: "c-1"}, "of a customer behind a row": {Customer: "c-1", Before: after},
		"in trouble": {Incident: true}, "behind a row": {Before: after, Process: "complaint"},
	} {
		wantIndexed(t, s, "instances "+name, func(r reader) error {
			_, err := instanceKeys(t.Context(), r, &q)
			return err
		})
	}
	position := store.TaskCursor{NextDue: 7, EnabledAt: 5, Instance: "a", Task: 1}
	for name, q := range map[string]store.TaskQuery{
		"of a team": {Teams: []string{"customer-service"}}, "of a team behind a row": {Teams: []string{"customer-service"}, After: position},
		"of a person": {Assignee: "li.na"}, "of a person and team behind a row": {Assignee: "li.na", Teams: []string{"customer-service"}, After: position},
		"of a customer": {Customer: "c-1"}, "queued": {Queued: true, Process: "complaint"}, "all": {},
	} {
		wantIndexed(t, s, "tasks "+name, func(r reader) error {
			_, err := taskKeys(t.Context(), r, &q)
			return err
		})
	}
	for name, q := range map[string]struct {
		text string
		args []any
	}{
		"due":           {dueUntil, []any{9, 5, "a", 10}},
		"subscribers":   {waitingFor, []any{"answer", "k", 10}},
		"log":           {packsBehind, []any{5, 10}},
		"a commit":      {packOf, []any{5}},
		"facts":         {factsBehind, []any{5, 10}},
		"a fact":        {factPack, []any{5}},
		"effects":       {effectsDue, []any{5, 10}},
		"load":          {loadFrame, []any{"a"}},
		"one document":  {documentColumns + documentNewest, []any{"process", "a"}},
		"latest change": {newestRevision, nil},
	} {
		wantIndexed(t, s, name, func(r reader) error {
			_, err := query(t.Context(), r, q.text, func(*sql.Rows) (int, error) { return 0, nil }, q.args...)
			return err
		})
	}
}

// explainer notes what SQLite plans to do for every query that passes.
type explainer struct {
	*sql.DB
	t     *testing.T
	steps []string
}

func (e *explainer) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	steps, err := query(ctx, e.DB, "EXPLAIN QUERY PLAN "+text, func(r *sql.Rows) (step string, err error) {
		var id, parent, unused int
		return step, r.Scan(&id, &parent, &unused, &step)
	}, args...)
	if err != nil {
		e.t.Fatalf("explain %s: %v", text, err)
	}
	e.steps = append(e.steps, steps...)
	return e.DB.QueryContext(ctx, text, args...)
}

// wantIndexed fails the test when anything that fn asks reads a whole table or
// sorts.
func wantIndexed(t *testing.T, s *Store, name string, fn func(reader) error) {
	t.Helper()
	e := &explainer{DB: s.read, t: t}
	if err := fn(e); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if len(e.steps) == 0 {
		t.Errorf("%s asked nothing", name)
	}
	for _, table := range []string{"instance", "log", "task", "subscription", "incident", "fact", "effect", "document"} {
		for _, step := range e.steps {
			scan, whole := strings.CutPrefix(step, "SCAN "+table)
			if whole && (scan == "" || scan[0] == ' ') && !strings.Contains(scan, "USING INDEX instance_in_trouble") {
				t.Errorf("%s reads all of %s: %q", name, table, e.steps)
			}
		}
	}
	for _, step := range e.steps {
		if strings.Contains(step, "TEMP B-TREE") {
			t.Errorf("%s sorts: %q", name, e.steps)
		}
	}
}
