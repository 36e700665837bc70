package api

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

func (s *server) webhookRoutes() {
	handle(s, operation("list-webhooks", http.MethodGet, "/webhooks", "Webhooks, without their secrets", 422), s.listWebhooks)
	handle(s, operation("get-webhook", http.MethodGet, "/webhooks/{webhook}", "A webhook", 304), s.getWebhook)
	handle(s, operation("put-webhook", http.MethodPut, "/webhooks/{webhook}", "Make or change a webhook; a new one's secret is shown once", 412, 422, 428), s.putWebhook)
	handle(s, operation("delete-webhook", http.MethodDelete, "/webhooks/{webhook}", "Delete a webhook"), s.deleteWebhook)
	handle(s, operation("rotate-webhook-secret", http.MethodPost, "/webhooks/{webhook}/secrets", "Make a new secret; the one before signs too until told otherwise"), s.rotateSecret)
}

// WebhookView is a place that is told of events.
type WebhookView struct {
	ID       string   `json:"id"`
	ETag     string   `json:"etag"`
	URL      string   `json:"url"`
	Events   []string `json:"events" doc:"Empty: all."`
	Disabled bool     `json:"disabled"`
	Secrets  int      `json:"secrets" doc:"How many sign: two while one replaces the other."`
	Secret   string   `json:"secret,omitempty" doc:"The new secret; shown this once."`
}

func webhookView(d *store.Document) (v WebhookView, w runner.Webhook, err error) {
	if err = json.Unmarshal(d.Body, &w); err != nil {
		return v, w, fmt.Errorf("api: webhook %s: %w", d.ID, err)
	}
	v = WebhookView{ID: d.ID, ETag: etag(d.Version), URL: w.URL, Events: w.Events, Disabled: w.Disabled, Secrets: len(w.Secrets)}
	if v.Events == nil {
		v.Events = []string{}
	}
	return v, w, nil
}

type listWebhooksOutput struct{ Body Page[WebhookView] }

func (s *server) listWebhooks(ctx context.Context, in *ListInput) (*listWebhooksOutput, error) {
	docs, err := s.Runner.Store().Documents(ctx, runner.KindWebhook)
	if err != nil {
		return nil, err
	}
	out := &listWebhooksOutput{}
	out.Body, err = pageOf(s, ctx, in, "", docs, func(d *store.Document) (WebhookView, error) {
		v, _, err := webhookView(d)
		return v, err
	})
	return out, err
}

type WebhookInput struct {
	Webhook string `path:"webhook" maxLength:"64" pattern:"^[a-z][a-z0-9-]*$"`
}

type getWebhookInput struct {
	WebhookInput
	IfNoneMatch
}

type webhookOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   WebhookView
}

func (s *server) getWebhook(ctx context.Context, in *getWebhookInput) (*webhookOutput, error) {
	d, err := s.document(ctx, runner.KindWebhook, in.Webhook)
	if err != nil {
		return nil, err
	}
	if in.unchanged(d.Version) {
		return &webhookOutput{Status: http.StatusNotModified, ETag: etag(d.Version)}, nil
	}
	v, _, err := webhookView(d)
	return &webhookOutput{http.StatusOK, v.ETag, v}, err
}

type putWebhookInput struct {
	WebhookInput
	IfMatch
	Body struct {
		URL      string   `json:"url" minLength:"8" maxLength:"2000"`
		Events   []string `json:"events,omitempty" maxItems:"50" doc:"Kinds such as task.opened or task.*; empty: all."`
		Disabled bool     `json:"disabled,omitempty"`
	}
}

func (s *server) putWebhook(ctx context.Context, in *putWebhookInput) (*webhookOutput, error) {
	expect, err := s.replaced(ctx, runner.KindWebhook, in.Webhook, in.IfMatch)
	if err != nil {
		return nil, err
	}
	w := runner.Webhook{URL: in.Body.URL, Events: in.Body.Events, Disabled: in.Body.Disabled}
	fresh := ""
	if in.Tag == "" { // a new one
		fresh = newWebhookSecret()
		w.Secrets = []string{fresh}
	} else {
		d, err := s.document(ctx, runner.KindWebhook, in.Webhook)
		if err != nil {
			return nil, err
		}
		_, before, err := webhookView(d)
		if err != nil {
			return nil, err
		}
		w.Secrets = before.Secrets
	}
	return s.storeWebhook(ctx, in.Webhook, expect, w, fresh)
}

func (s *server) storeWebhook(ctx context.Context, id string, expect int64, w runner.Webhook, fresh string) (*webhookOutput, error) {
	body, err := json.Marshal(w)
	if err != nil {
		return nil, err
	}
	d := store.Document{Kind: runner.KindWebhook, ID: id, Expect: expect, Body: body, By: callOf(ctx).actor.ID}
	if err := s.put(ctx, d); err != nil {
		return nil, err
	}
	d.Version = expect + 1
	v, _, err := webhookView(&d)
	v.Secret = fresh
	return &webhookOutput{http.StatusOK, v.ETag, v}, err
}

// newWebhookSecret is a secret of Standard Webhooks.
func newWebhookSecret() string {
	key := make([]byte, 32)
	rand.Read(key)
	return "whsec_" + base64.StdEncoding.EncodeToString(key)
}

func (s *server) deleteWebhook(ctx context.Context, in *WebhookInput) (*struct{}, error) {
	d, err := s.document(ctx, runner.KindWebhook, in.Webhook)
	if err != nil {
		return nil, err
	}
	gone := store.Document{Kind: runner.KindWebhook, ID: in.Webhook, Expect: d.Version, Deleted: true, By: callOf(ctx).actor.ID}
	return nil, s.put(ctx, gone)
}

type rotateInput struct {
	WebhookInput
	Body *RotateSecret
}

// RotateSecret says what becomes of the old secret; the body may be left out.
type RotateSecret struct {
	Retire bool `json:"retire,omitempty" doc:"Only the new secret signs from now on."`
}

// rotateSecret makes the new secret the first of at most two. Called twice by
// mistake it makes two new ones, which loses the receiver nothing: the answer
// names the one that signs first.
func (s *server) rotateSecret(ctx context.Context, in *rotateInput) (*webhookOutput, error) {
	d, err := s.document(ctx, runner.KindWebhook, in.Webhook)
	if err != nil {
		return nil, err
	}
	_, w, err := webhookView(d)
	if err != nil {
		return nil, err
	}
	fresh := newWebhookSecret()
	keep := w.Secrets[:min(1, len(w.Secrets))]
	if in.Body != nil && in.Body.Retire {
		keep = nil
	}
	w.Secrets = append([]string{fresh}, keep...)
	return s.storeWebhook(ctx, in.Webhook, d.Version, w, fresh)
}
