package definition

import (
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// escalationDecl is an escalation as written.
type escalationDecl struct {
	escalation *Escalation
	levels     []*levelDecl
}

type levelDecl struct {
	level      *Level
	point      word
	every      word
	text       word
	message    word
	recipients []word // who is told
	staff      []word // who gets work: people of ours
	pos        Position
}

func (r *reader) escalations(n *yaml.Node) []*escalationDecl {
	var list []*escalationDecl
	for _, e := range r.named(n) {
		d := &escalationDecl{escalation: &Escalation{ID: e.key.text, Pos: e.key.pos}}
		for _, item := range r.items(e.node) {
			l := r.level(item)
			l.level.Index = len(d.levels)
			d.levels = append(d.levels, l)
		}
		list = append(list, d)
	}
	return list
}

func (r *reader) level(n *yaml.Node) *levelDecl {
	l := &Level{Pos: r.pos(n)}
	d := &levelDecl{level: l, pos: l.Pos}
	keys := map[string]word{}
	r.fields(n, atLevel, func(key word, v *yaml.Node) {
		keys[key.text] = key
		if !r.levelPoint(d, key, v) && !r.levelAction(d, key, v) {
			panic(unread(key))
		}
	})
	if n.Kind == yaml.MappingNode {
		r.levelShape(d, keys)
	}
	return d
}

// levelPoint reads when a level is reached.
func (r *reader) levelPoint(d *levelDecl, key word, v *yaml.Node) bool {
	switch key.text {
	case "at":
		d.point, _ = r.scalar(v)
	case "every":
		d.every = r.duration(v)
	case "times":
		d.level.Times = r.integer(v)
	case "until":
		d.level.UntilAck = r.one(v, "until", "ack") != ""
	default:
		return false
	}
	return true
}

// levelAction reads what a level does.
func (r *reader) levelAction(d *levelDecl, key word, v *yaml.Node) bool {
	l := d.level
	switch key.text {
	case "raise":
		l.Raise = r.id(v).text
	case "assign":
		l.Assign = r.staff(d, v)
	case "add":
		l.Add = r.staff(d, v)
	case "message":
		d.message = r.id(v)
		l.Message = d.message.text
	case "to":
		l.To = r.id(v).text
	case "notify":
		d.recipients = r.words(v)
		l.Notify = texts(d.recipients)
	case "text":
		d.text = r.id(v)
	default:
		return false
	}
	return true
}

func (r *reader) staff(d *levelDecl, n *yaml.Node) string {
	w, _ := r.scalar(n)
	d.staff = append(d.staff, w)
	return w.text
}

// levelShape refuses levels without one point, and keys that say nothing.
func (r *reader) levelShape(d *levelDecl, keys map[string]word) {
	point, every := keys["at"], keys["every"]
	switch {
	case point.given() == every.given():
		r.add(d.pos, "one-point")
	case every.given() && (d.level.Times < 1 || d.level.Times > maxRepeats):
		r.add(every.pos, "repeat-without-times", strconv.Itoa(maxRepeats))
	}
	if !slices.ContainsFunc(levelActions, func(name string) bool { return keys[name].given() }) {
		r.add(d.pos, "level-without-action")
	}
	for _, pair := range [][2]string{{"times", "every"}, {"until", "every"}, {"to", "message"}, {"text", "notify"}} {
		if key := keys[pair[0]]; key.given() && !keys[pair[1]].given() {
			r.add(key.pos, "needs-beside", pair[0], pair[1])
		}
	}
}

var levelActions = []string{"raise", "assign", "add", "message", "notify"}

// maxRepeats is how often a level may repeat.
const maxRepeats = 1000

// pointOf reads `50%`, `due`, `-30m`, `+4h on cn`.
func (b *builder) pointOf(w word, calendar string) Point {
	var p Point
	text := strings.TrimSpace(w.text)
	switch {
	case text == "due":
	case strings.HasSuffix(text, "%"):
		percent, err := strconv.Atoi(text[:len(text)-1])
		if err != nil || percent <= 0 || percent > 1000 {
			b.add(w.pos, "bad-point", w.text)
		}
		p.Percent = percent
	case strings.HasPrefix(text, "-"), strings.HasPrefix(text, "+"):
		p.Before = text[0] == '-'
		p.Offset = b.durationOn(word{text[1:], w.pos}, calendar)
	default:
		b.add(w.pos, "bad-point", w.text)
	}
	return p
}
