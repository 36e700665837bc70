package definition

import "strconv"

// connect makes the sequence flows of a scope and of those inside it, in the
// order of the file.
func (b *builder) connect(d *scopeDecl, s *Scope) {
	b.lost = b.lost || len(d.starts) == 0
	for i, start := range d.starts {
		b.connectStart(start, s.Elements[i], s)
	}
	for _, step := range d.steps {
		b.connectStep(step, s)
	}
}

func (b *builder) connectStart(d startDecl, el *Element, s *Scope) {
	to := b.target(d.to, s)
	if to == nil {
		return
	}
	b.flow(el, to, nil)
	if s.Host != nil {
		return
	}
	start := &Start{Element: el, Many: d.many}
	if d.message.given() {
		start.Message = b.message(d.message)
		el.Receive = start.Message
	}
	b.p.Starts = append(b.p.Starts, start)
}

func (b *builder) connectStep(d *stepDecl, s *Scope) {
	at := b.entries[d.name.text]
	if b.steps[d.name.text] != d {
		return
	}
	if at.Kind == KindJoin && d.kind != 0 {
		b.flow(at, &d.element, nil)
		at = &d.element
	}
	if d.kind != 0 {
		at.Events = b.triggers(d.events, at, ".event")
		if d.kind == KindEventGate {
			at.Rows = b.triggers(d.rows, at, ".row")
		}
		if d.kind == KindSubprocess {
			b.connect(d.sub, at.Sub)
		}
	}
	b.leave(d, at, s)
}

// leave makes the flows out of a step.
func (b *builder) leave(d *stepDecl, at *Element, s *Scope) {
	switch {
	case d.fork != nil:
		b.rows(d.fork, b.gateway(d, at, "fork"), s)
	case d.next == nil:
		if d.kind != KindEnd && d.kind != KindEventGate {
			b.add(d.name.pos, "dead-end", d.name.text)
			b.lost = true
		}
	case d.next.list:
		b.rows(d.next, b.gateway(d, at, "choice"), s)
	default:
		if to := b.target(d.next.rows[0].to, s); to != nil {
			b.flow(at, to, nil)
		}
	}
}

// gateway returns the step's gateway, joined to what stands before it.
func (b *builder) gateway(d *stepDecl, at *Element, suffix string) *Element {
	g := b.p.elements[d.name.text+"."+suffix]
	if g == nil { // `next` and `fork` at once; told already
		return at
	}
	if g != at {
		b.flow(at, g, nil)
	}
	return g
}

// rows makes the flows of a choice or fork.
func (b *builder) rows(way *wayDecl, g *Element, s *Scope) {
	b.checkRows(way, g)
	for _, row := range way.rows {
		to := b.target(row.to, s)
		if to == nil {
			continue
		}
		f := b.flow(g, to, nil)
		b.later(row.when, wantCondition, site{element: g}, &f.When)
	}
}

// checkRows refuses rows that could never be taken, and choices without a way
// for all other cases.
func (b *builder) checkRows(way *wayDecl, g *Element) {
	last := len(way.rows) - 1
	switch {
	case g.Kind == KindExclusive && last < 0, g.Kind != KindExclusive && last < 1:
		b.add(way.pos, "too-few-rows", g.Step)
		return
	case g.Kind == KindParallel:
		b.sameBranch(way, g)
		return
	case g.Kind == KindExclusive && way.rows[last].when != nil:
		b.add(way.rows[last].pos, "missing-last-row", g.Step)
	}
	for _, row := range way.rows[:last] {
		if row.when == nil {
			b.add(row.pos, "row-without-if", g.Step)
		}
	}
}

// sameBranch refuses a fork with the same step twice.
func (b *builder) sameBranch(way *wayDecl, g *Element) {
	seen := map[string]bool{}
	for _, row := range way.rows {
		if seen[row.to.text] && row.to.text != "" {
			b.add(row.to.pos, "branch-twice", row.to.text, g.Step)
		}
		seen[row.to.text] = true
	}
}

// triggers makes boundary events or the rows of an event gateway.
func (b *builder) triggers(decls []triggerDecl, host *Element, suffix string) []*Trigger {
	var list []*Trigger
	for i, d := range decls {
		t := &Trigger{
			ID: host.ID + suffix + strconv.Itoa(i+1), Host: host, Kind: d.kind,
			After: b.duration(d.after), Message: b.message(d.message), Keep: d.keep, Pos: d.pos,
		}
		if d.kind == TriggerPromise {
			b.promiseEvent(d, t)
		}
		b.later(d.at, wantInstant, site{element: host}, &t.At)
		if t.Message != nil {
			b.later(b.keyOf(t.Message), wantKey, site{element: host}, &t.Key)
		}
		b.p.triggers[t.ID] = t
		list = append(list, t)
		if to := b.target(d.to, host.Scope); to != nil {
			t.Out = b.flow(host, to, t)
		}
	}
	return list
}

// flow joins two elements; t is the trigger it leaves, or nil.
func (b *builder) flow(from, to *Element, t *Trigger) *Flow {
	source := from.ID
	if t != nil {
		source = t.ID
	}
	id := source + ">" + to.ID
	for n := 2; b.p.flows[id] != nil; n++ {
		id = source + ">" + to.ID + "." + strconv.Itoa(n)
	}
	f := &Flow{ID: id, Index: len(b.p.Flows), From: from, Trigger: t, To: to}
	b.p.Flows = append(b.p.Flows, f)
	b.p.flows[id] = f
	to.In = append(to.In, f)
	if t == nil {
		from.Out = append(from.Out, f)
	}
	return f
}

// target returns where a flow to a name arrives. It stays in its scope.
func (b *builder) target(w word, s *Scope) *Element {
	switch {
	case w.text == "":
		b.lost = true
		return nil
	case w.text == "end" && s.Host != nil:
		return b.p.elements[s.Host.ID+".end"]
	case w.text == "end":
		return b.p.elements["end"]
	}
	el := b.entries[w.text]
	if el == nil {
		el = b.entries[b.unknown(w.pos, "unknown-step", w.text, b.stepNames(s))]
		b.lost = b.lost || el == nil
		return el
	}
	if el.Scope != s {
		b.add(w.pos, "other-scope", w.text, scopeName(el.Scope).EN, scopeName(el.Scope).ZH)
		b.lost = true
		return nil
	}
	return el
}

func scopeName(s *Scope) Text {
	if s.Host == nil {
		return Text{ZH: "流程本身", EN: "the process itself"}
	}
	return Text{ZH: "子流程 " + s.ID + " 内", EN: "subprocess " + s.ID}
}

// stepNames lists where a flow of the scope may go.
func (b *builder) stepNames(s *Scope) []string {
	names := []string{}
	for _, el := range s.Elements {
		if el.Step != "" && b.entries[el.Step] == el {
			names = append(names, el.Step)
		}
	}
	return append(names, "end")
}
