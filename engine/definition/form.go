package definition

import (
	"slices"
	"strings"
)

// Canonical checks what was filled in: every value has its field's type and
// limits, nothing required is missing, all items of a check list are ticked,
// and nothing is given that the form does not ask for. The values come back as
// canonical JSON sorted by name; null, blank text and the empty list count as
// not given. The form's own Checks are conditions over the case and are asked by the engine.
//
// Problems are listed in the order of the form, what it does not ask for last.
func (f *Form) Canonical(values []Datum) ([]Datum, []Problem) {
	var problems []Problem
	out := make([]Datum, 0, len(values))
	taken := make([]bool, len(values))
	var items []FormItem
	if f != nil {
		items = f.Items
	}
	for _, item := range items {
		if item.Field == nil {
			continue
		}
		at := slices.IndexFunc(values, func(d Datum) bool { return d.Name == item.Field.Name })
		if item.Show {
			continue // unless it is also asked for, it is refused below
		}
		var value []byte
		if at >= 0 {
			taken[at] = true
			value = values[at].Value
		}
		canonical, p := item.canonical(value)
		if p != nil {
			problems = append(problems, *p)
		} else if canonical != nil {
			out = append(out, Datum{Name: item.Field.Name, Value: canonical})
		}
	}
	for i, d := range values {
		if !taken[i] {
			problems = append(problems, *problem(d.Name, f.strayCode(values[:i], d.Name)))
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	slices.SortFunc(out, func(a, b Datum) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// canonical checks the value of one item; nil stands for no value.
func (it *FormItem) canonical(value []byte) ([]byte, *Problem) {
	optional := it.optional()
	if value == nil || it.Field.list() && isEmptyArray(value) {
		if optional {
			return nil, nil
		}
		return nil, problem(it.Field.Name, "required")
	}
	canonical, p := it.Field.Canonical(value)
	if p != nil {
		if p.Code == "required" && p.Field == it.Field.Name && optional {
			return nil, nil
		}
		return nil, p
	}
	if it.Field.Type == TypeChecks && !optional {
		if missing := it.Field.unticked(canonical); len(missing) > 0 {
			return nil, problem(it.Field.Name, "checks", "missing", strings.Join(missing, ", "))
		}
	}
	return canonical, nil
}

func isEmptyArray(raw []byte) bool {
	v := valueReader{jsonReader{src: raw}}
	return v.emptyArray() && v.end()
}

// optional reports whether the item may be left out: then the case keeps the
// value it has, at least the field's default.
func (it *FormItem) optional() bool {
	return it.Optional || it.Field.Optional || it.Field.Default != nil
}

// strayCode says why a value that no item took is refused.
func (f *Form) strayCode(before []Datum, name string) string {
	if slices.ContainsFunc(before, func(d Datum) bool { return d.Name == name }) {
		return "twice"
	}
	if f != nil {
		for _, item := range f.Items {
			if item.Field != nil && item.Field.Name == name {
				return "shown"
			}
		}
	}
	return "unknown"
}

// unticked lists the choices missing from a canonical list of ticks.
func (f *Field) unticked(canonical []byte) []string {
	ticked := map[string]bool{}
	r := jsonReader{src: canonical}
	if err := r.array(func(int) error {
		s, err := r.text()
		ticked[s] = true
		return err
	}); err != nil {
		return nil // a sealed value: the door has seen it whole
	}
	var missing []string
	for _, c := range f.Choices {
		if !ticked[c.Value] {
			missing = append(missing, c.Value)
		}
	}
	return missing
}
