package definition

import (
	"strconv"
	"strings"
	"time"
)

const (
	dateLayout    = "2006-01-02"
	instantLayout = "2006-01-02T15:04:05.000Z"
	// maxSpan is the longest duration, a hundred years in milliseconds.
	maxSpan = 876_600 * 3_600_000
)

// parseDate reads "2006-01-02" as days since 1970-01-01.
func parseDate(s string) (days int64, ok bool) {
	t, err := time.Parse(dateLayout, s)
	if err != nil || t.Year() < 1 {
		return 0, false
	}
	return t.Unix() / 86400, true
}

// appendDate appends days since 1970-01-01 as "2006-01-02".
func appendDate(dst []byte, days int64) []byte {
	return time.Unix(days*86400, 0).UTC().AppendFormat(dst, dateLayout)
}

// parseInstant reads an RFC 3339 instant as UTC milliseconds; what is finer
// than a millisecond is cut off.
func parseInstant(s string) (millis int64, ok bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || strings.ContainsRune(s, ',') {
		return 0, false
	}
	return t.UnixMilli(), inYears(t)
}

// inYears keeps instants within the years that four digits can write.
func inYears(t time.Time) bool { y := t.UTC().Year(); return y >= 1 && y <= 9999 }

// appendInstant appends UTC milliseconds as RFC 3339 with milliseconds.
func appendInstant(dst []byte, millis int64) []byte {
	return time.UnixMilli(millis).UTC().AppendFormat(dst, instantLayout)
}

// parseSpan reads an ISO 8601 time part ("PT2H30M", "PT0.5S") as milliseconds.
// Days are refused: nobody agrees how long one is.
func parseSpan(s string) (millis int64, ok bool) {
	rest, ok := strings.CutPrefix(s, "PT")
	if !ok || rest == "" {
		return 0, false
	}
	units := []struct {
		letter byte
		millis int64
	}{{'H', 3_600_000}, {'M', 60_000}, {'S', 1000}}
	for _, u := range units {
		at := strings.IndexByte(rest, u.letter)
		if at < 0 {
			continue
		}
		n, fraction, ok := spanNumber(rest[:at], u.letter == 'S')
		if !ok {
			return 0, false
		}
		millis += n*u.millis + fraction
		rest = rest[at+1:]
	}
	return millis, rest == "" && millis <= maxSpan
}

// spanNumber reads a whole number, for seconds with up to three decimals.
func spanNumber(s string, decimals bool) (n, millis int64, ok bool) {
	whole, fraction, dot := strings.Cut(s, ".")
	if dot && (!decimals || fraction == "" || len(fraction) > 3) {
		return 0, 0, false
	}
	if whole == "" || len(whole) > 9 {
		return 0, 0, false
	}
	for _, c := range []byte(whole + fraction) {
		if c < '0' || c > '9' {
			return 0, 0, false
		}
	}
	n, _ = strconv.ParseInt(whole, 10, 64)
	if dot {
		millis, _ = strconv.ParseInt((fraction + "00")[:3], 10, 64)
	}
	return n, millis, true
}

// appendSpan appends milliseconds as an ISO 8601 time part, zero as "PT0S".
func appendSpan(dst []byte, millis int64) []byte {
	dst = append(dst, 'P', 'T')
	if h := millis / 3_600_000; h > 0 {
		dst = append(strconv.AppendInt(dst, h, 10), 'H')
	}
	if m := millis / 60_000 % 60; m > 0 {
		dst = append(strconv.AppendInt(dst, m, 10), 'M')
	}
	if ms := millis % 60_000; ms > 0 || millis == 0 {
		dst = strconv.AppendInt(dst, ms/1000, 10)
		if ms %= 1000; ms > 0 {
			dst = append(dst, '.', byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10))
		}
		dst = append(dst, 'S')
	}
	return dst
}
