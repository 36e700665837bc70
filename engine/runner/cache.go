package runner

import (
	"sync"

	"github.com/laneway-flow/laneway/engine"
)

// cache keeps the last committed state of the instances used most recently.
// It may be stale when another node shares the store: a commit then fails on
// its version, and a refusal or a read is confirmed before it is answered.
type cache struct {
	mu      sync.Mutex
	limit   int
	entries map[string]*cached
	head    cached // ring: head.next is the newest, head.prev the oldest
}

type cached struct {
	instance   *engine.Instance // never changed once it is here
	prev, next *cached
}

func newCache(limit int) *cache {
	c := &cache{limit: limit, entries: make(map[string]*cached)}
	c.head.prev, c.head.next = &c.head, &c.head
	return c
}

// get returns the state of an instance, or nil.
func (c *cache) get(id string) *engine.Instance {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[id]
	if e == nil {
		return nil
	}
	e.unlink()
	e.link(&c.head)
	return e.instance
}

// has reports whether an instance is here, without making it the newest.
func (c *cache) has(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.entries[id] != nil
}

// put keeps a state unless a newer one is there. An ended instance is let go:
// nothing will be decided on it any more.
func (c *cache) put(in *engine.Instance) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[in.ID]
	switch {
	case e != nil && e.instance.Version > in.Version:
	case e != nil && !in.Open():
		c.remove(e)
	case e != nil:
		e.instance = in
	case in.Open():
		e = &cached{instance: in}
		c.entries[in.ID] = e
		e.link(&c.head)
		if len(c.entries) > c.limit {
			c.remove(c.head.prev)
		}
	}
}

// drop forgets an instance.
func (c *cache) drop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.entries[id]; e != nil {
		c.remove(e)
	}
}

func (c *cache) remove(e *cached) {
	e.unlink()
	delete(c.entries, e.instance.ID)
}

func (e *cached) unlink() { e.prev.next, e.next.prev = e.next, e.prev }

func (e *cached) link(head *cached) {
	e.prev, e.next = head, head.next
	e.prev.next, e.next.prev = e, e
}
