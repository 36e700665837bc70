package api

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

const office9 = `calendar: office
name: {zh: 办公, en: Office}
zone: Asia/Shanghai
week: {mon-sun: [09:00-18:00]}
`

func sourceBody(source, validFrom string) string {
	body := map[string]string{"source": source}
	if validFrom != "" {
		body["validFrom"] = validFrom
	}
	b, err := json.Marshal(body)
	if err != nil {
		panic(err) // strings
	}
	return string(b)
}

// TestCalendarsAreVersioned makes a calendar, changes it, and reads what was.
func TestCalendarsAreVersioned(t *testing.T) {
	h := newOffice(t)
	var v CalendarView
	put := asked{as: "analyst", method: "PUT", path: "/calendars/office", body: sourceBody(office9, "")}
	h.must(200, put, &v)
	if v.Version != 1 || v.Name != "Office" || v.Zone != "Asia/Shanghai" || v.ValidFrom == 0 || v.By != "a-analyst" {
		t.Fatalf("made %+v", v)
	}
	h.must(428, put, nil)
	put.header = ifMatches(v.ETag)
	put.body = sourceBody(strings.Replace(office9, "18:00", "17:00", 1), "2999-01-01T00:00:00Z")
	h.must(200, put, &v)
	if v.Version != 2 {
		t.Errorf("changed %+v", v)
	}
	h.must(412, put, nil)
	put.header, put.body = ifMatches("*"), sourceBody(office9, "2001-01-01T00:00:00Z")
	h.must(403, put, nil) // the past is corrected by administrators
	put.as = "admin"
	h.must(200, put, nil)
	var page Page[CalendarView]
	h.must(200, asked{as: "li-na", method: "GET", path: "/calendars/office/versions"}, &page)
	if len(page.Items) != 3 || page.Items[0].Version != 3 || page.Items[2].Version != 1 {
		t.Errorf("versions %+v", page.Items)
	}
	h.must(200, asked{as: "li-na", method: "GET", path: "/calendars/office/versions/2"}, &v)
	if !strings.Contains(v.Source, "17:00") {
		t.Errorf("version 2: %s", v.Source)
	}
	a := h.must(200, asked{as: "li-na", method: "GET", path: "/calendars/office", header: map[string]string{"Accept-Language": "zh"}}, &v)
	if v.Name != "办公" || a.header.Get("ETag") != `"v3"` {
		t.Errorf("newest: %+v", v)
	}
	h.must(304, asked{as: "li-na", method: "GET", path: "/calendars/office", header: map[string]string{"If-None-Match": `"v3"`}}, nil)
	h.must(200, asked{as: "li-na", method: "GET", path: "/calendars"}, &page)
	if len(page.Items) != 2 {
		t.Errorf("calendars %+v", page.Items)
	}
	h.must(404, asked{as: "li-na", method: "GET", path: "/calendars/none"}, nil)
	h.must(404, asked{as: "li-na", method: "GET", path: "/calendars/none/versions"}, nil)
	h.must(404, asked{as: "li-na", method: "GET", path: "/calendars/office/versions/9"}, nil)
	h.must(204, asked{as: "admin", method: "DELETE", path: "/calendars/office", header: ifMatches("*")}, nil)
	h.must(404, asked{as: "li-na", method: "GET", path: "/calendars/office"}, nil)

	var p Problem
	h.must(409, asked{as: "admin", method: "DELETE", path: "/calendars/cn-service", header: ifMatches("*")}, &p)
	if p.Code != "calendar.refused" || !strings.Contains(p.Detail, "complaint") {
		t.Errorf("removing what a flow runs on: %+v", p)
	}
	h.must(409, asked{as: "admin", method: "DELETE", path: "/holidays/cn", header: ifMatches("*")}, nil)
	h.must(422, asked{as: "analyst", method: "PUT", path: "/calendars/office", body: sourceBody("calendar: office\nzone: Nowhere/Else\nweek: {mon: [9-5]}\n", "")}, &p)
	if p.Code != "calendar.invalid" || len(p.Errors) != 2 || p.Errors[0].Location != "office.yaml:3:14" {
		t.Errorf("mistakes: %+v", p.Errors)
	}
	h.must(409, asked{as: "analyst", method: "PUT", path: "/calendars/other", body: sourceBody(office9, "")}, nil) // the file is of office
}

