package runner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
)

// BadDocument says why a document was refused.
type BadDocument struct {
	Kind, ID, Reason string
	// Problems are the mistakes of a YAML body, each at its place; Reason is
	// the first of them.
	Problems []calendar.Problem
}

// Error names the document.
func (b *BadDocument) Error() string { return fmt.Sprintf("%s %q: %s", b.Kind, b.ID, b.Reason) }

func refuseDocument(d store.Document, format string, args ...any) error {
	return &BadDocument{Kind: d.Kind, ID: d.ID, Reason: fmt.Sprintf(format, args...)}
}

// checkDocument refuses with *BadDocument what refresh could not read
// afterwards, or what others need. The caller holds r.config.
func (r *Runner) checkDocument(ctx context.Context, d store.Document) error {
	var err error
	switch {
	case d.ID == "":
		err = errors.New("has no id")
	case d.Kind == KindCalendar || d.Kind == KindHolidays:
		return r.checkSchedule(ctx, d)
	case d.Deleted:
	case d.Kind == KindProcess:
		err = errors.New("a definition is deployed, not put")
	case d.Kind == KindOrganisation && d.ID != OrganisationID:
		err = fmt.Errorf("the organisation's id is %q", OrganisationID)
	case d.Kind == KindOrganisation:
		_, err = organisation(d.Body)
	case d.Kind == KindAbsence:
		err = checkAbsences(d, r.World().Org)
	case d.Kind == KindWebhook:
		_, err = parseWebhook(d.ID, d.Body)
	}
	if err != nil {
		return refuseDocument(d, "%v", err)
	}
	return nil
}

// checkSchedule refuses a calendar or holiday data with mistakes, one that a
// calendar could not be built with, and the removal of one that is in use.
func (r *Runner) checkSchedule(ctx context.Context, d store.Document) error {
	if d.Deleted {
		return r.checkUnused(ctx, d)
	}
	id, problems := identify(d)
	switch {
	case len(problems) > 0:
		return &BadDocument{Kind: d.Kind, ID: d.ID, Reason: problems[0].Error(), Problems: problems}
	case id != d.ID:
		return refuseDocument(d, "the file is of %q", id)
	case d.Kind == KindCalendar && id == definition.AlwaysOpen:
		return refuseDocument(d, "it is always open and cannot be written anew")
	}
	_, err := r.preview(ctx, d)
	return err
}

// CalendarDocument is the document that a file of a calendar or of holiday
// data makes: which of the two it is, and its id, are read from it. The
// problems are those Put would refuse it for.
func CalendarDocument(src []byte) (store.Document, []calendar.Problem) {
	d := store.Document{Kind: KindHolidays, Body: src}
	for line := range bytes.Lines(src) {
		if bytes.HasPrefix(line, []byte("calendar:")) {
			d.Kind = KindCalendar
		}
	}
	var problems []calendar.Problem
	d.ID, problems = identify(d)
	return d, problems
}

// identify reads the id a file gives itself.
func identify(d store.Document) (string, []calendar.Problem) {
	if d.Kind == KindHolidays {
		h, problems := calendar.ParseHolidays(d.Body)
		if h == nil {
			return "", problems
		}
		return h.ID, nil
	}
	f, problems := calendar.ParseCalendar(d.Body)
	if f == nil {
		return "", problems
	}
	return f.Spec.ID, nil
}

// PreviewCalendars is what all calendars would be with a new version of a
// calendar or of holiday data, which is not stored: what an edit would change
// can be worked out with them. Errors: *BadDocument, and those of the store.
func (r *Runner) PreviewCalendars(ctx context.Context, d store.Document) (map[string]*calendar.Timeline, error) {
	r.config.Lock()
	defer r.config.Unlock()
	r.date(&d)
	if err := r.checkDocument(ctx, d); err != nil {
		return nil, err
	}
	return r.preview(ctx, d)
}

// preview builds the calendars with a version that is not stored; the caller
// holds r.config. It refuses to break one that could be used before.
func (r *Runner) preview(ctx context.Context, d store.Document) (map[string]*calendar.Timeline, error) {
	sources, err := r.calendarSources(ctx)
	if err != nil {
		return nil, err
	}
	if d.Revision, err = r.store.Revision(ctx); err != nil {
		return nil, err
	}
	d.Revision++
	b := scheduler{made: r.calendars, used: r.calendars}
	s, broken := b.schedule(sources.with(d))
	usable := r.snapshot.Load().schedule.lines
	for _, id := range slices.Sorted(maps.Keys(broken)) {
		if usable[id] != nil || d.Kind == KindCalendar && d.ID == id {
			return nil, refuseDocument(d, "%v", broken[id])
		}
	}
	return s.lines, nil
}

// checkUnused refuses to remove a calendar that a current process names, or
// holiday data that a calendar does.
func (r *Runner) checkUnused(ctx context.Context, d store.Document) error {
	now := r.snapshot.Load()
	if d.Kind == KindCalendar {
		rest := slices.DeleteFunc(slices.Clone(now.schedule.loaded), func(id string) bool { return id == d.ID })
		for _, id := range slices.Sorted(maps.Keys(now.world.Current)) {
			if len(now.world.Current[id].CheckCalendars(rest)) > 0 {
				return refuseDocument(d, "process %s runs on it", id)
			}
		}
		return nil
	}
	documents, err := r.store.Documents(ctx, KindCalendar)
	if err != nil {
		return err
	}
	for _, c := range documents {
		if f, _ := calendar.ParseCalendar(c.Body); f != nil && !c.Deleted && f.Holidays == d.ID {
			return refuseDocument(d, "calendar %s uses it", c.ID)
		}
	}
	return nil
}
