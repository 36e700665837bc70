package engine

import (
	"strings"
	"testing"

	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
)

// monday is where simulated time begins: 2026-03-02 01:00 UTC.
const monday Millis = 1_772_413_200_000

// staff is a small organisation: two teams under one with a lead.
func staff(t testing.TB) *org.Organisation {
	t.Helper()
	o, problems := org.New([]org.Person{
		{ID: "li", Name: "李", Teams: []string{"desk"}},
		{ID: "wang", Name: "王", Teams: []string{"desk"}},
		{ID: "zhao", Name: "赵", Teams: []string{"desk", "technical"}},
		{ID: "chen", Name: "陈", Teams: []string{"technical"}},
		{ID: "sun", Name: "孙", Teams: []string{"service"}},
	}, []org.Team{
		{ID: "service", Name: org.Name{ZH: "客服部"}, Lead: "sun"},
		{ID: "desk", Name: org.Name{ZH: "前台"}, Parent: "service"},
		{ID: "technical", Name: org.Name{ZH: "技术部"}, Parent: "service"},
	})
	if org.Refused(problems) {
		t.Fatal(problems)
	}
	return o
}

// world returns a world with the processes of the sources, each in version 1.
func world(t testing.TB, sources ...string) *World {
	t.Helper()
	w := &World{
		Revision: 1, Org: staff(t),
		Processes: map[Edition]*definition.Process{}, Current: map[string]*definition.Process{},
	}
	for _, source := range sources {
		p := parse(t, source)
		w.Processes[Edition{p.ID, 1}], w.Current[p.ID] = p, p
	}
	return w
}

func parse(t testing.TB, source string) *definition.Process {
	t.Helper()
	p, diagnostics := definition.Parse("flow.yaml", []byte(source))
	if p == nil {
		t.Fatalf("refused:\n%s\n%s", said(diagnostics), source)
	}
	p.Version = 1
	return p
}

func said(diagnostics []definition.Diagnostic) string {
	var b strings.Builder
	for _, d := range diagnostics {
		b.WriteString(d.Pos.String() + ": " + d.Code + ": " + d.Message.In("en") + "\n")
	}
	return b.String()
}
