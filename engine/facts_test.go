package engine

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/laneway-flow/laneway/engine/definition"
)

// story writes a history event by event, in commits.
type story struct {
	before, in Instance
	commit     []Event
	at         Millis
	facts      []Fact
}

func (s *story) tell(by Actor, b Body) {
	e := Event{Seq: s.in.Seq + 1, At: s.at, Origin: Origin{Actor: by, Channel: "web"}, Body: b}
	s.in.apply(&e)
	s.commit = append(s.commit, e)
}

func (s *story) close() {
	s.facts = append(s.facts, Facts(s.before, s.commit, s.in)...)
	s.before, s.commit = s.in.clone(), nil
}

// taskLife plays one visit of a user task at random, and returns where its
// time went, counted millisecond by millisecond as the plain reading of the
// definition does it.
func taskLife(t *rapid.T, s *story) (queue, touch, hold int64) {
	li := Actor{ActorStaff, "li"}
	s.tell(li, &InstanceStarted{ID: "260302-0000-0001", Process: "complaint", Edition: 2})
	s.tell(li, &TokenEntered{Token: 1, Element: "handle"})
	s.tell(li, &TaskOpened{Task: 2, Token: 1, Element: "handle", Lane: "desk", Party: definition.Us, Team: "front-desk", Visit: 1})
	for range rapid.IntRange(0, 8).Draw(t, "moves") {
		span := rapid.Int64Range(0, 100_000).Draw(t, "span")
		task := s.in.task(2)
		switch {
		case task.HoldReason != "":
			hold += span
		case task.StartedAt == 0:
			queue += span
		default:
			touch += span
		}
		s.at += Millis(span)
		switch move := rapid.IntRange(0, 4).Draw(t, "move"); {
		case task.HoldReason != "":
			s.tell(li, &TaskResumed{Task: 2})
		case move == 0:
			s.tell(li, &TaskAssigned{Task: 2, To: "li", Started: rapid.Bool().Draw(t, "started")})
		case move == 1:
			s.tell(li, &TaskUnassigned{Task: 2})
		case move == 2 && task.StartedAt == 0:
			s.tell(li, &TaskStarted{Task: 2})
		case move == 3:
			s.tell(li, &TaskHeld{Task: 2, Reason: "customer"})
		}
		if rapid.Bool().Draw(t, "commit") {
			s.close()
		}
	}
	return queue, touch, hold
}

func TestVisitIsQueueTouchAndHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := story{at: 1_772_409_600_000}
		from := s.at
		queue, touch, hold := taskLife(t, &s)
		task := *s.in.task(2)
		switch {
		case task.HoldReason != "":
			hold += 7
		case task.StartedAt == 0:
			queue += 7
		default:
			touch += 7
		}
		s.at += 7
		want := VisitFact{
			Instance: "260302-0000-0001", Process: "complaint", Edition: 2, Step: "handle", Visit: 1,
			Lane: "desk", Party: definition.Us, Team: "front-desk",
			EnabledAt: from, AssignedAt: task.AssignedAt, StartedAt: task.StartedAt, CompletedAt: s.at,
			Queue: queue, Touch: touch, Hold: hold, Holds: slices.Clone(task.Holds), Outcome: "withdrawn",
		}
		if task.HoldReason != "" {
			want.Holds[len(want.Holds)-1].To = s.at
		}
		if rapid.Bool().Draw(t, "completed") {
			want.Outcome, want.By, want.ByKind, want.Channel = "completed", "wang", ActorStaff, "web"
			s.tell(Actor{ActorStaff, "wang"}, &TaskCompleted{Task: 2})
		} else {
			s.tell(Actor{ActorSystem, ""}, &TaskWithdrawn{Task: 2})
		}
		s.close()
		if diff := cmp.Diff([]Fact{want}, s.facts); diff != "" {
			t.Fatalf("facts (-want +got):\n%s", diff)
		}
		if queue+touch+hold != int64(s.at-from) {
			t.Fatalf("%d + %d + %d is not %d", queue, touch, hold, s.at-from)
		}
	})
}

// TestTurnsAlternateWithoutGap plays turns over several commits: the finished
// ones follow each other from the first to the end of the case.
func TestTurnsAlternateWithoutGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := story{at: 1_772_409_600_000}
		by := Actor{ActorSystem, ""}
		s.tell(by, &InstanceStarted{ID: "260302-0000-0001", Process: "complaint", Edition: 2})
		parties := []definition.Party{definition.Us, definition.Customer}
		first := s.at
		var from definition.Party
		turns := rapid.IntRange(1, 6).Draw(t, "turns")
		for i := range turns {
			s.tell(by, &TurnPassed{From: from, To: parties[i%2], Lane: "customer"})
			from = parties[i%2]
			s.at += Millis(rapid.Int64Range(0, 100_000).Draw(t, "span"))
			if rapid.Bool().Draw(t, "commit") {
				s.close()
			}
		}
		s.tell(by, &InstanceEnded{State: StateCompleted})
		s.close()
		if len(s.facts) != turns {
			t.Fatalf("%d turns, expected %d: %v", len(s.facts), turns, s.facts)
		}
		for i, f := range s.facts {
			turn := f.(TurnFact)
			next := definition.Party("")
			if i+1 < turns {
				next = parties[(i+1)%2]
			}
			if turn.From != first || turn.Party != parties[i%2] || turn.Next != next || turn.Number != int32(i+1) {
				t.Fatalf("turn %d: %+v, expected %s from %s on", i+1, turn, parties[i%2], first)
			}
			first = turn.To
		}
		if first != s.at {
			t.Fatalf("the last turn ends at %s, the case at %s", first, s.at)
		}
	})
}

func TestFactsOfAutomaticSteps(t *testing.T) {
	s := story{at: 1_772_409_600_000}
	by := Actor{ActorStaff, "li"}
	s.tell(by, &InstanceStarted{ID: "260302-0000-0001", Process: "complaint", Edition: 2})
	s.tell(by, &TokenEntered{Token: 1, Element: "wait"})
	s.tell(by, &StepEntered{Token: 1, Element: "wait", Visit: 3})
	s.close()
	from := s.at
	s.at += 90_000
	s.tell(by, &StepCompleted{Token: 1, Element: "wait", Visit: 3})
	s.tell(by, &TokenMoved{Token: 1, Element: "receive"})
	s.tell(by, &StepEntered{Token: 1, Element: "receive", Visit: 1})
	s.tell(by, &StepCompleted{Token: 1, Element: "receive", Visit: 1, Withdrawn: true})
	s.close()
	visit := VisitFact{Instance: "260302-0000-0001", Process: "complaint", Edition: 2, ByKind: ActorSystem}
	waited, received := visit, visit
	waited.Step, waited.Visit, waited.Outcome = "wait", 3, "completed"
	waited.EnabledAt, waited.StartedAt, waited.CompletedAt, waited.Touch = from, from, s.at, 90_000
	received.Step, received.Visit, received.Outcome = "receive", 1, "withdrawn"
	received.EnabledAt, received.StartedAt, received.CompletedAt = s.at, s.at, s.at
	if diff := cmp.Diff([]Fact{waited, received}, s.facts); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}
