package definition

import "strings"

// quoted reads a scalar in quotes. In braces only a comma, a colon or a
// bracket may follow it: `{if: "a" == b}` is a trap.
func (s *scanner) quoted(quote byte) {
	line, col := s.line, s.col
	s.count()
	s.advance()
	for s.pos < len(s.src) {
		c := s.src[s.pos]
		switch {
		case c == '\\' && quote == '"' && s.pos+1 < len(s.src):
			s.advance()
			if !s.newline() {
				s.advance()
			}
		case c == quote && quote == '\'' && strings.HasPrefix(s.src[s.pos:], "''"):
			s.advance()
			s.advance()
		case c == quote:
			s.advance()
			s.afterQuoted(line, col)
			return
		case s.newline():
		default:
			s.advance()
		}
	}
}

// afterQuoted looks at what follows a scalar in quotes.
func (s *scanner) afterQuoted(line, col int) {
	s.blanks()
	if s.atBreak() || s.src[s.pos] == '#' {
		return
	}
	c := s.src[s.pos]
	if c == ':' && (len(s.flow) > 0 || s.blankAfter(1)) {
		if len(s.flow) == 0 {
			s.key(line, col)
		}
		s.advance()
		return
	}
	switch {
	case len(s.flow) == 0:
		s.trap("text-after-quote", s.word())
		s.plain()
	case !strings.ContainsRune(",]}", rune(c)):
		s.trap("braces-text", s.word())
		s.plain()
	}
}

// afterClosing looks at what follows a flow mapping or list inside another one.
func (s *scanner) afterClosing() {
	if len(s.flow) == 0 {
		return
	}
	s.blanks()
	if !s.atBreak() && !strings.ContainsRune(",]}:#", rune(s.src[s.pos])) {
		s.trap("braces-text", s.word())
	}
}

// word returns what stands here up to a blank or bracket, for a message.
func (s *scanner) word() string {
	rest := s.src[s.pos:]
	end := strings.IndexAny(rest, " \t\r\n,{}")
	if end < 0 {
		end = len(rest)
	}
	return rest[:max(1, min(end, 30))]
}

func (s *scanner) blanks() {
	for s.pos < len(s.src) && (s.src[s.pos] == ' ' || s.src[s.pos] == '\t') {
		s.advance()
	}
}

// key notes that the scalar which began at line and col is a key of a block mapping.
func (s *scanner) key(line, col int) {
	if line == s.line {
		s.open(col)
	}
}

// plain reads a scalar without quotes, over several lines where it goes on.
func (s *scanner) plain() {
	line, col := s.line, s.col
	s.count()
	if strings.ContainsRune("@`%", rune(s.src[s.pos])) {
		s.trap("text-sign", s.src[s.pos:s.pos+1])
	}
	for s.pos < len(s.src) {
		c := s.src[s.pos]
		switch {
		case c == ':' && s.blankAfter(1):
			if len(s.flow) == 0 {
				s.key(line, col)
			}
			s.advance()
			return
		case c == '#' && s.blankBefore():
			return
		case len(s.flow) > 0 && strings.ContainsRune("[{", rune(c)):
			s.trap("braces-text", s.word())
			return
		case len(s.flow) > 0 && strings.ContainsRune(",]}", rune(c)):
			return
		case s.atBreak():
			if !s.continues() {
				return
			}
		default:
			if c == '?' && len(s.flow) > 0 && s.blankAfter(1) {
				s.trap("braces-text", "?")
			}
			s.advance()
		}
	}
}

// continues goes past line breaks and reports whether the next text belongs to
// the plain scalar before: it is further right than the key or dash above it.
func (s *scanner) continues() bool {
	for s.pos < len(s.src) {
		if !s.newline() {
			if s.src[s.pos] != ' ' {
				break
			}
			s.advance()
		}
	}
	if s.pos >= len(s.src) || s.src[s.pos] == '#' {
		return false
	}
	return len(s.flow) > 0 || s.col > s.entry && len(s.indents) > 0
}

// block reads a literal or folded scalar: all lines further right than its key.
func (s *scanner) block() {
	s.count()
	s.restOfLine()
	for s.pos < len(s.src) {
		probe := *s
		if !probe.newline() {
			break
		}
		for probe.pos < len(probe.src) && probe.src[probe.pos] == ' ' {
			probe.advance()
		}
		blank := probe.atBreak()
		if !blank && probe.col <= max(s.entry, 1) {
			break
		}
		probe.restOfLine()
		*s = probe
	}
}
