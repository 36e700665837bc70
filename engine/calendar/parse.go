package calendar

import (
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Problem is a mistake in a calendar or holiday file.
type Problem struct {
	Line, Column int
	Reason       string
	Remedy       string
}

// Error returns line:column, reason and remedy.
func (p Problem) Error() string {
	return fmt.Sprintf("%d:%d: %s; %s", p.Line, p.Column, p.Reason, p.Remedy)
}

// File is a calendar file as read: a Spec, and the name of the holiday data
// it uses, which the caller resolves before Compile.
type File struct {
	Spec     Spec
	Name     Name
	Holidays string
}

// Name is a name in the two languages.
type Name struct {
	ZH string `yaml:"zh" json:"zh,omitempty"`
	EN string `yaml:"en" json:"en,omitempty"`
}

// reader walks YAML nodes and collects every mistake.
type reader struct{ problems []Problem }

func (r *reader) refuse(at *yaml.Node, remedy, format string, args ...any) {
	r.problems = append(r.problems, Problem{at.Line, at.Column, fmt.Sprintf(format, args...), remedy})
}

// maxFile is the longest file, in bytes, that is read at all.
const maxFile = 1 << 20

func (r *reader) document(src []byte) *yaml.Node {
	if len(src) > maxFile {
		r.problems = append(r.problems, Problem{1, 1, "the file is longer than 1 MiB", "split it by year"})
		return nil
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		r.problems = append(r.problems, Problem{1, 1, strings.TrimPrefix(err.Error(), "yaml: "), "correct the YAML"})
		return nil
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		r.problems = append(r.problems, Problem{1, 1, "expected keys with values", "begin with `calendar: name` or `holidays: name`"})
		return nil
	}
	return doc.Content[0]
}

// each visits the entries of a mapping; a key that occurs twice is refused.
func (r *reader) each(node *yaml.Node, visit func(key, value *yaml.Node)) {
	if node.Kind != yaml.MappingNode {
		r.refuse(node, "write `key: value` lines", "expected a mapping")
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		if line, twice := seen[key.Value]; twice {
			r.refuse(key, "keep one of them", "%q stands on line %d already", key.Value, line)
			continue
		}
		seen[key.Value] = key.Line
		visit(key, node.Content[i+1])
	}
}

// texts are the scalars of a list, or the one scalar that stands for it.
func (r *reader) texts(node *yaml.Node) []*yaml.Node {
	if node.Kind == yaml.SequenceNode {
		return node.Content
	}
	return []*yaml.Node{node}
}

// ParseCalendar reads a calendar file. The file is nil when there are problems.
//
//	calendar: cn-service
//	name: {zh: 客服时间, en: Service hours}
//	zone: Asia/Shanghai
//	week: {mon-fri: [09:00-12:00, 13:30-18:00], sat: [09:00-12:00]}
//	holidays: cn
//	make-up: [09:00-12:00, 13:30-18:00]
//	exceptions:
//	  2025-12-31: [09:00-12:00]
//	  2026-07-01..2026-07-03: closed
//	  yearly 12-30..01-02: closed
func ParseCalendar(src []byte) (*File, []Problem) {
	r := &reader{}
	root := r.document(src)
	if root == nil {
		return nil, r.problems
	}
	f := &File{}
	r.each(root, func(key, value *yaml.Node) {
		switch key.Value {
		case "calendar":
			f.Spec.ID = value.Value
		case "name":
			r.name(value, &f.Name)
		case "zone":
			f.Spec.Zone = value.Value
		case "week":
			r.week(value, &f.Spec.Week)
		case "holidays":
			f.Holidays = value.Value
		case "make-up":
			f.Spec.MakeUp = r.spans(value)
		case "exceptions":
			f.Spec.Exceptions = r.exceptions(value)
		default:
			r.refuse(key, "use calendar, name, zone, week, holidays, make-up or exceptions", "unknown key %q", key.Value)
		}
	})
	if f.Spec.ID == "" {
		r.refuse(root, "write `calendar: name`", "the calendar has no id")
	}
	if _, err := Zone(f.Spec.Zone); err != nil {
		r.refuse(root, "write `zone: Asia/Shanghai` or another IANA name", "%v", err)
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return f, nil
}

func (r *reader) name(node *yaml.Node, name *Name) {
	if node.Kind == yaml.ScalarNode {
		name.ZH, name.EN = node.Value, node.Value
		return
	}
	if node.Decode(name) != nil {
		r.refuse(node, "write `name: {zh: ..., en: ...}`", "a name is a text or zh and en")
	}
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func (r *reader) week(node *yaml.Node, week *[7][]Span) {
	r.each(node, func(key, value *yaml.Node) {
		first, last, isRange := strings.Cut(key.Value, "-")
		if !isRange {
			last = first
		}
		from, to := indexOf(weekdays, first), indexOf(weekdays, last)
		if from < 0 || to < 0 {
			r.refuse(key, "use sun mon tue wed thu fri sat, or a range such as mon-fri", "unknown day %q", key.Value)
			return
		}
		spans := r.spans(value)
		for day := from; ; day = (day + 1) % 7 {
			if week[day] != nil {
				r.refuse(key, "give every day once", "%s is given twice", weekdays[day])
			}
			week[day] = spans
			if day == to {
				return
			}
		}
	})
}

func indexOf(list []string, s string) int {
	for i, have := range list {
		if have == s {
			return i
		}
	}
	return -1
}

// spans reads `[09:00-12:00, 13:30-18:00]`; `closed` is no span at all.
func (r *reader) spans(node *yaml.Node) []Span {
	if node.Value == "closed" {
		return []Span{}
	}
	spans := []Span{}
	for _, item := range r.texts(node) {
		from, to, ok := strings.Cut(item.Value, "-")
		start, ok1 := clock(from)
		end, ok2 := clock(to)
		if !ok || !ok1 || !ok2 || start == dayMillis {
			r.refuse(item, "write 09:00-12:30; 24:00 is the end of a day, 22:00-06:00 runs over midnight", "%q are no hours", item.Value)
			continue
		}
		if end <= start {
			end += dayMillis
		}
		spans = append(spans, Span{start, end})
	}
	if err := checkSpans(spans); err != nil {
		r.refuse(node, "put them in order, one after the other", "%v", err)
	}
	return spans
}

// clock reads 09:00 to 24:00.
func clock(s string) (Millis, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	h, err1 := strconv.Atoi(s[:2])
	m, err2 := strconv.Atoi(s[3:])
	ms := Millis(h*60+m) * 60_000
	return ms, err1 == nil && err2 == nil && h >= 0 && m >= 0 && m < 60 && ms <= dayMillis
}

func (r *reader) exceptions(node *yaml.Node) []Exception {
	var exceptions []Exception
	r.each(node, func(key, value *yaml.Node) {
		text, yearly := strings.CutPrefix(key.Value, "yearly ")
		year := ""
		if yearly {
			year = "2000-" // a leap year, so that 02-29 may stand here
		}
		from, to, ok := dates(text, year)
		if !ok {
			r.refuse(key, "write 2026-02-16, 2026-02-16..2026-02-18 or yearly 12-30..01-02", "%q is no date", key.Value)
			return
		}
		exceptions = append(exceptions, Exception{From: from, To: to, Yearly: yearly, Hours: r.spans(value)})
	})
	return exceptions
}

// dates reads a date or `from..to`, each behind a prefix (a year, or nothing).
func dates(text, prefix string) (from, to Date, ok bool) {
	first, last, isRange := strings.Cut(text, "..")
	if !isRange {
		last = first
	}
	from, err1 := ParseDate(prefix + first)
	to, err2 := ParseDate(prefix + last)
	return from, to, err1 == nil && err2 == nil
}
