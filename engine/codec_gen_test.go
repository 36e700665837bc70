package engine

import (
	"fmt"
	"reflect"

	"pgregory.net/rapid"

	"github.com/laneway-flow/laneway/engine/definition"
)

// A filler sets every field of a value it is given, so that a field that its
// frame forgets is missed when the value is read back.
type filler interface {
	int(lo, hi int64) int64
	text() string
	items() int
	value() []byte
}

func fill(f filler, v reflect.Value) {
	switch v.Interface().(type) {
	case State:
		v.SetUint(uint64(f.int(0, int64(StateFailed))))
		return
	case definition.Datum:
		v.Set(reflect.ValueOf(definition.Datum{Name: f.text(), Value: f.value()}))
		return
	}
	switch v.Kind() { //nolint:exhaustive // the default names what no field has had so far
	case reflect.String:
		v.SetString(f.text())
	case reflect.Bool:
		v.SetBool(f.int(0, 1) == 1)
	case reflect.Int32:
		v.SetInt(f.int(-1<<31, 1<<31-1))
	case reflect.Int, reflect.Int64:
		v.SetInt(f.int(-1<<63, 1<<63-1))
	case reflect.Uint8:
		v.SetUint(uint64(f.int(0, 255)))
	case reflect.Array:
		for i := range v.Len() {
			fill(f, v.Index(i))
		}
	case reflect.Slice:
		if n := f.items(); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(f, v.Index(i))
			}
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(f, field)
		}
	case reflect.Pointer:
		if f.items() > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(f, v.Elem())
		}
	default:
		panic(fmt.Sprintf("no way to fill %s", v.Type()))
	}
}

// rolled fills with random values of all sizes.
type rolled struct{ t *rapid.T }

func (r rolled) int(lo, hi int64) int64 {
	// Small numbers, the limits, and the instants of our time are the
	// interesting ones.
	special := rapid.SampledFrom([]int64{0, 1, -1, 63, 64, 127, 128, 1 << 14, lo, hi, 1_772_409_600_000, 1_772_413_200_123})
	n := rapid.OneOf(special, rapid.Int64Range(lo, hi)).Draw(r.t, "n")
	return min(max(n, lo), hi)
}

func (r rolled) text() string {
	return rapid.OneOf(rapid.SampledFrom([]string{"", "handle", "handle>handle.choice", "li", "补充情况"}), rapid.String()).Draw(r.t, "s")
}

func (r rolled) items() int { return rapid.IntRange(0, 3).Draw(r.t, "items") }

func (r rolled) value() []byte {
	v := rapid.SampledFrom([]string{"", "null", "12", `"宽带断网"`, `{"a":[1,2]}`, `"\xff"`}).Draw(r.t, "value")
	if v == "" {
		return nil
	}
	return []byte(v)
}

// counted fills with different values, none of them zero: for examples. Every
// third number is an instant of our time.
type counted struct{ n int64 }

func (c *counted) int(lo, hi int64) int64 {
	c.n++
	switch {
	case hi == 1:
		return 1
	case hi < 256:
		return 1 + c.n%hi
	case hi > 1<<40 && c.n%3 == 0:
		return int64(monday) + c.n*3_600_000
	}
	return c.n * 37
}

func (c *counted) text() string {
	c.n++
	return fmt.Sprintf("text-%d", c.n)
}

func (c *counted) items() int { return 2 }

func (c *counted) value() []byte {
	c.n++
	return fmt.Appendf(nil, `"value-%d"`, c.n)
}

func filledInstance(f filler) Instance {
	var in Instance
	fill(f, reflect.ValueOf(&in).Elem())
	return in
}

func filledBody(f filler, kind int) Body {
	b := eventKinds[kind].make()
	fill(f, reflect.ValueOf(b).Elem())
	return b
}

func filledEvent(f filler, kind int) Event {
	var o Origin
	fill(f, reflect.ValueOf(&o).Elem())
	return Event{
		Seq: f.int(-1<<63, 1<<63-1), At: Millis(f.int(-1<<63, 1<<63-1)), Cause: f.int(-1<<63, 1<<63-1),
		Origin: o, Body: filledBody(f, kind),
	}
}

// rolledEvents are some events of all kinds, many of the same origin.
func rolledEvents(t *rapid.T) []Event {
	events := make([]Event, rapid.IntRange(0, 12).Draw(t, "events"))
	for i := range events {
		events[i] = filledEvent(rolled{t}, rapid.IntRange(1, len(eventKinds)-1).Draw(t, "kind"))
		if back := rapid.IntRange(0, 10).Draw(t, "back"); back < i {
			events[i].Origin = events[i-back].Origin
		}
	}
	if len(events) == 0 {
		return nil
	}
	return events
}
