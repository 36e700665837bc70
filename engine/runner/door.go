package runner

import (
	"context"
	"crypto/rand"
	"log/slog"
	"slices"
	"strings"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// door seals the personal values of a command before the engine sees it, after
// checking them: behind it nobody can. From outside nothing may come sealed.
func (t *try) door(ctx context.Context, in *engine.Instance, command engine.Command, inside bool) (engine.Command, error) {
	d := doorway{try: t, inside: inside, subject: Subject(in)}
	var said []definition.Datum
	switch c := command.(type) {
	case engine.CompleteTask:
		said = c.Values
	case engine.ChangeData:
		said = c.Values
	case engine.DeliverMessage:
		said = c.Values
	case engine.StartInstance:
		said, d.subject = c.Data, startSubject(&c)
	case engine.PostMessage:
		said, d.subject, d.mailbox = c.Values, "", true
	default:
	}
	if len(said) == 0 {
		return command, nil
	}
	d.process = t.processOf(in, command)
	values, changed, err := d.pass(ctx, said)
	if err != nil || !changed {
		return command, err
	}
	switch c := command.(type) {
	case engine.CompleteTask:
		c.Values = values
		return c, nil
	case engine.ChangeData:
		c.Values = values
		return c, nil
	case engine.DeliverMessage:
		c.Values = values
		return c, nil
	case engine.StartInstance:
		c.Data = values
		return c, nil
	case engine.PostMessage:
		c.Values = values
		return c, nil
	default:
		return command, nil
	}
}

// processOf is the definition whose fields judge a command's values, or nil.
func (t *try) processOf(in *engine.Instance, command engine.Command) *definition.Process {
	switch c := command.(type) {
	case engine.StartInstance:
		return t.snapshot.world.Process(c.Process, c.Edition)
	case engine.PostMessage:
		if route := t.snapshot.routes[c.Message]; route != nil {
			return route.process
		}
		return nil
	default:
		return t.snapshot.world.Process(in.Process, in.Edition)
	}
}

// startSubject is Subject of a case that is about to start.
func startSubject(c *engine.StartInstance) string {
	switch {
	case len(c.Customers) > 0 && c.Customers[0].ID != "":
		return c.Customers[0].ID
	default:
		return caseSubject(c.ID)
	}
}

// doorway is one passage through the door.
type doorway struct {
	try     *try
	process *definition.Process
	subject string
	inside  bool
	mailbox bool
}

// pass returns the values with personal ones sealed; changed is false when
// they were fine as they came.
func (d *doorway) pass(ctx context.Context, values []definition.Datum) (out []definition.Datum, changed bool, err error) {
	personal := d.try.snapshot.personal[d.process]
	var problems []definition.Problem
	out = values
	for i, v := range values {
		field := personal[v.Name]
		if !isSealed(v.Value) && (field == nil || v.Value == nil || string(v.Value) == "null") {
			continue
		}
		value, problem, err := d.one(ctx, field, v)
		if err != nil {
			return values, false, err
		}
		if problem != nil {
			problems = append(problems, *problem)
			continue
		}
		if !changed {
			out, changed = slices.Clone(values), true
		}
		out[i].Value = value
	}
	if len(problems) > 0 {
		return values, false, refuseFields("personal data", problems)
	}
	return out, changed, nil
}

// one brings one value through: a sealed one from inside goes on, a plain one
// is checked and sealed.
func (d *doorway) one(ctx context.Context, field *definition.Field, v definition.Datum) ([]byte, *definition.Problem, error) {
	if isSealed(v.Value) {
		if !d.inside {
			return nil, &definition.Problem{Field: v.Name, Code: "type", Reason: "a value cannot begin with " + definition.Sealed}, nil
		}
		return d.moved(ctx, field, v)
	}
	canonical, problem := field.Canonical(v.Value)
	if problem != nil {
		return nil, problem, nil
	}
	if blank(canonical) {
		return v.Value, nil, nil // not given: a seal would make it look like an answer
	}
	value, err := d.try.runner.sealValue(ctx, field, d.whose(), canonical)
	return value, nil, err
}

// blank reports whether a value counts as not given.
func blank(canonical []byte) bool {
	switch text := string(canonical); text {
	case "", "null", "[]":
		return true
	default:
		return text[0] == '"' && strings.TrimSpace(text[1:len(text)-1]) == ""
	}
}

// moved seals a message's value anew under the key of the case that receives
// it; the message's own key is then spent.
func (d *doorway) moved(ctx context.Context, field *definition.Field, v definition.Datum) ([]byte, *definition.Problem, error) {
	s, err := parseSealed(v.Value)
	if err != nil || d.mailbox || field == nil || !strings.HasPrefix(s.subject, messageSubject) {
		return v.Value, nil, err
	}
	canonical, err := d.try.runner.Unseal(ctx, v)
	if err != nil {
		return nil, nil, err
	}
	d.try.spend(s.subject)
	value, err := d.try.runner.sealValue(ctx, field, d.subject, canonical)
	return value, nil, err
}

// messageSubject begins the subject of a message whose receiver is not known
// yet. Each has a key of its own, destroyed once it was received or expired.
const messageSubject = "message:"

func (d *doorway) whose() string {
	if d.subject == "" {
		d.subject = messageSubject + rand.Text()
	}
	return d.subject
}

// spend remembers a message's key that nobody needs after the commit.
func (t *try) spend(subject string) {
	if !slices.Contains(t.spent, subject) {
		t.spent = append(t.spent, subject)
	}
}

// expired spends the key of a kept message that nobody came for.
func (t *try) expired(i int, b *engine.MessageExpired) {
	for _, k := range t.reads[i].before.Mailbox.Kept {
		if k.Number != b.Kept {
			continue
		}
		for _, v := range k.Values {
			if !isSealed(v.Value) {
				continue
			}
			if s, err := parseSealed(v.Value); err == nil && strings.HasPrefix(s.subject, messageSubject) {
				t.spend(s.subject)
			}
		}
	}
}

// destroy erases what was spent. A key that stays behind by a crash opens only
// what the mailbox's own history holds.
func (t *try) destroy(ctx context.Context) {
	for _, subject := range t.spent {
		if err := t.runner.store.DestroyKey(ctx, subject); err != nil {
			t.runner.log.Warn("key of a message not destroyed", slog.String("subject", subject), slog.Any("error", err))
		}
	}
}
