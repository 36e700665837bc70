package api

import (
	"time"

	"github.com/laneway-flow/laneway/engine"
)

// Provenance says how something came to us, where that differs from the call
// that records it.
type Provenance struct {
	OnBehalf   string  `json:"onBehalf,omitempty" maxLength:"64" doc:"The customer or person it was done for."`
	Channel    string  `json:"channel,omitempty" maxLength:"32" pattern:"^[a-z][a-z0-9-]*$" doc:"phone, web, counter, mail ..."`
	OccurredAt Instant `json:"occurredAt,omitzero" doc:"When it really happened; at most 24 hours back."`
}

// lateRecording is how far back something may be said to have happened.
const lateRecording = 24 * time.Hour

// provenance turns it into the origin of a command. A customer speaks for
// nobody else and not of the past: a link's holder gives the channel only.
func (s *server) provenance(c *call, p *Provenance) (engine.Origin, error) {
	o := c.origin()
	o.Channel = p.Channel
	if c.roles == customer {
		switch {
		case p.OnBehalf != "":
			return o, errField("body.onBehalf", "readonly")
		case p.OccurredAt != 0:
			return o, errField("body.occurredAt", "readonly")
		case o.Channel == "":
			o.Channel = "web"
		}
		return o, nil
	}
	o.OnBehalf = p.OnBehalf
	if p.OccurredAt != 0 {
		happened, now := time.UnixMilli(int64(p.OccurredAt)), s.now()
		switch {
		case happened.After(now):
			return o, errField("body.occurredAt", "future")
		case now.Sub(happened) > lateRecording:
			return o, errField("body.occurredAt", "too_old", "hours", "24")
		}
		o.OccurredAt = engine.Millis(p.OccurredAt)
	}
	return o, nil
}
