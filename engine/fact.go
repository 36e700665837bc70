package engine

import "github.com/laneway-flow/laneway/engine/definition"

// Fact is one row for measures, derived from events by Facts and never read by
// the core.
//
//sumtype:decl
type Fact interface{ fact() }

// VisitFact is one finished visit of a step (MEASURES.md §1.2). Instants are
// UTC milliseconds; zero where it never happened. In wall milliseconds
// CompletedAt-EnabledAt = Queue + Touch + Hold.
type VisitFact struct {
	Instance, Process  string
	Edition            int
	Step               string
	Visit              int32
	Lane, Team         string
	Party              definition.Party
	EnabledAt          Millis
	AssignedAt         Millis
	StartedAt          Millis
	CompletedAt        Millis
	Queue, Touch, Hold int64
	Holds              []Hold
	By, OnBehalf       string
	ByKind             ActorKind
	Channel            string
	Outcome            string // completed or withdrawn
}

// TurnFact is one finished turn of an interaction: the span in which the case
// was with one party (MEASURES.md §2).
type TurnFact struct {
	Instance, Process string
	Edition           int
	Lane              string // the outside lane of the thread
	Party             definition.Party
	Number            int32
	From, To          Millis
	Next              definition.Party // whose turn follows; empty: the case ended
}

func (VisitFact) fact() {}
func (TurnFact) fact()  {}
