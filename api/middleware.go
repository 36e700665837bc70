package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"
)

// The values of headers that every answer has, made once and never changed.
var (
	noSniff          = []string{"nosniff"}
	noStore          = []string{"no-store"}
	byLanguage       = []string{"Accept-Language"}
	contentLanguages = map[string][]string{chinese: {"zh-CN"}, english: {"en"}}
)

// begin is the outermost middleware: it makes the call, contains panics and
// writes the access log.
func (s *server) begin(g *gin.Context) {
	c := &call{
		id: s.next.take(g.GetHeader("X-Request-Id")), method: g.Request.Method, path: g.Request.URL.Path,
		lang: languageOf(g.GetHeader("Accept-Language")), source: addressOf(g.Request.RemoteAddr),
	}
	began := s.now()
	h := g.Writer.Header()
	h.Set("X-Request-Id", c.id)
	h["X-Content-Type-Options"], h["Cache-Control"], h["Vary"] = noSniff, noStore, byLanguage
	h["Content-Language"] = contentLanguages[c.lang]
	g.Request = g.Request.WithContext(context.WithValue(g.Request.Context(), callKey{}, c))
	defer func() {
		if cause := recover(); cause != nil {
			s.panicked(g, c, cause)
		}
		s.access(g, c, s.now().Sub(began).Microseconds())
	}()
	g.Next()
}

// panicked answers 500 where that is still possible.
func (s *server) panicked(g *gin.Context, c *call, cause any) {
	if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(cause) // net/http wants to see it
	}
	s.Logger.Error("panic", "request", c.id, "route", c.route, "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
	if g.Writer.Written() {
		g.Abort()
		return
	}
	s.refuse(g, errCode("internal"))
}

// access writes one line a request. The fields are these and no others: no
// query, no body, no header value. Successes are on the debug level because a
// busy server has thousands a second.
func (s *server) access(g *gin.Context, c *call, micros int64) {
	status := g.Writer.Status()
	level := slog.LevelDebug
	switch {
	case status >= http.StatusInternalServerError:
		level = slog.LevelError
	case status >= http.StatusBadRequest:
		level = slog.LevelInfo
	}
	ctx := g.Request.Context()
	if !s.Logger.Enabled(ctx, level) {
		return
	}
	s.Logger.LogAttrs(ctx, level, "request",
		slog.String("request", c.id), slog.String("method", c.method), slog.String("route", c.route),
		slog.Int("status", status), slog.Int64("micros", micros), slog.Int("bytes", g.Writer.Size()),
		slog.String("actor", string(c.actor.Kind)+"/"+c.actor.ID))
}

// refuse ends a request with a problem before it reached its handler.
func (s *server) refuse(g *gin.Context, err error) {
	ctx := g.Request.Context()
	c := callOf(ctx)
	p := problem(c, err)
	if p.Status >= http.StatusInternalServerError {
		s.Logger.ErrorContext(ctx, "request refused", "request", c.id, "route", c.route, "code", p.Code, "error", err)
	}
	h := g.Writer.Header()
	maps.Copy(h, asFault(err).header)
	h.Set("Content-Type", "application/problem+json")
	body, merr := json.Marshal(p)
	if merr != nil {
		panic("api: problem: " + merr.Error()) // strings and numbers
	}
	g.Abort()
	g.Writer.WriteHeader(p.Status)
	g.Writer.Write(append(body, '\n'))
}
