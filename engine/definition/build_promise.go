package definition

import (
	"regexp"
	"slices"
)

// escalations registers the named lists of levels.
func (b *builder) escalations() {
	b.escalationsByID = map[string]*Escalation{}
	for _, d := range b.decl.escalations {
		b.p.Escalations = append(b.p.Escalations, d.escalation)
		b.escalationsByID[d.escalation.ID] = d.escalation
		for _, l := range d.levels {
			b.level(l)
			d.escalation.Levels = append(d.escalation.Levels, l.level)
		}
	}
}

// level looks up what a level speaks of. Its offsets count the calendar of the
// promise it will hang on, unless they name one.
func (b *builder) level(d *levelDecl) {
	l := d.level
	if d.point.text != "" {
		l.Point = b.pointOf(d.point, "")
	}
	l.Every = b.durationOn(d.every, "")
	for _, w := range d.recipients {
		b.recipient(w)
	}
	for _, w := range d.staff {
		if b.recipient(w); w.text == "customer" || b.p.lanes[w.text].Outside() {
			b.add(w.pos, "recipient-outside", w.text)
		}
	}
	if d.text.given() {
		if l.Text = b.p.texts[d.text.text]; l.Text == nil && d.text.text != "" {
			b.unknown(d.text.pos, "unknown-text", d.text.text, idsOf(b.p.Texts, func(t *Template) string { return t.ID }))
		}
	}
	if l.Message != "" && l.To == "" {
		b.message(d.message)
	}
}

// recipientWords are the recipients that are no lane (LANGUAGE.md §6).
var recipientWords = []string{"assignee", "owner", "lane", "lead", "manager", "customer"}

var recipientPattern = regexp.MustCompile(`^(manager\.[1-9]|role:[a-z][a-z0-9-]*)$`)

func (b *builder) recipient(w word) {
	if w.text == "" || slices.Contains(recipientWords, w.text) || recipientPattern.MatchString(w.text) || b.p.lanes[w.text] != nil {
		return
	}
	b.unknown(w.pos, "unknown-recipient", w.text, append(slices.Clone(recipientWords), b.laneNames()...))
}

// promises registers the promises over the flow, then those of steps.
func (b *builder) promises() {
	b.p.promises = map[string]*Promise{}
	b.p.promiseEvents = map[*Promise][]*Trigger{}
	for _, d := range b.decl.promises {
		b.promise(d)
	}
	for _, d := range b.decl.top.walk() {
		switch {
		case d.promise == nil:
		case d.kind == 0:
			b.add(d.promise.pos, "within-on-automatic", d.name.text)
		case d.element.ID != "":
			b.stepPromise(d)
		}
	}
}

func (b *builder) promise(d *promiseDecl) {
	p := d.promise
	b.p.Promises = append(b.p.Promises, p)
	b.p.promises[p.ID] = p
	p.From, p.To, p.Reset = b.moments(d.from), b.moments(d.to), b.moments(d.reset)
	b.endings("to", d.to)
	b.endings("reset", d.reset)
	p.For = b.lane(d.lane)
	if p.For == nil && !d.lane.given() {
		p.For = b.customerOf(p)
	}
	if p.For != nil && !p.For.Outside() {
		b.add(d.lane.pos, "promise-to-us", p.ID, p.For.ID)
	}
	for _, w := range d.pause {
		if l := b.lane(w); l != nil {
			p.Pause = append(p.Pause, l)
		}
	}
	if d.again.given() && d.again.text != "" {
		b.moment(momentDecl{kind: MomentDone, step: d.again})
	}
	b.promised(p, d, b.p.Calendar)
}

// customerOf is whom a promise is made to when it does not say: the customer
// whose step it runs from, or the only customer there is.
func (b *builder) customerOf(p *Promise) *Lane {
	for _, m := range p.From {
		if d := b.steps[m.Step]; d != nil {
			if l := b.p.lanes[d.lane.text]; l != nil && l.Party == Customer {
				return l
			}
		}
	}
	var only *Lane
	for _, l := range b.p.Lanes {
		if l.Party == Customer {
			if only != nil {
				b.add(p.Pos, "promise-to-whom", p.ID)
				return nil
			}
			only = l
		}
	}
	return only
}

