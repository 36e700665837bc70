// Package api speaks: it is the HTTP face of Laneway, gin for the routes and
// Huma for typed operations, validation and OpenAPI 3.1. A handler reads the
// request, asks the runner and writes the answer; what may happen to a case is
// decided by the core, who may ask for it by the policy table in policy.go.
package api

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

// Config is what New needs. Runner must be set and started by the caller;
// every other zero value stands for the default named beside it.
type Config struct {
	Runner *runner.Runner
	Clock  runner.Clock // the machine's
	Logger *slog.Logger // discards
	// Version is what OpenAPI says the server is: "dev".
	Version string

	// TokenRate and LinkRate are requests a second for one API token (50) and
	// for one customer link (5), with bursts of twice that. Negative: no limit.
	TokenRate, LinkRate float64
	// SignInRate is failed sign-ins a second for one address: 5. Negative: no limit.
	SignInRate float64
}

// prefix is where the API lives; only the health checks stand outside.
const prefix = "/api/v1"

// server holds what handlers need.
type server struct {
	Config
	huma    huma.API
	router  *gin.Engine
	tokens  *tokenCache
	limits  *limiter
	cursors signer
	bodies  signer // keys the hashes of request bodies
	next    requestIDs
}

// New builds the handler. It reads the installation's signing key from the
// store and makes one on first use, so the store must be open.
func New(c Config) (http.Handler, error) {
	s, err := newServer(c)
	if err != nil {
		return nil, err
	}
	return s.router, nil
}

func newServer(c Config) (*server, error) {
	if c.Runner == nil {
		return nil, errors.New("api: no runner")
	}
	setDefaults(&c)
	adoptHuma()
	s := &server{Config: c, limits: newLimiter(), next: newRequestIDs()}
	s.tokens = &tokenCache{store: c.Runner.Store()}
	key, err := signingKey(context.Background(), c.Runner.Store())
	if err != nil {
		return nil, fmt.Errorf("api: signing key: %w", err)
	}
	s.cursors, s.bodies = signer{key}, signer{key}
	s.route()
	return s, nil
}

func setDefaults(c *Config) {
	if c.Clock == nil {
		c.Clock = runner.System{}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Version == "" {
		c.Version = "dev"
	}
	for _, rate := range []struct {
		of  *float64
		def float64
	}{{&c.TokenRate, 50}, {&c.LinkRate, 5}, {&c.SignInRate, 5}} {
		if *rate.of == 0 {
			*rate.of = rate.def
		}
	}
}

// signingKey is the same on every node and after every restart.
func signingKey(ctx context.Context, st store.Store) ([]byte, error) {
	const subject = "api"
	key, err := st.Key(ctx, subject)
	if !errors.Is(err, store.ErrNotFound) {
		return key, err
	}
	fresh := make([]byte, 32)
	rand.Read(fresh)
	return st.CreateKey(ctx, subject, fresh)
}

// now is the server's clock, for answers and for what tokens and permissions
// depend on. The instant of a step is the runner's business.
func (s *server) now() time.Time { return s.Clock.Now() }

func (s *server) asOf() Instant { return Instant(s.now().UnixMilli()) }

func (s *server) world() *engine.World { return s.Runner.World() }
