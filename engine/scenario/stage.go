package scenario

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// stage is the small world of a play: its cases and mailboxes, and the clock.
type stage struct {
	world     *engine.World
	processes []*definition.Process // the example's first
	now       engine.Millis
	order     []string // ids of instances in order of creation
	instances map[string]engine.Instance
	diaries   map[string]*diary
	reached   *Reached
	outbound  []outgoing
	serial    int
}

// outgoing is an event for other instances that has not been followed yet.
type outgoing struct {
	from  string
	event engine.Event
}

func newStage(processes []*definition.Process, in Setting) *stage {
	s := &stage{
		world: &engine.World{
			Revision:  1,
			Processes: map[engine.Edition]*definition.Process{},
			Current:   map[string]*definition.Process{},
			Org:       in.Org,
			Calendars: in.Calendars,
		},
		processes: processes,
		instances: map[string]engine.Instance{},
		diaries:   map[string]*diary{},
		reached:   newReached(),
	}
	for _, p := range processes {
		s.world.Current[p.ID] = p
		s.world.Processes[engine.Edition{Process: p.ID, Version: p.Version}] = p
	}
	return s
}

// newID is the id of the next case; the ones of a play are counted.
func (s *stage) newID() string {
	s.serial++
	return fmt.Sprintf("case-%d", s.serial)
}

// do gives a command to an instance and follows everything it leads to. The
// error is a *engine.Rejection.
func (s *stage) do(id string, cmd engine.Command) error {
	if err := s.step(id, cmd); err != nil {
		return err
	}
	return s.follow()
}

// step is one decision of one instance.
func (s *stage) step(id string, cmd engine.Command) error {
	before, known := s.instances[id]
	after, events, err := engine.Step(s.world, before, cmd, time.UnixMilli(int64(s.now)).UTC())
	if err != nil || len(events) == 0 {
		return err
	}
	if !known {
		s.order = append(s.order, id)
		s.diaries[id] = newDiary()
	}
	s.instances[id] = after
	p := s.world.Process(after.Process, after.Edition)
	for i := range events {
		if p != nil {
			s.diaries[id].read(p, &events[i])
			s.reached.read(p, s.diaries[id].clocks, &events[i])
		}
		s.outbound = append(s.outbound, outgoing{id, events[i]})
	}
	return nil
}

// follow passes on what instances said to each other, first said first.
func (s *stage) follow() error {
	for len(s.outbound) > 0 {
		o := s.outbound[0]
		s.outbound = s.outbound[1:]
		if err := s.deliver(o); err != nil {
			return err
		}
	}
	return nil
}

// latest is the case of a process that was started last.
func (s *stage) latest(process string) (string, bool) {
	for _, id := range slices.Backward(s.order) {
		if in := s.instances[id]; in.Mailbox == nil && in.Process == process {
			return in.ID, true
		}
	}
	return "", false
}

// wakeUps is the largest number of instants at which something may fire in
// one move of the clock: a flow that wakes more often runs away.
const wakeUps = 100_000

var errRunsAway = errors.New("runs away")

// advance moves the clock, stopping at every instant at which something is
// due; instances due together go in order of creation.
func (s *stage) advance(to engine.Millis) error {
	for range wakeUps {
		id, due := s.nextDue()
		if id == "" || due > to {
			s.now = max(s.now, to)
			return nil
		}
		s.now = max(s.now, due)
		if err := s.do(id, engine.Wake{Origin: engine.Origin{Actor: engine.Actor{Kind: engine.ActorSystem}}}); err != nil {
			return err
		}
	}
	return errRunsAway
}

func (s *stage) nextDue() (id string, due engine.Millis) {
	for _, candidate := range s.order {
		in := s.instances[candidate]
		if next := in.NextDue(); next != 0 && (id == "" || next < due) {
			id, due = candidate, next
		}
	}
	return id, due
}

// instant reads the wall time of an example.
func instant(at string, zone *time.Location) (engine.Millis, bool) {
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, at, zone); err == nil {
			return engine.Millis(t.UnixMilli()), true
		}
	}
	return 0, false
}
