package engine

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// Random valid definitions, as an analyst could write them: chains of blocks,
// each with one way in and one way out, so that every fork has its join. Side
// paths of events, early ends and loops through a person break the order.

const randomHead = `
process: flow
calendar: 24x7
lanes:
  customer: {party: customer}
  desk: {team: desk}
  technical: {team: technical}
  varying: {team: =crew}
data:
  n: {type: integer, default: 0}
  pick: {choices: [a, b, c], default: a}
  again: {type: boolean, default: false}
  ref: {type: text, default: r-1}
  word: {type: text, optional: true}
  crew: {type: team, default: desk}
  when: {type: instant, default: "2026-03-02T03:00:00Z"}
holds: {parts: {at-most: 20m}}
messages:
  said: {from: customer, form: [{field: n, optional: true}]}
  stop: {from: customer}
  keyed: {from: customer, key: =ref}
  kept: {from: customer, key: =ref, keep-for: 2h on 24x7}
texts:
  hello: {zh: 你好, en: Hello}
`

type generator struct {
	t     *rapid.T
	steps int      // written so far
	limit int      // no nested blocks beyond
	done  []string // user tasks on the way here, for same and not
	inner string   // indentation
	lines strings.Builder
}

// randomFlow returns the source of a definition.
func randomFlow(t *rapid.T) string {
	g := &generator{t: t, limit: rapid.IntRange(2, 18).Draw(t, "size"), inner: "  "}
	entry := g.chain("end", 0)
	start := "start: " + entry
	if g.odds(8, "message start") {
		start = fmt.Sprintf("start: [%s, {message: keyed, go: %s}]", entry, entry)
	}
	return randomHead + start + "\nsteps:\n" + g.lines.String()
}

// odds is true once in so many cases.
func (g *generator) odds(n int, what string) bool { return rapid.IntRange(1, n).Draw(g.t, what) == n }

func (g *generator) name() string {
	g.steps++
	return fmt.Sprintf("s%d", g.steps)
}

func (g *generator) write(name, format string, args ...any) {
	g.lines.WriteString(g.inner + name + ": {" + fmt.Sprintf(format, args...) + "}\n")
}

// chain writes one to three blocks in a row that lead to next, and returns the
// name of the first.
func (g *generator) chain(next string, depth int) string {
	names := make([]string, rapid.IntRange(1, 3).Draw(g.t, "blocks"))
	for i := range names {
		names[i] = g.name()
	}
	before := len(g.done)
	for i, name := range names {
		to := next
		if i+1 < len(names) {
			to = names[i+1]
		}
		g.block(name, to, names[:i+1], depth)
	}
	g.done = g.done[:before]
	return names[0]
}

// block writes one block; back are the blocks of its chain so far, to loop to.
func (g *generator) block(name, next string, back []string, depth int) {
	kinds := []func(name, next string, back []string, depth int){
		g.task, g.task, g.loop, g.automatic, g.waiting,
	}
	if depth < 3 && g.steps < g.limit {
		kinds = append(kinds, g.choice, g.fork, g.fork, g.conditionalFork, g.subprocess, g.gate)
	}
	rapid.SampledFrom(kinds).Draw(g.t, "kind")(name, next, back, depth)
}

func (g *generator) task(name, next string, _ []string, depth int) {
	events := g.events(next, "", depth) // before the person: the side paths do not follow the task
	g.write(name, "%s%s, next: %s", g.person(name), events, next)
}

