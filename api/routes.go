package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
)

// route builds the router: middleware from outside in, then every resource.
func (s *server) route() {
	gin.SetMode(gin.ReleaseMode)
	s.router = gin.New(func(e *gin.Engine) {
		e.HandleMethodNotAllowed = true
		e.RedirectTrailingSlash = false
		e.ContextWithFallback = false
	})
	if err := s.router.SetTrustedProxies(nil); err != nil {
		panic("api: no trusted proxies: " + err.Error()) // none cannot be wrong
	}
	s.router.Use(s.begin)
	s.router.NoRoute(func(g *gin.Context) { s.refuse(g, errCode("route_unknown")) })
	s.router.NoMethod(func(g *gin.Context) { s.refuse(g, errCode("method_not_allowed")) })

	outside := s.router.Group("", s.guard)
	outside.GET("/livez", s.live)
	outside.GET("/readyz", s.ready)

	group := s.router.Group(prefix, s.guard, s.readBody)
	s.huma = humagin.NewWithGroup(s.router, group, humaConfig(s.Version))
	s.problemRoutes()
	s.meRoutes()
	s.processRoutes()
	s.instanceRoutes()
	s.timelineRoutes()
	s.incidentRoutes()
	s.taskRoutes()
	s.taskActionRoutes()
	s.promiseRoutes()
	s.calendarRoutes()
	s.absenceRoutes()
	s.messageRoutes()
	s.customerRoutes()
	s.organisationRoutes()
	s.tokenRoutes()
	s.webhookRoutes()
	s.linkRoutes()
	s.customerPageRoutes()
	s.openAPIRoutes(group)
}

// humaConfig leaves out what Huma would add by itself: $schema links, a page
// that loads scripts from elsewhere, CBOR, OpenAPI 3.0.
func humaConfig(version string) huma.Config {
	c := huma.DefaultConfig("Laneway", version)
	c.CreateHooks = nil
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.RejectUnknownQueryParameters = true
	c.Servers = []*huma.Server{{URL: prefix}}
	c.Info.Description = "Runs customer-service flows. Errors are RFC 9457 problems with stable codes; see api/README.md."
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer", Description: "An API token, or the token of a customer link."},
	}
	return c
}

func (s *server) openAPIRoutes(group *gin.RouterGroup) {
	serve := func(path, contentType string, make func() ([]byte, error)) {
		spec := sync.OnceValues(make)
		group.GET(path, func(g *gin.Context) {
			body, err := spec()
			if err != nil {
				s.refuse(g, err)
				return
			}
			g.Data(http.StatusOK, contentType, body)
		})
	}
	serve("/openapi.json", "application/openapi+json", s.huma.OpenAPI().MarshalJSON)
	serve("/openapi.yaml", "application/openapi+yaml", s.huma.OpenAPI().YAML)
}

// operation describes a route. The statuses every signed-in route can answer
// are added to those given.
func operation(id, method, path, summary string, statuses ...int) huma.Operation {
	op := huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary,
		Tags:         []string{strings.Split(path, "/")[1]},
		Errors:       append([]int{401, 403, 429, 503}, statuses...),
		MaxBodyBytes: maxBody + 1, // readBody has cut it already
		Security:     []map[string][]string{{"bearer": {}}},
	}
	if method != http.MethodGet {
		op.Errors = append(op.Errors, 400, 413)
	}
	if strings.Contains(path, "{") {
		op.Errors = append(op.Errors, 404)
	}
	slices.Sort(op.Errors)
	op.Errors = slices.Compact(op.Errors)
	return op
}

// created marks an operation that answers 201.
func created(op huma.Operation) huma.Operation {
	op.DefaultStatus = http.StatusCreated
	return op
}

// handle registers a handler whose errors become problems.
func handle[I, O any](s *server, op huma.Operation, h func(context.Context, *I) (*O, error)) {
	huma.Register(s.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, s.answerError(ctx, err)
		}
		return out, nil
	})
}
