package engine

import (
	"encoding/json"
	"strconv"

	"github.com/laneway-flow/laneway/engine/definition"
)

// The showing side of the codec: parts that say nothing (zero, empty) are left
// out, and names are those of the JSON API.

// key begins a member of the object that is being shown.
func (c *codec) key(name string) {
	c.comma()
	c.out = append(c.out, '"')
	c.out = append(c.out, name...) // a constant of this package: nothing to escape
	c.out = append(c.out, '"', ':')
}

// comma separates what follows from its elder sibling.
func (c *codec) comma() {
	if last := c.out[len(c.out)-1]; last != '{' && last != '[' {
		c.out = append(c.out, ',')
	}
}

func (c *codec) showInt(name string, v int64) {
	if v != 0 {
		c.key(name)
		c.out = strconv.AppendInt(c.out, v, 10)
	}
}

func (c *codec) showRef(name string, letter byte, v int64) {
	if v != 0 {
		c.key(name)
		c.out = append(c.out, '"', letter)
		c.out = strconv.AppendInt(c.out, v, 10)
		c.out = append(c.out, '"')
	}
}

func (c *codec) showFlag(name string, v bool) {
	if v {
		c.key(name)
		c.out = append(c.out, "true"...)
	}
}

func (c *codec) showInstant(name string, v Millis) {
	if v != 0 {
		c.showText(name, v.String())
	}
}

func (c *codec) showText(name, v string) {
	if v != "" {
		c.key(name)
		c.quote(v)
	}
}

func (c *codec) quote(v string) {
	quoted, err := json.Marshal(v)
	if err != nil {
		panic("engine: a string is not JSON: " + err.Error())
	}
	c.out = append(c.out, quoted...)
}

// appendValue shows canonical JSON as it is. What is no JSON is shown as the
// text it has: a timeline must not fail on it.
func (c *codec) appendValue(v []byte) {
	switch {
	case len(v) == 0:
		c.out = append(c.out, "null"...)
	case json.Valid(v):
		c.out = append(c.out, v...)
	default:
		c.quote(string(v))
	}
}

func showList[T any](c *codec, name string, list []T, item func(*T, *codec)) {
	if len(list) == 0 {
		return
	}
	c.key(name)
	c.out = append(c.out, '[')
	for i := range list {
		c.comma()
		c.out = append(c.out, '{')
		item(&list[i], c)
		c.out = append(c.out, '}')
	}
	c.out = append(c.out, ']')
}

func (c *codec) showTexts(name string, list []string) {
	if len(list) == 0 {
		return
	}
	c.key(name)
	c.out = append(c.out, '[')
	for _, v := range list {
		c.comma()
		c.quote(v)
	}
	c.out = append(c.out, ']')
}

// begin and end show what stands between them as an object of its own; in
// bytes it is just its parts.
func (c *codec) begin(name string) {
	if c.mode == showing {
		c.key(name)
		c.out = append(c.out, '{')
	}
}

func (c *codec) end() {
	if c.mode == showing {
		c.out = append(c.out, '}')
	}
}

// showData shows values as one object, in their order.
func (c *codec) showData(name string, data []definition.Datum) {
	if len(data) == 0 {
		return
	}
	c.begin(name)
	for i := range data {
		c.comma()
		c.quote(data[i].Name)
		c.out = append(c.out, ':')
		c.appendValue(data[i].Value)
	}
	c.end()
}