// person is what stands on every user task. One of ours may be named by what
// follows.
func (g *generator) person(name string) string {
	lane := rapid.SampledFrom([]string{"desk", "desk", "technical", "varying", "customer"}).Draw(g.t, "lane")
	form := rapid.SampledFrom([]string{"", "", ", form: [n]", ", form: [pick, {field: word, optional: true}]", ", form: [again]"}).Draw(g.t, "form")
	who := ""
	if lane != "customer" && len(g.done) > 0 && g.odds(4, "who") {
		key := rapid.SampledFrom([]string{"same: %s", "not: [%s]"}).Draw(g.t, "key")
		who = ", " + fmt.Sprintf(key, rapid.SampledFrom(g.done).Draw(g.t, "other"))
	}
	if g.odds(5, "check") {
		who += ", check: [{if: n > 10, say: 太多}]"
	}
	if lane != "customer" && g.odds(5, "send") {
		who += ", send: {to: customer, text: hello}"
	}
	if lane != "customer" {
		g.done = append(g.done, name)
	}
	return "lane: " + lane + form + who
}

// events are up to two boundary events, none of them on the message that the
// host itself waits for; their side paths lead on or end.
func (g *generator) events(next, heard string, depth int) string {
	if g.steps >= g.limit || depth >= 3 {
		return ""
	}
	triggers := rapid.Permutation([]string{
		"after: 10m on 24x7", "after: 1h on 24x7", "after: 3h on 24x7", "message: said", "message: stop", "message: keyed", "message: kept", "at: =when",
	}).Draw(g.t, "triggers")
	var rows []string
	for i := range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(g.t, "events") {
		if triggers[i] == "message: "+heard {
			continue
		}
		to := rapid.SampledFrom([]string{next, "end", "side"}).Draw(g.t, "side")
		if to == "side" {
			to = g.chain(rapid.SampledFrom([]string{next, "end"}).Draw(g.t, "back"), depth+1)
		}
		keep := rapid.SampledFrom([]string{"", "keep: true, "}).Draw(g.t, "keep")
		rows = append(rows, fmt.Sprintf("{%s, %sgo: %s}", triggers[i], keep, to))
	}
	if rows == nil {
		return ""
	}
	return ", events: [" + strings.Join(rows, ", ") + "]"
}

// loop is a task that leads on or back to a block before it, or to itself.
func (g *generator) loop(name, next string, back []string, depth int) {
	g.write(name, "lane: desk, form: [again]%s, next: [{if: again, go: %s}, {go: %s}]",
		g.events(next, "", depth), rapid.SampledFrom(back).Draw(g.t, "loop"), next)
	g.done = append(g.done, name)
}

func (g *generator) condition() string {
	return rapid.SampledFrom([]string{
		"n > 2", "n < 0", `pick == "a"`, `pick != "b"`, "again", "12 / n > 3", `ref == "r-1"`,
	}).Draw(g.t, "condition")
}

func (g *generator) automatic(name, next string, _ []string, _ int) {
	g.write(name, "%s, next: %s", rapid.SampledFrom([]string{
		"set: {n: =n + 1}", "set: {n: =12 / n}", "set: {again: false, pick: b}", "set: {ref: r-2}",
		"set: {crew: nowhere}", `set: {when: "2026-03-02T01:30:00Z"}`, "send: {to: customer, text: hello}", "send: {to: other, message: said, with: {n: =n}}",
	}).Draw(g.t, "automatic"), next)
}

func (g *generator) waiting(name, next string, _ []string, depth int) {
	switch rapid.SampledFrom([]string{"wait", "receive"}).Draw(g.t, "waiting") {
	case "wait":
		g.write(name, "wait: {%s}, next: %s", rapid.SampledFrom([]string{"for: 5m on 24x7", "for: 26h on 24x7", "until: when"}).Draw(g.t, "for"), next)
	default:
		message := rapid.SampledFrom([]string{"said", "stop", "keyed", "kept"}).Draw(g.t, "message")
		g.write(name, "receive: %s%s, next: %s", message, g.events(next, message, depth), next)
	}
}

