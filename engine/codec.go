package engine

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"github.com/laneway-flow/laneway/engine/definition"
)

// The frames of instances and events are typed binary: numbers as varints,
// texts and lists behind their length, nothing named, nothing reflected. A
// frame begins with its format version and what it holds. There is exactly one
// encoding of a value: a reader refuses every other one, so a frame that was
// read and is written again has the same bytes, and a hash over frames is a
// hash over what they say.
//
// Each framed type has one method, frame, which names its parts in order. The
// same walk writes them, reads them back, or shows them as JSON; so the three
// cannot disagree.

// codec is one such walk.
type codec struct {
	mode codecMode
	out  []byte // writing, showing
	in   string // reading: the whole frame, which texts are cut from
	pos  int
	base Millis // instants are written as their distance from it

	seq     int64 // of the last event
	origins origins

	spareData  []definition.Datum // reading: see room
	spareTexts []string
	spareBytes []byte
	err        *frameError
}

type codecMode uint8

const (
	writing codecMode = iota + 1
	reading
	showing
)

// frameError says which part of a frame cannot be read, and why.
type frameError struct {
	part   string
	offset int
	reason string
}

func (e *frameError) Error() string {
	return fmt.Sprintf("%s at byte %d: %s", e.part, e.offset, e.reason)
}

// fail keeps the first error and lets every later read find the end.
func (c *codec) fail(name, format string, args ...any) {
	if c.err == nil {
		c.err = &frameError{part: name, offset: c.pos, reason: fmt.Sprintf(format, args...)}
	}
	c.pos = len(c.in)
}

// within puts the place of a list in front of an error that arose inside it.
func (c *codec) within(name string, index int) {
	c.err.part = fmt.Sprintf("%s[%d].%s", name, index, c.err.part)
}

// uvarint reads a number; most have one byte.
func (c *codec) uvarint(name string) uint64 {
	if c.pos < len(c.in) {
		if b := c.in[c.pos]; b < 0x80 {
			c.pos++
			return uint64(b)
		}
	}
	return c.longUvarint(name)
}

// longUvarint reads any number; a longer encoding than needed is refused.
func (c *codec) longUvarint(name string) uint64 {
	var v uint64
	for i := 0; i < binary.MaxVarintLen64 && c.pos+i < len(c.in); i++ {
		b := c.in[c.pos+i]
		v |= uint64(b&0x7f) << (7 * i)
		if b >= 0x80 {
			continue
		}
		if b == 0 || i == binary.MaxVarintLen64-1 && b > 1 {
			c.fail(name, "number not in its shortest form")
			return 0
		}
		c.pos += i + 1
		return v
	}
	c.fail(name, "number without end")
	return 0
}

// length reads how many bytes or items follow; there cannot be more items
// than bytes left.
func (c *codec) length(name string) int {
	n := c.uvarint(name)
	if left := len(c.in) - c.pos; n > uint64(left) {
		c.fail(name, "length %d, but %d bytes are left", n, left)
		return 0
	}
	return int(n)
}

func (c *codec) putUvarint(v uint64) {
	if v < 0x80 {
		c.out = append(c.out, byte(v))
		return
	}
	c.out = binary.AppendUvarint(c.out, v)
}

// integer frames a number that is hardly ever negative.
func integer[T ~int | ~int32 | ~int64](c *codec, name string, v *T) {
	switch c.mode {
	case writing:
		c.putUvarint(uint64(*v))
	case reading:
		u := c.uvarint(name)
		if *v = T(u); uint64(*v) != u {
			c.fail(name, "number %d out of range", u)
		}
	case showing:
		c.showInt(name, int64(*v))
	}
}

// ref frames the number of something inside an instance; shown it is the
// public id, such as k3 for a task.
func (c *codec) ref(name string, letter byte, v *int64) {
	if c.mode == showing {
		c.showRef(name, letter, *v)
		return
	}
	integer(c, name, v)
}

// distance frames a number as its signed distance from another one.
func (c *codec) distance(name string, v *int64, from int64) {
	switch c.mode {
	case writing:
		c.putUvarint(zigzag(*v - from))
	case reading:
		*v = unzigzag(c.uvarint(name)) + from
	case showing:
		c.showInt(name, *v)
	}
}

// instant frames an instant by its distance from base. As zero means "never"
// and is frequent, its code changes places with the codes before it to become
// the shortest one.
func (c *codec) instant(name string, v *Millis) {
	never := zigzag(-int64(c.base))
	switch c.mode {
	case writing:
		code := zigzag(int64(*v - c.base))
		switch {
		case code == never:
			code = 0
		case code < never:
			code++
		}
		c.putUvarint(code)
	case reading:
		code := c.uvarint(name)
		switch {
		case code == 0:
			code = never
		case code <= never:
			code--
		}
		*v = Millis(unzigzag(code)) + c.base
	case showing:
		c.showInstant(name, *v)
	}
}

func zigzag(v int64) uint64   { return uint64(v)<<1 ^ uint64(v>>63) }
func unzigzag(u uint64) int64 { return int64(u>>1) ^ -int64(u&1) }

// flag frames a Boolean as one byte, 0 or 1.
func (c *codec) flag(name string, v *bool) {
	switch c.mode {
	case writing:
		b := byte(0)
		if *v {
			b = 1
		}
		c.out = append(c.out, b)
	case reading:
		u := c.uvarint(name)
		if u > 1 {
			c.fail(name, "flag %d, expected 0 or 1", u)
		}
		*v = u == 1
	case showing:
		c.showFlag(name, *v)
	}
}

// text frames a string.
func (c *codec) text(name string, v *string) {
	switch c.mode {
	case writing:
		c.putUvarint(uint64(len(*v)))
		c.out = append(c.out, *v...)
	case reading:
		if c.pos < len(c.in) { // most are short: the length has one byte
			if end := c.pos + 1 + int(c.in[c.pos]); c.in[c.pos] < 0x80 && end <= len(c.in) {
				*v = c.in[c.pos+1 : end]
				c.pos = end
				return
			}
		}
		n := c.length(name)
		*v = c.in[c.pos : c.pos+n]
		c.pos += n
	case showing:
		c.showText(name, *v)
	}
}

// state frames where an instance stands in its life; shown by its name.
func (c *codec) state(name string, s *State) {
	switch c.mode {
	case writing:
		c.out = append(c.out, byte(*s))
	case reading:
		u := c.uvarint(name)
		if u > uint64(StateFailed) {
			c.fail(name, "no state has number %d", u)
		}
		*s = State(u)
	case showing:
		c.showText(name, s.String())
	}
}

// hash frames 32 bytes.
func (c *codec) hash(name string, v *[32]byte) {
	switch c.mode {
	case writing:
		c.out = append(c.out, v[:]...)
	case reading:
		if left := len(c.in) - c.pos; left < len(v) {
			c.fail(name, "hash of %d bytes, but %d are left", len(v), left)
			return
		}
		c.pos += copy(v[:], c.in[c.pos:])
	case showing:
		c.showText(name, hex.EncodeToString(v[:]))
	}
}
