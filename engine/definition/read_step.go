package definition

import "gopkg.in/yaml.v3"

func (r *reader) steps(n *yaml.Node) []*stepDecl {
	var list []*stepDecl
	for _, e := range r.named(n) {
		if e.key.text == "end" || e.key.text == "start" {
			r.add(e.key.pos, "reserved-name", e.key.text)
			continue
		}
		list = append(list, r.step(e))
	}
	return list
}

func (r *reader) step(e entry) *stepDecl {
	d := &stepDecl{name: e.key, keys: map[string]word{}}
	d.element = Element{Step: e.key.text, Pos: e.key.pos}
	r.fields(e.node, atStep, func(key word, v *yaml.Node) {
		d.keys[key.text] = key
		if !r.described(d, key, v) && !r.work(d, key, v) && !r.flow(d, key, v) {
			panic(unread(key))
		}
	})
	d.element.Name = named(d.element.Name, d.name.text)
	r.oneKind(d, e.node)
	return d
}

// described reads what a step says about itself.
func (r *reader) described(d *stepDecl, key word, v *yaml.Node) bool {
	el := &d.element
	switch key.text {
	case "name":
		el.Name = r.text(v)
	case "about":
		el.About = r.text(v)
	case "status":
		el.Status = r.text(v)
	case "value":
		el.Value = r.one(v, "value", "adds", "needed", "wasted")
	case "stage":
		el.Stage = r.one(v, "stage", "collect", "classify", "handle", "feedback", "summarise")
	case "channel":
		el.Channel = r.literalWord(v, "channel")
	case "was":
		r.ids(v)
	default:
		return false
	}
	return true
}

// literalWord reads a word where a later version takes an expression too.
func (r *reader) literalWord(n *yaml.Node, key string) string {
	w, ok := r.scalar(n)
	if ok && len(w.text) > 0 && w.text[0] == '=' {
		r.add(w.pos, "not-in-this-version", key+": =")
		return ""
	}
	return w.text
}

// work reads what is done in a step, and by whom.
func (r *reader) work(d *stepDecl, key word, v *yaml.Node) bool {
	switch key.text {
	case "lane":
		d.lane = r.id(v)
	case "form":
		d.form, d.hasForm = r.form(v), true
	case "check":
		d.checks = r.checks(v)
	case "same":
		d.same = r.id(v)
	case "not":
		d.not = r.doers(v)
	case "set":
		d.set = r.assignments(v)
	case "send":
		d.send = r.send(v, atSend)
	case "receive":
		d.receive = r.id(v)
	case "wait":
		d.wait = r.wait(v)
	case "wait-first":
		d.rows = r.triggers(v, atWaitFirst)
	case "steps":
		d.inside().steps = r.steps(v)
	case "start":
		d.inside().starts = []startDecl{{to: r.id(v), pos: r.pos(v)}}
	case "data":
		d.inside().data = r.data(v)
	case "end":
		d.end = r.end(d, v)
	case "within":
		d.limit(key).within = r.targets(v)
	case "escalate":
		d.limit(key).escalate = r.id(v)
	case "calendar":
		d.limit(key).calendar = r.calendar(v)
	default:
		return false
	}
	return true
}

// doers reads `not`: steps; a later version takes an expression too.
func (r *reader) doers(n *yaml.Node) []word {
	if n.Kind == yaml.ScalarNode && len(n.Value) > 0 && n.Value[0] == '=' {
		r.add(r.pos(n), "not-in-this-version", "not: =")
		return nil
	}
	return r.ids(n)
}

// limit returns the promise of a step, made when first spoken of.
func (d *stepDecl) limit(key word) *promiseDecl {
	if d.promise == nil {
		d.promise = &promiseDecl{promise: &Promise{}, pos: key.pos}
	}
	return d.promise
}

// inside returns the scope of a subprocess, made when first spoken of.
func (d *stepDecl) inside() *scopeDecl {
	if d.sub == nil {
		d.sub = &scopeDecl{host: d, pos: d.name.pos}
	}
	return d.sub
}

// flow reads where it goes from a step, and what may happen meanwhile.
func (r *reader) flow(d *stepDecl, key word, v *yaml.Node) bool {
	switch key.text {
	case "next":
		d.next = r.way(v)
	case "fork":
		d.fork = r.way(v)
	case "join":
		d.join = r.join(key, v)
	case "events":
		d.events = r.triggers(v, atEvent)
	default:
		return false
	}
	return true
}

// join reads `join: all`; joins of some branches belong to a later version.
func (r *reader) join(key word, n *yaml.Node) word {
	if n.Kind == yaml.MappingNode {
		r.add(r.pos(n), "not-in-this-version", "join: {need: ...}")
		return word{}
	}
	if w, ok := r.scalar(n); ok && w.text != "all" {
		r.unknown(w.pos, "unknown-word", w.text, []string{"all"}, "join")
	}
	return key
}

// way reads a step's name, or rows of names with and without conditions.
func (r *reader) way(n *yaml.Node) *wayDecl {
	w := &wayDecl{pos: r.pos(n)}
	if n.Kind == yaml.ScalarNode {
		w.rows = []rowDecl{{to: r.id(n), pos: r.pos(n)}}
		return w
	}
	if n.Kind != yaml.SequenceNode {
		r.items(n)
		w.rows = []rowDecl{{}}
		return w
	}
	w.list = true
	for _, item := range r.items(n) {
		if item.Kind == yaml.ScalarNode {
			w.rows = append(w.rows, rowDecl{to: r.id(item), pos: r.pos(item)})
			continue
		}
		row := rowDecl{pos: r.pos(item)}
		r.fields(item, atRow, func(key word, v *yaml.Node) {
			if key.text == "if" {
				row.when = r.condition(v)
			} else {
				row.to = r.id(v)
			}
		})
		w.rows = append(w.rows, row)
	}
	return w
}

// triggers reads the rows of `events` or `wait-first`.
func (r *reader) triggers(n *yaml.Node, at place) []triggerDecl {
	var list []triggerDecl
	for _, item := range r.items(n) {
		t := triggerDecl{pos: r.pos(item)}
		kinds := 0
		var point *yaml.Node
		r.fields(item, at, func(key word, v *yaml.Node) {
			switch key.text {
			case "promise":
				t.kind, t.promise = TriggerPromise, r.id(v)
			case "after":
				t.kind, t.after = TriggerAfter, r.duration(v)
				kinds++
			case "at":
				point = v
				kinds++
			case "message":
				t.kind, t.message = TriggerMessage, r.id(v)
				kinds++
			case "keep":
				t.keep = r.flag(v)
			case "go":
				t.to = r.id(v)
			default:
				panic(unread(key))
			}
		})
		switch {
		case point == nil:
		case t.promise.given():
			t.point, _ = r.scalar(point)
		default:
			t.kind, t.at = TriggerAt, r.expression(point, "at")
		}
		if kinds != 1 && item.Kind == yaml.MappingNode && !r.hasLater(item, at) {
			r.add(t.pos, "one-trigger")
		}
		list = append(list, t)
	}
	return list
}

// hasLater reports whether a mapping has a key of a later version, which was
// told already.
func (r *reader) hasLater(n *yaml.Node, at place) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if row, ok := keyAt(at, n.Content[i].Value); ok && row.later {
			return true
		}
	}
	return false
}
