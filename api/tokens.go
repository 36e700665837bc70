package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/laneway-flow/laneway/engine/store"
)

func (s *server) tokenRoutes() {
	handleOnce(s, created(operation("create-token", http.MethodPost, "/tokens", "Make an API token; its text is shown once", 422)), s.createToken)
	handle(s, operation("list-tokens", http.MethodGet, "/tokens", "API tokens, without their secrets", 422), s.listTokens)
	handle(s, operation("revoke-token", http.MethodDelete, "/tokens/{token}", "Revoke an API token, at once"), s.revokeToken)
}

// TokenView is an API token without its secret.
type TokenView struct {
	ID        string   `json:"id"`
	Name      string   `json:"name,omitempty"`
	Person    string   `json:"person,omitempty"`
	Service   string   `json:"service,omitempty"`
	Roles     []string `json:"roles" doc:"Of a person: narrows the person's roles; empty: all of them."`
	CreatedAt Instant  `json:"createdAt"`
	CreatedBy string   `json:"createdBy,omitempty"`
	ExpiresAt Instant  `json:"expiresAt,omitzero"`
}

// NewToken is a token just made.
type NewToken struct {
	TokenView
	Token string `json:"token,omitempty" doc:"To be sent as Bearer. Shown this once: a repeated request is answered without it."`
}

func tokenView(t *token) TokenView {
	roles := t.Roles
	if roles == nil {
		roles = []string{}
	}
	return TokenView{t.ID, t.Name, t.Person, t.Service, roles, Instant(t.CreatedAt), t.CreatedBy, Instant(t.ExpiresAt)}
}

type createTokenInput struct {
	IdempotencyKey
	Body struct {
		Name    string   `json:"name,omitempty" maxLength:"100"`
		Person  string   `json:"person,omitempty" maxLength:"64" doc:"A person of the organisation; or"`
		Service string   `json:"service,omitempty" maxLength:"64" pattern:"^[a-z][a-z0-9-]*$" doc:"a program."`
		Roles   []string `json:"roles,omitempty" enum:"staff,lead,manager,analyst,admin,auditor,worker" maxItems:"7"`
		Days    int      `json:"days,omitempty" minimum:"1" maximum:"730" doc:"Until it expires; without it, never."`
	}
}

func (s *server) createToken(ctx context.Context, in *createTokenInput) (*answer[NewToken], error) {
	c, b := callOf(ctx), &in.Body
	switch {
	case (b.Person == "") == (b.Service == ""):
		return nil, errField("body.person", "one_of", "names", "person, service")
	case b.Person != "" && s.world().Org.Person(b.Person) == nil:
		return nil, errField("body.person", "unknown")
	case b.Service != "" && len(b.Roles) == 0:
		return nil, errField("body.roles", "required")
	}
	spec := TokenSpec{Name: b.Name, Person: b.Person, Service: b.Service, Roles: b.Roles, By: c.actor.ID, Expires: time.Duration(b.Days) * 24 * time.Hour}
	t, text := mint(spec, s.now())
	out := &answer[NewToken]{Status: http.StatusCreated, Location: prefix + "/tokens/" + t.ID, Body: NewToken{TokenView: tokenView(t)}}
	req, err := withAnswer(s.request(c), out)
	if err != nil {
		return nil, err
	}
	if err := putToken(ctx, s.Runner, t, req); err != nil {
		return orFirst[NewToken](err)
	}
	out.Body.Token = text
	return out, nil
}

// withAnswer gives a request of a document the answer to be stored with it.
func withAnswer[T any](req store.Request, a *answer[T]) (store.Request, error) {
	if req.Key == "" {
		return req, nil
	}
	var err error
	req.Answer, err = a.bytes()
	return req, err
}

// orFirst gives the stored answer where an error says that the request was made before.
func orFirst[T any](err error) (*answer[T], error) {
	if first, ok := duplicate(err); ok {
		return replay[T](first)
	}
	return nil, err
}

type listTokensOutput struct{ Body Page[TokenView] }

func (s *server) listTokens(ctx context.Context, in *ListInput) (*listTokensOutput, error) {
	docs, err := s.Runner.Store().Documents(ctx, kindToken)
	if err != nil {
		return nil, err
	}
	out := &listTokensOutput{}
	out.Body, err = pageOf(s, ctx, in, "", docs, func(d *store.Document) (TokenView, error) {
		t, err := readToken(d)
		return tokenView(&t), err
	})
	return out, err
}

// pageOf is one page of documents, in the order of their ids.
func pageOf[T any](s *server, ctx context.Context, in *ListInput, find string, docs []store.Document, view func(*store.Document) (T, error)) (Page[T], error) {
	c := callOf(ctx)
	page := Page[T]{Items: []T{}, AsOf: s.asOf()}
	after, filter := "", filterOf(c.route, c.actor.ID, find)
	if err := s.cursors.open(in.Cursor, filter, &after); err != nil {
		return page, err
	}
	docs = slices.DeleteFunc(slices.Clone(docs), func(d store.Document) bool { return d.Deleted || d.ID <= after })
	slices.SortFunc(docs, func(a, b store.Document) int { return strings.Compare(a.ID, b.ID) })
	if len(docs) > in.Limit {
		docs = docs[:in.Limit]
		page.NextCursor = s.cursors.seal(filter, docs[len(docs)-1].ID)
	}
	for i := range docs {
		v, err := view(&docs[i])
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, v)
	}
	return page, nil
}

type tokenInput struct {
	Token string `path:"token" maxLength:"64"`
}

// revokeToken is felt at once here, within a second on other nodes.
func (s *server) revokeToken(ctx context.Context, in *tokenInput) (*struct{}, error) {
	d, err := s.document(ctx, kindToken, in.Token)
	if err != nil {
		return nil, err
	}
	gone := store.Document{Kind: kindToken, ID: in.Token, Expect: d.Version, Deleted: true, By: callOf(ctx).actor.ID}
	if err := s.put(ctx, gone); err != nil {
		return nil, err
	}
	s.tokens.forget(kindToken, in.Token)
	return nil, nil
}
