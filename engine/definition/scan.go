package definition

import (
	"strings"
	"unicode/utf8"
)

// scanner walks the bytes of a YAML file once, without making anything of
// them. It is enough of a lexer to count values, to see how deep they stand,
// and to find what YAML would silently cut off or cannot read; so a hostile
// file is refused before the YAML package spends memory on it.
type scanner struct {
	src  string
	pos  int // byte offset
	line int // of pos, from 1
	col  int // of pos, in characters, from 1

	flow    []byte // open flow brackets
	indents []int  // columns of the open block collections
	entry   int    // column of the last key or dash: text further right continues it

	nodes int
	depth int // the deepest place
	traps []trap
}

// trap is a place that YAML reads otherwise than people do.
type trap struct {
	code string
	line int
	col  int
	text string
}

func scan(src string) *scanner {
	s := &scanner{src: src, line: 1, col: 1}
	for s.pos < len(s.src) {
		s.token()
		if s.nodes > maxNodes || s.depth > maxDepth {
			break
		}
	}
	return s
}

// token reads one token.
func (s *scanner) token() {
	c := s.src[s.pos]
	switch {
	case s.newline():
	case c == ' ' || c == '\t' || c == '\r':
		s.advance()
	case c == '#' && s.blankBefore():
		s.restOfLine()
	case s.col == 1 && len(s.flow) == 0 && (s.marker("---") || s.marker("...")):
		s.document()
	case s.col == 1 && c == '%' && len(s.flow) == 0:
		s.trap("directive", "%")
		s.restOfLine()
	case (c == '-' || c == '?' || c == ':') && len(s.flow) == 0 && s.blankAfter(1):
		s.open(s.col)
		s.advance()
	case c == '[' || c == '{':
		s.flow = append(s.flow, c)
		s.count()
		s.advance()
	case c == ']' || c == '}':
		if len(s.flow) > 0 {
			s.flow = s.flow[:len(s.flow)-1]
		}
		s.advance()
		s.afterClosing()
	case c == ',' || c == ':' && len(s.flow) > 0:
		s.advance()
	default:
		s.value(c)
	}
}

// value reads a scalar, or what stands before one.
func (s *scanner) value(c byte) {
	switch {
	case c == '&' || c == '*' || c == '!':
		s.property(c)
	case c == '"' || c == '\'':
		s.quoted(c)
	case (c == '|' || c == '>') && len(s.flow) == 0:
		s.block()
	default:
		s.plain()
	}
}

// property reads an anchor, an alias or a tag.
func (s *scanner) property(c byte) {
	start, line, col := s.pos, s.line, s.col
	for s.pos < len(s.src) && !strings.ContainsRune(" \t\r\n,[]{}", rune(s.src[s.pos])) {
		s.advance()
	}
	codes := map[byte]string{'&': "anchor", '*': "alias", '!': "tag"}
	s.trapAt(codes[c], s.src[start:s.pos], line, col)
	if c == '*' {
		s.count()
	}
}

// open notes a block collection that begins, or goes on, at a column.
func (s *scanner) open(col int) {
	for len(s.indents) > 0 && s.indents[len(s.indents)-1] > col {
		s.indents = s.indents[:len(s.indents)-1]
	}
	if len(s.indents) == 0 || s.indents[len(s.indents)-1] < col {
		s.indents = append(s.indents, col)
		s.count()
	}
	s.entry = col
}

// count notes one more value.
func (s *scanner) count() {
	s.nodes++
	s.depth = max(s.depth, len(s.indents)+len(s.flow))
}

func (s *scanner) trap(code, text string) { s.trapAt(code, text, s.line, s.col) }

func (s *scanner) trapAt(code, text string, line, col int) {
	if len(s.traps) < maxFound {
		s.traps = append(s.traps, trap{code, line, col, text})
	}
}

// advance goes on by one character; columns count characters.
func (s *scanner) advance() {
	size := 1
	if s.src[s.pos] >= utf8.RuneSelf {
		_, size = utf8.DecodeRuneInString(s.src[s.pos:])
	}
	s.pos += size
	s.col++
}

// newline goes past a line break, if one stands here.
func (s *scanner) newline() bool {
	if s.pos >= len(s.src) {
		return false
	}
	size := breakSize(s.src[s.pos:])
	if size == 0 {
		return false
	}
	s.pos += size
	s.line, s.col = s.line+1, 1
	return true
}

// breakSize is the length of the line break that text begins with, or 0; YAML
// 1.1 has five of them.
func breakSize(text string) int {
	switch text[0] {
	case '\n':
		return 1
	case '\r':
		if strings.HasPrefix(text, "\r\n") {
			return 2
		}
		return 1
	case 0xc2:
		if strings.HasPrefix(text, "\u0085") {
			return 2
		}
	case 0xe2:
		if strings.HasPrefix(text, "\u2028") || strings.HasPrefix(text, "\u2029") {
			return 3
		}
	}
	return 0
}

func (s *scanner) atBreak() bool { return s.pos >= len(s.src) || breakSize(s.src[s.pos:]) > 0 }

func (s *scanner) restOfLine() {
	for !s.atBreak() {
		s.advance()
	}
}

func (s *scanner) blankBefore() bool {
	return s.pos == 0 || strings.ContainsRune(" \t\r\n", rune(s.src[s.pos-1]))
}

// blankAfter reports whether n bytes on a blank, a line break or the end stands.
func (s *scanner) blankAfter(n int) bool {
	return s.pos+n >= len(s.src) || strings.ContainsRune(" \t\r\n", rune(s.src[s.pos+n]))
}

func (s *scanner) marker(m string) bool {
	return strings.HasPrefix(s.src[s.pos:], m) && s.blankAfter(len(m))
}

// document goes past `---` or `...`; only a `---` before everything is fine.
func (s *scanner) document() {
	if s.nodes > 0 {
		s.trap("several-documents", "---")
	}
	s.indents, s.entry = nil, 0
	for range 3 {
		s.advance()
	}
}
