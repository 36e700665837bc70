package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

func (s *server) absenceRoutes() {
	handle(s, operation("list-absences", http.MethodGet, "/absences", "Who is away, and who stands in", 422), s.listAbsences)
	handle(s, operation("get-absences", http.MethodGet, "/absences/{person}", "Absences of one person"), s.getAbsences)
	handle(s, operation("put-absences", http.MethodPut, "/absences/{person}", "Replace the absences of one person: oneself, or somebody of a team one directs", 412, 422, 428), s.putAbsences)
}

// AbsenceView is a dated absence.
type AbsenceView struct {
	Person   string  `json:"person"`
	Name     string  `json:"name"`
	From     Instant `json:"from"`
	To       Instant `json:"to"`
	Delegate string  `json:"delegate,omitempty" doc:"Who stands in."`
}

type listAbsencesInput struct {
	Now bool `query:"now" doc:"Only those in force at this instant."`
}

type absencesOutput struct {
	ETag string `header:"ETag"`
	Body Page[AbsenceView]
}

func (s *server) listAbsences(ctx context.Context, in *listAbsencesInput) (*absencesOutput, error) {
	now := s.asOf()
	return s.absences(ctx, func(a org.Absence) bool { return !in.Now || Instant(a.From) <= now && now < Instant(a.To) })
}

// PersonInput names a person of the organisation.
type PersonInput struct {
	Person string `path:"person" maxLength:"64" example:"li-na"`
}

func (s *server) getAbsences(ctx context.Context, in *PersonInput) (*absencesOutput, error) {
	if s.world().Org.Person(in.Person) == nil {
		return nil, errCode("not_found")
	}
	return s.absences(ctx, func(a org.Absence) bool { return a.Person == in.Person })
}

// absences answers with a part of the list. Its ETag is the whole list's: two
// who change it at once see each other.
func (s *server) absences(ctx context.Context, want func(org.Absence) bool) (*absencesOutput, error) {
	list, version, err := s.absenceList(ctx)
	if err != nil {
		return nil, err
	}
	out := &absencesOutput{ETag: etag(version), Body: Page[AbsenceView]{Items: []AbsenceView{}, AsOf: s.asOf()}}
	for _, a := range list {
		if !want(a) {
			continue
		}
		v := AbsenceView{Person: a.Person, Name: a.Person, From: Instant(a.From), To: Instant(a.To), Delegate: a.Delegate}
		if p := s.world().Org.Person(a.Person); p != nil {
			v.Name = p.Name
		}
		out.Body.Items = append(out.Body.Items, v)
	}
	return out, nil
}

func (s *server) absenceList(ctx context.Context) (list []org.Absence, version int64, err error) {
	d, err := s.Runner.Store().Document(ctx, runner.KindAbsence, runner.AbsenceID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, 0, nil
	case err != nil || d.Deleted:
		return nil, d.Version, err
	}
	if err := json.Unmarshal(d.Body, &list); err != nil {
		return nil, 0, fmt.Errorf("api: absences: %w", err)
	}
	return list, d.Version, nil
}

type putAbsencesInput struct {
	PersonInput
	IfMatch
	Body struct {
		Absences []NewAbsence `json:"absences" maxItems:"100" doc:"All of them; those left out are gone."`
	}
}

// NewAbsence is an absence as it is asked for.
type NewAbsence struct {
	From     Instant `json:"from"`
	To       Instant `json:"to"`
	Delegate string  `json:"delegate,omitempty" maxLength:"64"`
}

func (s *server) putAbsences(ctx context.Context, in *putAbsencesInput) (*absencesOutput, error) {
	c := callOf(ctx)
	if s.world().Org.Person(in.Person) == nil {
		return nil, errCode("not_found")
	}
	if !s.directsPerson(c, in.Person) {
		return nil, errCode("role.missing")
	}
	list, version, err := s.absenceList(ctx)
	if err != nil {
		return nil, err
	}
	if err := in.check(version); err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(a org.Absence) bool { return a.Person == in.Person })
	for i, a := range in.Body.Absences {
		if err := s.checkAbsence("body.absences["+strconv.Itoa(i)+"]", in.Person, a); err != nil {
			return nil, err
		}
		list = append(list, org.Absence{Person: in.Person, From: int64(a.From), To: int64(a.To), Delegate: a.Delegate})
	}
	// Whoever left the organisation leaves the list, or it could not be stored.
	list = slices.DeleteFunc(list, func(a org.Absence) bool { return s.world().Org.Person(a.Person) == nil })
	for i, a := range list {
		if s.world().Org.Person(a.Delegate) == nil {
			list[i].Delegate = ""
		}
	}
	body, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	d := store.Document{Kind: runner.KindAbsence, ID: runner.AbsenceID, Expect: version, Body: body, By: c.actor.ID}
	if err := s.put(ctx, d); err != nil {
		return nil, err
	}
	return s.getAbsences(ctx, &in.PersonInput)
}

func (s *server) checkAbsence(place, person string, a NewAbsence) error {
	switch {
	case a.To <= a.From:
		return errField(place+".to", "empty_span")
	case a.Delegate == person || a.Delegate != "" && s.world().Org.Person(a.Delegate) == nil:
		return errField(place+".delegate", "unknown")
	}
	return nil
}
