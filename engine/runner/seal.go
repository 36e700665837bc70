package runner

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
)

// A sealed value is the JSON string
//
//	sealed:v1:<lookup hash>:<nonce and ciphertext>:<subject>
//
// AES-256-GCM under the subject's key; field name and subject are
// authenticated. The lookup hash lets a case be found by a value (a telephone
// number) without opening any: an HMAC of the normalised value under one key
// of this installation. Both parts are base64url without padding.
const sealVersion = definition.Sealed + "v1:"

// lookupSubject owns the key of lookup hashes; it is never erased.
const lookupSubject = "laneway:lookup"

// sealed is a sealed value taken apart.
type sealed struct {
	hash, box string
	subject   string
}

// isSealed reports whether a JSON value is a string that begins like a sealed
// one, however it is escaped.
func isSealed(value []byte) bool {
	if len(value) < len(definition.Sealed) {
		return false
	}
	if i := strings.IndexByte(string(value[:min(len(value), 64)]), '\\'); i < 0 && value[0] == '"' {
		return strings.HasPrefix(string(value[1:]), definition.Sealed)
	}
	var text string
	return json.Unmarshal(value, &text) == nil && strings.HasPrefix(text, definition.Sealed)
}

func parseSealed(value []byte) (s sealed, err error) {
	var text string
	if err := json.Unmarshal(value, &text); err != nil {
		return s, fmt.Errorf("sealed value: %w", err)
	}
	rest, ok := strings.CutPrefix(text, sealVersion)
	parts := strings.SplitN(rest, ":", 3)
	if !ok || len(parts) != 3 {
		return s, errors.New("sealed value: unknown form")
	}
	return sealed{parts[0], parts[1], parts[2]}, nil
}

// sealValue seals the canonical value of a field under the subject's key.
func (r *Runner) sealValue(ctx context.Context, f *definition.Field, subject string, canonical []byte) ([]byte, error) {
	key, err := r.key(ctx, subject)
	if err != nil {
		return nil, err
	}
	hash, err := r.LookupHash(ctx, f.Type, canonical)
	if err != nil {
		return nil, err
	}
	aead, err := sealer(key)
	if err != nil {
		return nil, err
	}
	box := make([]byte, aead.NonceSize(), aead.NonceSize()+len(canonical)+aead.Overhead())
	_, _ = rand.Read(box) // never fails: it ends the program instead
	box = aead.Seal(box, box, canonical, bound(f.Name, subject))
	return json.Marshal(sealVersion + hash + ":" + base64.RawURLEncoding.EncodeToString(box) + ":" + subject)
}

// Unseal returns the canonical JSON of a sealed personal value, or the value
// itself when it is not sealed; store.ErrErased after its key was destroyed.
// The datum's name must be the one it was sealed under.
func (r *Runner) Unseal(ctx context.Context, d definition.Datum) ([]byte, error) {
	if !isSealed(d.Value) {
		return d.Value, nil
	}
	s, err := parseSealed(d.Value)
	if err != nil {
		return nil, err
	}
	key, err := r.store.Key(ctx, s.subject)
	if errors.Is(err, store.ErrNotFound) {
		return nil, store.ErrErased
	}
	if err != nil {
		return nil, err
	}
	box, err := base64.RawURLEncoding.DecodeString(s.box)
	if err != nil {
		return nil, fmt.Errorf("sealed value of %s: %w", d.Name, err)
	}
	aead, err := sealer(key)
	if err != nil {
		return nil, err
	}
	if len(box) < aead.NonceSize() {
		return nil, fmt.Errorf("sealed value of %s: too short", d.Name)
	}
	nonce, text := box[:aead.NonceSize()], box[aead.NonceSize():]
	value, err := aead.Open(nil, nonce, text, bound(d.Name, s.subject))
	if err != nil {
		return nil, fmt.Errorf("sealed value of %s: %w", d.Name, err)
	}
	return value, nil
}

// Erase destroys the key of a subject: a customer's id, or "case:<instance>".
// Values sealed under it read as erased from then on.
func (r *Runner) Erase(ctx context.Context, subject string) error {
	if subject == lookupSubject {
		return fmt.Errorf("%q is not a subject", subject)
	}
	return r.store.DestroyKey(ctx, subject)
}

// LookupHash is what the sealed value of a field of that type carries, so that
// cases can be found by a value.
func (r *Runner) LookupHash(ctx context.Context, kind definition.FieldType, canonical []byte) (string, error) {
	key, err := r.key(ctx, lookupSubject)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(kind + ":" + definition.FieldType(normal(kind, canonical))))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16]), nil
}

// normal brings a value into the form in which two ways to write it are equal.
func normal(kind definition.FieldType, canonical []byte) string {
	var text string
	if json.Unmarshal(canonical, &text) != nil {
		return string(canonical)
	}
	if kind != definition.TypePhone {
		return strings.ToLower(strings.Join(strings.Fields(text), " "))
	}
	digits := strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, text)
	digits = strings.TrimPrefix(digits, "00")
	if len(digits) == 13 {
		digits = strings.TrimPrefix(digits, "86") // +86 before a Chinese mobile number
	}
	return digits
}

// key returns a subject's key and makes one for a new subject.
func (r *Runner) key(ctx context.Context, subject string) ([]byte, error) {
	key, err := r.store.Key(ctx, subject)
	if !errors.Is(err, store.ErrNotFound) {
		return key, err
	}
	made := make([]byte, 32)
	_, _ = rand.Read(made) // never fails: it ends the program instead
	key, err = r.store.CreateKey(ctx, subject, made)
	if errors.Is(err, store.ErrErased) {
		return nil, refuse("personal.erased", "the personal data of %s were erased", subject)
	}
	return key, err
}

func sealer(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func bound(name, subject string) []byte { return []byte(name + "\x00" + subject) }

// Subject is whose key the personal values of a case are sealed under: the
// first customer it names, or the case itself.
func Subject(in *engine.Instance) string {
	if len(in.Customers) > 0 && in.Customers[0].ID != "" {
		return in.Customers[0].ID
	}
	return caseSubject(in.ID)
}

func caseSubject(instance string) string { return "case:" + instance }
