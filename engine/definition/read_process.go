package definition

import (
	"strconv"

	"gopkg.in/yaml.v3"
)

// process reads a whole file.
func (r *reader) process(n *yaml.Node) *processDecl {
	d := &processDecl{process: &Process{}, top: &scopeDecl{pos: r.pos(n)}}
	p := d.process
	r.fields(n, atProcess, func(key word, v *yaml.Node) {
		switch key.text {
		case "process":
			p.ID = r.id(v).text
		case "name":
			p.Name = r.text(v)
		case "about":
			p.About = r.text(v)
		case "calendar":
			d.calendar = r.calendar(v)
		case "lanes":
			d.lanes = r.lanes(v)
		case "data":
			d.top.data = r.data(v)
		case "messages":
			d.messages = r.messages(v)
		case "holds":
			d.holds = r.holds(v)
		case "promises":
			d.promises = r.promises(v)
		case "escalations":
			d.escalations = r.escalations(v)
		case "texts":
			p.Texts = r.templates(v)
		case "start":
			d.top.starts = r.starts(v)
		case "steps":
			d.top.steps = r.steps(v)
		case "examples":
			d.examples = v
		default:
			panic(unread(key))
		}
	})
	p.Name = named(p.Name, p.ID)
	return d
}

// unread tells that the table of keys has a key nobody reads.
func unread(key word) string { return "definition: no reader for key " + key.text }

// named gives what has no name its id as one.
func named(t Text, id string) Text {
	if t == (Text{}) {
		return Text{ZH: id, EN: id}
	}
	return t
}

// calendar reads a calendar's name; whether there is one is judged where it
// is known which are loaded (CheckCalendars).
func (r *reader) calendar(n *yaml.Node) word {
	w, ok := r.scalar(n)
	if ok && w.text != AlwaysOpen && !idPattern.MatchString(w.text) {
		r.add(w.pos, "bad-id", w.text)
	}
	return w
}

func (r *reader) lanes(n *yaml.Node) []*laneDecl {
	var lanes []*laneDecl
	for _, e := range r.named(n) {
		lanes = append(lanes, r.lane(e))
	}
	return lanes
}

// named returns the entries of a mapping whose keys are ids the analyst gives.
func (r *reader) named(n *yaml.Node) []entry {
	var list []entry
	for _, e := range r.entries(n) {
		switch {
		case !idPattern.MatchString(e.key.text):
			r.add(e.key.pos, "bad-id", e.key.text)
		case empty(e.node):
			r.add(e.key.pos, "no-value", e.key.text)
		default:
			list = append(list, e)
		}
	}
	return list
}

func (r *reader) lane(e entry) *laneDecl {
	l := &Lane{ID: e.key.text, Party: Us, Pos: e.key.pos}
	d := &laneDecl{lane: l}
	var party word
	r.fields(e.node, atLane, func(key word, v *yaml.Node) {
		switch key.text {
		case "name":
			l.Name = r.text(v)
		case "party":
			party = key
			l.Party = Party(r.one(v, "party", string(Customer), string(Supplier)))
		case "team":
			r.team(d, v)
		case "who":
			d.who = r.expression(v, "who")
		case "order":
			d.order = r.integer(v)
		case "assign":
			r.pull(v)
		case "calendar":
			d.calendar = r.calendar(v)
		default:
			panic(unread(key))
		}
	})
	l.Name = named(l.Name, l.ID)
	ours := !party.given()
	switch {
	case ours && l.Team == "" && d.team == nil && e.node.Kind == yaml.MappingNode:
		r.add(l.Pos, "lane-without-team", l.ID)
	case !ours && (l.Team != "" || d.team != nil):
		r.add(l.Pos, "outside-lane-with-team", l.ID)
	case ours && d.who != nil:
		r.add(d.who.pos, "who-of-ours", l.ID)
	}
	return d
}

func (r *reader) team(d *laneDecl, n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && len(n.Value) > 0 && n.Value[0] == '=' {
		d.team = r.expression(n, "team")
		return
	}
	d.lane.Team = r.id(n).text
}

// pull reads `assign`, of which this version has one word.
func (r *reader) pull(n *yaml.Node) {
	if w, ok := r.scalar(n); ok && w.text != "pull" {
		r.add(w.pos, "not-in-this-version", "assign: "+w.text)
	}
}

func (r *reader) integer(n *yaml.Node) int {
	w, ok := r.scalar(n)
	if !ok {
		return 0
	}
	i, err := strconv.Atoi(w.text)
	if err != nil {
		r.add(w.pos, "not-a-number", w.text)
	}
	return i
}

func (r *reader) messages(n *yaml.Node) []*messageDecl {
	var list []*messageDecl
	for _, e := range r.named(n) {
		m := &Message{ID: e.key.text, Pos: e.key.pos}
		d := &messageDecl{message: m}
		r.fields(e.node, atMessage, func(key word, v *yaml.Node) {
			switch key.text {
			case "name":
				m.Name = r.text(v)
			case "from":
				d.from = r.id(v)
			case "form":
				d.form = r.form(v)
			case "key":
				d.key = r.expression(v, "key")
			case "keep-for":
				d.keepFor = r.duration(v)
			default:
				panic(unread(key))
			}
		})
		m.Name = named(m.Name, m.ID)
		list = append(list, d)
	}
	return list
}

func (r *reader) holds(n *yaml.Node) []*holdDecl {
	var list []*holdDecl
	for _, e := range r.named(n) {
		h := &HoldReason{ID: e.key.text}
		d := &holdDecl{hold: h}
		r.fields(e.node, atHold, func(key word, v *yaml.Node) {
			switch key.text {
			case "name":
				h.Name = r.text(v)
			case "pauses":
				d.pauses = r.ids(v)
			default:
				d.atMost = r.duration(v)
			}
		})
		h.Name = named(h.Name, h.ID)
		list = append(list, d)
	}
	return list
}

// starts reads a step's name, or a list of names and message starts.
func (r *reader) starts(n *yaml.Node) []startDecl {
	if n.Kind == yaml.ScalarNode {
		return []startDecl{{to: r.id(n), pos: r.pos(n)}}
	}
	var list []startDecl
	if n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
		r.add(r.pos(n), "no-start")
	}
	for _, item := range r.items(n) {
		if item.Kind == yaml.ScalarNode {
			list = append(list, startDecl{to: r.id(item), pos: r.pos(item)})
			continue
		}
		s := startDecl{pos: r.pos(item)}
		r.fields(item, atStart, func(key word, v *yaml.Node) {
			switch key.text {
			case "message":
				s.message = r.id(v)
			case "go":
				s.to = r.id(v)
			case "many":
				s.many = r.flag(v)
			default:
				panic(unread(key))
			}
		})
		if !r.hasLater(item, atStart) {
			list = append(list, s)
		}
	}
	return list
}
