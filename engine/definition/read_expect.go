package definition

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// expect reads what must be true at a point of a play; ours says whether of a
// case of this process, whose names are known.
func (b *builder) expect(n *yaml.Node, ours bool) *Expect {
	e := &Expect{}
	b.reader.fields(n, atExpect, func(key word, v *yaml.Node) {
		e.Given = append(e.Given, key.text)
		switch key.text {
		case "open":
			e.Open = b.stepList(v, ours)
		case "ran":
			e.Ran = b.stepList(v, ours)
		case "path":
			e.Path = b.stepList(v, ours)
		case "ended":
			e.Ended = new(b.one(v, "ended", "true", "false", "completed", "cancelled", "failed"))
		case "failed":
			e.Failed = new(b.string(v))
		case "stuck":
			e.Stuck = new(b.flag(v))
		case "data":
			e.Data = b.values(v, ours)
		case "notified":
			e.Notified = b.strings(v)
		case "tasks":
			e.Tasks = b.tasks(v, ours)
		case "timers":
			e.Timers = b.strings(v)
		case "subscriptions":
			e.Subscriptions = b.strings(v)
		case "breached":
			e.Breached = b.promiseList(v, ours)
		case "promises":
			e.Promises = b.promiseStates(v, ours)
		case "incidents":
			e.Incidents = b.strings(v)
		default:
			panic(unread(key))
		}
	})
	return e
}

// stepList reads one step or a list of them.
func (b *builder) stepList(n *yaml.Node, ours bool) []string {
	list := b.words(n)
	for _, w := range list {
		if ours {
			b.knownStep(w)
		}
	}
	return texts(list)
}

// promiseList reads one promise or a list of them.
func (b *builder) promiseList(n *yaml.Node, ours bool) []string {
	list := b.words(n)
	for _, w := range list {
		if ours {
			b.knownPromise(w)
		}
	}
	return texts(list)
}

func (b *builder) knownPromise(w word) {
	if w.text != "" && b.p.promises[w.text] == nil {
		b.unknown(w.pos, "unknown-promise", w.text, b.promiseNames())
	}
}

// promiseStates reads `{promise: state}` as "promise: state", where a state
// may be the instant it is due.
func (b *builder) promiseStates(n *yaml.Node, ours bool) []string {
	list := []string{}
	for _, e := range b.reader.entries(n) {
		if ours {
			b.knownPromise(e.key)
		}
		state := strings.Replace(b.string(e.node), "T", " ", 1)
		if !timePattern.MatchString(state) {
			state = b.one(e.node, e.key.text, "running", "paused", "met", "breached", "cancelled", "none")
		}
		list = append(list, e.key.text+": "+state)
	}
	return list
}

// words reads one word or a list of them.
func (r *reader) words(n *yaml.Node) []word {
	if n.Kind == yaml.ScalarNode {
		return []word{{n.Value, r.pos(n)}}
	}
	list := []word{}
	for _, item := range r.items(n) {
		w, _ := r.scalar(item)
		list = append(list, w)
	}
	return list
}

func texts(words []word) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.text
	}
	return list
}

func (r *reader) strings(n *yaml.Node) []string { return texts(r.words(n)) }

// tasks reads a list of `step` or "step: person", in quotes or not.
func (b *builder) tasks(n *yaml.Node, ours bool) []string {
	list := []string{}
	for _, item := range b.items(n) {
		task := ""
		if item.Kind == yaml.MappingNode && len(item.Content) == 2 {
			task = item.Content[0].Value + ": " + b.string(item.Content[1])
		} else {
			task = b.string(item)
		}
		step, _, _ := strings.Cut(task, ": ")
		if ours {
			b.knownStep(word{step, b.pos(item)})
		}
		list = append(list, task)
	}
	return list
}

// values reads data as written, sorted by name. The fields say what type a
// scalar has; limits are judged when the play meets them. Of another process
// the fields are not known.
func (b *builder) values(n *yaml.Node, ours bool) []Datum {
	var list []Datum
	for _, e := range b.reader.entries(n) {
		f := b.p.fields[e.key.text]
		if f == nil && ours {
			b.unknown(e.key.pos, "unknown-data", e.key.text, idsOf(b.allFields(), func(f *Field) string { return f.Name }))
			continue
		}
		list = append(list, Datum{Name: e.key.text, Value: b.raw(f, e.node)})
	}
	slices.SortFunc(list, func(x, y Datum) int { return strings.Compare(x.Name, y.Name) })
	return list
}
