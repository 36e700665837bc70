package definition

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// promiseDecl is a promise as written; on a step only within, escalate and
// calendar may be.
type promiseDecl struct {
	promise  *Promise
	from, to []momentDecl
	reset    []momentDecl
	lane     word
	pause    []word
	within   []targetDecl
	by       *formula
	every    word
	floor    word
	again    word
	calendar word
	escalate word
	keys     map[string]word // of a promise over the flow: the keys that were written
	pos      Position
}

type momentDecl struct {
	kind MomentKind
	step word
	at   *formula
}

type targetDecl struct {
	when *formula
	is   word
	pos  Position
}

func (r *reader) promises(n *yaml.Node) []*promiseDecl {
	var list []*promiseDecl
	for _, e := range r.named(n) {
		d := &promiseDecl{promise: &Promise{ID: e.key.text, Pos: e.key.pos}, pos: e.key.pos, keys: map[string]word{}}
		r.fields(e.node, atPromise, func(key word, v *yaml.Node) {
			d.keys[key.text] = key
			if !r.promiseSpan(d, key, v) && !r.promiseTarget(d, key, v) {
				panic(unread(key))
			}
		})
		d.promise.Name = named(d.promise.Name, d.promise.ID)
		if e.node.Kind == yaml.MappingNode {
			r.promiseShape(d)
		}
		list = append(list, d)
	}
	return list
}

// promiseSpan reads from when to when, and to whom.
func (r *reader) promiseSpan(d *promiseDecl, key word, v *yaml.Node) bool {
	switch key.text {
	case "name":
		d.promise.Name = r.text(v)
	case "from":
		d.from = r.moments(v)
	case "to":
		d.to = r.moments(v)
	case "reset":
		d.reset = r.moments(v)
	case "for":
		d.lane = r.id(v)
	case "pause":
		d.pause = r.ids(v)
	case "again":
		d.again = r.again(d.promise, v)
	default:
		return false
	}
	return true
}

// promiseTarget reads how long it may take, and what happens when it does not hold.
func (r *reader) promiseTarget(d *promiseDecl, key word, v *yaml.Node) bool {
	switch key.text {
	case "within":
		d.within = r.targets(v)
	case "by":
		d.by = r.expression(v, "by")
	case "every":
		d.every = r.duration(v)
	case "floor":
		d.floor = r.duration(v)
	case "carry":
		d.promise.Restart = r.one(v, "carry", "restart") != ""
	case "extend":
		d.promise.Extend = r.extension(v)
	case "calendar":
		d.calendar = r.calendar(v)
	case "escalate":
		d.escalate = r.id(v)
	default:
		return false
	}
	return true
}

// promiseShape refuses promises that promise nothing, or two things.
func (r *reader) promiseShape(d *promiseDecl) {
	every := d.keys["every"]
	switch {
	case !every.given() && !d.keys["within"].given() && !d.keys["by"].given():
		r.add(d.pos, "promise-without-target", d.promise.ID)
	case !every.given() && d.keys["reset"].given():
		r.add(d.keys["reset"].pos, "needs-beside", "reset", "every")
	case !every.given():
		return
	case d.keys["within"].given() || d.keys["by"].given():
		r.add(every.pos, "promise-two-targets", d.promise.ID)
	}
	for _, key := range []string{"again", "extend", "carry", "floor"} {
		if w := d.keys[key]; w.given() && every.given() {
			r.add(w.pos, "says-nothing-here", key, d.promise.ID)
		}
	}
}

// moments reads `step`, `step.opened`, `step.started`, `start`, `=instant`, or
// a list of them.
func (r *reader) moments(n *yaml.Node) []momentDecl {
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	var list []momentDecl
	for _, item := range nodes {
		w, ok := r.scalar(item)
		if !ok {
			continue
		}
		if strings.HasPrefix(w.text, "=") {
			list = append(list, momentDecl{kind: MomentInstant, step: word{pos: w.pos}, at: formulaOf(item, w, 1)})
			continue
		}
		name, moment, dotted := strings.Cut(w.text, ".")
		m := momentDecl{kind: MomentDone, step: word{name, w.pos}}
		switch {
		case w.text == "start":
			m.kind = MomentStart
		case dotted && moment == "opened":
			m.kind = MomentOpened
		case dotted && moment == "started":
			m.kind = MomentStarted
		case dotted:
			r.unknown(w.pos, "unknown-word", moment, []string{"opened", "started"}, "a moment of "+name)
		}
		list = append(list, m)
	}
	return list
}

// targets reads one duration, or rows of conditions and durations.
func (r *reader) targets(n *yaml.Node) []targetDecl {
	if n.Kind == yaml.ScalarNode {
		w, _ := r.scalar(n)
		return []targetDecl{{is: w, pos: w.pos}}
	}
	var list []targetDecl
	for _, item := range r.items(n) {
		t := targetDecl{pos: r.pos(item)}
		r.fields(item, atTarget, func(key word, v *yaml.Node) {
			if key.text == "if" {
				t.when = r.condition(v)
			} else {
				t.is, _ = r.scalar(v)
			}
		})
		list = append(list, t)
	}
	for i, t := range list {
		switch last := i == len(list)-1; {
		case last && t.when != nil:
			r.add(t.pos, "targets-without-last-row")
		case !last && t.when == nil:
			r.add(t.pos, "row-without-if", "within")
		}
	}
	return list
}

func (r *reader) again(p *Promise, n *yaml.Node) word {
	p.Again = &Again{}
	if n.Kind == yaml.ScalarNode {
		w := r.id(n)
		p.Again.Step = w.text
		return w
	}
	var from word
	r.fields(n, atAgain, func(key word, v *yaml.Node) {
		if key.text == "from" {
			from = r.id(v)
			p.Again.Step = from.text
		} else {
			p.Again.Full = r.one(v, "budget", "full", "remaining") == "full"
		}
	})
	return from
}

func (r *reader) extension(n *yaml.Node) *Extension {
	x := &Extension{Times: 1}
	r.fields(n, atExtend, func(key word, v *yaml.Node) {
		if key.text == "times" {
			x.Times = r.integer(v)
		} else {
			x.Reasons = r.strings(v)
		}
	})
	return x
}
