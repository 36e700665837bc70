package definition

import (
	"slices"
	"strconv"
	"strings"
)

// collectSteps registers step names, which are unique in the whole process.
func (b *builder) collectSteps(d *scopeDecl) {
	if b.steps == nil {
		b.steps, b.entries = map[string]*stepDecl{}, map[string]*Element{}
	}
	for _, s := range d.walk() {
		if other := b.steps[s.name.text]; other != nil {
			b.add(s.name.pos, "duplicate-step", s.name.text, other.name.pos.String())
			continue
		}
		b.steps[s.name.text] = s
	}
}

// scope makes the elements of the process or of a subprocess, in the order of
// the file: start events, steps with their gateways, the end event.
func (b *builder) scope(d *scopeDecl) *Scope {
	s, prefix := d.scope, ""
	if s.Host != nil {
		prefix = s.ID + "."
	}
	for i, start := range d.starts {
		id := prefix + "start"
		if i > 0 {
			id += "." + strconv.Itoa(i+1)
		}
		el := b.element(s, &Element{ID: id, Kind: KindStart, Pos: start.pos})
		if s.Start == nil && !start.message.given() {
			s.Start = el
		}
	}
	for _, step := range d.steps {
		if b.steps[step.name.text] == step {
			b.step(step, s)
		}
	}
	if at, used := d.endsAt(); used {
		b.element(s, &Element{ID: prefix + "end", Kind: KindEnd, Pos: at})
	}
	return s
}

func (b *builder) element(s *Scope, el *Element) *Element {
	el.Index, el.Scope = len(b.p.Elements), s
	b.p.Elements = append(b.p.Elements, el)
	s.Elements = append(s.Elements, el)
	return el
}

// endsAt returns the first place of a scope that goes to `end`.
func (d *scopeDecl) endsAt() (Position, bool) {
	for _, s := range d.steps {
		for _, to := range s.targets() {
			if to.text == "end" {
				return to.pos, true
			}
		}
	}
	return Position{}, false
}

// targets lists where it goes from a step.
func (s *stepDecl) targets() []word {
	var list []word
	for _, t := range slices.Concat(s.events, s.rows) {
		list = append(list, t.to)
	}
	for _, way := range []*wayDecl{s.next, s.fork} {
		if way != nil {
			for _, row := range way.rows {
				list = append(list, row.to)
			}
		}
	}
	return list
}

// step makes the elements of one step: `<step>.join`, the activity, and
// `<step>.choice` or `<step>.fork`.
func (b *builder) step(d *stepDecl, s *Scope) {
	var made []*Element
	gateway := func(suffix string, kind Kind) {
		made = append(made, b.element(s, &Element{
			ID: d.name.text + "." + suffix, Kind: kind, Step: d.name.text, Name: d.element.Name, Pos: d.keys[suffixKeys[suffix]].pos,
		}))
	}
	if d.join.given() {
		gateway("join", KindJoin)
		s.Joins = append(s.Joins, made[0])
	}
	if d.kind != 0 {
		made = append(made, b.activity(d, s))
	}
	switch {
	case d.next != nil && d.next.list:
		gateway("choice", KindExclusive)
	case d.fork != nil && d.fork.conditional():
		gateway("fork", KindInclusive)
	case d.fork != nil:
		gateway("fork", KindParallel)
	}
	if len(made) == 0 { // `next: x` alone, or only keys of a later version; told already
		d.element.ID = d.name.text
		made = append(made, b.element(s, &d.element))
	}
	b.entries[d.name.text] = made[0]
}

// suffixKeys are the keys that make a step's gateways.
var suffixKeys = map[string]string{"join": "join", "choice": "next", "fork": "fork"}

func (w *wayDecl) conditional() bool {
	return slices.ContainsFunc(w.rows, func(r rowDecl) bool { return r.when != nil })
}

