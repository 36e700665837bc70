package definition

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// verbs are the keys of which a line of a play has exactly one, with the keys
// that may stand beside each.
var verbs = []struct {
	name   string
	beside []string
}{
	{"start", []string{"by", "key", "from", "process"}},
	{"do", []string{"with", "by", "of"}},
	{"claim", []string{"by", "of"}},
	{"unclaim", []string{"by", "of"}},
	{"hold", []string{"reason", "by", "of"}},
	{"resume", []string{"by", "of"}},
	{"assign", []string{"to", "by", "of"}},
	{"note", []string{"by"}},
	{"message", []string{"with", "by", "key", "process"}},
	{"data", []string{"by", "reason"}},
	{"cancel", []string{"by"}},
	{"retry", []string{"by", "reason"}},
	{"skip", []string{"by", "reason"}},
	{"after", nil},
	{"at", nil},
	{"expect", []string{"process"}},
}

// examples reads the plays.
func (b *builder) examples() {
	if b.decl.examples == nil {
		return
	}
	for _, n := range b.items(b.decl.examples) {
		e := &Example{Pos: b.pos(n)}
		b.reader.fields(n, atExample, func(key word, v *yaml.Node) {
			switch key.text {
			case "name":
				e.Name = b.text(v)
			case "at":
				e.At = b.time(v)
			case "organization":
				e.Organization = b.string(v)
			case "play":
				e.Play = b.play(v)
			default:
				panic(unread(key))
			}
		})
		b.p.Examples = append(b.p.Examples, e)
	}
}

func (b *builder) play(n *yaml.Node) []Move {
	var moves []Move
	for _, item := range b.items(n) {
		keys := map[string]*yaml.Node{}
		m := Move{Pos: b.pos(item)}
		b.reader.fields(item, atMove, func(key word, v *yaml.Node) { keys[key.text] = v })
		if b.verb(&m, item, keys) {
			b.move(&m, keys)
			moves = append(moves, m)
		}
	}
	return moves
}

// verb finds what a line does and refuses what does not belong to it.
func (b *builder) verb(m *Move, item *yaml.Node, keys map[string]*yaml.Node) bool {
	var allowed []string
	for _, v := range verbs {
		if keys[v.name] != nil {
			if m.Verb != "" {
				b.add(m.Pos, "one-verb")
				return false
			}
			m.Verb, allowed = v.name, v.beside
		}
	}
	if m.Verb == "" {
		if item.Kind == yaml.MappingNode && !b.hasLater(item, atMove) {
			b.add(m.Pos, "one-verb")
		}
		return false
	}
	for i := 0; i+1 < len(item.Content); i += 2 {
		name := item.Content[i].Value
		if keys[name] != nil && name != m.Verb && !slices.Contains(allowed, name) {
			b.add(b.pos(item.Content[i]), "stray-modifier", name, m.Verb)
		}
	}
	return true
}

// move reads what a line says.
func (b *builder) move(m *Move, keys map[string]*yaml.Node) {
	b.modifiers(m, keys)
	v := keys[m.Verb]
	switch m.Verb {
	case "start", "data":
		m.Values = b.values(v, m.Process == "")
		if from := keys["from"]; from != nil {
			m.Start = b.messageName(from, m.Process == "")
		}
	case "do", "claim", "unclaim", "resume", "retry", "skip":
		m.Target = b.stepName(v)
	case "hold":
		m.Target = b.stepName(v)
		b.holdReason(m, keys)
	case "assign":
		m.Target = b.stepName(v)
		if keys["to"] == nil {
			b.add(m.Pos, "missing-modifier", "to", "assign")
		}
	case "note", "cancel":
		m.Target = b.string(v)
	case "message":
		m.Target = b.messageName(v, m.Process == "")
	case "after":
		m.Duration = b.elapsing(b.reader.duration(v))
	case "at":
		m.At = b.time(v)
	case "expect":
		m.Expect = b.expect(v, m.Process == "")
	}
}

func (b *builder) modifiers(m *Move, keys map[string]*yaml.Node) {
	into := map[string]*string{"by": &m.By, "of": &m.Of, "to": &m.To, "key": &m.Key, "process": &m.Process, "reason": &m.Reason}
	for name, at := range into {
		if v := keys[name]; v != nil {
			*at = b.string(v)
		}
	}
	if m.Process == b.p.ID {
		m.Process = ""
	}
	if v := keys["with"]; v != nil {
		m.Values = b.values(v, m.Process == "")
	}
}

// holdReason checks why a step is held.
func (b *builder) holdReason(m *Move, keys map[string]*yaml.Node) {
	known := idsOf(b.p.Holds, func(h *HoldReason) string { return h.ID })
	switch v := keys["reason"]; {
	case v == nil:
		b.add(m.Pos, "missing-modifier", "reason", "hold")
	case !slices.Contains(known, m.Reason):
		b.unknown(b.pos(v), "unknown-hold", m.Reason, known)
	}
}

// stepName reads the name of a step of this process.
func (b *builder) stepName(n *yaml.Node) string {
	w, _ := b.scalar(n)
	b.knownStep(w)
	return w.text
}

func (b *builder) knownStep(w word) {
	if w.text != "" && b.steps[w.text] == nil {
		b.unknown(w.pos, "unknown-step", w.text, idsOf(b.decl.top.walk(), func(d *stepDecl) string { return d.name.text }))
	}
}

// messageName reads the name of a message; only those of this process are known.
func (b *builder) messageName(n *yaml.Node, ours bool) string {
	w := b.id(n)
	if ours {
		b.message(w)
	}
	return w.text
}

// elapsing reads how long a play waits: wall time unless it names a calendar,
// working days of the process's calendar unless they name another.
func (b *builder) elapsing(w word) Duration {
	if d, err := ParseDuration(w.text); err == nil && d.WorkingDays > 0 {
		return b.duration(w)
	}
	return b.durationOn(w, AlwaysOpen)
}

var timePattern = regexp.MustCompile(`^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?$`)

// time reads `2026-03-02 09:00`.
func (r *reader) time(n *yaml.Node) string {
	w, ok := r.scalar(n)
	if !ok {
		return ""
	}
	date, _, _ := strings.Cut(strings.Replace(w.text, "T", " ", 1), " ")
	if _, real := parseDate(date); !real || !timePattern.MatchString(w.text) {
		r.add(w.pos, "bad-time", w.text)
	}
	return strings.Replace(w.text, "T", " ", 1)
}

// string returns any scalar as text.
func (r *reader) string(n *yaml.Node) string {
	w, _ := r.scalar(n)
	return w.text
}
