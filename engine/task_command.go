package engine

import (
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
)

// open returns an open task and its element, or why there is none.
func (x *step) open(number int64) (*Task, *definition.Element, error) {
	if t := x.in.task(number); t != nil {
		return t, x.process.Element(t.Element), nil
	}
	return nil, nil, reject(RejectTaskNotOpen, "%s is not open", TaskID(x.in.ID, number))
}

// candidate refuses a person who may not do a task of ours.
func (x *step) candidate(t *Task, e *definition.Element, actor Actor) error {
	id := TaskID(x.in.ID, t.Number)
	switch {
	case e.Lane.Outside():
		return reject(RejectTaskCandidate, "%s is a step of lane %s, not of a team", id, e.Lane.ID)
	case actor.Kind != ActorStaff:
		return reject(RejectTaskCandidate, "%s is done by a person of team %s", id, t.Team)
	case slices.Contains(t.Excluded, actor.ID):
		return reject(RejectTaskExcluded, "%s did a step that the doer of %s must not have done", actor.ID, id)
	case !x.eligible(t, actor.ID):
		return reject(RejectTaskCandidate, "%s is done by a person of team %s, which %s is not in", id, t.Team, actor.ID)
	}
	return nil
}

// holder refuses everybody but the person who has a task.
func (x *step) holder(t *Task, actor Actor) error {
	id := TaskID(x.in.ID, t.Number)
	switch {
	case t.Assignee == "":
		return reject(RejectTaskUnassigned, "%s has nobody yet: claim it first", id)
	case actor.Kind != ActorStaff || t.Assignee != actor.ID:
		return reject(RejectTaskNotYours, "%s is with %s", id, t.Assignee)
	}
	return nil
}

func (c ClaimTask) decide(x *step) error {
	t, e, err := x.open(c.Task)
	if err != nil {
		return err
	}
	if t.Assignee != "" && t.Assignee != c.Actor.ID {
		return reject(RejectTaskClaimed, "%s is with %s", TaskID(x.in.ID, t.Number), t.Assignee)
	}
	if err := x.candidate(t, e, c.Actor); err != nil {
		return err
	}
	switch {
	case t.Assignee == "":
		x.emit(&TaskAssigned{Task: t.Number, To: c.Actor.ID, Started: true})
	case t.StartedAt == 0:
		x.emit(&TaskStarted{Task: t.Number})
	}
	return nil // claiming one's own task again changes nothing
}

func (c UnclaimTask) decide(x *step) error {
	t, _, err := x.open(c.Task)
	if err != nil {
		return err
	}
	if err := x.holder(t, c.Actor); err != nil {
		return err
	}
	if t.HoldReason != "" {
		return reject(RejectTaskHeld, "%s is held (%s): resume it before giving it back", TaskID(x.in.ID, t.Number), t.HoldReason)
	}
	x.emit(&TaskUnassigned{Task: t.Number})
	return nil
}

// decide of AssignTask judges whether the person may do the task; who may
// assign is the policy of the door.
func (c AssignTask) decide(x *step) error {
	t, e, err := x.open(c.Task)
	if err != nil {
		return err
	}
	if err := x.candidate(t, e, Actor{Kind: ActorStaff, ID: c.To}); err != nil {
		return err
	}
	if t.Assignee != c.To {
		x.emit(&TaskAssigned{Task: t.Number, To: c.To})
	}
	return nil
}

func (c StartTask) decide(x *step) error {
	t, _, err := x.open(c.Task)
	if err != nil {
		return err
	}
	if err := x.holder(t, c.Actor); err != nil {
		return err
	}
	if t.StartedAt != 0 {
		return reject(RejectTaskStarted, "%s was started at %s", TaskID(x.in.ID, t.Number), t.StartedAt)
	}
	x.emit(&TaskStarted{Task: t.Number})
	return nil
}

func (c HoldTask) decide(x *step) error {
	t, _, err := x.open(c.Task)
	if err != nil {
		return err
	}
	if err := x.holder(t, c.Actor); err != nil {
		return err
	}
	if t.HoldReason != "" {
		return reject(RejectTaskHeld, "%s is held already (%s)", TaskID(x.in.ID, t.Number), t.HoldReason)
	}
	reason := x.process.Hold(c.Reason)
	if c.Reason == "" || len(x.process.Holds) > 0 && reason == nil {
		return reject(RejectHoldReason, "%s: %q is no reason of process %s for holding a step", TaskID(x.in.ID, t.Number), c.Reason, x.in.Process)
	}
	return x.hold(*t, reason, c)
}

func (c ResumeTask) decide(x *step) error {
	t, _, err := x.open(c.Task)
	if err != nil {
		return err
	}
	if err := x.holder(t, c.Actor); err != nil {
		return err
	}
	if t.HoldReason == "" {
		return reject(RejectTaskNotHeld, "%s is not held", TaskID(x.in.ID, t.Number))
	}
	x.resume(*t)
	return nil
}
