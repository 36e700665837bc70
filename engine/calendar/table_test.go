package calendar

import (
	"encoding/json"
	"os"
	"testing"
	"time"
)

// The calendars of TIME.md §2.4.
func testCalendars(t *testing.T) map[string]*Calendar {
	t.Helper()
	src, err := os.ReadFile("../../processes/calendars/holidays-cn.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cn, problems := ParseHolidays(src)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	all := map[string]*Calendar{}
	add := func(name, zone, rest string) {
		f, problems := ParseCalendar([]byte("calendar: " + name + "\nzone: " + zone + "\n" + rest))
		if len(problems) > 0 {
			t.Fatal(name, problems)
		}
		if f.Holidays == "cn" {
			f.Spec.Holidays = cn
		}
		c, err := Compile(f.Spec)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = c
	}
	const cnWeek = "week: {mon-fri: [09:00-12:00, 13:30-18:00]}\nholidays: cn\n"
	const always = "week: {mon-sun: [00:00-24:00]}\n"
	add("CN", "Asia/Shanghai", cnWeek)
	add("CN-half", "Asia/Shanghai", cnWeek+"exceptions: {2025-12-31: [09:00-12:00]}\n")
	add("W9", "UTC", "week: {mon-fri: 09:00-17:00}\n")
	add("W9-feb29", "UTC", "week: {mon-fri: 09:00-17:00}\nexceptions: {2028-02-29: closed}\n")
	add("P8", "Europe/Paris", "week: {mon-fri: 08:00-18:00}\n")
	add("P20", "Europe/Paris", "week: {mon-fri: 08:00-20:00}\n")
	add("B390", "Europe/Berlin", "week: {mon-sun: 09:00-21:00}\nexceptions: {2016-11-11: closed, 2016-11-13: closed}\n")
	add("M17", "UTC", "week: {mon-fri: 08:00-17:00}\n")
	add("M18", "UTC", "week: {mon-fri: 09:00-18:00}\n")
	add("N17", "UTC", "week: {mon-fri: 17:00-01:00}\n")
	add("Shanghai24", "Asia/Shanghai", always)
	add("Berlin24", "Europe/Berlin", always)
	add("Paris24", "Europe/Paris", always)
	add("Apia", "Pacific/Apia", "week: {mon-sun: 09:00-17:00}\n")
	return all
}

// local reads `2006-01-02 15:04[:05]` in the calendar's zone.
func local(t *testing.T, c *Calendar, s string) Millis {
	t.Helper()
	layout := "2006-01-02 15:04:05"[:len(s)]
	at, err := time.ParseInLocation(layout, s, c.zone)
	if err != nil {
		t.Fatal(err)
	}
	return at.UnixMilli()
}

const hour = 3_600_000

// TestAdd is table A of TIME.md §2.4, by its numbers: a start, open time, the due.
func TestAdd(t *testing.T) {
	calendars := testCalendars(t)
	for _, c := range []struct {
		id, origin, calendar, from string
		add                        Millis
		want                       string
	}{
		{"1", "Chatwoot #13392", "W9", "2026-01-30 16:30", hour, "2026-02-02 09:30"},
		{"3", "Chatwoot #13392", "W9", "2026-01-28 10:00", 2 * hour, "2026-01-28 12:00"},
		{"4", "GLPI #22678", "P8", "2026-01-12 17:00", 4 * hour, "2026-01-13 11:00"},
		{"6", "Zammad #390", "B390", "2016-11-09 23:00", 48 * hour, "2016-11-15 21:00"},
		{"10", "ServiceNow day = 24 h", "W9", "2022-06-20 10:00", 24 * hour, "2022-06-23 10:00"},
		{"14", "objectstack #13655", "M18", "2026-08-28 17:00", 4 * hour, "2026-08-31 12:00"},
		{"15", "make-up Sunday", "CN", "2025-01-24 17:00", 4 * hour, "2025-01-26 12:00"},
		{"16", "Spring Festival", "CN", "2025-01-27 16:00", 8 * hour, "2025-02-05 16:30"},
		{"18", "National Day", "CN", "2025-09-30 17:00", 4 * hour, "2025-10-09 12:00"},
		{"23", "natural hours in a holiday", "Shanghai24", "2025-10-04 10:00", 48 * hour, "2025-10-06 10:00"},
		{"24", "half day, New Year, make-up", "CN-half", "2025-12-31 11:00", 2 * hour, "2026-01-04 10:00"},
		{"25", "Frappe #2212, Chatwoot #14009", "CN", "2025-06-03 12:30", hour / 2, "2025-06-03 14:00"},
		{"28", "spring DST", "Berlin24", "2025-03-29 12:00", 24 * hour, "2025-03-30 13:00"},
		{"35", "a date that never existed", "Apia", "2011-12-29 16:00", 2 * hour, "2011-12-31 10:00"},
		{"37", "Feb 29", "W9-feb29", "2028-02-28 16:00", 2 * hour, "2028-03-01 10:00"},
		{"38a", "boundaries", "W9", "2025-06-02 09:00", 8 * hour, "2025-06-02 17:00"},
		{"38b", "boundaries", "W9", "2025-06-02 17:00", 1000, "2025-06-03 09:00:01"},
		{"38c", "boundaries", "W9", "2025-06-01 12:00", 8 * hour, "2025-06-02 17:00"},
	} {
		t.Run(c.id+" "+c.origin, func(t *testing.T) {
			cal := calendars[c.calendar]
			got := cal.Add(local(t, cal, c.from), c.add)
			if want := local(t, cal, c.want); got != want {
				t.Errorf("got %s, want %s", time.UnixMilli(got).In(cal.zone), time.UnixMilli(want).In(cal.zone))
			}
		})
	}
}

// TestWorkingDays is table A of TIME.md §2.4: dues in working days.
func TestWorkingDays(t *testing.T) {
	calendars := testCalendars(t)
	for _, c := range []struct {
		id, origin, calendar, from string
		days                       int
		want                       string
	}{
		{"7", "GLPI CalendarTest", "P20", "2018-11-19 10:00", 7, "2018-11-28 20:00"},
		{"9", "jmix #790", "W9", "2022-06-20 10:00", 1, "2022-06-21 17:00"},
		{"20a", "make-up day", "CN", "2025-10-10 10:00", 1, "2025-10-11 18:00"},
		{"20b", "make-up day", "CN", "2025-10-10 10:00", 2, "2025-10-13 18:00"},
		{"21", "over a week off", "CN", "2025-09-30 17:59", 3, "2025-10-11 18:00"},
		{"E1", "callback window", "CN", "2025-09-29 16:00", 2, "2025-10-09 18:00"},
	} {
		t.Run(c.id+" "+c.origin, func(t *testing.T) {
			cal := calendars[c.calendar]
			got := cal.WorkingDays(local(t, cal, c.from), c.days)
			if want := local(t, cal, c.want); got != want {
				t.Errorf("got %s, want %s", time.UnixMilli(got).In(cal.zone), time.UnixMilli(want).In(cal.zone))
			}
		})
	}
}

// TestBetween is table A of TIME.md §2.4: open time between two instants.
func TestBetween(t *testing.T) {
	calendars := testCalendars(t)
	for _, c := range []struct {
		id, origin, calendar, from, to string
		want                           time.Duration
	}{
		{"11", "over a weekend", "M17", "2025-12-12 21:00", "2025-12-15 09:30", 90 * time.Minute},
		{"12", "over a night", "W9", "2025-06-04 14:00", "2025-06-05 09:00", 3 * time.Hour},
		{"27", "Business_Duration #7", "N17", "2025-06-03 02:00", "2025-06-03 04:48", 0},
		{"30a", "DST window length", "Berlin24", "2022-10-30 00:00", "2022-10-30 10:00", 11 * time.Hour},
		{"30b", "DST window length", "Berlin24", "2022-03-27 00:00", "2022-03-27 10:00", 9 * time.Hour},
		{"32", "GLPI day loop", "Paris24", "2025-10-26 00:30", "2025-10-27 00:30", 25 * time.Hour},
		{"33", "GLPI day loop", "Paris24", "2025-03-29 23:30", "2025-03-31 00:30", 24 * time.Hour},
		{"39", "24:00 is not 23:59", "Shanghai24", "2025-06-03 00:00", "2025-06-04 00:00", 86_400 * time.Second},
		{"92", "budget of one working day", "CN", "2025-10-10 10:00", "2025-10-11 18:00", 14 * time.Hour},
	} {
		t.Run(c.id+" "+c.origin, func(t *testing.T) {
			cal := calendars[c.calendar]
			got := cal.Between(local(t, cal, c.from), local(t, cal, c.to))
			if got != c.want.Milliseconds() {
				t.Errorf("got %s, want %s", time.Duration(got)*time.Millisecond, c.want)
			}
		})
	}
}

// Case 41 of TIME.md §2.4.
func TestSub(t *testing.T) {
	cal := testCalendars(t)["CN"]
	got, want := cal.Sub(local(t, cal, "2025-10-09 09:30"), hour), local(t, cal, "2025-09-30 17:30")
	if got != want {
		t.Errorf("got %s, want %s", time.UnixMilli(got).In(cal.zone), time.UnixMilli(want).In(cal.zone))
	}
}

// Case 43 of TIME.md §2.4: the process's own zone does not matter.
func TestProcessZoneDoesNotMatter(t *testing.T) {
	cal := testCalendars(t)["CN"]
	from := local(t, cal, "2025-06-03 10:00")
	want := cal.Add(from, 30*hour)
	old := time.Local
	t.Cleanup(func() { time.Local = old })
	for _, name := range []string{"America/New_York", "Asia/Kathmandu", "Pacific/Apia"} {
		zone, err := Zone(name)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = zone
		if got := cal.Add(from, 30*hour); got != want {
			t.Errorf("in a process of zone %s: got %d, want %d", name, got, want)
		}
	}
}

// TestVectors plays the 18 business-time vectors: daylight saving, holidays, night shifts.
func TestVectors(t *testing.T) {
	src, err := os.ReadFile("testdata/business_time_vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Name, TZ string
		Windows  map[string][][2]int64 // seconds, Monday is "0"
		Holidays []string
		From, To time.Time
		Business float64 `json:"business_seconds"`
	}
	if err := json.Unmarshal(src, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) != 18 {
		t.Fatalf("got %d vectors, want 18", len(vectors))
	}
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			spec := Spec{ID: v.Name, Zone: v.TZ}
			for day, windows := range v.Windows {
				for _, w := range windows {
					weekday := (int(day[0]-'0') + 1) % 7
					spec.Week[weekday] = append(spec.Week[weekday], Span{w[0] * 1000, w[1] * 1000})
				}
			}
			for _, day := range v.Holidays {
				d, err := ParseDate(day)
				if err != nil {
					t.Fatal(err)
				}
				spec.Exceptions = append(spec.Exceptions, Exception{From: d, To: d})
			}
			c, err := Compile(spec)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Between(v.From.UnixMilli(), v.To.UnixMilli()); got != int64(v.Business*1000) {
				t.Errorf("got %d ms, want %v s", got, v.Business)
			}
		})
	}
}
