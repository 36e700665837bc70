package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
)

func (s *server) meRoutes() {
	handle(s, operation("get-me", http.MethodGet, "/me", "Who I am and what I may do"), s.me)
}

// Me is the caller as the server sees them.
type Me struct {
	Kind      string   `json:"kind" enum:"staff,service"`
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Roles     []string `json:"roles" doc:"What this token may act as."`
	Teams     []string `json:"teams" doc:"Teams whose queues the caller looks after."`
	Language  string   `json:"language" enum:"zh,en"`
	ExpiresAt Instant  `json:"expiresAt,omitzero" doc:"Of the token."`
	AsOf      Instant  `json:"asOf"`
}

type meOutput struct{ Body Me }

func (s *server) me(ctx context.Context, _ *struct{}) (*meOutput, error) {
	c := callOf(ctx)
	out := Me{
		Kind: string(c.actor.Kind), ID: c.actor.ID, Name: c.actor.ID, Roles: roleList(c.roles), Teams: s.teamsOf(c),
		Language: c.lang, ExpiresAt: Instant(c.token.ExpiresAt), AsOf: s.asOf(),
	}
	if out.Teams == nil {
		out.Teams = []string{}
	}
	if c.person != nil {
		out.Name = c.person.Name
	}
	return &meOutput{out}, nil
}

func roleList(of roles) []string {
	names := []string{}
	for _, name := range slices.Sorted(maps.Keys(roleNames)) {
		if of.any(roleNames[name]) {
			names = append(names, name)
		}
	}
	return names
}
