package api

import (
	"context"
	"strconv"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
)

// PreviewQuery says what to look at.
type PreviewQuery struct {
	From     string   `query:"from" maxLength:"40" format:"date-time" doc:"Where to begin; now unless given."`
	Days     int      `query:"days" default:"7" minimum:"1" maximum:"31"`
	Duration []string `query:"duration,explode" maxItems:"10" doc:"Samples such as 4h, 2wd or 48h on 24x7; 30m, 4h, 1wd and 3wd unless given."`
}

// CalendarPreview is what a calendar says about some days.
type CalendarPreview struct {
	Calendar string       `json:"calendar"`
	Zone     string       `json:"zone"`
	Days     []DayPreview `json:"days"`
	Open     Length       `json:"open" doc:"Of all days together."`
	Dues     []DuePreview `json:"dues"`
	AsOf     Instant      `json:"asOf"`
}

// DayPreview is a date of the calendar's zone.
type DayPreview struct {
	Date    string       `json:"date" format:"date"`
	Weekday string       `json:"weekday" enum:"mon,tue,wed,thu,fri,sat,sun"`
	Windows []WindowView `json:"windows" doc:"Open time of the date; the morning end of a night shift belongs to the next one."`
	Open    Length       `json:"open"`
	Covered bool         `json:"covered" doc:"Holiday data is loaded for the year."`
}

// DuePreview is when something would be due.
type DuePreview struct {
	Duration    string       `json:"duration"`
	From        Instant      `json:"from"`
	Due         Instant      `json:"due"`
	Open        Length       `json:"open" doc:"Open time until then: the budget a promise would have."`
	Windows     []WindowView `json:"windows" doc:"That add up to it."`
	Provisional bool         `json:"provisional,omitempty"`
}

type previewInput struct {
	CalendarInput
	PreviewQuery
}

type previewOutput struct{ Body CalendarPreview }

func (s *server) previewCalendar(ctx context.Context, in *previewInput) (*previewOutput, error) {
	if in.ID != definition.AlwaysOpen {
		if _, err := s.document(ctx, runner.KindCalendar, in.ID); err != nil {
			return nil, err
		}
	}
	p, err := s.preview(s.world().Calendar(in.ID), in.ID, &in.PreviewQuery)
	if err != nil {
		return nil, err
	}
	return &previewOutput{*p}, nil
}

var sampleDurations = []string{"30m", "4h", "1wd", "3wd"}

// preview looks at a calendar, in force or a draft. Named calendars of sample
// durations are those in force.
func (s *server) preview(line *calendar.Timeline, id string, q *PreviewQuery) (*CalendarPreview, error) {
	if line == nil {
		return nil, errCode("not_found")
	}
	from := engine.Millis(s.asOf())
	if q.From != "" {
		at, err := parseInstant(q.From)
		if err != nil {
			return nil, errField("query.from", "type", "type", "date-time")
		}
		from = engine.Millis(at)
	}
	p := previewDays(line, id, from, q.Days)
	durations := q.Duration
	if len(durations) == 0 {
		durations = sampleDurations
	}
	for i, text := range durations {
		d, err := definition.ParseDuration(text)
		own := line
		if err == nil && d.Calendar != "" && d.Calendar != id {
			own = s.world().Calendar(d.Calendar)
		}
		if err != nil || own == nil {
			return nil, errField("query.duration["+strconv.Itoa(i)+"]", "duration")
		}
		p.Dues = append(p.Dues, duePreview(own, text, d, from))
	}
	p.AsOf = s.asOf()
	return p, nil
}

func duePreview(line *calendar.Timeline, text string, d definition.Duration, from engine.Millis) DuePreview {
	due := line.Add(int64(from), d.Millis)
	if d.WorkingDays > 0 {
		due = line.WorkingDays(int64(from), d.WorkingDays)
	}
	return DuePreview{
		Duration: text, From: Instant(from), Due: Instant(due), Open: Length(line.Between(int64(from), due)),
		Windows: windowViews(line.Windows(int64(from), due)), Provisional: !line.Covered(due),
	}
}

// previewDays cuts the open windows at the midnights of the calendar's zone.
func previewDays(line *calendar.Timeline, id string, from engine.Millis, days int) *CalendarPreview {
	zone := line.At(int64(from)).Calendar.Zone()
	p := &CalendarPreview{Calendar: id, Zone: zone.String(), Days: []DayPreview{}, Dues: []DuePreview{}}
	first := time.UnixMilli(int64(from)).In(zone)
	for i := range days {
		begin := time.Date(first.Year(), first.Month(), first.Day()+i, 0, 0, 0, 0, zone)
		end := time.Date(first.Year(), first.Month(), first.Day()+i+1, 0, 0, 0, 0, zone)
		day := DayPreview{
			Date: begin.Format(time.DateOnly), Weekday: weekdays[begin.Weekday()], Covered: line.Covered(begin.UnixMilli()),
			Windows: windowViews(line.Windows(begin.UnixMilli(), end.UnixMilli())),
		}
		for _, w := range day.Windows {
			day.Open += w.Open
		}
		p.Open += day.Open
		p.Days = append(p.Days, day)
	}
	return p
}

var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
