package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/laneway-flow/laneway/engine/store"
)

// tokenCache keeps tokens that were presented. An entry is read from the store
// again after a second, so a token revoked on another node is refused within
// one; one revoked here is refused at once.
type tokenCache struct {
	store   store.Store
	entries sync.Map // kind/id -> *cachedToken
	size    atomic.Int64
}

type cachedToken struct {
	token   *token
	checked atomic.Int64 // UTC milliseconds
}

const (
	tokenFresh = time.Second
	// tokenEntries bounds the memory of a server that many links are shown to.
	tokenEntries = 100_000
)

var errNoToken = errors.New("no such token")

// find returns the stored token, or errNoToken.
func (c *tokenCache) find(ctx context.Context, kind, id string, at time.Time) (*token, error) {
	now := at.UnixMilli()
	if v, ok := c.entries.Load(kind + "/" + id); ok {
		e := v.(*cachedToken)
		// Whoever wins the swap reads it again; the others go on with the old one meanwhile.
		last := e.checked.Load()
		if now-last < tokenFresh.Milliseconds() && now >= last || !e.checked.CompareAndSwap(last, now) {
			return e.token, nil
		}
	}
	t, err := c.read(ctx, kind, id)
	if err != nil {
		c.forget(kind, id)
		return nil, err
	}
	c.keep(kind, t, now)
	return t, nil
}

func (c *tokenCache) read(ctx context.Context, kind, id string) (*token, error) {
	versions, err := c.store.DocumentVersions(ctx, kind, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("api: %s %s: %w", kind, id, err)
	}
	if len(versions) == 0 || versions[len(versions)-1].Deleted {
		return nil, errNoToken
	}
	t := &token{}
	if err := json.Unmarshal(versions[len(versions)-1].Body, t); err != nil {
		return nil, fmt.Errorf("api: %s %s: %w", kind, id, err)
	}
	return t, nil
}

func (c *tokenCache) keep(kind string, t *token, now int64) {
	if c.size.Load() >= tokenEntries {
		c.entries.Clear()
		c.size.Store(0)
	}
	e := &cachedToken{token: t}
	e.checked.Store(now)
	if _, there := c.entries.Swap(kind+"/"+t.ID, e); !there {
		c.size.Add(1)
	}
}

func (c *tokenCache) forget(kind, id string) {
	if _, there := c.entries.LoadAndDelete(kind + "/" + id); there {
		c.size.Add(-1)
	}
}
