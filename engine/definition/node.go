package definition

import (
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// reader walks the nodes of a file by hand. It never stops at a mistake: what
// cannot be understood is reported and left out.
type reader struct {
	*report
	lines []string // of the file
}

// word is a scalar as it was written, whatever YAML would make of it.
type word struct {
	text string
	pos  Position
}

func (w word) given() bool { return w.pos.Line > 0 }

func (r *reader) pos(n *yaml.Node) Position {
	return Position{File: r.file, Line: max(n.Line, 1), Column: max(n.Column, 1)}
}

var (
	idPattern    = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	fieldPattern = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// entry is one key of a mapping with its value.
type entry struct {
	key  word
	node *yaml.Node
}

// entries returns the pairs of a mapping, without the repeated ones.
func (r *reader) entries(n *yaml.Node) []entry {
	if n.Kind != yaml.MappingNode {
		r.add(r.pos(n), "not-a-mapping")
		return nil
	}
	first := make(map[string]Position, len(n.Content)/2)
	list := make([]entry, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode {
			r.add(r.pos(k), "key-not-text")
			continue
		}
		if r.strayKey(n, k, v) {
			continue
		}
		if at, twice := first[k.Value]; twice {
			r.add(r.pos(k), "duplicate-key", k.Value, at.String())
			continue
		}
		first[k.Value] = r.pos(k)
		list = append(list, entry{word{k.Value, r.pos(k)}, v})
	}
	return list
}

// strayKey reports a key without a value that YAML made silently of a comma or
// a missing space: `{if: f(t, 1)}`, `{zh: 返修,换货}`, `{lane:desk}`.
func (r *reader) strayKey(n, k, v *yaml.Node) bool {
	if n.Style&yaml.FlowStyle == 0 || k.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 || !empty(v) || v.Value != "" {
		return false
	}
	if name, value, ok := strings.Cut(k.Value, ":"); ok && value != "" {
		r.add(r.pos(k), "missing-space", k.Value, name, value)
		return true
	}
	if n.Content[0] == k {
		return false // `{go:}` or `{lane}`: the key alone, told as a missing value
	}
	r.add(r.pos(k), "stray-comma", k.Value)
	return true
}

// fields reads a mapping whose keys stand in the table of keys; each allowed
// one is handed to take.
func (r *reader) fields(n *yaml.Node, at place, take func(key word, v *yaml.Node)) {
	seen, later := map[string]bool{}, false
	for _, e := range r.entries(n) {
		row, ok := keyAt(at, e.key.text)
		switch {
		case !ok:
			r.unknown(e.key.pos, "unknown-key", e.key.text, keysAt(at), placeNames[at].EN, placeNames[at].ZH)
			continue
		case row.later:
			r.add(e.key.pos, "not-in-this-version", e.key.text)
			later = true
			continue
		}
		seen[row.name] = true
		if empty(e.node) {
			r.add(e.key.pos, "no-value", e.key.text)
			continue
		}
		take(e.key, e.node)
	}
	if n.Kind != yaml.MappingNode || later && at != atProcess {
		return
	}
	for _, row := range keyTable {
		if row.at == at && row.need && !seen[row.name] {
			r.add(r.pos(n), "missing-key", row.name, placeNames[at].EN, placeNames[at].ZH)
		}
	}
}

// empty reports whether nothing was written: `key:` or `key: ~`.
func empty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}

// items returns the entries of a list.
func (r *reader) items(n *yaml.Node) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		r.add(r.pos(n), "not-a-list")
		return nil
	}
	return n.Content
}

// scalar returns a node's text as written.
func (r *reader) scalar(n *yaml.Node) (word, bool) {
	if n.Kind != yaml.ScalarNode {
		r.add(r.pos(n), "not-text")
		return word{}, false
	}
	return word{n.Value, r.pos(n)}, true
}

// id returns a node's text as the id of something.
func (r *reader) id(n *yaml.Node) word {
	w, ok := r.scalar(n)
	if ok && !idPattern.MatchString(w.text) {
		r.add(w.pos, "bad-id", w.text)
		return word{}
	}
	return w
}

// ids returns one id or a list of them.
func (r *reader) ids(n *yaml.Node) []word {
	if n.Kind == yaml.ScalarNode {
		return []word{r.id(n)}
	}
	var list []word
	for _, item := range r.items(n) {
		list = append(list, r.id(item))
	}
	return list
}

// one returns a node's text if it is one of the allowed words.
func (r *reader) one(n *yaml.Node, key string, allowed ...string) string {
	w, ok := r.scalar(n)
	if !ok {
		return ""
	}
	for _, a := range allowed {
		if w.text == a {
			return a
		}
	}
	return r.unknown(w.pos, "unknown-word", w.text, allowed, key)
}

// flag returns true or false.
func (r *reader) flag(n *yaml.Node) bool {
	w, ok := r.scalar(n)
	if ok && w.text != "true" && w.text != "false" {
		r.add(w.pos, "not-boolean", w.text)
	}
	return w.text == "true"
}

// text returns what people read: plain text, or {zh: ..., en: ...}.
func (r *reader) text(n *yaml.Node) Text {
	if n.Kind == yaml.ScalarNode {
		r.cutText(n)
		return Text{ZH: n.Value, EN: n.Value}
	}
	var t Text
	r.fields(n, atText, func(key word, v *yaml.Node) {
		w, _ := r.scalar(v)
		r.cutText(v)
		if key.text == "zh" {
			t.ZH = w.text
		} else {
			t.EN = w.text
		}
	})
	return t
}

// cutText warns when YAML took the rest of an unquoted text for a comment.
func (r *reader) cutText(n *yaml.Node) {
	plain := n.Kind == yaml.ScalarNode && n.Style&^yaml.TaggedStyle == 0
	if plain && strings.HasPrefix(n.LineComment, "#") {
		r.add(r.pos(n), "text-cut", n.LineComment)
	}
}

// formula is an expression as written, and where its first character stands.
type formula struct {
	src string
	pos Position
}

// condition returns an expression that needs no `=`: if, until.
func (r *reader) condition(n *yaml.Node) *formula {
	w, ok := r.scalar(n)
	if !ok {
		return nil
	}
	return formulaOf(n, w, 0)
}

// expression returns a value that must be an expression, with its `=`.
func (r *reader) expression(n *yaml.Node, key string) *formula {
	w, ok := r.scalar(n)
	if !ok {
		return nil
	}
	if !strings.HasPrefix(w.text, "=") {
		r.add(w.pos, "not-an-expression", w.text, key)
		return nil
	}
	return formulaOf(n, w, 1)
}

// formulaOf cuts off the first skip characters and moves the position along;
// a quote or block sign in the file stands before the text.
func formulaOf(n *yaml.Node, w word, skip int) *formula {
	pos := w.pos
	switch {
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		pos.Column += 1 + skip
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0:
		pos.Column += skip
	}
	return &formula{src: w.text[skip:], pos: pos}
}
