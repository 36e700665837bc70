package api

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

// DraftResult is what an edit would change.
type DraftResult struct {
	Calendars []string         `json:"calendars" doc:"Whose hours the draft judges: the calendar itself, or those that use the holiday data."`
	Preview   *CalendarPreview `json:"preview,omitempty" doc:"Of the draft of a calendar."`
	Effect    DraftEffect      `json:"effect"`
	AsOf      Instant          `json:"asOf"`
}

// DraftEffect is what would become of running clocks. Cases are looked at in
// the order in which something is due on them, up to a bound.
type DraftEffect struct {
	Cases    int           `json:"cases" doc:"Looked at."`
	Complete bool          `json:"complete" doc:"false: there are more cases than were looked at."`
	Clocks   int           `json:"clocks" doc:"Running on one of the calendars."`
	Moved    int           `json:"moved" doc:"Of them, whose due would be another."`
	Earlier  int           `json:"earlier"`
	Later    int           `json:"later"`
	Late     int           `json:"late" doc:"Of them, in time now, that would be late at once."`
	Sample   []ClockEffect `json:"sample" doc:"Of those that move, soonest due first."`
}

// ClockEffect is one clock before and after.
type ClockEffect struct {
	ID       string  `json:"id"`
	Instance string  `json:"instance"`
	Promise  string  `json:"promise"`
	Name     string  `json:"name"`
	Calendar string  `json:"calendar"`
	Before   Instant `json:"before"`
	After    Instant `json:"after"`
	Late     bool    `json:"late" doc:"In time now, late at once."`
}

// Bounds of looking at what an edit would change.
const (
	draftCases  = 5000
	draftTime   = 3 * time.Second
	draftSample = 50
	draftPage   = 500
)

type draftInput struct {
	CalendarInput
	PreviewQuery
	Body CalendarSource
}

type draftOutput struct{ Body DraftResult }

func (s *server) draftCalendar(of calendarKind) func(context.Context, *draftInput) (*draftOutput, error) {
	return func(ctx context.Context, in *draftInput) (*draftOutput, error) {
		d := store.Document{Kind: of.kind, ID: in.ID, Body: []byte(in.Body.Source), ValidFrom: engine.Millis(in.Body.ValidFrom)}
		lines, err := s.Runner.PreviewCalendars(ctx, d)
		if err != nil {
			return nil, calendarFault(err)
		}
		before := s.world()
		changed := map[string]*calendar.Timeline{}
		for id, line := range lines {
			if now := before.Calendar(id); now == nil || now.Newest() != line.Newest() {
				changed[id] = line
			}
		}
		out := &draftOutput{DraftResult{Calendars: slices.Sorted(maps.Keys(changed)), AsOf: s.asOf()}}
		if out.Body.Calendars == nil {
			out.Body.Calendars = []string{}
		}
		if of.kind == runner.KindCalendar {
			if out.Body.Preview, err = s.preview(lines[in.ID], in.ID, &in.PreviewQuery); err != nil {
				return nil, err
			}
		}
		out.Body.Effect, err = s.draftEffect(ctx, changed)
		return out, err
	}
}

// endOfTime is behind everything that can be due.
const endOfTime = engine.Millis(1) << 52

func (s *server) draftEffect(ctx context.Context, changed map[string]*calendar.Timeline) (DraftEffect, error) {
	e := DraftEffect{Sample: []ClockEffect{}}
	if len(changed) == 0 {
		e.Complete = true
		return e, nil
	}
	sees, until := s.visible(callOf(ctx)), s.now().Add(draftTime)
	var after store.Wakeup
	for e.Cases < draftCases && s.now().Before(until) {
		page, err := s.Runner.Store().Due(ctx, endOfTime, after, draftPage)
		if err != nil {
			return e, err
		}
		for _, w := range page {
			if err := s.caseEffect(ctx, &e, sees, w.Instance, changed); err != nil {
				return e, err
			}
		}
		if len(page) < draftPage {
			e.Complete = true
			break
		}
		after = page[len(page)-1]
	}
	return e, nil
}

func (s *server) caseEffect(ctx context.Context, e *DraftEffect, sees *visible, id string, changed map[string]*calendar.Timeline) error {
	in, err := s.Runner.Store().Load(ctx, id)
	if err != nil {
		return fmt.Errorf("api: draft: %w", err)
	}
	if in.Mailbox != nil {
		return nil
	}
	e.Cases++
	mine, err := sees.row(ctx, in.ID, in.Process, in.Edition, in.Starter)
	if err != nil {
		return err
	}
	now := engine.Millis(s.asOf())
	for i := range in.Clocks {
		c := &in.Clocks[i]
		line := changed[c.Calendar]
		if line == nil || !c.Running() {
			continue
		}
		e.Clocks++
		before := c.Due
		due, ok := c.DueOn(line)
		if !ok || due == before {
			continue
		}
		e.Moved++
		if due < before {
			e.Earlier++
		} else {
			e.Later++
		}
		late := due < now && before >= now && c.BreachedAt == 0
		if late {
			e.Late++
		}
		if !mine || len(e.Sample) == draftSample {
			continue
		}
		e.Sample = append(e.Sample, ClockEffect{
			ID: engine.ClockID(in.ID, c.Number), Instance: in.ID, Promise: c.Promise, Calendar: c.Calendar,
			Name:   promiseName(s.world().Process(in.Process, in.Edition), c.Promise, callOf(ctx).lang),
			Before: Instant(before), After: Instant(due), Late: late,
		})
	}
	return nil
}
