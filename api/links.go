package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

func (s *server) linkRoutes() {
	handle(s, operation("list-links", http.MethodGet, "/instances/{instance}/links", "Customer links of a case"), s.listLinks)
	handleOnce(s, created(operation("create-link", http.MethodPost, "/instances/{instance}/links", "Make a link for the customer of a case; its token is shown once", 422)), s.createLink)
	handle(s, operation("revoke-link", http.MethodDelete, "/instances/{instance}/links/{link}", "Revoke a customer link"), s.revokeLink)
}

// caseLinks is the body of a link document: every link of one case.
type caseLinks struct {
	Links []token `json:"links"`
}

func readLinks(d *store.Document) (l caseLinks, err error) {
	if err = json.Unmarshal(d.Body, &l); err != nil {
		err = fmt.Errorf("api: links of %s: %w", d.ID, err)
	}
	return l, err
}

// Link is a customer's way to one case.
type Link struct {
	ID        string  `json:"id"`
	Customer  string  `json:"customer"`
	CreatedAt Instant `json:"createdAt"`
	CreatedBy string  `json:"createdBy"`
	ExpiresAt Instant `json:"expiresAt"`
	Token     string  `json:"token,omitempty" doc:"To be sent as Bearer. Shown this once: a repeated request is answered without it."`
}

func linkView(t *token) Link {
	return Link{ID: t.ID, Customer: t.Customer, CreatedAt: Instant(t.CreatedAt), CreatedBy: t.CreatedBy, ExpiresAt: Instant(t.ExpiresAt)}
}

type listLinksOutput struct{ Body Page[Link] }

func (s *server) listLinks(ctx context.Context, in *InstanceInput) (*listLinksOutput, error) {
	state, err := s.loadCase(ctx, in.Instance)
	if err != nil {
		return nil, err
	}
	links, _, err := s.linksOf(ctx, state.ID)
	if err != nil {
		return nil, err
	}
	out := &listLinksOutput{Page[Link]{Items: []Link{}, AsOf: s.asOf()}}
	for i := range links.Links {
		out.Body.Items = append(out.Body.Items, linkView(&links.Links[i]))
	}
	return out, nil
}

func (s *server) linksOf(ctx context.Context, instance string) (l caseLinks, version int64, err error) {
	d, err := s.Runner.Store().Document(ctx, kindLink, instance)
	if errors.Is(err, store.ErrNotFound) {
		return l, 0, nil
	}
	if err != nil {
		return l, 0, err
	}
	l, err = readLinks(&d)
	return l, d.Version, err
}

// Limits of customer links.
const (
	linkDays = 30 // unless asked for otherwise
	maxLinks = 20 // a case
)

type createLinkInput struct {
	InstanceInput
	IdempotencyKey
	Body *NewLink
}

// NewLink says what a link is for; the body may be left out.
type NewLink struct {
	Customer string `json:"customer,omitempty" maxLength:"64" doc:"Whom it is for; without it the case's customer."`
	Days     int    `json:"days,omitempty" minimum:"1" maximum:"366" doc:"Until it expires; 30 unless given."`
}

func (s *server) createLink(ctx context.Context, in *createLinkInput) (*answer[Link], error) {
	state, err := s.loadCase(ctx, in.Instance)
	if err != nil {
		return nil, err
	}
	wish := NewLink{}
	if in.Body != nil {
		wish = *in.Body
	}
	if wish.Days == 0 {
		wish.Days = linkDays
	}
	who, err := linkFor(state, wish.Customer)
	if err != nil {
		return nil, err
	}
	c, now := callOf(ctx), s.now()
	id, secret, hash := newSecret()
	t := token{
		ID: id, Secret: hash, Instance: state.ID, Customer: who, CreatedAt: engine.Millis(now.UnixMilli()), CreatedBy: c.actor.ID,
		ExpiresAt: engine.Millis(now.AddDate(0, 0, wish.Days).UnixMilli()),
	}
	out := &answer[Link]{Status: http.StatusCreated, Body: linkView(&t)}
	req, err := withAnswer(s.request(c), out)
	if err != nil {
		return nil, err
	}
	err = s.changeLinks(ctx, state.ID, req, func(l *caseLinks) error {
		l.Links = slices.DeleteFunc(l.Links, func(t token) bool { return t.expired(now) })
		if len(l.Links) >= maxLinks {
			return errCode("link.too_many")
		}
		l.Links = append(l.Links, t)
		return nil
	})
	if err != nil {
		return orFirst[Link](err)
	}
	out.Body.Token = "lnl_" + state.ID + "_" + secret
	return out, nil
}

// linkFor is whom a link is for: somebody the case names, or who started it.
func linkFor(in *engine.Instance, asked string) (string, error) {
	names := []string{in.Starter}
	for i, customer := range in.Customers {
		names = slices.Insert(names, i, customer.ID)
	}
	for i := range in.Tasks {
		if in.Tasks[i].Customer != "" {
			names = append(names, in.Tasks[i].Customer)
		}
	}
	if asked == "" {
		return names[0], nil
	}
	if !slices.Contains(names, asked) {
		return "", errField("body.customer", "unknown")
	}
	return asked, nil
}

type linkInput struct {
	InstanceInput
	Link string `path:"link" maxLength:"32"`
}

func (s *server) revokeLink(ctx context.Context, in *linkInput) (*struct{}, error) {
	state, err := s.loadCase(ctx, in.Instance)
	if err != nil {
		return nil, err
	}
	return nil, s.changeLinks(ctx, state.ID, store.Request{}, func(l *caseLinks) error {
		at := slices.IndexFunc(l.Links, func(t token) bool { return t.ID == in.Link })
		if at < 0 {
			return errCode("not_found")
		}
		l.Links = slices.Delete(l.Links, at, at+1)
		return nil
	})
}

// linkTries bounds how often a change of a case's links is repeated because
// somebody else changed them.
const linkTries = 5

func (s *server) changeLinks(ctx context.Context, instance string, req store.Request, change func(*caseLinks) error) error {
	for try := 1; ; try++ {
		links, version, err := s.linksOf(ctx, instance)
		if err != nil {
			return err
		}
		if err := change(&links); err != nil {
			return err
		}
		body, err := json.Marshal(links)
		if err != nil {
			return err
		}
		d := store.Document{Kind: kindLink, ID: instance, Expect: version, Body: body, By: callOf(ctx).actor.ID}
		_, err = s.Runner.Put(ctx, d, req)
		s.tokens.forget(kindLink, instance)
		if !errors.Is(err, store.ErrConflict) || try == linkTries {
			return err
		}
	}
}