// activity makes the element that does something.
func (b *builder) activity(d *stepDecl, s *Scope) *Element {
	el := &d.element
	el.ID, el.Kind = d.name.text, d.kind
	b.element(s, el)
	el.Lane = b.lane(d.lane)
	switch d.kind {
	case KindUserTask:
		el.Form = b.form(d.form, d.checks, el, s)
		el.Same, el.Not = d.same.text, wordsOf(d.not)
	case KindScript:
		el.Set = b.assignments(d.set, s, site{element: el})
	case KindReceive:
		el.Receive = b.message(d.receive)
		if m := el.Receive; m != nil {
			el.Form = m.Form
			b.later(b.keyOf(m), wantKey, site{element: el}, &el.Key)
		}
	case KindTimer:
		el.Wait = &Wait{For: b.duration(d.wait.span)}
		b.later(d.wait.until, wantInstant, site{element: el}, &el.Wait.Until)
	case KindSubprocess:
		el.Sub = b.scope(d.sub)
	case KindEnd:
		el.End = d.end
	case KindStart, KindSend, KindEventGate, KindExclusive, KindParallel, KindInclusive, KindJoin:
	}
	if d.send != nil {
		el.Send = b.send(d.send, el)
	}
	return el
}

func wordsOf(words []word) []string {
	var list []string
	for _, w := range words {
		if w.text != "" {
			list = append(list, w.text)
		}
	}
	return list
}

// assignments looks up the names of `set`.
func (b *builder) assignments(decls []assignDecl, s *Scope, at site) []Assignment {
	list := make([]Assignment, len(decls))
	for i, d := range decls {
		list[i].Name = d.name.text
		f := b.field(d.name, s)
		switch {
		case f == nil:
		case empty(d.node), d.value != nil && strings.TrimSpace(d.value.src) == "null":
			list[i].Literal = []byte("null")
			b.cleared[f.Name] = true
			if f.Default != nil {
				b.add(d.name.pos, "default-cleared", f.Name)
			}
		case d.value != nil:
			list[i].Name = f.Name
			b.later(d.value, wantValue(f), at, &list[i].Expr)
		case f.Personal:
			b.add(b.pos(d.node), "personal-literal", f.Name)
		default:
			list[i].Literal = b.literal(f, d.node)
		}
	}
	return list
}

// send looks up what a step sends and to whom: a lane of this process, or
// another process by its id.
func (b *builder) send(d *sendDecl, el *Element) *Send {
	s := &Send{Pos: d.pos, Message: d.message.text}
	at := site{element: el, after: el.Kind == KindUserTask}
	if s.To = b.p.lanes[d.to.text]; s.To == nil && d.to.given() {
		b.sendToProcess(d, s)
	}
	if d.text.given() {
		if s.Text = b.p.texts[d.text.text]; s.Text == nil && d.text.text != "" {
			b.unknown(d.text.pos, "unknown-text", d.text.text, idsOf(b.p.Texts, func(t *Template) string { return t.ID }))
		}
		for _, w := range d.with {
			b.add(w.name.pos, "text-with")
		}
		return s
	}
	b.later(d.key, wantKey, at, &s.Key)
	var asked *Message
	if s.To != nil || s.Process == b.p.ID {
		asked = b.message(d.message)
	}
	s.With = b.parcel(d.with, asked, at)
	return s
}

// sendToProcess takes the name for another process's, unless it can only be
// meant as a lane.
func (b *builder) sendToProcess(d *sendDecl, s *Send) {
	near := nearest(d.to.text, b.laneNames())
	switch {
	case d.text.given() || near != "":
		s.To = b.p.lanes[b.unknown(d.to.pos, "unknown-lane", d.to.text, b.laneNames())]
	default:
		s.Process = d.to.text
	}
}

// parcel reads what a message brings. The names are the message's form where
// it is declared here; another process's cannot be known.
func (b *builder) parcel(decls []assignDecl, m *Message, at site) []Assignment {
	list := make([]Assignment, len(decls))
	for i, d := range decls {
		list[i].Name = d.name.text
		var f *Field
		want := wantAny
		if m != nil {
			if !m.Form.Asks(d.name.text) {
				b.unknown(d.name.pos, "not-in-message", d.name.text, m.Form.names(), m.ID)
				continue
			}
			f = b.p.fields[d.name.text]
			want = wantValue(f)
		}
		switch {
		case d.value != nil:
			b.later(d.value, want, at, &list[i].Expr)
		case f != nil:
			list[i].Literal = b.literal(f, d.node)
		default:
			list[i].Literal = b.raw(nil, d.node)
		}
	}
	return list
}

// names lists what a form asks for.
func (f *Form) names() []string {
	var list []string
	if f == nil {
		return nil
	}
	for _, item := range f.Items {
		if item.Field != nil && !item.Show {
			list = append(list, item.Field.Name)
		}
	}
	return list
}