// stepPromise makes the promise of a step's `within`.
func (b *builder) stepPromise(d *stepDecl) {
	el := &d.element
	p := d.promise.promise
	p.ID, p.Name, p.Step, p.Pos = el.ID, el.Name, el, d.promise.pos
	switch {
	case el.Kind != KindUserTask && el.Kind != KindReceive && el.Kind != KindSubprocess:
		b.add(p.Pos, "within-on-automatic", el.ID)
		return
	case !d.keys["within"].given():
		b.add(p.Pos, "limit-without-within", el.ID)
		return
	}
	if other := b.p.promises[p.ID]; other != nil {
		b.add(p.Pos, "promise-named-as-step", p.ID, other.Pos.String())
		return
	}
	if el.Lane.Outside() {
		p.For = el.Lane
	}
	calendar := b.p.Calendar
	if el.Lane != nil && el.Lane.Calendar != "" {
		calendar = el.Lane.Calendar
	}
	b.p.Promises = append(b.p.Promises, p)
	b.p.promises[p.ID] = p
	el.Promise = p
	b.promised(p, d.promise, calendar)
}

// promised reads the target, calendar and escalation that both kinds of
// promises have.
func (b *builder) promised(p *Promise, d *promiseDecl, calendar string) {
	if p.Calendar = b.calendar(d.calendar); p.Calendar == "" {
		p.Calendar = calendar
	}
	at := site{promise: p}
	if p.Step != nil {
		at = site{element: p.Step}
	}
	p.Within = make([]Target, len(d.within))
	for i, row := range d.within {
		t := &p.Within[i]
		if t.None = row.is.text == "none"; !t.None {
			t.Is = b.counted(row.is, p.Calendar)
		}
		b.later(row.when, wantCondition, at, &t.If)
	}
	p.Every = b.counted(d.every, p.Calendar)
	if p.Floor = b.counted(d.floor, p.Calendar); p.Floor.WorkingDays > 0 {
		b.add(d.floor.pos, "floor-in-days", d.floor.text)
	}
	b.later(d.by, wantInstant, site{anywhere: true}, &p.By)
	if d.escalate.given() && d.escalate.text != "" {
		if p.Escalation = b.escalationsByID[d.escalate.text]; p.Escalation == nil {
			b.unknown(d.escalate.pos, "unknown-escalation", d.escalate.text, idsOf(b.p.Escalations, func(e *Escalation) string { return e.ID }))
		}
	}
}

func (b *builder) moments(decls []momentDecl) []Moment {
	list := make([]Moment, 0, len(decls)) // never moved: expressions are compiled into it later
	for _, d := range decls {
		m := Moment{Kind: d.kind, Step: d.step.text}
		switch {
		case d.kind == MomentInstant:
			list = append(list, m)
			b.later(d.at, wantInstant, site{anywhere: true}, &list[len(list)-1].At)
		case d.kind == MomentStart:
			list = append(list, Moment{Kind: MomentStart})
		case b.moment(d):
			list = append(list, m)
		}
	}
	return list
}

// moment reports whether there is a step that the moment can come of.
func (b *builder) moment(d momentDecl) bool {
	step := b.steps[d.step.text]
	switch {
	case step == nil:
		b.knownStep(d.step)
		return false
	case step.kind == 0 || step.kind == KindEnd:
		b.add(d.step.pos, "moment-of-nothing", d.step.text)
		return false
	case d.kind == MomentStarted && (step.kind != KindUserTask || b.p.lanes[step.lane.text].Outside()):
		b.add(d.step.pos, "never-started", d.step.text)
	}
	return true
}

// endings refuses moments that cannot end anything.
func (b *builder) endings(key string, decls []momentDecl) {
	for _, d := range decls {
		if d.kind == MomentStart || d.kind == MomentInstant {
			b.add(d.step.pos, "no-ending", key)
		}
	}
}

func (b *builder) promiseNames() []string {
	return idsOf(b.p.Promises, func(p *Promise) string { return p.ID })
}

// holds registers the reasons for holding a step.
func (b *builder) holds() {
	for _, d := range b.decl.holds {
		d.hold.Pauses = wordsOf(d.pauses)
		d.hold.AtMost = b.duration(d.atMost)
		b.p.Holds = append(b.p.Holds, d.hold)
	}
}

// promiseEvent binds an event to the promise whose point it stands at.
func (b *builder) promiseEvent(d triggerDecl, t *Trigger) {
	b.bindings = append(b.bindings, func() {
		if t.Promise = b.p.promises[d.promise.text]; t.Promise == nil {
			if d.promise.text != "" {
				b.unknown(d.promise.pos, "unknown-promise", d.promise.text, b.promiseNames())
			}
			return
		}
		if d.point.text == "" {
			return
		}
		t.Point = b.pointOf(d.point, t.Promise.Calendar)
		b.p.promiseEvents[t.Promise] = append(b.p.promiseEvents[t.Promise], t)
	})
}
