package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

// storedCustomer is the body of a customer document: an org.Customer whose
// names and contacts are sealed under the customer's key, so that destroying
// the key erases them from every version of the document.
type storedCustomer struct {
	org.Customer
	Erased bool `json:"erased,omitempty"`
}

// The names under which the parts of a customer are sealed.
const (
	sealedName    = "customer.name"
	sealedContact = "customer.contact"
	sealedAbout   = "customer.about"
)

// CustomerDocument is the document in which a customer is stored, with the
// personal parts sealed.
func CustomerDocument(ctx context.Context, r *runner.Runner, c *org.Customer, by string) (store.Document, error) {
	sealed := *c
	sealed.Also = append([]string(nil), c.Also...)
	sealed.Contacts = append([]org.Contact(nil), c.Contacts...)
	err := eachPersonal(&sealed, func(part string, kind definition.FieldType, text *string) error {
		plain, err := json.Marshal(*text)
		if err != nil {
			return err
		}
		box, err := r.Seal(ctx, c.ID, part, kind, plain)
		if err != nil {
			return err
		}
		return json.Unmarshal(box, text)
	})
	if err != nil {
		return store.Document{}, err
	}
	body, err := json.Marshal(storedCustomer{Customer: sealed})
	return store.Document{Kind: runner.KindCustomer, ID: c.ID, Body: body, By: by}, err
}

// readCustomer opens a stored customer. What was erased stays away.
func (s *server) readCustomer(ctx context.Context, d *store.Document) (*storedCustomer, error) {
	var c storedCustomer
	if err := json.Unmarshal(d.Body, &c); err != nil {
		return nil, fmt.Errorf("api: customer %s: %w", d.ID, err)
	}
	err := eachPersonal(&c.Customer, func(part string, _ definition.FieldType, text *string) error {
		if !strings.HasPrefix(*text, definition.Sealed) {
			return nil
		}
		box, err := json.Marshal(*text)
		if err != nil {
			return err
		}
		plain, err := s.Runner.Unseal(ctx, definition.Datum{Name: part, Value: box})
		if err != nil {
			return err
		}
		return json.Unmarshal(plain, text)
	})
	if errors.Is(err, store.ErrErased) {
		return &storedCustomer{Customer: org.Customer{ID: d.ID}, Erased: true}, nil
	}
	return &c, err
}

// eachPersonal visits every personal part of a customer.
func eachPersonal(c *org.Customer, visit func(part string, kind definition.FieldType, text *string) error) error {
	if err := some(&c.Name, sealedName, definition.TypeText, visit); err != nil {
		return err
	}
	for i := range c.Also {
		if err := some(&c.Also[i], sealedName, definition.TypeText, visit); err != nil {
			return err
		}
	}
	for i := range c.Contacts {
		contact := &c.Contacts[i]
		if err := some(&contact.Value, sealedContact, contactType(contact.Kind), visit); err != nil {
			return err
		}
		if err := some(&contact.About, sealedAbout, definition.TypeText, visit); err != nil {
			return err
		}
	}
	return nil
}

func some(text *string, part string, kind definition.FieldType, visit func(string, definition.FieldType, *string) error) error {
	if *text == "" {
		return nil
	}
	return visit(part, kind, text)
}

// contactType is the field type whose lookup hash a contact carries.
func contactType(kind string) definition.FieldType {
	switch kind {
	case "phone":
		return definition.TypePhone
	case "mail":
		return definition.TypeMail
	}
	return definition.TypeText
}

// customerMatcher finds customers by a contact or name without opening any:
// sealed values carry a keyed hash of their normalised text.
func (s *server) customerMatcher(ctx context.Context, text string) (func(*store.Document) bool, error) {
	if text == "" {
		return func(*store.Document) bool { return true }, nil
	}
	plain, err := json.Marshal(text)
	if err != nil {
		return nil, err
	}
	var marks []string
	for _, kind := range []definition.FieldType{definition.TypePhone, definition.TypeMail, definition.TypeText} {
		hash, err := s.Runner.LookupHash(ctx, kind, plain)
		if err != nil {
			return nil, err
		}
		marks = append(marks, ":"+hash+":")
	}
	return func(d *store.Document) bool {
		if d.ID == text {
			return true
		}
		for _, mark := range marks {
			if strings.Contains(string(d.Body), mark) {
				return true
			}
		}
		return false
	}, nil
}
