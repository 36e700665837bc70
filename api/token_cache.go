package api

import (
	"context"
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
	tokens  []token
	checked atomic.Int64 // UTC milliseconds
}

const (
	tokenFresh = time.Second
	// tokenEntries bounds the memory of a server that many links are shown to.
	tokenEntries = 100_000
)

var errNoToken = errors.New("no such token")

// find returns what is stored under an id, or errNoToken: the one API token,
// or all links of a case.
func (c *tokenCache) find(ctx context.Context, kind, id string, at time.Time) ([]token, error) {
	now := at.UnixMilli()
	if v, ok := c.entries.Load(kind + "/" + id); ok {
		e := v.(*cachedToken)
		// Whoever wins the swap reads it again; the others go on with the old one meanwhile.
		last := e.checked.Load()
		if now-last < tokenFresh.Milliseconds() && now >= last || !e.checked.CompareAndSwap(last, now) {
			return e.tokens, nil
		}
	}
	tokens, err := c.read(ctx, kind, id)
	if err != nil {
		c.forget(kind, id)
		return nil, err
	}
	c.keep(kind, id, tokens, now)
	return tokens, nil
}

func (c *tokenCache) read(ctx context.Context, kind, id string) ([]token, error) {
	doc, err := c.store.Document(ctx, kind, id)
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && doc.Deleted:
		return nil, errNoToken
	case err != nil:
		return nil, fmt.Errorf("api: %s %s: %w", kind, id, err)
	}
	if kind == kindLink {
		links, err := readLinks(&doc)
		return links.Links, err
	}
	t, err := readToken(&doc)
	return []token{t}, err
}

func (c *tokenCache) keep(kind, id string, tokens []token, now int64) {
	if c.size.Load() >= tokenEntries {
		c.entries.Clear()
		c.size.Store(0)
	}
	e := &cachedToken{tokens: tokens}
	e.checked.Store(now)
	if _, there := c.entries.Swap(kind+"/"+id, e); !there {
		c.size.Add(1)
	}
}

func (c *tokenCache) forget(kind, id string) {
	if _, there := c.entries.LoadAndDelete(kind + "/" + id); there {
		c.size.Add(-1)
	}
}
