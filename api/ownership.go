package api

import (
	"context"
	"errors"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

// everywhere are the roles that see every case.
const everywhere = admin | auditor | analyst

// worksFor reports whether the caller belongs to a team or to one below it:
// its tasks are then theirs to take.
func (s *server) worksFor(c *call, team string) bool {
	return c.person != nil && team != "" && s.world().Org.Member(team, c.person.ID)
}

// directsTeam reports whether a team stands below the caller: a lead's are the
// teams they lead with all below them, a manager's also their own with all below.
func (s *server) directsTeam(c *call, team string) bool {
	if c.roles.any(admin) {
		return true
	}
	if c.person == nil || !c.roles.any(lead|manager) {
		return false
	}
	org := s.world().Org
	for t := org.Team(team); t != nil; t = org.Team(t.Parent) {
		if t.Lead == c.person.ID || c.roles.any(manager) && slices.Contains(c.person.Teams, t.ID) {
			return true
		}
	}
	return false
}

// directsPerson reports whether a person's absences are the caller's to say:
// their own, or those of somebody in a team they direct.
func (s *server) directsPerson(c *call, person string) bool {
	if c.roles.any(admin) || c.personID() == person {
		return true
	}
	p := s.world().Org.Person(person)
	return p != nil && slices.ContainsFunc(p.Teams, func(team string) bool { return s.directsTeam(c, team) })
}

// anyTeam asks of every team that takes part in a case: those its process
// names for a lane, and, where a lane's team follows from the data, those that
// have a task of it now.
func (s *server) anyTeam(process string, edition int, in *engine.Instance, ask func(team string) bool) bool {
	p := s.world().Process(process, edition)
	if p == nil {
		return false
	}
	for _, l := range p.Lanes {
		if l.Party == definition.Us && l.TeamExpr == nil && ask(l.Team) {
			return true
		}
	}
	if in == nil {
		return false
	}
	return slices.ContainsFunc(in.Tasks, func(t engine.Task) bool { return t.Team != "" && ask(t.Team) })
}

// seesCase is the rule of `sees`.
func (s *server) seesCase(c *call, in *engine.Instance) bool {
	if c.roles.any(everywhere) || in.Starter == c.actor.ID {
		return true
	}
	if s.anyTeam(in.Process, in.Edition, in, func(team string) bool { return s.worksFor(c, team) || s.directsTeam(c, team) }) {
		return true
	}
	return c.person != nil && slices.ContainsFunc(in.Steps, func(l engine.StepLog) bool { return slices.Contains(l.Doers, c.person.ID) })
}

// directsCase is the rule of `directs` for a case.
func (s *server) directsCase(c *call, in *engine.Instance) bool {
	return c.roles.any(admin) ||
		s.anyTeam(in.Process, in.Edition, in, func(team string) bool { return s.directsTeam(c, team) })
}

// own applies the owner of the call's policy row to a case. What the caller
// may not see is answered exactly as what does not exist.
func (s *server) own(c *call, in *engine.Instance) error {
	switch {
	case in.Mailbox != nil:
		return errCode("not_found")
	case c.rule.owner == linked:
		if in.ID != c.token.Instance {
			return errCode("not_found")
		}
	case !s.seesCase(c, in):
		return errCode("not_found")
	}
	return nil
}

// ownCase is own with the part of `directs` that concerns whole cases.
func (s *server) ownCase(c *call, in *engine.Instance) error {
	if err := s.own(c, in); err != nil {
		return err
	}
	if c.rule.owner == directs && !s.directsCase(c, in) {
		return errCode("role.missing")
	}
	return nil
}

// ownTask is own with the part of `directs` that concerns tasks. A number the
// case never gave out is no task.
func (s *server) ownTask(c *call, in *engine.Instance, number int64) error {
	if err := s.own(c, in); err != nil {
		return err
	}
	if number > in.Serial {
		return errCode("not_found")
	}
	t := in.Task(number)
	if t != nil && c.rule.owner == directs && t.Assignee != c.personID() && !s.directsTeam(c, t.Team) {
		return errCode("task.not_led")
	}
	if t != nil && c.rule.owner == linked && t.Customer != c.actor.ID {
		return errCode("not_found")
	}
	return nil
}

// loadCase reads the case that a route names and applies the rule.
func (s *server) loadCase(ctx context.Context, id string) (*engine.Instance, error) {
	id, err := caseNumber(id)
	if err != nil {
		return nil, err
	}
	in, err := s.Runner.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := s.ownCase(callOf(ctx), &in); err != nil {
		return nil, err
	}
	return &in, nil
}

// caseNumber takes a number as people write it.
func caseNumber(id string) (string, error) {
	if number, ok := runner.Number(id); ok {
		return number, nil
	}
	return "", errCode("not_found")
}

// taskNumber takes a public task id apart.
func taskNumber(id string) (instance string, number int64, err error) {
	instance, number, ok := engine.ParseTaskID(id)
	if !ok {
		return "", 0, errCode("not_found")
	}
	instance, err = caseNumber(instance)
	return instance, number, err
}

// visible remembers, for the rows of one list, which processes the caller sees.
type visible struct {
	s     *server
	c     *call
	known map[engine.Edition]bool
}

func (s *server) visible(c *call) *visible {
	return &visible{s, c, map[engine.Edition]bool{}}
}

// row reports whether a row of a list is the caller's to see. Only where a
// lane's team follows from the data, or the caller may have worked on it
// before, must the case itself be read.
func (v *visible) row(ctx context.Context, instance, process string, edition int, starter string) (bool, error) {
	if v.c.roles.any(everywhere) || starter != "" && starter == v.c.actor.ID {
		return true, nil
	}
	e := engine.Edition{Process: process, Version: edition}
	sees, known := v.known[e]
	if !known {
		sees = v.s.anyTeam(process, edition, nil, func(team string) bool { return v.s.worksFor(v.c, team) || v.s.directsTeam(v.c, team) })
		v.known[e] = sees
	}
	if sees {
		return true, nil
	}
	in, err := v.s.Runner.Load(ctx, instance)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil && v.s.seesCase(v.c, &in), err
}

// teamsOf lists the teams whose queues the caller looks after: their own with
// all above (a task for the whole is a task for the part), and those they direct.
func (s *server) teamsOf(c *call) []string {
	var teams []string
	for _, t := range s.world().Org.Teams() {
		if s.worksFor(c, t.ID) || s.directsTeam(c, t.ID) {
			teams = append(teams, t.ID)
		}
	}
	return teams
}
