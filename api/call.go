package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net"
	"strconv"
	"sync/atomic"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/org"
)

// call is one request as the handlers see it: who asks, for what, in which
// language.
type call struct {
	id     string // X-Request-Id
	method string
	path   string // as asked for
	route  string // as registered, without the prefix
	lang   string
	source string // network address

	token  *token // nil on public routes
	roles  roles
	actor  engine.Actor
	person *org.Person // the person behind the token, nil for services and links
	rule   rule

	key      string // Idempotency-Key
	bodyHash [32]byte
}

type callKey struct{}

// callOf returns the call of a request. Every request has one.
func callOf(ctx context.Context) *call { return ctx.Value(callKey{}).(*call) }

// origin is what stands on every event the call leads to.
func (c *call) origin() engine.Origin {
	return engine.Origin{Actor: c.actor, Request: c.id, Source: c.source}
}

// personID is the id of the person behind the token, or empty.
func (c *call) personID() string {
	if c.person == nil {
		return ""
	}
	return c.person.ID
}

// addressOf is the peer's address without its port. Forwarded headers are not
// believed: there are no trusted proxies.
func addressOf(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return remote
	}
	return host
}

// requestIDs makes request ids: a random start, then counting.
type requestIDs struct {
	start string
	count *atomic.Uint64
}

func newRequestIDs() requestIDs {
	b := make([]byte, 5)
	rand.Read(b)
	return requestIDs{hex.EncodeToString(b) + "-", new(atomic.Uint64)}
}

// take returns the client's request id when it is harmless, or a new one.
func (r requestIDs) take(given string) string {
	if given != "" && len(given) <= 64 && harmless(given) {
		return given
	}
	return r.start + strconv.FormatUint(r.count.Add(1), 36)
}

// harmless reports whether an id may be written into headers and logs.
func harmless(id string) bool {
	for i := range len(id) {
		switch c := id[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return true
}