// TestHolidaysHaveMakeUpDays previews a week with a make-up Saturday and the
// Spring Festival behind it (TIME.md §2.4: Sat 2026-02-14 is a working day).
func TestHolidaysHaveMakeUpDays(t *testing.T) {
	h := newOffice(t)
	var p CalendarPreview
	h.must(200, asked{as: "li-na", method: "GET", path: "/calendars/cn-service/preview?from=2026-02-13T09:00:00Z&days=4&duration=1wd&duration=4h&duration=8h%20on%2024x7"}, &p)
	if p.Zone != "Asia/Shanghai" || len(p.Days) != 4 || p.Days[0].Date != "2026-02-13" || p.Days[0].Weekday != "fri" || !p.Days[0].Covered {
		t.Fatalf("days %+v", p.Days)
	}
	for i, want := range []string{"PT7H30M", "PT7H30M", "PT0S", "PT0S"} { // Friday, the Saturday, Sunday, the holiday
		if p.Days[i].Open.String() != want {
			t.Errorf("%s is open %s, want %s", p.Days[i].Date, p.Days[i].Open, want)
		}
	}
	if p.Open.String() != "PT15H" || len(p.Days[0].Windows) != 2 {
		t.Errorf("open %s, %+v", p.Open, p.Days[0].Windows)
	}
	for i, want := range []string{"2026-02-14T10:00:00Z", "2026-02-14T04:00:00Z", "2026-02-13T17:00:00Z"} {
		due, sum := time.UnixMilli(int64(p.Dues[i].Due)).UTC().Format(time.RFC3339), Length(0)
		for _, w := range p.Dues[i].Windows {
			sum += w.Open
		}
		if due != want || sum != p.Dues[i].Open {
			t.Errorf("%s: due %s, want %s; the windows give %s of %s", p.Dues[i].Duration, due, want, sum, p.Dues[i].Open)
		}
	}
	for _, bad := range []string{"?days=0", "?days=32", "?from=x", "?duration=1d", "?duration=4h%20on%20nowhere"} {
		h.must(422, asked{as: "li-na", method: "GET", path: "/calendars/cn-service/preview" + bad}, nil)
	}
	h.must(200, asked{as: "li-na", method: "GET", path: "/calendars/24x7/preview"}, &p)
	if p.Open.String() != "PT168H" {
		t.Errorf("24x7 is open %s a week", p.Open)
	}
	var v CalendarView
	h.must(200, asked{as: "li-na", method: "GET", path: "/holidays/cn"}, &v)
	if v.FirstYear != 2004 || v.LastYear < 2026 || !strings.Contains(v.Source, "years:") {
		t.Errorf("holidays: %+v", v)
	}
}

// onOffice is a flow with a promise on the calendar the tests edit.
var onOffice = strings.NewReplacer("promised", "on-office", "calendar: 24x7", "calendar: office").Replace(promised)

