package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/laneway-flow/laneway/engine/definition"
)

// flowHead stands before the steps of the flows in these tests.
const flowHead = `
process: flow
calendar: 24x7
lanes:
  customer: {party: customer}
  desk: {team: desk}
data:
  n: {type: integer, default: 0}
  pick: {choices: [a, b, c, ab, bc, abc, none], default: none}
  leave: {type: boolean, default: false}
  ref: {type: text, default: r-1}
  when: {type: instant, optional: true}
messages:
  said: {from: customer, form: [{field: n, optional: true}]}
  stop: {from: customer}
  keyed: {from: customer, key: =ref}
  kept: {from: customer, key: =ref, keep-for: 2h on 24x7}
texts:
  hello: {zh: 你好, en: Hello}
`

// play is one case in simulated time; every command is watched.
type play struct {
	*watched
	t   testing.TB
	now Millis
}

// newPlay starts the process `flow` of a source (its head and all) at monday.
func newPlay(t testing.TB, source string, data ...definition.Datum) *play {
	t.Helper()
	p := &play{watched: &watched{world: world(t, source)}, t: t, now: monday}
	p.must(StartInstance{Origin: by("li"), ID: "260302-0000-0001", Process: "flow", Data: data})
	return p
}

func by(person string) Origin { return Origin{Actor: Actor{ActorStaff, person}, Channel: "web"} }

// try runs a command and returns its refusal, if any.
func (p *play) try(cmd Command) *Rejection {
	p.t.Helper()
	refused, broken := p.step(cmd, p.now)
	if broken != nil {
		p.t.Fatalf("%T: %v", cmd, broken)
	}
	return refused
}

func (p *play) must(cmd Command) {
	p.t.Helper()
	if refused := p.try(cmd); refused != nil {
		p.t.Fatalf("%T was refused: %v", cmd, refused)
	}
}

// task is the oldest open task of a step.
func (p *play) task(step string) int64 {
	for _, t := range p.in.Tasks {
		if t.Element == step {
			return t.Number
		}
	}
	return 0
}

// script plays lines and fails at the first one that is not true:
//
//	do STEP name=value ...     complete the oldest task of the step as li
//	after 1h30m                time passes, and what is due happens
//	later 1h                   time passes, but nobody looks
//	say MESSAGE name=value     a message comes, by its name; #key after it
//	refused CODE LINE          the line is refused with this code
//	retry | skip FLOW          the oldest incident
//	data name=value ...        values are corrected
//	cancel REASON
//	open STEP ...              exactly these tasks are open
//	at ELEMENT ...             tokens stand exactly at these elements
//	timers N | subscriptions N
//	incidents CODE ...         exactly these
//	completed STEP N           the step was completed so often
//	n VALUE                    the value of n
//	ended STATE
func (p *play) script(lines string) {
	p.t.Helper()
	for line := range strings.Lines(lines) {
		if words := strings.Fields(line); len(words) > 0 {
			if err := p.line(words); err != nil {
				p.t.Fatalf("%s: %v\nat %s: %s", strings.TrimSpace(line), err, p.now, showState(&p.in))
			}
		}
	}
}

func (p *play) line(words []string) error {
	verb, args := words[0], words[1:]
	if want, ok := p.state(verb); ok {
		slices.Sort(args)
		slices.Sort(want)
		if !slices.Equal(want, args) {
			return fmt.Errorf("got %v", want)
		}
		return nil
	}
	refusal := ""
	switch verb {
	case "later", "after":
		d, err := time.ParseDuration(args[0])
		if err != nil {
			return err
		}
		p.now += Millis(d.Milliseconds())
		if verb == "later" {
			return nil
		}
	case "completed":
		if got := p.completed(args[0]); got != args[1] {
			return fmt.Errorf("got %s", got)
		}
		return nil
	case "refused":
		refusal, verb, args = args[0], args[1], args[2:]
	}
	cmd, err := p.command(verb, args)
	if err != nil {
		return err
	}
	refused := p.try(cmd)
	switch {
	case refused == nil && refusal != "":
		return fmt.Errorf("was not refused")
	case refused != nil && refused.Code != refusal:
		return refused
	}
	return nil
}

// state is what a line says about the state, as words in any order.
func (p *play) state(verb string) (words []string, ok bool) {
	switch verb {
	case "open":
		for _, t := range p.in.Tasks {
			words = append(words, t.Element)
		}
	case "at":
		for _, t := range p.in.Tokens {
			words = append(words, t.Element)
		}
	case "incidents":
		for _, i := range p.in.Incidents {
			words = append(words, i.Code)
		}
	case "timers":
		words = []string{fmt.Sprint(len(p.in.Timers))}
	case "subscriptions":
		words = []string{fmt.Sprint(len(p.in.Subscriptions))}
	case "ended":
		words = []string{p.in.State.String()}
	case "n":
		words = []string{string(p.in.Scopes[0].Value("n"))}
	default:
		return nil, false
	}
	return words, true
}

// completed counts the completed visits of a step.
func (p *play) completed(step string) string {
	n := 0
	for _, f := range p.facts {
		if v, ok := f.(VisitFact); ok && v.Step == step && v.Outcome == "completed" {
			n++
		}
	}
	return fmt.Sprint(n)
}

func (p *play) command(verb string, args []string) (Command, error) {
	switch verb {
	case "after":
		return Wake{Origin: system}, nil
	case "do":
		return CompleteTask{Origin: by("li"), Task: p.task(args[0]), Values: data(args[1:])}, nil
	case "say":
		name, key, _ := strings.Cut(args[0], "#")
		return DeliverMessage{Origin: Origin{Actor: Actor{ActorCustomer, "c-1"}}, Message: name, Key: key, Values: data(args[1:])}, nil
	case "data":
		return ChangeData{Origin: by("li"), Values: data(args), Reason: "misread"}, nil
	case "cancel":
		return CancelInstance{Origin: by("sun"), Reason: strings.Join(args, " ")}, nil
	}
	if len(p.in.Incidents) == 0 {
		return nil, fmt.Errorf("no incident is open")
	}
	switch number := p.in.Incidents[0].Number; verb {
	case "retry":
		return RetryIncident{Origin: by("sun"), Incident: number}, nil
	case "skip":
		return SkipIncident{Origin: by("sun"), Incident: number, Flow: strings.Join(args, ""), Reason: "told so"}, nil
	default:
		return nil, fmt.Errorf("nothing is called %s", verb)
	}
}

// data reads name=value; a value that is no JSON is a text.
func data(words []string) []definition.Datum {
	var out []definition.Datum
	for _, word := range words {
		name, val, _ := strings.Cut(word, "=")
		if !json.Valid([]byte(val)) {
			val = `"` + val + `"`
		}
		out = append(out, definition.Datum{Name: name, Value: []byte(val)})
	}
	return out
}
