package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// Ceiling measures what the file itself allows: it writes the rows of a story
// (the commits of one case in order, as the engine makes them) over and over
// for new cases, for the given time, from as many clients as wanted, each
// waiting for its commit to be durable. The rows, statements and group commits
// are those of Commit; but nothing is decided, encoded, looked up or compared:
// it is what a program could reach that wrote the same rows by hand.
//
// The database at path must be a new one. It returns commits a second.
func Ceiling(ctx context.Context, path string, story []store.Change, clients int, d time.Duration) (perSecond float64, err error) {
	s, err := Open(ctx, path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	rows, err := byHand(ctx, s, story)
	if err != nil {
		return 0, err
	}
	var (
		commits atomic.Int64
		failure atomic.Pointer[error]
		all     sync.WaitGroup
	)
	began := time.Now()
	for range clients {
		all.Go(func() {
			for time.Since(began) < d {
				n, err := writeByHand(ctx, s, rows)
				commits.Add(n)
				if err != nil {
					failure.Store(&err)
					return
				}
			}
		})
	}
	all.Wait()
	if err := failure.Load(); err != nil {
		return 0, *err
	}
	return float64(commits.Load()) / time.Since(began).Seconds(), nil
}

// handRow is one commit of the story, ready to be bound.
type handRow struct {
	encoded
	drop, add []handTask
	facts     []handFact
	process   int64
	customer  string
}

type handTask struct {
	taskRow
	team, step int64
}

type handFact struct {
	engine.VisitFact
	place, manner int64
}

// byHand makes the rows of a story ready. A story for this has tasks, timers
// and visits; other things are not written.
func byHand(ctx context.Context, s *Store, story []store.Change) ([]handRow, error) {
	rows := make([]handRow, len(story))
	var before indexed
	err := s.queue.submit(ctx, func(w *writer) (refused, err error) {
		for i := range story {
			c := &story[i]
			r := &rows[i]
			r.encoded = encoded{Change: c, events: engine.AppendEvents(nil, c.Events), index: indexOf(&c.Instance)}
			r.state, r.data = framed(&c.Instance, i == 0 || engine.WritesData(c.Events))
			r.customer = store.RowOf(&c.Instance).Customer
			if r.process, err = w.name(c.Instance.Process); err != nil {
				return nil, err
			}
			if r.drop, err = w.handTasks(before.tasks, r.index.tasks); err != nil {
				return nil, err
			}
			if r.add, err = w.handTasks(r.index.tasks, before.tasks); err != nil {
				return nil, err
			}
			if r.facts, err = w.handFacts(c.Facts); err != nil {
				return nil, err
			}
			before = r.index
		}
		return nil, nil
	})
	return rows, err
}

func (w *writer) handTasks(these, without_ []taskRow) (out []handTask, err error) {
	err = without(these, without_, func(t taskRow) error {
		h := handTask{taskRow: t}
		if h.team, err = w.name(t.team); err != nil {
			return err
		}
		h.step, err = w.name(t.step)
		out = append(out, h)
		return err
	})
	return out, err
}

func (w *writer) handFacts(facts []engine.Fact) (out []handFact, err error) {
	for _, f := range facts {
		v, ok := f.(engine.VisitFact)
		if !ok {
			continue
		}
		h := handFact{VisitFact: v}
		if h.place, err = w.place(place{v.Process, int64(v.Edition), v.Step, v.Lane, v.Team, string(v.Party)}); err != nil {
			return nil, err
		}
		if h.manner, err = w.manner(manner{string(v.ByKind), v.Channel, v.Outcome}); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// writeByHand writes one case and returns how many commits that were.
func writeByHand(ctx context.Context, s *Store, rows []handRow) (commits int64, err error) {
	var number, log, fact int64
	for i := range rows {
		err := s.queue.submit(ctx, func(w *writer) (refused, err error) {
			if number == 0 {
				w.instance++
				number = w.instance
			}
			log, fact, err = w.byHand(&rows[i], number, log, fact)
			return nil, err
		})
		if err != nil {
			return commits, err
		}
		commits++
	}
	return commits, nil
}

func (w *writer) byHand(r *handRow, number, log, fact int64) (newLog, newFact int64, err error) {
	in := &r.Instance
	if _, err := w.keepLog(in, log, r.events); err != nil {
		return 0, 0, err
	}
	e := entry{fact: fact}
	for i := range r.facts {
		f := &r.facts[i]
		if err := w.packVisit(&e, &f.VisitFact, f.place, f.manner); err != nil {
			return 0, 0, err
		}
	}
	fact = e.fact
	if len(r.drop) == 1 && len(r.add) == 1 {
		from, to := &r.drop[0], &r.add[0]
		if _, err := w.sql.moveTask.run(to.team, to.due, to.enabled, to.number, to.step, to.assignee, to.customer, int64(0),
			from.team, from.due, from.enabled, number, from.number); err != nil {
			return 0, 0, err
		}
		return w.stateByHand(r, number, fact)
	}
	for i := range r.drop {
		t := &r.drop[i]
		if _, err := w.sql.dropTask.run(t.team, t.due, t.enabled, number, t.number); err != nil {
			return 0, 0, err
		}
	}
	for i := range r.add {
		t := &r.add[i]
		if _, err := w.sql.addTask.run(t.team, t.due, t.enabled, number, t.number, r.process, t.step, t.assignee, t.customer, int64(0)); err != nil {
			return 0, 0, err
		}
	}
	return w.stateByHand(r, number, fact)
}

// stateByHand writes the row of the instance itself.
func (w *writer) stateByHand(r *handRow, number, fact int64) (newLog, newFact int64, err error) {
	in := &r.Instance
	w.written += int64(len(r.state)+len(r.events)) + rowBytes
	if len(r.data) > 0 {
		if err := w.writeData(number, r.data); err != nil {
			return 0, 0, err
		}
	}
	switch x := &r.index; {
	case in.Version == 1:
		_, err = w.sql.addInstance.run(number, fmt.Sprintf("260302-%08d", number), in.Version, x.state, r.process, r.customer,
			int64(in.StartedAt), x.due, x.incidents, w.position, fact, r.state)
	case in.Open():
		_, err = w.sql.changeInstance.run(in.Version, w.position, fact, r.state, number)
	default:
		_, err = w.sql.moveInstance.run(in.Version, w.position, fact, r.state, x.state, x.due, x.incidents, number)
	}
	return w.position, fact, err
}
