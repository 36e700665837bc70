package runner

import (
	"math/rand/v2"
	"strings"
	"sync"
	"time"
)

// crockford is the alphabet of readable numbers: no I, L, O and U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// dayMillis is longer than 2^26 and shorter than 2^27: 27 bits hold it.
const dayMillis = 24 * 60 * 60 * 1000

// numbers makes instance ids that people can read out: `260302-4K7Q-2MXD` is
// the UTC date and 40 bits: 27 of them the millisecond of the day, 13 a
// counter that begins at a random place in every millisecond. Two nodes may
// still make the same one; then the commit conflicts and a new one is made.
type numbers struct {
	mu      sync.Mutex
	last    int64 // Unix milliseconds
	counter uint32
}

const counterLimit = 1 << 13

func (n *numbers) next(now time.Time) string {
	ms, counter := n.take(now.UnixMilli())
	at := time.UnixMilli(ms).UTC()
	bits := uint64(ms%dayMillis)<<13 | uint64(counter)
	var id [16]byte
	at.AppendFormat(id[:0], "060102")
	id[6], id[11] = '-', '-'
	for i := range 8 {
		place := 7 + i
		if i > 3 {
			place++
		}
		id[place] = crockford[bits>>(5*(7-i))&31]
	}
	return string(id[:])
}

// take returns an instant and a counter that were never given before; where
// the counter of a millisecond is used up, the next one is borrowed.
func (n *numbers) take(ms int64) (int64, uint32) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.counter++
	if ms > n.last {
		n.last, n.counter = ms, rand.Uint32N(counterLimit/2)
	} else if n.counter >= counterLimit {
		n.last, n.counter = n.last+1, 0
	}
	return n.last, n.counter
}

// Number brings an instance id as people write it into its one form: upper
// case, o as 0, i and l as 1, dashes in place. It reports false for anything else.
func Number(s string) (id string, ok bool) {
	id, digits := normalNumber(s)
	return id, digits == numberDigits
}

// NumberPrefix does the same for the beginning of an id.
func NumberPrefix(s string) (prefix string, ok bool) {
	prefix, digits := normalNumber(s)
	return prefix, digits > 0
}

const numberDigits = 14 // 6 of the date, 8 behind it

// normalNumber returns 0 digits for what cannot begin a number.
func normalNumber(s string) (id string, digits int) {
	var b strings.Builder
	for _, r := range strings.ToUpper(s) {
		switch r {
		case '-', ' ':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if !strings.ContainsRune(crockford, r) || digits < 6 && (r < '0' || r > '9') || digits == numberDigits {
			return "", 0
		}
		if digits == 6 || digits == 10 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
		digits++
	}
	return b.String(), digits
}
