package api

import (
	"errors"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/laneway-flow/laneway/engine"
)

// Instant is an instant on the wire: RFC 3339 in UTC with milliseconds. The
// zero Instant means never and is left out.
type Instant engine.Millis

const instantLayout = "2006-01-02T15:04:05.000Z"

// MarshalJSON writes `"2026-03-02T09:00:00.000Z"`.
func (i Instant) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, len(instantLayout)+2)
	b = append(b, '"')
	b = time.UnixMilli(int64(i)).UTC().AppendFormat(b, instantLayout)
	return append(b, '"'), nil
}

// UnmarshalJSON reads any RFC 3339 instant and rounds it down to the millisecond.
func (i *Instant) UnmarshalJSON(b []byte) error {
	text, err := strconv.Unquote(string(b))
	if err != nil {
		return errNoInstant
	}
	*i, err = parseInstant(text)
	return err
}

var errNoInstant = errors.New("expected an RFC 3339 instant")

func parseInstant(text string) (Instant, error) {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return 0, errNoInstant
	}
	return Instant(t.UnixMilli()), nil
}

// Schema tells OpenAPI that it is a string in date-time format.
func (Instant) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time"}
}