// TestADraftSaysWhatItWouldChange edits a calendar under a running promise.
func TestADraftSaysWhatItWouldChange(t *testing.T) {
	h := newOffice(t)
	h.must(200, asked{as: "admin", method: "PUT", path: "/calendars/office", body: sourceBody(strings.Replace(office9, "09:00-18:00", "00:00-24:00", 1), "2001-01-01T00:00:00Z")}, nil)
	if p, _, found, err := h.server.Runner.Deploy(t.Context(), "on-office.yaml", []byte(onOffice), "test"); p == nil || err != nil {
		t.Fatal(found, err)
	}
	var c CaseView
	h.must(201, asked{
		as: "li-na", method: "POST", path: "/processes/on-office/instances",
		body: `{"data":{"what":"x"},"customers":[{"lane":"customer","id":"c-1001"}]}`,
	}, &c)
	h.clock.move(2 * time.Hour) // the step is late by then, its clock keeps its due
	h.must(201, asked{as: "li-na", method: "POST", path: "/instances/" + c.ID + "/notes", body: `{"text":"x"}`}, nil)
	draft := asked{as: "analyst", method: "POST", path: "/calendars/office/draft?days=3", body: sourceBody(strings.Replace(office9, "09:00-18:00", "03:00-04:00", 1), "")}
	var d DraftResult
	h.must(200, draft, &d)
	if len(d.Calendars) != 1 || d.Calendars[0] != "office" || d.Preview == nil || d.Preview.Days[1].Open.String() != "PT1H" {
		t.Errorf("draft: %+v", d)
	}
	e := d.Effect
	if e.Clocks != 2 || e.Moved != 1 || e.Later != 1 || e.Late != 0 || !e.Complete || len(e.Sample) != 1 || e.Sample[0].Before != c.Due.Due || e.Sample[0].After <= e.Sample[0].Before {
		t.Errorf("effect: %+v", e)
	}
	// It said so and stored nothing; storing it does what it said.
	if again := h.promisesOf(c.ID)["answer"]; again.Due != c.Due.Due {
		t.Errorf("the draft moved the due: %+v", again)
	}
	put := draft
	put.method, put.path, put.header = "PUT", "/calendars/office", ifMatches("*")
	h.must(200, put, nil)
	h.must(201, asked{as: "li-na", method: "POST", path: "/instances/" + c.ID + "/notes", body: `{"text":"y"}`}, nil)
	moved := h.promisesOf(c.ID)["answer"]
	if gap := moved.Due - e.Sample[0].After; gap < -60_000 || gap > 60_000 {
		t.Errorf("due %d after the edit, the draft said %d", moved.Due, e.Sample[0].After)
	}
	var x Explanation
	h.must(200, asked{as: "li-na", method: "GET", path: "/promises/" + moved.ID + "/explain"}, &x)
	addsUp(t, &x)
	var sweep SweepView
	h.must(200, asked{as: "zhao-min", method: "GET", path: "/sweep"}, &sweep)
	if sweep.AsOf == 0 {
		t.Errorf("sweep: %+v", sweep)
	}
	var p Problem
	h.must(422, asked{as: "analyst", method: "POST", path: "/calendars/office/draft", body: sourceBody("calendar: office\n", "")}, &p)
	h.must(200, asked{as: "analyst", method: "POST", path: "/holidays/cn/draft", body: sourceBody("holidays: cn\ncovers: 2026..2026\nyears: {2026: {closed: [01-01]}}\n", "")}, &d)
	if len(d.Calendars) != 1 || d.Calendars[0] != "cn-service" || d.Effect.Clocks != 0 {
		t.Errorf("draft of holidays: %+v", d)
	}
}

