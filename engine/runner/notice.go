package runner

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
)

// noticePayload is what appendNotice writes: a notification about a promise.
type noticePayload struct {
	textPayload
	Promise  string        `json:"promise"`
	Percent  int32         `json:"percent"` // of the budget used
	Due      engine.Millis `json:"due"`
	Calendar string        `json:"calendar"`
	Customer bool          `json:"customer"`
}

// notify makes an effect of a notification. One that found nobody stays in the
// case's history.
func (t *try) notify(i int, e *engine.Event, b *engine.PersonNotified) {
	if b.Person == "" {
		return
	}
	lane, calendar := t.clockOf(i, b)
	t.effect(i, e, store.Effect{
		Kind: effectNotice, Target: b.Person, Payload: appendNotice(nil, &t.changes[i].Instance, e, b, lane, calendar),
	})
}

// clockOf is the lane and the calendar of the clock a notification speaks of,
// which may have ended since.
func (t *try) clockOf(i int, b *engine.PersonNotified) (lane, calendar string) {
	for _, in := range []*engine.Instance{&t.changes[i].Instance, t.reads[i].before} {
		if c := in.Clock(b.Clock); c != nil {
			return c.Lane, c.Calendar
		}
	}
	in := &t.changes[i].Instance
	if p := t.snapshot.world.Process(in.Process, in.Edition).Promise(b.Promise); p != nil {
		if p.For != nil {
			lane = p.For.ID
		}
		calendar = p.Calendar
	}
	return lane, calendar
}

func appendNotice(dst []byte, in *engine.Instance, e *engine.Event, b *engine.PersonNotified, lane, calendar string) []byte {
	dst = append(dst, '{')
	dst = appendMember(dst, "process", in.Process)
	dst = appendNumber(dst, "edition", int64(in.Edition))
	dst = appendMember(dst, "text", b.Text)
	dst = appendMember(dst, "to", b.Person)
	if b.Party == definition.Customer {
		dst = append(appendName(dst, "customer"), "true"...)
		dst = appendMember(dst, "lane", lane)
		dst = appendMember(dst, "channel", in.Channel)
	}
	dst = appendNumber(dst, "at", int64(e.At))
	dst = appendMember(dst, "promise", b.Promise)
	dst = appendNumber(dst, "percent", int64(b.Percent))
	dst = appendNumber(dst, "due", int64(b.Due))
	dst = appendMember(dst, "calendar", calendar)
	dst = appendValues(dst, "values", b.Values)
	return append(dst, '}')
}

// deliverNotice brings a notification to a person of ours by mail, where that
// is set up, and to a customer by the channel of the case.
func (d *delivery) deliverNotice(ctx context.Context, e *store.Effect) (string, error) {
	var p noticePayload
	if err := json.Unmarshal(e.Payload, &p); err != nil {
		return "", final(err)
	}
	l, err := d.letter(ctx, e, &p)
	if err != nil {
		return "", err
	}
	r := d.runner
	if p.Customer || r.cfg.Mail == nil {
		return "handed over", r.letters(ctx, l)
	}
	person := r.World().Org.Person(p.To)
	if person == nil || person.Mail == "" {
		r.log.Warn("notification without a mail address", slog.String("effect", e.ID), slog.String("person", p.To))
		return "no mail address", nil
	}
	l.Channel = "mail"
	return "mailed", r.cfg.Mail.send(ctx, person, l, r.clock.Now())
}

// letter writes a notification in the receiver's language, by the template of
// the level or, where it has none, in our own words.
func (d *delivery) letter(ctx context.Context, e *store.Effect, p *noticePayload) (Letter, error) {
	if p.Text != "" {
		return d.render(ctx, e, &p.textPayload)
	}
	lang, err := d.runner.language(ctx, p.To)
	if err != nil {
		return Letter{}, err
	}
	l := p.envelope(e, lang)
	process := d.runner.World().Process(p.Process, p.Edition)
	if process == nil {
		return l, final(fmt.Errorf("process %s, edition %d, is not here", p.Process, p.Edition))
	}
	flow, promise := nameIn(lang, process.Name, p.Process), p.Promise
	if kept := process.Promise(p.Promise); kept != nil {
		promise = nameIn(lang, kept.Name, p.Promise)
	}
	w := strings.NewReplacer("{case}", e.Instance, "{flow}", flow, "{promise}", promise,
		"{percent}", strconv.Itoa(int(p.Percent)), "{due}", d.runner.localTime(p.Due, p.Calendar, lang))
	texts := noticeTexts[p.kind()][lang]
	if texts == [2]string{} {
		texts = noticeTexts[p.kind()]["zh"]
	}
	l.Subject, l.Body = oneLine(w.Replace(texts[0])), w.Replace(texts[1])
	return l, nil
}

// noticeKind is how a promise stands when somebody is told of it.
type noticeKind int

const (
	noticeUsed    noticeKind = iota // so much of its time
	noticeOverdue                   // past its due
	noticeDue                       // promised for an instant: there is no share of it
)

func (p *noticePayload) kind() noticeKind {
	switch {
	case p.Due != 0 && p.Due < p.At:
		return noticeOverdue
	case p.Percent == 0:
		return noticeDue
	}
	return noticeUsed
}

// noticeTexts are subject and body of the built-in notification.
var noticeTexts = map[noticeKind]map[string][2]string{
	noticeUsed: {
		"zh": {"案件 {case}:「{promise}」已用时限 {percent}%", "「{flow}」案件 {case}:\n承诺「{promise}」已用去 {percent}% 的时限,{due} 到期。\n"},
		"en": {"Case {case}: {promise} at {percent}%", "Case {case} of {flow}:\nthe promise \"{promise}\" has used {percent}% of its time. It is due on {due}.\n"},
	},
	noticeOverdue: {
		"zh": {"案件 {case}:「{promise}」已超时", "「{flow}」案件 {case}:\n承诺「{promise}」已于 {due} 到期,现已超时,已用去 {percent}% 的时限。\n"},
		"en": {"Case {case}: {promise} is overdue", "Case {case} of {flow}:\nthe promise \"{promise}\" was due on {due} and is overdue; it has used {percent}% of its time.\n"},
	},
	noticeDue: {
		"zh": {"案件 {case}:「{promise}」即将到期", "「{flow}」案件 {case}:\n承诺「{promise}」将于 {due} 到期。\n"},
		"en": {"Case {case}: {promise} is due soon", "Case {case} of {flow}:\nthe promise \"{promise}\" is due on {due}.\n"},
	},
}

func nameIn(lang string, name definition.Text, id string) string {
	if text := name.In(lang); text != "" {
		return text
	}
	return id
}

// localTime writes an instant as people who work by the calendar read it.
func (r *Runner) localTime(at engine.Millis, calendar, lang string) string {
	zone := time.UTC
	if line := r.World().Calendar(calendar); line != nil {
		zone = line.At(int64(at)).Calendar.Zone()
	}
	local := time.UnixMilli(int64(at)).In(zone)
	if lang == "en" {
		return local.Format("2 January 2006, 15:04") + " (" + zone.String() + ")"
	}
	return local.Format("2006年1月2日 15:04") + "(" + zone.String() + ")"
}

// oneLine keeps a name from starting another header.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, unicode.IsControl), " ")
}
