package runner

import (
	"context"
	"sync"
)

// calls counts the calls under way, so that Close can let them finish.
type calls struct {
	mu     sync.Mutex
	under  int
	closed bool
	idle   chan struct{} // closed when the last call after close has left
}

func (c *calls) enter() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return ErrClosed
	}
	c.under++
	return nil
}

func (c *calls) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.under--; c.under == 0 && c.closed {
		close(c.idle)
	}
}

// close lets no new call in and waits for those under way.
func (c *calls) close(ctx context.Context) error {
	c.mu.Lock()
	if !c.closed {
		c.closed, c.idle = true, make(chan struct{})
		if c.under == 0 {
			close(c.idle)
		}
	}
	c.mu.Unlock()
	select {
	case <-c.idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
