package org

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func station(t *testing.T) *Organisation {
	t.Helper()
	o, problems := New(
		[]Person{
			{ID: "han-mei", Name: "韩梅", Teams: []string{"region"}},
			{ID: "li-na", Name: "李娜", Teams: []string{"station", "region"}},
			{ID: "zhao-qiang", Name: "赵强", Teams: []string{"station"}},
			{ID: "liu-yang", Name: "刘洋"},
		},
		[]Team{
			{ID: "station", Name: Name{ZH: "服务站"}, Parent: "region", Lead: "li-na"},
			{ID: "region", Name: Name{ZH: "区域"}, Parent: "headquarters"},
			{ID: "headquarters", Name: Name{ZH: "总部"}, Lead: "liu-yang"},
		})
	if len(problems) > 0 {
		t.Fatalf("got problems %v, want none", problems)
	}
	return o
}

func names(people []*Person) []string {
	var ids []string
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	return ids
}

func TestMembersOfATeamIncludeTheTeamsBelowInFileOrder(t *testing.T) {
	t.Parallel()
	o := station(t)
	for team, want := range map[string][]string{
		"station":      {"li-na", "zhao-qiang"},
		"region":       {"han-mei", "li-na", "zhao-qiang"},
		"headquarters": {"han-mei", "li-na", "zhao-qiang"},
		"nowhere":      nil,
	} {
		if diff := cmp.Diff(want, names(o.Members(team))); diff != "" {
			t.Errorf("members of %s (-want +got):\n%s", team, diff)
		}
	}
	if !o.Member("headquarters", "zhao-qiang") || o.Member("station", "han-mei") || o.Member("nowhere", "han-mei") {
		t.Error("membership must pass upwards only")
	}
}

func TestFirstPermittedCandidateGoesByFileOrder(t *testing.T) {
	t.Parallel()
	o := station(t)
	if got := o.First("region", []string{"han-mei"}); got.ID != "li-na" {
		t.Errorf("got %s, want li-na", got.ID)
	}
	if got := o.First("station", []string{"li-na", "zhao-qiang"}); got != nil {
		t.Errorf("got %s, want nobody", got.ID)
	}
}

func TestChainOfLeadsPassesOverTeamsWithoutOne(t *testing.T) {
	t.Parallel()
	o := station(t)
	if diff := cmp.Diff([]string{"li-na", "liu-yang"}, names(o.Chain("station"))); diff != "" {
		t.Errorf("chain of station (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"liu-yang"}, names(o.Chain("region"))); diff != "" {
		t.Errorf("chain of region (-want +got):\n%s", diff)
	}
	if o.Lead("region") != nil || o.Lead("nowhere") != nil || o.Lead("station").ID != "li-na" {
		t.Error("a team's own lead only")
	}
	if o.Parent("station").ID != "region" || o.Parent("headquarters") != nil {
		t.Error("parent of station is region, headquarters has none")
	}
}

func TestOrganisationKeepsFileOrderAndItsOwnCopy(t *testing.T) {
	t.Parallel()
	people := []Person{{ID: "b", Name: "乙"}, {ID: "a", Name: "甲"}}
	o, _ := New(people, []Team{{ID: "z", Name: Name{EN: "Z"}}, {ID: "y", Name: Name{EN: "Y"}}})
	people[0].Name = "changed"
	if diff := cmp.Diff([]string{"b", "a"}, names(o.People())); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
	if o.Person("b").Name != "乙" {
		t.Error("a later change of the input must not reach the organisation")
	}
	if teams := o.Teams(); teams[0].ID != "z" || teams[1].ID != "y" {
		t.Errorf("got %v, want z before y", teams)
	}
}

func TestZeroOrganisationHasNobody(t *testing.T) {
	t.Parallel()
	var o Organisation
	if o.Person("x") != nil || o.Team("x") != nil || o.Member("x", "y") || o.First("x", nil) != nil || len(o.Chain("x")) > 0 {
		t.Error("the zero organisation must be empty")
	}
}

func TestNewNamesEveryProblemAtOnce(t *testing.T) {
	t.Parallel()
	o, problems := New(
		[]Person{
			{ID: "li-na", Name: "李娜", Teams: []string{"desk", "dekc", "desk"}},
			{ID: "li-na", Name: "另一个"},
			{ID: "Wang", Name: "王"},
			{ID: "nameless", Lang: "fr"},
		},
		[]Team{
			{ID: "desk", Name: Name{ZH: "前台"}, Lead: "nobody", Parent: "nowhere"},
			{ID: "desk", Name: Name{ZH: "前台"}},
			{ID: "a", Name: Name{EN: "A"}, Parent: "b"},
			{ID: "b", Name: Name{EN: "B"}, Parent: "a"},
			{ID: "c", Name: Name{EN: "C"}, Parent: "c"},
			{ID: "d", Name: Name{EN: "D"}, Parent: "a"},
			{ID: "unnamed"},
		})
	if o != nil {
		t.Error("got an organisation, want none")
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.Code+" "+p.Path)
		if p.Message.ZH == "" || p.Message.EN == "" {
			t.Errorf("%s: both languages are needed, got %+v", p.Code, p.Message)
		}
	}
	want := []string{
		"org.duplicate-team teams/desk",
		"org.no-name teams/unnamed",
		"org.unknown-team people/li-na/teams",
		"org.team-twice people/li-na/teams",
		"org.duplicate-person people/li-na",
		"org.id people/Wang",
		"org.no-name people/nameless",
		"org.language people/nameless/lang",
		"org.unknown-lead teams/desk/lead",
		"org.unknown-parent teams/desk/parent",
		"org.team-cycle teams/a/parent",
		"org.team-cycle teams/b/parent",
		"org.team-cycle teams/c/parent",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestTeamsThatCannotActAreWarnedOf(t *testing.T) {
	t.Parallel()
	o, problems := New(nil, []Team{{ID: "desk", Name: Name{ZH: "前台"}}})
	if o == nil || Refused(problems) {
		t.Fatalf("got %v, want warnings only", problems)
	}
	if len(problems) != 2 || problems[0].Code != "org.empty-team" || problems[1].Code != "org.no-lead" {
		t.Errorf("got %v, want org.empty-team and org.no-lead", problems)
	}
}
