package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

func (s *server) customerRoutes() {
	handle(s, operation("list-customers", http.MethodGet, "/customers", "Customers, by id", 422), s.listCustomers)
	handle(s, operation("get-customer", http.MethodGet, "/customers/{customer}", "A customer", 304), s.getCustomer)
	handle(s, operation("put-customer", http.MethodPut, "/customers/{customer}", "Make or replace a customer", 410, 412, 422, 428), s.putCustomer)
	handle(s, operation("import-customers", http.MethodPost, "/customers/import", "Make or replace customers from YAML", 422), s.importCustomers)
	handle(s, operation("erase-customer", http.MethodPost, "/customers/{customer}/erase", "Destroy the key of a customer's personal data, for ever"), s.eraseCustomer)
}

// CustomerView is somebody we serve.
type CustomerView struct {
	ID       string        `json:"id"`
	ETag     string        `json:"etag"`
	Name     string        `json:"name"`
	Also     []string      `json:"also"`
	Contacts []org.Contact `json:"contacts"`
	Type     string        `json:"type,omitempty"`
	Tier     string        `json:"tier,omitempty"`
	Zone     string        `json:"zone,omitempty"`
	Lang     string        `json:"lang,omitempty"`
	Marks    []string      `json:"marks"`
	Erased   bool          `json:"erased,omitempty" doc:"The personal data were destroyed."`
}

func customerView(c *storedCustomer, version int64) CustomerView {
	v := CustomerView{
		ID: c.ID, ETag: etag(version), Name: c.Name, Also: c.Also, Contacts: c.Contacts, Type: c.Type, Tier: c.Tier,
		Zone: c.Zone, Lang: c.Lang, Marks: c.Marks, Erased: c.Erased,
	}
	if v.Also == nil {
		v.Also = []string{}
	}
	if v.Contacts == nil {
		v.Contacts = []org.Contact{}
	}
	if v.Marks == nil {
		v.Marks = []string{}
	}
	return v
}

type listCustomersInput struct {
	ListInput
	Find string `query:"find" maxLength:"200" doc:"A whole telephone number, mail address, name or id."`
}

type listCustomersOutput struct{ Body Page[CustomerView] }

func (s *server) listCustomers(ctx context.Context, in *listCustomersInput) (*listCustomersOutput, error) {
	docs, err := s.Runner.Store().Documents(ctx, runner.KindCustomer)
	if err != nil {
		return nil, err
	}
	matches, err := s.customerMatcher(ctx, in.Find)
	if err != nil {
		return nil, err
	}
	docs = slices.DeleteFunc(slices.Clone(docs), func(d store.Document) bool { return !matches(&d) })
	out := &listCustomersOutput{}
	out.Body, err = pageOf(s, ctx, &in.ListInput, in.Find, docs, func(d *store.Document) (CustomerView, error) {
		c, err := s.readCustomer(ctx, d)
		if err != nil {
			return CustomerView{}, err
		}
		return customerView(c, d.Version), nil
	})
	return out, err
}

type CustomerInput struct {
	Customer string `path:"customer" maxLength:"64" example:"c-1001"`
}

type getCustomerInput struct {
	CustomerInput
	IfNoneMatch
}

type customerOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   CustomerView
}

func (s *server) getCustomer(ctx context.Context, in *getCustomerInput) (*customerOutput, error) {
	d, err := s.document(ctx, runner.KindCustomer, in.Customer)
	if err != nil {
		return nil, err
	}
	if in.unchanged(d.Version) {
		return &customerOutput{Status: http.StatusNotModified, ETag: etag(d.Version)}, nil
	}
	c, err := s.readCustomer(ctx, d)
	if err != nil {
		return nil, err
	}
	return &customerOutput{http.StatusOK, etag(d.Version), customerView(c, d.Version)}, nil
}

// document returns the newest version of a document that is not deleted.
func (s *server) document(ctx context.Context, kind, id string) (*store.Document, error) {
	d, err := s.Runner.Store().Document(ctx, kind, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && d.Deleted {
		return nil, errCode("not_found")
	}
	return &d, err
}

// replaced returns the version a PUT replaces, 0 for a new document. A document
// that is there needs If-Match; one that is not must not have it.
func (s *server) replaced(ctx context.Context, kind, id string, match IfMatch) (int64, error) {
	d, err := s.Runner.Store().Document(ctx, kind, id)
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return 0, err
	case err != nil || d.Deleted:
		if match.Tag != "" {
			return 0, errCode("precondition.stale")
		}
		return d.Version, nil
	}
	return d.Version, match.check(d.Version)
}

