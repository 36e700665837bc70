package runner

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/laneway-flow/laneway/engine/store"
)

// Webhook is the body of a document of kind "webhook".
type Webhook struct {
	URL string `json:"url"`
	// Events are kinds such as "task.opened", or "task.*"; empty: all of them.
	Events []string `json:"events,omitempty"`
	// Secrets sign every delivery; several while one replaces another. Each is
	// "whsec_" and base64 of at least 24 bytes (Standard Webhooks).
	Secrets  []string `json:"secrets"`
	Disabled bool     `json:"disabled,omitempty"`
}

// hook is a webhook ready for use.
type hook struct {
	Webhook
	id     string
	source string
	keys   [][]byte
}

// Limits of an outbound request.
const (
	webhookTimeout = 10 * time.Second
	webhookAnswer  = 1 << 20
	minSecret      = 24
)

func parseWebhook(id string, body []byte) (*hook, error) {
	h := &hook{id: id}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&h.Webhook); err != nil {
		return nil, fmt.Errorf("webhook: %w", err)
	}
	if id == effectText || id == effectNotice || id == effectMessage || id == effectResolve || strings.Contains(id, "/") {
		return nil, fmt.Errorf("webhook: id %q is reserved", id)
	}
	u, err := url.Parse(h.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return nil, errors.New("webhook: url must be http or https with a host and no password")
	}
	if len(h.Secrets) == 0 {
		return nil, errors.New("webhook: wants at least one secret")
	}
	for _, secret := range h.Secrets {
		text, ok := strings.CutPrefix(secret, "whsec_")
		key, err := base64.StdEncoding.DecodeString(text)
		if !ok || err != nil || len(key) < minSecret {
			return nil, fmt.Errorf("webhook: a secret is whsec_ and base64 of at least %d bytes", minSecret)
		}
		h.keys = append(h.keys, key)
	}
	return h, nil
}

func (h *hook) wants(kind string) bool {
	if h.Disabled {
		return false
	}
	return len(h.Events) == 0 || slices.ContainsFunc(h.Events, func(wanted string) bool {
		family, all := strings.CutSuffix(wanted, "*")
		return wanted == kind || all && strings.HasPrefix(kind, family)
	})
}

// sign gives the headers of Standard Webhooks
// (https://github.com/standard-webhooks/standard-webhooks, v1 signatures).
func (h *hook) sign(header http.Header, id string, at time.Time, body []byte) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	signatures := make([]string, len(h.keys))
	for i, key := range h.keys {
		mac := hmac.New(sha256.New, key)
		_, _ = io.WriteString(mac, id+"."+stamp+".")
		_, _ = mac.Write(body)
		signatures[i] = "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	}
	header.Set("webhook-id", id)
	header.Set("webhook-timestamp", stamp)
	header.Set("webhook-signature", strings.Join(signatures, " "))
}

// deliverWebhook posts a CloudEvent to its webhook. A webhook that is gone or
// disabled has nothing to receive.
func (d *delivery) deliverWebhook(ctx context.Context, e *store.Effect) (string, error) {
	hooks := d.runner.snapshot.Load().webhooks
	i := slices.IndexFunc(hooks, func(h *hook) bool { return h.id == e.Target })
	if i < 0 || hooks[i].Disabled {
		return "webhook is gone or disabled", nil
	}
	ctx, cancel := context.WithTimeout(ctx, webhookTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, hooks[i].URL, bytes.NewReader(e.Payload))
	if err != nil {
		return "", final(err)
	}
	request.Header.Set("Content-Type", "application/cloudevents+json; charset=utf-8")
	request.Header.Set("User-Agent", "laneway")
	id := strings.TrimSuffix(e.ID, "/"+e.Target) // the CloudEvents id: the same for every webhook and retry
	hooks[i].sign(request.Header, id, d.runner.clock.Now(), e.Payload)
	response, err := d.client.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	// What it answers is not used; reading a little lets the connection live on.
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, webhookAnswer))
	switch {
	case response.StatusCode >= 200 && response.StatusCode < 300:
		return response.Status, nil
	case response.StatusCode == http.StatusGone:
		return "", final(errors.New(response.Status))
	default:
		return "", errors.New(response.Status)
	}
}
