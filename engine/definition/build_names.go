package definition

import (
	"cmp"
	"maps"
	"slices"
)

// lanes puts the lanes in drawing order.
func (b *builder) lanes() {
	decls := slices.Clone(b.decl.lanes)
	slices.SortStableFunc(decls, func(x, y *laneDecl) int { return cmp.Compare(x.order, y.order) })
	b.p.lanes = map[string]*Lane{}
	for i, d := range decls {
		d.lane.Index = i
		d.lane.Calendar = b.calendar(d.calendar)
		b.p.Lanes = append(b.p.Lanes, d.lane)
		b.p.lanes[d.lane.ID] = d.lane
		b.later(d.team, wantID, site{lane: d.lane}, &d.lane.TeamExpr)
		b.later(d.who, wantID, site{lane: d.lane}, &d.lane.Who)
	}
}

// lane returns the lane of a name, reporting one nobody declared.
func (b *builder) lane(w word) *Lane {
	if !w.given() || w.text == "" {
		return nil
	}
	if l := b.p.lanes[w.text]; l != nil {
		return l
	}
	return b.p.lanes[b.unknown(w.pos, "unknown-lane", w.text, b.laneNames())]
}

func (b *builder) laneNames() []string {
	return idsOf(b.p.Lanes, func(l *Lane) string { return l.ID })
}

// idsOf lists the ids of things in their order.
func idsOf[T any](things []T, id func(T) string) []string {
	list := make([]string, 0, len(things))
	for _, t := range things {
		list = append(list, id(t))
	}
	return list
}

// fields registers the data of the process and of every subprocess.
func (b *builder) fields() {
	b.p.fields = map[string]*Field{}
	b.p.Data = b.decl.top.data
	b.register(b.decl.top, nil)
}

func (b *builder) register(d *scopeDecl, parent *Scope) {
	d.scope = &Scope{Index: len(b.p.Scopes), Parent: parent, Data: d.data}
	if d.host != nil {
		d.scope.ID, d.scope.Host = d.host.name.text, &d.host.element
	}
	b.p.Scopes = append(b.p.Scopes, d.scope)
	for _, f := range d.data {
		f.Scope = d.scope
		if other := b.p.fields[f.Name]; other != nil {
			b.add(f.Pos, "duplicate-data", f.Name, other.Pos.String())
			continue
		}
		b.p.fields[f.Name] = f
	}
	for _, s := range d.steps {
		if s.kind == KindSubprocess {
			b.register(s.sub, d.scope)
		}
	}
}

// field returns the field of a name as seen from a scope.
func (b *builder) field(w word, from *Scope) *Field {
	if w.text == "" {
		return nil
	}
	f := b.p.fields[w.text]
	switch {
	case f == nil:
		near := b.unknown(w.pos, "unknown-data", w.text, b.fieldNames(from))
		return b.p.fields[near]
	case !visible(f, from):
		b.add(w.pos, "data-of-subprocess", w.text, f.Scope.ID)
	}
	return f
}

// visible reports whether a field can be spoken of in a scope: data of a
// subprocess only inside it.
func visible(f *Field, from *Scope) bool {
	for s := from; s != nil; s = s.Parent {
		if s == f.Scope {
			return true
		}
	}
	return false
}

func (b *builder) fieldNames(from *Scope) []string {
	var names []string
	for _, f := range b.allFields() {
		if visible(f, from) {
			names = append(names, f.Name)
		}
	}
	return names
}

// allFields lists the data of the process and of every subprocess.
func (b *builder) allFields() []*Field {
	list := slices.Clone(b.decl.top.data)
	for _, d := range b.decl.top.walk() {
		if d.kind == KindSubprocess {
			list = append(list, d.sub.data...)
		}
	}
	return list
}

// walk lists the steps of a scope and of the subprocesses inside it, in the
// order of the file.
func (d *scopeDecl) walk() []*stepDecl {
	var list []*stepDecl
	for _, s := range d.steps {
		list = append(list, s)
		if s.kind == KindSubprocess {
			list = append(list, s.sub.walk()...)
		}
	}
	return list
}

