package engine

import "github.com/laneway-flow/laneway/engine/definition"

// frameList frames a slice: how many, then each. An empty one is nil.
func frameList[T any](c *codec, name string, list *[]T, item func(*T, *codec)) {
	switch c.mode {
	case writing:
		c.putUvarint(uint64(len(*list)))
		for i := range *list {
			item(&(*list)[i], c)
		}
	case reading:
		n := c.length(name)
		if n == 0 {
			*list = nil
			return
		}
		read := make([]T, min(n, 256)) // a false count must not cost memory
		for i := range n {
			if i == len(read) {
				read = append(read, make([]T, min(n-i, len(read)))...)
			}
			if item(&read[i], c); c.err != nil {
				c.within(name, i)
				return
			}
		}
		*list = read
	case showing:
		showList(c, name, *list, item)
	}
}

// texts frames a list of strings.
func (c *codec) texts(name string, list *[]string) {
	switch c.mode {
	case writing:
		c.putUvarint(uint64(len(*list)))
		for i := range *list {
			c.text(name, &(*list)[i])
		}
	case reading:
		*list = room(&c.spareTexts, c.length(name), 12)
		for i := range *list {
			c.text(name, &(*list)[i])
		}
	case showing:
		c.showTexts(name, *list)
	}
}

// data frames values by name, as canonical JSON; no value at all is nil.
func (c *codec) data(name string, list *[]definition.Datum) {
	switch c.mode {
	case writing:
		c.putUvarint(uint64(len(*list)))
		for i := range *list {
			d := &(*list)[i]
			c.text("name", &d.Name)
			c.putUvarint(uint64(len(d.Value)))
			c.out = append(c.out, d.Value...)
		}
	case reading:
		*list = room(&c.spareData, c.length(name), 12)
		for i := range *list {
			d := &(*list)[i]
			c.text("name", &d.Name)
			if d.Value = c.value(); c.err != nil {
				c.within(name, i)
				return
			}
		}
	case showing:
		c.showData(name, *list)
	}
}

// value reads canonical JSON; it shares no memory that can be written to.
func (c *codec) value() []byte {
	n := c.length("value")
	if n == 0 {
		return nil
	}
	v := room(&c.spareBytes, n, 256)
	copy(v, c.in[c.pos:])
	c.pos += n
	return v
}

// room cuts n items from what is spare: a state has many short lists of values
// and persons, and one allocation of a chunk serves several. No items are nil.
func room[T any](spare *[]T, n, chunk int) []T {
	if n == 0 {
		return nil
	}
	if n > len(*spare) {
		*spare = make([]T, max(n, chunk))
	}
	cut := (*spare)[:n:n]
	*spare = (*spare)[n:]
	return cut
}
