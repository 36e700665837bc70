package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

// calendarKind is one of the two kinds of files that say when we are open.
type calendarKind struct {
	kind string // of the document
	path string
}

var (
	calendarFiles = calendarKind{runner.KindCalendar, "/calendars"}
	holidayFiles  = calendarKind{runner.KindHolidays, "/holidays"}
)

func (s *server) calendarRoutes() {
	for _, of := range []calendarKind{calendarFiles, holidayFiles} {
		name, one := of.path[1:], of.path+"/{id}"
		op := func(verb, method, path, summary string, statuses ...int) huma.Operation {
			return operation(verb+"-"+name, method, path, summary, statuses...)
		}
		handle(s, op("list", http.MethodGet, of.path, "All "+name, 422), s.listCalendars(of))
		handle(s, op("get", http.MethodGet, one, "The newest version, as YAML", 304), s.getCalendar(of))
		handle(s, op("put", http.MethodPut, one, "A new version, valid from an instant on", 409, 412, 422, 428), s.putCalendar(of))
		handle(s, op("delete", http.MethodDelete, one, "Delete what nothing uses", 409, 412, 428), s.deleteCalendar(of))
		handle(s, op("list-versions-of", http.MethodGet, one+"/versions", "Every version, newest first"), s.calendarVersions(of))
		handle(s, op("get-version-of", http.MethodGet, one+"/versions/{version}", "One version, as YAML"), s.calendarVersion(of))
		handle(s, op("draft", http.MethodPost, one+"/draft", "What an edit would change; nothing is stored", 409, 422), s.draftCalendar(of))
	}
	handle(s, operation("preview-calendar", http.MethodGet, "/calendars/{id}/preview", "Open windows day by day, and sample dues", 422), s.previewCalendar)
	handle(s, operation("get-sweep", http.MethodGet, "/sweep", "How far dues have followed the last change of calendars"), s.sweep)
}

// CalendarInput names a calendar or holiday data.
type CalendarInput struct {
	ID string `path:"id" maxLength:"64" pattern:"^[a-z0-9][a-z0-9-]*$" example:"cn-service"`
}

// CalendarView is one version of a calendar or of holiday data.
type CalendarView struct {
	ID        string  `json:"id"`
	ETag      string  `json:"etag"`
	Version   int64   `json:"version"`
	Revision  int64   `json:"revision" doc:"Of the whole configuration; clocks name it as what they were judged by."`
	ValidFrom Instant `json:"validFrom" doc:"It judges instants from here on; a first version those before, too."`
	Name      string  `json:"name,omitempty"`
	Zone      string  `json:"zone,omitempty"`
	Holidays  string  `json:"holidays,omitempty" doc:"The holiday data a calendar uses."`
	FirstYear int     `json:"firstYear,omitempty" doc:"Of holiday data: dues beyond the years are provisional."`
	LastYear  int     `json:"lastYear,omitempty"`
	Deleted   bool    `json:"deleted,omitempty"`
	At        Instant `json:"at"`
	By        string  `json:"by"`
	Source    string  `json:"source,omitempty" doc:"YAML."`
}

func calendarView(d *store.Document, lang string) CalendarView {
	v := CalendarView{
		ID: d.ID, ETag: etag(d.Version), Version: d.Version, Revision: d.Revision, ValidFrom: Instant(d.ValidFrom),
		Deleted: d.Deleted, At: Instant(d.At), By: d.By,
	}
	if d.Kind == runner.KindHolidays {
		if h, _ := calendar.ParseHolidays(d.Body); h != nil {
			v.FirstYear, v.LastYear = h.FirstYear, h.LastYear
		}
		return v
	}
	if f, _ := calendar.ParseCalendar(d.Body); f != nil {
		v.Zone, v.Holidays, v.Name = f.Spec.Zone, f.Holidays, f.Name.EN
		if lang == chinese {
			v.Name = f.Name.ZH
		}
	}
	return v
}

type calendarsOutput struct{ Body Page[CalendarView] }

func (s *server) listCalendars(of calendarKind) func(context.Context, *ListInput) (*calendarsOutput, error) {
	return func(ctx context.Context, in *ListInput) (*calendarsOutput, error) {
		docs, err := s.Runner.Store().Documents(ctx, of.kind)
		if err != nil {
			return nil, err
		}
		out := &calendarsOutput{}
		out.Body, err = pageOf(s, ctx, in, "", docs, func(d *store.Document) (CalendarView, error) {
			return calendarView(d, callOf(ctx).lang), nil
		})
		return out, err
	}
}

type getCalendarInput struct {
	CalendarInput
	IfNoneMatch
}

type calendarOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   CalendarView
}

func (s *server) getCalendar(of calendarKind) func(context.Context, *getCalendarInput) (*calendarOutput, error) {
	return func(ctx context.Context, in *getCalendarInput) (*calendarOutput, error) {
		d, err := s.document(ctx, of.kind, in.ID)
		if err != nil {
			return nil, err
		}
		if in.unchanged(d.Version) {
			return &calendarOutput{Status: http.StatusNotModified, ETag: etag(d.Version)}, nil
		}
		v := calendarView(d, callOf(ctx).lang)
		v.Source = string(d.Body)
		return &calendarOutput{http.StatusOK, v.ETag, v}, nil
	}
}

