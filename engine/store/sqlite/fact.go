package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// The kinds of facts in a pack.
const (
	packedVisit = 1
	packedTurn  = 2
)

// keepFact appends a fact as the newest one of the instance.
func (w *writer) keepFact(e *entry, f engine.Fact) error {
	switch f := f.(type) {
	case engine.VisitFact:
		where, err := w.place(place{f.Process, int64(f.Edition), f.Step, f.Lane, f.Team, string(f.Party)})
		if err != nil {
			return err
		}
		how, err := w.manner(manner{string(f.ByKind), f.Channel, f.Outcome})
		if err != nil {
			return err
		}
		return w.packVisit(e, &f, where, how)
	case engine.TurnFact:
		where, err := w.place(place{process: f.Process, edition: int64(f.Edition), lane: f.Lane, party: string(f.Party)})
		if err != nil {
			return err
		}
		how, err := w.manner(manner{outcome: string(f.Next)})
		if err != nil {
			return err
		}
		w.beginFact(e, packedTurn, f.Instance, where, how)
		w.facts.bytes = appendNumbers(w.facts.bytes, int64(f.Number), int64(f.From), int64(f.To-f.From))
		return w.facts.added(w.fact, w.sql.facts)
	}
	return fmt.Errorf("expected a visit or a turn, got %T", f)
}

func (w *writer) packVisit(e *entry, f *engine.VisitFact, where, how int64) error {
	var holds []byte
	if len(f.Holds) > 0 {
		var err error
		if holds, err = json.Marshal(f.Holds); err != nil {
			return err
		}
	}
	w.beginFact(e, packedVisit, f.Instance, where, how)
	b := appendNumbers(w.facts.bytes, int64(f.Visit), int64(f.EnabledAt), since(f.AssignedAt, f.EnabledAt), since(f.StartedAt, f.EnabledAt),
		int64(f.CompletedAt-f.EnabledAt), f.Queue, f.Touch, f.Hold)
	w.facts.bytes = appendBytes(appendText(appendText(b, f.By), f.OnBehalf), holds)
	return w.facts.added(w.fact, w.sql.facts)
}

// beginFact gives a fact its number and writes what all kinds have.
func (w *writer) beginFact(e *entry, kind int64, instance string, where, how int64) {
	w.fact++
	b := appendNumbers(w.facts.bytes, w.fact, e.fact, kind, where, how)
	w.facts.bytes = appendText(b, instance)
	e.fact = w.fact
}

// since is an instant as its distance from another; -1: it never came.
func since(at, from engine.Millis) int64 {
	if at == 0 {
		return -1
	}
	return int64(at - from)
}

func instantAfter(from engine.Millis, distance int64) engine.Millis {
	if distance < 0 {
		return 0
	}
	return from + engine.Millis(distance)
}

// packedFact is a fact with its number and that of the one before it of the
// same instance.
type packedFact struct {
	number, previous int64
	fact             engine.Fact
}

// fact reads one fact; the words say what places and manners mean.
func (u *unpacker) fact(words *factWords) packedFact {
	f := packedFact{number: u.number(), previous: u.number()}
	kind, where, how, instance := u.number(), words.places[u.number()], words.manners[u.number()], u.text()
	switch {
	case u.err != nil:
	case kind == packedTurn:
		number, from := int32(u.number()), engine.Millis(u.number())
		f.fact = engine.TurnFact{
			Instance: instance, Process: where.process, Edition: int(where.edition), Lane: where.lane,
			Party: definition.Party(where.party), Number: number, From: from, To: from + engine.Millis(u.number()),
			Next: definition.Party(how.outcome),
		}
	case kind == packedVisit:
		f.fact = u.visit(instance, where, how)
	default:
		u.err = fmt.Errorf("a fact of kind %d", kind)
	}
	return f
}

func (u *unpacker) visit(instance string, where place, how manner) engine.VisitFact {
	v := engine.VisitFact{
		Instance: instance, Process: where.process, Edition: int(where.edition), Step: where.step,
		Lane: where.lane, Team: where.team, Party: definition.Party(where.party),
		ByKind: engine.ActorKind(how.byKind), Channel: how.channel, Outcome: how.outcome,
		Visit: int32(u.number()), EnabledAt: engine.Millis(u.number()),
	}
	v.AssignedAt, v.StartedAt = instantAfter(v.EnabledAt, u.number()), instantAfter(v.EnabledAt, u.number())
	v.CompletedAt = v.EnabledAt + engine.Millis(u.number())
	v.Queue, v.Touch, v.Hold = u.number(), u.number(), u.number()
	v.By, v.OnBehalf = u.text(), u.text()
	if holds := u.value(); len(holds) > 0 && u.err == nil {
		u.err = json.Unmarshal(holds, &v.Holds)
	}
	return v
}

