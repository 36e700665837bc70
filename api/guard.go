package api

import (
	"context"
	"errors"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/laneway-flow/laneway/engine"
)

// guard stands before every route of the API: it finds the row of the policy
// table, the caller behind the token, and counts requests. What has no row is
// refused.
func (s *server) guard(g *gin.Context) {
	c := callOf(g.Request.Context())
	c.route = g.Request.Method + " " + strings.TrimPrefix(g.FullPath(), prefix)
	rule, ok := policy[c.route]
	if !ok {
		s.refuse(g, errCode("role.missing"))
		return
	}
	c.rule = rule
	if rule.open {
		return
	}
	if err := s.signIn(g.Request.Context(), c, g.GetHeader("Authorization")); err != nil {
		s.refuse(g, err)
		return
	}
	if err := s.count(c); err != nil {
		s.refuse(g, err)
		return
	}
	if !c.roles.any(rule.roles) {
		s.refuse(g, errCode("role.missing"))
	}
}

// signIn fills in who calls.
func (s *server) signIn(ctx context.Context, c *call, header string) error {
	now := s.now()
	text, ok := tokenInHeader(header)
	if !ok {
		return unauthorized("token.missing")
	}
	kind, id, secret, ok := parseToken(text)
	if !ok {
		return s.unknownToken(c, now)
	}
	tokens, err := s.tokens.find(ctx, kind, id, now)
	if err != nil && !errors.Is(err, errNoToken) {
		return err
	}
	at := slices.IndexFunc(tokens, func(t token) bool { return t.matches(secret) })
	switch {
	case at < 0:
		return s.unknownToken(c, now)
	case tokens[at].expired(now):
		return unauthorized("token.expired")
	}
	return s.identify(c, &tokens[at])
}

// identify maps a token to its roles: a person's token never has more than the
// person has now, so taking a role from somebody takes effect at once.
func (s *server) identify(c *call, t *token) error {
	c.token = t
	switch {
	case t.link():
		c.roles = customer
		c.actor = engine.Actor{Kind: engine.ActorCustomer, ID: t.Customer}
	case t.Service != "":
		c.roles = rolesOf(t.Roles)
		c.actor = engine.Actor{Kind: engine.ActorService, ID: t.Service}
	default:
		c.person = s.world().Org.Person(t.Person)
		if c.person == nil {
			return unauthorized("token.no_person")
		}
		c.roles = rolesOf(c.person.Roles)
		if len(t.Roles) > 0 {
			c.roles &= rolesOf(t.Roles)
		}
		c.actor = engine.Actor{Kind: engine.ActorStaff, ID: t.Person}
	}
	return nil
}

func unauthorized(code string) *fault {
	f := errCode(code)
	f.header = http.Header{"Www-Authenticate": {`Bearer realm="laneway"`}}
	return f
}

// unknownToken slows down whoever tries tokens.
func (s *server) unknownToken(c *call, now time.Time) error {
	if s.SignInRate > 0 {
		if wait, ok := s.limits.take("address "+c.source, s.SignInRate, now); !ok {
			return tooMany(wait)
		}
	}
	return unauthorized("token.unknown")
}

func (s *server) count(c *call) error {
	rate := s.TokenRate
	if c.token.link() {
		rate = s.LinkRate
	}
	if rate <= 0 {
		return nil
	}
	if wait, ok := s.limits.take(c.token.ID, rate, s.now()); !ok {
		return tooMany(wait)
	}
	return nil
}

func tooMany(wait time.Duration) *fault {
	seconds := strconv.Itoa(max(1, int(math.Ceil(wait.Seconds()))))
	f := errParams("too_many_requests", "seconds", seconds)
	f.header = http.Header{"Retry-After": {seconds}}
	return f
}
