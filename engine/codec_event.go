package engine

import (
	"encoding/json"
	"fmt"
)

// AppendEvents appends the frame of one commit's events: their canonical
// bytes, which the hash chain is made of.
func AppendEvents(dst []byte, events []Event) []byte {
	c := codec{mode: writing, out: dst}
	c.header(holdsEvents)
	c.events(&events)
	return c.out
}

// DecodeEvents reads a frame that AppendEvents wrote in this or an older
// format. It shares no memory with b. Any other bytes are refused with the
// part and the place that cannot be read.
func DecodeEvents(b []byte) ([]Event, error) {
	c := codec{mode: reading, in: string(b)}
	c.header(holdsEvents)
	var events []Event
	c.events(&events)
	if err := c.finish("events"); err != nil {
		return nil, err
	}
	return events, nil
}

// What a frame holds is its second byte.
const (
	holdsInstance byte = 'i'
	holdsEvents   byte = 'e'
)

// header frames the format version and what the frame holds.
func (c *codec) header(holds byte) {
	if c.mode == writing {
		c.out = append(c.out, FormatVersion, holds)
		return
	}
	switch version := c.uvarint("format version"); {
	case c.err != nil:
		return
	case version > FormatVersion:
		c.fail("format version", "%d is newer than %d, the newest this program reads", version, FormatVersion)
		return
	case version == 0:
		c.fail("format version", "0, expected 1 to %d", FormatVersion)
		return
	}
	if c.pos >= len(c.in) || c.in[c.pos] != holds {
		c.fail("kind of frame", "expected %q", holds)
		return
	}
	c.pos++
}

// finish reports the first error of reading, or bytes behind the end.
func (c *codec) finish(what string) error {
	if c.err == nil && c.pos < len(c.in) {
		c.fail("end", "%d bytes too many", len(c.in)-c.pos)
	}
	if c.err != nil {
		return fmt.Errorf("engine: %s frame: %w", what, c.err)
	}
	return nil
}

// events frames the events of a commit.
func (c *codec) events(events *[]Event) { frameList(c, "events", events, (*Event).frame) }

// frame frames number and instant as distance from the event before, and an
// origin that is like one of the last few as its place among them.
func (e *Event) frame(c *codec) {
	c.distance("seq", &e.Seq, c.seq+1)
	c.distance("at", (*int64)(&e.At), int64(c.base))
	c.distance("cause", &e.Cause, e.Seq)
	c.seq, c.base = e.Seq, e.At
	c.origin(&e.Origin)
	c.body(&e.Body)
}

// origins are the last different origins of a frame.
type origins struct {
	ring  [8]*Origin
	count int // how many there were
}

// back returns the n-th newest origin, n from 1.
func (t *origins) back(n int) *Origin { return t.ring[(t.count-n)%len(t.ring)] }

// inSight is how many origins can be named by their place.
func (t *origins) inSight() int { return min(t.count, len(t.ring)) }

func (t *origins) add(o *Origin) {
	t.ring[t.count%len(t.ring)] = o
	t.count++
}

// find returns the place of an origin, or 0 when it is not in sight.
func (t *origins) find(o *Origin) int {
	for n := 1; n <= t.inSight(); n++ {
		if *t.back(n) == *o {
			return n
		}
	}
	return 0
}

// origin frames the place of an origin among the last ones, or 0 and itself.
func (c *codec) origin(o *Origin) {
	if c.mode == writing {
		place := c.origins.find(o)
		c.putUvarint(uint64(place))
		if place == 0 {
			o.frame(c)
			c.origins.add(o)
		}
		return
	}
	place := c.uvarint("origin")
	switch {
	case place > uint64(c.origins.inSight()):
		c.fail("origin", "%d back, but only %d are in sight", place, c.origins.inSight())
	case place > 0:
		*o = *c.origins.back(int(place))
	default:
		if o.frame(c); c.origins.find(o) != 0 {
			c.fail("origin", "written twice")
		}
		c.origins.add(o)
	}
}

func (o *Origin) frame(c *codec) {
	c.begin("actor")
	c.text("kind", (*string)(&o.Actor.Kind))
	c.text("id", &o.Actor.ID)
	c.end()
	c.text("onBehalf", &o.OnBehalf)
	c.text("channel", &o.Channel)
	c.instant("occurredAt", &o.OccurredAt)
	c.text("request", &o.Request)
	c.text("source", &o.Source)
}

// body frames the number of the event's kind, then the body itself.
func (c *codec) body(b *Body) {
	if c.mode == writing {
		number := kindOf(*b)
		if number == 0 {
			panic(fmt.Sprintf("engine: event of unknown kind %T", *b))
		}
		c.putUvarint(uint64(number))
		(*b).frame(c)
		return
	}
	number := c.uvarint("kind")
	if number >= uint64(len(eventKinds)) || eventKinds[number].make == nil {
		c.fail("kind", "no event kind has number %d", number)
		return
	}
	*b = eventKinds[number].make()
	if (*b).frame(c); c.err != nil {
		c.err.part = eventKinds[number].name + "." + c.err.part
	}
}

// Kind names what happened, such as task_completed; the names are part of the
// API and stay.
func (e Event) Kind() string { return eventKinds[kindOf(e.Body)].name }

// MarshalJSON shows an event as the API does: instants in RFC 3339 with
// milliseconds, numbers of tokens, tasks and the like as their public ids
// (t4, k3), what is empty left out, the body's own parts under "body".
func (e Event) MarshalJSON() ([]byte, error) {
	if kindOf(e.Body) == 0 {
		return nil, fmt.Errorf("engine: event %d has unknown kind %T", e.Seq, e.Body)
	}
	c := codec{mode: showing, out: []byte{'{'}}
	c.showInt("seq", e.Seq)
	c.showInstant("at", e.At)
	c.showText("kind", e.Kind())
	c.showInt("cause", e.Cause)
	e.Origin.frame(&c)
	c.begin("body")
	e.Body.frame(&c)
	c.end()
	c.end()
	return c.out, nil
}

// MarshalJSON shows a whole state, in the manner of an event.
func (in Instance) MarshalJSON() ([]byte, error) {
	c := codec{mode: showing, out: []byte{'{'}}
	in.frame(&c)
	c.end()
	return c.out, nil
}

var (
	_ json.Marshaler = Event{}
	_ json.Marshaler = Instance{}
)
