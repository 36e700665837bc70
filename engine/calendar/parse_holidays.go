package calendar

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// ParseHolidays reads a holiday data set. It is nil when there are problems.
//
//	holidays: cn
//	covers: 2004..2026
//	source: where the facts are from
//	years:
//	  2025: {closed: [01-01, 01-28..02-04], work: [01-26, 02-08]}
//
// A year of the coverage without an entry is a mistake: silence would read as
// "no holidays".
func ParseHolidays(src []byte) (*Holidays, []Problem) {
	r := &reader{}
	root := r.document(src)
	if root == nil {
		return nil, r.problems
	}
	h := &Holidays{}
	years := map[int]bool{}
	r.each(root, func(key, value *yaml.Node) {
		switch key.Value {
		case "holidays":
			h.ID = value.Value
		case "name":
			r.name(value, &Name{})
		case "covers":
			r.covers(value, h)
		case "source":
			h.Provenance = value.Value
		case "years":
			r.each(value, func(year, days *yaml.Node) { r.year(year, days, h, years) })
		default:
			r.refuse(key, "use holidays, name, covers, source or years", "unknown key %q", key.Value)
		}
	})
	if h.ID == "" {
		r.refuse(root, "write `holidays: name`", "the holiday data has no id")
	}
	for year := h.FirstYear; year <= h.LastYear; year++ {
		if !years[year] {
			r.refuse(root, "add the year, or declare less under covers", "%d is declared as covered but has no entry", year)
		}
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return h, nil
}

func (r *reader) covers(node *yaml.Node, h *Holidays) {
	first, last, _ := strings.Cut(node.Value, "..")
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err1 != nil || err2 != nil || from > to || to-from > 1000 {
		r.refuse(node, "write `covers: 2004..2026`", "%q is no range of years", node.Value)
		return
	}
	h.FirstYear, h.LastYear = from, to
}

func (r *reader) year(key, node *yaml.Node, h *Holidays, years map[int]bool) {
	year, err := strconv.Atoi(key.Value)
	if err != nil || year < 1900 || year > 2200 {
		r.refuse(key, "write a year such as 2026", "%q is no year", key.Value)
		return
	}
	years[year] = true
	r.each(node, func(kind, list *yaml.Node) {
		switch kind.Value {
		case "closed":
			h.Closed = r.days(key.Value, list, h.Closed)
		case "work":
			h.Work = r.days(key.Value, list, h.Work)
		default:
			r.refuse(kind, "use closed or work", "unknown key %q", kind.Value)
		}
	})
}

func (r *reader) days(year string, list *yaml.Node, days []Date) []Date {
	for _, item := range r.texts(list) {
		from, to, ok := dates(item.Value, year+"-")
		if !ok || to < from {
			r.refuse(item, "write 01-01 or 01-28..02-04", "%q is no date of %s", item.Value, year)
			continue
		}
		for d := from; d <= to; d++ {
			days = append(days, d)
		}
	}
	return days
}
