package processes_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/scenario"
	"github.com/laneway-flow/laneway/processes"
)

func organisation(t *testing.T) *org.Organisation {
	t.Helper()
	file := processes.Organisation()
	f, problems := org.ParseYAML(file.Name, file.Source)
	for _, p := range problems {
		t.Error(p)
	}
	o, _ := org.New(f.People, f.Teams)
	return o
}

func flows(t *testing.T) []*definition.Process {
	t.Helper()
	var all []*definition.Process
	for _, file := range processes.Flows() {
		p, found := definition.Parse(file.Name, file.Source)
		for _, d := range found {
			t.Errorf("%s: %s", d.Pos, d.Message.EN)
		}
		if p != nil {
			all = append(all, p)
		}
	}
	return all
}

func calendars(t *testing.T) map[string]*calendar.Timeline {
	t.Helper()
	var sources []calendar.Source
	for _, f := range processes.Calendars() {
		sources = append(sources, calendar.Source{Name: f.Name, Body: f.Source})
	}
	lines, err := calendar.Load(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestEveryFileIsEitherAFlowOrNamed(t *testing.T) {
	t.Parallel()
	known := []string{processes.Organisation().Name, processes.Customers().Name}
	for _, f := range slices.Concat(processes.Flows(), processes.Calendars()) {
		known = append(known, f.Name)
	}
	var found []string
	for _, pattern := range []string{"*.yaml", "*/*.yaml"} {
		files, err := fs.Glob(os.DirFS("."), pattern)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, files...)
	}
	slices.Sort(found)
	slices.Sort(known)
	if !slices.Equal(known, found) {
		t.Errorf("embed.go names %v, the folder holds %v", known, found)
	}
}

func TestExamplesOfShippedFlowsPassAndReachEverything(t *testing.T) {
	t.Parallel()
	in := scenario.Setting{Org: organisation(t), Calendars: calendars(t)}
	for _, p := range flows(t) {
		report := scenario.Run(p, in)
		if len(report.Results) == 0 {
			t.Errorf("%s has no examples", p.ID)
		}
		for _, r := range report.Results {
			for _, f := range r.Failures {
				t.Errorf("%s: %s", r.Example.Name.In("en"), f.In("en"))
			}
		}
		for _, m := range report.Missed {
			t.Errorf("%s: %s", m.Pos, m.Text.In("en"))
		}
	}
}

func TestLanesOfShippedFlowsHaveTeams(t *testing.T) {
	t.Parallel()
	o := organisation(t)
	for _, p := range flows(t) {
		for _, lane := range p.Lanes {
			if !lane.Outside() && len(o.Members(lane.Team)) < 2 {
				t.Errorf("%s: lane %s: team %q needs two people at least, so that one may check another", p.ID, lane.ID, lane.Team)
			}
		}
	}
}

func TestShippedFlowsSpeakChineseAndEnglish(t *testing.T) {
	t.Parallel()
	for _, p := range flows(t) {
		speaks := func(what string, text definition.Text) {
			if !strings.ContainsFunc(text.ZH, chinese) || text.EN == "" || strings.ContainsFunc(text.EN, chinese) {
				t.Errorf("%s: %s: want Chinese and English, got %+v", p.ID, what, text)
			}
		}
		speaks("name", p.Name)
		speaks("about", p.About)
		for _, l := range p.Lanes {
			speaks("lane "+l.ID, l.Name)
		}
		for _, f := range p.Data {
			speaks("field "+f.Name, f.Label)
			for _, c := range f.Choices {
				speaks("choice "+f.Name+" "+c.Value, c.Label)
			}
		}
		for _, m := range p.Messages {
			speaks("message "+m.ID, m.Name)
		}
		for _, h := range p.Holds {
			speaks("hold "+h.ID, h.Name)
		}
		for _, c := range p.Promises {
			speaks("promise "+c.ID, c.Name)
		}
		for _, text := range p.Texts {
			speaks("text "+text.ID, text.Body)
			speaks("subject of "+text.ID, text.Subject)
		}
		for _, e := range p.Elements {
			if e.ID == e.Step && e.Kind != definition.KindStart && e.Kind != definition.KindEnd {
				speaks("step "+e.ID, e.Name)
			}
		}
		for _, ex := range p.Examples {
			speaks("example", ex.Name)
		}
	}
}

func chinese(r rune) bool { return unicode.Is(unicode.Han, r) }

func TestCustomersOfTheDemonstrationAreSound(t *testing.T) {
	t.Parallel()
	file := processes.Customers()
	f, problems := org.ParseYAML(file.Name, file.Source)
	for _, p := range problems {
		t.Error(p)
	}
	if len(f.Customers) == 0 {
		t.Error("there are none")
	}
}
