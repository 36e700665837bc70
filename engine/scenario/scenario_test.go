package scenario_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/scenario"
)

var rewrite = flag.Bool("rewrite", false, "write the reports of testdata anew; read what changed before committing it")

// team is who works in the scripts, in file order.
const team = `
teams:
  - {id: house, name: House, lead: wu-min}
  - {id: desk, name: Desk, parent: house, lead: li-na}
  - {id: workshop, name: Workshop, lead: wang-qiang}
people:
  - {id: li-na, name: 李娜, teams: [desk]}
  - {id: chen-jing, name: 陈静, teams: [desk]}
  - {id: wang-qiang, name: 王强, teams: [workshop]}
  - {id: wu-min, name: 吴敏, teams: [workshop]}
`

// Each script holds a flow with its examples, maybe the flows it talks to,
// and the report they lead to, in English and in Chinese.
func TestScripts(t *testing.T) {
	t.Parallel()
	o := organisation(t, team)
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts in testdata: %v", err)
	}
	for _, path := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			play(t, path, o)
		})
	}
}

func play(t *testing.T, path string, o *org.Organisation) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var flows []*definition.Process
	var want string
	for i := range archive.Files {
		f := &archive.Files[i]
		if f.Name == "report" {
			want = string(f.Data)
			continue
		}
		flows = append(flows, parse(t, f.Name, f.Data))
	}
	report := scenario.Run(flows[0], scenario.Setting{Org: o, Calendars: calendars(t)}, flows[1:]...)
	got := show(&report)
	if *rewrite {
		archive.Files[len(archive.Files)-1].Data = []byte(got)
		if err := os.WriteFile(path, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

// show is a report as the scripts hold it.
func show(r *scenario.Report) string {
	var b strings.Builder
	for i := range r.Results {
		result := &r.Results[i]
		verdict := "pass"
		if !result.Passed() {
			verdict = "fail"
		}
		fmt.Fprintf(&b, "%s: %s\n", verdict, result.Example.Name.In("en"))
		for _, f := range result.Failures {
			fmt.Fprintf(&b, "  %s\n  %s\n", f.In("en"), f.In("zh"))
		}
	}
	for _, m := range r.Missed {
		fmt.Fprintf(&b, "%s: %s\n", m.Pos, m.Text.In("en"))
	}
	return b.String()
}

func parse(t *testing.T, file string, src []byte) *definition.Process {
	t.Helper()
	p, found := definition.Parse(file, src)
	for _, d := range found {
		if d.Severity == definition.Error {
			t.Errorf("%s: %s", d.Pos, d.Message.EN)
		}
	}
	if p == nil {
		t.FailNow()
	}
	return p
}

func organisation(t *testing.T, src string) *org.Organisation {
	t.Helper()
	f, problems := org.ParseYAML("organisation.yaml", []byte(src))
	if org.Refused(problems) {
		t.Fatal(problems)
	}
	o, _ := org.New(f.People, f.Teams)
	return o
}

// The same example gives the same report, run after run.
func TestPlayingAgainGivesTheSame(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile("testdata/messages.txtar")
	if err != nil {
		t.Fatal(err)
	}
	o := organisation(t, team)
	order, billing := parse(t, "order.yaml", archive.Files[0].Data), parse(t, "billing.yaml", archive.Files[1].Data)
	in := scenario.Setting{Org: o}
	first := scenario.Run(order, in, billing)
	for range 20 {
		again := scenario.Run(order, in, billing)
		if diff := cmp.Diff(show(&first), show(&again)); diff != "" {
			t.Fatalf("second run (-first +second):\n%s", diff)
		}
	}
}

// No people are needed where nobody of ours acts.
func TestPlayWithoutOrganisation(t *testing.T) {
	t.Parallel()
	p := parse(t, "flow.yaml", []byte(`process: p
name: P
calendar: 24x7
lanes: {c: {party: customer, name: C}, d: {team: desk, name: D}}
start: a
steps:
  a: {lane: c, next: b}
  b: {lane: d, next: end}
examples:
  - name: nobody is there
    play:
      - start: {}
      - expect: {incidents: [no-team], open: []}
`))
	report := scenario.Run(p, scenario.Setting{})
	if !report.Passed() {
		t.Error(show(&report))
	}
}

// calendars are what the scripts count: office hours in Shanghai, closed on
// Wednesday 2026-03-04.
func calendars(t *testing.T) map[string]*calendar.Timeline {
	t.Helper()
	lines, err := calendar.Load(calendar.Source{Name: "office.yaml", Body: []byte(
		"calendar: office\nzone: Asia/Shanghai\nweek: {mon-fri: [09:00-12:00, 13:00-18:00]}\nexceptions: {2026-03-04: closed}\n")})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}
