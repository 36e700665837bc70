package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

func (s *server) organisationRoutes() {
	handle(s, operation("get-organisation", http.MethodGet, "/organisation", "People and teams", 304), s.getOrganisation)
	handle(s, operation("put-organisation", http.MethodPut, "/organisation", "Replace people and teams as one", 412, 422, 428), s.putOrganisation)
	handle(s, operation("import-organisation", http.MethodPost, "/organisation/import", "Replace people and teams from YAML", 412, 422, 428), s.importOrganisation)
}

type getOrganisationInput struct{ IfNoneMatch }

type organisationOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   org.Document
}

func (s *server) getOrganisation(ctx context.Context, in *getOrganisationInput) (*organisationOutput, error) {
	d, err := s.document(ctx, runner.KindOrganisation, runner.OrganisationID)
	if err != nil {
		return nil, err
	}
	if in.unchanged(d.Version) {
		return &organisationOutput{Status: http.StatusNotModified, ETag: etag(d.Version)}, nil
	}
	out := &organisationOutput{Status: http.StatusOK, ETag: etag(d.Version)}
	if err := json.Unmarshal(d.Body, &out.Body); err != nil {
		return nil, fmt.Errorf("api: organisation: %w", err)
	}
	if !callOf(ctx).roles.any(personal) {
		for i := range out.Body.People {
			out.Body.People[i].Mail, out.Body.People[i].Phone = "", ""
		}
	}
	return out, nil
}

type putOrganisationInput struct {
	IfMatch
	Body org.Document
}

func (s *server) putOrganisation(ctx context.Context, in *putOrganisationInput) (*organisationOutput, error) {
	if _, problems := org.New(in.Body.People, in.Body.Teams); org.Refused(problems) {
		return nil, invalidOrganisation("organisation.invalid", problems, callOf(ctx).lang)
	}
	return s.storeOrganisation(ctx, in.IfMatch, &in.Body)
}

func (s *server) storeOrganisation(ctx context.Context, match IfMatch, doc *org.Document) (*organisationOutput, error) {
	expect, err := s.replaced(ctx, runner.KindOrganisation, runner.OrganisationID, match)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	d := store.Document{Kind: runner.KindOrganisation, ID: runner.OrganisationID, Expect: expect, Body: body, By: callOf(ctx).actor.ID}
	if err := s.put(ctx, d); err != nil {
		return nil, err
	}
	return &organisationOutput{http.StatusOK, etag(expect + 1), *doc}, nil
}

type importOrganisationInput struct {
	IfMatch
	Body Source
}

func (s *server) importOrganisation(ctx context.Context, in *importOrganisationInput) (*organisationOutput, error) {
	file, problems := org.ParseYAML(fileName(in.Body.File), []byte(in.Body.Source))
	if org.Refused(problems) || !file.HasOrganisation() {
		return nil, invalidOrganisation("organisation.invalid", problems, callOf(ctx).lang)
	}
	return s.storeOrganisation(ctx, in.IfMatch, &file.Document)
}

// invalidOrganisation puts the problems of people, teams or customers where
// every client looks for them.
func invalidOrganisation(code string, problems []org.Problem, lang string) *fault {
	f := errCode(code)
	for _, p := range problems {
		if p.Warning {
			continue
		}
		location := "body." + p.Path
		if p.Line > 0 {
			location = fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
		}
		f.fields = append(f.fields, FieldProblem{Location: location, Code: p.Code, Message: p.Message.In(lang)})
	}
	return f
}
