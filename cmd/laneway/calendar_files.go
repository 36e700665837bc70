package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/processes"
)

// timetable tells a file of a calendar or of holidays from a flow, which may
// name a calendar too.
var timetable = regexp.MustCompile(`(?m)^(zone|week|covers):`)

func calendarsFlag(cmd *cobra.Command, folder *string) {
	cmd.Flags().StringVar(folder, "calendars", "", "folder of calendar and holiday files, beside the shipped ones (default: calendars beside the flow)")
}

// calendarsFor reads the calendars a flow is checked and played with: the
// shipped ones, then those of the folder given, or else of `calendars` beside
// the flow, which take the place of shipped ones of the same id.
func calendarsFor(given, flow string) (map[string]*calendar.Timeline, error) {
	if given == "" {
		given = filepath.Join(filepath.Dir(flow), "calendars")
		if info, err := os.Stat(given); err != nil || !info.IsDir() {
			given = ""
		}
	}
	sources, err := calendarSources(given)
	if err != nil {
		return nil, err
	}
	return calendar.Load(sources...)
}

func calendarSources(folder string) ([]calendar.Source, error) {
	var sources []calendar.Source
	for _, f := range processes.Calendars() {
		sources = append(sources, calendar.Source{Name: "shipped " + f.Name, Body: f.Source})
	}
	if folder == "" {
		return sources, nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := filepath.Join(folder, e.Name())
		if e.IsDir() || filepath.Ext(name) != ".yaml" {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if timetable.Match(src) {
			sources = append(sources, calendar.Source{Name: name, Body: src})
		}
	}
	return sources, nil
}

// calendarNames lists what a flow may name.
func calendarNames(calendars map[string]*calendar.Timeline) []string {
	return slices.Sorted(maps.Keys(calendars))
}

// parseFlow parses a flow and looks its calendars up.
func parseFlow(file string, src []byte, calendars map[string]*calendar.Timeline) (*definition.Process, []definition.Diagnostic) {
	p, found := definition.Parse(file, src)
	if p == nil {
		return nil, found
	}
	unknown := p.CheckCalendars(calendarNames(calendars))
	if len(unknown) > 0 {
		return nil, append(found, unknown...)
	}
	return p, found
}

// checkTimetable returns what is wrong with a calendar or holiday file, and
// one line of praise when it can be used.
func checkTimetable(file string, src []byte, given, lang string) (found []finding, good string) {
	var c *calendar.File
	var h *calendar.Holidays
	var problems []calendar.Problem
	if calendarKey.Match(src) {
		c, problems = calendar.ParseCalendar(src)
	} else {
		h, problems = calendar.ParseHolidays(src)
	}
	for _, p := range problems {
		found = append(found, finding{
			File: file, Line: p.Line, Column: p.Column, Severity: "error", Code: "calendar", Message: p.Reason, Remedy: p.Remedy,
		})
	}
	switch {
	case c != nil:
		sources, err := calendarSources(given)
		if err == nil {
			_, err = calendar.Load(append(sources, calendar.Source{Name: file, Body: src})...)
		}
		if err != nil {
			return []finding{{File: file, Line: 1, Column: 1, Severity: "error", Code: "calendar", Message: err.Error()}}, ""
		}
		good = fmt.Sprintf(pick(lang, "可用,日历 %s(%s)", "good, calendar %s (%s)"), c.Spec.ID, c.Spec.Zone)
	case h != nil:
		good = fmt.Sprintf(pick(lang, "可用,节假日 %s,%d 至 %d 年", "good, holidays %s of %d to %d"), h.ID, h.FirstYear, h.LastYear)
	}
	return found, good
}

var calendarKey = regexp.MustCompile(`(?m)^calendar:`)