// factWords are the places and manners by number.
type factWords struct {
	places  map[int64]place
	manners map[int64]manner
}

func readFactWords(ctx context.Context, tx reader) (*factWords, error) {
	w := &factWords{places: map[int64]place{}, manners: map[int64]manner{}}
	_, err := query(ctx, tx, `SELECT number, process, edition, step, lane, team, party FROM place`, func(r *sql.Rows) (n int64, err error) {
		var p place
		err = r.Scan(&n, &p.process, &p.edition, &p.step, &p.lane, &p.team, &p.party)
		w.places[n] = p
		return n, err
	})
	if err != nil {
		return nil, err
	}
	_, err = query(ctx, tx, `SELECT number, by_kind, channel, outcome FROM manner`, func(r *sql.Rows) (n int64, err error) {
		var m manner
		err = r.Scan(&n, &m.byKind, &m.channel, &m.outcome)
		w.manners[n] = m
		return n, err
	})
	return w, err
}

const (
	newestFact  = `SELECT fact FROM instance WHERE id = ?1`
	factPack    = `SELECT pack FROM fact WHERE last >= ?1 ORDER BY last LIMIT 1`
	factsBehind = `SELECT pack FROM fact WHERE last > ?1 ORDER BY last LIMIT ?2`
)

// Facts streams facts of one instance, or of all, in the order written.
func (s *Store) Facts(ctx context.Context, instance string, fn func(engine.Fact) error) error {
	if instance == "" {
		return s.allFacts(ctx, fn)
	}
	var facts []engine.Fact // newest first
	err := s.snapshot(ctx, func(tx reader) (err error) {
		facts, err = factsOf(ctx, tx, instance)
		return err
	})
	if err != nil {
		return wrapped("facts of "+instance, err)
	}
	for _, f := range slices.Backward(facts) {
		if err := fn(f); err != nil {
			return err
		}
	}
	return nil
}

// factsOf walks from an instance's newest fact back.
func factsOf(ctx context.Context, tx reader, instance string) ([]engine.Fact, error) {
	words, err := readFactWords(ctx, tx)
	if err != nil {
		return nil, err
	}
	var number int64
	err = tx.QueryRowContext(ctx, newestFact, instance).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	var facts []engine.Fact
	for err == nil && number > 0 {
		var pack []byte
		if err = tx.QueryRowContext(ctx, factPack, number).Scan(&pack); err != nil {
			break
		}
		var inPack map[int64]packedFact
		if inPack, err = unpackFacts(pack, words); err != nil {
			break
		}
		if _, ok := inPack[number]; !ok {
			return nil, errors.New("the facts have a gap")
		}
		for f, ok := inPack[number]; ok; f, ok = inPack[number] {
			facts = append(facts, f.fact)
			number = f.previous
		}
	}
	return facts, err
}

func unpackFacts(pack []byte, words *factWords) (map[int64]packedFact, error) {
	facts := map[int64]packedFact{}
	u := unpacker{bytes: pack}
	for u.more() {
		f := u.fact(words)
		facts[f.number] = f
	}
	return facts, u.err
}

// allFacts reads a few packs at a time, so that a long reading never keeps an
// old snapshot open, which would hold up checkpoints.
func (s *Store) allFacts(ctx context.Context, fn func(engine.Fact) error) error {
	for after := int64(0); ; {
		packs, err := query(ctx, s.read, factsBehind, scanPack, after, packsRead)
		if err != nil {
			return wrapped("facts", err)
		}
		words, err := readFactWords(ctx, s.read) // after the packs: what they name is there
		if err != nil {
			return wrapped("facts", err)
		}
		for _, pack := range packs {
			for u := (unpacker{bytes: pack}); u.more(); {
				f := u.fact(words)
				if u.err != nil {
					return wrapped("facts", u.err)
				}
				after = f.number
				if err := fn(f.fact); err != nil {
					return err
				}
			}
		}
		if len(packs) < packsRead {
			return nil
		}
	}
}