// messages registers what may be said.
func (b *builder) messages() {
	b.p.messages = map[string]*Message{}
	for _, d := range b.decl.messages {
		m := d.message
		m.From = b.lane(d.from)
		m.Form = b.form(d.form, nil, nil, b.p.Scopes[0])
		m.KeepFor = b.duration(d.keepFor)
		b.later(d.key, wantKey, site{anywhere: true}, &m.Key)
		b.p.Messages = append(b.p.Messages, m)
		b.p.messages[m.ID] = m
	}
}

// message returns the message of a name.
func (b *builder) message(w word) *Message {
	if !w.given() || w.text == "" {
		return nil
	}
	if m := b.p.messages[w.text]; m != nil {
		return m
	}
	return b.p.messages[b.unknown(w.pos, "unknown-message", w.text, b.messageNames())]
}

func (b *builder) messageNames() []string {
	return idsOf(b.p.Messages, func(m *Message) string { return m.ID })
}

// keyOf returns the expression a message is declared with.
func (b *builder) keyOf(m *Message) *formula {
	for _, d := range b.decl.messages {
		if d.message == m {
			return d.key
		}
	}
	return nil
}

// texts registers what is written to people and checks its placeholders.
func (b *builder) texts() {
	b.p.texts = map[string]*Template{}
	known := maps.Clone(b.p.fields)
	for _, d := range b.decl.promises {
		known[DueName(d.promise.ID)] = dueField
	}
	for _, d := range b.decl.top.walk() {
		if d.promise != nil {
			known[DueName(d.name.text)] = dueField
		}
	}
	for _, t := range b.p.Texts {
		b.p.texts[t.ID] = t
		b.found = append(b.found, t.bind(known)...)
	}
}

// form makes a form; el is nil for the form of a message.
func (b *builder) form(items []formItemDecl, checks []checkDecl, el *Element, scope *Scope) *Form {
	if items == nil && checks == nil {
		return nil
	}
	f := &Form{}
	asked := map[string]bool{}
	for _, d := range items {
		if d.field.pos.Line == 0 {
			f.Items = append(f.Items, FormItem{Heading: d.heading})
			continue
		}
		field := b.field(d.field, scope)
		if field == nil {
			continue
		}
		if asked[field.Name] && !d.show {
			b.add(d.field.pos, "asked-twice", field.Name)
		}
		asked[field.Name] = asked[field.Name] || !d.show
		f.Items = append(f.Items, FormItem{Field: field, Show: d.show, Optional: d.optional})
	}
	f.Checks = make([]Check, len(checks))
	for i, c := range checks {
		f.Checks[i].Say = c.say
		b.later(c.when, wantCondition, site{element: el, after: true}, &f.Checks[i].If)
	}
	return f
}

// duration reads a duration with its calendar: the one it names, or the one
// of the process.
func (b *builder) duration(w word) Duration { return b.counted(w, b.p.Calendar) }

// counted reads a duration that counts the given calendar unless it names
// one; there must be either.
func (b *builder) counted(w word, calendar string) Duration {
	d := b.durationOn(w, calendar)
	if d != (Duration{}) && d.Calendar == "" {
		b.add(w.pos, "no-calendar", w.text)
	}
	return d
}

// durationOn reads a duration that counts the given calendar unless it names
// one; an empty calendar is filled in by what it hangs on.
func (b *builder) durationOn(w word, calendar string) Duration {
	if w.text == "" {
		return Duration{}
	}
	d, err := ParseDuration(w.text)
	if err != nil {
		b.durationError(w.pos, err)
		return Duration{}
	}
	if b.calendar(word{d.Calendar, w.pos}); d.Calendar == "" {
		d.Calendar = calendar
	}
	if d.WorkingDays > 0 && d.Calendar == AlwaysOpen {
		b.add(w.pos, "wd-on-24x7", w.text)
	}
	return d
}

// calendar notes that a calendar is spoken of, and returns its id.
func (b *builder) calendar(w word) string {
	if w.text != "" && w.text != AlwaysOpen {
		b.p.calendars = append(b.p.calendars, w)
	}
	return w.text
}
