package definition

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// kindKeys are the keys that make a step something else than a user task.
var kindKeys = []struct {
	key  string
	kind Kind
}{
	{"set", KindScript},
	{"send", KindSend},
	{"receive", KindReceive},
	{"wait", KindTimer},
	{"wait-first", KindEventGate},
	{"steps", KindSubprocess},
	{"end", KindEnd},
}

// oneKind says what kind of step it is. With a lane a person does it, and may
// send something when done.
func (r *reader) oneKind(d *stepDecl, n *yaml.Node) {
	if _, ok := d.keys["lane"]; ok {
		d.kind, d.kindKey = KindUserTask, d.keys["lane"]
	}
	for _, k := range kindKeys {
		key, ok := d.keys[k.key]
		switch {
		case !ok:
		case d.kind == 0:
			d.kind, d.kindKey = k.kind, key
		case d.kind == KindUserTask && k.kind == KindSend:
		default:
			r.add(key.pos, "two-kinds", d.name.text, d.kindKey.text, key.text)
		}
	}
	if d.kind == 0 && d.fork == nil && (d.next == nil || !d.next.list) && !d.join.given() && !r.hasLater(n, atStep) && n.Kind == yaml.MappingNode {
		r.add(d.name.pos, "nothing-to-do", d.name.text)
	}
	if d.kind == KindSubprocess {
		d.inside()
	}
	if d.kind == KindSubprocess && d.keys["start"] == (word{}) {
		r.add(d.name.pos, "missing-key", "start", "a subprocess", "子流程")
	}
	r.belongs(d)
}

// belongs reports keys that say nothing on a step of this kind.
func (r *reader) belongs(d *stepDecl) {
	check := func(ok bool, keys ...string) {
		for _, key := range keys {
			if w, written := d.keys[key]; written && !ok {
				r.add(w.pos, "key-of-other-kind", key, d.name.text, keyOwners[key].EN, keyOwners[key].ZH)
			}
		}
	}
	check(d.kind == KindUserTask, "form", "check", "same", "not")
	check(d.kind == KindUserTask || d.kind == KindReceive || d.kind == KindSubprocess, "events")
	check(d.kind == KindSubprocess, "start", "data")
	check(d.kind != KindEnd && d.kind != KindEventGate, "next", "fork")
	if d.next != nil && d.fork != nil {
		r.add(d.keys["fork"].pos, "next-and-fork", d.name.text)
	}
}

// keyOwners says which steps a key belongs to.
var keyOwners = map[string]Text{
	"form":   {ZH: "由人来做（写了 lane）的步骤", EN: "a step that a person does (with a lane)"},
	"check":  {ZH: "由人来做（写了 lane）的步骤", EN: "a step that a person does (with a lane)"},
	"same":   {ZH: "由人来做（写了 lane）的步骤", EN: "a step that a person does (with a lane)"},
	"not":    {ZH: "由人来做（写了 lane）的步骤", EN: "a step that a person does (with a lane)"},
	"events": {ZH: "由人来做的步骤、receive 和子流程", EN: "a step that a person does, a receive or a subprocess"},
	"start":  {ZH: "子流程（写了 steps)", EN: "a subprocess (with steps)"},
	"data":   {ZH: "子流程（写了 steps)", EN: "a subprocess (with steps)"},
	"next":   {ZH: "end 和 wait-first 以外的步骤", EN: "steps other than end and wait-first"},
	"fork":   {ZH: "end 和 wait-first 以外的步骤", EN: "steps other than end and wait-first"},
}

// send reads what is sent, to whom; at says whether under `send` or `end`.
func (r *reader) send(n *yaml.Node, at place) *sendDecl {
	s := &sendDecl{pos: r.pos(n)}
	r.fields(n, at, func(key word, v *yaml.Node) {
		switch key.text {
		case "to":
			s.to = r.id(v)
		case "text":
			s.text = r.id(v)
		case "message":
			s.message = r.id(v)
		case "key":
			s.key = r.expression(v, "key")
		case "with":
			s.with = r.assignments(v)
		default:
			panic(unread(key))
		}
	})
	if n.Kind == yaml.MappingNode && s.text.given() == s.message.given() && at == atSend {
		r.add(s.pos, "text-or-message")
	}
	return s
}

func (r *reader) wait(n *yaml.Node) waitDecl {
	var d waitDecl
	r.fields(n, atWait, func(key word, v *yaml.Node) {
		if key.text == "for" {
			d.span = r.duration(v)
		} else {
			d.until = r.condition(v)
		}
	})
	if n.Kind == yaml.MappingNode && d.span.given() == (d.until != nil) {
		r.add(r.pos(n), "for-or-until")
	}
	return d
}

// end reads `end: plain`, `end: terminate` or `end: {message: ...}`.
func (r *reader) end(d *stepDecl, n *yaml.Node) EndKind {
	if n.Kind == yaml.MappingNode {
		d.send = r.send(n, atEnd)
		return EndMessage
	}
	w, ok := r.scalar(n)
	if !ok {
		return EndPlain
	}
	switch w.text {
	case "terminate":
		return EndTerminate
	case "cancel", "compensate":
		r.add(w.pos, "not-in-this-version", "end: "+w.text)
	case "plain":
	default:
		r.unknown(w.pos, "unknown-word", w.text, []string{"plain", "terminate"}, "end")
	}
	return EndPlain
}

// assignments reads `{name: value}`; a value beginning with `=` is an expression.
func (r *reader) assignments(n *yaml.Node) []assignDecl {
	var list []assignDecl
	for _, e := range r.entries(n) {
		a := assignDecl{name: e.key, node: e.node}
		if e.node.Kind == yaml.ScalarNode && strings.HasPrefix(e.node.Value, "=") {
			a.value = r.expression(e.node, e.key.text)
		}
		list = append(list, a)
	}
	return list
}
