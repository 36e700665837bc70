package engine

import (
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
)

// enterUserTask asks a person: it opens a task in the lane's queue, or for
// whoever did the step named by `same`, and waits for CompleteTask.
func (x *step) enterUserTask(t Token, e *definition.Element) {
	if t.Visit > 0 { // completed before; a retry after its sending failed
		x.finishTask(t.Number, e)
		return
	}
	v := env{x: x, scope: t.Scope}
	task := TaskOpened{Task: x.next(), Token: t.Number, Element: e.ID, Lane: e.Lane.ID, Party: e.Lane.Party, Visit: x.visits(e.ID) + 1}
	var err error
	if e.Lane.Outside() {
		task.Customer, err = x.behind(e.Lane, v)
	} else {
		task.Team, err = x.team(e.Lane, v)
	}
	if err != nil {
		x.failed(t.Number, err)
		return
	}
	if task.Team != "" && x.world.Org.Team(task.Team) == nil {
		x.fail(t.Number, "no-team", "lane "+e.Lane.ID+": there is no team "+task.Team)
		return
	}
	armed, err := x.plan(t, e.Events)
	if err != nil {
		x.failed(t.Number, err)
		return
	}
	task.Excluded = x.doers(e.Not)
	if e.Same != "" {
		task.Assignee = x.same(e.Same, task.Team, task.Excluded)
	}
	x.emit(&task)
	x.arm(t.Number, armed)
}

// team is the team that holds a lane of ours in this case.
func (x *step) team(l *definition.Lane, v env) (string, error) {
	if l.TeamExpr == nil {
		return l.Team, nil
	}
	team, err := v.text(l.TeamExpr)
	if err == nil && team == "" {
		return "", reject("expression", "lane %s: its team has no value", l.ID)
	}
	return team, err
}

// behind is who stands behind an outside lane: as named at the start, else by
// the lane's `who`, else, for a customer, the starter.
func (x *step) behind(l *definition.Lane, v env) (string, error) {
	for _, c := range x.in.Customers {
		if c.Lane == l.ID {
			return c.ID, nil
		}
	}
	if l.Who != nil {
		return v.text(l.Who)
	}
	if l.Party == definition.Customer {
		return x.in.Starter, nil
	}
	return "", nil
}

// doers are all who really completed any of the steps, sorted.
func (x *step) doers(steps []string) []string {
	var all []string
	for _, name := range steps {
		if s := x.in.Step(name); s != nil {
			all = append(all, s.Doers...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// same is who did a step last, if that person may do this one too; else it
// is nobody's and waits in the queue.
func (x *step) same(name, team string, excluded []string) string {
	s := x.in.Step(name)
	if s == nil || s.By == "" || slices.Contains(excluded, s.By) || !x.world.Org.Member(team, s.By) {
		return ""
	}
	return s.By
}

// finishTask does what a completed user task still has to: say something,
// disarm its events, go on.
func (x *step) finishTask(token int64, e *definition.Element) {
	if e.Send != nil {
		if err := x.send(*x.in.token(token), e, e.Send); err != nil {
			x.fail(token, "expression", err.Error())
			return
		}
	}
	x.disarm(token, 0)
	x.leave(token, e.Out[0])
}

// eligible reports whether a person may do a task: a member of its team who
// is not excluded; where the whole team is, the leads of the teams above it.
func (x *step) eligible(t *Task, person string) bool {
	if slices.Contains(t.Excluded, person) {
		return false
	}
	if x.world.Org.Member(t.Team, person) {
		return true
	}
	if x.world.Org.First(t.Team, t.Excluded) != nil {
		return false
	}
	return slices.ContainsFunc(x.world.Org.Chain(t.Team), func(p *org.Person) bool { return p.ID == person })
}