// TestAClosedCycleKeepsItsNumbers corrects the calendar of the past after a
// cycle has ended: it is explained as it was judged.
func TestAClosedCycleKeepsItsNumbers(t *testing.T) {
	h := newOffice(t)
	always := strings.Replace(office9, "09:00-18:00", "00:00-24:00", 1)
	h.must(200, asked{as: "admin", method: "PUT", path: "/calendars/office", body: sourceBody(always, "2001-01-01T00:00:00Z")}, nil)
	if p, _, found, err := h.server.Runner.Deploy(t.Context(), "on-office.yaml", []byte(onOffice), "test"); p == nil || err != nil {
		t.Fatal(found, err)
	}
	var c CaseView
	h.must(201, asked{
		as: "li-na", method: "POST", path: "/processes/on-office/instances",
		body: `{"data":{"what":"x"},"customers":[{"lane":"customer","id":"c-1001"}]}`,
	}, &c)
	h.clock.move(40 * time.Minute)
	h.finish(&c, "li-na", "")
	before := h.promisesOf(c.ID)["look"]
	hour := time.Now().UTC().Add(12 * time.Hour).Format("15")
	closed := "calendar: office\nzone: UTC\nweek: {mon-sun: [\"" + hour + ":00-" + hour + ":59\"]}\n"
	h.must(200, asked{as: "admin", method: "PUT", path: "/calendars/office", header: ifMatches("*"), body: sourceBody(closed, "2001-01-02T00:00:00Z")}, nil)
	after := h.promisesOf(c.ID)["look"]
	if after.Elapsed != before.Elapsed || after.Left != before.Left || after.Verdict != "met" || after.Due != before.Due {
		t.Errorf("before the correction %+v\nafter it %+v", before, after)
	}
	var x Explanation
	h.must(200, asked{as: "li-na", method: "GET", path: "/promises/" + after.ID + "/explain"}, &x)
	addsUp(t, &x)
	if x.Elapsed != before.Elapsed {
		t.Errorf("explained as %s, judged as %s", x.Elapsed, before.Elapsed)
	}
}

func TestAbsences(t *testing.T) {
	h := newOffice(t)
	const weeks = `{"absences":[{"from":"2026-03-02T00:00:00Z","to":"2026-03-09T00:00:00Z","delegate":"sun-li"}]}`
	put := asked{as: "chen-jing", method: "PUT", path: "/absences/chen-jing", body: weeks}
	h.must(428, put, nil)
	empty := h.must(200, asked{as: "chen-jing", method: "GET", path: "/absences/chen-jing"}, nil)
	put.header = ifMatches(empty.header.Get("ETag"))
	var mine Page[AbsenceView]
	a := h.must(200, put, &mine)
	if len(mine.Items) != 1 || mine.Items[0].Name != "陈静" || mine.Items[0].Delegate != "sun-li" || a.header.Get("ETag") != `"v1"` {
		t.Fatalf("put %s", a.body)
	}
	h.must(412, put, nil)
	put.header = ifMatches("*")
	put.path = "/absences/sun-li" // somebody else's
	h.must(403, put, nil)
	put.as, put.body = "li-na", `{"absences":[{"from":"2026-03-02T00:00:00Z","to":"2999-03-09T00:00:00Z"}]}` // their lead
	h.must(200, put, nil)
	put.path = "/absences/wu-min" // of another team
	h.must(403, put, nil)
	put.path = "/absences/nobody"
	h.must(404, put, nil)
	var all Page[AbsenceView]
	h.must(200, asked{as: "auditor", method: "GET", path: "/absences"}, &all)
	if len(all.Items) != 2 {
		t.Errorf("absences %+v", all.Items)
	}
	h.must(200, asked{as: "li-na", method: "GET", path: "/absences?now=true"}, &all)
	if len(all.Items) != 1 || all.Items[0].Person != "sun-li" {
		t.Errorf("away now: %+v", all.Items)
	}
	if o := h.server.world().Org; !o.Absent("sun-li", time.Now().UnixMilli()) || o.Absent("chen-jing", time.Now().UnixMilli()) {
		t.Error("the world does not know who is away")
	}
	for _, bad := range []string{
		`{"absences":[{"from":"2026-03-09T00:00:00Z","to":"2026-03-02T00:00:00Z"}]}`,
		`{"absences":[{"from":"2026-03-02T00:00:00Z","to":"2026-03-09T00:00:00Z","delegate":"nobody"}]}`,
		`{"absences":[{"from":"2026-03-02T00:00:00Z","to":"2026-03-09T00:00:00Z","delegate":"chen-jing"}]}`,
	} {
		h.must(422, asked{as: "chen-jing", method: "PUT", path: "/absences/chen-jing", header: ifMatches("*"), body: bad}, nil)
	}
}
