package calendar

import (
	"strings"
	"testing"
)

func TestCompileRefuses(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"a week that is never open":  {"week: {}", "closed from"},
		"closed for two years":       {"week: {mon-fri: 09:00-17:00}\nexceptions: {2030-01-01..2031-12-31: closed}", "closed from 2029-12-31"},
		"an exception turned around": {"week: {mon-fri: 09:00-17:00}\nexceptions: {2030-01-05..2030-01-01: closed}", "before it begins"},
	} {
		t.Run(name, func(t *testing.T) {
			f, problems := ParseCalendar([]byte("calendar: c\nzone: UTC\n" + c.src))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if _, err := Compile(f.Spec); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for src, want := range map[string]string{
		"calendar: c\nzone: Asia/Shangai":                                        "not in the IANA data",
		"calendar: c\nzone: Local":                                               "expected an IANA name",
		"calendar: c\nzone: UTC\nweek: {mon-fry: 09:00-17:00}":                   "unknown day",
		"calendar: c\nzone: UTC\nweek: {mon-fri: 9-17}":                          "no hours",
		"calendar: c\nzone: UTC\nweek: {mon: [09:00-12:00, 11:00-13:00]}":        "overlap",
		"calendar: c\nzone: UTC\nweek: {mon-fri: 09:00-17:00, tue: 09:00-12:00}": "given twice",
		"calendar: c\nzone: UTC\nexceptions: {2026-02-30: closed}":               "no date",
		"calendar: c\nzone: UTC\nhollidays: cn":                                  "unknown key",
		"zone: UTC":                                                              "no id",
		"- a":                                                                    "expected keys",
		"calendar: [":                                                            "did not find",
		"calendar: c\nzone: UTC\nzone: UTC":                                      "stands on line 2 already",
	} {
		f, problems := ParseCalendar([]byte(src))
		if f != nil || len(problems) == 0 || !strings.Contains(problems[0].Error(), want) {
			t.Errorf("%q: got %v, want %q", src, problems, want)
		}
	}
}

func TestParseHolidaysRefuses(t *testing.T) {
	for src, want := range map[string]string{
		"holidays: x\ncovers: 2025..2026\nyears: {2025: {closed: [01-01]}}": "2026 is declared as covered",
		"holidays: x\ncovers: soon":                                         "no range of years",
		"holidays: x\nyears: {2025: {closed: [13-01]}}":                     "no date of 2025",
		"holidays: x\nyears: {2025: {clossed: [01-01]}}":                    "unknown key",
		"covers: 2025..2025\nyears: {2025: {closed: []}}":                   "no id",
	} {
		h, problems := ParseHolidays([]byte(src))
		if h != nil || len(problems) == 0 || !strings.Contains(problems[0].Error(), want) {
			t.Errorf("%q: got %v, want %q", src, problems, want)
		}
	}
}

// A yearly exception may span New Year (TIME.md §2.1 rule 5).
func TestYearlyExceptionOverNewYear(t *testing.T) {
	f, problems := ParseCalendar([]byte("calendar: c\nzone: UTC\nweek: {mon-sun: 00:00-24:00}\nexceptions: {yearly 12-30..01-02: closed}"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	c, err := Compile(f.Spec)
	if err != nil {
		t.Fatal(err)
	}
	from, to := int64(On(2027, 12, 29))*dayMillis, int64(On(2028, 1, 4))*dayMillis
	if got := c.Between(from, to); got != 2*dayMillis {
		t.Errorf("got %d h open, want 48 h", got/hour)
	}
}

// What is due beyond the declared coverage is provisional (TIME.md §2.1 rule 7).
func TestCoverage(t *testing.T) {
	c := testCalendars(t)["CN"]
	if !c.Covered(local(t, c, "2026-12-31 23:59")) || c.Covered(local(t, c, "2027-01-01 00:00")) {
		t.Error("the coverage ends with 2026, in the calendar's zone")
	}
}

func BenchmarkAddOverAYear(b *testing.B) {
	c := benchCalendar(b)
	from := int64(On(2025, 1, 1)) * dayMillis
	for b.Loop() {
		c.Add(from, 2000*hour)
	}
}

func BenchmarkBetweenOverAYear(b *testing.B) {
	c := benchCalendar(b)
	from := int64(On(2025, 1, 1)) * dayMillis
	for b.Loop() {
		c.Between(from, from+365*dayMillis)
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		benchCalendar(b)
	}
}

func benchCalendar(b *testing.B) *Calendar {
	spec := Spec{ID: "bench", Zone: "Asia/Shanghai"}
	for day := 1; day < 6; day++ {
		spec.Week[day] = []Span{{9 * hour, 12 * hour}, {13*hour + hour/2, 18 * hour}}
	}
	c, err := Compile(spec)
	if err != nil {
		b.Fatal(err)
	}
	return c
}
