package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// maxDepth is how deep JSON may nest: RELIABILITY names the limit, the answer
// names it again.
const maxDepth = 32

// jsonFault is why a body cannot be read: a code of the table of problems with
// what its text needs.
type jsonFault struct {
	code   string
	params map[string]string
}

func (f *jsonFault) Error() string { return f.code }

// strictJSON refuses what encoding/json lets pass but two readers could
// understand differently: duplicate keys, invalid UTF-8, and nesting that
// costs more than it says. Syntax itself is left to encoding/json.
func strictJSON(body []byte) error {
	if !utf8.Valid(body) {
		return &jsonFault{code: "body.unreadable"}
	}
	s := scanner{src: body}
	return s.scan()
}

// scanner walks JSON once and keeps the keys of the objects it is inside.
type scanner struct {
	src  []byte
	pos  int
	keys [][]byte // keys of all open objects, outermost first
	open []int    // per open container: where its keys begin, or -1 for an array
	key  bool     // the next string at this level is a key
}

func (s *scanner) scan() error {
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; c {
		case '{', '[':
			if len(s.open) == maxDepth {
				return &jsonFault{"body.too_deep", map[string]string{"limit": fmt.Sprint(maxDepth)}}
			}
			s.push(c == '{')
		case '}', ']':
			s.pop()
		case ',':
			s.key = len(s.open) > 0 && s.open[len(s.open)-1] >= 0
		case '"':
			if err := s.text(); err != nil {
				return err
			}
			continue
		}
		s.pos++
	}
	return nil
}

func (s *scanner) push(object bool) {
	begin := -1
	if object {
		begin = len(s.keys)
	}
	s.open = append(s.open, begin)
	s.key = object
}

// pop closes a container. Brackets that do not match are left to encoding/json.
func (s *scanner) pop() {
	if len(s.open) == 0 {
		return
	}
	if begin := s.open[len(s.open)-1]; begin >= 0 {
		s.keys = s.keys[:begin]
	}
	s.open = s.open[:len(s.open)-1]
	s.key = false
}

// text passes over a string; a key is compared with its siblings.
func (s *scanner) text() error {
	begin := s.pos
	escaped := false
	for s.pos++; s.pos < len(s.src); s.pos++ {
		switch s.src[s.pos] {
		case '\\':
			escaped = true
			s.pos++
		case '"':
			s.pos++
			if !s.key {
				return nil
			}
			s.key = false
			return s.addKey(s.src[begin:s.pos], escaped)
		}
	}
	return nil // encoding/json says what is wrong with it
}

func (s *scanner) addKey(quoted []byte, escaped bool) error {
	key := quoted[1 : len(quoted)-1]
	if escaped { // "a" and "a" written with an escape are one key
		var plain string
		if json.Unmarshal(quoted, &plain) != nil {
			return nil
		}
		key = []byte(plain)
	}
	for _, sibling := range s.keys[s.open[len(s.open)-1]:] {
		if bytes.Equal(sibling, key) {
			return &jsonFault{"body.duplicate_key", map[string]string{"key": string(key)}}
		}
	}
	s.keys = append(s.keys, key)
	return nil
}
