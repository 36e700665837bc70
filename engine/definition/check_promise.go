package definition

import "slices"

// CheckCalendars reports every calendar the definition speaks of that is not
// among those loaded: there is no fallback (TIME.md case 100).
func (p *Process) CheckCalendars(loaded []string) []Diagnostic {
	r := &report{}
	for _, w := range p.calendars {
		if !slices.Contains(loaded, w.text) {
			r.unknown(w.pos, "unknown-calendar", w.text, append([]string{AlwaysOpen}, loaded...))
		}
	}
	return r.sorted()
}

// nominal is a length for comparing what is written in different units: a
// working day counts as 24 hours, as `-24h` before `2wd` is meant.
func (d Duration) nominal() int64 {
	if d.WorkingDays > 0 {
		return int64(d.WorkingDays) * 24 * 3_600_000
	}
	return d.Millis
}

// checkPromises refuses promises that could not be kept track of (TIME.md
// §1.3, 12; cases 98 to 101).
func (b *builder) checkPromises() {
	for _, p := range b.p.Promises {
		b.checkLevels(p)
		if p.Step == nil {
			b.checkEnd(p)
			b.checkFits(p)
		}
	}
}

// checkHolds refuses a hold reason that pauses what is no promise.
func (b *builder) checkHolds() {
	for _, h := range b.decl.holds {
		for _, w := range h.pauses {
			if w.text != "" && b.p.promises[w.text] == nil {
				b.unknown(w.pos, "unknown-promise", w.text, b.promiseNames())
			}
		}
	}
}

// shortest is the shortest target of a promise; false when it has none.
func (p *Promise) shortest() (Duration, bool) {
	if p.Every != (Duration{}) {
		return p.Every, true
	}
	var least Duration
	found := false
	for _, t := range p.Within {
		if !t.None && t.Is != (Duration{}) && (!found || t.Is.nominal() < least.nominal()) {
			least, found = t.Is, true
		}
	}
	return least, found
}

// checkLevels refuses a level or event that lies before the start of the
// promise, and working days of a calendar without any.
func (b *builder) checkLevels(p *Promise) {
	least, ok := p.shortest()
	check := func(point Point, pos Position) {
		if ok && point.Before && point.Offset.nominal() >= least.nominal() {
			b.add(pos, "level-before-start", p.ID, point.Offset.Source, least.Source)
		}
	}
	for _, t := range b.p.promiseEvents[p] {
		check(t.Point, t.Pos)
	}
	if p.Escalation == nil {
		return
	}
	for _, l := range p.Escalation.Levels {
		check(l.Point, l.Pos)
		for _, d := range []Duration{l.Every, l.Point.Offset} {
			if d.WorkingDays > 0 && d.Calendar == "" && p.Calendar == AlwaysOpen {
				b.add(l.Pos, "wd-on-24x7", d.Source)
			}
		}
	}
}

// checkEnd refuses a promise whose end no way leads to from its beginning.
func (b *builder) checkEnd(p *Promise) {
	if len(p.From) == 0 || len(p.To) == 0 {
		return
	}
	for _, m := range p.From {
		ahead := b.onward(b.behind(m))
		for _, to := range p.To {
			if d := b.steps[to.Step]; d == nil || ahead.has(&d.element) {
				return
			}
		}
	}
	b.add(p.Pos, "promise-end-unreachable", p.ID)
}

// behind lists the elements a token may be at once a moment has come.
func (b *builder) behind(m Moment) []*Element {
	d := b.steps[m.Step]
	switch {
	case d == nil:
		return starts(b.p.Scopes[0])
	case m.Kind == MomentDone:
		list := targetsOf(&d.element)
		if host := d.element.Scope.Host; host != nil && len(list) == 0 {
			list = targetsOf(host)
		}
		return list
	default:
		return []*Element{&d.element}
	}
}

// checkEscalations warns of escalations no promise has, and of promises that
// nobody is told about.
func (b *builder) checkEscalations() {
	used := map[*Escalation]bool{}
	for _, p := range b.p.Promises {
		used[p.Escalation] = true
	}
	for _, e := range b.p.Escalations {
		if !used[e] {
			b.add(e.Pos, "unused-escalation", e.ID)
		}
	}
}