// put writes a document. A version that moved in between is a stale precondition.
func (s *server) put(ctx context.Context, d store.Document) error {
	_, err := s.Runner.Put(ctx, d, store.Request{})
	if errors.Is(err, store.ErrConflict) {
		return errCode("precondition.stale")
	}
	return err
}

// CustomerBody is a customer to be stored; the id is the address's.
type CustomerBody struct {
	Name     string        `json:"name" minLength:"1" maxLength:"200"`
	Also     []string      `json:"also,omitempty" maxItems:"10"`
	Contacts []org.Contact `json:"contacts,omitempty" maxItems:"20"`
	Type     string        `json:"type,omitempty" maxLength:"64"`
	Tier     string        `json:"tier,omitempty" maxLength:"64"`
	Zone     string        `json:"zone,omitempty" maxLength:"64"`
	Lang     string        `json:"lang,omitempty" enum:"zh,en"`
	Marks    []string      `json:"marks,omitempty" maxItems:"20"`
}

type putCustomerInput struct {
	CustomerInput
	IfMatch
	Body CustomerBody
}

func (s *server) putCustomer(ctx context.Context, in *putCustomerInput) (*customerOutput, error) {
	c, b := callOf(ctx), &in.Body
	customer := &org.Customer{
		ID: in.Customer, Name: b.Name, Also: b.Also, Contacts: b.Contacts, Type: b.Type, Tier: b.Tier, Zone: b.Zone, Lang: b.Lang, Marks: b.Marks,
	}
	if problems := customer.Check(); org.Refused(problems) {
		return nil, invalidOrganisation("customer.invalid", problems, c.lang)
	}
	expect, err := s.replaced(ctx, runner.KindCustomer, in.Customer, in.IfMatch)
	if err != nil {
		return nil, err
	}
	if err := s.storeCustomer(ctx, customer, expect); err != nil {
		return nil, err
	}
	status := http.StatusOK
	if expect == 0 {
		status = http.StatusCreated
	}
	return &customerOutput{status, etag(expect + 1), customerView(&storedCustomer{Customer: *customer}, expect+1)}, nil
}

func (s *server) storeCustomer(ctx context.Context, c *org.Customer, expect int64) error {
	d, err := CustomerDocument(ctx, s.Runner, c, callOf(ctx).actor.ID)
	if err != nil {
		return err
	}
	d.Expect = expect
	return s.put(ctx, d)
}

type importOutput struct{ Body Imported }

// Imported says what an import stored.
type Imported struct {
	People    int `json:"people"`
	Teams     int `json:"teams"`
	Customers int `json:"customers"`
}

// importCustomers checks the whole file before the first customer is stored.
func (s *server) importCustomers(ctx context.Context, in *sourceInput) (*importOutput, error) {
	c := callOf(ctx)
	file, problems := org.ParseYAML(fileName(in.Body.File), []byte(in.Body.Source))
	if org.Refused(problems) {
		return nil, invalidOrganisation("customer.invalid", problems, c.lang)
	}
	for i := range file.Customers {
		customer := &file.Customers[i]
		d, err := s.Runner.Store().Document(ctx, runner.KindCustomer, customer.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if err := s.storeCustomer(ctx, customer, d.Version); err != nil {
			return nil, err
		}
	}
	return &importOutput{Imported{Customers: len(file.Customers)}}, nil
}

// eraseCustomer destroys the key first: should the rest fail, nothing can be
// read any more, and erasing again finishes it.
func (s *server) eraseCustomer(ctx context.Context, in *CustomerInput) (*customerOutput, error) {
	d, err := s.document(ctx, runner.KindCustomer, in.Customer)
	if err != nil {
		return nil, err
	}
	if err := s.Runner.Erase(ctx, in.Customer); err != nil {
		return nil, err
	}
	gone := &storedCustomer{Customer: org.Customer{ID: in.Customer}, Erased: true}
	body, err := json.Marshal(gone)
	if err != nil {
		return nil, err
	}
	erased := store.Document{Kind: runner.KindCustomer, ID: in.Customer, Expect: d.Version, Body: body, By: callOf(ctx).actor.ID}
	if err := s.put(ctx, erased); err != nil {
		return nil, err
	}
	return &customerOutput{http.StatusOK, etag(d.Version + 1), customerView(gone, d.Version+1)}, nil
}
