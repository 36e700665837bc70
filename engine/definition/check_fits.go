package definition

import (
	"slices"
	"strings"
)

// A customer is promised a time for a stretch of the flow; its steps have
// limits of their own. When those come to more, every hand-off can be in time
// and the promise broken (TIME.md §1.3, 12).

// checkFits warns when the limits of the steps on the longest way from a
// promise's beginning to its end come to more than the promise, row by row of
// its targets.
func (b *builder) checkFits(p *Promise) {
	if p.Every != (Duration{}) || b.failed() {
		return
	}
	ends := map[*Element]bool{}
	for _, m := range p.To {
		if d := b.steps[m.Step]; d != nil {
			ends[&d.element] = ends[&d.element] || m.Kind == MomentDone
		}
	}
	for _, t := range p.Within {
		if t.None || t.Is == (Duration{}) {
			continue
		}
		w := &ways{promise: p, row: t, ends: ends, known: map[*Element]way{}}
		longest := way{}
		for _, m := range p.From {
			for _, el := range b.behind(m) {
				longest = longest.or(w.from(el))
			}
		}
		if longest.found && longest.nominal > t.Is.nominal() {
			b.add(p.Pos, "steps-do-not-fit", p.ID, strings.Join(longest.steps, ", "), t.Is.Source)
			return
		}
	}
}

// way is a way through the flow with the limits of the steps on it.
type way struct {
	found   bool
	nominal int64
	steps   []string // those that have one, as `step 4h`
}

// or returns the longer of two ways.
func (w way) or(other way) way {
	if !w.found || other.found && other.nominal > w.nominal {
		return other
	}
	return w
}

func (w way) and(next way) way {
	if !w.found || !next.found {
		return way{}
	}
	return way{true, w.nominal + next.nominal, append(slices.Clip(w.steps), next.steps...)}
}

// ways finds the longest way to the ends of a promise. Going round counts
// once: what is being looked at already is no way on.
type ways struct {
	promise *Promise
	row     Target            // of the promise; steps have the target of a case like it
	ends    map[*Element]bool // whether when done, not when it begins
	known   map[*Element]way
}

// from is the longest way from an element, itself included.
func (w *ways) from(el *Element) way {
	if known, ok := w.known[el]; ok {
		return known
	}
	w.known[el] = way{}
	own := w.limit(el)
	if done, ends := w.ends[el]; ends {
		if !done { // it ends when the step begins
			own = way{found: true}
		}
		w.known[el] = own
		return own
	}
	var on way
	if el.Sub != nil {
		on = w.from(el.Sub.Start).or(on) // goes on behind the subprocess from its end
	} else if el.Kind == KindEnd && el.Scope.Host != nil {
		on = w.out(el.Scope.Host)
	} else {
		on = w.out(el)
	}
	found := own.and(on)
	w.known[el] = found
	return found
}

// out is the longest way over the flows an element is left by in time.
func (w *ways) out(el *Element) way {
	var on way
	for _, f := range el.Out {
		on = on.or(w.from(f.To))
	}
	for _, t := range el.Rows {
		if t.Out != nil {
			on = on.or(w.from(t.Out.To))
		}
	}
	return on
}

// limit is the longest a step may take in a case of the row. A subprocess
// with a limit of its own counts by the steps inside. The time of those the
// promise stands still with does not count.
func (w *ways) limit(el *Element) way {
	p := el.Promise
	if p == nil || el.Sub != nil || el.Lane != nil && w.promise.stillWith(el.Lane) {
		return way{found: true}
	}
	var most Duration
	for _, t := range p.Within {
		if t.Is.nominal() > most.nominal() {
			most = t.Is
		}
		if t.If != nil && w.row.when() == t.when() {
			break
		}
	}
	if most == (Duration{}) {
		return way{found: true}
	}
	return way{true, most.nominal(), []string{el.Step + " " + most.Source}}
}

// when is the condition of a row as written.
func (t Target) when() string {
	if t.If == nil {
		return ""
	}
	return t.If.Source
}

// stillWith reports whether the clock of a promise stands still while the
// case is with a lane.
func (p *Promise) stillWith(l *Lane) bool {
	return l == p.For || slices.Contains(p.Pause, l)
}
