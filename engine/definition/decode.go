package definition

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
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
	if !utf8.Valid(src) {
		r.add(r.firstInvalid(src), "not-utf8")
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

// firstInvalid returns where the first byte stands that is not UTF-8.
func (r *reader) firstInvalid(src []byte) Position {
	s := &scanner{src: string(src), line: 1, col: 1}
	for s.pos < len(s.src) {
		if c, size := utf8.DecodeRuneInString(s.src[s.pos:]); c == utf8.RuneError && size == 1 {
			break
		}
		if !s.newline() {
			s.advance()
		}
	}
	return r.at(s.line, s.col)
}

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
		if t.code != "braces-text" {
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

var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// syntax explains an error of the YAML package, which knows a line at best,
// by the nearest trap before it.
func (r *reader) syntax(s *scanner, err error) {
	line, text := 1, err.Error()
	if m := yamlError.FindStringSubmatch(text); m != nil {
		text = m[2]
		if n, bad := strconv.Atoi(m[1]); bad == nil {
			line = n
		}
	}
	if strings.HasPrefix(text, "did not find") { // the YAML package counts these lines from 0
		line++
	}
	line = min(line, s.line)
	for _, t := range slices.Backward(s.traps) {
		if t.line <= line+1 && t.line >= line-1 {
			r.add(r.at(t.line, t.col), "braces-text", t.text)
			return
		}
	}
	pos := r.at(line, firstColumn(s.src, line))
	switch {
	case strings.Contains(text, "cannot start any token") || strings.Contains(text, "tab character"):
		r.add(pos, "syntax-tab")
	case strings.Contains(text, "mapping values are not allowed"):
		r.add(pos, "syntax-colon")
	default:
		r.add(pos, "syntax", text)
	}
}

// firstColumn returns the column of the first character of a line that is no
// blank, from 1.
func firstColumn(src string, line int) int {
	s := &scanner{src: src, line: 1, col: 1}
	for s.pos < len(s.src) && s.line < line {
		if !s.newline() {
			s.advance()
		}
	}
	for !s.atBreak() && s.src[s.pos] == ' ' {
		s.advance()
	}
	return s.col
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
