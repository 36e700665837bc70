package definition

import (
	"errors"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxJSONDepth is how deep arrays and objects may nest (RELIABILITY.md §4).
const maxJSONDepth = 32

// errJSON is the mother of all refusals of a text as JSON.
var errJSON = errors.New("not valid JSON")

// jsonReader reads one JSON text from left to right. It is stricter than
// encoding/json: strings must be valid UTF-8 without lone surrogates, and
// object keys must be unique.
type jsonReader struct {
	src   []byte
	pos   int
	depth int
}

func (r *jsonReader) fail(want string) error {
	return fmt.Errorf("%w: expected %s at byte %d", errJSON, want, r.pos)
}

// peek skips white space and returns the next byte, or 0 at the end.
func (r *jsonReader) peek() byte {
	for r.pos < len(r.src) {
		switch c := r.src[r.pos]; c {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return c
		}
	}
	return 0
}

// end reports whether nothing but white space is left.
func (r *jsonReader) end() bool { return r.peek() == 0 && r.pos == len(r.src) }

// word reads true, false or null.
func (r *jsonReader) word(w string) bool {
	r.peek()
	if len(r.src)-r.pos < len(w) || string(r.src[r.pos:r.pos+len(w)]) != w {
		return false
	}
	r.pos += len(w)
	return true
}

// number reads a number and returns its text.
func (r *jsonReader) number() (string, error) {
	r.peek()
	start := r.pos
	digits := func() bool {
		from := r.pos
		for r.pos < len(r.src) && r.src[r.pos] >= '0' && r.src[r.pos] <= '9' {
			r.pos++
		}
		return r.pos > from
	}
	is := func(set string) bool {
		for i := 0; i < len(set); i++ {
			if r.pos < len(r.src) && r.src[r.pos] == set[i] {
				r.pos++
				return true
			}
		}
		return false
	}
	is("-")
	if !is("0") && !digits() {
		return "", r.fail("a number")
	}
	if is(".") && !digits() {
		return "", r.fail("a digit")
	}
	if is("eE") {
		is("+-")
		if !digits() {
			return "", r.fail("a digit")
		}
	}
	return string(r.src[start:r.pos]), nil
}

// text reads a string.
func (r *jsonReader) text() (string, error) {
	if r.peek() != '"' {
		return "", r.fail("a string")
	}
	r.pos++
	start := r.pos
	for r.pos < len(r.src) {
		switch c := r.src[r.pos]; {
		case c == '"':
			s := r.src[start:r.pos]
			r.pos++
			if !utf8.Valid(s) {
				return "", fmt.Errorf("%w: a string is not UTF-8", errJSON)
			}
			return string(s), nil
		case c == '\\':
			return r.escapedText(start)
		case c < 0x20:
			return "", r.fail("an escaped control character")
		default:
			r.pos++
		}
	}
	return "", r.fail(`"`)
}

// escapedText goes on with a string that has at least one backslash.
func (r *jsonReader) escapedText(start int) (string, error) {
	out := append([]byte(nil), r.src[start:r.pos]...)
	for r.pos < len(r.src) {
		c := r.src[r.pos]
		switch {
		case c == '"':
			r.pos++
			if !utf8.Valid(out) {
				return "", fmt.Errorf("%w: a string is not UTF-8", errJSON)
			}
			return string(out), nil
		case c < 0x20:
			return "", r.fail("an escaped control character")
		case c != '\\':
			out = append(out, c)
			r.pos++
		default:
			var err error
			if out, err = r.escape(out); err != nil {
				return "", err
			}
		}
	}
	return "", r.fail(`"`)
}

// escape reads one escape sequence and appends what it stands for.
func (r *jsonReader) escape(out []byte) ([]byte, error) {
	if r.pos+1 >= len(r.src) {
		return nil, r.fail("an escape")
	}
	c := r.src[r.pos+1]
	r.pos += 2
	switch c {
	case '"', '\\', '/':
		return append(out, c), nil
	case 'b':
		return append(out, '\b'), nil
	case 'f':
		return append(out, '\f'), nil
	case 'n':
		return append(out, '\n'), nil
	case 'r':
		return append(out, '\r'), nil
	case 't':
		return append(out, '\t'), nil
	case 'u':
		u, ok := r.hex()
		if ok && utf16.IsSurrogate(u) {
			low := rune(0)
			if ok = r.pos+1 < len(r.src) && r.src[r.pos] == '\\' && r.src[r.pos+1] == 'u'; ok {
				r.pos += 2
				low, ok = r.hex()
			}
			u = utf16.DecodeRune(u, low)
			ok = ok && u != utf8.RuneError
		}
		if ok {
			return utf8.AppendRune(out, u), nil
		}
	}
	return nil, r.fail("an escape")
}

func (r *jsonReader) hex() (rune, bool) {
	if r.pos+4 > len(r.src) {
		return 0, false
	}
	for _, c := range r.src[r.pos : r.pos+4] {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return 0, false
		}
	}
	n, err := strconv.ParseUint(string(r.src[r.pos:r.pos+4]), 16, 32)
	r.pos += 4
	return rune(n), err == nil
}

// array reads an array; item must read one item.
func (r *jsonReader) array(item func(i int) error) error {
	return r.nest('[', ']', "an array", func(i int) error { return item(i) })
}

// object reads an object; value must read the value of key.
func (r *jsonReader) object(value func(key string) error) error {
	seen := make(map[string]bool, 8)
	return r.nest('{', '}', "an object", func(int) error {
		key, err := r.text()
		if err != nil {
			return err
		}
		if seen[key] {
			return fmt.Errorf("%w: key %q occurs twice", errJSON, key)
		}
		seen[key] = true
		if r.peek() != ':' {
			return r.fail(`":"`)
		}
		r.pos++
		return value(key)
	})
}

func (r *jsonReader) nest(open, closing byte, what string, member func(i int) error) error {
	if r.peek() != open {
		return r.fail(what)
	}
	if r.depth++; r.depth > maxJSONDepth {
		return fmt.Errorf("%w: more than %d levels deep", errJSON, maxJSONDepth)
	}
	defer func() { r.depth-- }()
	r.pos++
	if r.peek() == closing {
		r.pos++
		return nil
	}
	for i := 0; ; i++ {
		if err := member(i); err != nil {
			return err
		}
		switch r.peek() {
		case ',':
			r.pos++
		case closing:
			r.pos++
			return nil
		default:
			return r.fail(`"," or "` + string(closing) + `"`)
		}
	}
}

// skip reads a value of any kind.
func (r *jsonReader) skip() error {
	switch c := r.peek(); {
	case c == '"':
		_, err := r.text()
		return err
	case c == '[':
		return r.array(func(int) error { return r.skip() })
	case c == '{':
		return r.object(func(string) error { return r.skip() })
	case r.word("true"), r.word("false"), r.word("null"):
		return nil
	default:
		_, err := r.number()
		return err
	}
}

// CheckJSON reports why src is not one JSON text within the limits of
// RELIABILITY.md §4: at most 32 levels deep, no object key twice, valid UTF-8.
func CheckJSON(src []byte) error {
	r := jsonReader{src: src}
	if err := r.skip(); err != nil {
		return err
	}
	if !r.end() {
		return r.fail("the end")
	}
	return nil
}
