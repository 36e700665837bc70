package runner

import (
	"context"
	"maps"
	"slices"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/store"
)

// CalendarsAsOf is what all calendars were at a revision of the configuration:
// what a cycle that has ended was judged by, whatever was corrected since.
func (r *Runner) CalendarsAsOf(ctx context.Context, revision int64) (map[string]*calendar.Timeline, error) {
	r.config.Lock()
	defer r.config.Unlock()
	sources, err := r.calendarSources(ctx)
	if err != nil {
		return nil, err
	}
	b := scheduler{made: r.calendars, used: r.calendars}
	s, _ := b.schedule(calendarSources{until(sources.calendars, revision), until(sources.holidays, revision)})
	return s.lines, nil
}

// until leaves out what was stored after a revision.
func until(all map[string][]store.Document, revision int64) map[string][]store.Document {
	all = maps.Clone(all)
	for id, versions := range all {
		versions = slices.DeleteFunc(slices.Clone(versions), func(d store.Document) bool { return d.Revision > revision })
		if all[id] = versions; len(versions) == 0 {
			delete(all, id)
		}
	}
	return all
}
