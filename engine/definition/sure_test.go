package definition

import (
	"strings"
	"testing"
)

// Each flow asks at step `here` whether score is over 3. The checker must know
// whether score surely has a value there.
func TestWhatIsSurelyThere(t *testing.T) {
	t.Parallel()
	const top = `
process: x
calendar: 24x7
lanes: {customer: {party: customer}, desk: {team: t}}
data: {score: {type: integer}, other: {type: integer}, ok: {type: boolean, default: true}}
messages: {rated: {form: [score]}, hinted: {form: [{field: score, optional: true}]}, stop: {}}
start: %start
steps:
  here: {next: [{if: score > 3, go: end}, {go: end}]}
`
	for _, c := range []struct {
		name, start, steps string
		sure               bool
	}{
		{"asked for", "a", "a: {lane: desk, form: [score], next: here}", true},
		{"asked for by the start", "a", "a: {lane: customer, form: [score], next: here}", true},
		{"asked for optionally", "a", "a: {lane: desk, form: [{field: score, optional: true}], next: here}", false},
		{"only shown", "a", "a: {lane: desk, form: [{show: score}], next: here}", false},
		{"set", "a", "a: {set: {score: 3}, next: here}", true},
		{"set, and taken away elsewhere", "a", "a: {set: {score: 3}, next: b}\nb: {set: {score: null}, next: c}\nc: {set: {score: 4}, next: here}", false},
		{"received", "a", "a: {receive: rated, next: here}", true},
		{"received optionally", "a", "a: {receive: hinted, next: here}", false},
		{"by the starting message", "[{message: rated, go: here}]", "", true},
		{"by one of two starts", "[a, {message: rated, go: here}]", "a: {lane: desk, next: here}", false},
		{"by one row of an event gateway", "a", "a: {wait-first: [{message: rated, go: here}, {after: 1h, go: b}]}\nb: {lane: desk, form: [score], next: here}", true},
		{"not by the other row", "a", "a: {wait-first: [{message: rated, go: here}, {after: 1h, go: here}]}", false},
		{"on both ways of a choice", "a", "a: {lane: desk, next: [{if: ok, go: b}, {go: c}]}\nb: {lane: desk, form: [score], next: here}\nc: {set: {score: 1}, next: here}", true},
		{"on one way of a choice", "a", "a: {lane: desk, next: [{if: ok, go: b}, {go: here}]}\nb: {lane: desk, form: [score], next: here}", false},
		{"an event comes before the form", "a", "a: {lane: desk, form: [score], events: [{after: 1h, go: here}], next: here}", false},
		{"an event brings it", "a", "a: {lane: desk, form: [score], events: [{message: rated, go: here}], next: here}", true},
		{"a loop cannot take it away", "a", "a: {lane: desk, form: [score], next: b}\nb: {lane: desk, next: [{if: ok, go: here}, {go: b}]}", true},
		{"inside a subprocess", "a", "a: {start: b, steps: {b: {lane: desk, form: [score], next: end}}, next: here}", true},
		{"inside, but an event leaves", "a", "a: {start: b, events: [{after: 1h, go: here}], steps: {b: {lane: desk, form: [score], next: end}}, next: here}", false},
		{
			"one branch of two, at the end of a subprocess", "a",
			"a: {start: b, steps: {b: {lane: desk, fork: [c, d]}, c: {lane: desk, form: [score], next: end}, d: {lane: desk, next: end}}, next: here}", true,
		},
		{
			"one branch of two, but the other terminates", "a",
			"a: {start: b, steps: {b: {lane: desk, fork: [c, d]}, c: {lane: desk, form: [score], next: end}, d: {lane: desk, next: e}, e: {end: terminate}}, next: here}", false,
		},
		{"one branch of a join", "a", "a: {lane: desk, fork: [b, c]}\nb: {lane: desk, form: [score], next: d}\nc: {lane: desk, next: d}\nd: {join: all, next: here}", true},
		{"one branch of a merge", "a", "a: {lane: desk, fork: [b, c]}\nb: {lane: desk, form: [score], next: here}\nc: {lane: desk, next: here}", false},
		{"a branch of a fork with conditions", "a", "a: {lane: desk, fork: [{if: ok, go: b}, {go: c}]}\nb: {lane: desk, form: [score], next: d}\nc: {lane: desk, next: d}\nd: {join: all, next: here}", false},
		{
			"a branch that may end before the join", "a",
			"a: {lane: desk, fork: [b, c]}\nb: {lane: desk, events: [{after: 1h, go: end}], form: [score], next: d}\nc: {lane: desk, next: d}\nd: {join: all, next: here}", false,
		},
		{
			"a branch that may go round its form", "a",
			"a: {lane: desk, fork: [b, c]}\nb: {lane: desk, next: [{if: ok, go: e}, {go: d}]}\ne: {lane: desk, form: [score], next: d}\nc: {lane: desk, next: d}\nd: {join: all, next: here}", false,
		},
		{
			"a flow another branch may fill first", "a",
			"a: {lane: desk, fork: [b, c]}\nb: {lane: desk, form: [score], next: m}\nc: {lane: desk, next: m}\nm: {lane: desk, next: d}\nd: {join: all, next: here}", false,
		},
		{
			"a flow a kept event may fill first", "a",
			"a: {lane: desk, fork: [b, c]}\nb: {lane: desk, form: [score], events: [{after: 1h, keep: true, go: m}], next: m}\nm: {lane: desk, next: d}\nc: {lane: desk, next: d}\nd: {join: all, next: here}", false,
		},
		{
			"a join that is reached without the fork", "a",
			"a: {lane: desk, next: [{if: ok, go: f}, {go: d}]}\nf: {fork: [b, c]}\nb: {lane: desk, form: [score], next: d}\nc: {lane: desk, next: d}\nd: {join: all, next: here}", false,
		},
		{
			"a join in a loop", "a",
			"a: {fork: [b, c]}\nb: {lane: desk, form: [score], next: d}\nc: {lane: desk, next: d}\nd: {join: all, next: e}\ne: {lane: desk, next: [{if: ok, go: here}, {go: a}]}", true,
		},
	} {
		src := strings.Replace(top, "%start", c.start, 1)
		for line := range strings.SplitSeq(c.steps, "\n") {
			src += "  " + line + "\n"
		}
		_, found := Parse("x.yaml", []byte(src))
		missing := false
		for _, d := range found {
			missing = missing || d.Code == "may-be-null"
			if d.Severity == Error && d.Code != "may-be-null" {
				t.Errorf("%s: %s %s", c.name, d.Pos, d.Message.EN)
			}
		}
		if missing == c.sure {
			t.Errorf("%s: surely there: %v, want %v", c.name, !missing, c.sure)
		}
	}
}

// last("step") speaks of visits: they must surely have been.
func TestWhatSurelyWasDone(t *testing.T) {
	t.Parallel()
	const src = `
process: x
calendar: 24x7
lanes: {desk: {team: t}}
data: {score: {type: integer}, who: {type: person}, ok: {type: boolean, default: true}}
start: a
steps:
  a: {lane: desk, form: [{field: score, optional: true}], next: [{if: ok, go: b}, {go: c}]}
  b: {lane: desk, next: c}
  c: {set: {who: '=last("%")'}, next: end}
`
	for what, sure := range map[string]bool{`a").by`: true, `b").by`: false, `a").score`: false} {
		text := strings.Replace(src, `%")`, what, 1)
		if strings.HasSuffix(what, "score") {
			text = strings.Replace(text, "who: '=", "score: '=", 1)
		}
		_, found := Parse("x.yaml", []byte(text))
		if missing := has(found, "may-be-null"); missing == sure || len(found) > 1 {
			t.Errorf("last(%q: %v, want surely there: %v", what, found, sure)
		}
	}
}
