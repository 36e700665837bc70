package definition

import (
	"errors"
	"testing"
)

func TestDurations(t *testing.T) {
	for src, want := range map[string]int64{
		"90s":             90_000,
		"30m":             1_800_000,
		"4h":              14_400_000,
		"1h30m":           5_400_000,
		"1h30m5s":         5_405_000,
		"48h on 24x7":     172_800_000,
		"90m":             5_400_000,
		"876600h":         maxSpan,
		"876600h on 24x7": maxSpan,
	} {
		d, err := ParseDuration(src)
		if err != nil || d.Millis != want || d.Source != src {
			t.Errorf("%s: %+v, %v; want %d", src, d, err, want)
		}
	}
	if d, _ := ParseDuration("4h"); d.Calendar != "" {
		t.Errorf("4h names calendar %q", d.Calendar)
	}
	if d, _ := ParseDuration("4h on 24x7"); d.Calendar != AlwaysOpen {
		t.Errorf("4h on 24x7 names calendar %q", d.Calendar)
	}
}

func TestDurationsNameTheirCalendar(t *testing.T) {
	for src, want := range map[string]Duration{
		"2wd":              {WorkingDays: 2, Source: "2wd"},
		"4h on cn-service": {Millis: 4 * 3_600_000, Calendar: "cn-service", Source: "4h on cn-service"},
		"3wd on cn":        {WorkingDays: 3, Calendar: "cn", Source: "3wd on cn"},
	} {
		if got, err := ParseDuration(src); err != nil || got != want {
			t.Errorf("%s: %+v, %v, want %+v", src, got, err, want)
		}
	}
}

func TestDurationsRefused(t *testing.T) {
	for src, want := range map[string]string{
		"1d":                    "duration-days",
		"P1D":                   "duration-days",
		"1 day":                 "duration-days",
		"3天":                    "duration-days",
		"2w":                    "duration-days",
		"1d12h":                 "duration-days",
		"2wd4h":                 "duration-working-days",
		"wd":                    "duration-syntax",
		"0wd":                   "duration-zero",
		"0s":                    "duration-zero",
		"0h0m":                  "duration-zero",
		"-1h":                   "duration-zero",
		"876601h":               "duration-overflow",
		"876600h1s":             "duration-overflow",
		"99999999999999999999h": "duration-overflow",
		"4h on CN":              "duration-calendar",
		"2wd on ":               "duration-calendar",
		"4h on ":                "duration-calendar",
		"":                      "duration-syntax",
		"h":                     "duration-syntax",
		"4":                     "duration-syntax",
		"1.5h":                  "duration-syntax",
		"30m1h":                 "duration-syntax",
		"1h1h":                  "duration-syntax",
		"PT4H":                  "duration-syntax",
		"4 h":                   "duration-syntax",
		"4H":                    "duration-syntax",
		"+4h":                   "duration-syntax",
	} {
		_, err := ParseDuration(src)
		var d *DurationError
		if !errors.As(err, &d) || d.Code != want {
			t.Errorf("%s: %v, want %s", src, err, want)
			continue
		}
		if d.Message.ZH == "" || d.Message.EN == "" || d.Remedy.ZH == "" || d.Remedy.EN == "" {
			t.Errorf("%s is not told in both languages", src)
		}
	}
}
