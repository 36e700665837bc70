package runner_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

const (
	office    = "calendar: office\nzone: Asia/Shanghai\nweek: {mon-fri: [09:00-17:00]}\nholidays: cn\n"
	publicDay = "holidays: cn\ncovers: 2026..2026\nyears:\n  2026: {closed: [01-01]}\n"
)

// write puts a new version of a YAML document, valid from an instant or from now.
func (h *house) write(kind, id, body string, from engine.Millis) error {
	h.t.Helper()
	last, err := h.store.Document(h.t.Context(), kind, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		h.t.Fatal(err)
	}
	d := store.Document{Kind: kind, ID: id, Expect: last.Version, ValidFrom: from, Body: []byte(body), Deleted: body == ""}
	_, err = h.Put(h.t.Context(), d, store.Request{})
	return err
}

func (h *house) mustWrite(kind, id, body string, from engine.Millis) {
	h.t.Helper()
	if err := h.write(kind, id, body, from); err != nil {
		h.t.Fatalf("%s %s: %v", kind, id, err)
	}
}

// shanghai is an instant written as a wall time there.
func shanghai(t *testing.T, wall string) engine.Millis {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04 -0700", wall+" +0800")
	if err != nil {
		t.Fatal(err)
	}
	return engine.Millis(at.UnixMilli())
}

func TestACalendarIsReadThroughItsVersionsAndThoseOfItsHolidays(t *testing.T) {
	t.Parallel()
	h := open(t, nil)
	h.mustWrite(runner.KindHolidays, "cn", publicDay, shanghai(t, "2026-01-01 00:00"))
	h.mustWrite(runner.KindCalendar, "office", office, shanghai(t, "2026-01-01 00:00"))
	line := func() int64 { return h.World().Calendar("office").Newest() }
	first := line()
	between := func(a, b string) time.Duration {
		ms := h.World().Calendar("office").Between(int64(shanghai(t, a)), int64(shanghai(t, b)))
		return time.Duration(ms) * time.Millisecond
	}
	expect := func(a, b string, want time.Duration) {
		t.Helper()
		if got := between(a, b); got != want {
			t.Errorf("%s to %s: %s open, want %s", a, b, got, want)
		}
	}
	expect("2026-03-02 00:00", "2026-03-07 00:00", 40*time.Hour) // Monday to Friday
	// The first of March, a Sunday, becomes a working day; Wednesday closes.
	more := publicDay[:len(publicDay)-2] + ", 03-04], work: [03-01]}\n"
	more = strings.Replace(more, "[01-01]", "[01-01", 1)
	h.mustWrite(runner.KindHolidays, "cn", more, shanghai(t, "2026-03-03 00:00"))
	if line() <= first {
		t.Errorf("the calendar is at version %d after its holidays changed, before at %d", line(), first)
	}
	expect("2026-03-01 00:00", "2026-03-02 00:00", 0) // before the change: as it was judged then
	expect("2026-03-02 00:00", "2026-03-07 00:00", 32*time.Hour)
	second := line()
	h.mustWrite(runner.KindCalendar, "office", strings.Replace(office, "09:00-17:00", "09:00-12:00", 1), shanghai(t, "2026-03-05 00:00"))
	expect("2026-03-02 00:00", "2026-03-07 00:00", 22*time.Hour)
	if line() <= second {
		t.Errorf("the calendar is at version %d after it changed, before at %d", line(), second)
	}
	// A correction valid from the same instant takes the place of what it corrects.
	h.mustWrite(runner.KindCalendar, "office", strings.Replace(office, "09:00-17:00", "09:00-10:00", 1), shanghai(t, "2026-03-05 00:00"))
	expect("2026-03-02 00:00", "2026-03-07 00:00", 18*time.Hour)
}

func TestCompiledCalendarsAreKeptByContent(t *testing.T) {
	t.Parallel()
	h := open(t, nil)
	h.mustWrite(runner.KindHolidays, "cn", publicDay, 0)
	h.mustWrite(runner.KindCalendar, "office", office, 0)
	now := int64(shanghai(t, "2026-03-02 00:00"))
	before := h.World().Calendar("office").At(now).Calendar
	h.put(runner.KindAbsence, runner.AbsenceID, []org.Absence{})
	if h.World().Calendar("office").At(now).Calendar != before {
		t.Error("it was compiled again although nothing of it changed")
	}
}

