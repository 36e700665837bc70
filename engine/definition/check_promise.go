package definition

import (
	"slices"
	"strconv"
)

// CheckCalendars reports every calendar the definition speaks of that is not
// among those loaded: there is no fallback (TIME.md case 100).
func (p *Process) CheckCalendars(loaded []string) []Diagnostic {
	r := &report{}
	for id, pos := range p.calendars {
		if !slices.Contains(loaded, id) {
			r.unknown(pos, "unknown-calendar", id, append([]string{AlwaysOpen}, loaded...))
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
	for _, h := range b.decl.holds {
		for _, w := range h.pauses {
			if b.p.promises[w.text] == nil && w.text != "" {
				b.unknown(w.pos, "unknown-promise", w.text, idsOf(b.p.Promises, func(p *Promise) string { return p.ID }))
			}
		}
	}
}

// shortest is the shortest target of a promise, or 0 when it has none.
func (p *Promise) shortest() (Duration, bool) {
	var least Duration
	found := false
	for _, t := range p.Within {
		if !t.None && (!found || t.Is.nominal() < least.nominal()) {
			least, found = t.Is, true
		}
	}
	if p.Every != (Duration{}) {
		return p.Every, true
	}
	return least, found
}

// checkLevels refuses a level that lies before the start of the promise.
func (b *builder) checkLevels(p *Promise) {
	least, ok := p.shortest()
	if p.Escalation == nil || !ok {
		return
	}
	for _, l := range p.Escalation.Levels {
		if l.Point.Before && l.Point.Offset.nominal() >= least.nominal() {
			b.add(l.Pos, "level-before-start", p.ID, l.Point.Offset.Source, least.Source)
		}
	}
}

// checkEnd refuses a promise whose end no way leads to from its beginning.
func (b *builder) checkEnd(p *Promise) {
	if b.lost {
		return
	}
	for _, m := range p.From {
		var from []*Element
		switch {
		case m.Kind == MomentStart || m.Kind == MomentInstant:
			from = starts(b.p.Scopes[0])
		case b.steps[m.Step] != nil && b.entries[m.Step] != nil:
			from = targetsOf(&b.steps[m.Step].element)
			from = append(from, b.entries[m.Step])
		}
		seen := b.onward(from)
		for _, to := range p.To {
			if d := b.steps[to.Step]; to.Kind == MomentInstant || d != nil && seen[&d.element] {
				return
			}
		}
	}
	if len(p.From) > 0 && len(p.To) > 0 {
		b.add(p.Pos, "promise-end-unreachable", p.ID)
	}
}

// checkFits warns when the step promises on the longest way from a promise's
// beginning to its end take longer than the promise.
func (b *builder) checkFits(p *Promise) {
	least, ok := p.shortest()
	if b.lost || !ok || p.Every != (Duration{}) {
		return
	}
	ends := map[*Element]bool{}
	for _, m := range p.To {
		if d := b.steps[m.Step]; d != nil {
			ends[&d.element] = true
		}
	}
	longest := int64(0)
	for _, m := range p.From {
		if d := b.steps[m.Step]; d != nil {
			if sum, ok := b.longestWay(&d.element, ends, map[*Element]bool{}); ok {
				longest = max(longest, sum)
			}
		}
	}
	if longest > least.nominal() {
		b.add(p.Pos, "steps-do-not-fit", p.ID, strconv.FormatInt(longest/60_000, 10), strconv.FormatInt(least.nominal()/60_000, 10))
	}
}

// longestWay sums the step promises of ours on the longest way to an end,
// without going round; steps inside a subprocess count with it.
func (b *builder) longestWay(el *Element, ends, passed map[*Element]bool) (int64, bool) {
	own := int64(0)
	if p := el.Promise; p != nil && !el.Lane.Outside() {
		own = p.longest()
	}
	if ends[el] {
		return own, true
	}
	if passed[el] || len(passed) > maxElements {
		return 0, false
	}
	passed[el] = true
	defer delete(passed, el)
	best, found := int64(0), false
	for _, f := range el.Out {
		if sum, ok := b.longestWay(f.To, ends, passed); ok && (!found || sum > best) {
			best, found = sum, true
		}
	}
	return own + best, found
}

func (p *Promise) longest() int64 {
	most := int64(0)
	for _, t := range p.Within {
		most = max(most, t.Is.nominal())
	}
	return most
}
