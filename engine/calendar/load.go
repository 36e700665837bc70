package calendar

import (
	"errors"
	"fmt"
	"regexp"
)

// Source is a calendar or holiday file.
type Source struct {
	Name string
	Body []byte
}

var calendarFile = regexp.MustCompile(`(?m)^calendar:`)

// Load reads calendar and holiday files, in any order, and compiles every
// calendar as its only version, by id. The error joins every mistake as
// file:line:column; then there are no calendars.
func Load(sources ...Source) (map[string]*Timeline, error) {
	var wrong []error
	files, holidays := map[string]*File{}, map[string]*Holidays{}
	note := func(s Source, problems []Problem) {
		for _, p := range problems {
			wrong = append(wrong, fmt.Errorf("%s:%w", s.Name, p))
		}
	}
	for _, s := range sources {
		if calendarFile.Match(s.Body) {
			f, problems := ParseCalendar(s.Body)
			if note(s, problems); f != nil {
				files[s.Name] = f
			}
			continue
		}
		h, problems := ParseHolidays(s.Body)
		if note(s, problems); h != nil {
			holidays[h.ID] = h
		}
	}
	lines := map[string]*Timeline{}
	for _, s := range sources {
		if f := files[s.Name]; f != nil {
			line, err := f.timeline(holidays)
			if err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %w", s.Name, err))
				continue
			}
			lines[f.Spec.ID] = line
		}
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return lines, nil
}

func (f *File) timeline(holidays map[string]*Holidays) (*Timeline, error) {
	spec := f.Spec
	if f.Holidays != "" {
		if spec.Holidays = holidays[f.Holidays]; spec.Holidays == nil {
			return nil, fmt.Errorf("calendar %s: there are no holidays %s", spec.ID, f.Holidays)
		}
	}
	c, err := Compile(spec)
	if err != nil {
		return nil, err
	}
	return NewTimeline(Version{Number: 1, Calendar: c})
}
