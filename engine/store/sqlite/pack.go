package sqlite

import (
	"encoding/binary"
	"fmt"
)

// The log and the facts are only ever appended, many in one transaction, and a
// row of its own for each would cost the writer more than everything in it. So
// a transaction writes them packed: one row, named by the number of the last
// thing in it, which holds the things one after the other. Numbers have no
// gaps, so the first row whose name is not below a number holds it.

// packSize is how long a pack grows before another one is begun, in bytes: a
// reader that wants one thing of it reads no more than that.
const packSize = 16 << 10

// pack is what the transaction has appended and not yet written.
type pack struct {
	bytes []byte
	last  int64
}

// flush writes the pack, if there is anything in it.
func (p *pack) flush(s *statement) error {
	if len(p.bytes) == 0 {
		return nil
	}
	_, err := s.run(p.last, p.bytes)
	p.bytes = p.bytes[:0]
	return err
}

// added notes that the thing of this number stands at the end of the pack, and
// writes the pack when it is long enough.
func (p *pack) added(number int64, s *statement) error {
	p.last = number
	if len(p.bytes) < packSize {
		return nil
	}
	return p.flush(s)
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func appendBytes(b, value []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(value))), value...)
}

func appendNumbers(b []byte, numbers ...int64) []byte {
	for _, n := range numbers {
		b = binary.AppendVarint(b, n)
	}
	return b
}

// unpacker reads a pack. The first thing that cannot be read leaves an error,
// and every later one is empty.
type unpacker struct {
	bytes []byte
	err   error
}

func (u *unpacker) more() bool { return len(u.bytes) > 0 && u.err == nil }

func (u *unpacker) fail(what string) {
	if u.err == nil {
		u.err = fmt.Errorf("a pack ends inside %s", what)
	}
	u.bytes = nil
}

func (u *unpacker) number() int64 {
	v, n := binary.Varint(u.bytes)
	if n <= 0 {
		u.fail("a number")
		return 0
	}
	u.bytes = u.bytes[n:]
	return v
}

// value returns bytes of the pack itself.
func (u *unpacker) value() []byte {
	size, n := binary.Uvarint(u.bytes)
	if n <= 0 || size > uint64(len(u.bytes)-n) {
		u.fail("a text")
		return nil
	}
	v := u.bytes[n : n+int(size)]
	u.bytes = u.bytes[n+int(size):]
	return v
}

func (u *unpacker) text() string { return string(u.value()) }
