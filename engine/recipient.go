package engine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
)

// recipient is a person a level speaks to, and who was passed over on the way
// there. An empty person means that nobody could be found.
type recipient struct {
	person  string
	as      string // as written
	party   definition.Party
	skipped []Skip
}

// resolve finds the persons behind a recipient at this instant (TIME.md §1.5).
// Whoever is absent, missing, already told within this level, or the one who
// acts, is skipped to the next one up the chain of leads; every skip is
// recorded.
func (x *step) resolve(c *Clock, as string, told []string) []recipient {
	switch {
	case as == "customer":
		return []recipient{{person: x.customerOf(c), as: as, party: definition.Customer}}
	case strings.HasPrefix(as, "role:"):
		return x.everybody(as, x.world.Org.WithRole(as[len("role:"):]), told)
	case as == "owner":
		return []recipient{x.climb(as, x.in.Owner, x.ownerTeam(c), told)}
	}
	if l := x.process.Lane(as); l != nil {
		return x.inLane(as, l, told)
	}
	tasks := x.scopeTasks(c)
	if len(tasks) == 0 {
		return []recipient{x.climb(as, "", x.ownerTeam(c), told)}
	}
	var found []recipient
	for i := range tasks {
		for _, r := range x.resolveFor(c, &tasks[i], as, told) {
			found = append(found, r)
			told = append(told, r.person)
		}
	}
	return found
}

// resolveFor finds a recipient by one task: its holder, its team, or a lead up
// the chain of its team.
func (x *step) resolveFor(c *Clock, t *Task, as string, told []string) []recipient {
	switch as {
	case "assignee":
		return []recipient{x.climb(as, t.Assignee, t.Team, told)}
	case "lane":
		return x.everybody(as, x.world.Org.Members(t.Team), told)
	case "lead", "manager":
		return []recipient{x.leadUp(as, t.Team, told)}
	}
	if strings.HasPrefix(as, "manager.") {
		return []recipient{x.leadUp(as, t.Team, told)}
	}
	return x.resolve(c, as, told)
}

// climb takes the person named, or the first fit one up the chain of the team.
func (x *step) climb(as, person, team string, told []string) recipient {
	r := recipient{as: as, party: definition.Us}
	candidates := []string{person}
	for _, lead := range x.world.Org.Chain(team) {
		candidates = append(candidates, lead.ID)
	}
	x.first(&r, candidates, told)
	return r
}

// leadUp takes the lead so many teams up, or the first fit one above.
func (x *step) leadUp(as, team string, told []string) recipient {
	up := 0
	if as == "manager" {
		up = 1
	} else if n, ok := strings.CutPrefix(as, "manager."); ok {
		up, _ = strconv.Atoi(n)
	}
	r := recipient{as: as, party: definition.Us}
	for range up {
		parent := x.world.Org.Parent(team)
		if parent == nil {
			break // the top of the tree: its lead is as high as it goes
		}
		team = parent.ID
	}
	candidates := []string{""}
	if lead := x.world.Org.Lead(team); lead != nil {
		candidates[0] = lead.ID
	}
	for _, lead := range x.world.Org.Chain(team) {
		candidates = append(candidates, lead.ID)
	}
	x.first(&r, candidates, told)
	return r
}

// first sets the first fit candidate, recording why the ones before were not.
func (x *step) first(r *recipient, candidates, told []string) {
	for i, person := range candidates {
		if i > 0 && slices.Contains(candidates[:i], person) {
			continue
		}
		why := ""
		switch {
		case person == "" || x.world.Org.Person(person) == nil:
			why = "missing"
		case slices.Contains(told, person):
			why = "duplicate"
		case person == x.by.Actor.ID && x.by.Actor.Kind == ActorStaff:
			why = "self"
		case x.world.Org.Absent(person, int64(x.at)):
			why = "absent"
		}
		if why == "" {
			r.person = person
			return
		}
		r.skipped = append(r.skipped, Skip{As: r.as, Person: person, Why: why})
	}
}

// everybody takes all people of a list who are here; nobody steps in for one
// who is not, unless the whole list is away.
func (x *step) everybody(as string, people []*org.Person, told []string) []recipient {
	var found []recipient
	var skipped []Skip
	for _, p := range people {
		r := recipient{as: as, party: definition.Us}
		x.first(&r, []string{p.ID}, told)
		if r.person == "" {
			skipped = append(skipped, r.skipped...)
			continue
		}
		found = append(found, r)
	}
	if len(found) == 0 {
		return []recipient{{as: as, party: definition.Us, skipped: skipped}}
	}
	found[0].skipped = skipped
	return found
}

// inLane is everybody of the team that holds a lane in this case, or who
// stands behind an outside lane.
func (x *step) inLane(as string, l *definition.Lane, told []string) []recipient {
	if l.Outside() {
		who, _ := x.behind(l, env{x: x}) // nobody when it cannot be worked out
		return []recipient{{person: who, as: as, party: l.Party}}
	}
	team, err := x.team(l, env{x: x})
	if err != nil {
		return []recipient{{as: as, party: definition.Us, skipped: []Skip{{As: as, Why: "missing"}}}}
	}
	return x.everybody(as, x.world.Org.Members(team), told)
}

// customerOf is who stands behind the lane a promise is made to.
func (x *step) customerOf(c *Clock) string {
	if l := x.process.Lane(c.Lane); l != nil {
		if who, err := x.behind(l, env{x: x}); err == nil {
			return who
		}
	}
	return x.in.Starter
}

// ownerTeam is the team that answers when no task of ours is open: that of the
// first lane of ours a step stands in.
func (x *step) ownerTeam(*Clock) string {
	for _, e := range x.process.Elements {
		if e.Kind == definition.KindUserTask && !e.Lane.Outside() {
			if team, err := x.team(e.Lane, env{x: x}); err == nil {
				return team
			}
		}
	}
	return ""
}

func levelName(l *definition.Level) string { return strconv.Itoa(l.Index) }