func (g *generator) gate(name, next string, _ []string, depth int) {
	messages := rapid.Permutation([]string{"said", "stop", "keyed", "kept"}).Draw(g.t, "messages")
	var rows []string
	for i := range rapid.IntRange(1, 3).Draw(g.t, "rows") {
		rows = append(rows, fmt.Sprintf("{message: %s, go: %s}", messages[i], g.branch(next, depth)))
	}
	rows = append(rows, fmt.Sprintf("{after: %s on 24x7, go: %s}", rapid.SampledFrom([]string{"30m", "4h"}).Draw(g.t, "after"), g.chain(next, depth+1)))
	g.write(name, "wait-first: [%s]", strings.Join(rows, ", "))
}

// branch is where a branch begins: mostly a chain of its own.
func (g *generator) branch(next string, depth int) string {
	switch rapid.IntRange(0, 9).Draw(g.t, "branch") {
	case 0:
		return next
	case 1:
		return "end"
	case 2:
		name := g.name()
		g.write(name, "%s", rapid.SampledFrom([]string{"end: terminate", "end: {message: said, to: other, with: {n: =n}}"}).Draw(g.t, "end"))
		return name
	default:
		return g.chain(next, depth+1)
	}
}

func (g *generator) choice(name, next string, _ []string, depth int) {
	var rows []string
	for range rapid.IntRange(1, 2).Draw(g.t, "rows") {
		rows = append(rows, fmt.Sprintf("{if: %s, go: %s}", g.yaml(g.condition()), g.branch(next, depth)))
	}
	rows = append(rows, fmt.Sprintf("{go: %s}", g.chain(next, depth+1)))
	g.write(name, "%s, next: [%s]", g.person(name), strings.Join(rows, ", "))
}

// yaml quotes a condition that would trip over YAML.
func (g *generator) yaml(condition string) string {
	if strings.Contains(condition, `"`) {
		return "'" + condition + "'"
	}
	return condition
}

func (g *generator) join(next string) string {
	name := g.name()
	if g.odds(2, "join") {
		g.write(name, "join: all, next: %s", next)
	} else {
		g.write(name, "%s, join: all, next: %s", g.person(name), next)
		g.done = slices.DeleteFunc(g.done, func(s string) bool { return s == name }) // its branches come before it
	}
	return name
}

// fork has two or three branches; the first ends at the join for sure.
func (g *generator) fork(name, next string, _ []string, depth int) {
	join := g.join(next)
	branches := []string{g.chain(join, depth+1), g.chain(join, depth+1)}
	if g.odds(3, "third") {
		branches = append(branches, g.side(join, depth))
	}
	g.write(name, "fork: [%s]", strings.Join(branches, ", "))
}

// side is a branch that need not come to the join.
func (g *generator) side(join string, depth int) string {
	return g.chain(rapid.SampledFrom([]string{join, "end"}).Draw(g.t, "to"), depth+1)
}

func (g *generator) conditionalFork(name, next string, _ []string, depth int) {
	join := g.join(next)
	rows := []string{
		fmt.Sprintf("{if: %s, go: %s}", g.yaml(g.condition()), g.chain(join, depth+1)),
		fmt.Sprintf("{if: %s, go: %s}", g.yaml(g.condition()), g.chain(join, depth+1)),
	}
	if g.odds(2, "default") {
		rows = append(rows, fmt.Sprintf("{go: %s}", g.side(join, depth)))
	}
	g.write(name, "fork: [%s]", strings.Join(rows, ", "))
}

func (g *generator) subprocess(name, next string, _ []string, depth int) {
	events := g.events(next, "", depth)
	outer, indent := g.lines.String(), g.inner
	g.lines.Reset()
	g.inner += "    "
	entry := g.chain("end", depth+1)
	inside := g.lines.String()
	g.lines.Reset()
	g.inner = indent
	g.lines.WriteString(outer + indent + name + ":\n" + indent + "  start: " + entry + "\n")
	if events != "" {
		g.lines.WriteString(indent + "  " + strings.TrimPrefix(events, ", ") + "\n")
	}
	g.lines.WriteString(indent + "  next: " + next + "\n" + indent + "  steps:\n" + inside)
}
