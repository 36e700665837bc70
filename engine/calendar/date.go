package calendar

import "time"

const dayMillis = 24 * 3_600_000

// Date is a day of the Gregorian calendar, counted from 1970-01-01 = 0. It has
// no zone.
type Date int32

// On returns the date of year, month and day.
func On(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86_400)
}

// ParseDate reads `2006-01-02`.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, err
	}
	return Date(floorDiv(t.Unix(), 86_400)), nil
}

// dateOf is the local date of an instant.
func dateOf(t Millis, zone *time.Location) Date {
	_, offset := time.UnixMilli(t).In(zone).Zone()
	return Date(floorDiv(t+int64(offset)*1000, dayMillis))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func (d Date) time() time.Time { return time.Unix(int64(d)*86_400, 0).UTC() }

// String is the date as `2006-01-02`.
func (d Date) String() string { return d.time().Format(time.DateOnly) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Weekday(((int64(d)+4)%7 + 7) % 7) // 1970-01-01 was a Thursday
}

// Year is the year the date lies in.
func (d Date) Year() int { return d.time().Year() }

// monthDay orders dates within a year: month times 100 plus day.
func (d Date) monthDay() int {
	_, month, day := d.time().Date()
	return int(month)*100 + day
}
