package org

import (
	"fmt"
	"regexp"
	"slices"
)

// validID is the form of the ids that flows and addresses name.
var validID = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)

// New builds an organisation. It reports every problem at once, in file order;
// when one of them is more than a warning there is no organisation.
func New(people []Person, teams []Team) (*Organisation, []Problem) {
	o := &Organisation{
		people: make(map[string]*Person, len(people)),
		teams:  make(map[string]*Team, len(teams)),
		member: make(map[string]map[string]bool, len(teams)),
		crew:   make(map[string][]*Person, len(teams)),
	}
	var found findings
	o.addTeams(&found, teams)
	o.addPeople(&found, people)
	o.checkTree(&found)
	if Refused(found) {
		return nil, found
	}
	o.fillTeams()
	o.checkTeams(&found)
	return o, found
}

func (o *Organisation) addTeams(found *findings, teams []Team) {
	for i := range teams {
		t := teams[i]
		path := "teams/" + t.ID
		if !checkID(found, "teams", i, t.ID) {
			continue
		}
		if o.teams[t.ID] != nil {
			found.refuse("org.duplicate-team", path, fmt.Sprintf("班组 %s 写了两次", t.ID), fmt.Sprintf("team %s is given twice", t.ID))
			continue
		}
		if t.Name == (Name{}) {
			found.refuse("org.no-name", path, fmt.Sprintf("班组 %s 没有名称", t.ID), fmt.Sprintf("team %s has no name", t.ID))
		}
		o.teams[t.ID] = &t
		o.tree = append(o.tree, t.ID)
	}
}

func (o *Organisation) addPeople(found *findings, people []Person) {
	for i := range people {
		p := people[i]
		path := "people/" + p.ID
		if !checkID(found, "people", i, p.ID) {
			continue
		}
		if o.people[p.ID] != nil {
			found.refuse("org.duplicate-person", path, fmt.Sprintf("人员 %s 写了两次", p.ID), fmt.Sprintf("person %s is given twice", p.ID))
			continue
		}
		if p.Name == "" {
			found.refuse("org.no-name", path, fmt.Sprintf("人员 %s 没有姓名", p.ID), fmt.Sprintf("person %s has no name", p.ID))
		}
		if p.Lang != "" && p.Lang != "zh" && p.Lang != "en" {
			found.refuse("org.language", path+"/lang", fmt.Sprintf("人员 %s 的语言应为 zh 或 en，写的是 %q", p.ID, p.Lang),
				fmt.Sprintf("person %s: lang must be zh or en, got %q", p.ID, p.Lang))
		}
		p.Teams = o.teamsOf(found, &p)
		o.people[p.ID] = &p
		o.order = append(o.order, p.ID)
	}
}

// teamsOf returns the person's teams, each once.
func (o *Organisation) teamsOf(found *findings, p *Person) []string {
	var teams []string
	path := "people/" + p.ID + "/teams"
	for _, id := range p.Teams {
		switch {
		case o.teams[id] == nil:
			found.refuse("org.unknown-team", path, fmt.Sprintf("人员 %s 属于班组 %q，没有这个班组", p.ID, id),
				fmt.Sprintf("person %s belongs to team %q, which does not exist", p.ID, id))
		case slices.Contains(teams, id):
			found.warn("org.team-twice", path, fmt.Sprintf("人员 %s 的班组 %s 写了两次", p.ID, id), fmt.Sprintf("person %s names team %s twice", p.ID, id))
		default:
			teams = append(teams, id)
		}
	}
	return teams
}

// checkTree refuses unknown leads, unknown parents and teams above themselves.
func (o *Organisation) checkTree(found *findings) {
	for _, id := range o.tree {
		t := o.teams[id]
		if t.Lead != "" && o.people[t.Lead] == nil {
			found.refuse("org.unknown-lead", "teams/"+id+"/lead", fmt.Sprintf("班组 %s 的组长是 %q，没有这个人", id, t.Lead),
				fmt.Sprintf("team %s is led by %q, who does not exist", id, t.Lead))
		}
		if t.Parent != "" && o.teams[t.Parent] == nil {
			found.refuse("org.unknown-parent", "teams/"+id+"/parent", fmt.Sprintf("班组 %s 的上级是 %q，没有这个班组", id, t.Parent),
				fmt.Sprintf("team %s stands below %q, which does not exist", id, t.Parent))
		}
		if o.aboveItself(id) {
			found.refuse("org.team-cycle", "teams/"+id+"/parent", fmt.Sprintf("班组 %s 沿上级走回了自己", id), fmt.Sprintf("team %s stands above itself", id))
		}
	}
}

func (o *Organisation) aboveItself(id string) bool {
	t := o.teams[id]
	for range o.tree {
		if t = o.teams[t.Parent]; t == nil {
			return false
		}
		if t.ID == id {
			return true
		}
	}
	return false
}

// fillTeams puts everybody into their teams and all teams above.
func (o *Organisation) fillTeams() {
	for _, id := range o.tree {
		o.member[id] = map[string]bool{}
	}
	for _, person := range o.People() {
		for _, id := range person.Teams {
			for t := o.teams[id]; t != nil; t = o.teams[t.Parent] {
				if !o.member[t.ID][person.ID] {
					o.member[t.ID][person.ID] = true
					o.crew[t.ID] = append(o.crew[t.ID], person)
				}
			}
		}
	}
}

// checkTeams warns of teams that can do nothing: work put there would lie.
func (o *Organisation) checkTeams(found *findings) {
	for _, id := range o.tree {
		if len(o.crew[id]) == 0 {
			found.warn("org.empty-team", "teams/"+id, fmt.Sprintf("班组 %s 里没有人", id), fmt.Sprintf("nobody is in team %s", id))
		}
		if len(o.Chain(id)) == 0 {
			found.warn("org.no-lead", "teams/"+id, fmt.Sprintf("班组 %s 及其上级都没有组长", id), fmt.Sprintf("neither team %s nor a team above it has a lead", id))
		}
	}
}

func checkID(found *findings, list string, index int, id string) bool {
	if validID.MatchString(id) {
		return true
	}
	found.refuse("org.id", fmt.Sprintf("%s/%s", list, orNumber(id, index)),
		fmt.Sprintf("第 %d 项的 id %q 应以小写字母开头，只含小写字母、数字和连字符，最多 63 个", index+1, id),
		fmt.Sprintf("id %q of entry %d must begin with a lower-case letter and hold only lower-case letters, digits and hyphens, 63 at most", id, index+1))
	return false
}

// orNumber names an entry by its id, or by its place when it has none.
func orNumber(id string, index int) string {
	if id != "" {
		return id
	}
	return fmt.Sprintf("#%d", index+1)
}
