package definition

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// decode makes nodes of a file, or reports why it does not. What could cost
// much is refused on the bytes, before anything is built.
func (r *reader) decode(src []byte) *yaml.Node {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if len(src) > maxSource {
		r.add(r.at(1, 1), "too-large", strconv.Itoa(len(src)), strconv.Itoa(maxSource))
		return nil
	}
	if pos, code := r.unreadable(src); code != "" {
		r.add(pos, code)
		return nil
	}
	s := scan(string(src))
	r.lines = splitLines(s.src)
	if !r.affordable(s) {
		return nil
	}
	var doc yaml.Node
	switch err := yaml.NewDecoder(bytes.NewReader(src)).Decode(&doc); {
	case errors.Is(err, io.EOF):
		r.add(r.at(1, 1), "empty-file")
		return nil
	case err != nil:
		r.syntax(s, err)
		return nil
	}
	if len(doc.Content) != 1 || empty(doc.Content[0]) {
		r.add(r.at(1, 1), "empty-file")
		return nil
	}
	if r.vet(doc.Content[0], 1); r.failed() {
		return nil
	}
	return doc.Content[0]
}

func (r *reader) at(line, col int) Position { return Position{File: r.file, Line: line, Column: col} }

// unreadable finds the first byte that is not UTF-8, or a control character,
// which YAML has none of.
func (r *reader) unreadable(src []byte) (pos Position, code string) {
	s := &scanner{src: string(src), line: 1, col: 1}
	for s.pos < len(s.src) {
		if s.newline() {
			continue
		}
		switch c, size := utf8.DecodeRuneInString(s.src[s.pos:]); {
		case c == utf8.RuneError && size == 1:
			return r.at(s.line, s.col), "not-utf8"
		case c < ' ' && c != '\t', c >= 0x7f && c < 0xa0, c == '\ufeff', c == '\ufffe', c == '\uffff':
			return r.at(s.line, s.col), "control-character"
		}
		s.advance()
	}
	return Position{}, ""
}

// hints are traps that only explain an error of the YAML package.
var hints = []string{"braces-text", "text-after-quote", "text-sign"}

// affordable reports whether the scanned file may be built, and refuses what
// YAML would silently cut off.
func (r *reader) affordable(s *scanner) bool {
	if s.nodes > maxNodes {
		r.add(r.at(s.line, s.col), "too-many-nodes", strconv.Itoa(maxNodes))
	}
	if s.depth > maxDepth {
		r.add(r.at(s.line, s.col), "too-deep", strconv.Itoa(maxDepth))
	}
	for _, t := range s.traps {
		if !slices.Contains(hints, t.code) {
			r.add(r.at(t.line, t.col), t.code, t.text)
		}
	}
	return !r.failed()
}

// vet refuses in the node tree what the scan could only guess.
func (r *reader) vet(n *yaml.Node, depth int) {
	switch {
	case depth > maxDepth:
		r.add(r.pos(n), "too-deep", strconv.Itoa(maxDepth))
		return
	case n.Kind == yaml.AliasNode:
		r.add(r.pos(n), "alias", "*"+n.Value)
		return
	case n.Anchor != "":
		r.add(r.pos(n), "anchor", "&"+n.Anchor)
	case n.Style&yaml.TaggedStyle != 0:
		r.add(r.pos(n), "tag", n.Tag)
	case n.Kind == yaml.MappingNode && len(n.Content)/2 > maxKeys:
		r.add(r.pos(n), "too-many-keys", strconv.Itoa(len(n.Content)/2), strconv.Itoa(maxKeys))
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && child.Tag == "!!merge" {
			r.add(r.pos(child), "merge-key")
		}
		r.vet(child, depth+1)
	}
}

// splitLines cuts a file as the YAML package counts its lines.
func splitLines(src string) []string {
	var lines []string
	s := &scanner{src: src, line: 1, col: 1}
	for begin := 0; ; begin = s.pos {
		s.restOfLine()
		lines = append(lines, src[begin:s.pos])
		if s.pos == len(src) || !s.newline() {
			return lines
		}
	}
}
