package definition

import (
	"strconv"
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
		d := &promiseDecl{promise: &Promise{ID: e.key.text, Pos: e.key.pos}, pos: e.key.pos}
		r.fields(e.node, atPromise, func(key word, v *yaml.Node) {
			if !r.promiseSpan(d, key, v) && !r.promiseTarget(d, key, v) {
				panic(unread(key))
			}
		})
		d.promise.Name = named(d.promise.Name, d.promise.ID)
		r.promiseShape(d, e.node)
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
		d.every, _ = r.scalar(v)
	case "floor":
		d.floor, _ = r.scalar(v)
	case "carry":
		d.promise.Restart = r.one(v, "carry", "restart") != ""
	case "extend":
		d.promise.Extend = r.extension(v)
	case "calendar":
		d.calendar = r.id(v)
	case "escalate":
		d.escalate = r.id(v)
	default:
		return false
	}
	return true
}

// promiseShape refuses promises that promise nothing, and ends that cannot be.
func (r *reader) promiseShape(d *promiseDecl, n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return
	}
	periodic := d.every.given()
	switch {
	case len(d.within) == 0 && d.by == nil && !periodic:
		r.add(d.pos, "promise-without-target", d.promise.ID)
	case periodic && (len(d.within) > 0 || d.by != nil):
		r.add(d.pos, "promise-two-targets", d.promise.ID)
	case !periodic && len(d.reset) > 0:
		r.add(d.pos, "reset-without-every", d.promise.ID)
	}
	if len(d.to) == 0 {
		r.add(d.pos, "promise-without-end", d.promise.ID)
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
			list = append(list, momentDecl{kind: MomentInstant, at: formulaOf(item, w, 1)})
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

// escalationDecl is an escalation as written.
type escalationDecl struct {
	escalation *Escalation
	levels     []*levelDecl
}

type levelDecl struct {
	level      *Level
	point      *word
	every      word
	text       word
	message    word
	recipients []word
	pos        Position
}

func (r *reader) escalations(n *yaml.Node) []*escalationDecl {
	var list []*escalationDecl
	for _, e := range r.named(n) {
		d := &escalationDecl{escalation: &Escalation{ID: e.key.text, Pos: e.key.pos}}
		for _, item := range r.items(e.node) {
			l := r.level(item)
			l.level.Index = len(d.levels)
			d.levels = append(d.levels, l)
		}
		list = append(list, d)
	}
	return list
}

func (r *reader) level(n *yaml.Node) *levelDecl {
	l := &Level{Pos: r.pos(n)}
	d := &levelDecl{level: l, pos: l.Pos}
	r.fields(n, atLevel, func(key word, v *yaml.Node) {
		switch key.text {
		case "at":
			w, _ := r.scalar(v)
			d.point = &w
		case "every":
			d.every, _ = r.scalar(v)
		case "times":
			l.Times = r.integer(v)
		case "until":
			l.UntilAck = r.one(v, "until", "ack") != ""
		case "raise":
			w, _ := r.scalar(v)
			l.Raise = w.text
		case "assign":
			l.Assign = r.recipients(d, v)
		case "add":
			l.Add = r.recipients(d, v)
		case "notify":
			for _, item := range r.oneOrMore(v) {
				l.Notify = append(l.Notify, r.recipients(d, item))
			}
		case "message":
			d.message = r.id(v)
			l.Message = d.message.text
		case "to":
			l.To = r.id(v).text
		case "text":
			d.text = r.id(v)
		default:
			panic(unread(key))
		}
	})
	if (d.point == nil) == !d.every.given() && n.Kind == yaml.MappingNode {
		r.add(d.pos, "one-point")
	}
	if d.every.given() && l.Times <= 0 {
		r.add(d.every.pos, "repeat-without-times")
	}
	return d
}

func (r *reader) oneOrMore(n *yaml.Node) []*yaml.Node {
	if n.Kind == yaml.SequenceNode {
		return n.Content
	}
	return []*yaml.Node{n}
}

// recipients notes a recipient, whose name is looked up when lanes are known.
func (r *reader) recipients(d *levelDecl, n *yaml.Node) string {
	w, _ := r.scalar(n)
	d.recipients = append(d.recipients, w)
	return w.text
}

// pointOf reads `50%`, `due`, `-30m`, `+4h on cn`.
func (b *builder) pointOf(w word, calendar string) Point {
	var p Point
	text := strings.TrimSpace(w.text)
	switch {
	case text == "due":
	case strings.HasSuffix(text, "%"):
		percent, err := strconv.Atoi(text[:len(text)-1])
		if err != nil || percent <= 0 || percent > 1000 {
			b.add(w.pos, "bad-point", w.text)
		}
		p.Percent = percent
	case strings.HasPrefix(text, "-"), strings.HasPrefix(text, "+"):
		p.Before = text[0] == '-'
		p.Offset = b.durationOn(word{text[1:], w.pos}, calendar)
	default:
		b.add(w.pos, "bad-point", w.text)
	}
	return p
}
