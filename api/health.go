package api

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// live says that the process answers, and nothing more: a store that is away
// is no reason to restart it.
func (s *server) live(g *gin.Context) { g.String(http.StatusOK, "ok\n") }

// readyWithin bounds the question to the store.
const readyWithin = 2 * time.Second

// ready says whether requests can be served now.
func (s *server) ready(g *gin.Context) {
	ctx, cancel := context.WithTimeout(g.Request.Context(), readyWithin)
	defer cancel()
	if _, err := s.Runner.Store().Revision(ctx); err != nil {
		s.refuse(g, errCode("unavailable"))
		return
	}
	g.String(http.StatusOK, "ready\n")
}
