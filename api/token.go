package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

// The document kinds of this package. An API token is a document of its own;
// the links of a case are one document under the case's number.
const (
	kindToken = runner.KindToken
	kindLink  = "link"
)

// token is an API token or customer link as it is stored: the secret itself
// is known to its holder only.
type token struct {
	ID        string        `json:"id"`
	Name      string        `json:"name,omitempty"`
	Secret    string        `json:"secret"` // SHA-256 in hexadecimal
	Person    string        `json:"person,omitempty"`
	Service   string        `json:"service,omitempty"`
	Roles     []string      `json:"roles,omitempty"` // of a person: narrows the person's roles
	CreatedAt engine.Millis `json:"createdAt"`
	CreatedBy string        `json:"createdBy,omitempty"`
	ExpiresAt engine.Millis `json:"expiresAt,omitempty"` // 0: never
	// Instance and Customer are set on links: the one case, and whom it is for.
	Instance string `json:"instance,omitempty"`
	Customer string `json:"customer,omitempty"`
}

func (t *token) link() bool { return t.Instance != "" }

func (t *token) expired(at time.Time) bool {
	return t.ExpiresAt != 0 && int64(t.ExpiresAt) <= at.UnixMilli()
}

// A token reads `lnw_<16 characters of id>_<43 characters of secret>`, a link
// `lnl_<number of the case>_<secret>`. The prefix lets scanners of leaked
// secrets find them.
const (
	idLength     = 16
	secretLength = 43
	tokenLength  = len("lnw_") + idLength + 1 + secretLength
)

var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// newSecret returns a fresh id, 256 bits of secret and its hash.
func newSecret() (id, secret, hash string) {
	b := make([]byte, 10+32)
	rand.Read(b)
	secret = base64.RawURLEncoding.EncodeToString(b[10:])
	return idEncoding.EncodeToString(b[:10]), secret, hashSecret(secret)
}

func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// parseToken takes a presented token apart.
func parseToken(text string) (kind, id, secret string, ok bool) {
	if len(text) != tokenLength || text[4+idLength] != '_' {
		return "", "", "", false
	}
	switch text[:4] {
	case "lnw_":
		kind = kindToken
	case "lnl_":
		kind = kindLink
	default:
		return "", "", "", false
	}
	return kind, text[4 : 4+idLength], text[4+idLength+1:], true
}

func readToken(d *store.Document) (t token, err error) {
	if err = json.Unmarshal(d.Body, &t); err != nil {
		err = fmt.Errorf("api: token %s: %w", d.ID, err)
	}
	return t, err
}

func (t *token) matches(secret string) bool {
	sum := sha256.Sum256([]byte(secret))
	var hash [2 * sha256.Size]byte
	hex.Encode(hash[:], sum[:])
	return subtle.ConstantTimeCompare(hash[:], []byte(t.Secret)) == 1
}

// TokenSpec says what a new API token is for: a person of the organisation or
// a service, never both.
type TokenSpec struct {
	Name    string
	Person  string
	Service string
	Roles   []string // of a person: narrows the roles the person has; empty: all of them
	Expires time.Duration
	By      string // who makes it
}

// CreateToken stores a new API token and returns the text to be presented.
// That text cannot be had again.
func CreateToken(ctx context.Context, r *runner.Runner, spec TokenSpec, at time.Time) (string, error) {
	t, text := mint(spec, at)
	if err := putToken(ctx, r, t, store.Request{}); err != nil {
		return "", err
	}
	return text, nil
}

func mint(spec TokenSpec, at time.Time) (t *token, text string) {
	id, secret, hash := newSecret()
	t = &token{
		ID: id, Name: spec.Name, Secret: hash, Person: spec.Person, Service: spec.Service, Roles: spec.Roles,
		CreatedAt: engine.Millis(at.UnixMilli()), CreatedBy: spec.By,
	}
	if spec.Expires > 0 {
		t.ExpiresAt = engine.Millis(at.Add(spec.Expires).UnixMilli())
	}
	return t, "lnw_" + id + "_" + secret
}

func putToken(ctx context.Context, r *runner.Runner, t *token, req store.Request) error {
	body, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("api: token %s: %w", t.ID, err)
	}
	doc := store.Document{Kind: kindToken, ID: t.ID, Body: body, At: t.CreatedAt, By: t.CreatedBy}
	if _, err := r.Put(ctx, doc, req); err != nil {
		return fmt.Errorf("api: token %s: %w", t.ID, err)
	}
	return nil
}

// Bootstrap makes the first admin token of an empty store and returns its text,
// for the log of the first start. When any token exists it returns "".
func Bootstrap(ctx context.Context, r *runner.Runner, at time.Time) (string, error) {
	docs, err := r.Store().Documents(ctx, kindToken)
	if err != nil {
		return "", fmt.Errorf("api: bootstrap: %w", err)
	}
	if len(docs) > 0 {
		return "", nil
	}
	return CreateToken(ctx, r, TokenSpec{Name: "bootstrap", Service: "admin", Roles: []string{"admin"}, By: "bootstrap"}, at)
}

// tokenInHeader takes the bearer token out of an Authorization header.
func tokenInHeader(header string) (string, bool) {
	scheme, text, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	return strings.TrimSpace(text), true
}
