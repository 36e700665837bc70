package scenario

import (
	"slices"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// Behind every outside lane of a play stands one customer or supplier, whose
// id is the lane's.

func outsiders(p *definition.Process) []engine.LaneActor {
	var actors []engine.LaneActor
	for _, lane := range p.Lanes {
		if lane.Outside() {
			actors = append(actors, engine.LaneActor{Lane: lane.ID, ID: lane.ID})
		}
	}
	return actors
}

// outsider acts for a lane: the party itself, or one of ours on its behalf.
func outsider(id, by string) engine.Origin {
	if by != "" {
		return engine.Origin{Actor: engine.Actor{Kind: engine.ActorStaff, ID: by}, OnBehalf: id}
	}
	return engine.Origin{Actor: engine.Actor{Kind: engine.ActorCustomer, ID: id}}
}

// staff is a person of ours: the one named, else the first in file order.
func (r *play) staff(by string) engine.Origin {
	if people := r.stage.world.Org.People(); by == "" && len(people) > 0 {
		by = people[0].ID
	}
	return engine.Origin{Actor: engine.Actor{Kind: engine.ActorStaff, ID: by}}
}

// starter is who begins a case: who says the message of the start, or who
// stands in the lane of the first step.
func (r *play) starter(p *definition.Process, start *definition.Start, by string) engine.Origin {
	if start.Message != nil {
		return r.speaker(start.Message, by)
	}
	lane := start.Element.Out[0].To.Lane
	switch {
	case lane.Outside():
		return outsider(lane.ID, by)
	case lane != nil && by == "":
		if first := r.stage.world.Org.First(lane.Team, nil); first != nil {
			by = first.ID
		}
	}
	return r.staff(by)
}

// speaker is who says a message: its lane, or a program when it has none.
func (r *play) speaker(m *definition.Message, by string) engine.Origin {
	switch {
	case m.From == nil && by == "":
		return engine.Origin{Actor: engine.Actor{Kind: engine.ActorService, ID: "example"}}
	case m.From.Outside():
		return outsider(m.From.ID, by)
	}
	return r.staff(by)
}

// doer is who works on a task: the one named, its assignee, or the first who
// may do it, in file order, leads above the team last.
func (r *play) doer(t *engine.Task, by string) (engine.Origin, *refusal) {
	o := r.stage.world.Org
	switch {
	case t.Party != definition.Us && t.Party != "":
		return outsider(t.Customer, by), nil
	case by != "":
		if o.Person(by) == nil {
			return engine.Origin{}, refuse("没有 %s 这个人", "there is no person %s", by)
		}
		return r.staff(by), nil
	case t.Assignee != "":
		return r.staff(t.Assignee), nil
	}
	if first := o.First(t.Team, t.Excluded); first != nil {
		return r.staff(first.ID), nil
	}
	for _, lead := range o.Chain(t.Team) {
		if !slices.Contains(t.Excluded, lead.ID) {
			return r.staff(lead.ID), nil
		}
	}
	return engine.Origin{}, refuse("步骤 %s：班组 %s 里没有人可以做", "step %s: nobody in team %s may do it", t.Element, t.Team)
}

func clockTime(at engine.Millis, zone *time.Location) string {
	return time.UnixMilli(int64(at)).In(zone).Format("2006-01-02 15:04:05")
}