func (s *server) calendarVersions(of calendarKind) func(context.Context, *CalendarInput) (*calendarsOutput, error) {
	return func(ctx context.Context, in *CalendarInput) (*calendarsOutput, error) {
		versions, err := s.Runner.Store().DocumentVersions(ctx, of.kind, in.ID)
		if err != nil {
			return nil, err
		}
		if len(versions) == 0 {
			return nil, errCode("not_found")
		}
		out := &calendarsOutput{Page[CalendarView]{Items: []CalendarView{}, AsOf: s.asOf()}}
		for i := len(versions) - 1; i >= 0; i-- {
			out.Body.Items = append(out.Body.Items, calendarView(&versions[i], callOf(ctx).lang))
		}
		return out, nil
	}
}

type calendarVersionInput struct {
	CalendarInput
	Version int64 `path:"version" minimum:"1"`
}

func (s *server) calendarVersion(of calendarKind) func(context.Context, *calendarVersionInput) (*calendarOutput, error) {
	return func(ctx context.Context, in *calendarVersionInput) (*calendarOutput, error) {
		versions, err := s.Runner.Store().DocumentVersions(ctx, of.kind, in.ID)
		if err != nil {
			return nil, err
		}
		if in.Version > int64(len(versions)) {
			return nil, errCode("not_found")
		}
		d := &versions[in.Version-1]
		v := calendarView(d, callOf(ctx).lang)
		v.Source = string(d.Body)
		return &calendarOutput{http.StatusOK, v.ETag, v}, nil
	}
}

// CalendarSource is a file as written, and from when on it shall count.
type CalendarSource struct {
	Source    string  `json:"source" minLength:"1" maxLength:"900000" doc:"YAML."`
	ValidFrom Instant `json:"validFrom,omitzero" doc:"Now unless given. An earlier instant is a correction of the past, which administrators make: dues follow, verdicts and what was notified stay."`
}

type putCalendarInput struct {
	CalendarInput
	IfMatch
	Body CalendarSource
}

func (s *server) putCalendar(of calendarKind) func(context.Context, *putCalendarInput) (*calendarOutput, error) {
	return func(ctx context.Context, in *putCalendarInput) (*calendarOutput, error) {
		c := callOf(ctx)
		d, err := s.calendarDocument(c, of, in.ID, &in.Body)
		if err != nil {
			return nil, err
		}
		if d.Expect, err = s.replaced(ctx, of.kind, in.ID, in.IfMatch); err != nil {
			return nil, err
		}
		if err := s.put(ctx, d); err != nil {
			return nil, calendarFault(err)
		}
		stored, err := s.document(ctx, of.kind, in.ID)
		if err != nil {
			return nil, err
		}
		v := calendarView(stored, c.lang)
		return &calendarOutput{http.StatusOK, v.ETag, v}, nil
	}
}

// calendarDocument is the version that a request asks for. Correcting the past
// changes dues that people have been told: that is for administrators.
func (s *server) calendarDocument(c *call, of calendarKind, id string, body *CalendarSource) (store.Document, error) {
	if body.ValidFrom != 0 && body.ValidFrom < s.asOf() && !c.roles.any(admin) {
		return store.Document{}, errCode("calendar.past")
	}
	return store.Document{Kind: of.kind, ID: id, Body: []byte(body.Source), ValidFrom: engine.Millis(body.ValidFrom), By: c.actor.ID}, nil
}

// calendarFault puts the mistakes of a file where every client looks for them.
func calendarFault(err error) error {
	bad, ok := errors.AsType[*runner.BadDocument](err)
	if !ok {
		return err
	}
	if len(bad.Problems) == 0 {
		return &fault{code: "calendar.refused", reason: bad.Reason}
	}
	f := errCode("calendar.invalid")
	for _, p := range bad.Problems {
		f.fields = append(f.fields, FieldProblem{Location: fmt.Sprintf("%s.yaml:%d:%d", bad.ID, p.Line, p.Column), Code: "calendar", Message: p.Reason + "; " + p.Remedy})
	}
	return f
}

type deleteCalendarInput struct {
	CalendarInput
	IfMatch
}

func (s *server) deleteCalendar(of calendarKind) func(context.Context, *deleteCalendarInput) (*struct{}, error) {
	return func(ctx context.Context, in *deleteCalendarInput) (*struct{}, error) {
		d, err := s.document(ctx, of.kind, in.ID)
		if err != nil {
			return nil, err
		}
		if err := in.check(d.Version); err != nil {
			return nil, err
		}
		gone := store.Document{Kind: of.kind, ID: in.ID, Expect: d.Version, Deleted: true, By: callOf(ctx).actor.ID}
		return nil, calendarFault(s.put(ctx, gone))
	}
}

// SweepView is how far the dues of running promises have followed a change of
// calendars. Whatever happens to a case before its turn comes works them out first.
type SweepView struct {
	Revision  int64   `json:"revision" doc:"Of the change; 0: there was none yet."`
	Total     int     `json:"total" doc:"Cases on which something was due when it began."`
	Done      int     `json:"done"`
	Redued    int     `json:"redued" doc:"With a clock on a calendar that changed."`
	Failed    int     `json:"failed"`
	StartedAt Instant `json:"startedAt,omitzero"`
	EndedAt   Instant `json:"endedAt,omitzero" doc:"None while it goes on."`
	AsOf      Instant `json:"asOf"`
}

type sweepOutput struct{ Body SweepView }

func (s *server) sweep(context.Context, *struct{}) (*sweepOutput, error) {
	w := s.Runner.Sweep()
	return &sweepOutput{SweepView{w.Revision, w.Total, w.Done, w.Redued, w.Failed, Instant(w.StartedAt), Instant(w.EndedAt), s.asOf()}}, nil
}
