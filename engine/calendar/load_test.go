package calendar

import (
	"strings"
	"testing"
	"time"
)

const office = "calendar: office\nzone: Asia/Shanghai\nweek: {mon-fri: [09:00-17:00]}\nholidays: cn\n"

func TestLoadFindsHolidaysInAnyOrder(t *testing.T) {
	t.Parallel()
	holidays := Source{"holidays.yaml", []byte("holidays: cn\ncovers: 2026..2026\nsource: test\nyears:\n  2026: {closed: [03-03], work: []}\n")}
	lines, err := Load(Source{"office.yaml", []byte(office)}, holidays)
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("+08:00", 8*3600)
	from, to := time.Date(2026, 3, 2, 16, 0, 0, 0, zone).UnixMilli(), time.Date(2026, 3, 4, 10, 0, 0, 0, zone).UnixMilli()
	if got := lines["office"].Add(from, 2*3_600_000); got != to {
		t.Errorf("two hours from Monday 16:00 over a closed Tuesday end at %d, want %d", got, to)
	}
}

func TestLoadNamesEveryMistake(t *testing.T) {
	t.Parallel()
	_, err := Load(
		Source{"a.yaml", []byte(office)},
		Source{"b.yaml", []byte("calendar: b\nzone: Mars\nweek: {mon: [09:00-17:00]}\n")},
		Source{"c.yaml", []byte("holidays: x\ncover: 2026\n")},
	)
	for _, want := range []string{"a.yaml: calendar office: there are no holidays cn", "b.yaml:1:1: ", "c.yaml:2:1: "} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q in it", err, want)
		}
	}
}
