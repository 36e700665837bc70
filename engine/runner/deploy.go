package runner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
)

// Deploy makes a definition the current version of its process. changed is
// false when its newest version has the same content. Errors among the
// diagnostics refuse it: then the process is nil and err is nil.
func (r *Runner) Deploy(ctx context.Context, file string, src []byte, by string) (p *definition.Process, changed bool, found []definition.Diagnostic, err error) {
	if err := r.calls.enter(); err != nil {
		return nil, false, nil, err
	}
	defer r.calls.leave()
	p, found = definition.Parse(file, src)
	if p == nil || slices.ContainsFunc(found, isError) {
		return nil, false, found, nil
	}
	r.config.Lock()
	defer r.config.Unlock()
	newest, err := r.store.Document(ctx, KindProcess, p.ID)
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return nil, false, found, err
	case !newest.Deleted && bytes.Equal(newest.Body, src):
		return r.World().Process(p.ID, int(newest.Version)), false, found, nil
	}
	if found = append(found, p.CheckCalendars(r.snapshot.Load().schedule.loaded)...); slices.ContainsFunc(found, isError) {
		return nil, false, found, nil
	}
	d := store.Document{Kind: KindProcess, ID: p.ID, Expect: newest.Version, Body: src, By: by}
	if _, err := r.put(ctx, d, store.Request{}); err != nil {
		return nil, false, found, err
	}
	return r.World().Process(p.ID, int(newest.Version)+1), true, found, nil
}

func isError(d definition.Diagnostic) bool { return d.Severity == definition.Error }

// Put writes any other document and refreshes the world. A body that cannot
// be read is refused with *BadDocument.
func (r *Runner) Put(ctx context.Context, d store.Document, q store.Request) (revision int64, err error) {
	if err := r.calls.enter(); err != nil {
		return 0, err
	}
	defer r.calls.leave()
	r.config.Lock()
	defer r.config.Unlock()
	r.date(&d)
	if err := r.checkDocument(ctx, d); err != nil {
		return 0, err
	}
	return r.put(ctx, d, q)
}

// put writes and refreshes; the caller holds r.config.
func (r *Runner) put(ctx context.Context, d store.Document, q store.Request) (int64, error) {
	r.date(&d)
	if q.Key != "" && q.At == 0 {
		q.At = d.At
	}
	revision, err := r.store.Put(ctx, d, q)
	if err != nil {
		return 0, err
	}
	switch d.Kind {
	case KindProcess, KindOrganisation, KindWebhook, KindCalendar, KindHolidays, KindAbsence:
		return revision, r.refresh(ctx)
	default:
		return revision, nil
	}
}

// date says when a document was written and, where it matters and nothing was
// said, that it is valid from then on.
func (r *Runner) date(d *store.Document) {
	if d.At == 0 {
		d.At = millis(r.clock.Now())
	}
	if d.ValidFrom == 0 && (d.Kind == KindCalendar || d.Kind == KindHolidays) {
		d.ValidFrom = d.At
	}
}

// Bootstrap loads documents into an empty store and reports whether it was
// empty; a process document holds its YAML. Call it after Start.
func (r *Runner) Bootstrap(ctx context.Context, documents []store.Document) (loaded bool, err error) {
	revision, err := r.store.Revision(ctx)
	if err != nil || revision > 0 {
		return false, err
	}
	for _, d := range documents {
		if d.Kind != KindProcess {
			if _, err := r.Put(ctx, d, store.Request{}); err != nil {
				return true, err
			}
			continue
		}
		p, _, found, err := r.Deploy(ctx, d.ID+".yaml", d.Body, d.By)
		switch {
		case err != nil:
			return true, err
		case p == nil:
			first := found[slices.IndexFunc(found, isError)]
			return true, &BadDocument{Kind: d.Kind, ID: d.ID, Reason: fmt.Sprintf("%s: %s", first.Pos, first.Message.EN)}
		}
	}
	return true, nil
}
