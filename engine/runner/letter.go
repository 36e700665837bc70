package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"unicode/utf8"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/store"
)

// Letter is a text on its way to a person, in the language of who receives it.
type Letter struct {
	ID       string // stable over retries
	Instance string
	Text     string // name of the template
	Lane     string
	To       string // customer or person id, if known
	Channel  string
	At       engine.Millis
	Lang     string // zh or en
	Subject  string
	Body     string
}

// textPayload is what appendText writes.
type textPayload struct {
	Process string                     `json:"process"`
	Edition int                        `json:"edition"`
	Text    string                     `json:"text"`
	Lane    string                     `json:"lane"`
	To      string                     `json:"to"`
	Channel string                     `json:"channel"`
	At      engine.Millis              `json:"at"`
	Values  map[string]json.RawMessage `json:"values"`
}

func appendText(dst []byte, in *engine.Instance, e *engine.Event, b *engine.TextSent) []byte {
	dst = append(dst, '{')
	dst = appendMember(dst, "process", in.Process)
	dst = appendNumber(dst, "edition", int64(in.Edition))
	dst = appendMember(dst, "text", b.Text)
	dst = appendMember(dst, "lane", b.Lane)
	dst = appendMember(dst, "to", b.To)
	dst = appendMember(dst, "channel", b.Channel)
	dst = appendNumber(dst, "at", int64(e.At))
	dst = appendValues(dst, "values", b.Values)
	return append(dst, '}')
}

// deliverText renders a text and hands it over.
func (d *delivery) deliverText(ctx context.Context, e *store.Effect) (string, error) {
	var p textPayload
	if err := json.Unmarshal(e.Payload, &p); err != nil {
		return "", final(err)
	}
	l, err := d.render(ctx, e, &p)
	if err != nil {
		return "", err
	}
	return "handed over", d.runner.letters(ctx, l)
}

// render fills the template of a text; personal values are opened here and
// nowhere before.
func (d *delivery) render(ctx context.Context, e *store.Effect, p *textPayload) (Letter, error) {
	r := d.runner
	process := r.World().Process(p.Process, p.Edition)
	if process == nil || process.Text(p.Text) == nil {
		return Letter{}, final(fmt.Errorf("process %s, edition %d, has no text %s", p.Process, p.Edition, p.Text))
	}
	template := process.Text(p.Text)
	values := make([]definition.Datum, 0, len(template.Names))
	for _, name := range template.Names {
		value, err := r.Unseal(ctx, definition.Datum{Name: name, Value: p.Values[name]})
		if err != nil && !errors.Is(err, store.ErrErased) {
			return Letter{}, err
		}
		values = append(values, definition.Datum{Name: name, Value: value})
	}
	lang, err := r.language(ctx, p.To)
	if err != nil {
		return Letter{}, err
	}
	l := p.envelope(e, lang)
	l.Subject, l.Body = template.Render(lang, values)
	return l, nil
}

// envelope is a letter without its words.
func (p *textPayload) envelope(e *store.Effect, lang string) Letter {
	return Letter{
		ID: e.ID, Instance: e.Instance, Text: p.Text, Lane: p.Lane, To: p.To, Channel: p.Channel, At: p.At, Lang: lang,
	}
}

// language is what the receiver reads: a person of ours, a customer, or zh.
func (r *Runner) language(ctx context.Context, to string) (string, error) {
	const standard = "zh"
	if p := r.World().Org.Person(to); p != nil && p.Lang != "" {
		return p.Lang, nil
	}
	if to == "" {
		return standard, nil
	}
	d, err := r.store.Document(ctx, KindCustomer, to)
	if errors.Is(err, store.ErrNotFound) || err == nil && d.Deleted {
		return standard, nil
	}
	var c org.Customer
	if err == nil {
		err = json.Unmarshal(d.Body, &c)
	}
	if c.Lang == "" {
		c.Lang = standard
	}
	return c.Lang, err
}

// logLetter stands in for a channel: one line that says nothing of the content.
func (r *Runner) logLetter(ctx context.Context, l Letter) error {
	r.log.InfoContext(ctx, "text", slog.String("id", l.ID), slog.String("text", l.Text), slog.String("lane", l.Lane),
		slog.String("channel", l.Channel), slog.String("lang", l.Lang), slog.Int("characters", utf8.RuneCountInString(l.Body)))
	return nil
}