func TestACalendarWithMistakesIsRefusedAtItsPlace(t *testing.T) {
	t.Parallel()
	h := open(t, nil)
	h.mustWrite(runner.KindHolidays, "cn", publicDay, 0)
	h.mustWrite(runner.KindCalendar, "office", office, 0)
	for name, c := range map[string]struct{ kind, id, body, want string }{
		"a key":          {runner.KindCalendar, "a", "calendar: a\nzone: UTC\nweek: {mon: [09:00-10:00]}\nhours: x\n", `4:1: unknown key "hours"`},
		"the zone":       {runner.KindCalendar, "a", "calendar: a\nzone: Mars/Olympus\nweek: {mon: [09:00-10:00]}\n", "Mars/Olympus"},
		"another id":     {runner.KindCalendar, "a", office, `of "office"`},
		"always open":    {runner.KindCalendar, "24x7", "calendar: 24x7\nzone: UTC\nweek: {mon: [09:00-10:00]}\n", "cannot be written anew"},
		"never opens":    {runner.KindCalendar, "a", "calendar: a\nzone: UTC\nweek: {}\n", "open again"},
		"no holidays":    {runner.KindCalendar, "a", "calendar: a\nzone: UTC\nweek: {mon: [09:00-10:00]}\nholidays: mars\n", `no holiday data "mars"`},
		"a date":         {runner.KindHolidays, "cn", "holidays: cn\ncovers: 2026..2026\nyears:\n  2026: {closed: [02-30]}\n", "4:"},
		"a missing year": {runner.KindHolidays, "cn", "holidays: cn\ncovers: 2025..2026\nyears:\n  2026: {closed: []}\n", "2025"},
		"in use":         {runner.KindHolidays, "cn", "", "calendar office uses it"},
		"closed for good": {
			runner.KindHolidays, "cn", "holidays: cn\ncovers: 2026..2028\nyears:\n  2026: {closed: [01-01..12-31]}\n" +
				"  2027: {closed: [01-01..12-31]}\n  2028: {closed: []}\n", "open again",
		},
	} {
		revision := h.World().Revision
		var bad *runner.BadDocument
		if err := h.write(c.kind, c.id, c.body, 0); !errors.As(err, &bad) || !strings.Contains(bad.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
		if h.World().Revision != revision {
			t.Errorf("%s: the world has changed", name)
		}
	}
	var bad *runner.BadDocument
	if err := h.write(runner.KindCalendar, "a", "calendar: a\nzone: UTC\nweek: {mon: [9-10]}\nhours: x\n", 0); !errors.As(err, &bad) || len(bad.Problems) < 2 {
		t.Errorf("two mistakes gave %+v", bad)
	}
}

// timed is a flow on the calendar of the office.
const timed = `
process: timed
calendar: office
lanes: {customer: {party: customer}, desk: {team: desk}}
promises:
  answer: {from: start, to: reply, within: 4h, for: customer}
start: reply
steps:
  reply: {lane: desk, next: end}
`

func TestADefinitionNeedsItsCalendar(t *testing.T) {
	t.Parallel()
	h := open(t, nil)
	p, _, found, err := h.Deploy(t.Context(), "timed.yaml", []byte(timed), "ann")
	if p != nil || err != nil || !strings.Contains(diagnostics(found), "unknown-calendar") {
		t.Fatalf("deployed %v, %v, %s", p, err, diagnostics(found))
	}
	h.mustWrite(runner.KindHolidays, "cn", publicDay, 0)
	h.mustWrite(runner.KindCalendar, "office", office, 0)
	if p, _, found, err = h.Deploy(t.Context(), "timed.yaml", []byte(timed), "ann"); p == nil || err != nil {
		t.Fatalf("with the calendar: %v, %s", err, diagnostics(found))
	}
	var bad *runner.BadDocument
	if err := h.write(runner.KindCalendar, "office", "", 0); !errors.As(err, &bad) || !strings.Contains(bad.Reason, "process timed") {
		t.Errorf("a calendar in use was removed: %v", err)
	}
}

// A case that runs on a calendar which was removed goes on by its last version.
func TestARemovedCalendarStillJudgesWhatRunsOnIt(t *testing.T) {
	t.Parallel()
	h := open(t, nil)
	h.mustWrite(runner.KindHolidays, "cn", publicDay, 0)
	h.mustWrite(runner.KindCalendar, "office", office, 0)
	if _, _, found, err := h.Deploy(t.Context(), "timed.yaml", []byte(timed), "ann"); err != nil || len(found) > 0 {
		t.Fatalf("%v, %s", err, diagnostics(found))
	}
	in := h.start("timed")
	if _, _, _, err := h.Deploy(t.Context(), "timed.yaml", []byte(strings.Replace(timed, "office", "24x7", 1)), "ann"); err != nil {
		t.Fatal(err)
	}
	h.mustWrite(runner.KindCalendar, "office", "", 0)
	if h.complete(in.ID); h.World().Calendar("office") == nil {
		t.Error("the calendar is gone")
	}
	if _, _, found, err := h.Deploy(t.Context(), "timed.yaml", []byte(timed+"# again\n"), "ann"); err != nil || !strings.Contains(diagnostics(found), "unknown-calendar") {
		t.Errorf("a removed calendar was deployed on: %v, %s", err, diagnostics(found))
	}
}

func TestAPreviewChangesNothing(t *testing.T) {
	t.Parallel()
	h := open(t, nil)
	h.mustWrite(runner.KindHolidays, "cn", publicDay, 0)
	h.mustWrite(runner.KindCalendar, "office", office, 0)
	before := h.World()
	d := store.Document{Kind: runner.KindCalendar, ID: "office", Body: []byte(strings.Replace(office, "17:00", "12:00", 1))}
	after, err := h.PreviewCalendars(t.Context(), d)
	if err != nil || after["office"].Newest() <= before.Calendar("office").Newest() {
		t.Fatalf("version %d, %v", after["office"].Newest(), err)
	}
	if h.World() != before {
		t.Error("the world has changed")
	}
}

func TestAbsencesAreOfPeopleWhoAreHere(t *testing.T) {
	t.Parallel()
	h := open(t, nil)
	h.put(runner.KindAbsence, runner.AbsenceID, []org.Absence{{Person: "ann", From: 100, To: 200, Delegate: "bob"}})
	o := h.World().Org
	if o.Absent("ann", 99) || !o.Absent("ann", 100) || o.Absent("ann", 200) || o.Absent("bob", 150) {
		t.Error("ann is away from 100 until 200")
	}
	for name, body := range map[string]string{
		"nobody":      `[{"person": "eve", "from": 1, "to": 2}]`,
		"backwards":   `[{"person": "ann", "from": 2, "to": 2}]`,
		"oneself":     `[{"person": "ann", "from": 1, "to": 2, "delegate": "ann"}]`,
		"unknown key": `[{"person": "ann", "from": 1, "until": 2}]`,
		"no list":     `{}`,
	} {
		var bad *runner.BadDocument
		if err := h.write(runner.KindAbsence, runner.AbsenceID, body, 0); !errors.As(err, &bad) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestPointsOfPromisesCountAsLateness(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const flow = `
process: quick
calendar: 24x7
lanes: {customer: {party: customer}, desk: {team: desk}}
promises:
  answer: {from: start, to: reply, within: 4h, for: customer, escalate: up}
escalations:
  up: [{at: 50%, notify: [lead]}]
start: reply
steps:
  reply: {lane: desk, next: end}
`
		h := open(t, []string{flow})
		h.start("quick")
		time.Sleep(5 * time.Hour)
		synctest.Wait()
		if late := h.Lateness(); late.Count != 2 || late.Max != 0 {
			t.Errorf("%d points fired, at most %d ms late; want 2 and 0", late.Count, late.Max)
		}
	})
}
