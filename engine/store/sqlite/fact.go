package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// keepFact writes a fact as the newest one of the instance.
func (w *writer) keepFact(e *entry, f engine.Fact) error {
	w.fact++
	previous := e.fact
	e.fact = w.fact
	switch f := f.(type) {
	case engine.VisitFact:
		return w.keepVisit(e, previous, &f)
	case engine.TurnFact:
		return w.keepTurn(e, previous, &f)
	}
	return fmt.Errorf("expected a visit or a turn, got %T", f)
}

func (w *writer) keepVisit(e *entry, previous int64, f *engine.VisitFact) error {
	where, err := w.place(place{f.Process, int64(f.Edition), f.Step, f.Lane, f.Team, string(f.Party)})
	if err != nil {
		return err
	}
	how, err := w.manner(manner{string(f.ByKind), f.Channel, f.Outcome})
	if err != nil {
		return err
	}
	var holds any // NULL without one
	if len(f.Holds) > 0 {
		text, err := json.Marshal(f.Holds)
		if err != nil {
			return err
		}
		holds = string(text)
	}
	_, err = w.sql.visit.run(e.fact, previous, e.number, where, how, int64(f.Visit),
		int64(f.EnabledAt), int64(f.AssignedAt), int64(f.StartedAt), int64(f.CompletedAt),
		f.Queue, f.Touch, f.Hold, f.By, f.OnBehalf, holds)
	return err
}

func (w *writer) keepTurn(e *entry, previous int64, f *engine.TurnFact) error {
	where, err := w.place(place{process: f.Process, edition: int64(f.Edition), lane: f.Lane, party: string(f.Party)})
	if err != nil {
		return err
	}
	how, err := w.manner(manner{outcome: string(f.Next)})
	if err != nil {
		return err
	}
	_, err = w.sql.turn.run(e.fact, previous, e.number, where, how, int64(f.Number), int64(f.From), int64(f.To))
	return err
}

// The facts numbered in a range, visits and turns in one sequence. A turn has
// NULL where only a visit has something.
const factsBetween = `
	SELECT f.number, i.id, p.process, p.edition, p.step, p.lane, p.team, p.party, m.by_kind, m.channel, m.outcome,
		f.visit, f.enabled, f.assigned, f.started, f.completed, f.queue, f.touch, f.hold, f.by, f.on_behalf, f.holds
	FROM (
		SELECT * FROM visit WHERE number > ?1 AND number <= ?2
		UNION ALL
		SELECT number, previous, instance, place, manner, turn, began, NULL, NULL, ended, NULL, NULL, NULL, NULL, NULL, NULL
		FROM turn WHERE number > ?1 AND number <= ?2
	) f
	JOIN instance i ON i.number = f.instance
	JOIN place p ON p.number = f.place
	JOIN manner m ON m.number = f.manner
	ORDER BY f.number`

// factsOf are the numbers of an instance's facts, found from the newest back.
const factsOf = `
	WITH RECURSIVE chain (number) AS (
		SELECT fact FROM instance WHERE id = ?1
		UNION ALL
		SELECT coalesce((SELECT previous FROM visit WHERE number = chain.number),
			(SELECT previous FROM turn WHERE number = chain.number))
		FROM chain WHERE chain.number > 0
	)
	SELECT number FROM chain WHERE number > 0 ORDER BY number`

// factsRead is how many fact numbers one query covers, so that a long reading
// never keeps an old snapshot open, which would hold up checkpoints.
const factsRead = 2000

// Facts streams facts of one instance, or of all, in the order written.
func (s *Store) Facts(ctx context.Context, instance string, fn func(engine.Fact) error) error {
	if instance == "" {
		return s.allFacts(ctx, fn)
	}
	numbers, err := query(ctx, s.read, factsOf, func(r *sql.Rows) (n int64, err error) {
		return n, r.Scan(&n)
	}, instance)
	if err != nil {
		return wrapped("facts of "+instance, err)
	}
	for _, n := range numbers {
		if err := s.factsBetween(ctx, n-1, n, fn); err != nil {
			return err
		}
	}
	return nil
}

// lastFact is the number of the newest fact.
const lastFact = `SELECT max(
	coalesce((SELECT max(number) FROM visit), 0),
	coalesce((SELECT max(number) FROM turn), 0))`

func (s *Store) allFacts(ctx context.Context, fn func(engine.Fact) error) error {
	var last int64
	err := s.read.QueryRowContext(ctx, lastFact).Scan(&last)
	if err != nil {
		return wrapped("facts", err)
	}
	for n := int64(0); n < last; n += factsRead {
		if err := s.factsBetween(ctx, n, min(n+factsRead, last), fn); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) factsBetween(ctx context.Context, after, to int64, fn func(engine.Fact) error) error {
	facts, err := query(ctx, s.read, factsBetween, scanFact, after, to)
	if err != nil {
		return wrapped("facts", err)
	}
	for _, f := range facts {
		if err := fn(f); err != nil {
			return err
		}
	}
	return nil
}

func scanFact(r *sql.Rows) (engine.Fact, error) {
	var (
		number                                int64
		v                                     engine.VisitFact
		assigned, started, queue, touch, hold sql.NullInt64
		by, onBehalf, holds                   sql.NullString
	)
	err := r.Scan(&number, &v.Instance, &v.Process, &v.Edition, &v.Step, &v.Lane, &v.Team, &v.Party, &v.ByKind, &v.Channel, &v.Outcome,
		&v.Visit, &v.EnabledAt, &assigned, &started, &v.CompletedAt, &queue, &touch, &hold, &by, &onBehalf, &holds)
	if err != nil {
		return nil, err
	}
	if !assigned.Valid {
		return engine.TurnFact{
			Instance: v.Instance, Process: v.Process, Edition: v.Edition, Lane: v.Lane, Party: v.Party,
			Number: v.Visit, From: v.EnabledAt, To: v.CompletedAt, Next: definition.Party(v.Outcome),
		}, nil
	}
	v.AssignedAt, v.StartedAt = engine.Millis(assigned.Int64), engine.Millis(started.Int64)
	v.Queue, v.Touch, v.Hold = queue.Int64, touch.Int64, hold.Int64
	v.By, v.OnBehalf = by.String, onBehalf.String
	if holds.Valid {
		err = json.Unmarshal([]byte(holds.String), &v.Holds)
	}
	return v, err
}
