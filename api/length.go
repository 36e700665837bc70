package api

import (
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/laneway-flow/laneway/engine"
)

// Length is a span of time on the wire: ISO 8601 in hours, minutes and
// seconds, `PT2H30M`; negative with a sign, `-PT5M`. There are no days in it:
// a working day has other hours than a calendar day.
type Length engine.Millis

// String writes the span, exact to the millisecond.
func (l Length) String() string {
	if l == 0 {
		return "PT0S"
	}
	out, rest := strings.Builder{}, int64(l)
	if rest < 0 {
		out.WriteByte('-')
		rest = -rest
	}
	out.WriteString("PT")
	part := func(of int64, unit byte) {
		if n := rest / of; n > 0 {
			out.WriteString(strconv.FormatInt(n, 10))
			out.WriteByte(unit)
			rest -= n * of
		}
	}
	part(3_600_000, 'H')
	part(60_000, 'M')
	if rest > 0 {
		out.WriteString(strconv.FormatInt(rest/1000, 10))
		if ms := rest % 1000; ms > 0 {
			out.WriteString("." + strings.TrimRight(strconv.FormatInt(1000+ms, 10)[1:], "0"))
		}
		out.WriteByte('S')
	}
	return out.String()
}

// MarshalText writes it.
func (l Length) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (l *Length) UnmarshalText(text []byte) error {
	rest, negative := strings.CutPrefix(string(text), "-")
	rest, ok := strings.CutPrefix(rest, "PT")
	total := engine.Millis(0)
	for rest != "" && ok {
		end := strings.IndexAny(rest, "HMS")
		if end < 0 {
			ok = false
			break
		}
		n, err := strconv.ParseFloat(rest[:end], 64)
		ok = err == nil
		total += engine.Millis(n*1000*map[byte]float64{'H': 3600, 'M': 60, 'S': 1}[rest[end]] + 0.5)
		rest = rest[end+1:]
	}
	if !ok {
		return strconv.ErrSyntax
	}
	if negative {
		total = -total
	}
	*l = Length(total)
	return nil
}

// Schema tells OpenAPI that it is a string in duration format.
func (Length) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "duration"}
}

// seconds rounds down, so that nothing is said to be left that is not.
func (l Length) seconds() int64 {
	if l < 0 {
		return -((-int64(l) + 999) / 1000)
	}
	return int64(l) / 1000
}
