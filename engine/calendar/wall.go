package calendar

import "time"

// side says which end of a window a wall time is: it decides what an
// ambiguous one means.
type side bool

const (
	begins side = false // takes the first occurrence
	ends   side = true  // takes the second
)

// instant is the instant of a wall time on a date. A wall time in a gap is the
// transition itself; an ambiguous one is its first occurrence as the beginning
// of a window and its second as the end (TIME.md §2.1 rule 4).
func instant(d Date, wall Millis, zone *time.Location, as side) Millis {
	local := int64(d)*dayMillis + wall // as if the zone were UTC
	if early, late := offsetAt(local-26*3_600_000, zone), offsetAt(local+26*3_600_000, zone); early == late {
		return local - early // no transition near: no zone has two within two days
	}
	var found []Millis
	var before Millis                                      // the largest instant any offset nearby gives: it lies behind a gap
	for _, near := range [...]int64{-26, -13, 0, 13, 26} { // hours; Apia moved by 24
		offset := offsetAt(local+near*3_600_000, zone)
		t := local - offset
		if near == -26 || t > before {
			before = t
		}
		if offsetAt(t, zone) == offset {
			found = append(found, t)
		}
	}
	if len(found) == 0 {
		start, _ := time.UnixMilli(before).In(zone).ZoneBounds()
		return start.UnixMilli()
	}
	t := found[0]
	for _, f := range found[1:] {
		if as == ends && f > t || as == begins && f < t {
			t = f
		}
	}
	return t
}

// offsetAt is how far a zone's wall time is ahead of UTC at an instant.
func offsetAt(t Millis, zone *time.Location) Millis {
	_, offset := time.UnixMilli(t).In(zone).Zone()
	return int64(offset) * 1000
}
