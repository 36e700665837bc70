package runner

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"slices"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/store"
)

// schedule is every calendar through its versions, as of one revision.
type schedule struct {
	// lines holds deleted calendars too: clocks that run on one are judged by
	// its last version.
	lines  map[string]*calendar.Timeline
	loaded []string // ids that a definition may name, in order
	newest int64    // newest version of any of them
}

// calendarSources are all stored versions of calendars and holiday data, each
// oldest first, by id.
type calendarSources struct{ calendars, holidays map[string][]store.Document }

func (r *Runner) calendarSources(ctx context.Context) (s calendarSources, err error) {
	if s.calendars, err = r.versions(ctx, KindCalendar); err != nil {
		return s, err
	}
	s.holidays, err = r.versions(ctx, KindHolidays)
	return s, err
}

func (r *Runner) versions(ctx context.Context, kind string) (map[string][]store.Document, error) {
	newest, err := r.store.Documents(ctx, kind)
	if err != nil {
		return nil, err
	}
	all := make(map[string][]store.Document, len(newest))
	for _, d := range newest {
		if all[d.ID], err = r.store.DocumentVersions(ctx, kind, d.ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// with adds a version that is not stored yet.
func (s calendarSources) with(d store.Document) calendarSources {
	added := func(all map[string][]store.Document) map[string][]store.Document {
		all = maps.Clone(all)
		all[d.ID] = append(slices.Clone(all[d.ID]), d)
		return all
	}
	if d.Kind == KindHolidays {
		s.holidays = added(s.holidays)
	} else {
		s.calendars = added(s.calendars)
	}
	return s
}

// readSchedule builds the calendars from the store. One that this version
// cannot read any more is left out and named in the log.
func (r *Runner) readSchedule(ctx context.Context) (*schedule, error) {
	sources, err := r.calendarSources(ctx)
	if err != nil {
		return nil, err
	}
	b := scheduler{made: r.calendars, used: newCalendarCache()}
	s, broken := b.schedule(sources)
	r.calendars = b.used
	for _, id := range slices.Sorted(maps.Keys(broken)) {
		r.log.Error("stored calendar cannot be used", slog.String("calendar", id), slog.Any("error", broken[id]))
	}
	return s, nil
}

// calendarCache keeps what was read and compiled, by content: compiling one
// calendar takes milliseconds.
type calendarCache struct {
	files    map[digest]*calendar.File
	holidays map[digest]*calendar.Holidays
	compiled map[[2]digest]*calendar.Calendar
}

type digest [sha256.Size]byte

func newCalendarCache() *calendarCache {
	return &calendarCache{
		files:    make(map[digest]*calendar.File),
		holidays: make(map[digest]*calendar.Holidays),
		compiled: make(map[[2]digest]*calendar.Calendar),
	}
}

// scheduler builds a schedule, with what was made before where it can be used.
type scheduler struct{ made, used *calendarCache }

// schedule builds every calendar; what cannot be used is named with its reason.
func (b *scheduler) schedule(from calendarSources) (s *schedule, broken map[string]error) {
	s, broken = &schedule{lines: make(map[string]*calendar.Timeline)}, make(map[string]error)
	holidays := make(map[string][]dated)
	for id, versions := range from.holidays {
		holidays[id] = inForce(versions)
	}
	for id, versions := range from.calendars {
		line, err := b.line(inForce(versions), holidays)
		if err != nil {
			broken[id] = err
			continue
		}
		s.lines[id], s.newest = line, max(s.newest, line.Newest())
		if !versions[len(versions)-1].Deleted {
			s.loaded = append(s.loaded, id)
		}
	}
	slices.Sort(s.loaded)
	return s, broken
}

// dated is a version that judges instants from one on.
type dated struct {
	from     calendar.Millis
	revision int64
	body     []byte
	content  digest
}

// inForce are the versions that judge anything, by the instant they are valid
// from; of two from the same instant the later one counts (TIME.md §2.1 rule 8).
func inForce(versions []store.Document) []dated {
	var all []dated
	for _, d := range versions {
		if d.Deleted {
			continue
		}
		v := dated{from: int64(d.ValidFrom), revision: d.Revision, body: d.Body, content: sha256.Sum256(d.Body)}
		all = slices.DeleteFunc(all, func(e dated) bool { return e.from == v.from })
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b dated) int { return cmp.Compare(a.from, b.from) })
	return all
}

// line is one calendar through its versions and those of the holiday data it
// names. The number of a version is the revision that made it so: the later
// one of the calendar's and the data's.
func (b *scheduler) line(calendars []dated, holidays map[string][]dated) (*calendar.Timeline, error) {
	var versions []calendar.Version
	for i, c := range calendars {
		until := int64(math.MaxInt64)
		if i+1 < len(calendars) {
			until = calendars[i+1].from
		}
		file, err := b.file(c)
		if err != nil {
			return nil, err
		}
		data := []dated{{}} // none
		if file.Holidays != "" {
			if data = holidays[file.Holidays]; len(data) == 0 {
				return nil, fmt.Errorf("there is no holiday data %q", file.Holidays)
			}
		}
		for j, h := range data {
			if j+1 < len(data) && data[j+1].from <= c.from || j > 0 && h.from >= until {
				continue // not in force at any instant of this version
			}
			compiled, err := b.compile(c, file, h)
			if err != nil {
				return nil, err
			}
			v := calendar.Version{Number: max(c.revision, h.revision), From: c.from, Calendar: compiled}
			if j > 0 { // the first data hold for everything before them too
				v.From = max(c.from, h.from)
			}
			versions = append(versions, v)
		}
	}
	return calendar.NewTimeline(versions...)
}

func (b *scheduler) file(c dated) (*calendar.File, error) {
	file := b.made.files[c.content]
	if file == nil {
		var problems []calendar.Problem
		if file, problems = calendar.ParseCalendar(c.body); file == nil {
			return nil, problems[0]
		}
	}
	b.used.files[c.content] = file
	return file, nil
}

func (b *scheduler) data(h dated) (*calendar.Holidays, error) {
	holidays := b.made.holidays[h.content]
	if holidays == nil {
		var problems []calendar.Problem
		if holidays, problems = calendar.ParseHolidays(h.body); holidays == nil {
			return nil, problems[0]
		}
	}
	b.used.holidays[h.content] = holidays
	return holidays, nil
}

// compile compiles one version with one version of its holiday data, if it
// has any.
func (b *scheduler) compile(c dated, file *calendar.File, h dated) (*calendar.Calendar, error) {
	key := [2]digest{c.content, h.content}
	compiled := b.made.compiled[key]
	if compiled == nil {
		spec := file.Spec
		var err error
		if h.body != nil {
			if spec.Holidays, err = b.data(h); err != nil {
				return nil, err
			}
		}
		if compiled, err = calendar.Compile(spec); err != nil {
			return nil, err
		}
	}
	b.used.compiled[key] = compiled
	return compiled, nil
}
